//! One exercise before it begins.

use crate::dom::{all, tag};
use crate::{
    app::{Act, App, Here, Place},
    menu::facts,
    parts::{back, button, each, heading, lead, nothing, said, say_button, status, when},
    today_view,
    words::{Word, menu as w},
};
use qinghe_content::exercise::{Entry, Help};
use yew::prelude::*;

/// The screen of the exercise with this id.
pub fn view(app: &App, here: &Here, node: &NodeRef, id: &str) -> Html {
    let shelf = app.room.shelf.as_ref();
    let listing = shelf.and_then(|shelf| shelf.listing(id));
    let face = app.room.variant().and_then(|variant| listing?.face(variant));
    let Some((listing, face)) = listing.zip(face) else {
        return all![heading(node, here.say(w::COMING)), back(here, w::BACK, Place::Menu)];
    };
    let entries = app.room.entries(id);
    let pack = shelf.and_then(|shelf| shelf.pack(id));
    let form = pack.as_ref().zip(app.room.variant()).and_then(|(pack, variant)| pack.exercise.form(variant));
    let with_adult = form.is_some_and(|form| form.with_adult);
    all![
        back(here, w::BACK, Place::Menu),
        heading(node, &face.title),
        lead(&face.summary),
        facts(here, listing, face.minutes),
        when(with_adult, || said(here, "p", "keep", w::WITH_ADULT)),
        when(!listing.leaves && listing.help == Help::Oneself, || said(here, "p", "hint", w::PRIVATE)),
        if let Some(first) = app.room.requires(id) {
            requires(app, here, first)
        } else if entries.is_empty() || app.busy {
            status(said(here, "p", "", if app.missing { w::NO_NET } else { w::COMING }))
        } else {
            tag!("div", "class" = "actions"; buttons(app, here, id, &entries))
        },
        today_view::stands(app, here, id),
    ]
}

/// Something is to be written first; that way leads there.
fn requires(app: &App, here: &Here, first: &str) -> Html {
    let name = app.room.title(first).unwrap_or_default();
    let named = |word: Word| word.fill(here.locale, &[("name", name)]);
    all![
        lead(&named(w::FIRST_SAY)),
        tag!("div", "class" = "actions";
            button(here, "main", &named(w::FIRST), Act::Go(Place::Face(first.to_owned()))),
            say_button(here, "other", w::TALK, Act::Person),
        ),
    ]
}

/// Whoever has been here before is more likely to want one of the short ways back.
fn buttons(app: &App, here: &Here, id: &str, entries: &[Entry]) -> Html {
    let Some((first, later)) = entries.split_first() else { return nothing() };
    let start = |entry: &Entry| Act::Start(id.to_owned(), entry.id.clone());
    let one = |(nth, entry): (usize, &Entry)| {
        button(here, if nth == 0 { "main" } else { "other" }, &way(app, here, id, &entry.id), start(entry))
    };
    let (class, word) = if later.is_empty() { ("main", w::START) } else { ("quiet", w::START_AGAIN) };
    all![each(later.iter().enumerate().map(one)), say_button(here, class, word, start(first))]
}

/// What a way back is called.
pub fn way(app: &App, here: &Here, id: &str, entry: &str) -> String {
    app.room.way(id, entry).unwrap_or_else(|| here.say(w::GO_ON).to_owned())
}
