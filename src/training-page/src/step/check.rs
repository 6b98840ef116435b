//! One item with a right option: explained, and asked until it is chosen.

use super::{Seen, choices};
use crate::dom::{all, tag};
use crate::parts::{paragraphs, status, wording};
use qinghe_content::exercise::Check;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, check: &Check) -> Html {
    let last = seen.chosen().first().copied();
    let reply = last.and_then(|at| seen.reply(usize::from(at)));
    let reply = reply.map(|reply| tag!("div", "class" = "said"; paragraphs(reply)));
    all![
        wording(seen.here, seen.node, &seen.words.text),
        choices(seen, check.options.len(), last == Some(check.right)),
        status(reply.unwrap_or_default()),
    ]
}
