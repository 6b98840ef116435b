//! A word for a feeling: a corner first, then a word in it.

use super::Seen;
use crate::dom::{all, line, tag, text};
use crate::{
    app::{Act, Here},
    parts::{each, knob, press, said, say_button, status, wording},
    words::{Word, run as w},
};
use qinghe_content::exercise::{Grid, Word as GridWord};
use qinghe_session::practice::Event;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, grid: &Grid) -> Html {
    let chosen =
        grid.words.iter().enumerate().find(|(at, _)| seen.is_chosen(*at)).map(|(_, word)| word.corner());
    // A corner is opened by hand; whoever comes back to a choice finds its corner open.
    let open = seen.app.corner.or(chosen).filter(|corner| *corner < CLOSED);
    let rest = match open {
        None => corners(seen.here),
        Some(corner) => inside(seen, grid, corner),
    };
    all![wording(seen.here, seen.node, &seen.words.text), rest]
}

/// No corner, chosen by hand.
const CLOSED: u8 = 4;
const CLASSES: [&str; 4] = ["option corner-0", "option corner-1", "option corner-2", "option corner-3"];

fn corners(here: &Here) -> Html {
    let one = |((nth, word), class): ((u8, &Word), &'static str)| {
        say_button(here, class, *word, Act::Corner(Some(nth)))
    };
    let all = (0u8..).zip(&w::CORNERS).zip(CLASSES).map(one);
    all![said(here, "p", "hint", w::CORNER), tag!("div", "class" = "corners"; each(all))]
}

fn inside(seen: &Seen<'_>, grid: &Grid, corner: u8) -> Html {
    let here = seen.here;
    let full = seen.chosen().len() >= 2;
    let chip = |(at, _): (usize, &GridWord)| {
        let on = seen.is_chosen(at);
        let choose = Act::Event(Event::Choose(u8::try_from(at).unwrap_or(u8::MAX)));
        knob("chip", Some(on), full && !on, Some(press(here, choose)), text(seen.part(at)))
    };
    let words = grid.words.iter().enumerate();
    let of_corner = words.filter(|(at, word)| word.corner() == corner || seen.is_chosen(*at)).map(chip);
    let reply = |at: &u8| {
        let at = usize::from(*at);
        let reply = text(&[" ", seen.reply(at).unwrap_or_default()].concat());
        tag!("p", "class" = "said"; line("strong", "", seen.part(at)), reply)
    };
    all![
        tag!("div", "class" = "row";
            line("strong", "", w::CORNERS.get(usize::from(corner)).map_or("", |word| here.say(*word))),
            say_button(here, "quiet", w::OTHER_CORNER, Act::Corner(Some(CLOSED))),
        ),
        said(here, "p", "hint", if full { w::TWO_CHOSEN } else { w::WORD }),
        tag!("div", "class" = "chips"; each(of_corner)),
        status(each(seen.chosen().iter().map(reply))),
    ]
}
