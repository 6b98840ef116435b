//! A view of session state, nothing else.
//!
//! [`App`] draws what [`Props`] say and reports what the person did as an [`Action`]. It keeps no
//! state of its own but two ticks on the consent screen, so a fresh mount after a panic shows the
//! same screen again. No `style` attributes and no raw HTML: both are refused under a strict
//! Content Security Policy.

mod again;
mod browser;
mod consent;
mod cover;
mod dom;
mod end;
pub use end::domain_key;
mod hand;
pub use hand::{Hand, HandCode};
mod help;
mod item;
mod placed;
#[cfg(test)]
mod placed_tests;
mod sees;
mod wishes;

use crate::placed::Placed;
use dom::{Node, all, line, list, tag, text};
use qinghe_content::{HelpKind, HelpLine, Key, Pack, joined};
use qinghe_session::{Cover, Event, HelpPage, Name, View, Wish};
use std::{cell::RefCell, mem::take, rc::Rc};
use wasm_bindgen::JsCast;
use web_sys::{Document, FocusOptions, HtmlElement, HtmlInputElement};

/// What the person did.
#[derive(Clone, Copy, PartialEq)]
pub enum Action {
    /// Something the session decides.
    Session(Event),
    /// Change to the other language.
    SwitchLocale,
    /// Say these texts aloud, one after the other.
    ReadAloud([Option<Key>; 3]),
    /// Show or hide the code that is carried by hand.
    Hand(bool),
    /// "I am still here."
    Stay,
}

/// One line of "exactly what was sent".
#[derive(Clone, PartialEq)]
pub struct SentRow {
    /// What it is.
    pub label: Key,
    /// Its value, in the locale of the pack.
    pub value: String,
}

/// One notice, as "exactly what was sent" shows it.
#[derive(Clone, PartialEq)]
pub struct SentNotice {
    /// Whether it went on the way or at the end.
    pub title: Key,
    /// Its fields, none left out.
    pub rows: Vec<SentRow>,
}

/// What was sent, and whether it has arrived.
#[derive(Clone, PartialEq)]
pub struct SentView {
    /// Every notice of the sitting, oldest first.
    pub notices: Vec<SentNotice>,
    /// Where the notice is.
    pub delivery: Key,
}

/// Everything a screen shows.
pub struct Props {
    /// Wording, help lines and structure.
    pub pack: Rc<Pack>,
    /// The screen.
    pub view: View,
    /// Where the message to the centre is, if one was made.
    pub delivery: Option<Key>,
    /// What was sent, on the own result.
    pub sent: Option<SentView>,
    /// Whether closing the page would lose something that has not left yet.
    pub stay: bool,
    /// The message that cannot leave, as a code to carry by hand.
    pub hand: Hand,
    /// What lies over the screen of a shared computer.
    pub cover: Cover,
    /// Whether the browser can read aloud.
    pub can_read: bool,
    /// A calm line above the screen, for example after a recovery.
    pub notice: Option<Key>,
}

impl Props {
    pub(crate) fn text(&self, key: Key) -> &str {
        self.pack.texts.get(key)
    }

    /// A text of the interface as a plain element.
    pub(crate) fn line(&self, name: &'static str, class: &'static str, key: Key) -> Node {
        line(name, class, self.text(key))
    }

    /// A text of the interface as a node.
    pub(crate) fn say(&self, key: Key) -> Node {
        text(self.text(key))
    }
}

/// Which screen is shown, without its content: focus moves when this changes.
#[derive(Clone, Copy, PartialEq)]
enum Screen {
    Sees,
    Consent,
    Item(usize),
    Again,
    Help(HelpPage),
    End,
    Declined,
    Left,
    Cover(Cover),
}

fn screen(props: &Props) -> Screen {
    if props.cover != Cover::None {
        return Screen::Cover(props.cover);
    }
    match &props.view {
        View::Sees { .. } => Screen::Sees,
        View::Consent { .. } => Screen::Consent,
        View::Item(item) => Screen::Item(item.position),
        View::Again { .. } => Screen::Again,
        View::Help(help) => Screen::Help(help.page),
        View::End { .. } => Screen::End,
        View::Declined => Screen::Declined,
        View::Left => Screen::Left,
    }
}

/// What an element of a screen reports when something is done to it.
#[derive(Clone, Copy)]
pub(crate) enum On {
    /// It was pressed.
    Press(Action),
    /// It was ticked, or no longer is.
    Tick(consent::Tick),
    /// A name was typed, and the field left: until then an input method is still composing.
    Name,
}

/// The whole element, drawn in `root`.
pub struct App {
    root: web_sys::Element,
    page: Document,
    state: RefCell<State>,
}

struct State {
    props: Props,
    ticks: consent::Ticks,
    drawn: Placed<web_sys::Node>,
    shown: Option<Screen>,
}

impl App {
    /// An element of which nothing is drawn yet. `None` where `root` belongs to no page.
    #[must_use]
    pub fn new(root: web_sys::Element, props: Props) -> Option<App> {
        let page = root.owner_document()?;
        let state = State { props, ticks: consent::Ticks::default(), drawn: Placed::Nothing, shown: None };
        Some(App { root, page, state: RefCell::new(state) })
    }

    /// What the next [`App::draw`] shows.
    pub fn set(&self, props: Props) {
        self.state.borrow_mut().props = props;
    }

    /// Brings the page up to date. Not to be called while the core is at work: moving the focus can report what was
    /// typed before.
    pub fn draw(&self) {
        let mut state = self.state.borrow_mut();
        let (new, old) = (whole(&state.props, state.ticks), take(&mut state.drawn));
        drop(state);
        let drawn = placed::place(&self.page, &self.root, old, new, &mut None);
        let mut state = self.state.borrow_mut();
        state.drawn = drawn;
        let now = screen(&state.props);
        let before = state.shown.replace(now);
        drop(state);
        // The first screen leaves the focus where the page has it; later ones take it along, so that a
        // keyboard or screen-reader user is not left on a button that is gone.
        if before.is_some_and(|before| before != now) {
            self.focus();
        }
    }

    /// Without scrolling: the page around an iframe would move with it, and by how far would tell which screen came.
    fn focus(&self) {
        if let Ok(Some(heading)) = self.root.query_selector("h1") {
            let still = FocusOptions::new();
            still.set_prevent_scroll(true);
            let _ = heading.unchecked_ref::<HtmlElement>().focus_with_options(&still);
        }
    }

    /// What a person did by this event (`click`, `change` or `keydown`), if it is anything.
    #[must_use]
    pub fn heard(&self, event: &web_sys::Event) -> Option<Action> {
        let mut state = self.state.borrow_mut();
        let kind = event.type_();
        if kind == "keydown" {
            let action = item::pressed(&state.props, event.unchecked_ref())?;
            event.prevent_default();
            return Some(action);
        }
        let target = event.target()?;
        let input = target.unchecked_ref::<HtmlInputElement>();
        match (placed::on(&self.page, &state.drawn, target.unchecked_ref())?, kind.as_str()) {
            (On::Press(action), "click") => Some(action),
            (On::Name, "change") => Some(Action::Session(Event::Say(Wish::Name(Name::new(&input.value()))))),
            (On::Tick(tick), "change") => {
                state.ticks.set(tick, input.checked());
                drop(state);
                self.draw();
                None
            }
            _ => None,
        }
    }
}

fn whole(props: &Props, ticks: consent::Ticks) -> Node {
    let lang = props.pack.locale.tag();
    let bare = match &props.view {
        View::Left => Some(cover::left(props)),
        _ => cover::view(props),
    };
    if let Some(body) = bare {
        return tag!("div", "class" = "app", "lang" = lang; tag!("main", "class" = "screen"; body)).keyed(1);
    }
    let notice = props.notice.map(|line| say(props, "notice", line)).unwrap_or_default();
    tag!("div", "class" = "app", "lang" = lang;
        bar(props),
        tag!("div", "role" = "status"; notice),
        // Each kind of screen has nodes of its own: a heading that has the focus already would not be read out.
        tag!("main", "class" = "screen"; body(props, ticks)).keyed(kind(&props.view)),
    )
}

fn kind(view: &View) -> usize {
    match view {
        View::Sees { .. } => 0,
        View::Consent { .. } => 1,
        View::Item(_) => 2,
        View::Again { .. } => 3,
        View::Help(_) => 4,
        View::End { .. } => 5,
        View::Declined => 6,
        View::Left => 7,
    }
}

fn body(props: &Props, ticks: consent::Ticks) -> Node {
    match &props.view {
        View::Sees { items, anonymous } => sees::view(props, *items, *anonymous),
        View::Consent { resumed, young } => consent::view(props, (*resumed, *young), ticks),
        View::Item(item) => item::view(props, item),
        View::Again { items } => again::view(props, *items),
        View::Help(help) => help::view(props, help),
        View::End { shown, own } => end::view(props, shown.as_ref(), *own),
        View::Declined => end::declined(props),
        // Drawn alone, in `whole`; a type that says so costs more bytes of what loads first than there are left.
        View::Left => cover::left(props),
    }
}

fn bar(props: &Props) -> Node {
    let help_open = matches!(props.view, View::Help(_));
    let switch = On::Press(Action::SwitchLocale);
    tag!("header", "class" = "bar";
        tag!("span", "class" = "mark", "aria-hidden" = "true";),
        props.line("span", "product", Key::ProductName),
        tag!("button", "type" = "button", "class" = "quiet", "lang" = other_tag(props), on switch;
            props.say(Key::LanguageSwitch),
        ),
        if help_open {
            button(props, "leave", Key::HelpExit, Event::Leave)
        } else {
            button(props, "help-now", Key::HelpButton, Event::HelpOpen)
        },
    )
}

fn other_tag(props: &Props) -> &'static str {
    use qinghe_content::Locale;
    match props.pack.locale {
        Locale::En => Locale::ZhHans.tag(),
        _ => Locale::En.tag(),
    }
}

/// The heading that takes the focus when the screen changes.
fn heading(said: &str) -> Node {
    tag!("h1", "tabindex" = "-1"; text(said))
}

/// A press that tells the session something.
fn session(event: Event) -> On {
    On::Press(Action::Session(event))
}

/// One button that tells the session something.
fn button(props: &Props, class: &'static str, label: Key, event: Event) -> Node {
    tag!("button", "type" = "button", "class" = class, on session(event); props.say(label))
}

/// One paragraph.
fn say(props: &Props, class: &'static str, text: Key) -> Node {
    props.line("p", class, text)
}

fn paragraph(class: &'static str, said: &str) -> Node {
    line("p", class, said)
}

/// The help lines, the same on every screen that shows them.
fn lines(props: &Props) -> Node {
    lines_of(props, |kind| kind != HelpKind::Rights)
}

fn lines_of(props: &Props, wanted: impl Fn(HelpKind) -> bool) -> Node {
    let item = |help: &HelpLine| {
        tag!("li"; tag!("a", "href" = joined(&["tel:", &help.number], "");
            line("strong", "", &help.number),
            line("span", "", &help.name),
            line("small", "", &help.hours),
        ))
    };
    let label = props.text(Key::HelpLinesTitle).to_owned();
    let items = props.pack.region.lines.iter().filter(|line| wanted(line.kind)).map(item);
    tag!("ul", "class" = "lines", "aria-label" = label; list(items.collect()))
}
