//! A labelled field. The browser keeps what is typed in it; the page reads it when the form is sent, so
//! nothing is lost to an error and no input method is disturbed.

use crate::words::{Lang, Text, Word};
use web_sys::{FocusOptions, HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// One field.
pub struct Field {
    /// Id of the input.
    pub id: &'static str,
    /// What it is.
    pub label: &'static str,
    /// What to type.
    pub hint: Option<&'static str>,
    /// `text` or `password`.
    pub kind: &'static str,
    /// What a password manager should know.
    pub autocomplete: &'static str,
    /// Where to read it.
    pub node: NodeRef,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

impl Field {
    /// Draws it.
    pub fn view(self) -> Html {
        let (hint_id, wrong_id) = (format!("{}-hint", self.id), format!("{}-wrong", self.id));
        let described = format!("{wrong_id} {hint_id}");
        html! {
            <div class="field">
                <label for={self.id}>{ self.label }</label>
                if let Some(hint) = self.hint {
                    <p class="hint" id={hint_id}>{ hint }</p>
                }
                <input id={self.id} ref={self.node} type={self.kind} autocomplete={self.autocomplete} autocapitalize="off"
                    spellcheck="false" maxlength="200" aria-describedby={described}
                    aria-invalid={if self.wrong.is_some() { "true" } else { "false" }} />
                <p class="wrong" id={wrong_id} role="alert">
                    { self.wrong.clone() }
                </p>
            </div>
        }
    }
}

/// A passphrase is typed blind unless asked for; most browsers switch input methods off meanwhile.
pub fn show_box(lang: Lang, shown: bool, set: &Callback<bool>) -> Html {
    let change = set.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="tick">
            <input type="checkbox" checked={shown} onchange={change} />
            <span><strong>{ lang.say(Word::Show) }</strong><small>{ lang.say(Word::ShowHint) }</small></span>
        </label>
    }
}

/// Two fields for a new passphrase, with the box that shows it.
pub struct NewPassphrase<'a> {
    /// Where to read the first.
    pub node: &'a NodeRef,
    /// Where to read the second.
    pub again: &'a NodeRef,
    /// What is wrong with the first and the second.
    pub wrong: [Option<String>; 2],
    /// Whether it is shown.
    pub shown: bool,
}

impl NewPassphrase<'_> {
    /// Draws it. `set` shows or hides.
    pub fn view(self, lang: Lang, set: &Callback<bool>) -> Html {
        let kind = if self.shown { "text" } else { "password" };
        let [first, second] = self.wrong;
        let field = |id, label: Word, hint: Option<Word>, node: &NodeRef, wrong| {
            let (label, hint, node) = (lang.say(label), hint.map(|word| lang.say(word)), node.clone());
            Field { id, label, hint, kind, autocomplete: "new-password", node, wrong }.view()
        };
        html! {
            <>
                { field("passphrase", Word::Passphrase, Some(Word::PassphraseRule), self.node, first) }
                { field("again", Word::Again, None, self.again, second) }
                { show_box(lang, self.shown, set) }
            </>
        }
    }
}

/// One of a few: radio buttons that look like a row of tabs. `chosen` is the place in `labels`.
pub fn choose(
    name: &'static str,
    legend: impl Text,
    lang: Lang,
    labels: &[&str],
    chosen: Option<usize>,
    set: &Callback<usize>,
) -> Html {
    let one = |(nth, label): (usize, &&str)| {
        let id = format!("{name}-{nth}");
        html! {
            <span class="choice">
                <input type="radio" {name} id={id.clone()} checked={chosen == Some(nth)} onchange={set.reform(move |_| nth)} />
                <label for={id}>{ *label }</label>
            </span>
        }
    };
    html! {
        <fieldset class="choices">
            <legend>{ lang.say(legend) }</legend>
            { for labels.iter().enumerate().map(one) }
        </fieldset>
    }
}

/// What was typed, in Unicode normal form KC: the same passphrase on every keyboard, full width or not.
pub fn typed(node: &NodeRef) -> String {
    let value = node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
    js_sys::JsString::from(value).normalize("NFKC").into()
}

/// Writes into a field.
pub fn write(node: &NodeRef, text: &str) {
    if let Some(input) = node.cast::<HtmlInputElement>() {
        input.set_value(text);
    }
}

/// Takes the focus there.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let _an_element_that_is_gone_needs_none = element.focus();
    }
}

/// Takes the focus there without scrolling, unless something else has it.
pub fn focus_if_lost(node: &NodeRef) {
    let page = web_sys::window().and_then(|window| window.document());
    let active = page.and_then(|page| page.active_element());
    if active.is_some_and(|element| element.tag_name() != "BODY") {
        return;
    }
    if let Some(element) = node.cast::<HtmlElement>() {
        let calmly = FocusOptions::new();
        calmly.set_prevent_scroll(true);
        let _an_element_that_is_gone_needs_none = element.focus_with_options(&calmly);
    }
}
