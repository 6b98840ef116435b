//! What happens when nobody moves: a cover after a minute, the lock after five. And Esc twice, from anywhere.

use crate::{
    app::{Act, Here},
    words as w,
};
use gloo_timers::callback::Interval;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget, KeyboardEvent};
use yew::prelude::*;

/// Seconds until the cover.
const COVER_S: f64 = 60.0;
/// Seconds until the lock.
const LOCK_S: f64 = 300.0;
/// Seconds before the lock in which it is announced.
const SOON_S: f64 = 20.0;
/// Two presses of Esc within so many milliseconds leave.
const TWICE_MS: f64 = 800.0;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub here: Here,
    pub open: bool,
    pub memory: bool,
}

pub enum Msg {
    Tick,
    Moved,
    Hidden,
    Escape,
}

type Listener = (&'static str, Closure<dyn Fn(Event)>);

/// The cover.
pub struct Cover {
    last: f64,
    escaped: f64,
    covered: bool,
    _clock: Interval,
    listeners: Vec<Listener>,
}

impl Component for Cover {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Cover {
        let link = ctx.link().clone();
        let clock = Interval::new(1_000, move || link.send_message(Msg::Tick));
        let mut listeners: Vec<Listener> = Vec::new();
        for name in ["pointerdown", "keydown", "wheel", "touchstart", "visibilitychange"] {
            let link = ctx.link().clone();
            let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| {
                let escape = event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape");
                if escape {
                    link.send_message(Msg::Escape);
                }
                link.send_message(if name == "visibilitychange" { Msg::Hidden } else { Msg::Moved });
            });
            if let Some(page) = page() {
                let _a_page_without_the_event_has_none =
                    page.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
            }
            listeners.push((name, heard));
        }
        Cover { last: js_sys::Date::now(), escaped: 0.0, covered: false, _clock: clock, listeners }
    }

    fn changed(&mut self, _: &Context<Self>, _: &Props) -> bool {
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let now = js_sys::Date::now();
        match msg {
            Msg::Moved => {
                self.last = now;
                std::mem::take(&mut self.covered)
            }
            Msg::Hidden => {
                let hidden =
                    web_sys::window().and_then(|window| window.document()).is_some_and(|page| page.hidden());
                self.covered |= hidden && ctx.props().open;
                true
            }
            Msg::Escape => {
                if now - self.escaped < TWICE_MS {
                    ctx.props().here.act.emit(Act::Leave);
                }
                self.escaped = now;
                false
            }
            Msg::Tick => self.tick(ctx, (now - self.last) / 1_000.0),
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let here = &ctx.props().here;
        if !self.covered || !ctx.props().open {
            return html! {};
        }
        let left = LOCK_S - (js_sys::Date::now() - self.last) / 1_000.0;
        html! {
            <div class="cover" role="alertdialog" aria-modal="true" aria-labelledby="cover-title" aria-describedby="cover-why">
                <div>
                    <h2 id="cover-title">{ here.say(w::COVER_TITLE) }</h2>
                    <p id="cover-why">
                        if left <= SOON_S {
                            { here.lang.fill(w::COVER_SOON, &[("seconds", &format!("{:.0}", left.max(0.0)))]) }
                        } else {
                            { here.say(w::COVER) }
                        }
                    </p>
                </div>
            </div>
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        for (name, heard) in &self.listeners {
            if let Some(page) = page() {
                let _it_is_gone_with_the_page_anyway =
                    page.remove_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
            }
        }
    }
}

fn page() -> Option<EventTarget> {
    Some(web_sys::window()?.document()?.into())
}

impl Cover {
    fn tick(&mut self, ctx: &Context<Self>, idle: f64) -> bool {
        if !ctx.props().open {
            return false;
        }
        if idle >= LOCK_S {
            self.covered = false;
            let said = if ctx.props().memory { w::WIPED_IDLE } else { w::LOCKED_IDLE };
            ctx.props().here.act.emit(Act::Lock(said));
            return true;
        }
        let before = self.covered;
        self.covered |= idle >= COVER_S;
        self.covered != before || (self.covered && idle >= LOCK_S - SOON_S - 1.0)
    }
}
