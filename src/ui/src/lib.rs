//! Yew components: a view of session state, nothing else.
//!
//! [`App`] draws what [`Props`] say and reports what the person did as an [`Action`]. It keeps no
//! state of its own but two ticks on the consent screen, so a fresh mount after a panic shows the
//! same screen again. No `style` attributes and no raw HTML: both are refused under a strict
//! Content Security Policy.

mod again;
mod consent;
mod end;
pub use end::domain_key;
mod help;
mod item;
mod sees;

use qinghe_content::{Key, Pack};
use qinghe_session::{Event, View};
use std::rc::Rc;
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

/// What the person did.
#[derive(Clone, Copy, PartialEq)]
pub enum Action {
    /// Something the session decides.
    Session(Event),
    /// Change to the other language.
    SwitchLocale,
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
            && self.notice == other.notice
            && self.act == other.act
    }
}

impl Props {
    pub(crate) fn text(&self, key: Key) -> &str {
        self.pack.texts.get(key)
    }

    pub(crate) fn on(&self, event: Event) -> Callback<MouseEvent> {
        self.act.reform(move |_| Action::Session(event))
    }
}

/// Which screen is shown, without its content: focus moves when this changes.
#[derive(Clone, Copy, PartialEq)]
enum Screen {
    Sees,
    Consent,
    Item(usize),
    Again,
    Help,
    End,
    Declined,
}

fn screen(view: &View) -> Screen {
    match view {
        View::Sees { .. } => Screen::Sees,
        View::Consent { .. } => Screen::Consent,
        View::Item(item) => Screen::Item(item.position),
        View::Again { .. } => Screen::Again,
        View::Help(_) => Screen::Help,
        View::End { .. } => Screen::End,
        View::Declined => Screen::Declined,
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
        let body = match &props.view {
            View::Sees { items } => sees::view(props, *items, &self.heading),
            View::Consent { resumed } => {
                consent::view(props, *resumed, self.ticks, ctx.link(), &self.heading)
            }
            View::Item(item) => item::view(props, item, &self.heading),
            View::Again { items } => again::view(props, *items, &self.heading),
            View::Help(help) => help::view(props, help, &self.heading),
            View::End { shown } => end::view(props, shown.as_ref(), &self.heading),
            View::Declined => end::declined(props, &self.heading),
        };
        html! {
            <div class="app" lang={props.pack.locale.tag()} onkeydown={item::keys(props)}>
                { bar(props) }
                <div role="status">
                    if let Some(line) = props.notice { { say(props, "notice", line) } }
                </div>
                <main class="screen">{ body }</main>
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        let now = Some(screen(&ctx.props().view));
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

fn bar(props: &Props) -> Html {
    let help_open = matches!(props.view, View::Help(_));
    html! {
        <header class="bar">
            <span class="mark" aria-hidden="true"></span>
            <span class="product">{ props.text(Key::ProductName) }</span>
            <button type="button" class="quiet" lang={other_tag(props)}
                onclick={props.act.reform(|_| Action::SwitchLocale)}>
                { props.text(Key::LanguageSwitch) }
            </button>
            if !help_open {
                { button(props, "help-now", Key::HelpButton, Event::HelpOpen) }
            }
        </header>
    }
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

/// One button that tells the session something. Written once: every `html!` is code in the module.
fn button(props: &Props, class: &'static str, label: Key, event: Event) -> Html {
    press(class, props.text(label), props.on(event))
}

fn press(class: &'static str, label: &str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {class} {onclick}>{ label }</button> }
}

/// One paragraph.
fn say(props: &Props, class: &'static str, text: Key) -> Html {
    paragraph(class, props.text(text))
}

fn paragraph(class: &'static str, text: &str) -> Html {
    html! { <p {class}>{ text }</p> }
}

/// The help lines, the same on every screen that shows them.
fn lines(props: &Props) -> Html {
    html! {
        <ul class="lines" aria-label={props.text(Key::HelpLinesTitle).to_owned()}>
            { for props.pack.region.lines.iter().map(|line| {
                html! {
                    <li>
                        <a href={format!("tel:{}", line.number)}>
                            <strong>{ &line.number }</strong>
                            <span>{ &line.name }</span>
                            <small>{ &line.hours }</small>
                        </a>
                    </li>
                }
            }) }
        </ul>
    }
}
