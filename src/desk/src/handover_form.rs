//! The form that asks why a history is opened.

use crate::{
    field,
    handover_page::{HandoverPage, Msg},
    words::handover::Handover as Words,
};
use qinghe_record::handover::{Reason, ReasonKind};
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Kinds of reasons, in the order of the page.
pub const KINDS: [(ReasonKind, Words); 5] = [
    (ReasonKind::Asked, Words::ReasonAsked),
    (ReasonKind::Planning, Words::ReasonPlanning),
    (ReasonKind::Safety, Words::ReasonSafety),
    (ReasonKind::Duty, Words::ReasonDuty),
    (ReasonKind::Other, Words::ReasonOther),
];

/// What is filled in.
#[derive(Default)]
pub struct Form {
    /// Position in [`KINDS`].
    pub kind: Option<usize>,
    /// The file's name and content; it belongs to the summary.
    pub file: Option<(String, Rc<Vec<u8>>)>,
    /// What is wrong: 0 at the kind, 1 at the words, 2 at the file.
    pub wrong: Option<(usize, Words)>,
    text: NodeRef,
}

impl Form {
    fn words(&self) -> String {
        self.text.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default()
    }

    /// The reason, once it is one.
    pub fn reason(&self) -> Option<Reason> {
        let (kind, _) = self.kind.and_then(|nth| KINDS.get(nth))?;
        Reason::new(*kind, &self.words()).ok()
    }

    /// The kind of reason when everything is there.
    ///
    /// # Errors
    /// What is missing first.
    pub fn complete(&self) -> Result<ReasonKind, (usize, Words)> {
        if self.kind.is_none() {
            return Err((0, Words::NeedReason));
        }
        let reason = self.reason().ok_or((1, Words::NeedText))?;
        if self.file.is_some() { Ok(reason.kind()) } else { Err((2, Words::NeedFile)) }
    }

    /// Says what is missing, and goes there.
    pub fn fail(&mut self, wrong: (usize, Words)) {
        if wrong.0 == 1 {
            field::focus(&self.text);
        }
        self.wrong = Some(wrong);
    }

    /// Draws it.
    pub fn view(&self, ctx: &Context<HandoverPage>, busy: bool) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let chosen = HandoverPage::chosen(ctx, Msg::History);
        let kind = |(nth, (_, word)): (usize, &(ReasonKind, Words))| {
            html! {
                <label class="tick">
                    <input type="radio" name="reason" checked={self.kind == Some(nth)} onchange={link.callback(move |_| Msg::Kind(nth))} />
                    <span><strong>{ lang.say(*word) }</strong></span>
                </label>
            }
        };
        let wrong = |at: usize| self.wrong.filter(|(wrong, _)| *wrong == at).map(|(_, word)| lang.say(word));
        let invalid = if wrong(1).is_some() { "true" } else { "false" };
        html! {
            <section class="step reasons">
                <h2 id="reason-title">{ lang.say(Words::HistoryTitle) }</h2>
                <p class="hint">{ lang.say(Words::HistoryLead) }</p>
                <div role="radiogroup" aria-label={lang.say(Words::ReasonTitle)} class="picks">{ for KINDS.iter().enumerate().map(kind) }</div>
                <p class="wrong" role="alert">{ wrong(0) }</p>
                <div class="field">
                    <label for="reason-text">{ lang.say(Words::ReasonText) }</label>
                    <p class="hint" id="reason-hint">{ lang.say(Words::ReasonHint) }</p>
                    <textarea id="reason-text" ref={self.text.clone()} rows="2" autocomplete="off" aria-describedby="reason-hint reason-wrong" aria-invalid={invalid} />
                    <p class="wrong" id="reason-wrong" role="alert">{ wrong(1) }</p>
                </div>
                <label class="other file" for="history">{ lang.say(Words::ChooseHistory) }
                    <input id="history" type="file" accept=".age" onchange={chosen} />
                </label>
                <p role="status">{ self.file.as_ref().map(|(name, _)| lang.fill(Words::Chosen, &[("name", name)])) }</p>
                <p class="wrong" role="alert">{ wrong(2) }</p>
                <button type="button" class="main" disabled={busy} onclick={link.callback(|_| Msg::Ask)}>{ lang.say(Words::OpenHistory) }</button>
            </section>
        }
    }
}
