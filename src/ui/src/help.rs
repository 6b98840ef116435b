//! The help card: shown at once, with or without a network.

use crate::{Props, all, button, end::delivered, heading, lines, say, tag};
use qinghe_content::Key;
use qinghe_session::{Cause, Event, HelpView, Told};
use yew::prelude::*;

pub fn view(props: &Props, help: &HelpView, node: &NodeRef) -> Html {
    let (title, body, close) = match help.cause {
        Cause::Noticed => (Key::HelpTitleNoticed, Key::HelpBodyNoticed, Key::HelpContinue),
        Cause::Asked => (Key::HelpTitleAsked, Key::HelpBodyAsked, Key::HelpReturn),
    };
    tag!("section", "class" = "help";
        heading(node, props.text(title)),
        say(props, "lead", body),
        props.line("h2", "", Key::HelpLinesTitle),
        lines(props),
        say(props, "now", Key::HelpNow),
        told(props, help.told),
        tag!("div", "class" = "actions"; button(props, "other", close, Event::HelpClose)),
    )
}

fn told(props: &Props, told: Told) -> Html {
    let delivery = || delivered(props.delivery.map(|key| props.say(key)).unwrap_or_default());
    match told {
        Told::Must => all![say(props, "body", Key::HelpTellMust), delivery()],
        Told::Yes => delivery(),
        Told::Asking => all![
            say(props, "body", Key::HelpTellChoice),
            tag!("div", "class" = "actions pair";
                button(props, "main", Key::HelpTellButton, Event::Tell(true)),
                button(props, "quiet", Key::HelpNotTellButton, Event::Tell(false)),
            ),
        ],
        Told::Unavailable => say(props, "body", Key::HelpTellUnavailable),
        Told::No => Html::default(),
    }
}
