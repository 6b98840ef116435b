//! Two people fill the same lines in turn, with one device between them.

use super::{Seen, write};
use crate::{
    parts::{heading, wording},
    pictures,
    words::run as w,
};
use qinghe_content::exercise::Seats;
use qinghe_session::practice::{Seat, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, seats: &Seats) -> Html {
    let Shows::Seats(seat) = seen.shows else { return html! {} };
    let here = seen.here;
    let name = |who: usize| seen.words.bins.get(who).map_or("", String::as_str);
    match seat {
        Seat::Writes { who, lines } => {
            let who = usize::from(*who);
            html! {
                <div key={who}>
                    { wording(here, seen.node, &seen.words.text) }
                    <p class="seat">{ w::SEAT.fill(here.locale, &[("name", name(who))]) }</p>
                    { write::lines(seen, &seats.fields, lines) }
                    <p class="hint">{ here.say(w::SEAT_COVERED) }</p>
                </div>
            }
        }
        Seat::HandOver => html! {
            <div key="hand-over">
                { heading(seen.node, &w::HAND_OVER.fill(here.locale, &[("name", name(1))])) }
                { pictures::together() }
                <p class="lead">{ here.say(w::HAND_OVER_SAY) }</p>
            </div>
        },
        Seat::Both { lines } => html! {
            <div key="both">
                { wording(here, seen.node, &seen.words.text) }
                { both(seen, lines) }
            </div>
        },
    }
}

/// What both wrote, line by line.
fn both(seen: &Seen<'_>, lines: &[Vec<String>; 2]) -> Html {
    let one = |(at, label): (usize, &String)| {
        let side = |who: usize| {
            let text = lines.get(who).and_then(|lines| lines.get(at)).map_or("", String::as_str);
            let name = seen.words.bins.get(who).cloned().unwrap_or_default();
            html! { <dd><span class="day">{ name }</span><br />{ text.to_owned() }</dd> }
        };
        html! { <div><dt>{ label.clone() }</dt>{ side(0) }{ side(1) }</div> }
    };
    html! { <dl class="card kept">{ for seen.words.parts.iter().enumerate().map(one) }</dl> }
}
