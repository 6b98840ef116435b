//! What the person asked for.

use super::{Act, App, Msg, Place, later};
use crate::{
    ics,
    locked::{Lock, unlock},
};
use gloo_timers::future::TimeoutFuture;
use qinghe_session::practice::{Event, Now};
use yew::prelude::*;

/// The browser draws before a derivation holds it up.
const DRAW_MS: u32 = 40;
/// What the file of a reminder is called.
const CALENDAR: &str = "qinghe.ics";

impl App {
    pub(super) fn act(&mut self, ctx: &Context<App>, act: Act, now: Now) {
        let browser = &ctx.props().browser;
        match act {
            Act::Go(place) => self.go(place),
            Act::Stage(variant) => {
                self.room.book.settings.variant = Some(variant);
                self.keep(ctx, (true, false), now);
                self.go(Place::Menu);
            }
            Act::Share => self.share(ctx),
            Act::About(domain) => {
                let about = &mut self.room.book.about;
                let before = about.len();
                about.retain(|one| *one != domain);
                if about.len() == before {
                    about.push(domain);
                }
                self.keep(ctx, (true, false), now);
            }
            Act::Start(id, entry) => {
                let begun = self.room.start(&id, &entry, now);
                self.begun(ctx, begun, now);
            }
            Act::StartFirst(id) => {
                let begun = self.room.start_first(&id, now);
                self.begun(ctx, begun, now);
            }
            Act::Broken(true) => {
                let begun = self.room.resume(now);
                self.begun(ctx, begun, now);
            }
            Act::Broken(false) => {
                self.room.broken = None;
                self.keep(ctx, (false, true), now);
            }
            Act::Event(event) => self.for_the_run(ctx, event, now),
            Act::Close => self.close(ctx),
            Act::Person => browser.help(),
            Act::Sound => {
                let sound = &mut self.room.book.settings.sound;
                *sound = !*sound;
                if *sound {
                    // The press is what browsers want before a page may sound.
                    browser.tick(true);
                }
                self.keep(ctx, (true, false), now);
            }
            Act::Buzz => {
                self.room.book.settings.buzz = !self.room.book.settings.buzz;
                self.keep(ctx, (true, false), now);
            }
            Act::Calendar => self.calendar(ctx),
            Act::Say(text) => browser.say(&text),
            Act::Print => browser.print(),
            Act::Back => {
                self.away = false;
                self.beat += 1;
                self.event(ctx, Event::Here, now);
                browser.wake(true);
            }
            Act::Open(_) | Act::Without | Act::Lock(_) | Act::Unlock | Act::Wipe => {
                self.lock_act(ctx, act, now)
            }
        }
    }

    fn go(&mut self, place: Place) {
        (self.notice, self.wrong) = (None, None);
        // Whoever would rather not clear a locked notebook is still before its lock.
        self.place = if self.shut && place == Place::Menu { Place::Locked } else { place };
    }

    fn begun(&mut self, ctx: &Context<App>, begun: bool, now: Now) {
        if begun {
            self.go(Place::Run);
            self.beat += 1;
            ctx.props().browser.wake(true);
            self.keep(ctx, (false, true), now);
        } else if self.place == Place::Run {
            self.close(ctx);
        }
    }

    fn for_the_run(&mut self, ctx: &Context<App>, event: Event, now: Now) {
        ctx.props().browser.hush();
        // Another pace begins another animation; a tap leaves the present one alone.
        if matches!(event, Event::Pace(_)) {
            self.beat += 1;
        }
        self.event(ctx, event, now);
        if !self.is_running() {
            ctx.props().browser.wake(false);
        }
    }

    /// Leaves a run that is over. What calms is owed to whom something made it worse.
    fn close(&mut self, ctx: &Context<App>) {
        ctx.props().browser.wake(false);
        self.room.close();
        self.go(Place::Menu);
    }

    fn share(&mut self, ctx: &Context<App>) {
        ctx.props().browser.share();
        self.keeps = false;
        self.room.broken = None;
    }

    fn calendar(&self, ctx: &Context<App>) {
        let browser = &ctx.props().browser;
        if let Some((day, times)) = self.room.wanted {
            let text = ics::calendar(self.locale, day, times, &browser.uid(), &browser.stamp());
            browser.save(CALENDAR, &text);
        }
    }

    fn lock_act(&mut self, ctx: &Context<App>, act: Act, now: Now) {
        let browser = ctx.props().browser.clone();
        if self.busy {
            return;
        }
        let book = self.room.book.stays();
        let run = self.room.broken_now(now.day).or_else(|| self.room.broken.clone()).map(|run| run.stays());
        match act {
            Act::Open(digits) => {
                let Some(lock) = self.lock.clone() else { return };
                self.busy = true;
                let work = async move {
                    TimeoutFuture::new(DRAW_MS).await;
                    let (lock, tried) = lock.open(&browser, &digits, now.ms).await;
                    Msg::Tried(lock, tried)
                };
                later(ctx, Box::pin(work));
            }
            Act::Without => {
                self.keeps = false;
                self.enter(ctx, (None, None), now);
            }
            Act::Lock(digits) => {
                self.busy = true;
                let work = async move {
                    TimeoutFuture::new(DRAW_MS).await;
                    Msg::Relocked(Lock::make(&browser, &digits, &book, run.as_deref()).await.map(Some))
                };
                later(ctx, Box::pin(work));
            }
            Act::Unlock => {
                self.busy = true;
                let work = async move {
                    Msg::Relocked(unlock(&browser, &book, run.as_deref()).await.map(|()| None))
                };
                later(ctx, Box::pin(work));
            }
            Act::Wipe => {
                self.busy = true;
                self.keeps = false;
                let work = async move {
                    browser.wipe().await;
                    Msg::Wiped
                };
                later(ctx, Box::pin(work));
            }
            _ => {}
        }
    }
}
