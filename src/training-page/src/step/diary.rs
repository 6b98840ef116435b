//! A row a day: the last days as a table, with a chart beside it that says the same.

use super::Seen;
use crate::dom::{all, line, tag, text as text_of};
use crate::{
    parts::{each, nothing, said as told, wording},
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
    all![
        wording(seen.here, seen.node, &seen.words.text),
        if rows.is_empty() {
            told(seen.here, "p", "hint", w::DIARY_EMPTY)
        } else {
            all![chart(seen, diary, rows), table(seen, diary, rows)]
        },
    ]
}

fn table(seen: &Seen<'_>, diary: &Diary, rows: &[Row]) -> Html {
    let head = |text: &str| tag!("th", "scope" = "col"; text_of(text));
    let row = |(of, values): &Row| {
        let cell = |(column, value): (usize, &u8)| line("td", "", &said(seen, diary, column, *value));
        tag!("tr";
            tag!("th", "scope" = "row"; text_of(&day(seen.here.locale, u32::from(*of)))),
            each(values.iter().enumerate().map(cell)),
        )
    };
    let columns = each((0..diary.columns.len()).map(|at| head(seen.part(at))));
    // Wider than a phone in a language of long words: whoever has no finger on it moves it with the keys.
    tag!("div", "class" = "card table", "tabindex" = "0"; tag!("table";
        tag!("thead"; tag!("tr"; head(seen.here.say(w::DAY)), columns)),
        tag!("tbody"; each(rows.iter().rev().map(row))),
    ))
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
        return nothing();
    }
    let span = u32::from(last - first).max(1);
    let curve = |(nth, column): (usize, &usize)| {
        let point = |(of, values): &Row| {
            let value = values.get(*column).filter(|value| **value != NONE)?;
            let x = 10 + u32::from(of - first) * (WIDTH - 20) / span;
            let y = HEIGHT - 10 - u32::from((*value).min(10)) * (HEIGHT - 20) / 10;
            Some((x.to_string(), y.to_string()))
        };
        let points: Vec<(String, String)> = rows.iter().filter_map(point).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| [x, ",", y].concat()).collect();
        let dot = |(x, y): (String, String)| tag!("circle", "cx" = x, "cy" = y, "r" = "4";);
        tag!("g", "class" = if nth == 0 { "first" } else { "second" };
            tag!("polyline", "points" = path.join(" ");),
            each(points.into_iter().map(dot)),
        )
    };
    tag!("svg", "class" = "chart", "viewBox" = "0 0 280 100", "aria-hidden" = "true";
        tag!("path", "class" = "ground", "d" = "M10 10V90H270";),
        each(columns.iter().enumerate().map(curve)),
    )
}
