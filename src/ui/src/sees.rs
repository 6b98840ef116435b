//! "Who will see what": one picture and three lines, before item 1.

use crate::{Props, button, heading, paragraph, say};
use qinghe_content::{Disclosure, Key};
use qinghe_session::Event;
use yew::prelude::*;

pub fn view(props: &Props, node: &NodeRef) -> Html {
    let minutes = props.pack.battery.minutes.to_string();
    let items = props.pack.item_count().to_string();
    let lead = props.pack.texts.fill(Key::SeesLead, &[("minutes", &minutes), ("items", &items)]);
    let limit = match props.pack.battery.disclosure {
        Disclosure::Must => Key::SeesMust,
        Disclosure::Choice => Key::SeesChoice,
    };
    html! {
        <>
            { heading(node, props.text(Key::SeesTitle)) }
            { paragraph("lead", &lead) }
            { picture(props.text(Key::SeesPicture)) }
            <dl class="sees">
                { who("you", props, Key::SeesYou, Key::SeesYouWhat) }
                { who("centre", props, Key::SeesCentre, Key::SeesCentreWhat) }
                { who("others", props, Key::SeesOthers, Key::SeesOthersWhat) }
            </dl>
            { say(props, "limit", limit) }
            <div class="actions">
                { button(props, "main", Key::SeesNext, Event::Next) }
            </div>
        </>
    }
}

fn who(class: &'static str, props: &Props, name: Key, what: Key) -> Html {
    html! {
        <div class={class}>
            <dt>{ props.text(name) }</dt>
            <dd>{ props.text(what) }</dd>
        </div>
    }
}

/// Choices stay inside the device; one sealed envelope goes to one person.
fn picture(label: &str) -> Html {
    html! {
        <svg class="picture" viewBox="0 0 320 120" role="img" aria-label={label.to_owned()}>
            <rect class="device" x="14" y="10" width="74" height="100" rx="12" />
            <circle class="on" cx="32" cy="36" r="5" /><path class="row" d="M44 36h30" />
            <circle class="dot" cx="32" cy="58" r="5" /><path class="row" d="M44 58h30" />
            <circle class="dot" cx="32" cy="80" r="5" /><path class="row" d="M44 80h30" />
            <path class="way" d="M98 60h42m52 0h34" />
            <path class="tip" d="M222 54l8 6-8 6" />
            <rect class="letter" x="144" y="42" width="46" height="34" rx="6" />
            <path class="flap" d="M146 46l21 15 21-15" />
            <circle class="wax" cx="167" cy="66" r="6" />
            <circle class="person" cx="270" cy="42" r="16" />
            <path class="person" d="M240 104c2-24 14-36 30-36s28 12 30 36z" />
            <path class="leaf" d="M270 96c-8-6-8-14 0-20 8 6 8 14 0 20z" />
        </svg>
    }
}
