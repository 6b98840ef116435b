//! Screens of the notebook's lock, and clearing it.

use crate::dom::{all, tag, text};
use crate::{
    app::{Act, App, Here, Place},
    parts::{heading, said, say_button},
    shut::Shut,
    words::{lock as w, menu as wm},
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Six digits are asked for before anything is read.
pub fn ask(app: &App, here: &Here, node: &NodeRef) -> Html {
    let gone = app.wrong == Some(Shut::Gone);
    all![
        heading(node, here.say(w::TITLE)),
        if gone {
            tag!("p", "class" = "keep", "role" = "alert"; text(here.say(w::GONE)))
        } else {
            digits(app, here, true)
        },
        tag!("div", "class" = "actions";
            say_button(here, "other", w::WITHOUT, Act::Without),
            say_button(here, "quiet", w::CLEAR, Act::Go(Place::Clear)),
        ),
    ]
}

fn digits(app: &App, here: &Here, open: bool) -> Html {
    let wrong = app.wrong.map(|why| why_shut(here, why));
    html! { <Digits here={here.clone()} {wrong} busy={app.busy} {open} /> }
}

/// A lock is made, or taken off.
pub fn change(app: &App, here: &Here, node: &NodeRef) -> Html {
    let back = say_button(here, "quiet", wm::BACK, Act::Go(Place::Menu));
    if app.has_lock {
        return all![
            heading(node, here.say(w::UNSET)),
            tag!("div", "class" = "actions"; say_button(here, "main", w::UNSET, Act::Unlock), back),
        ];
    }
    all![
        heading(node, here.say(w::SET_TITLE)),
        said(here, "p", "lead", w::SET_LEAD),
        said(here, "p", "keep", w::SET_HONEST),
        digits(app, here, false),
        tag!("div", "class" = "actions"; back),
    ]
}

/// Everything is cleared, once it was asked for twice.
pub fn clear(here: &Here, node: &NodeRef) -> Html {
    all![
        heading(node, here.say(w::CLEAR)),
        said(here, "p", "lead", w::CLEAR_LEAD),
        tag!("div", "class" = "actions";
            say_button(here, "other", w::CLEAR_SURE, Act::Wipe),
            say_button(here, "quiet", w::KEEP, Act::Go(Place::Menu)),
        ),
    ]
}

fn why_shut(here: &Here, why: Shut) -> String {
    match why {
        Shut::Six => here.say(w::SIX).to_owned(),
        Shut::Easy => here.say(w::EASY).to_owned(),
        Shut::Wrong(left) => w::WRONG.fill(here.locale, &[("left", &left.to_string())]),
        Shut::Wait(until) => {
            let seconds = until.saturating_sub(here.browser.now().ms).div_ceil(1_000);
            w::WAIT.fill(here.locale, &[("seconds", &seconds.to_string())])
        }
        Shut::Gone => here.say(w::GONE).to_owned(),
        Shut::Failed => here.say(w::FAILED).to_owned(),
    }
}

/// The field for six digits. The browser keeps what is typed until it is sent.
#[derive(Properties, PartialEq)]
pub struct DigitsProps {
    /// The page.
    pub here: Here,
    /// What is wrong with what was typed.
    pub wrong: Option<String>,
    /// A derivation is going on.
    pub busy: bool,
    /// To open, or to lock.
    pub open: bool,
}

/// See [`DigitsProps`].
pub struct Digits(NodeRef);

impl Component for Digits {
    type Message = ();
    type Properties = DigitsProps;

    fn create(_: &Context<Self>) -> Digits {
        Digits(NodeRef::default())
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let DigitsProps { here, wrong, busy, open } = ctx.props();
        let (node, open) = (self.0.clone(), *open);
        let send = here.act.reform(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            if open { Act::Open(typed) } else { Act::Lock(typed) }
        });
        let label = match (*busy, open) {
            (true, _) => w::BUSY,
            (false, true) => w::OPEN,
            (false, false) => w::SET,
        };
        html! {
            <form onsubmit={send} class="digits">
                <label for="digits">{ here.say(w::DIGITS) }</label>
                <input id="digits" ref={self.0.clone()} type="password" inputmode="numeric" autocomplete="off" maxlength="12"
                    aria-describedby="digits-wrong" aria-invalid={if wrong.is_some() { "true" } else { "false" }} />
                <p id="digits-wrong" class="wrong" role="alert">{ wrong.clone().unwrap_or_default() }</p>
                <button type="submit" class="main" disabled={*busy}>{ here.say(label) }</button>
            </form>
        }
    }
}
