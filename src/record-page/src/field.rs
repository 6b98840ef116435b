//! Labelled fields. The browser keeps what is typed; the page reads it when the form is sent, so nothing is lost to an
//! error and no input method is disturbed.

use crate::lang::{Lang, Word};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// What kind of field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// A passphrase: hidden unless it is to be shown.
    Secret {
        /// Shown.
        shown: bool,
    },
    /// Six digits, hidden unless shown.
    Digits {
        /// Shown.
        shown: bool,
    },
    /// Several lines.
    Lines,
    /// A day.
    Day,
    /// A box to tick.
    Tick,
}

/// One field.
pub struct Field {
    /// Id of the input.
    pub id: &'static str,
    /// What it is.
    pub label: String,
    /// What to type.
    pub hint: Option<Word>,
    /// Its kind.
    pub kind: Kind,
    /// What is in it at first; `1` for a ticked box.
    pub value: String,
    /// Where to read it.
    pub node: NodeRef,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

impl Field {
    /// Draws it.
    pub fn view(self, lang: Lang) -> Html {
        if self.kind == Kind::Tick {
            return self.tick(lang);
        }
        let (hint_id, wrong_id) = (format!("{}-hint", self.id), format!("{}-wrong", self.id));
        let described = match (&self.wrong, self.hint) {
            (Some(_), Some(_)) => Some(format!("{wrong_id} {hint_id}")),
            (Some(_), None) => Some(wrong_id.clone()),
            (None, Some(_)) => Some(hint_id.clone()),
            (None, None) => None,
        };
        let invalid = if self.wrong.is_some() { "true" } else { "false" };
        html! {
            <div class="field">
                <label for={self.id}>{ &self.label }</label>
                if let Some(hint) = self.hint { <p class="hint" id={hint_id}>{ lang.say(hint) }</p> }
                { self.input(described, invalid) }
                <p class="wrong" id={wrong_id} role="alert">{ self.wrong.clone().unwrap_or_default() }</p>
            </div>
        }
    }

    fn input(&self, described: Option<String>, invalid: &'static str) -> Html {
        if self.kind == Kind::Lines {
            return html! {
                <textarea id={self.id} ref={self.node.clone()} rows="4" autocomplete="off" spellcheck="false"
                    aria-describedby={described} aria-invalid={invalid} defaultvalue={self.value.clone()} />
            };
        }
        let kind = match self.kind {
            Kind::Secret { shown: false } | Kind::Digits { shown: false } => "password",
            Kind::Day => "date",
            _ => "text",
        };
        let digits = matches!(self.kind, Kind::Digits { .. });
        html! {
            <input id={self.id} ref={self.node.clone()} type={kind} autocomplete="off" autocapitalize="off"
                spellcheck="false" inputmode={digits.then_some("numeric")} maxlength={if digits { "12" } else { "400" }}
                class={digits.then_some("digits")} aria-describedby={described} aria-invalid={invalid}
                ~defaultValue={self.value.clone()} />
        }
    }

    fn tick(self, lang: Lang) -> Html {
        html! {
            <label class="tick">
                <input id={self.id} ref={self.node} type="checkbox" ~defaultChecked={self.value == "1"} />
                <span><strong>{ self.label }</strong>
                    if let Some(hint) = self.hint { <small>{ lang.say(hint) }</small> }
                </span>
            </label>
        }
    }
}

/// What was typed, in Unicode normal form C; of a box `1` or nothing.
pub fn typed(node: &NodeRef) -> String {
    let text = |value: String| js_sys::JsString::from(value).normalize("NFC").into();
    // Not `NodeRef::cast`: it calls every element whatever it is asked for.
    let Some(element) = node.get() else { return String::new() };
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        return text(area.value());
    }
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) if input.type_() == "checkbox" => if input.checked() { "1" } else { "" }.to_owned(),
        Some(input) => text(input.value()),
        None => String::new(),
    }
}

/// A passphrase, in Unicode normal form KC: the same on every keyboard, full width or not.
pub fn typed_secret(node: &NodeRef) -> String {
    js_sys::JsString::from(typed(node)).normalize("NFKC").into()
}

/// Takes the focus there.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let _an_element_that_is_gone_needs_none = element.focus();
    }
}

/// A box that shows what is typed.
pub fn show_box(lang: Lang, shown: bool, set: &Callback<bool>) -> Html {
    let change = set.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="tick">
            <input type="checkbox" checked={shown} onchange={change} />
            <span><strong>{ lang.say(crate::words::door::SHOW) }</strong></span>
        </label>
    }
}
