//! Some responses look as if they were not read: an offer, not a reproach.

use crate::{Node, Props, all, button, heading, paragraph, tag};
use qinghe_content::{Key, digits};
use qinghe_session::Event;

pub fn view(props: &Props, items: usize) -> Node {
    let lead = props.pack.texts.fill(Key::AgainLead, &[("n", &digits(items))]);
    all![
        heading(props.text(Key::AgainTitle)),
        paragraph("lead", &lead),
        tag!("div", "class" = "actions";
            button(props, "main", Key::AgainLook, Event::LookAgain),
            button(props, "other", Key::AgainHandIn, Event::HandIn),
        ),
    ]
}
