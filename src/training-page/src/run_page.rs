//! The second part of the page: the run that is on. It gets the book from the menu and hands it back.

use crate::{
    app::{Act, App, Here, Place, Planning, Props, later},
    ask_view,
    book::variant_of,
    cover, ics,
    pair::Pair,
    parts::{focus, screen},
    plan::{Line, REVIEWS},
    plan_view, play,
    ports::{Begun, Browser, Doing, Filing, NotStored, Ports},
    room::{Ask, Room},
    today::bank_of,
    words::menu as wm,
};
use gloo_timers::callback::Timeout;
use qinghe_content::exercise::Elsewhere;
use qinghe_session::{
    Cover, Idle,
    practice::{Event, Now, Shows},
    training::ProbeKind,
};
use std::rc::Rc;
use wasm_bindgen::{JsValue, closure::Closure};
use yew::prelude::*;

/// Milliseconds after which the clock is looked at in any case: a run ends at twice its time.
const LOOK_MS: u64 = 15_000;
/// A phase is looked at a moment after it has begun, never just before.
const AFTER_MS: u64 = 12;
/// What the file of a reminder is called.
const CALENDAR: &str = "qinghe.ics";

/// Mounts the place of runs.
///
/// # Errors
/// When the page lacks it.
pub fn start(ports: Ports) -> Result<(), JsValue> {
    let props = Props { browser: Browser(Rc::new(ports)) };
    yew::Renderer::<RunPage>::with_root_and_props(crate::place("run")?, props).render();
    Ok(())
}

/// What happens.
pub enum Msg {
    /// Somebody asked for something.
    Act(Act),
    /// The page tells something.
    Heard(String),
    /// Growth records, by name.
    Records(Vec<String>),
    /// The plan was put into one, or not.
    Filed(bool),
    /// A row was written, or not.
    Stored(Result<(), NotStored>),
    /// Time has passed.
    Tick,
}

/// The page.
pub struct RunPage {
    app: App,
    heading: NodeRef,
    shown: Option<(u8, String, u32)>,
    last_phase: Option<(u8, u8)>,
    /// When the exercise was last asked what it shows, steady milliseconds: what it says of its time was true then.
    asked_ms: u64,
    clock: Option<Timeout>,
    _ears: Closure<dyn Fn(String)>,
}

impl Component for RunPage {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> RunPage {
        let browser = &ctx.props().browser;
        let link = ctx.link().clone();
        let ears = Closure::<dyn Fn(String)>::new(move |what| link.send_message(Msg::Heard(what)));
        browser.listen("run", ears.as_ref());
        ctx.link().send_message(Msg::Heard("begin".to_owned()));
        RunPage {
            app: App::new(browser),
            heading: NodeRef::default(),
            shown: None,
            last_phase: None,
            asked_ms: 0,
            clock: None,
            _ears: ears,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let now = ctx.props().browser.now();
        let draw = match msg {
            Msg::Act(act) => {
                self.app.idle.acted(now.ms);
                self.act(ctx, act, now);
                true
            }
            Msg::Heard(what) => self.heard(ctx, &what, now),
            Msg::Records(names) => {
                if let Some(nth) = self.app.records(names) {
                    self.file(ctx, nth);
                }
                true
            }
            Msg::Filed(done) => {
                self.app.filed(done);
                true
            }
            Msg::Stored(done) => {
                self.app.notice = self.app.notice.or(done.is_err().then_some(wm::NOT_KEPT));
                done.is_err()
            }
            Msg::Tick => self.tick(ctx, now),
        };
        self.set_clock(ctx, now);
        draw
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        if self.at().is_none() {
            return Html::default();
        }
        let here = Here {
            locale: self.app.locale,
            browser: ctx.props().browser.clone(),
            act: ctx.link().callback(Msg::Act),
        };
        let room = &self.app.room;
        let body = match () {
            () if room.playing.is_some() => play::view(&self.app, &here, &self.heading),
            () if room.asking.is_some() => ask_view::view(&self.app, &here, &self.heading),
            () => plan_view::view(&self.app, &here, &self.heading),
        };
        screen(&self.app, &here, body, cover::view(&self.app, &here))
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let now = self.at();
        if now.is_some() && self.shown != now {
            focus(&self.heading);
        }
        self.shown = now;
    }
}

impl RunPage {
    /// Which screen is on, so that a new one takes the focus.
    fn at(&self) -> Option<(u8, String, u32)> {
        let room = &self.app.room;
        let playing = room.playing.as_ref().map(|playing| (0, playing.exercise.clone(), playing.screen));
        let asking = || room.asking.as_ref().map(|asking| (1, String::new(), asking.screen));
        let planning = || room.draft.as_ref().map(|_| (2, String::new(), self.app.planning as u32));
        playing.or_else(asking).or_else(planning)
    }

    fn heard(&mut self, ctx: &Context<Self>, what: &str, now: Now) -> bool {
        let browser = &ctx.props().browser;
        match what {
            "begin" => self.begin(ctx, now),
            "away" if self.app.is_running() => {
                self.event(ctx, Event::Away, now);
                // What goes on without anybody looking does not wait for anybody either.
                self.app.away = !self.app.goes_on();
                browser.hush();
            }
            "here" if self.app.goes_on() && !self.app.away => {
                self.event(ctx, Event::Here, now);
                self.app.beat += 1;
                self.app.touched(now);
            }
            "here" | "touch" => return self.app.touched(now),
            "language" => self.app.locale = browser.locale(),
            "catalogue" => self.app.stock(browser),
            _ => {
                let playing = self.app.room.playing.as_ref().map(|playing| playing.exercise.as_str());
                let Some(id) = what.strip_prefix("pack:").filter(|id| playing == Some(*id)) else {
                    return false;
                };
                self.app.fetch(browser, id);
                self.app.reword();
            }
        }
        true
    }

    fn begin(&mut self, ctx: &Context<Self>, now: Now) {
        let browser = &ctx.props().browser;
        let Some(Begun { book, doing }) = browser.begun() else { return };
        (self.app.room, self.app.pair) = (Room::default(), None);
        (self.app.filing, self.app.filed) = (None, None);
        self.app.idle = Idle::new(now.ms);
        self.app.place = Place::Run;
        (self.app.notice, self.app.away) = (None, false);
        self.app.stock(browser);
        self.app.take(browser, Some(&book));
        match doing {
            Doing::Exercise { exercise, entry, snapshot } => {
                self.app.fetch(browser, &exercise);
                let begun = match snapshot {
                    Some(snapshot) => self.app.room.resume(&exercise, &entry, &snapshot, now),
                    None => self.app.room.start(&exercise, &entry, now),
                };
                self.begun(ctx, begun);
            }
            Doing::Together { exercise, variant } => {
                self.app.fetch(browser, &exercise);
                let variant = variant_of(variant);
                self.app.pair =
                    variant.and_then(|of| Pair::begin(&mut self.app.room, &exercise, of, book, now));
                self.begun(ctx, self.app.pair.is_some());
            }
            Doing::Probe { exercise, judgement } => {
                self.app.fetch(browser, &bank_of(&exercise));
                let kind = if judgement { ProbeKind::Judgement } else { ProbeKind::Recall };
                let asks = self.app.room.ask(&exercise, kind, now);
                self.asks(ctx, asks);
            }
            Doing::Knowledge => {
                if let Some(id) = self.app.room.knowledge() {
                    self.app.fetch(browser, id);
                }
                let asks = self.app.room.ask_knowledge(now);
                self.asks(ctx, asks);
            }
            Doing::Plan => {
                let is = self.app.room.book.plan.is_some();
                self.app.planning = if is { Planning::Look } else { Planning::Write };
                self.app.room.open_plan(now.day);
            }
        }
    }

    /// What was drawn is noted before anybody sees it.
    fn asks(&mut self, ctx: &Context<Self>, asks: bool) {
        if asks {
            return self.keep_book(ctx);
        }
        self.close(ctx);
    }

    fn begun(&mut self, ctx: &Context<Self>, begun: bool) {
        if !begun {
            return self.close(ctx);
        }
        self.app.beat += 1;
        self.app.corner = None;
        ctx.props().browser.wake(true);
        self.keep_run(ctx);
    }

    /// Hands the book back. The menu shows itself.
    fn close(&mut self, ctx: &Context<Self>) {
        let browser = &ctx.props().browser;
        browser.wake(false);
        let book = self.app.pair.take().map_or_else(|| self.app.room.book.stays(), |pair| pair.book);
        self.app.room = Room::default();
        browser.menu(Some(&book));
    }

    fn event(&mut self, ctx: &Context<Self>, event: Event, now: Now) {
        self.asked_ms = now.ms;
        if self.app.pair.is_some() {
            return self.pair_event(ctx, &event, now);
        }
        let before = self.app.room.playing.as_ref().map(|playing| playing.screen);
        for ask in self.app.room.handle(event, now) {
            match ask {
                Ask::KeepBook => self.keep_book(ctx),
                Ask::KeepRun => self.keep_run(ctx),
                Ask::Person => ctx.props().browser.help(),
                Ask::Open(to) => self.lead(ctx, &to, now),
            }
        }
        if before != self.app.room.playing.as_ref().map(|playing| playing.screen) {
            self.app.corner = None;
            self.app.beat += 1;
        }
    }

    fn pair_event(&mut self, ctx: &Context<Self>, event: &Event, now: Now) {
        let (Some(pair), Some(playing)) = (&mut self.app.pair, &mut self.app.room.playing) else { return };
        let before = playing.screen;
        if pair.handle(playing, event, now) {
            ctx.props().browser.help();
        }
        if before != playing.screen {
            self.app.corner = None;
            self.app.beat += 1;
        }
    }

    /// Begins another exercise. Where it may not be begun now, what is on the screen stays.
    fn lead(&mut self, ctx: &Context<Self>, to: &Elsewhere, now: Now) {
        self.app.fetch(&ctx.props().browser, &to.exercise);
        if self.app.room.start_led(to, now) {
            self.begun(ctx, true);
        }
    }

    fn keep_book(&self, ctx: &Context<Self>) {
        if self.app.pair.is_some() {
            return;
        }
        let (browser, book) = (ctx.props().browser.clone(), self.app.room.book.stays());
        later(ctx.link(), Box::pin(async move { Msg::Stored(browser.put("book", Some(&book)).await) }));
    }

    fn keep_run(&self, ctx: &Context<Self>) {
        if self.app.pair.is_some() {
            return;
        }
        let browser = ctx.props().browser.clone();
        let run = self.app.room.broken_now(browser.now().day).map(|broken| broken.stays());
        later(ctx.link(), Box::pin(async move { Msg::Stored(browser.put("run", run.as_deref()).await) }));
    }

    fn act(&mut self, ctx: &Context<Self>, act: Act, now: Now) {
        let browser = &ctx.props().browser;
        match act {
            Act::Event(event) => {
                browser.hush();
                // Another pace begins another animation; a tap leaves the present one alone.
                if matches!(event, Event::Pace(_)) {
                    self.app.beat += 1;
                }
                self.event(ctx, event, now);
                if !self.app.is_running() {
                    browser.wake(false);
                }
            }
            Act::Corner(corner) => self.app.corner = corner,
            Act::StartLed(to) => self.lead(ctx, &to, now),
            Act::Close => self.close(ctx),
            Act::Person => browser.help(),
            Act::Sound => {
                let sound = !self.app.room.book.settings.sound;
                self.app.room.book.settings.sound = sound;
                if sound {
                    // The press is what browsers want before a page may sound.
                    browser.tick(true);
                }
                self.keep_book(ctx);
            }
            Act::Buzz => {
                let buzz = &mut self.app.room.book.settings.buzz;
                *buzz = !*buzz;
                self.keep_book(ctx);
            }
            Act::Calendar => {
                if let Some((day, times)) = self.app.room.wanted {
                    let text = ics::calendar(self.app.locale, day, times, &browser.uid(), &browser.stamp());
                    browser.save(CALENDAR, &text);
                }
            }
            Act::Say(text) => browser.say(&text),
            Act::Print => browser.print(),
            Act::Back => {
                self.app.away = false;
                self.app.beat += 1;
                self.event(ctx, Event::Here, now);
                browser.wake(true);
            }
            act => self.learn_act(ctx, act, now),
        }
    }

    fn learn_act(&mut self, ctx: &Context<Self>, act: Act, now: Now) {
        let browser = ctx.props().browser.clone();
        match act {
            Act::Choose(place) => {
                browser.hush();
                self.app.room.choose(place, now);
                self.keep_book(ctx);
            }
            Act::AskNext => {
                browser.hush();
                if let Some(asking) = &mut self.app.room.asking {
                    asking.next(now);
                }
            }
            Act::AskFile => {
                later(ctx.link(), Box::pin(async move { Msg::Records(browser.records().await) }));
            }
            Act::File(nth) => self.file(ctx, nth),
            act => self.plan_act(ctx, act, now),
        }
    }

    fn plan_act(&mut self, ctx: &Context<Self>, act: Act, now: Now) {
        let Some(plan) = &mut self.app.room.draft else { return };
        match act {
            Act::PlanLine(line, text) => plan.write(line, &text),
            Act::PlanExercise(id) => plan.exercise = id,
            Act::PlanReview(days) => plan.review = now.day + days,
            Act::PlanChange => {
                plan.review = now.day + REVIEWS[0];
                self.app.planning = Planning::Write;
            }
            Act::PlanAgain => {
                plan.review = now.day + REVIEWS[0];
                self.kept(ctx);
            }
            Act::PlanKeep => self.kept(ctx),
            Act::PlanEnd => {
                self.app.room.end_plan();
                self.keep_book(ctx);
                self.close(ctx);
            }
            // What belongs to the menu.
            _ => {}
        }
    }

    fn kept(&mut self, ctx: &Context<Self>) {
        self.app.room.keep_plan();
        self.app.planning = Planning::Kept;
        self.keep_book(ctx);
    }

    /// Puts the plan into a growth record.
    fn file(&self, ctx: &Context<Self>, nth: u32) {
        let Some(plan) = &self.app.room.draft else { return };
        let what = self.app.room.title(&plan.exercise).unwrap_or_default();
        let lines = [plan.line(Line::Goal), what, &plan.when, &plan.obstacle, &plan.instead];
        let filing = Filing::Plan(lines.map(str::to_owned).to_vec(), plan.review);
        let browser = ctx.props().browser.clone();
        later(ctx.link(), Box::pin(async move { Msg::Filed(browser.file(nth, &filing).await) }));
    }

    fn tick(&mut self, ctx: &Context<Self>, now: Now) -> bool {
        self.asked_ms = now.ms;
        let browser = &ctx.props().browser;
        if self.at().is_none() {
            return false;
        }
        if browser.shared() && !self.app.away && !self.app.sits_still() {
            self.app.idle.tick(now.ms);
            if self.app.idle.cover() == Cover::Wiped {
                (self.app.room, self.app.pair) = (Room::default(), None);
                browser.wake(false);
                browser.menu(None);
                return true;
            }
        }
        if self.app.is_running() && !self.app.away {
            self.event(ctx, Event::Tick, now);
        }
        self.sound(browser);
        true
    }

    /// A new phase ticks and vibrates, for whoever wants that.
    fn sound(&mut self, browser: &Browser) {
        let phase = match self.app.shows() {
            Some(Shows::Pacer { lead_ms: 0, cycle, phase, .. }) => Some((cycle, phase)),
            _ => None,
        };
        if phase.is_some() && phase != self.last_phase && !self.app.away {
            let settings = self.app.room.book.settings;
            if settings.sound {
                browser.tick(phase.is_some_and(|(_, phase)| phase == 0));
            }
            if settings.buzz {
                browser.buzz();
            }
        }
        self.last_phase = phase;
    }

    /// Looks at the clock again when something changes by itself.
    fn set_clock(&mut self, ctx: &Context<Self>, now: Now) {
        if self.at().is_none() {
            self.clock = None;
            return;
        }
        let next = match self.app.shows().filter(|_| !self.app.away) {
            Some(Shows::Pacer { lead_ms: lead @ 1.., .. }) => lead.saturating_add(AFTER_MS),
            Some(Shows::Pacer { phase_ms, phase_of_ms, .. }) => {
                phase_of_ms.saturating_sub(phase_ms).saturating_add(AFTER_MS)
            }
            Some(Shows::Timer { left } | Shows::Wave { left, .. }) if left > 0 => 1_000,
            _ => LOOK_MS,
        };
        // A touch or a press in between puts nothing off.
        let next = next.saturating_sub(now.ms.saturating_sub(self.asked_ms));
        let covers = ctx.props().browser.shared() && !self.app.sits_still();
        let cover = self.app.cover_in(now).filter(|_| covers).unwrap_or(LOOK_MS);
        let after = u32::try_from(next.min(cover).min(LOOK_MS)).unwrap_or(1_000);
        let link = ctx.link().clone();
        self.clock = Some(Timeout::new(after, move || link.send_message(Msg::Tick)));
    }
}
