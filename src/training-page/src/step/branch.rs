//! One moment of a story. What is done is done; its consequence is told before it goes on.

use super::{Seen, choices};
use crate::parts::{paragraphs, status, wording};
use qinghe_content::exercise::Branch;
use qinghe_ui::dom::{all, tag};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, branch: &Branch) -> Html {
    let done = seen.chosen().first().copied().map(usize::from);
    let reply =
        done.and_then(|at| seen.reply(at)).map(|reply| tag!("div", "class" = "said"; paragraphs(reply)));
    all![
        tag!("div", "class" = "story"; wording(seen.here, seen.node, &seen.words.text)),
        choices(seen, branch.options.len(), done.is_some()),
        status(reply.unwrap_or_default()),
    ]
}
