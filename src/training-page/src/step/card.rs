//! A result to keep: large type, and the numbers below it where somebody may need them.

use super::Seen;
use crate::dom::{all, line, tag};
use crate::{
    app::Act,
    parts::{each, line_of, lines, said, say_button, when, wording},
    words::run as w,
};
use qinghe_session::practice::{Line, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    let kept: &[Line] = match seen.shows {
        Shows::Card { lines } => lines,
        _ => &[],
    };
    all![
        wording(seen.here, seen.node, &seen.words.text),
        tag!("dl", "class" = "card kept"; each(kept.iter().enumerate().map(|(at, line)| one(seen, at, line)))),
        when(seen.exercise.training().is_some_and(|training| training.after_urgent), || lines(seen.here)),
        say_button(seen.here, "quiet unprinted", w::PRINT, Act::Print),
    ]
}

fn one(seen: &Seen<'_>, at: usize, kept: &Line) -> Html {
    let told = line_of(seen.here, seen.text, kept);
    let nothing = told.iter().all(String::is_empty);
    tag!("div";
        line("dt", "", seen.part(at)),
        if nothing { said(seen.here, "dd", "hint", w::NOTHING_YET) }
        else { each(told.iter().map(|text| line("dd", "", text))) },
    )
}
