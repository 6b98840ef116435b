//! Who practises here: the stage picks the words, and a shared computer keeps nothing.

use crate::{
    app::{Act, Here},
    parts::{button, heading},
    pictures,
    words::menu as w,
};
use qinghe_content::exercise::Variant;
use yew::prelude::*;

/// The screen.
pub fn view(here: &Here, node: &NodeRef) -> Html {
    let stage = |variant: Variant| button(here, "option", here.say(w::stage(variant)), Act::Stage(variant));
    let shared = here.browser.shared();
    html! {
        <>
            { heading(node, here.say(w::STAGE_TITLE)) }
            { pictures::sprout() }
            <p class="lead">{ here.say(w::STAGE_LEAD) }</p>
            <div class="options">{ for Variant::ALL.into_iter().map(stage) }</div>
            if shared {
                <p class="keep">{ here.say(w::STAGE_SHARED) }</p>
            } else {
                <p class="hint">{ here.say(w::STAGE_WHERE) }</p>
                { button(here, "quiet", here.say(w::SHARED), Act::Share) }
            }
        </>
    }
}
