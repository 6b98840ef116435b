//! A plan: what, when, where, with whom.

use super::{Seen, write};
use crate::dom::{all, tag};
use crate::parts::{said, wording};
use qinghe_content::exercise::Plan;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, plan: &Plan) -> Html {
    all![
        wording(seen.here, seen.node, &seen.words.text),
        tag!("div", "class" = "plan"; write::lines(seen, &plan.fields, write::written(seen))),
        said(seen.here, "p", "hint", write::here_only(seen)),
    ]
}
