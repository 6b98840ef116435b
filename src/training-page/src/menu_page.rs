//! The first part of the page: who practises, the menu, one exercise before it begins, the notebook's lock.

use crate::{
    app::{Act, App, Here, Place, Props, later},
    book::Broken,
    cover,
    front::Front,
    leaves::Message,
    lockview,
    parts::{focus, screen},
    ports::{Begun, Browser, Doing, Filing, NotStored, Ports, Rows, Unkept},
    post::{Leaves, Post},
    shut::Shut,
    words::{ask as wa, lock as wl, menu as wm},
};
use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use qinghe_session::{Cover, practice::Now, training::Standing};
use std::{marker::PhantomData, rc::Rc};
use wasm_bindgen::{JsValue, closure::Closure};
use yew::prelude::*;

/// The browser draws before a derivation holds it up.
const DRAW_MS: u32 = 40;
/// Milliseconds after which a screen that shows a day or a cover is looked at again.
const LOOK_MS: u64 = 15_000;

/// Mounts the menu.
///
/// # Errors
/// When the page lacks its place.
pub fn start<F: Front>(ports: Ports) -> Result<(), JsValue> {
    let props = Props { browser: Browser(Rc::new(ports)) };
    yew::Renderer::<MenuPage<F>>::with_root_and_props(crate::place(F::PLACE)?, props).render();
    Ok(())
}

/// What happens.
pub enum Msg {
    /// Somebody asked for something.
    Act(Act),
    /// The page tells something.
    Heard(String),
    /// The lock's bytes.
    Found(Option<Vec<u8>>),
    /// Book and broken run.
    Rows(Rows),
    /// A try at the lock.
    Tried(Result<Rows, Shut>),
    /// A lock was made (`true`) or taken off.
    Relocked(bool, Result<(), Shut>),
    /// The place of runs was loaded, or not.
    Handed(Result<(), NotStored>),
    /// What the own result was handed over as.
    HandedOver(Option<Vec<u8>>),
    /// What may leave has left, or not.
    Left(Option<Message>),
    /// Growth records, by name.
    Records(Vec<String>),
    /// Something was put into one, or not.
    Filed(bool),
    /// A row was written, or not.
    Stored(Result<(), NotStored>),
    /// Everything was removed.
    Wiped,
    /// Time has passed.
    Tick,
    /// What leaves may leave by now.
    Post,
}

/// The page.
pub struct MenuPage<F> {
    front: PhantomData<F>,
    app: App,
    heading: NodeRef,
    moved: bool,
    clock: Option<Timeout>,
    /// What leaves in this visit.
    post: Post,
    posting: Option<Timeout>,
    /// Whether the lesson that another page led to was opened.
    asked: bool,
    _ears: Closure<dyn Fn(String)>,
}

impl<F: Front> Component for MenuPage<F> {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> MenuPage<F> {
        let browser = &ctx.props().browser;
        let link = ctx.link().clone();
        let ears = Closure::<dyn Fn(String)>::new(move |what| link.send_message(Msg::Heard(what)));
        browser.listen("menu", ears.as_ref());
        let asked = browser.clone();
        later(ctx.link(), Box::pin(async move { Msg::Found(asked.lock().await) }));
        let mut app = App::new(browser);
        app.stock(browser);
        let post = Post::new(browser.now().ms);
        MenuPage {
            front: PhantomData,
            app,
            heading: NodeRef::default(),
            moved: false,
            clock: None,
            post,
            posting: None,
            asked: false,
            _ears: ears,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let now = ctx.props().browser.now();
        let before = self.app.place.clone();
        let draw = self.handle(ctx, msg, now);
        self.moved |= before != self.app.place && before != Place::Away;
        self.set_clock(ctx, now);
        draw
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let here = Here {
            locale: self.app.locale,
            browser: ctx.props().browser.clone(),
            act: ctx.link().callback(Msg::Act),
        };
        let body = match &self.app.place {
            Place::Away | Place::Run => return Html::default(),
            Place::Locked => lockview::ask(&self.app, &here, &self.heading),
            Place::Stage => F::who(&self.app, &here, &self.heading),
            Place::Menu => F::menu(&self.app, &here, &self.heading),
            Place::Face(id) => F::face(&self.app, &here, &self.heading, id),
            Place::Library(number) => F::library(&self.app, &here, &self.heading, *number),
            Place::Lock => lockview::change(&self.app, &here, &self.heading),
            Place::Clear => lockview::clear(&here, &self.heading),
        };
        screen(&self.app, &here, body, cover::view(&self.app, &here))
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.moved) {
            focus(&self.heading);
        }
    }
}

impl<F: Front> MenuPage<F> {
    fn handle(&mut self, ctx: &Context<Self>, msg: Msg, now: Now) -> bool {
        let browser = &ctx.props().browser;
        match msg {
            Msg::Act(act) => {
                self.app.idle.acted(now.ms);
                self.act(ctx, act);
            }
            Msg::Heard(what) => return self.heard(ctx, &what, now),
            Msg::Found(lock) => self.found(ctx, lock.is_some()),
            Msg::Rows(rows) => self.enter(ctx, rows, now),
            Msg::Tried(Ok(rows)) => {
                self.app.busy = false;
                self.enter(ctx, rows, now);
            }
            Msg::HandedOver(bytes) => {
                return self.app.take_over(bytes.as_deref()) && self.kept(ctx);
            }
            Msg::Left(message) => {
                self.post.told = message.or(self.post.told.take());
                return self.told(ctx);
            }
            Msg::Post => {
                self.send(ctx, now, false);
                return false;
            }
            Msg::Records(names) => {
                if let Some(nth) = self.app.records(names) {
                    self.file(ctx, nth);
                }
            }
            Msg::Filed(done) => self.app.filed(done),
            Msg::Tried(Err(why)) | Msg::Relocked(_, Err(why)) => {
                (self.app.busy, self.app.wrong) = (false, Some(why));
            }
            Msg::Relocked(has_lock, Ok(())) => {
                self.app.go(Place::Menu);
                (self.app.busy, self.app.has_lock) = (false, has_lock);
                self.app.notice = Some(if has_lock { wl::SET_DONE } else { wl::UNSET_DONE });
            }
            Msg::Handed(done) => {
                self.app.busy = false;
                match done {
                    Ok(()) => self.app.place = Place::Away,
                    Err(NotStored) => self.app.notice = Some(wm::NO_NET),
                }
            }
            Msg::Stored(Ok(())) => return false,
            Msg::Stored(Err(NotStored)) => self.app.notice = Some(wm::NOT_KEPT),
            Msg::Wiped => {
                self.forget(browser);
                (self.app.busy, self.app.has_lock, self.app.notice) = (false, false, Some(wl::CLEARED));
            }
            Msg::Tick => {
                self.tick(browser, now);
                self.told(ctx);
            }
        }
        true
    }

    fn found(&mut self, ctx: &Context<Self>, lock: bool) {
        (self.app.has_lock, self.app.shut) = (lock, lock);
        if lock {
            self.app.place = Place::Locked;
            return;
        }
        let browser = ctx.props().browser.clone();
        later(ctx.link(), Box::pin(async move { Msg::Rows(browser.rows(None).await) }));
    }

    fn heard(&mut self, ctx: &Context<Self>, what: &str, now: Now) -> bool {
        let browser = &ctx.props().browser;
        match what {
            "here" | "touch" => return self.app.touched(now),
            "language" => self.app.locale = browser.locale(),
            "catalogue" => {
                self.app.stock(browser);
                self.open_asked(browser);
            }
            "missing" => self.app.missing = true,
            // The banks came last: something may be asked by now.
            "stocked" => {
                self.send(ctx, now, true);
            }
            // The place of runs hands the book back; nothing where it was cleared.
            "book" => {
                let book = browser.handed();
                self.app.take(browser, book.as_deref());
                self.app.idle.acted(now.ms);
                let cleared = book.is_none();
                self.app.go(if cleared { Place::Stage } else { self.start() });
                self.post.wanted(!cleared);
                self.told(ctx);
                self.moved = true;
            }
            _ => {
                let Some(id) = what.strip_prefix("pack:") else { return false };
                let waits = self.app.room.broken.as_ref().is_some_and(|broken| broken.exercise == id);
                if waits || self.app.needs() == Some(id) {
                    self.app.fetch(browser, id);
                } else if !self.app.is_due(id, now) {
                    return false;
                }
                self.app.fetch_due(browser, now);
            }
        }
        true
    }

    /// Where a visit begins: the menu, once it is known for whom.
    fn start(&self) -> Place {
        if F::knows(&self.app.room) { Place::Menu } else { Place::Stage }
    }

    fn enter(&mut self, ctx: &Context<Self>, (book, run): Rows, now: Now) {
        let browser = &ctx.props().browser;
        self.app.shut = false;
        self.app.take(browser, book.as_deref());
        if browser.launched() && self.post.make(&mut self.app.room.book, now.day) {
            self.keep(ctx);
        }
        self.send(ctx, now, false);
        self.app.room.broken = run.and_then(|bytes| Broken::stayed(&bytes, now.day));
        if let Some(broken) = self.app.room.broken.as_ref().map(|broken| broken.exercise.clone()) {
            self.app.fetch(browser, &broken);
        }
        self.app.fetch_due(browser, now);
        self.app.go(self.start());
        self.open_asked(browser);
        self.app.notice = match browser.unkept() {
            Some(Unkept::Refused) => Some(wm::NOT_KEPT),
            Some(Unkept::Other) => Some(wm::OTHER_WINDOW),
            None => None,
        };
        let asked = browser.clone();
        later(ctx.link(), Box::pin(async move { Msg::HandedOver(asked.take_over().await) }));
    }

    /// Opens the lesson that another page of ours led to, once the notebook is open and the catalogue there.
    fn open_asked(&mut self, browser: &Browser) {
        let code = browser.asked();
        if self.asked || code.is_empty() || !matches!(self.app.place, Place::Menu | Place::Stage) {
            return;
        }
        let Some(shelf) = &self.app.room.shelf else { return };
        self.asked = true;
        let of = [code.as_str(), "-"].concat();
        if let Some(id) = shelf.lessons().iter().find(|one| one.id.starts_with(&of)).map(|one| one.id.clone())
        {
            self.app.fetch(browser, &id);
            self.app.go(Place::Face(id));
        }
    }

    /// Sends what leaves in this visit, or looks again when it may.
    fn send(&mut self, ctx: &Context<Self>, now: Now, stocked: bool) {
        match self.post.now(now.ms, stocked) {
            Leaves::Not => {}
            Leaves::In(wait) => {
                let link = ctx.link().clone();
                self.posting = Some(Timeout::new(wait, move || link.send_message(Msg::Post)));
            }
            Leaves::Message(message) => {
                let browser = ctx.props().browser.clone();
                let sent = async move { Msg::Left(browser.leave(&message.bytes).await.then_some(message)) };
                later(ctx.link(), Box::pin(sent));
            }
        }
    }

    /// What arrived need not be told again. While a run has the book, that waits until it is back.
    fn told(&mut self, ctx: &Context<Self>) -> bool {
        let free = self.app.place != Place::Away && !self.app.busy;
        if let Some(message) = self.post.told.take_if(|_| free) {
            self.app.room.book.waiting.told(&message);
            self.keep(ctx);
        }
        false
    }

    fn file(&mut self, ctx: &Context<Self>, nth: u32) {
        let Place::Face(id) = &self.app.place else { return };
        let (Some(name), Some(history)) = (self.app.room.title(id), self.app.room.book.record.history(id))
        else {
            return;
        };
        let browser = ctx.props().browser.clone();
        let mastered = history.standing(browser.now().day) >= Standing::RefreshDue;
        let filing = Filing::Skill(id.clone(), name.to_owned(), mastered);
        later(ctx.link(), Box::pin(async move { Msg::Filed(browser.file(nth, &filing).await) }));
    }

    fn forget(&mut self, browser: &Browser) {
        self.app.room.broken = None;
        self.app.shut = false;
        self.post.wanted(false);
        self.app.take(browser, None);
        self.app.go(Place::Stage);
    }

    fn tick(&mut self, browser: &Browser, now: Now) {
        if browser.shared() {
            self.app.idle.tick(now.ms);
            if self.app.idle.cover() == Cover::Wiped {
                self.forget(browser);
                self.app.idle = qinghe_session::Idle::new(now.ms);
            }
        }
    }

    fn set_clock(&mut self, ctx: &Context<Self>, now: Now) {
        let cover = self.app.cover_in(now).filter(|_| ctx.props().browser.shared());
        let after = u32::try_from(cover.unwrap_or(LOOK_MS).min(LOOK_MS)).unwrap_or(1_000);
        let link = ctx.link().clone();
        self.clock = Some(Timeout::new(after, move || link.send_message(Msg::Tick)));
    }

    fn act(&mut self, ctx: &Context<Self>, act: Act) {
        let browser = &ctx.props().browser;
        match act {
            Act::Go(place) => {
                // Whoever was led to one lesson from elsewhere has not said yet for whom the menu is.
                self.app.go(if place == Place::Menu { self.start() } else { place });
                if let Some(id) = self.app.needs().map(str::to_owned) {
                    self.app.fetch(browser, &id);
                }
            }
            Act::Stage(variant, university) => {
                let settings = &mut self.app.room.book.settings;
                (settings.variant, settings.university) = (Some(variant), university);
                self.keep(ctx);
                self.app.go(Place::Menu);
            }
            Act::Child(stage) => {
                self.app.room.book.settings.home.stage = Some(stage);
                self.keep(ctx);
                self.app.go(Place::Menu);
            }
            Act::Large => {
                self.app.room.book.settings.home.large ^= true;
                self.keep(ctx);
            }
            Act::Theme(theme) => self.app.room.theme = theme,
            Act::Guide(name) => browser.open(&name),
            Act::Say(text) => browser.say(&text),
            Act::Share => {
                browser.share();
                self.app.room.broken = None;
            }
            Act::About(domain) => {
                self.app.room.book.toggle(domain);
                self.keep(ctx);
            }
            Act::Start(exercise, entry) => {
                self.begin(ctx, Doing::Exercise { exercise, entry, snapshot: None })
            }
            Act::Do(doing) => self.begin(ctx, doing),
            Act::Broken(go_on) => self.broken(ctx, go_on),
            Act::Person => browser.help(),
            Act::Without => {
                browser.without();
                self.enter(ctx, (None, None), browser.now());
            }
            Act::Open(_) | Act::Lock(_) | Act::Unlock | Act::Wipe => self.lock_act(ctx, act),
            act => self.learn_act(ctx, act),
        }
    }

    /// Goes on with the run that was broken off, or lets it go.
    fn broken(&mut self, ctx: &Context<Self>, go_on: bool) {
        let Some(Broken { exercise, entry, snapshot, .. }) = self.app.room.broken.take() else { return };
        if go_on {
            self.begin(ctx, Doing::Exercise { exercise, entry, snapshot: Some(snapshot) });
        } else {
            let browser = ctx.props().browser.clone();
            later(ctx.link(), Box::pin(async move { Msg::Stored(browser.put("run", None).await) }));
        }
    }

    fn learn_act(&mut self, ctx: &Context<Self>, act: Act) {
        let browser = ctx.props().browser.clone();
        match act {
            Act::Used(exercise, yes) => {
                self.app.room.book.record.used(&exercise, yes, browser.now().day);
                self.app.notice = Some(wa::USED_THANKS);
                self.keep(ctx);
            }
            Act::Count(yes) => {
                self.app.room.book.waiting.count(yes);
                self.post.wanted(yes);
                self.keep(ctx);
            }
            Act::AskFile => {
                later(ctx.link(), Box::pin(async move { Msg::Records(browser.records().await) }));
            }
            Act::File(nth) => self.file(ctx, nth),
            // What belongs to a run.
            _ => {}
        }
    }

    fn begin(&mut self, ctx: &Context<Self>, doing: Doing) {
        // Whoever asks or plans leaves a broken run where it is.
        if matches!(doing, Doing::Exercise { .. }) {
            self.app.room.broken = None;
        }
        let begun = Begun { book: self.app.room.book.stays(), doing };
        self.app.busy = true;
        let browser = ctx.props().browser.clone();
        later(ctx.link(), Box::pin(async move { Msg::Handed(browser.run(&begun).await) }));
    }

    /// Keeps the book, and draws.
    fn kept(&self, ctx: &Context<Self>) -> bool {
        self.keep(ctx);
        true
    }

    fn keep(&self, ctx: &Context<Self>) {
        let (browser, book) = (ctx.props().browser.clone(), self.app.room.book.stays());
        later(ctx.link(), Box::pin(async move { Msg::Stored(browser.put("book", Some(&book)).await) }));
    }

    fn lock_act(&mut self, ctx: &Context<Self>, act: Act) {
        if self.app.busy {
            return;
        }
        self.app.busy = true;
        let browser = ctx.props().browser.clone();
        let book = self.app.room.book.stays();
        let run = self.app.room.broken.as_ref().map(Broken::stays);
        let work = async move {
            TimeoutFuture::new(DRAW_MS).await;
            match act {
                Act::Open(digits) => Msg::Tried(browser.open_lock(&digits).await),
                Act::Lock(digits) => {
                    Msg::Relocked(true, browser.make_lock(&digits, &book, run.as_deref()).await)
                }
                Act::Unlock => {
                    let done = browser.relock(None, &book, run.as_deref()).await;
                    Msg::Relocked(false, done.map_err(|_| Shut::Failed))
                }
                _ => {
                    browser.wipe().await;
                    Msg::Wiped
                }
            }
        };
        later(ctx.link(), Box::pin(work));
    }
}
