//! The whole page: which screen, which language, the title of the tab.

use crate::{
    api::{self, Door, Fault, Session},
    field,
    keys::Keys,
    live::Live,
    setup::SetUp,
    sound::Sound,
    unlock::Unlock,
    words::{Lang, Word},
};
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::{html::Scope, prelude::*};

/// How long until the gateway is asked again, milliseconds.
const AGAIN_MS: u32 = 3_000;

/// An unlocked desk. Dropping the last of it wipes the private key.
pub struct Open {
    pub session: Session,
    pub keys: Keys,
    pub name: String,
}

/// Compared by identity: two desks are never the same.
#[derive(Clone)]
pub struct OpenRc(pub Rc<Open>);

impl PartialEq for OpenRc {
    fn eq(&self, other: &OpenRc) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

pub enum Msg {
    Door(Result<Door, Fault>),
    Ask,
    /// Made at set-up; the door keeps the salt for the next unlock.
    Made(Rc<Open>, String),
    /// Another browser was faster.
    Taken,
    Unlocked(Rc<Open>),
    /// By the counsellor, or by the gateway.
    Locked(Word),
    Waiting(usize),
    OtherLanguage,
}

enum Screen {
    Opening,
    Unreachable,
    Insecure,
    SetUp,
    Unlock,
    Live(OpenRc),
}

pub struct App {
    lang: Lang,
    screen: Screen,
    door: Option<Door>,
    notice: Option<Word>,
    waiting: usize,
    sound: Rc<Sound>,
    heading: NodeRef,
    moved: bool,
    again: Option<Timeout>,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> App {
        let secure = web_sys::window().is_some_and(|window| window.is_secure_context());
        if secure {
            ask(ctx.link());
        }
        App {
            lang: asked_language(),
            screen: if secure { Screen::Opening } else { Screen::Insecure },
            door: None,
            notice: None,
            waiting: 0,
            sound: Rc::default(),
            heading: NodeRef::default(),
            moved: false,
            again: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Door(Ok(door)) => {
                self.go(if door.salt.is_some() { Screen::Unlock } else { Screen::SetUp });
                self.door = Some(door);
            }
            Msg::Door(Err(_)) => {
                self.screen = Screen::Unreachable;
                let link = ctx.link().clone();
                self.again = Some(Timeout::new(AGAIN_MS, move || link.send_message(Msg::Ask)));
            }
            Msg::Ask => ask(ctx.link()),
            Msg::Made(open, salt) => {
                if let Some(door) = &mut self.door {
                    door.salt = Some(salt);
                }
                self.enter(open);
            }
            Msg::Unlocked(open) => self.enter(open),
            Msg::Taken => {
                self.notice = Some(Word::AlreadySetUp);
                self.go(Screen::Opening);
                ask(ctx.link());
            }
            Msg::Locked(why) => self.lock(why),
            Msg::Waiting(waiting) => self.waiting = waiting,
            Msg::OtherLanguage => {
                self.lang = self.lang.other();
                remember_language(self.lang);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <div class="desk" lang={self.lang.tag()}>
                { self.bar(ctx) }
                if let Some(notice) = self.notice {
                    <p class="notice" role="status">{ self.lang.say(notice) }</p>
                }
                { self.screen(ctx) }
            </div>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _first: bool) {
        if let Some(page) = web_sys::window().and_then(|window| window.document()) {
            page.set_title(&self.title());
            if let Some(root) = page.document_element() {
                let _reading_aloud_only = root.set_attribute("lang", self.lang.tag());
            }
        }
        // Whoever uses a keyboard or a screen reader is taken along to the new screen.
        if std::mem::take(&mut self.moved) && !matches!(self.screen, Screen::Unlock) {
            field::focus(&self.heading);
        }
    }
}

impl App {
    fn go(&mut self, screen: Screen) {
        self.screen = screen;
        self.moved = true;
    }

    fn enter(&mut self, open: Rc<Open>) {
        self.notice = None;
        self.waiting = 0;
        self.go(Screen::Live(OpenRc(open)));
    }

    /// The key goes first; the gateway hears of it afterwards.
    fn lock(&mut self, why: Word) {
        self.notice = Some(why);
        self.waiting = 0;
        let before = std::mem::replace(&mut self.screen, Screen::Unlock);
        if why == Word::Locked
            && let Screen::Live(OpenRc(open)) = before
        {
            wasm_bindgen_futures::spawn_local(open.session.clone().close());
        }
        if why == Word::AutoLocked {
            self.sound.chime();
        }
        self.moved = true;
    }

    fn title(&self) -> String {
        match (&self.screen, self.waiting) {
            (Screen::Live(_), 0) => self.lang.say(Word::PageTitle).to_owned(),
            (Screen::Live(_), waiting) => format!("({waiting}) {}", self.lang.say(Word::PageTitle)),
            (Screen::Unlock, _) if self.notice == Some(Word::AutoLocked) => {
                self.lang.say(Word::TitleLocked).to_owned()
            }
            _ => self.lang.say(Word::PageTitle).to_owned(),
        }
    }

    fn bar(&self, ctx: &Context<Self>) -> Html {
        html! {
            <header class="bar">
                <span class="mark" aria-hidden="true"></span>
                <span class="product">{ self.lang.say(Word::Product) }<small>{ self.lang.say(Word::Centre) }</small></span>
                <button type="button" class="quiet" lang={self.lang.other().tag()} onclick={ctx.link().callback(|_| Msg::OtherLanguage)}>
                    { self.lang.say(Word::OtherLanguage) }
                </button>
                if matches!(self.screen, Screen::Live(_)) {
                    <button type="button" class="other" onclick={ctx.link().callback(|_| Msg::Locked(Word::Locked))}>
                        { self.lang.say(Word::Lock) }
                    </button>
                }
            </header>
        }
    }

    fn screen(&self, ctx: &Context<Self>) -> Html {
        let (lang, link, heading) = (self.lang, ctx.link(), self.heading.clone());
        let plain = |word: Word| html! { <main class="narrow"><p class="wait" role="status">{ lang.say(word) }</p></main> };
        match (&self.screen, &self.door) {
            (Screen::Insecure, _) => plain(Word::Insecure),
            (Screen::Unreachable, _) => plain(Word::Unreachable),
            (Screen::SetUp, Some(door)) => html! {
                <SetUp {lang} {heading} kdf={door.kdf} sound={Rc::clone(&self.sound)}
                    on_made={link.callback(|(open, salt)| Msg::Made(open, salt))} on_taken={link.callback(|()| Msg::Taken)} />
            },
            (Screen::Unlock, Some(Door { salt: Some(salt), kdf })) => html! {
                <Unlock {lang} {heading} salt={salt.clone()} kdf={*kdf} sound={Rc::clone(&self.sound)}
                    on_open={link.callback(Msg::Unlocked)} />
            },
            (Screen::Live(open), _) => html! {
                <Live {lang} {heading} open={open.clone()} sound={Rc::clone(&self.sound)}
                    on_waiting={link.callback(Msg::Waiting)} on_ended={link.callback(|()| Msg::Locked(Word::AutoLocked))} />
            },
            _ => plain(Word::Opening),
        }
    }
}

fn ask(link: &Scope<App>) {
    link.send_future(async { Msg::Door(api::door().await) });
}

/// The language stands in the address, so a bookmark keeps it and nothing is stored.
fn asked_language() -> Lang {
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    if query.trim_start_matches('?').split('&').any(|part| part == "lang=en") { Lang::En } else { Lang::Zh }
}

fn remember_language(lang: Lang) {
    let address = if lang == Lang::En { "/desk?lang=en" } else { "/desk" };
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _only_a_convenience = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}
