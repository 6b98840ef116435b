//! Yew components: a view of session state, nothing else.
//!
//! [`App`] draws what [`Props`] say and reports what the person did as an [`Action`]. It keeps no
//! state of its own but two ticks on the consent screen, so a fresh mount after a panic shows the
//! same screen again. No `style` attributes and no raw HTML: both are refused under a strict
//! Content Security Policy.

mod again;
mod consent;
mod cover;
pub mod dom;
mod end;
pub use end::domain_key;
mod hand;
pub use hand::{Hand, HandCode};
mod help;
mod item;
mod sees;
mod wishes;

use dom::{Press, line, list, text};
use qinghe_content::{HelpKind, HelpLine, Key, Pack};
use qinghe_session::{Cover, Event, HelpPage, View};
use std::rc::Rc;
use web_sys::{FocusOptions, HtmlElement};
use yew::{prelude::*, virtual_dom::Listener};

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
#[derive(Properties, Clone)]
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
    /// Receives every action.
    pub act: Callback<Action>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        Rc::ptr_eq(&self.pack, &other.pack)
            && self.view == other.view
            && self.delivery == other.delivery
            && self.sent == other.sent
            && self.stay == other.stay
            && self.hand == other.hand
            && self.cover == other.cover
            && self.can_read == other.can_read
            && self.notice == other.notice
            && self.act == other.act
    }
}

impl Props {
    pub(crate) fn text(&self, key: Key) -> &str {
        self.pack.texts.get(key)
    }

    /// A text of the interface as a plain element.
    pub(crate) fn line(&self, name: &'static str, class: &'static str, key: Key) -> Html {
        line(name, class, self.text(key))
    }

    /// A text of the interface as a node.
    pub(crate) fn say(&self, key: Key) -> Html {
        text(self.text(key))
    }

    /// A click that tells the session something.
    pub(crate) fn on(&self, event: Event) -> Rc<dyn Listener> {
        self.press(Action::Session(event))
    }

    pub(crate) fn press(&self, action: Action) -> Rc<dyn Listener> {
        Rc::new(Press { act: self.act.clone(), action })
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

/// The whole element.
pub struct App {
    heading: NodeRef,
    shown: Option<Screen>,
    ticks: consent::Ticks,
}

impl Component for App {
    type Message = consent::Tick;
    type Properties = Props;

    fn create(_: &Context<Self>) -> App {
        App { heading: NodeRef::default(), shown: None, ticks: consent::Ticks::default() }
    }

    fn update(&mut self, _: &Context<Self>, tick: consent::Tick) -> bool {
        self.ticks.set(tick);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let lang = props.pack.locale.tag();
        let bare = match &props.view {
            View::Left => Some(cover::left(props, &self.heading)),
            _ => cover::view(props, &self.heading),
        };
        if let Some(body) = bare {
            return html! { <div class="app" {lang} key="bare">{ tag!("main", "class" = "screen"; body) }</div> };
        }
        let notice = props.notice.map(|line| say(props, "notice", line)).unwrap_or_default();
        let (status, screen) =
            (tag!("div", "role" = "status"; notice), tag!("main", "class" = "screen"; self.body(ctx)));
        let inside = all![bar(props), status, screen];
        html! { <div class="app" {lang} onkeydown={item::keys(props)}>{ inside }</div> }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let now = Some(screen(ctx.props()));
        // The first screen leaves the focus where the page has it; later ones take it along, so that a
        // keyboard or screen-reader user is not left on a button that is gone. Without scrolling: the page
        // around an iframe would move with it, and by how far would tell which screen came.
        if self.shown.is_some()
            && self.shown != now
            && let Some(heading) = self.heading.cast::<HtmlElement>()
        {
            let still = FocusOptions::new();
            still.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&still);
        }
        self.shown = now;
    }
}

impl App {
    fn body(&self, ctx: &Context<App>) -> Html {
        let props = ctx.props();
        match &props.view {
            View::Sees { items, anonymous } => sees::view(props, *items, *anonymous, &self.heading),
            View::Consent { resumed, young } => {
                consent::view(props, (*resumed, *young), self.ticks, ctx.link(), &self.heading)
            }
            View::Item(item) => item::view(props, item, &self.heading),
            View::Again { items } => again::view(props, *items, &self.heading),
            View::Help(help) => help::view(props, help, &self.heading),
            View::End { shown, own } => end::view(props, shown.as_ref(), *own, &self.heading),
            View::Declined => end::declined(props, &self.heading),
            View::Left => cover::left(props, &self.heading),
        }
    }
}

fn bar(props: &Props) -> Html {
    let help_open = matches!(props.view, View::Help(_));
    let switch = props.press(Action::SwitchLocale);
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
        Locale::ZhHans => Locale::En.tag(),
        Locale::En => Locale::ZhHans.tag(),
    }
}

/// The heading that takes the focus when the screen changes.
fn heading(node: &NodeRef, text: &str) -> Html {
    html! { <h1 ref={node.clone()} tabindex="-1">{ text }</h1> }
}

/// One button that tells the session something.
fn button(props: &Props, class: &'static str, label: Key, event: Event) -> Html {
    tag!("button", "type" = "button", "class" = class, on props.on(event); props.say(label))
}

/// One paragraph.
fn say(props: &Props, class: &'static str, text: Key) -> Html {
    props.line("p", class, text)
}

fn paragraph(class: &'static str, said: &str) -> Html {
    line("p", class, said)
}

/// The help lines, the same on every screen that shows them.
fn lines(props: &Props) -> Html {
    lines_of(props, |kind| kind != HelpKind::Rights)
}

fn lines_of(props: &Props, wanted: impl Fn(HelpKind) -> bool) -> Html {
    let item = |help: &HelpLine| {
        tag!("li"; tag!("a", "href" = format!("tel:{}", help.number);
            line("strong", "", &help.number),
            line("span", "", &help.name),
            line("small", "", &help.hours),
        ))
    };
    let label = props.text(Key::HelpLinesTitle).to_owned();
    let items = props.pack.region.lines.iter().filter(|line| wanted(line.kind)).map(item);
    tag!("ul", "class" = "lines", "aria-label" = label; list(items.collect()))
}
