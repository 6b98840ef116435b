//! One moment of a story. What is done is done; its consequence is told before it goes on.

use super::Seen;
use crate::{
    app::Act,
    parts::{pressed, wording},
};
use qinghe_content::exercise::Branch;
use qinghe_session::practice::Event;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, branch: &Branch) -> Html {
    let done = seen.chosen().first().copied().map(usize::from);
    html! {
        <>
            <div class="story">{ wording(seen.here, seen.node, &seen.words.text) }</div>
            <div class="options">{ for (0..branch.options.len()).map(|at| option(seen, at, done)) }</div>
            <div role="status">
                if let Some(reply) = done.and_then(|at| seen.reply(at)) { <div class="said">{ crate::parts::paragraphs(reply) }</div> }
            </div>
        </>
    }
}

fn option(seen: &Seen<'_>, at: usize, done: Option<usize>) -> Html {
    let place = u8::try_from(at).unwrap_or(u8::MAX);
    let choose = seen.here.on(Act::Event(Event::Choose(place)));
    html! {
        <button type="button" class="option" aria-pressed={pressed(done == Some(at))} disabled={done.is_some_and(|one| one != at)}
            onclick={choose}>{ seen.part(at).to_owned() }</button>
    }
}
