//! The whole page: which screen, what is open, and storing what changes.

use crate::{
    cover::Cover,
    door::{Make, Unlock, welcome},
    edit::Edit,
    export::Export,
    form::Form,
    hand::Hand,
    home,
    import::Import,
    lang::{Lang, Word},
    lists,
    open::{Open, OpenRc, Place, Stored, store, together},
    ports::{Browser, NotStored, Row},
    settings::Settings,
    time, words as w,
};
use qinghe_record::{Entry, Id, Record, kept::Kept, open_entry};
use qinghe_seal::age::{Identity, With};
use std::rc::Rc;
use wasm_bindgen::{JsValue, closure::Closure};
use yew::prelude::*;

/// Where one is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Before anything is open.
    Door,
    /// Making a record.
    Make,
    /// Opening one.
    Unlock,
    /// All rooms.
    Home,
    /// Results over time.
    Time,
    /// Entries of one form.
    List(Form),
    /// Skills.
    Skills,
    /// Writing an entry, or changing one.
    Edit(Form, Option<Id>),
    /// Taking a copy.
    Export,
    /// Bringing in; also before a record is there.
    Import,
    /// Handing over.
    Hand,
    /// Lock and settings.
    Settings,
}

/// What any part of the page may ask for.
pub enum Act {
    /// Go there.
    Go(View),
    /// Hold this content from now on, and say so.
    Change(Record, Word),
    /// Hold this row from now on (name, locks).
    Keep(Box<Kept>, Word),
    /// This was opened or made.
    Opened(Open),
    /// A record in memory.
    Memory(Record),
    /// Lock it; in memory: clear it.
    Lock(Word),
    /// The record was deleted.
    Wiped(Word),
    /// Leave for an empty page.
    Leave,
    /// Speak the other language.
    OtherLanguage,
}

/// What all parts know.
#[derive(Clone, PartialEq)]
pub struct Here {
    /// The language.
    pub lang: Lang,
    /// The browser.
    pub browser: Browser,
    /// Where wishes go.
    pub act: Callback<Act>,
}

impl Here {
    /// A button's callback.
    pub fn to(&self, view: View) -> Callback<MouseEvent> {
        self.act.reform(move |_| Act::Go(view))
    }

    /// A text.
    pub fn say(&self, word: Word) -> &'static str {
        self.lang.say(word)
    }
}

#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    pub browser: Browser,
}

pub enum Msg {
    Rows(Result<Vec<Row>, NotStored>),
    Act(Act),
    Stored(Result<Stored, NotStored>),
    Came(Entry),
}

/// The page.
pub struct App {
    lang: Lang,
    view: View,
    rows: Option<Vec<Row>>,
    refused: bool,
    open: Option<OpenRc>,
    notice: Option<Word>,
    /// A row is being written; what changes meanwhile is written after it.
    storing: bool,
    changed: bool,
    heading: NodeRef,
    moved: bool,
    _entries: Option<Closure<dyn Fn(JsValue) -> bool>>,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> App {
        let lang = ctx.props().browser.language();
        ctx.props().browser.speak(lang);
        ask(ctx);
        App {
            lang,
            view: View::Door,
            rows: None,
            refused: false,
            open: None,
            notice: None,
            storing: false,
            changed: false,
            heading: NodeRef::default(),
            moved: false,
            _entries: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Rows(rows) => {
                self.refused = rows.is_err();
                let rows = rows.unwrap_or_default();
                if self.open.is_none() && self.view == View::Door && !rows.is_empty() {
                    self.go(View::Unlock);
                }
                self.rows = Some(rows);
            }
            Msg::Act(act) => self.act(ctx, act),
            Msg::Stored(stored) => self.stored(ctx, stored),
            Msg::Came(entry) => {
                let merged = self.open.as_ref().and_then(|open| together(&open.0.record, &[entry]));
                match merged {
                    Some(record) => self.change(ctx, record, w::CAME),
                    None => self.notice = Some(w::FULL),
                }
            }
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.moved) {
            crate::field::focus(&self.heading);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let here = Here {
            lang: self.lang,
            browser: ctx.props().browser.clone(),
            act: ctx.link().callback(Msg::Act),
        };
        let memory = self.open.as_ref().is_some_and(|open| matches!(open.0.place, Place::Memory));
        html! {
            <>
                { self.bar(&here) }
                if memory { <p class="shared">{ here.say(w::SHARED_BAR) }</p> }
                <p class="notice" role="status">{ self.notice.map(|word| here.say(word)).unwrap_or_default() }</p>
                <main class="screen">{ self.screen(&here) }</main>
                <Cover here={here.clone()} open={self.open.is_some()} memory={memory} />
            </>
        }
    }
}

fn ask(ctx: &Context<App>) {
    let browser = ctx.props().browser.clone();
    ctx.link().send_future(async move { Msg::Rows(browser.rows().await) });
}

impl App {
    fn bar(&self, here: &Here) -> Html {
        let act = |act: fn() -> Act| here.act.reform(move |_: MouseEvent| act());
        let open = self.open.is_some();
        html! {
            <header class="bar">
                <span class="mark" aria-hidden="true"></span>
                <span class="product">{ here.say(w::PRODUCT) }</span>
                if open {
                    <button type="button" class="quiet" onclick={act(|| Act::Lock(w::LOCK))}>{ here.say(w::LOCK) }</button>
                } else {
                    <button type="button" class="quiet" lang={self.lang.other().tag()} onclick={act(|| Act::OtherLanguage)}>
                        { here.say(w::OTHER_LANGUAGE) }
                    </button>
                }
                <button type="button" class="leave" title={here.say(w::LEAVE_HINT)} onclick={act(|| Act::Leave)}>
                    { here.say(w::LEAVE) }
                </button>
            </header>
        }
    }

    fn screen(&self, here: &Here) -> Html {
        let heading = self.heading.clone();
        let here = here.clone();
        let Some(rows) = &self.rows else { return html! {} };
        match (self.view, &self.open) {
            (View::Make, None) => html! { <Make {here} {heading} first={rows.is_empty()} /> },
            (View::Unlock, None) => html! { <Unlock {here} {heading} rows={rows.clone()} /> },
            (View::Import, None) => html! { <Import {here} {heading} open={None::<OpenRc>} /> },
            (_, None) => welcome(&here, &heading, self.refused, here.browser.shared()),
            (View::Door | View::Make | View::Unlock | View::Home, Some(open)) => {
                home::view(&here, &heading, &open.0)
            }
            (View::Time, Some(open)) => time::view(&here, &heading, &open.0.record),
            (View::List(form), Some(open)) => lists::entries(&here, &heading, &open.0.record, form),
            (View::Skills, Some(open)) => lists::skills(&here, &heading, &open.0.record),
            (View::Edit(form, id), Some(open)) => {
                html! { <Edit {here} {heading} open={open.clone()} {form} {id} /> }
            }
            (View::Export, Some(open)) => html! { <Export {here} {heading} open={open.clone()} /> },
            (View::Import, Some(open)) => html! { <Import {here} {heading} open={Some(open.clone())} /> },
            (View::Hand, Some(open)) => html! { <Hand {here} {heading} open={open.clone()} /> },
            (View::Settings, Some(open)) => html! { <Settings {here} {heading} open={open.clone()} /> },
        }
    }

    fn go(&mut self, view: View) {
        self.view = view;
        self.moved = true;
    }

    fn act(&mut self, ctx: &Context<Self>, act: Act) {
        match act {
            Act::Go(view) => {
                self.notice = None;
                self.go(view);
            }
            Act::Change(record, said) => self.change(ctx, record, said),
            Act::Keep(kept, said) => {
                if let Some(open) = &self.open {
                    self.open = Some(OpenRc(Rc::new(open.0.with_kept(*kept))));
                    self.notice = Some(said);
                    self.store(ctx);
                }
            }
            Act::Opened(open) => self.enter(open),
            Act::Memory(record) => {
                self.listen(ctx);
                self.enter(Open { record, place: Place::Memory });
            }
            Act::Lock(said) => {
                self.close(ctx);
                self.notice = Some(said).filter(|said| *said != w::LOCK);
            }
            Act::Wiped(said) => {
                self.close(ctx);
                self.notice = Some(said);
            }
            Act::Leave => {
                self.open = None;
                ctx.props().browser.leave();
            }
            Act::OtherLanguage => {
                self.lang = self.lang.other();
                ctx.props().browser.speak(self.lang);
            }
        }
    }

    fn enter(&mut self, open: Open) {
        self.open = Some(OpenRc(Rc::new(open)));
        self.notice = None;
        self.go(View::Home);
    }

    fn close(&mut self, ctx: &Context<Self>) {
        self.open = None;
        self._entries = None;
        ctx.props().browser.forget_memory();
        self.go(View::Door);
        ask(ctx);
    }

    /// Another page of ours may offer an entry to a record in memory, sealed to a key that lives as long as it is open.
    fn listen(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        let Ok(identity) = Identity::generate() else { return };
        let key = identity.recipient().to_string();
        let take = Closure::<dyn Fn(JsValue) -> bool>::new(move |sealed: JsValue| {
            let sealed = js_sys::Uint8Array::new(&sealed).to_vec();
            let entry = open_entry(&sealed, With::Keys(std::slice::from_ref(&identity)));
            entry.is_ok_and(|entry| {
                link.send_message(Msg::Came(entry));
                true
            })
        });
        ctx.props().browser.on_entry(take.as_ref(), &key);
        self._entries = Some(take);
    }

    fn change(&mut self, ctx: &Context<Self>, record: Record, said: Word) {
        let Some(open) = &self.open else { return };
        match open.0.with_record(record) {
            Ok(changed) => {
                let memory = matches!(changed.place, Place::Memory);
                self.notice = Some(if memory && said == w::SAVED { w::SAVED_MEMORY } else { said });
                self.open = Some(OpenRc(Rc::new(changed)));
                self.store(ctx);
            }
            Err(_) => self.notice = Some(w::FULL),
        }
    }

    fn store(&mut self, ctx: &Context<Self>) {
        self.changed = true;
        if self.storing {
            return;
        }
        if let Some(open) = &self.open {
            (self.storing, self.changed) = (true, false);
            let (browser, open) = (ctx.props().browser.clone(), Rc::clone(&open.0));
            ctx.link().send_future(async move { Msg::Stored(store(browser, open).await) });
        }
    }

    fn stored(&mut self, ctx: &Context<Self>, stored: Result<Stored, NotStored>) {
        self.storing = false;
        let Some(open) = &self.open else { return };
        match stored {
            Ok(Stored::Memory) => {}
            Ok(Stored::As(revision)) => self.open = Some(OpenRc(Rc::new(open.0.at(revision)))),
            Ok(Stored::Together(both)) => {
                let mut both = *both;
                // What was written here meanwhile comes along.
                let later = together(&both.record, open.0.record.entries()).filter(|_| self.changed);
                if let Some(Ok(more)) = later.map(|record| both.with_record(record)) {
                    both = more;
                }
                self.open = Some(OpenRc(Rc::new(both)));
                self.notice = Some(w::TOGETHER);
            }
            Err(_) => self.notice = Some(w::NOT_SAVED),
        }
        if self.changed {
            self.store(ctx);
        }
    }
}
