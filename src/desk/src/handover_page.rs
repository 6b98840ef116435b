//! A handover at the desk: the centre's key to give away, then the summary, and the history for a stated reason.
//!
//! Files are read and opened here and nowhere else. Nothing is shown before the gateway's log has it.

use crate::{
    api::{Fault, handover::consent_key},
    field,
    handover::{MAX_FILE, said, summary},
    handover_form::{Form, KINDS},
    handover_view as draw,
    open::OpenRc,
    permit::{self, Verdict},
    words::{Lang, handover::Handover as Words},
};
use qinghe_record::handover::{History, Reason, Summary};
use qinghe_seal::age::Identity;
use std::rc::Rc;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    pub on_ended: Callback<()>,
}

pub enum Msg {
    Print,
    /// The bytes of a summary; nothing for a file that is too large.
    Summary(Option<Vec<u8>>),
    SummaryLogged(Box<Opened>, Result<(), Fault>),
    Kind(usize),
    History(String, Option<Vec<u8>>),
    Ask,
    HistoryLogged(Result<(), Fault>),
    Close,
}

/// A summary, and the key that opened it.
pub struct Opened {
    summary: Summary,
    with: Identity,
    /// Of the permit that came along, if one did.
    verdict: Verdict,
}

/// The page.
#[derive(Default)]
pub struct HandoverPage {
    wrong: Option<Words>,
    busy: bool,
    opened: Option<Box<Opened>>,
    pub(crate) form: Form,
    history: Option<History>,
    heading: NodeRef,
    moved: bool,
}

impl Component for HandoverPage {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> HandoverPage {
        HandoverPage::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Print => {
                if let Some(window) = web_sys::window() {
                    let _a_browser_without_a_printer = window.print();
                }
                return false;
            }
            Msg::Summary(None) => self.wrong = Some(Words::Large),
            Msg::Summary(Some(file)) => self.open_summary(ctx, &file),
            Msg::SummaryLogged(_, Err(Fault::Session)) | Msg::HistoryLogged(Err(Fault::Session)) => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Msg::SummaryLogged(opened, Ok(())) => {
                (self.busy, self.opened, self.moved) = (false, Some(opened), true);
            }
            Msg::SummaryLogged(_, Err(_)) => (self.busy, self.wrong) = (false, Some(Words::NotLogged)),
            Msg::Kind(nth) => self.form.kind = Some(nth),
            Msg::History(name, file) => self.choose(name, file),
            Msg::Ask => self.ask(ctx),
            Msg::HistoryLogged(Ok(())) => self.open_history(),
            Msg::HistoryLogged(Err(_)) => {
                (self.busy, self.form.wrong) = (false, Some((2, Words::NotLogged)));
            }
            Msg::Close => *self = HandoverPage { moved: true, ..HandoverPage::default() },
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.moved) {
            field::focus(&self.heading);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        match &self.opened {
            None => self.start(ctx),
            Some(opened) => html! {
                <div class="handover">
                    { self.summary_view(lang, opened) }
                    { self.history_view(ctx, &opened.summary) }
                    <button type="button" class="main" onclick={ctx.link().callback(|_| Msg::Close)}>{ lang.say(Words::Close) }</button>
                </div>
            },
        }
    }
}

impl HandoverPage {
    /// The file that was chosen, with its name, read here.
    pub(crate) fn chosen(ctx: &Context<Self>, told: fn(String, Option<Vec<u8>>) -> Msg) -> Callback<Event> {
        let link = ctx.link().clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let file = input.files().and_then(|files| files.get(0));
            input.set_value("");
            if let Some(file) = file {
                link.send_future(async move { told(file.name(), bytes(&file).await) });
            }
        })
    }

    fn open_summary(&mut self, ctx: &Context<Self>, file: &[u8]) {
        let open = &ctx.props().open.0;
        let mut keys = open.keys.borrow().age_identities();
        self.wrong = None;
        let (summary, with) = match summary(file, &keys) {
            Ok((summary, nth)) => (summary, keys.swap_remove(nth)),
            Err(why) => {
                self.wrong = Some(why);
                return;
            }
        };
        self.busy = true;
        let (session, mut opened) =
            (open.session.clone(), Box::new(Opened { summary, with, verdict: Verdict::Unknown }));
        ctx.link().send_future(async move {
            let logged = session.handover_opened(&opened.summary.id(), None).await;
            if let Some(signed) = opened.summary.permit() {
                opened.verdict = permit::verdict(signed, consent_key().await).await;
            }
            Msg::SummaryLogged(opened, logged)
        });
    }

    fn choose(&mut self, name: String, file: Option<Vec<u8>>) {
        let fits =
            |file: &Vec<u8>| self.opened.as_ref().is_some_and(|opened| opened.summary.is_history(file));
        self.form.wrong = match &file {
            None => Some((2, Words::Large)),
            Some(file) if !fits(file) => Some((2, Words::OtherHandover)),
            Some(_) => None,
        };
        self.form.file = file.filter(fits).map(|file| (name, Rc::new(file)));
    }

    /// Everything is there: the log hears of it, and only then it is opened.
    fn ask(&mut self, ctx: &Context<Self>) {
        let Some(opened) = &self.opened else { return };
        if self.busy {
            return;
        }
        match self.form.complete() {
            Err(wrong) => self.form.fail(wrong),
            Ok(kind) => {
                self.busy = true;
                let (session, id) = (ctx.props().open.0.session.clone(), opened.summary.id());
                ctx.link().send_future(async move {
                    Msg::HistoryLogged(session.handover_opened(&id, Some(kind)).await)
                });
            }
        }
    }

    fn open_history(&mut self) {
        self.busy = false;
        let (Some(opened), Some(reason), Some((_, file))) =
            (&self.opened, self.form.reason(), &self.form.file)
        else {
            return;
        };
        match opened.summary.history(file, &opened.with, reason) {
            Ok(history) => (self.history, self.form, self.moved) = (Some(history), Form::default(), true),
            Err(fault) => self.form.wrong = Some((2, said(&fault))),
        }
    }

    fn start(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, open, .. } = ctx.props();
        let lang = *lang;
        let Some(key) = open.0.keys.borrow().recipient().map(|key| key.to_string()) else {
            return html! { <p class="keep">{ lang.say(Words::NoKey) }</p> };
        };
        let end = key.get(key.len().saturating_sub(6)..).unwrap_or_default().to_owned();
        let chosen = HandoverPage::chosen(ctx, |_, file| Msg::Summary(file));
        let wrong = self.wrong.map(|word| lang.fill(word, &[("end", &end)]));
        let end = lang.fill(Words::KeyEnd, &[("end", &end)]);
        html! {
            <div class="handover start">
                <h2 class="aloud" ref={self.heading.clone()} tabindex="-1">{ lang.say(Words::Title) }</h2>
                <p class="lead">{ lang.say(Words::Lead) }</p>
                <label class="main file" for="summary">
                    { lang.say(if self.busy { Words::Opening } else { Words::ChooseSummary }) }
                    <input id="summary" type="file" accept=".age" disabled={self.busy} onchange={chosen} />
                </label>
                <p class="wrong" role="alert">{ wrong }</p>
                <section class="step">
                    <h2>{ lang.say(Words::KeyTitle) }</h2>
                    <p class="hint">{ lang.say(Words::KeyLead) }</p>
                    <p class="age-key">{ &key }</p>
                    <p>{ &end }</p>
                    <button type="button" class="other" onclick={ctx.link().callback(|_| Msg::Print)}>{ lang.say(Words::KeyPrint) }</button>
                </section>
                <section class="paper" aria-hidden="true">
                    <h2>{ lang.say(Words::KeySheet) }</h2>
                    <p>{ lang.say(Words::KeySheetHow) }</p>
                    <p class="age-key">{ &key }</p>
                    <p>{ end }</p>
                </section>
            </div>
        }
    }

    fn summary_view(&self, lang: Lang, Opened { summary, verdict, .. }: &Opened) -> Html {
        let (from, to, day) = summary.between();
        let between = lang.fill(Words::FromTo, &[("from", from), ("to", to), ("day", &draw::day(day))]);
        let agreed = permit::said(lang, summary.permit().map(|signed| (signed, *verdict)), day);
        let heading = if self.history.is_none() { self.heading.clone() } else { NodeRef::default() };
        html! {
            <>
                <h2 ref={heading} tabindex="-1">{ between }</h2>
                { code(lang, Words::CodeSame, &summary.receipt(false).text()) }
                <p class="permit">{ for agreed.into_iter().map(|line| html! { <>{ line }{ lang.space() }</> }) }</p>
                if let Some(last) = summary.last() {
                    <section class="part">
                        <h2>{ lang.say(Words::LastTier) }</h2>
                        <p><strong>{ draw::tier(lang, last.tier) }</strong>{ " · " }{ last.title.as_str() }{ " · " }{ draw::day(last.day) }</p>
                    </section>
                }
                { draw::entries(lang, summary.entries()) }
                if summary.entries().is_empty() && summary.last().is_none() { <p class="hint">{ lang.say(Words::Empty) }</p> }
                { code(lang, Words::CodeReceived, &summary.receipt(true).text()) }
            </>
        }
    }

    fn history_view(&self, ctx: &Context<Self>, summary: &Summary) -> Html {
        let lang = ctx.props().lang;
        if !summary.has_history() {
            return html! { <p class="hint">{ lang.say(Words::HistoryNone) }</p> };
        }
        match &self.history {
            None => self.form.view(ctx, self.busy),
            Some(history) => html! {
                <section class="part">
                    <h2 ref={self.heading.clone()} tabindex="-1">{ lang.say(Words::HistoryTitle) }</h2>
                    <p class="hint">{ opened_for(lang, &history.reason) }</p>
                    { code(lang, Words::CodeHistory, &history.receipt.text()) }
                    { draw::entries(lang, history.record.entries()) }
                </section>
            },
        }
    }
}

async fn bytes(file: &File) -> Option<Vec<u8>> {
    if file.size() > MAX_FILE {
        return None;
    }
    let read = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await;
    read.ok().map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec())
}

fn opened_for(lang: Lang, reason: &Reason) -> String {
    let kind = KINDS.iter().find(|(kind, _)| *kind == reason.kind()).map(|(_, word)| lang.say(*word));
    lang.fill(Words::OpenedFor, &[("kind", kind.unwrap_or_default()), ("text", reason.text())])
}

fn code(lang: Lang, what: Words, digits: &str) -> Html {
    html! { <div class="receipt"><p class="digits">{ digits.to_owned() }</p><p class="hint">{ lang.say(what) }</p></div> }
}
