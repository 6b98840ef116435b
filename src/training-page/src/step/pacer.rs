//! A rhythm to follow: one circle that the compositor moves, the word for what to do now, and what the person may set.

use super::Seen;
use crate::dom::{all, line, tag, text};
use crate::{
    app::{Act, Here},
    parts::{event_button, knob, press, said, when, wording},
    pictures,
    words::{Word, run as w},
};
use qinghe_content::exercise::{Pacer, Phase, Way};
use qinghe_session::practice::{Event, Shows, phase_lengths};
use web_sys::Element;
use yew::prelude::*;

/// Sizes of the circle, per cent of its ring: breathed out, breathed in, made firm, let go.
const SMALL: f64 = 42.0;
const LARGE: f64 = 100.0;
const FIRM: f64 = 55.0;
const LOOSE: f64 = 85.0;

/// What the engine says of a rhythm.
struct Beat {
    cycle: u8,
    phase: usize,
    lead_ms: u64,
    phase_ms: u64,
    pace: i8,
    kept_up: Option<u8>,
}

fn beat(shows: &Shows) -> Option<Beat> {
    match shows {
        Shows::Pacer { cycle, phase, lead_ms, phase_ms, pace, kept_up, .. } => Some(Beat {
            lead_ms: *lead_ms,
            cycle: *cycle,
            phase: usize::from(*phase),
            phase_ms: *phase_ms,
            pace: *pace,
            kept_up: *kept_up,
        }),
        _ => None,
    }
}

pub fn view(seen: &Seen<'_>, pacer: &Pacer) -> Html {
    let Some(now) = beat(seen.shows) else { return html! {} };
    let over = now.cycle >= pacer.cycles;
    let lengths = phase_lengths(pacer, now.pace);
    let passed: u64 = lengths.iter().take(now.phase).sum::<u64>() + now.phase_ms;
    let leads = now.lead_ms > 0;
    let label = match (over, leads) {
        (true, _) => seen.here.say(w::ROUNDS_DONE),
        (_, true) => seen.here.say(w::READY),
        _ => seen.part(now.phase),
    };
    let circle = html! {
        <Circle here={seen.here.clone()} beat={seen.app.beat} ends={ends(&pacer.phases)} {lengths} {passed}
            resting={over || leads || seen.app.away} label={label.to_owned()} />
    };
    all![
        pictures::of(seen.step),
        wording(seen.here, seen.node, &seen.words.text),
        circle,
        state(seen, pacer, &now, over),
        when(!over, || knobs(seen, pacer.breathes())),
    ]
}

/// Rounds, and how well the taps keep up.
fn state(seen: &Seen<'_>, pacer: &Pacer, now: &Beat, over: bool) -> Html {
    let locale = seen.here.locale;
    let round = (u16::from(now.cycle) + 1).min(u16::from(pacer.cycles)).to_string();
    let round = w::ROUND.fill(locale, &[("n", &round), ("all", &pacer.cycles.to_string())]);
    let kept = now.kept_up.map(|kept| w::KEPT_UP.fill(locale, &[("n", &(kept / 10).to_string())]));
    tag!("p", "class" = "round";
        when(!over, || line("span", "", &round)),
        kept.map(|kept| line("span", "", &kept)).unwrap_or_default(),
    )
}

fn knobs(seen: &Seen<'_>, breathes: bool) -> Html {
    let (here, settings) = (seen.here, seen.app.room.book.settings);
    let switch =
        |word: Word, on, act| knob("chip", Some(on), false, Some(press(here, act)), text(here.say(word)));
    all![
        tag!("div", "class" = "chips knobs";
            when(breathes, || all![
                event_button(here, "chip", w::SLOWER, Event::Pace(1)),
                event_button(here, "chip", w::FASTER, Event::Pace(-1)),
            ]),
            switch(w::SOUND, settings.sound, Act::Sound),
            when(here.browser.can_buzz(), || switch(w::BUZZ, settings.buzz, Act::Buzz)),
        ),
        said(here, "p", "hint center", w::TAP),
    ]
}

/// Size at the end of each phase. Two breaths in, one after the other, share the way up by their lengths.
fn ends(phases: &[Phase]) -> Vec<f64> {
    let breathes = phases.iter().any(|phase| matches!(phase.way, Way::In | Way::Out));
    let mut size = SMALL;
    let mut ends = Vec::with_capacity(phases.len());
    for (at, phase) in phases.iter().enumerate() {
        let ahead: f64 = phases
            .iter()
            .skip(at)
            .take_while(|other| other.way == phase.way)
            .map(|other| f64::from(other.half_seconds))
            .sum();
        let part = f64::from(phase.half_seconds) / ahead.max(1.0);
        size = match phase.way {
            Way::In => size + (LARGE - size) * part,
            Way::Out => size + (SMALL - size) * part,
            Way::Tense => FIRM,
            Way::Rest if breathes => size,
            Way::Rest => LOOSE,
            Way::Move if size > 70.0 => SMALL,
            Way::Move => LARGE,
        };
        ends.push(size);
    }
    ends
}

/// The circle.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The page.
    pub here: Here,
    /// Another number sets it going anew.
    pub beat: u32,
    /// Sizes at the ends of the phases, per cent.
    pub ends: Vec<f64>,
    /// Milliseconds of the phases.
    pub lengths: Vec<u64>,
    /// Milliseconds of the cycle that are over, when it is set going.
    pub passed: u64,
    /// It stands still.
    pub resting: bool,
    /// What to do now.
    pub label: String,
}

/// See [`Props`].
pub struct Circle(NodeRef);

impl Component for Circle {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Circle {
        Circle(NodeRef::default())
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let new = ctx.props();
        if new.beat != old.beat || new.resting != old.resting || new.lengths != old.lengths {
            self.set(ctx);
        }
        new.label != old.label || new.here.locale != old.here.locale || new.resting != old.resting
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { here, label, resting, .. } = ctx.props();
        let tap = (!resting).then(|| here.act.reform(|_: MouseEvent| Act::Event(Event::Tap)));
        html! {
            <>
                <button type="button" class="breath" onclick={tap}>
                    <span class="orb" ref={self.0.clone()} aria-hidden="true"></span>
                    <span class="now">{ label.clone() }<span class="unseen">{ ["。", here.say(w::TAP_LABEL)].concat() }</span></span>
                </button>
                <p class="unseen" role="status">{ label.clone() }</p>
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.set(ctx);
        }
    }
}

impl Circle {
    fn set(&self, ctx: &Context<Self>) {
        let Props { here, ends, lengths, passed, resting, .. } = ctx.props();
        let Some(node) = self.0.cast::<Element>() else { return };
        if *resting {
            here.browser.still(&node);
        } else {
            let lengths = lengths.iter().map(|ms| *ms as f64).collect();
            here.browser.pace(&node, ends.clone(), lengths, *passed as f64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGE, SMALL, ends};
    use qinghe_content::exercise::{Phase, Way};

    fn phases(of: &[(Way, u8)]) -> Vec<Phase> {
        of.iter().map(|(way, half_seconds)| Phase { way: *way, half_seconds: *half_seconds }).collect()
    }

    #[test]
    fn two_breaths_in_share_the_way_up_and_a_rest_stays_where_it_is() {
        let sigh = phases(&[(Way::In, 4), (Way::In, 2), (Way::Out, 12), (Way::Rest, 2)]);
        let ends = ends(&sigh);
        assert!(ends[0] > SMALL && ends[0] < ends[1]);
        assert_eq!(ends[1..], [LARGE, SMALL, SMALL]);
    }
}
