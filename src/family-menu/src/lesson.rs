//! One lesson before it begins.

use crate::{home::about, words as w};
use qinghe_content::exercise::Entry;
use qinghe_training_page::dom::{all, line, tag};
use qinghe_training_page::{
    app::{Act, App, Here, Place},
    parts::{aloud, back, heading, lead, said, say_button, status},
};
use yew::prelude::*;

/// The screen of the lesson with this id.
pub fn view(app: &App, here: &Here, node: &NodeRef, id: &str) -> Html {
    let Some(lesson) = app.room.shelf.as_ref().and_then(|shelf| shelf.lesson(id)) else {
        return all![heading(node, here.say(w::COMING)), back(here, w::BACK, Place::Menu)];
    };
    let entries = app.room.entries(id);
    let minutes = w::ABOUT_MINUTES.fill(here.locale, &[("n", &lesson.minutes.to_string())]);
    all![
        back(here, w::BACK, Place::Menu),
        heading(node, &lesson.title),
        lead(&lesson.summary),
        aloud(here, &lesson.summary),
        line("p", "hint", &about(here, lesson)),
        line("p", "", &minutes),
        said(here, "p", "keep", w::PRIVATE),
        if entries.is_empty() || app.busy {
            status(said(here, "p", "", if app.missing { w::NO_NET } else { w::COMING }))
        } else {
            tag!("div", "class" = "actions"; buttons(here, id, &entries))
        },
    ]
}

/// Whoever took the lesson is more likely to come for the look back.
fn buttons(here: &Here, id: &str, entries: &[Entry]) -> Html {
    let start = |entry: &Entry| Act::Start(id.to_owned(), entry.id.clone());
    match entries {
        [first] => say_button(here, "main", w::BEGIN, start(first)),
        [first, back, ..] => all![
            say_button(here, "main", w::LOOK_BACK, start(back)),
            say_button(here, "quiet", w::AGAIN, start(first)),
        ],
        [] => Html::default(),
    }
}
