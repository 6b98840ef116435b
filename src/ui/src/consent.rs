//! Consent or "not today". Both ticks are off at first. A child is asked in a child's words: 愿意 or 不愿意.

use crate::{App, Props, all, button, heading, say, tag};
use qinghe_content::Key;
use qinghe_session::Event;
use web_sys::HtmlInputElement;
use yew::{events::Event as Changed, html::Scope, prelude::*};

/// What is ticked on this screen. Kept by [`App`], so that a look at the help card loses none of it.
#[derive(Clone, Copy, Default)]
pub struct Ticks {
    share_domains: bool,
    shared_device: bool,
}

pub enum Tick {
    Domains(bool),
    Shared(bool),
}

impl Ticks {
    pub fn set(&mut self, tick: Tick) {
        match tick {
            Tick::Domains(on) => self.share_domains = on,
            Tick::Shared(on) => self.shared_device = on,
        }
    }
}

pub fn view(
    props: &Props,
    (resumed, young): (bool, bool),
    ticks: Ticks,
    link: &Scope<App>,
    node: &NodeRef,
) -> Html {
    let agree = Event::Agree { share_domains: ticks.share_domains, shared_device: ticks.shared_device };
    let lead = match (resumed, young) {
        (true, _) => Key::ConsentResumed,
        (false, true) => Key::ConsentYoung,
        (false, false) => Key::ConsentLead,
    };
    let (yes, no) = if young {
        (Key::ConsentYoungYes, Key::ConsentYoungNo)
    } else {
        (Key::ConsentAgree, Key::ConsentNotToday)
    };
    let (domains, shared) = (link.callback(Tick::Domains), link.callback(Tick::Shared));
    all![
        heading(node, props.text(Key::ConsentTitle)),
        say(props, "lead", lead),
        tick(props, ticks.share_domains, Key::ConsentDomains, Key::ConsentDomainsHint, domains),
        if resumed {
            Html::default()
        } else {
            tick(props, ticks.shared_device, Key::ConsentShared, Key::ConsentSharedHint, shared)
        },
        tag!("div", "class" = "actions";
            button(props, "main", yes, agree),
            button(props, "other", no, Event::NotToday),
        ),
    ]
}

fn tick(props: &Props, on: bool, label: Key, hint: Key, set: Callback<bool>) -> Html {
    let change = set.reform(|event: Changed| event.target_unchecked_into::<HtmlInputElement>().checked());
    tag!("label", "class" = "tick";
        html! { <input type="checkbox" checked={on} onchange={change} /> },
        tag!("span"; props.line("strong", "", label), props.line("small", "", hint)),
    )
}
