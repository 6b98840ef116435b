//! How old the child is.

use crate::words as w;
use qinghe_content::exercise::LessonStage;
use qinghe_training_page::dom::{all, plain, tag};
use qinghe_training_page::{
    app::{Act, Here},
    parts::{each, heading, said, say_button},
    words::menu as wm,
};
use yew::prelude::*;

/// The screen.
pub fn view(here: &Here, node: &NodeRef) -> Html {
    let stages = LessonStage::ALL.into_iter().filter(|stage| *stage != LessonStage::Any);
    let stage = |one: LessonStage| say_button(here, "option", w::stage(one), Act::Child(one));
    let shared = here.browser.shared();
    all![
        heading(node, here.say(w::WHO)),
        said(here, "p", "lead", w::WHO_LEAD),
        plain("div", "options", Box::new([each(stages.map(stage))])),
        said(here, "p", "keep", if shared { wm::STAGE_SHARED } else { w::WHO_PRIVATE }),
        tag!("div", "class" = "actions";
            say_button(here, "other", w::TONIGHT, Act::Guide("tonight".into())),
            say_button(here, "quiet", w::LARGE, Act::Large),
            if shared { Html::default() } else { say_button(here, "quiet", wm::SHARED, Act::Share) },
        ),
    ]
}
