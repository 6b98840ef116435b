//! Time passes: a bar that empties on the compositor, and the seconds.

use super::Seen;
use crate::dom::{all, tag, text};
use crate::{
    app::Here,
    parts::{said, status, when, wording},
    pictures,
    words::run as w,
};
use qinghe_content::exercise::Timer;
use qinghe_session::practice::Shows;
use web_sys::Element;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, timer: &Timer) -> Html {
    let left = match seen.shows {
        Shows::Timer { left } => *left,
        _ => 0,
    };
    let (minutes, seconds) = (left / 60, left % 60);
    let filler = if seconds < 10 { "0" } else { "" };
    let clock = [&minutes.to_string(), ":", filler, &seconds.to_string()].concat();
    let bar = html! {
        <Bar here={seen.here.clone()} beat={seen.app.beat} {left} all={timer.seconds} resting={seen.app.away} />
    };
    all![
        pictures::of(seen.step),
        wording(seen.here, seen.node, &seen.words.text),
        tag!("div", "class" = "timer";
            tag!("p", "class" = "clock", "role" = "timer"; said(seen.here, "span", "unseen", w::LEFT), text(&clock)),
            bar,
            status(when(left == 0, || said(seen.here, "p", "hint", w::TIME_UP))),
        ),
    ]
}

/// The bar.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The page.
    pub here: Here,
    /// Another number sets it going anew.
    pub beat: u32,
    /// Seconds left, when it is set going.
    pub left: u16,
    /// Seconds in all.
    pub all: u16,
    /// It stands still.
    pub resting: bool,
}

/// See [`Props`].
pub struct Bar(NodeRef);

impl Component for Bar {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Bar {
        Bar(NodeRef::default())
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let new = ctx.props();
        if new.beat != old.beat || new.resting != old.resting {
            self.set(ctx);
        }
        false
    }

    fn view(&self, _: &Context<Self>) -> Html {
        html! { <div class="bar-of" aria-hidden="true"><div class="bar-left" ref={self.0.clone()}></div></div> }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.set(ctx);
        }
    }
}

impl Bar {
    fn set(&self, ctx: &Context<Self>) {
        let Props { here, left, all, resting, .. } = ctx.props();
        let Some(node) = self.0.cast::<Element>() else { return };
        if *resting {
            here.browser.still(&node);
        } else {
            here.browser.drain(&node, f64::from(*left) * 1_000.0, f64::from(*all) * 1_000.0);
        }
    }
}
