//! A row a day: the last days as a table, with a chart beside it that says the same.

use super::Seen;
use crate::{
    parts::wording,
    words::{day, run as w},
};
use qinghe_content::exercise::{Diary, StepKind};
use qinghe_session::practice::Shows;
use yew::prelude::*;

/// Days that are shown.
const SHOWN: usize = 14;
/// Stands for a rating that was not given.
const NONE: u8 = u8::MAX;
/// The chart, in units of its picture.
const WIDTH: u32 = 280;
const HEIGHT: u32 = 100;

/// A day with what was given.
type Row = (u16, Vec<u8>);

pub fn view(seen: &Seen<'_>, diary: &Diary) -> Html {
    let none: &[Row] = &[];
    let all = match seen.shows {
        Shows::Diary { rows } => rows.as_slice(),
        _ => none,
    };
    let rows = all.get(all.len().saturating_sub(SHOWN)..).unwrap_or(all);
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            if rows.is_empty() { <p class="hint">{ seen.here.say(w::DIARY_EMPTY) }</p> }
            else { { chart(seen, diary, rows) }{ table(seen, diary, rows) } }
        </>
    }
}

fn table(seen: &Seen<'_>, diary: &Diary, rows: &[Row]) -> Html {
    let head = |at: usize| html! { <th scope="col">{ seen.part(at).to_owned() }</th> };
    let row = |(of, values): &Row| {
        let cell = |(column, value): (usize, &u8)| html! { <td>{ said(seen, diary, column, *value) }</td> };
        html! {
            <tr><th scope="row">{ day(seen.here.locale, u32::from(*of)) }</th>{ for values.iter().enumerate().map(cell) }</tr>
        }
    };
    html! {
        <div class="card table"><table>
            <thead><tr><th scope="col">{ seen.here.say(w::DAY) }</th>{ for (0..diary.columns.len()).map(head) }</tr></thead>
            <tbody>{ for rows.iter().rev().map(row) }</tbody>
        </table></div>
    }
}

/// A rating, or the word that was chosen.
fn said(seen: &Seen<'_>, diary: &Diary, column: usize, value: u8) -> String {
    let at = diary.columns.get(column).map(|at| usize::from(*at));
    let step = at.and_then(|at| Some((seen.form.steps.get(at)?, seen.text.steps.get(at)?)));
    match step {
        _ if value == NONE => seen.here.say(w::NOT_RATED).to_owned(),
        Some((step, words)) if matches!(step.kind, StepKind::Grid(_)) => {
            words.parts.get(usize::from(value)).cloned().unwrap_or_default()
        }
        _ => value.to_string(),
    }
}

/// Ratings over the days, where two days or more have one.
fn chart(seen: &Seen<'_>, diary: &Diary, rows: &[Row]) -> Html {
    let rated = |column: &usize| {
        let at = diary.columns.get(*column).map(|at| usize::from(*at));
        let kind = at.and_then(|at| seen.form.steps.get(at)).map(|step| &step.kind);
        matches!(kind, Some(StepKind::Slide(_)))
    };
    let columns: Vec<usize> = (0..diary.columns.len()).filter(rated).collect();
    let (first, last) = (rows.first().map_or(0, |row| row.0), rows.last().map_or(0, |row| row.0));
    if columns.is_empty() || first == last {
        return html! {};
    }
    let span = u32::from(last - first).max(1);
    let line = |(nth, column): (usize, &usize)| {
        let point = |(of, values): &Row| {
            let value = values.get(*column).filter(|value| **value != NONE)?;
            let x = 10 + u32::from(of - first) * (WIDTH - 20) / span;
            let y = HEIGHT - 10 - u32::from((*value).min(10)) * (HEIGHT - 20) / 10;
            Some((x.to_string(), y.to_string()))
        };
        let points: Vec<(String, String)> = rows.iter().filter_map(point).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| [x, ",", y].concat()).collect();
        html! {
            <g class={if nth == 0 { "first" } else { "second" }}>
                <polyline points={path.join(" ")} />
                { for points.into_iter().map(|(x, y)| html! { <circle cx={x} cy={y} r="4" /> }) }
            </g>
        }
    };
    html! {
        <svg class="chart" viewBox="0 0 280 100" aria-hidden="true">
            <path class="ground" d="M10 10V90H270" />
            { for columns.iter().enumerate().map(line) }
        </svg>
    }
}
