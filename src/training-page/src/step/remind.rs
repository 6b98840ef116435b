//! Being reminded of another entry, when the person wants it: here, and in the phone's own calendar.

use super::Seen;
use crate::{
    app::Act,
    parts::{button, wording},
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
    let noted = if here.browser.shared() { w::REMINDED_SHARED } else { w::REMINDED };
    html! {
        <>
            { wording(here, seen.node, &seen.words.text) }
            if wanted != Some(true) {
                <div class="row">
                    { button(here, "other", here.say(w::REMIND_YES), Act::Event(Event::Agree(true))) }
                    if wanted.is_none() { { button(here, "quiet", here.say(w::REMIND_NO), Act::Event(Event::Agree(false))) } }
                </div>
            }
            <div role="status">
                if wanted == Some(false) { <p class="said">{ here.say(w::NOT_REMINDED) }</p> }
                if wanted == Some(true) { <p class="said">{ here.say(noted) }</p> }
            </div>
            if wanted == Some(true) && seen.app.room.wanted.is_some() {
                { button(here, "other", here.say(w::TO_CALENDAR), Act::Calendar) }
            }
        </>
    }
}
