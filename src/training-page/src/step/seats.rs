//! Two people fill the same lines in turn, with one device between them.

use super::{Seen, write};
use crate::dom::{all, line, tag};
use crate::{
    parts::{each, heading, nothing, said, wording},
    pictures,
    words::run as w,
};
use qinghe_content::exercise::Seats;
use qinghe_session::practice::{Seat, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, seats: &Seats) -> Html {
    let Shows::Seats(seat) = seen.shows else { return nothing() };
    let here = seen.here;
    let name = |who: usize| seen.words.bins.get(who).map_or("", String::as_str);
    let (key, inside) = match seat {
        Seat::Writes { who, lines } => {
            let name = w::SEAT.fill(here.locale, &[("name", name(usize::from(*who)))]);
            let writes = all![
                wording(here, seen.node, &seen.words.text),
                line("p", "seat", &name),
                write::lines(seen, &seats.fields, lines),
                said(here, "p", "hint", w::SEAT_COVERED),
            ];
            (*who, writes)
        }
        Seat::HandOver => {
            let title = w::HAND_OVER.fill(here.locale, &[("name", name(1))]);
            let over = all![
                heading(seen.node, &title),
                pictures::together(),
                said(here, "p", "lead", w::HAND_OVER_SAY)
            ];
            (2, over)
        }
        Seat::Both { lines } => (3, all![wording(here, seen.node, &seen.words.text), both(seen, lines)]),
    };
    html! { <div {key}>{ inside }</div> }
}

/// What both wrote, line by line.
fn both(seen: &Seen<'_>, lines: &[Vec<String>; 2]) -> Html {
    let side = |who: usize, at: usize| {
        let text = lines.get(who).and_then(|lines| lines.get(at)).map_or("", String::as_str);
        let name = seen.words.bins.get(who).map_or("", String::as_str);
        all![line("dt", "", name), line("dd", "", text)]
    };
    let one = |(at, label): (usize, &String)| tag!("div"; line("p", "hint", label), tag!("dl"; side(0, at), side(1, at)));
    tag!("div", "class" = "card kept"; each(seen.words.parts.iter().enumerate().map(one)))
}
