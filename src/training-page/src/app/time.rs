//! What happens to the page, and when the clock is looked at again.

use super::{App, Msg, Place, fetch};
use crate::room::Ask;
use gloo_timers::callback::Timeout;
use qinghe_session::{
    Cover,
    practice::{Event, Now, Shows, View},
};
use yew::prelude::*;

/// Milliseconds after which the clock is looked at in any case: a run ends at twice its time.
const LOOK_MS: u64 = 15_000;
/// A phase is looked at a moment after it has begun, never just before.
const AFTER_MS: u64 = 12;

impl App {
    pub(super) fn heard(&mut self, ctx: &Context<App>, what: &str, now: Now) -> bool {
        match what {
            "away" if self.is_running() => {
                self.event(ctx, Event::Away, now);
                self.away = true;
                ctx.props().browser.hush();
                true
            }
            "here" => {
                self.idle.touch(now.ms);
                true
            }
            "touch" => {
                let before = self.idle.cover();
                self.idle.touch(now.ms);
                before != self.idle.cover()
            }
            "language" => {
                self.locale = ctx.props().browser.locale();
                fetch(ctx, self.locale);
                true
            }
            _ => false,
        }
    }

    /// Whether a run is on that time matters to.
    pub fn is_running(&self) -> bool {
        let view = self.room.playing.as_ref().map(|playing| playing.practice.view());
        self.place == Place::Run && view.is_some_and(|view| !matches!(view, View::Over(_) | View::Worse))
    }

    /// Whether somebody who does not move is doing what the screen asks for.
    pub fn sits_still(&self) -> bool {
        let view = self.room.playing.as_ref().map(|playing| playing.practice.view());
        let still =
            |shows: &Shows| matches!(shows, Shows::Pacer { .. } | Shows::Timer { .. } | Shows::Wave { .. });
        self.place == Place::Run && matches!(view, Some(View::Step { shows, .. }) if still(&shows))
    }

    pub(super) fn event(&mut self, ctx: &Context<App>, event: Event, now: Now) {
        for ask in self.room.handle(event, now) {
            match ask {
                Ask::KeepBook => self.keep(ctx, (true, false), now),
                Ask::KeepRun => self.keep(ctx, (false, true), now),
                Ask::Person => ctx.props().browser.help(),
            }
        }
    }

    pub(super) fn tick(&mut self, ctx: &Context<App>, now: Now) -> bool {
        if ctx.props().browser.shared() && !self.away && !self.sits_still() {
            self.idle.tick(now.ms);
            if self.idle.cover() == Cover::Wiped {
                self.forget();
            }
        }
        if self.is_running() && !self.away {
            self.event(ctx, Event::Tick, now);
        }
        self.sound(ctx);
        true
    }

    /// A new phase ticks and vibrates, for whoever wants that.
    fn sound(&mut self, ctx: &Context<App>) {
        let view = self.room.playing.as_ref().map(|playing| playing.practice.view());
        let phase = match view {
            Some(View::Step { shows: Shows::Pacer { cycle, phase, .. }, .. }) => Some((cycle, phase)),
            _ => None,
        };
        if phase.is_some() && phase != self.last_phase && !self.away {
            let settings = self.room.book.settings;
            if settings.sound {
                ctx.props().browser.tick(phase.is_some_and(|(_, phase)| phase == 0));
            }
            if settings.buzz {
                ctx.props().browser.buzz();
            }
        }
        self.last_phase = phase;
    }

    /// Looks at the clock again when something changes by itself.
    pub(super) fn set_clock(&mut self, ctx: &Context<App>, now: Now) {
        let view = self.room.playing.as_ref().map(|playing| playing.practice.view());
        let running = self.is_running() && !self.away;
        let next = match view {
            Some(View::Step { shows, .. }) if running => match shows {
                Shows::Pacer { phase_ms, phase_of_ms, .. } => {
                    phase_of_ms.saturating_sub(phase_ms).saturating_add(AFTER_MS)
                }
                Shows::Timer { left } | Shows::Wave { left, .. } if left > 0 => 1_000,
                _ => LOOK_MS,
            },
            _ => LOOK_MS,
        };
        let cover = self.idle.next_ms().map_or(LOOK_MS, |at| at.saturating_sub(now.ms).max(250));
        let shared = ctx.props().browser.shared() && !self.sits_still();
        let after = if shared { next.min(cover) } else { next };
        let link = ctx.link().clone();
        let after = u32::try_from(after.min(LOOK_MS)).unwrap_or(1_000);
        self.clock = Some(Timeout::new(after, move || link.send_message(Msg::Tick)));
    }
}
