//! What lies over the page: a pause for whoever was away, and on a shared computer that nobody touches a cover.

use crate::dom::{tag, text};
use crate::{
    app::{Act, App, Here},
    parts::{nothing, say_button, when},
    words::{menu as wm, run as wr},
};
use qinghe_session::Cover;
use yew::prelude::*;

/// The cover, if there is one.
pub fn view(app: &App, here: &Here) -> Html {
    let soon = app.idle.cover() == Cover::Warning;
    let rests = soon || app.idle.cover() == Cover::Resting;
    if !app.away && !rests {
        return nothing();
    }
    let (title, said) = match (app.away, soon) {
        (true, _) => (wr::PAUSED, wr::PAUSED_SAY),
        (false, true) => (wm::COVER_TITLE, wm::COVER_SOON),
        (false, false) => (wm::COVER_TITLE, wm::COVER),
    };
    tag!("div", "class" = "cover", "role" = "alertdialog", "aria-modal" = "true", "aria-labelledby" = "cover-title", "aria-describedby" = "cover-why";
        tag!("div";
            tag!("h2", "id" = "cover-title"; text(here.say(title))),
            tag!("p", "id" = "cover-why"; text(here.say(said))),
            when(app.away, || say_button(here, "main", wr::I_AM_BACK, Act::Back)),
        ),
    )
}
