//! Turning to a person: who is there stands on the screen. Nothing is claimed to have been sent.

use super::Seen;
use crate::{
    app::Act,
    parts::{button, lines, wording},
    pictures,
    words::run as w,
};
use qinghe_session::practice::Event;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    html! {
        <>
            { pictures::together() }
            { wording(seen.here, seen.node, &seen.words.text) }
            { button(seen.here, "other", seen.here.say(w::SEE_WHO), Act::Event(Event::Agree(true))) }
            { lines(seen.here) }
        </>
    }
}
