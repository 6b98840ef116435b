//! What lies over the page: a pause for whoever was away, and on a shared computer that nobody touches a cover.

use crate::{
    app::{Act, App, Here},
    parts::button,
    words::{menu as wm, run as wr},
};
use qinghe_session::Cover;
use yew::prelude::*;

/// The cover, if there is one.
pub fn view(app: &App, here: &Here) -> Html {
    let soon = app.idle.cover() == Cover::Warning;
    let rests = soon || app.idle.cover() == Cover::Resting;
    if !app.away && !rests {
        return html! {};
    }
    let (title, said) = match (app.away, soon) {
        (true, _) => (wr::PAUSED, wr::PAUSED_SAY),
        (false, true) => (wm::COVER_TITLE, wm::COVER_SOON),
        (false, false) => (wm::COVER_TITLE, wm::COVER),
    };
    html! {
        <div class="cover" role="alertdialog" aria-modal="true" aria-labelledby="cover-title" aria-describedby="cover-why">
            <div>
                <h2 id="cover-title">{ here.say(title) }</h2>
                <p id="cover-why">{ here.say(said) }</p>
                if app.away { { button(here, "main", here.say(wr::I_AM_BACK), Act::Back) } }
            </div>
        </div>
    }
}
