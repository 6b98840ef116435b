//! A waiting time that runs, alone, so that a second redraws one line and not the list.

use crate::{
    time,
    words::{Lang, Word},
};
use gloo_timers::callback::Interval;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    /// Unix milliseconds by the gateway's clock.
    pub since: i64,
    /// Gateway's clock minus this one, milliseconds.
    pub skew: i64,
}

pub struct Clock {
    _tick: Interval,
}

impl Component for Clock {
    type Message = ();
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Clock {
        let link = ctx.link().clone();
        Clock { _tick: Interval::new(1000, move || link.send_message(())) }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, since, skew } = *ctx.props();
        let waited = time::waited(lang, time::now() + skew - since);
        html! { <span class="clock" role="timer">{ lang.fill(Word::Waited, &[("time", &waited)]) }</span> }
    }
}
