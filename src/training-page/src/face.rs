//! One exercise before it begins.

use crate::{
    app::{Act, App, Here, Place},
    menu::facts,
    parts::{button, heading, paragraphs},
    words::menu as w,
};
use qinghe_content::exercise::{Entry, Help};
use yew::prelude::*;

/// The screen of the exercise with this id.
pub fn view(app: &App, here: &Here, node: &NodeRef, id: &str) -> Html {
    let shelf = app.room.shelf.as_ref();
    let listing = shelf.and_then(|shelf| shelf.listing(id));
    let face = app.room.variant().and_then(|variant| listing?.face(variant));
    let Some((listing, face)) = listing.zip(face) else {
        return html! { <>{ heading(node, here.say(w::COMING)) }{ back(here) }</> };
    };
    let entries = app.room.entries(id);
    let pack = shelf.and_then(|shelf| shelf.pack(id));
    let with_adult = pack.as_ref().and_then(|pack| {
        let form = pack.exercise.form(app.room.variant()?)?;
        form.with_adult.then(|| here.say(w::WITH_ADULT))
    });
    html! {
        <>
            { back(here) }
            { heading(node, &face.title) }
            <div class="lead">{ paragraphs(&face.summary) }</div>
            { facts(here, listing, face.minutes) }
            if let Some(with_adult) = with_adult { <p class="keep">{ with_adult }</p> }
            if !listing.leaves && listing.help == Help::Oneself { <p class="hint">{ here.say(w::PRIVATE) }</p> }
            if entries.is_empty() {
                <p role="status">{ here.say(if app.missing { w::NO_NET } else { w::COMING }) }</p>
            } else {
                <div class="actions">{ buttons(here, id, &entries) }</div>
            }
        </>
    }
}

/// Whoever has been here before is more likely to want one of the short ways back.
fn buttons(here: &Here, id: &str, entries: &[Entry]) -> Html {
    let Some((first, later)) = entries.split_first() else { return html! {} };
    let start = |entry: &Entry| Act::Start(id.to_owned(), entry.id.clone());
    let first_word = if later.is_empty() { w::START } else { w::START_AGAIN };
    let one = |(nth, entry): (usize, &Entry)| {
        button(here, if nth == 0 { "main" } else { "other" }, here.say(w::entry(&entry.id)), start(entry))
    };
    html! {
        <>
            { for later.iter().enumerate().map(one) }
            { button(here, if later.is_empty() { "main" } else { "quiet" }, here.say(first_word), start(first)) }
        </>
    }
}

fn back(here: &Here) -> Html {
    let label = ["← ", here.say(w::BACK)].concat();
    button(here, "quiet back", &label, Act::Go(Place::Menu))
}
