//! A result to keep: large type, and the numbers below it where somebody may need them.

use super::Seen;
use crate::{
    app::Act,
    parts::{button, joined, lines, wording},
    words::run as w,
};
use qinghe_session::practice::{Line, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    let none: &[Line] = &[];
    let kept = match seen.shows {
        Shows::Card { lines } => lines.as_slice(),
        _ => none,
    };
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            <dl class="card kept">{ for kept.iter().enumerate().map(|(at, line)| one(seen, at, line)) }</dl>
            if seen.exercise.after_urgent { { lines(seen.here) } }
            { button(seen.here, "quiet unprinted", seen.here.say(w::PRINT), Act::Print) }
        </>
    }
}

fn one(seen: &Seen<'_>, at: usize, line: &Line) -> Html {
    let said: Vec<String> = match line {
        Line::Empty => Vec::new(),
        Line::Wave(points) => wave(seen, points),
        Line::Seats(both) => both.iter().flatten().filter(|text| !text.trim().is_empty()).cloned().collect(),
        Line::Rating(rating) => vec![rating.to_string()],
        Line::Texts(texts) => texts.iter().filter(|text| !text.trim().is_empty()).cloned().collect(),
        Line::Parts(step, parts) => {
            let words = seen.text.steps.get(usize::from(*step)).map_or(&[][..], |step| step.parts.as_slice());
            let named: Vec<&str> =
                parts.iter().filter_map(|at| words.get(usize::from(*at)).map(String::as_str)).collect();
            vec![joined(seen.here.locale, &named)]
        }
    };
    let empty = said.iter().all(String::is_empty);
    html! {
        <div>
            <dt>{ seen.part(at).to_owned() }</dt>
            if empty { <dd class="hint">{ seen.here.say(w::NOTHING_YET) }</dd> }
            else { { for said.into_iter().map(|text| html! { <dd>{ text }</dd> }) } }
        </div>
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
