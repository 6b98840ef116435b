//! A new member waits until somebody hands the centre's key over, and says which code to compare.

use crate::{
    api::Fault,
    identity::check_code,
    open::OpenRc,
    words::{Lang, door::Door as Words},
};
use gloo_timers::callback::Interval;
use yew::prelude::*;

/// How often the gateway is asked, milliseconds.
const ASK_MS: u32 = 5_000;
/// The first time is soon: a lead often stands beside.
const SOON_MS: u32 = 3_000;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub heading: NodeRef,
    pub open: OpenRc,
    pub on_granted: Callback<()>,
    pub on_ended: Callback<()>,
}

pub enum Msg {
    Ask,
    Answer(Result<bool, Fault>),
}

pub struct Wait {
    _soon: gloo_timers::callback::Timeout,
    _tick: Interval,
}

impl Component for Wait {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Wait {
        let (link, soon) = (ctx.link().clone(), ctx.link().clone());
        Wait {
            _soon: gloo_timers::callback::Timeout::new(SOON_MS, move || soon.send_message(Msg::Ask)),
            _tick: Interval::new(ASK_MS, move || link.send_message(Msg::Ask)),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Ask => {
                let open = ctx.props().open.clone();
                ctx.link().send_future(async move { Msg::Answer(open.0.refresh_keys().await) });
            }
            Msg::Answer(Err(Fault::Session)) => ctx.props().on_ended.emit(()),
            Msg::Answer(_) if ctx.props().open.0.keys.borrow().granted() => ctx.props().on_granted.emit(()),
            Msg::Answer(_) => {}
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, heading, open, .. } = ctx.props();
        html! {
            <main class="narrow">
                <h1 ref={heading.clone()} tabindex="-1">{ lang.fill(Words::WaitTitle, &[("name", &open.0.me.name)]) }</h1>
                <p class="lead">{ lang.say(Words::WaitLead) }</p>
                <dl class="check">
                    <dt>{ lang.say(Words::CheckCode) }</dt>
                    <dd translate="no">{ check_code(&open.0.identity.id()) }</dd>
                </dl>
                <p class="hint">{ lang.say(Words::CheckWhy) }</p>
                <p class="wait" role="status">{ lang.say(Words::StillWaiting) }</p>
            </main>
        }
    }
}
