//! One item with a right option: explained, and asked until it is chosen.

use super::Seen;
use crate::{
    app::Act,
    parts::{pressed, wording},
};
use qinghe_content::exercise::Check;
use qinghe_session::practice::Event;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, check: &Check) -> Html {
    let last = seen.chosen().first().copied();
    let right = last == Some(check.right);
    let option = |at: usize| {
        let place = u8::try_from(at).unwrap_or(u8::MAX);
        let on = last == Some(place);
        html! {
            <button type="button" class="option" aria-pressed={pressed(on)} disabled={right && !on}
                onclick={seen.here.on(Act::Event(Event::Choose(place)))}>{ seen.part(at).to_owned() }</button>
        }
    };
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            <div class="options">{ for (0..check.options.len()).map(option) }</div>
            <div role="status">
                if let Some(reply) = last.and_then(|at| seen.reply(usize::from(at))) { <p class="said">{ reply.to_owned() }</p> }
            </div>
        </>
    }
}
