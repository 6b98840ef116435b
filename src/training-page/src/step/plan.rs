//! A plan: what, when, where, with whom.

use super::{Seen, write};
use crate::{parts::wording, words::run as w};
use qinghe_content::exercise::Plan;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, plan: &Plan) -> Html {
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            <div class="plan">{ write::lines(seen, &plan.fields, write::written(seen)) }</div>
            <p class="hint">{ seen.here.say(w::HERE_ONLY) }</p>
        </>
    }
}
