//! The help card: shown at once, with or without a network.

use crate::{Props, button, heading, lines, say};
use qinghe_content::Key;
use qinghe_session::{Cause, Event, HelpView, Told};
use yew::prelude::*;

pub fn view(props: &Props, help: &HelpView, node: &NodeRef) -> Html {
    let (title, body, close) = match help.cause {
        Cause::Noticed => (Key::HelpTitleNoticed, Key::HelpBodyNoticed, Key::HelpContinue),
        Cause::Asked => (Key::HelpTitleAsked, Key::HelpBodyAsked, Key::HelpReturn),
    };
    html! {
        <section class="help">
            { heading(node, props.text(title)) }
            { say(props, "lead", body) }
            <h2>{ props.text(Key::HelpLinesTitle) }</h2>
            { lines(props) }
            { say(props, "now", Key::HelpNow) }
            { told(props, help.told) }
            <div class="actions">
                { button(props, "other", close, Event::HelpClose) }
            </div>
        </section>
    }
}

fn told(props: &Props, told: Told) -> Html {
    let delivery = html! {
        <p class="delivery" role="status">
            if let Some(key) = props.delivery { { props.text(key) } }
        </p>
    };
    match told {
        Told::Must => html! { <>{ say(props, "body", Key::HelpTellMust) }{ delivery }</> },
        Told::Yes => delivery,
        Told::Asking => html! {
            <>
                { say(props, "body", Key::HelpTellChoice) }
                <div class="actions pair">
                    { button(props, "main", Key::HelpTellButton, Event::Tell(true)) }
                    { button(props, "quiet", Key::HelpNotTellButton, Event::Tell(false)) }
                </div>
            </>
        },
        Told::Unavailable => say(props, "body", Key::HelpTellUnavailable),
        Told::No => Html::default(),
    }
}
