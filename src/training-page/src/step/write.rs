//! Something is written, for oneself.

use super::Seen;
use crate::dom::{all, line as plain_line, tag, text};
use crate::{
    app::Act,
    parts::{Area, each, event_button, said, status, when, wording},
    words::{Word, pair as wp, run as w},
};
use qinghe_content::exercise::Field;
use qinghe_session::practice::{Event, Shows};
use yew::prelude::*;

/// Characters that a line holds; the engine keeps as many.
const LONGEST: usize = 2000;

pub fn view(seen: &Seen<'_>, fields: &[Field], may_wait: bool) -> Html {
    let here = seen.here;
    all![
        wording(here, seen.node, &seen.words.text),
        lines(seen, fields, written(seen)),
        said(here, "p", "hint", here_only(seen)),
        when(may_wait, || event_button(here, "quiet back", w::LATER, Event::Skip)),
        status(when(waits(seen, fields), || said(here, "p", "said", w::LATER_SAY))),
    ]
}

/// Where what is written stays.
pub fn here_only(seen: &Seen<'_>) -> Word {
    if seen.app.pair.is_some() { wp::HERE_ONLY } else { w::HERE_ONLY }
}

/// Whether it was left for later: something is needed, nothing is there, and it may be left all the same.
fn waits(seen: &Seen<'_>, fields: &[Field]) -> bool {
    let empty = written(seen).iter().all(|line| line.trim().is_empty());
    seen.ready && empty && fields.iter().any(|field| field.least > 0)
}

/// What stands in the lines.
pub fn written<'a>(seen: &Seen<'a>) -> &'a [String] {
    match seen.shows {
        Shows::Written { lines } => lines,
        _ => &[],
    }
}

/// The lines to fill.
pub fn lines(seen: &Seen<'_>, fields: &[Field], written: &[String]) -> Html {
    let one = |(at, field): (usize, &Field)| {
        let text = written.get(at).cloned().unwrap_or_default();
        line(seen, at, field, text)
    };
    tag!("div", "class" = "fields"; each(fields.iter().enumerate().map(one)))
}

fn line(seen: &Seen<'_>, at: usize, field: &Field, written: String) -> Html {
    let place = u8::try_from(at).unwrap_or(u8::MAX);
    let write = seen.here.act.reform(move |text| Act::Event(Event::Write { field: place, text }));
    let optional =
        when(field.least == 0, || plain_line("small", "", &["　", seen.here.say(w::OPTIONAL)].concat()));
    let area = Area {
        id: ["line-", &at.to_string()].concat(),
        label: all![text(seen.part(at)), optional],
        rows: if seen.words.parts.len() == 1 { "3" } else { "1" },
        most: LONGEST,
        hint: None,
        written,
    };
    area.view(&write)
}
