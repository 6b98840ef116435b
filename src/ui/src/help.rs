//! The help card: shown at once, with or without a network.

use crate::{Props, heading, lines};
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
            <p class="lead">{ props.text(body) }</p>
            <h2>{ props.text(Key::HelpLinesTitle) }</h2>
            { lines(props) }
            <p class="now">{ props.text(Key::HelpNow) }</p>
            { told(props, help.told) }
            <div class="actions">
                <button type="button" class="other" onclick={props.on(Event::HelpClose)}>{ props.text(close) }</button>
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
        Told::Must => html! { <><p>{ props.text(Key::HelpTellMust) }</p>{ delivery }</> },
        Told::Yes => delivery,
        Told::Asking => html! {
            <>
                <p>{ props.text(Key::HelpTellChoice) }</p>
                <div class="actions pair">
                    <button type="button" class="main" onclick={props.on(Event::Tell(true))}>{ props.text(Key::HelpTellButton) }</button>
                    <button type="button" class="quiet" onclick={props.on(Event::Tell(false))}>{ props.text(Key::HelpNotTellButton) }</button>
                </div>
            </>
        },
        Told::Unavailable => html! { <p>{ props.text(Key::HelpTellUnavailable) }</p> },
        Told::No => Html::default(),
    }
}
