//! The record of one person: what came, what was done, and the forms for what comes next.

use crate::{
    api::Fault,
    card::{about, came, short, together, who, wishes},
    case::{Guard, What},
    case_forms,
    draft::{Draft, Part, Wrong},
    guard_panel, history,
    kept::Order,
    model::Group,
    open::{KeptRc, OpenRc},
    row::Seen,
    sheet, time,
    words::{Lang, case::Case as Words},
};
use qinghe_wire::{CaseEntry, CaseKind};
use std::{collections::BTreeMap, rc::Rc};
use yew::prelude::*;

#[derive(Properties)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    pub kept: KeptRc,
    pub group: Rc<Group>,
    /// Gateway's clock minus this one, milliseconds.
    pub skew: i64,
    /// Something was written: it is to be sent.
    pub on_written: Callback<()>,
    pub on_ended: Callback<()>,
    pub on_back: Callback<()>,
}

impl PartialEq for Props {
    // What is not saved yet changes behind these, so a new drawing of the desk is always one of the record.
    fn eq(&self, _: &Props) -> bool {
        false
    }
}

/// Which form is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Contact,
    Outcome,
    Note,
    Lock,
    Sheet,
}

pub enum Msg {
    Typed(Part, String),
    Edit(fn(&mut Draft, usize), usize),
    Write(Form),
    Again(u32),
    TakeBack(u32),
    AskUnlock,
    Asked(Result<(), Fault>),
    NoLock,
    Sheet(bool),
    Print,
}

pub struct CasePage {
    draft: Draft,
    wrong: Option<(Form, Wrong)>,
    /// Opened entries by their number.
    read: BTreeMap<i64, Option<Rc<CaseEntry>>>,
    sheet: bool,
    lock_declined: bool,
    asking: bool,
    ask_failed: Option<Words>,
}

impl Component for CasePage {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> CasePage {
        let mut page = CasePage {
            draft: ctx.props().open.0.draft(&ctx.props().group),
            wrong: None,
            read: BTreeMap::new(),
            sheet: false,
            lock_declined: false,
            asking: false,
            ask_failed: None,
        };
        page.read_entries(ctx.props());
        page
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Props) -> bool {
        self.read_entries(ctx.props());
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Typed(part, text) => {
                self.draft.set(part, &text);
                self.forget_fault(Some(part));
            }
            Msg::Edit(edit, nth) => {
                edit(&mut self.draft, nth);
                self.forget_fault(None);
            }
            Msg::Write(form) => self.write(ctx, form),
            Msg::Again(n) => {
                ctx.props().kept.0.borrow_mut().lost(n);
                ctx.props().on_written.emit(());
            }
            Msg::TakeBack(n) => self.take_back(ctx, n),
            Msg::AskUnlock => self.ask_unlock(ctx),
            Msg::Asked(answer) => return self.asked(ctx, answer),
            Msg::NoLock => self.lock_declined = true,
            Msg::Sheet(open) => {
                self.sheet = open;
                if open && self.draft.sheet() == &Default::default() {
                    self.fill_sheet();
                }
            }
            Msg::Print => {
                if let Some(window) = web_sys::window() {
                    let _a_browser_without_a_printer = window.print();
                }
                return false;
            }
        }
        ctx.props().open.0.keep_draft(&ctx.props().group, &self.draft);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, group, open, skew, on_back, .. } = ctx.props();
        let (lang, link) = (*lang, ctx.link());
        let guard = self.guard(group, &open.0.me.name, *skew);
        // Where home may be the danger, the lock comes before anything that could reach it.
        let first = guard != Guard::Off || guard_panel::caution(self, group).is_some();
        let guard = guard_panel::view(self, link, lang, &guard, group);
        html! {
            <div class="case">
                <button type="button" class="quiet back" onclick={on_back.reform(|_| ())}>{ lang.say(Words::Back) }</button>
                <section class="card whole" aria-label={lang.say(Words::Private)}>
                    { self.status(lang, group) }
                    { who(lang, group) }
                    { about(lang, group) }
                    { together(lang, group) }
                    { wishes(lang, group) }
                    <ul class="came">{ for group.current().map(|entry| came(lang, group, entry)) }</ul>
                    <p class="reads">{ reads(lang, group) }</p>
                </section>
                <div class="steps">
                    <div class="column">
                        if first { { guard.clone() } }
                        { case_forms::contact(self, link, lang, group) }
                        { case_forms::outcome(self, link, lang, group) }
                        { case_forms::note(self, link, lang) }
                    </div>
                    <div class="column">
                        if !first { { guard } }
                        { sheet::panel(self, link, lang) }
                        { history::view(self, link, lang, group, &ctx.props().open, &ctx.props().kept) }
                    </div>
                </div>
                <p class="aside">{ lang.say(Words::Private) }{ lang.space() }{ lang.say(Words::ReadsOutcome) }</p>
                if self.sheet { { sheet::paper(self, lang, group, &open.0.me.name) } }
            </div>
        }
    }
}

/// What the other files of the record draw from.
impl CasePage {
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What is wrong with a form.
    pub fn wrong(&self, form: Form) -> Option<Wrong> {
        self.wrong.filter(|(at, _)| *at == form).map(|(_, wrong)| wrong)
    }

    /// An opened entry; `None` when it does not open.
    pub fn entry(&self, n: i64) -> Option<&Rc<CaseEntry>> {
        self.read.get(&n).and_then(Option::as_ref)
    }

    /// The newest entry of a kind that opens.
    pub fn newest(&self, group: &Group, kind: CaseKind) -> Option<(&Rc<CaseEntry>, Seen)> {
        let case = group.case.as_ref()?;
        let of_kind = case.entries.iter().rev().filter(|written| written.what == What::Wrote(kind));
        of_kind.filter_map(|written| Some((self.entry(written.n)?, written.by.clone()))).next()
    }

    pub fn sheet_open(&self) -> bool {
        self.sheet
    }

    pub fn asking(&self) -> bool {
        self.asking
    }

    pub fn ask_failed(&self) -> Option<Words> {
        self.ask_failed
    }

    pub fn lock_declined(&self) -> bool {
        self.lock_declined
    }

    fn guard(&self, group: &Group, name: &str, skew: i64) -> Guard {
        group.case.as_ref().map_or(Guard::Off, |case| case.lock.for_member(name, time::now() + skew))
    }

    fn status(&self, lang: Lang, group: &Group) -> Html {
        let case = group.case.as_deref();
        let at = |word: Words, seen: &Seen| {
            lang.fill(word, &[("name", &seen.by), ("time", &time::moment(lang, seen.at))])
        };
        let closed = case.and_then(|case| case.closed.as_ref()).filter(|_| !group.in_hand());
        let state = match (closed, case.and_then(|case| case.contacted.as_ref())) {
            (Some(seen), _) => at(Words::StatusClosed, seen),
            (None, Some(seen)) => at(Words::ContactDone, seen),
            (None, None) => lang.say(Words::StatusOpen).to_owned(),
        };
        let held = case.is_some_and(|case| case.held);
        html! {
            <div class="head">
                <h2>{ state }</h2>
                if held { <p class="held">{ lang.say(Words::Held) }</p> }
            </div>
        }
    }

    fn read_entries(&mut self, props: &Props) {
        let Some(case) = &props.group.case else { return };
        let keys = props.open.0.keys.borrow();
        let sittings = props.group.sittings();
        for written in &case.entries {
            let What::Wrote(kind) = written.what else { continue };
            if self.read.get(&written.n).is_none_or(Option::is_none) {
                let own = written.sitting.map(|sitting| vec![sitting]);
                let opened = keys.open_entry(kind, own.as_ref().unwrap_or(&sittings), &written.sealed);
                self.read.insert(written.n, opened.map(Rc::new));
            }
        }
        // The sheet is filled in step by step, so the newest one is where it goes on.
        if self.sheet && self.draft.sheet() == &Default::default() {
            self.fill_sheet();
        }
    }

    fn fill_sheet(&mut self) {
        let newest = self.read.iter().rev().find_map(|(_, entry)| match entry.as_deref() {
            Some(entry @ CaseEntry::Report(_)) => Some(entry.clone()),
            _ => None,
        });
        if let Some(entry) = newest {
            self.draft.take_back(&entry, false);
        }
    }

    fn forget_fault(&mut self, part: Option<Part>) {
        let over = |wrong: &Wrong| wrong.part.is_some_and(|part| self.draft.over(part) > 0);
        if self.wrong.is_some_and(|(_, wrong)| wrong.part == part && !over(&wrong)) {
            self.wrong = None;
        }
    }

    fn write(&mut self, ctx: &Context<Self>, form: Form) {
        let entry = match form {
            Form::Contact => Ok(CaseEntry::Contact { note: String::new() }),
            Form::Outcome => self.draft.outcome(),
            Form::Note => self.draft.note(),
            Form::Lock => self.draft.lock(),
            Form::Sheet => self.draft.report(),
        };
        let entry = match entry {
            Ok(entry) => entry,
            Err(wrong) => {
                self.wrong = Some((form, wrong));
                return;
            }
        };
        let Props { open, kept, group, on_written, .. } = ctx.props();
        let outcome = form == Form::Outcome;
        let (closes, releases) = (outcome && self.draft.closes, outcome && self.draft.releases);
        let order = match form {
            Form::Lock => Order::Lock,
            _ => Order::Entry { kind: entry.kind(), closes, releases },
        };
        let sitting = group.sitting();
        let Ok(sealed) = open.0.keys.borrow().seal_entry(&entry, &sitting) else { return };
        kept.0.borrow_mut().add(&open.0.owner(), sitting, order, sealed);
        self.draft.taken(&entry);
        self.wrong = None;
        on_written.emit(());
    }

    fn take_back(&mut self, ctx: &Context<Self>, n: u32) {
        let Props { open, kept, .. } = ctx.props();
        let Some(one) = kept.0.borrow_mut().take_back(n) else { return };
        let closes = matches!(one.order, Order::Entry { closes: true, .. });
        let entry = one
            .order
            .kind()
            .and_then(|kind| open.0.keys.borrow().open_entry(kind, &[one.sitting], &one.sealed));
        if let Some(entry) = entry {
            self.sheet |= matches!(entry, CaseEntry::Report(_));
            self.draft.take_back(&entry, closes);
        }
    }

    fn ask_unlock(&mut self, ctx: &Context<Self>) {
        (self.asking, self.ask_failed) = (true, None);
        let (session, sitting) = (ctx.props().open.0.session.clone(), ctx.props().group.sitting());
        ctx.link().send_future(async move { Msg::Asked(session.unlock_case(&sitting).await) });
    }

    fn asked(&mut self, ctx: &Context<Self>, answer: Result<(), Fault>) -> bool {
        self.asking = false;
        match answer {
            // The news bring the new state.
            Ok(()) => {}
            Err(Fault::Session) => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Err(fault) if fault.is("another-person") => self.ask_failed = Some(Words::GuardAnother),
            Err(_) => self.ask_failed = Some(Words::AskFailed),
        }
        true
    }
}

/// What the student reads now, and what comes next.
fn reads(lang: Lang, group: &Group) -> String {
    let own = group.entries.iter().rev().find(|entry| !entry.from_parent());
    let Some(newest) = own.map(|entry| entry.row.sitting) else {
        return lang.say(Words::ReadsParent).to_owned();
    };
    let first = group
        .entries
        .iter()
        .filter(|entry| entry.row.sitting == newest)
        .map(|entry| entry.row.received_at)
        .min();
    let contacted = group.case.as_ref().and_then(|case| case.contacted.as_ref());
    let talked = contacted.zip(first).is_some_and(|(contacted, first)| contacted.at >= first);
    let seen = group.entries.iter().any(|entry| entry.row.sitting == newest && entry.row.seen.is_some());
    let word = match (group.pseudonym().is_some(), talked, seen) {
        (false, _, _) => Words::ReadsHand,
        (true, true, _) => Words::ReadsContacted,
        (true, false, true) => Words::ReadsSeen,
        (true, false, false) => Words::ReadsWaiting,
    };
    lang.say(word).to_owned()
}

/// The short code for a heading of the sheet.
pub fn code_of(lang: Lang, group: &Group) -> String {
    let unknown = || lang.say(crate::words::Word::NobodyKnown).to_owned();
    group.pseudonym().map_or_else(unknown, short)
}
