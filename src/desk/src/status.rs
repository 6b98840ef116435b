//! One line that says whether messages can arrive and be heard. It claims no more than it knows: without
//! an answer for longer than the gateway ever waits, the page is not live, whatever the network says.

use crate::{
    sound::{Hearing, Sound},
    time,
    words::{Lang, Word},
};
use gloo_timers::callback::Interval;
use std::rc::Rc;
use yew::prelude::*;

/// The longest silence of a living connection, milliseconds: the gateway's 25 s and time to answer.
const SILENCE_MS: i64 = 40_000;

#[derive(Properties)]
pub struct Props {
    pub lang: Lang,
    /// When the gateway last answered, by this computer's clock.
    pub answered: i64,
    /// Whether the newest request failed.
    pub lost: bool,
    pub sound: Rc<Sound>,
    pub on_sound: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        (self.lang, self.answered, self.lost) == (other.lang, other.answered, other.lost)
            && Rc::ptr_eq(&self.sound, &other.sound)
            && self.on_sound == other.on_sound
    }
}

pub struct Status {
    _tick: Interval,
}

impl Component for Status {
    type Message = ();
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Status {
        let link = ctx.link().clone();
        Status { _tick: Interval::new(1000, move || link.send_message(())) }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, answered, lost, sound, on_sound } = ctx.props();
        let live = !lost && time::now() - answered < SILENCE_MS;
        let words = if live { Word::LiveOn } else { Word::LiveLost };
        let last = time::to_the_second(*answered);
        let (class, label) = match sound.hearing() {
            Hearing::On => ("bell on", Word::SoundOn),
            Hearing::Off => ("bell off", Word::SoundOff),
            Hearing::Blocked => ("bell blocked", Word::SoundBlocked),
        };
        html! {
            <div class={if live { "status" } else { "status lost" }}>
                <p class="link" role="status"><span class="dot" aria-hidden="true"></span>{ lang.say(words) }</p>
                <p class="last">{ lang.fill(Word::LiveLast, &[("time", &last)]) }</p>
                <button type="button" class={class} onclick={on_sound.reform(|_| ())}>
                    { lang.say(label) }
                </button>
            </div>
        }
    }
}
