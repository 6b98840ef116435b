//! The forms of a record: talked, outcome, note. What is typed goes into the draft at every key.

use crate::{
    case::Lock,
    case_page::{CasePage, Form, Msg},
    draft::{Choice, Draft, Part, Wrong},
    model::Group,
    words::{Lang, case::Case as Words},
};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{html::Scope, prelude::*};

/// One labelled text of a form.
pub struct Typing<'a> {
    pub page: &'a CasePage,
    pub link: &'a Scope<CasePage>,
    pub lang: Lang,
    pub form: Form,
}

impl Typing<'_> {
    /// A field with its fault beneath.
    pub fn field(&self, part: Part, label: Words, rows: u32) -> Html {
        let Typing { page, link, lang, form } = self;
        let id = part.id();
        let wrong_id = format!("{id}-wrong");
        let wrong = page.wrong(*form).filter(|wrong| wrong.part == Some(part));
        let over = page.draft().over(part);
        let text =
            wrong.map(|wrong| fault(*lang, wrong)).or_else(|| (over > 0).then(|| too_long(*lang, over)));
        let value = page.draft().get(part).to_owned();
        let invalid = if text.is_some() { "true" } else { "false" };
        let input = if part.one_line() {
            let typed = link.callback(move |event: InputEvent| {
                Msg::Typed(part, event.target_unchecked_into::<HtmlInputElement>().value())
            });
            html! {
                <input {id} type="text" autocomplete="off" {value} oninput={typed} aria-describedby={wrong_id.clone()} aria-invalid={invalid} />
            }
        } else {
            let typed = link.callback(move |event: InputEvent| {
                Msg::Typed(part, event.target_unchecked_into::<HtmlTextAreaElement>().value())
            });
            html! {
                <textarea {id} rows={rows.to_string()} {value} oninput={typed} aria-describedby={wrong_id.clone()} aria-invalid={invalid} />
            }
        };
        html! {
            <div class="field">
                <label for={part.id()}>{ lang.say(label) }</label>
                { input }
                <p class="wrong" id={wrong_id} role="alert">{ text }</p>
            </div>
        }
    }

    fn button(&self, class: &'static str, label: Words) -> Html {
        let form = self.form;
        html! {
            <button type="button" {class} onclick={self.link.callback(move |_| Msg::Write(form))}>{ self.lang.say(label) }</button>
        }
    }
}

fn fault(lang: Lang, wrong: Wrong) -> String {
    if wrong.over > 0 { too_long(lang, wrong.over) } else { lang.say(wrong.word).to_owned() }
}

fn too_long(lang: Lang, over: usize) -> String {
    lang.fill(Words::TooLong, &[("n", &over.to_string())])
}

/// "I have talked with the student."
pub fn contact(page: &CasePage, link: &Scope<CasePage>, lang: Lang, group: &Group) -> Html {
    let typing = Typing { page, link, lang, form: Form::Contact };
    let known = group.pseudonym().is_some();
    html! {
        <section class="step">
            <h2>{ lang.say(Words::StepContact) }</h2>
            if known { <p class="hint">{ lang.say(Words::ReadsNext) }</p> }
            { typing.button("main act", Words::ContactButton) }
        </section>
    }
}

/// What became of it.
pub fn outcome(page: &CasePage, link: &Scope<CasePage>, lang: Lang, group: &Group) -> Html {
    let typing = Typing { page, link, lang, form: Form::Outcome };
    let choice = page.draft().choice;
    let missing = page.wrong(Form::Outcome).filter(|wrong| wrong.part.is_none());
    let draft = page.draft();
    let held = group.case.as_ref().is_some_and(|case| case.held && case.lock == Lock::Off);
    html! {
        <section class="step">
            <h2 id="outcome-title">{ lang.say(Words::StepOutcome) }</h2>
            <div role="radiogroup" aria-labelledby="outcome-title" class="picks">
                { for Choice::ALL.iter().enumerate().map(|(nth, one)| pick(link, lang, nth, *one, choice)) }
            </div>
            <p class="wrong" role="alert">{ missing.map(|wrong| fault(lang, wrong)) }</p>
            if choice == Some(Choice::Guardian) { { typing.field(Part::Through, Words::GuardianWho, 1) } }
            if choice == Some(Choice::Guardian) { <p class="hint">{ lang.say(Words::GuardChoose) }</p> }
            if choice == Some(Choice::Hospital) { { typing.field(Part::Which, Words::HospitalWhich, 1) } }
            { typing.field(Part::OutcomeNote, Words::Note, 2) }
            { tick(link, lang, [Words::Closes, Words::ClosesHint], draft.closes, |draft, on| draft.closes = on == 1) }
            if held && !draft.closes {
                { tick(link, lang, [Words::Releases, Words::ReleasesHint], draft.releases, |draft, on| draft.releases = on == 1) }
            }
            { typing.button("other act", Words::OutcomeButton) }
        </section>
    }
}

fn tick(link: &Scope<CasePage>, lang: Lang, words: [Words; 2], on: bool, set: fn(&mut Draft, usize)) -> Html {
    let change = link.callback(move |event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        Msg::Edit(set, usize::from(on))
    });
    let [label, hint] = words.map(|word| lang.say(word));
    html! {
        <label class="tick">
            <input type="checkbox" checked={on} onchange={change} />
            <span><strong>{ label }</strong><small>{ hint }</small></span>
        </label>
    }
}

fn pick(link: &Scope<CasePage>, lang: Lang, nth: usize, one: Choice, chosen: Option<Choice>) -> Html {
    let choose: fn(&mut Draft, usize) = |draft, nth| draft.choice = Choice::ALL.get(nth).copied();
    html! {
        <label class="tick">
            <input type="radio" name="outcome" checked={chosen == Some(one)} onchange={link.callback(move |_| Msg::Edit(choose, nth))} />
            <span>
                <strong>{ lang.say(one.word()) }</strong>
                if one == Choice::False { <small>{ lang.say(Words::OutcomeFalseHint) }</small> }
            </span>
        </label>
    }
}

/// A note.
pub fn note(page: &CasePage, link: &Scope<CasePage>, lang: Lang) -> Html {
    let typing = Typing { page, link, lang, form: Form::Note };
    html! {
        <section class="step">
            <h2>{ lang.say(Words::NoteOnly) }</h2>
            { typing.field(Part::Note, Words::NoteText, 3) }
            { typing.button("other act", Words::NoteButton) }
        </section>
    }
}

/// The reason of the guardian lock, with its buttons.
pub fn lock(page: &CasePage, link: &Scope<CasePage>, lang: Lang, declinable: bool) -> Html {
    let typing = Typing { page, link, lang, form: Form::Lock };
    html! {
        <>
            { typing.field(Part::LockWhy, Words::GuardWhy, 2) }
            <div class="buttons">
                { typing.button("other", Words::GuardOn) }
                if declinable {
                    <button type="button" class="quiet" onclick={link.callback(|_| Msg::NoLock)}>{ lang.say(Words::GuardNotNow) }</button>
                }
            </div>
        </>
    }
}

/// The button that saves the sheet.
pub fn save_sheet(page: &CasePage, link: &Scope<CasePage>, lang: Lang) -> Html {
    Typing { page, link, lang, form: Form::Sheet }.button("other", Words::SheetSave)
}
