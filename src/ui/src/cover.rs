//! Pages that show nothing of the module: a rest, a warning, a cleared screen, a quick exit.

use crate::{Action, Node, On, Props, all, heading, say, tag};
use qinghe_content::Key;
use qinghe_session::Cover;

/// What lies over everything, if something does.
pub fn view(props: &Props) -> Option<Node> {
    let (title, body) = match props.cover {
        Cover::None => return None,
        Cover::Resting => (Key::CoverRestingTitle, Key::CoverResting),
        Cover::Warning => (Key::CoverWarningTitle, Key::CoverWarning),
        Cover::Wiped => (Key::CoverWipedTitle, Key::CoverWiped),
    };
    let stay = On::Press(Action::Stay);
    Some(all![
        heading(props.text(title)),
        tag!("div", "role" = "alert"; say(props, "lead", body)),
        if props.cover == Cover::Warning {
            tag!("div", "class" = "actions";
                tag!("button", "type" = "button", "class" = "main", on stay; props.say(Key::CoverStay)),
            )
        } else {
            Node::default()
        },
    ])
}

/// Looks like anything a student has open.
pub fn left(props: &Props) -> Node {
    all![heading(props.text(Key::LeftTitle)), say(props, "", Key::LeftBody)]
}
