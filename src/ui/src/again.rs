//! Some responses look as if they were not read: an offer, not a reproach.

use crate::{Props, button, heading, paragraph};
use qinghe_content::Key;
use qinghe_session::Event;
use yew::prelude::*;

pub fn view(props: &Props, items: usize, node: &NodeRef) -> Html {
    let lead = props.pack.texts.fill(Key::AgainLead, &[("n", &items.to_string())]);
    html! {
        <>
            { heading(node, props.text(Key::AgainTitle)) }
            { paragraph("lead", &lead) }
            <div class="actions">
                { button(props, "main", Key::AgainLook, Event::LookAgain) }
                { button(props, "other", Key::AgainHandIn, Event::HandIn) }
            </div>
        </>
    }
}
