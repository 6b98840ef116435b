//! Who practises here: the stage picks the words, and a shared computer keeps nothing.

use crate::dom::{all, plain};
use crate::{
    app::{Act, Here},
    parts::{each, heading, said, say_button},
    pictures,
    words::menu as w,
};
use qinghe_content::exercise::Variant;
use yew::prelude::*;

/// The screen.
pub fn view(here: &Here, node: &NodeRef) -> Html {
    let stage = |variant: Variant, university: bool| {
        say_button(here, "option", w::stage(variant, university), Act::Stage(variant, university))
    };
    let school = Variant::STUDENTS.into_iter().map(|variant| stage(variant, false));
    let foot = if here.browser.shared() {
        said(here, "p", "keep", w::STAGE_SHARED)
    } else {
        all![said(here, "p", "hint", w::STAGE_WHERE), say_button(here, "quiet back", w::SHARED, Act::Share)]
    };
    all![
        heading(node, here.say(w::STAGE_TITLE)),
        pictures::sprout(),
        said(here, "p", "lead", w::STAGE_LEAD),
        plain("div", "options", Box::new([each(school), stage(Variant::Senior, true)])),
        foot,
    ]
}
