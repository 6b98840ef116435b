//! What parent and child can do at two seats: a list on the start, and each before it begins.

use crate::words as w;
use qinghe_content::exercise::{Face, Together};
use qinghe_training_page::dom::{all, line, plain, tag};
use qinghe_training_page::{
    app::{Act, App, Here, Place},
    parts::{aloud, back, each, heading, knob, lead, press, said, say_button, status, when},
    ports::Doing,
};
use yew::prelude::*;

/// What is made for a child of this age.
fn fitting(app: &App) -> impl Iterator<Item = (&Together, &Face)> {
    let all = app.room.shelf.as_ref().map(|shelf| shelf.together()).unwrap_or_default();
    let stage = app.room.book.settings.home.stage;
    all.iter().filter_map(move |one| Some((one, one.face(stage?)?)))
}

/// The list.
pub fn list(app: &App, here: &Here) -> Html {
    let card = |(one, face): (&Together, &Face)| {
        let minutes = w::MINUTES.fill(here.locale, &[("n", &face.minutes.to_string())]);
        let inside = all![line("strong", "", &face.title), line("small", "", &minutes)];
        tag!("li"; knob("room", None, false, Some(press(here, Act::Go(Place::Face(one.id.clone())))), inside))
    };
    when(fitting(app).next().is_some(), || {
        all![
            said(here, "h2", "", w::TOGETHER),
            said(here, "p", "hint", w::TOGETHER_LEAD),
            plain("ul", "rooms", Box::new([each(fitting(app).map(card))])),
        ]
    })
}

/// One of them before it begins; `None` where this is no id of one.
pub fn face(app: &App, here: &Here, node: &NodeRef, id: &str) -> Option<Html> {
    let (one, face) = fitting(app).find(|(one, _)| one.id == id)?;
    let doing = Doing::Together { exercise: one.id.clone(), variant: face.variant.letter() };
    let minutes = w::ABOUT_MINUTES.fill(here.locale, &[("n", &face.minutes.to_string())]);
    let there = here.browser.has(app.locale, id) && !app.busy;
    let waits = || status(said(here, "p", "", if app.missing { w::NO_NET } else { w::COMING }));
    Some(all![
        back(here, w::BACK, Place::Menu),
        heading(node, &face.title),
        lead(here.say(w::TOGETHER_HOW)),
        aloud(here, here.say(w::TOGETHER_HOW)),
        line("p", "", &minutes),
        said(here, "p", "keep", w::TOGETHER_PRIVATE),
        if there {
            tag!("div", "class" = "actions"; say_button(here, "main", w::TOGETHER_BEGIN, Act::Do(doing)))
        } else {
            waits()
        },
    ])
}
