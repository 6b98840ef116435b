//! The whole page: which screen, which centre, which language, the title of the tab.

use crate::{
    api::{
        Fault,
        door::{self, Centre, Door},
    },
    field,
    joining::{Joining, Way},
    leave::{Current, Leave},
    live::Live,
    open::{KeptRc, Open, OpenRc},
    sound::Sound,
    unlock::Unlock,
    wait::Wait,
    words::{Lang, Word, door::Door as Words},
};
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::{html::Scope, prelude::*};

/// How long until the gateway is asked again, milliseconds.
const AGAIN_MS: u32 = 3_000;

pub enum Msg {
    Door(Result<Door, Fault>),
    Ask,
    /// Set-up or joining is done; the door is ready from now on.
    Made(Rc<Open>),
    Unlocked(Rc<Open>, bool),
    Granted,
    /// Another browser was faster.
    Taken,
    Centre(Centre),
    Invited(bool),
    /// By the counsellor, or by the gateway.
    Locked(Word),
    Waiting(usize),
    OtherLanguage,
}

enum Screen {
    Opening,
    Unreachable,
    Insecure,
    Door { invited: bool },
    Wait(OpenRc),
    Live(OpenRc),
}

pub struct App {
    lang: Lang,
    screen: Screen,
    door: Option<Door>,
    centre: Centre,
    /// Who was here last.
    name: String,
    notice: Option<String>,
    auto_locked: bool,
    waiting: usize,
    sound: Rc<Sound>,
    kept: KeptRc,
    current: Current,
    heading: NodeRef,
    moved: bool,
    again: Option<Timeout>,
    _leave: Leave,
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> App {
        let secure = web_sys::window().is_some_and(|window| window.is_secure_context());
        if secure {
            ask(ctx.link());
        }
        let (kept, current) = (KeptRc::default(), Current::default());
        App {
            lang: if asked("lang=en") { Lang::En } else { Lang::Zh },
            screen: if secure { Screen::Opening } else { Screen::Insecure },
            door: None,
            centre: if asked("centre=second") { Centre::Second } else { Centre::School },
            name: String::new(),
            notice: None,
            auto_locked: false,
            waiting: 0,
            sound: Rc::default(),
            _leave: Leave::new(kept.clone(), Rc::clone(&current)),
            kept,
            current,
            heading: NodeRef::default(),
            moved: false,
            again: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Door(Ok(door)) => {
                if door.second.is_none() {
                    self.centre = Centre::School;
                }
                self.door = Some(door);
                self.go(Screen::Door { invited: false });
            }
            Msg::Door(Err(_)) => {
                self.screen = Screen::Unreachable;
                let link = ctx.link().clone();
                self.again = Some(Timeout::new(AGAIN_MS, move || link.send_message(Msg::Ask)));
            }
            Msg::Ask => ask(ctx.link()),
            Msg::Made(open) => {
                self.made();
                self.enter(open, false);
            }
            Msg::Unlocked(open, moved) => self.enter(open, moved),
            Msg::Granted => {
                if let Screen::Wait(OpenRc(open)) = &self.screen {
                    self.enter(Rc::clone(open), false);
                }
            }
            Msg::Taken => {
                self.notice = Some(self.lang.say(Word::AlreadySetUp).to_owned());
                self.go(Screen::Opening);
                ask(ctx.link());
            }
            Msg::Centre(centre) => {
                (self.centre, self.notice) = (centre, None);
                self.go(Screen::Door { invited: false });
                self.remember();
            }
            Msg::Invited(invited) => self.go(Screen::Door { invited }),
            Msg::Locked(why) => self.lock(why),
            Msg::Waiting(waiting) => self.waiting = waiting,
            Msg::OtherLanguage => {
                self.lang = self.lang.other();
                self.remember();
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <div class="desk" lang={self.lang.tag()}>
                { self.bar(ctx) }
                if let Some(notice) = &self.notice {
                    <p class="notice" role="status">{ notice.clone() }</p>
                }
                { self.centres(ctx) }
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
        let signing_in = matches!(self.screen, Screen::Door { invited: false }) && self.ready();
        if std::mem::take(&mut self.moved) && !signing_in {
            field::focus(&self.heading);
        }
    }
}

impl App {
    fn go(&mut self, screen: Screen) {
        self.screen = screen;
        self.moved = true;
    }

    fn ready(&self) -> bool {
        self.door.is_some_and(|door| door.ready(self.centre))
    }

    fn made(&mut self) {
        if let Some(door) = &mut self.door {
            match self.centre {
                Centre::School => door.school = true,
                Centre::Second => door.second = Some(true),
            }
        }
    }

    fn enter(&mut self, open: Rc<Open>, moved: bool) {
        let said = moved.then(|| self.lang.fill(Words::Moved, &[("name", &open.me.name)]));
        (self.notice, self.waiting, self.auto_locked) = (said, 0, false);
        self.name.clone_from(&open.me.name);
        *self.current.borrow_mut() = Rc::downgrade(&open);
        open.take_out(&mut self.kept.0.borrow_mut());
        let waits = open.me.role.opens() && !open.keys.borrow().granted();
        self.go(if waits { Screen::Wait(OpenRc(open)) } else { Screen::Live(OpenRc(open)) });
    }

    /// What is typed is sealed, the keys go, and the gateway hears of it afterwards.
    fn lock(&mut self, why: Word) {
        self.auto_locked = why == Word::AutoLocked;
        (self.notice, self.waiting) = (Some(self.lang.say(why).to_owned()), 0);
        let before = std::mem::replace(&mut self.screen, Screen::Door { invited: false });
        if let Screen::Live(OpenRc(open)) | Screen::Wait(OpenRc(open)) = before {
            open.put_away(&mut self.kept.0.borrow_mut());
            if !self.auto_locked {
                wasm_bindgen_futures::spawn_local(open.session.clone().close());
            }
        }
        if self.auto_locked {
            self.sound.chime();
        }
        self.moved = true;
    }

    fn title(&self) -> String {
        match (&self.screen, self.waiting) {
            (Screen::Live(_), waiting) if waiting > 0 => {
                format!("({waiting}) {}", self.lang.say(Word::PageTitle))
            }
            (Screen::Door { .. }, _) if self.auto_locked => self.lang.say(Word::TitleLocked).to_owned(),
            _ => self.lang.say(Word::PageTitle).to_owned(),
        }
    }

    fn bar(&self, ctx: &Context<Self>) -> Html {
        let open = matches!(self.screen, Screen::Live(_) | Screen::Wait(_));
        let second = self.centre == Centre::Second && self.door.is_some_and(|door| door.second.is_some());
        let centre = if second { self.lang.say(Words::SecondCentre) } else { self.lang.say(Word::Centre) };
        html! {
            <header class="bar">
                <span class="mark" aria-hidden="true"></span>
                <span class="product">{ self.lang.say(Word::Product) }<small>{ centre }</small></span>
                <button type="button" class="quiet" lang={self.lang.other().tag()} onclick={ctx.link().callback(|_| Msg::OtherLanguage)}>
                    { self.lang.say(Word::OtherLanguage) }
                </button>
                if open {
                    <button type="button" class="other" onclick={ctx.link().callback(|_| Msg::Locked(Word::Locked))}>
                        { self.lang.say(Word::Lock) }
                    </button>
                }
            </header>
        }
    }

    /// The choice of a centre, only where there are two.
    fn centres(&self, ctx: &Context<Self>) -> Html {
        let two = self.door.is_some_and(|door| door.second.is_some());
        if !two || !matches!(self.screen, Screen::Door { .. }) {
            return Html::default();
        }
        let lang = self.lang;
        let labels = [lang.say(Words::SchoolCentre), lang.say(Words::SecondCentre)];
        let set = ctx
            .link()
            .callback(|nth: usize| Msg::Centre(if nth == 0 { Centre::School } else { Centre::Second }));
        let chosen = usize::from(self.centre == Centre::Second);
        html! {
            <section class="narrow centres" aria-label={lang.say(Words::WhichCentre)}>
                { field::choose("centre", Words::WhichCentre, lang, &labels, Some(chosen), &set) }
                if chosen == 1 { <p class="hint">{ lang.say(Words::SecondHint) }</p> }
            </section>
        }
    }

    fn screen(&self, ctx: &Context<Self>) -> Html {
        let (lang, link, heading) = (self.lang, ctx.link(), self.heading.clone());
        let plain = |word: Word| html! { <main class="narrow"><p class="wait" role="status">{ lang.say(word) }</p></main> };
        let ended = link.callback(|()| Msg::Locked(Word::AutoLocked));
        match (&self.screen, &self.door) {
            (Screen::Insecure, _) => plain(Word::Insecure),
            (Screen::Unreachable, _) => plain(Word::Unreachable),
            (Screen::Door { invited }, Some(door)) => self.door_screen(ctx, *invited, door),
            (Screen::Wait(open), _) => html! {
                <Wait {lang} {heading} open={open.clone()} on_granted={link.callback(|()| Msg::Granted)} on_ended={ended} />
            },
            (Screen::Live(open), _) => html! {
                <Live {lang} {heading} open={open.clone()} kept={self.kept.clone()} sound={Rc::clone(&self.sound)}
                    on_waiting={link.callback(Msg::Waiting)} on_ended={ended} />
            },
            _ => plain(Word::Opening),
        }
    }

    fn door_screen(&self, ctx: &Context<Self>, invited: bool, door: &Door) -> Html {
        let (lang, link, heading, centre) = (self.lang, ctx.link(), self.heading.clone(), self.centre);
        let (kdf, sound) = (door.kdf, Rc::clone(&self.sound));
        if self.ready() && !invited {
            return html! {
                <Unlock key={centre.code()} {lang} {heading} {centre} {kdf} {sound} name={self.name.clone()}
                    on_open={link.callback(|(open, moved)| Msg::Unlocked(open, moved))}
                    on_join={link.callback(|()| Msg::Invited(true))} />
            };
        }
        let way = if self.ready() { Way::Invited } else { Way::SetUp };
        let back = link.callback(|taken| if taken { Msg::Taken } else { Msg::Invited(false) });
        html! {
            <Joining key={centre.code()} {lang} {heading} {centre} {way} {kdf} {sound} on_made={link.callback(Msg::Made)} on_back={back} />
        }
    }

    /// Language and centre stand in the address, so a bookmark keeps them and nothing is stored.
    fn remember(&self) {
        let second = (self.centre == Centre::Second).then_some("centre=second");
        let english = (self.lang == Lang::En).then_some("lang=en");
        let query = [english, second].into_iter().flatten().collect::<Vec<&str>>().join("&");
        let address = if query.is_empty() { "/desk".to_owned() } else { format!("/desk?{query}") };
        if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
            let _only_a_convenience = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
        }
    }
}

fn ask(link: &Scope<App>) {
    link.send_future(async { Msg::Door(door::door().await) });
}

fn asked(part: &str) -> bool {
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|given| given == part)
}
