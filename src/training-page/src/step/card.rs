//! A result to keep: large type, and the numbers below it where somebody may need them.

use super::Seen;
use crate::dom::{all, line, tag};
use crate::{
    app::Act,
    parts::{each, joined, lines, said, say_button, when, wording},
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
    let told = told(seen, kept);
    let nothing = told.iter().all(String::is_empty);
    tag!("div";
        line("dt", "", seen.part(at)),
        if nothing { said(seen.here, "dd", "hint", w::NOTHING_YET) }
        else { each(told.iter().map(|text| line("dd", "", text))) },
    )
}

/// What a line says.
fn told(seen: &Seen<'_>, kept: &Line) -> Vec<String> {
    let written = |text: &&String| !text.trim().is_empty();
    match kept {
        Line::Empty => Vec::new(),
        Line::Wave(points) => wave(seen, points),
        Line::Seats(both) => both.iter().flatten().filter(written).cloned().collect(),
        Line::Rating(rating) => vec![rating.to_string()],
        Line::Texts(texts) => texts.iter().filter(written).cloned().collect(),
        Line::Parts(step, parts) => {
            let words = seen.text.steps.get(usize::from(*step)).map_or(&[][..], |step| step.parts.as_slice());
            let named = parts.iter().filter_map(|at| words.get(usize::from(*at)).map(String::as_str));
            vec![joined(seen.here.locale, &named.collect::<Vec<&str>>())]
        }
    }
}

/// A wave in a line: how high it went, and where it is now.
fn wave(seen: &Seen<'_>, points: &[(u16, u8)]) -> Vec<String> {
    let highest = points.iter().map(|(_, rating)| rating).max();
    let ends = highest.zip(points.last().map(|(_, rating)| rating));
    let said = ends.map(|(highest, last)| {
        let values = [("highest", highest.to_string()), ("last", last.to_string())];
        w::WAVE_KEPT.fill(seen.here.locale, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    said.into_iter().collect()
}
