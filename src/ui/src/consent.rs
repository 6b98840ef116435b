//! Consent or "not today". Both ticks are off at first.

use crate::{Props, button, heading, say};
use qinghe_content::Key;
use qinghe_session::Event;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct ConsentProps {
    pub app: Props,
    pub resumed: bool,
    pub heading: NodeRef,
}

pub enum Tick {
    Domains(bool),
    Shared(bool),
}

pub struct Consent {
    share_domains: bool,
    shared_device: bool,
}

impl Component for Consent {
    type Message = Tick;
    type Properties = ConsentProps;

    fn create(_: &Context<Self>) -> Consent {
        Consent { share_domains: false, shared_device: false }
    }

    fn update(&mut self, _: &Context<Self>, tick: Tick) -> bool {
        match tick {
            Tick::Domains(on) => self.share_domains = on,
            Tick::Shared(on) => self.shared_device = on,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let ConsentProps { app, resumed, heading: node } = ctx.props();
        let agree = Event::Agree { share_domains: self.share_domains, shared_device: self.shared_device };
        let lead = if *resumed { Key::ConsentResumed } else { Key::ConsentLead };
        html! {
            <>
                { heading(node, app.text(Key::ConsentTitle)) }
                { say(app, "lead", lead) }
                { tick(app, self.share_domains, Key::ConsentDomains, Key::ConsentDomainsHint, ctx.link().callback(Tick::Domains)) }
                if !*resumed {
                    { tick(app, self.shared_device, Key::ConsentShared, Key::ConsentSharedHint, ctx.link().callback(Tick::Shared)) }
                }
                <div class="actions">
                    { button(app, "main", Key::ConsentAgree, agree) }
                    { button(app, "other", Key::ConsentNotToday, Event::NotToday) }
                </div>
            </>
        }
    }
}

fn tick(app: &Props, on: bool, label: Key, hint: Key, set: Callback<bool>) -> Html {
    let change = set.reform(|event: Event_| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="tick">
            <input type="checkbox" checked={on} onchange={change} />
            <span><strong>{ app.text(label) }</strong><small>{ app.text(hint) }</small></span>
        </label>
    }
}

// The browser's event; the session has an `Event` of its own.
use yew::events::Event as Event_;
