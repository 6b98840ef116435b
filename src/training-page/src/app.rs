//! The whole page: which screen, what is loaded, what is stored, and when the clock is looked at again.

use crate::{
    book::{Book, Broken},
    cover, face,
    locked::{Lock, Shut},
    lockview, menu,
    parts::{said, when},
    play,
    ports::{Browser, NotStored, Rows, Unkept},
    room::Room,
    shelf::Shelf,
    stage,
    words::{Locale, Word, lock as wl, menu as wm},
};
use gloo_timers::callback::Timeout;
use qinghe_content::{Domain, exercise::Variant};
use qinghe_session::{
    Idle,
    practice::{Event, Now},
};
use qinghe_ui::dom::{all, tag, text};
use std::{future::Future, pin::Pin};
use wasm_bindgen::{JsValue, closure::Closure};
use yew::prelude::*;

/// Where one is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// Before the notebook is read.
    Opening,
    /// Six digits are asked for.
    Locked,
    /// Which grade.
    Stage,
    /// The menu.
    Menu,
    /// One exercise before it begins, by its id.
    Face(String),
    /// A run.
    Run,
    /// Making a lock, or taking it off.
    Lock,
    /// Clearing the notebook.
    Clear,
}

/// What any part of the page may ask for.
#[derive(Clone, PartialEq)]
pub enum Act {
    /// Go there.
    Go(Place),
    /// This is the stage.
    Stage(Variant),
    /// The computer is shared.
    Share,
    /// It is about this, or no longer.
    About(Domain),
    /// Begin an exercise with an entry.
    Start(String, String),
    /// Begin with its first entry.
    StartFirst(String),
    /// Go on with a run of an earlier visit, or let it go.
    Broken(bool),
    /// Something for the run.
    Event(Event),
    /// Leave a run that is over.
    Close,
    /// Show who is there.
    Person,
    /// Switch the tick, or the vibration.
    Sound,
    /// See above.
    Buzz,
    /// Save the reminder for a calendar.
    Calendar,
    /// Read this aloud.
    Say(String),
    /// Print.
    Print,
    /// The person is back.
    Back,
    /// Digits to open the notebook.
    Open(String),
    /// Go on without it.
    Without,
    /// Digits to lock it from now on.
    Lock(String),
    /// Take the lock off.
    Unlock,
    /// Clear everything.
    Wipe,
}

/// What happens to the page.
pub enum Msg {
    /// Somebody asked for something.
    Act(Act),
    /// What the browser tells: `away`, `here`, `touch`, `language`.
    Heard(String),
    /// The lock's bytes.
    Found(Option<Vec<u8>>),
    /// Book and broken run.
    Rows(Rows),
    /// A try.
    Tried(Lock, Result<Rows, Shut>),
    /// A lock was made, or taken off.
    Relocked(Result<Option<Lock>, Shut>),
    /// A catalogue, or none.
    Catalogue(Locale, Option<Vec<u8>>),
    /// A pack.
    Pack(Locale, String, Vec<u8>),
    /// No more packs come; whether all did.
    Packs(Locale, bool),
    /// A row was written.
    Stored(Result<(), NotStored>),
    /// Time has passed.
    Tick,
    /// The notebook was removed.
    Wiped,
}

/// What all parts know.
#[derive(Clone, PartialEq)]
pub struct Here {
    /// The language.
    pub locale: Locale,
    /// The browser.
    pub browser: Browser,
    /// Where wishes go.
    pub act: Callback<Act>,
}

impl Here {
    /// A button's callback.
    pub fn on(&self, act: Act) -> Callback<MouseEvent> {
        self.act.reform(move |_| act.clone())
    }

    /// A button's callback for the run.
    pub fn event(&self, event: Event) -> Callback<MouseEvent> {
        self.on(Act::Event(event))
    }

    /// A text.
    pub fn say(&self, word: Word) -> &'static str {
        word.say(self.locale)
    }
}

/// The page's browser.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The browser.
    pub browser: Browser,
}

/// The page.
pub struct App {
    /// What it knows.
    pub room: Room,
    pub place: Place,
    pub locale: Locale,
    pub lock: Option<Lock>,
    pub wrong: Option<Shut>,
    pub busy: bool,
    pub notice: Option<Word>,
    /// No catalogue could be had.
    pub missing: bool,
    /// The person went away while a run was on.
    pub away: bool,
    /// Counts how often a rhythm has to be set going anew.
    pub beat: u32,
    pub idle: Idle,
    /// The notebook is locked and was not opened.
    pub shut: bool,
    shown: Option<(Place, u32)>,
    heading: NodeRef,
    last_phase: Option<(u8, u8)>,
    clock: Option<Timeout>,
    keeps: bool,
    writing: u8,
    dirty: (bool, bool),
    _ears: Closure<dyn Fn(String)>,
    packs: Option<Closure<dyn Fn(String, js_sys::Uint8Array)>>,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> App {
        let browser = &ctx.props().browser;
        let link = ctx.link().clone();
        let ears = Closure::<dyn Fn(String)>::new(move |what| link.send_message(Msg::Heard(what)));
        browser.listen(ears.as_ref());
        let asked = browser.clone();
        later(ctx, Box::pin(async move { Msg::Found(asked.lock().await) }));
        let locale = browser.locale();
        fetch(ctx, locale);
        App {
            room: Room::default(),
            place: Place::Opening,
            locale,
            lock: None,
            wrong: None,
            busy: false,
            notice: None,
            missing: false,
            away: false,
            beat: 0,
            idle: Idle::new(browser.now().ms),
            shut: false,
            shown: None,
            heading: NodeRef::default(),
            last_phase: None,
            clock: None,
            keeps: false,
            writing: 0,
            dirty: (false, false),
            _ears: ears,
            packs: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let now = ctx.props().browser.now();
        let draw = match msg {
            Msg::Act(act) => {
                self.idle.acted(now.ms);
                self.act(ctx, act, now);
                true
            }
            Msg::Heard(what) => self.heard(ctx, &what, now),
            Msg::Found(lock) => self.found(ctx, lock),
            Msg::Rows(rows) => self.enter(ctx, rows, now),
            Msg::Tried(lock, tried) => self.tried(ctx, lock, tried, now),
            Msg::Relocked(done) => self.relocked(done),
            Msg::Catalogue(locale, bytes) => self.catalogue(ctx, locale, bytes),
            Msg::Pack(locale, id, bytes) => self.pack(locale, id, bytes),
            Msg::Packs(locale, all) => {
                self.missing |= !all && locale == self.locale;
                !all
            }
            Msg::Stored(done) => self.stored(ctx, done, now),
            Msg::Tick => self.tick(ctx, now),
            Msg::Wiped => self.wiped(ctx),
        };
        self.set_clock(ctx, now);
        draw
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let here = Here {
            locale: self.locale,
            browser: ctx.props().browser.clone(),
            act: ctx.link().callback(Msg::Act),
        };
        let body = match &self.place {
            Place::Opening => Html::default(),
            Place::Locked => lockview::ask(self, &here, &self.heading),
            Place::Stage => stage::view(&here, &self.heading),
            Place::Menu => menu::view(self, &here, &self.heading),
            Place::Face(id) => face::view(self, &here, &self.heading, id),
            Place::Run => play::view(self, &here, &self.heading),
            Place::Lock => lockview::change(self, &here, &self.heading),
            Place::Clear => lockview::clear(&here, &self.heading),
        };
        let little = self.room.variant().is_some_and(|variant| variant <= Variant::Primary);
        let class = if little { "screen little" } else { "screen" };
        let notice = self.notice.map_or("", |word| here.say(word));
        let shared = here.browser.shared() && self.place != Place::Stage;
        all![
            tag!("p", "class" = "notice", "role" = "status"; text(notice)),
            when(shared, || said(&here, "p", "shared", wm::STAGE_SHARED)),
            tag!("main", "class" = class, "lang" = self.locale.tag(); body),
            cover::view(self, &here),
        ]
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let screen = self.room.playing.as_ref().map_or(0, |playing| playing.screen);
        let now = Some((self.place.clone(), screen));
        if self.shown.as_ref().is_some_and(|(place, _)| *place != Place::Opening) && self.shown != now {
            crate::parts::focus(&self.heading);
        }
        self.shown = now;
    }
}

/// Does something that takes time. Boxed, so that what stands around a future stands in the module once.
fn later(ctx: &Context<App>, work: Pin<Box<dyn Future<Output = Msg>>>) {
    let link = ctx.link().clone();
    wasm_bindgen_futures::spawn_local(async move { link.send_message(work.await) });
}

/// Asks for a catalogue.
fn fetch(ctx: &Context<App>, locale: Locale) {
    let browser = ctx.props().browser.clone();
    later(ctx, Box::pin(async move { Msg::Catalogue(locale, browser.catalogue(locale).await) }));
}

impl App {
    fn found(&mut self, ctx: &Context<Self>, lock: Option<Vec<u8>>) -> bool {
        self.keeps = !ctx.props().browser.shared() && ctx.props().browser.unkept().is_none();
        self.lock = lock.and_then(|bytes| Lock::stayed(&bytes));
        self.shut = self.lock.is_some();
        if self.shut {
            self.place = Place::Locked;
        } else {
            self.read(ctx);
        }
        true
    }

    fn read(&self, ctx: &Context<Self>) {
        let browser = ctx.props().browser.clone();
        later(ctx, Box::pin(async move { Msg::Rows(browser.rows(None).await) }));
    }

    fn enter(&mut self, ctx: &Context<Self>, (book, run): Rows, now: Now) -> bool {
        self.shut = false;
        self.room.book = book.and_then(|bytes| Book::stayed(&bytes)).unwrap_or_default();
        self.room.broken = run.and_then(|bytes| Broken::stayed(&bytes, now.day));
        let given = ctx.props().browser.stage().chars().next().and_then(crate::book::variant_of);
        let settings = &mut self.room.book.settings;
        settings.variant = settings.variant.or(given);
        self.place = if settings.variant.is_some() { Place::Menu } else { Place::Stage };
        self.notice = match ctx.props().browser.unkept() {
            Some(Unkept::Refused) => Some(wm::NOT_KEPT),
            Some(Unkept::Other) => Some(wm::OTHER_WINDOW),
            None => None,
        };
        true
    }

    fn tried(&mut self, ctx: &Context<Self>, lock: Lock, tried: Result<Rows, Shut>, now: Now) -> bool {
        self.busy = false;
        self.lock = Some(lock);
        match tried {
            Ok(rows) => {
                self.wrong = None;
                self.enter(ctx, rows, now)
            }
            Err(why) => {
                self.wrong = Some(why);
                true
            }
        }
    }

    fn relocked(&mut self, done: Result<Option<Lock>, Shut>) -> bool {
        self.busy = false;
        match done {
            Ok(lock) => {
                self.notice = Some(if lock.is_some() { wl::SET_DONE } else { wl::UNSET_DONE });
                (self.lock, self.wrong, self.place) = (lock, None, Place::Menu);
            }
            Err(why) => self.wrong = Some(why),
        }
        true
    }

    fn catalogue(&mut self, ctx: &Context<Self>, locale: Locale, bytes: Option<Vec<u8>>) -> bool {
        if locale != self.locale {
            return false;
        }
        let Some(shelf) = bytes.and_then(|bytes| Shelf::new(locale, &bytes)) else {
            self.missing = true;
            return true;
        };
        (self.room.shelf, self.missing) = (Some(shelf), false);
        let link = ctx.link().clone();
        let take =
            Closure::<dyn Fn(String, js_sys::Uint8Array)>::new(move |id, bytes: js_sys::Uint8Array| {
                link.send_message(Msg::Pack(locale, id, bytes.to_vec()));
            });
        let browser = ctx.props().browser.clone();
        let callback: JsValue = take.as_ref().clone();
        later(ctx, Box::pin(async move { Msg::Packs(locale, browser.packs(locale, &callback).await) }));
        self.packs = Some(take);
        true
    }

    fn pack(&mut self, locale: Locale, id: String, bytes: Vec<u8>) -> bool {
        let Some(shelf) = self.room.shelf.as_mut().filter(|shelf| shelf.locale == locale) else {
            return false;
        };
        let waits = match &self.place {
            Place::Face(face) => *face == id,
            Place::Run => self.room.playing.as_ref().is_some_and(|playing| playing.exercise == id),
            // A run that was broken off can be gone on with once its pack is there.
            _ => self.room.broken.as_ref().is_some_and(|broken| broken.exercise == id),
        };
        shelf.put(id, bytes);
        if waits {
            self.room.reword();
        }
        waits
    }

    fn forget(&mut self) {
        let shelf = self.room.shelf.take();
        self.room = Room { shelf, ..Room::default() };
        (self.away, self.shut, self.place) = (false, false, Place::Stage);
    }

    fn wiped(&mut self, ctx: &Context<Self>) -> bool {
        self.forget();
        (self.lock, self.wrong, self.busy, self.notice) = (None, None, false, Some(wl::CLEARED));
        self.keeps = !ctx.props().browser.shared() && ctx.props().browser.unkept().is_none();
        true
    }
}

mod acts;
mod keep;
mod time;
