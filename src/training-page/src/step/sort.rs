//! Cards are put into bins, one card at a time. Cards that lie wrong come back with a reason.

use super::Seen;
use crate::dom::{all, line, tag, text};
use crate::{
    app::Act,
    parts::{button, each, press, said, when, wording},
    words::run as w,
};
use qinghe_content::exercise::Sort;
use qinghe_session::practice::{Event, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, sort: &Sort) -> Html {
    let (bins, again): (&[Option<u8>], &[u8]) = match seen.shows {
        Shows::Sorted { bins, again } => (bins, again),
        _ => (&[], &[]),
    };
    let comes_back = again.first().map(|at| usize::from(*at));
    let present = comes_back.or_else(|| bins.iter().position(Option::is_none));
    let now = match present {
        Some(at) => card(seen, sort, at, comes_back.is_some()),
        None => said(seen.here, "p", "said", w::ALL_PLACED),
    };
    all![
        wording(seen.here, seen.node, &seen.words.text),
        tag!("div", "role" = "group", "aria-live" = "polite"; now),
        placed(seen, bins, present),
    ]
}

fn put(card: usize, bin: usize) -> Act {
    let small = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
    Act::Event(Event::Put { card: small(card), bin: small(bin) })
}

fn card(seen: &Seen<'_>, sort: &Sort, at: usize, again: bool) -> Html {
    let here = seen.here;
    let (n, all) = ((at + 1).to_string(), sort.cards.len().to_string());
    let number = w::CARD_OF.fill(here.locale, &[("n", &n), ("all", &all)]);
    let bin = |(nth, name): (usize, &String)| button(here, "option", name, put(at, nth));
    let reply = seen.reply(at).filter(|_| again).map(|reply| line("p", "said", reply));
    all![
        tag!("div", "class" = "card one";
            line("p", "day", if again { here.say(w::LOOK_AGAIN) } else { &number }),
            line("p", "big", seen.part(at)),
            reply.unwrap_or_default(),
        ),
        said(here, "p", "hint", w::WHERE_TO),
        tag!("div", "class" = "options bins"; each(seen.words.bins.iter().enumerate().map(bin))),
    ]
}

/// What lies somewhere, and how to move it.
fn placed(seen: &Seen<'_>, bins: &[Option<u8>], present: Option<usize>) -> Html {
    let one = |at: usize| {
        let bin = bins.get(at).copied().flatten().map(usize::from).filter(|_| present != Some(at))?;
        let next = (bin + 1) % seen.words.bins.len().max(1);
        let name = seen.words.bins.get(bin).map_or("", String::as_str);
        let label = [seen.part(at), "：", name, "。", seen.here.say(w::CHANGE)].concat();
        let press = press(seen.here, put(at, next));
        let chip =
            tag!("button", "type" = "button", "class" = "chip", "aria-label" = label, on press; text(name));
        Some(tag!("li"; line("span", "", seen.part(at)), chip))
    };
    let all: Vec<Html> = (0..bins.len()).filter_map(one).collect();
    when(!all.is_empty(), || {
        tag!("details";
            said(seen.here, "summary", "", w::PLACED),
            tag!("ul", "class" = "placed"; each(all.into_iter())),
        )
    })
}
