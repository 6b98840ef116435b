//! One moment of a story. What is done is done; its consequence is told, and seen, before it goes on.

use super::{Seen, choices, dialogue::age};
use crate::dom::{all, tag};
use crate::{
    child::face,
    parts::{nothing, paragraphs, status, wording},
};
use qinghe_content::exercise::Branch;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, branch: &Branch) -> Html {
    let done = seen.chosen().first().copied().map(usize::from);
    let looks = branch.faces.as_ref();
    let draw = |class, look| face(seen.here, class, age(seen), look);
    let begins = looks.map_or_else(nothing, |faces| draw("face", faces.begins));
    let after = looks.zip(done).and_then(|(faces, at)| faces.after.get(at).copied());
    let after = after.map_or_else(nothing, |look| draw("face", look));
    let reply = done
        .and_then(|at| seen.reply(at))
        .map(|reply| tag!("div", "class" = "said"; after, tag!("div"; paragraphs(reply))));
    let told = wording(seen.here, seen.node, &seen.words.text);
    // Whoever has done something looks at what came of it: the child is drawn there, and no longer here.
    let begins = if done.is_some() { nothing() } else { begins };
    all![
        tag!("div", "class" = "story"; begins, tag!("div"; told)),
        choices(seen, branch.options.len(), done.is_some()),
        status(reply.unwrap_or_default()),
    ]
}
