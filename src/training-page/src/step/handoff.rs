//! Turning to a person: who is there stands on the screen. Nothing is claimed to have been sent.

use super::Seen;
use crate::dom::all;
use crate::{
    parts::{event_button, lines, wording},
    pictures,
    words::run as w,
};
use qinghe_session::practice::Event;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    all![
        pictures::together(),
        wording(seen.here, seen.node, &seen.words.text),
        event_button(seen.here, "other", w::SEE_WHO, Event::Agree(true)),
        lines(seen.here),
    ]
}
