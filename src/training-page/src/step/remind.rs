//! Being reminded of another entry, when the person wants it: here, and in the phone's own calendar.

use super::Seen;
use crate::dom::{all, tag};
use crate::{
    app::Act,
    parts::{event_button, said, say_button, status, when, wording},
    words::run as w,
};
use qinghe_session::practice::{Event, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    let here = seen.here;
    let wanted = match seen.shows {
        Shows::Remind { wanted } => *wanted,
        _ => None,
    };
    let noted = match wanted {
        None => None,
        Some(false) => Some(w::NOT_REMINDED),
        Some(true) if here.browser.shared() => Some(w::REMINDED_SHARED),
        Some(true) => Some(w::REMINDED),
    };
    let ask = || {
        tag!("div", "class" = "row";
            event_button(here, "other", w::REMIND_YES, Event::Agree(true)),
            when(wanted.is_none(), || event_button(here, "quiet", w::REMIND_NO, Event::Agree(false))),
        )
    };
    let calendar = wanted == Some(true) && seen.app.room.wanted.is_some();
    all![
        wording(here, seen.node, &seen.words.text),
        when(wanted != Some(true), ask),
        status(noted.map(|noted| said(here, "p", "said", noted)).unwrap_or_default()),
        when(calendar, || say_button(here, "other", w::TO_CALENDAR, Act::Calendar)),
    ]
}
