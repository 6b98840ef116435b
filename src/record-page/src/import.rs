//! Bringing in: choose, open, look, decide.

use crate::{
    app::{Act, Here, View},
    bring,
    door::{DRAW_MS, Make},
    field::{Field, Kind, focus, typed_secret},
    home::back,
    lists::content,
    open::{Open, OpenRc, Place},
    paper,
    words::{self, carry as w},
};
use gloo_timers::future::TimeoutFuture;
use qinghe_record::{
    Record,
    merge::{Decision, Preview, Row, Standing, Stopped, preview},
    sheets::Scanned,
};
use qinghe_seal::age::{Lock, MAX_FILE};
use std::rc::Rc;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;
use zeroize::Zeroizing;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub here: Here,
    pub heading: NodeRef,
    /// `None` before a record is there: what comes in becomes one.
    pub open: Option<OpenRc>,
}

enum Step {
    Choose,
    Shut {
        file: Rc<Vec<u8>>,
        lock: Lock,
    },
    Look(Preview),
    /// What came in becomes a record of this browser.
    Make(OpenRc),
}

pub enum Msg {
    File(Vec<u8>),
    Large,
    Photos(Vec<File>),
    Read(Scanned, paper::Found),
    Open,
    Opened(Record),
    Failed(String),
    Decide(usize, Decision),
    TakeAll,
    Finish,
}

/// The import.
pub struct Import {
    step: Step,
    scanned: Option<Scanned>,
    secret: NodeRef,
    busy: bool,
    wrong: Option<String>,
    moved: bool,
}

impl Component for Import {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Import {
        Import {
            step: Step::Choose,
            scanned: Some(Scanned::default()),
            secret: NodeRef::default(),
            busy: false,
            wrong: None,
            moved: false,
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.moved) {
            focus(&ctx.props().heading);
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let here = &ctx.props().here;
        self.moved = matches!(msg, Msg::Opened(_));
        match msg {
            Msg::File(file) => self.have(here, file),
            Msg::Large => self.wrong = Some(here.say(w::TOO_LONG).to_owned()),
            Msg::Photos(photos) => self.look_at(ctx, photos),
            Msg::Read(scanned, found) => self.read(here, scanned, found),
            Msg::Open => self.open(ctx),
            Msg::Opened(record) => self.opened(ctx, record),
            Msg::Failed(why) => {
                (self.busy, self.wrong) = (false, Some(why));
                focus(&self.secret);
            }
            Msg::Decide(at, decision) => {
                if let Step::Look(preview) = &mut self.step {
                    preview.decide(at, decision);
                }
                self.wrong = None;
            }
            Msg::TakeAll => {
                if let Step::Look(preview) = &mut self.step {
                    preview.decide_all(Standing::New, Decision::TakeTheirs);
                }
                self.wrong = None;
            }
            Msg::Finish => self.finish(here),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { here, heading, open } = ctx.props();
        if let Step::Make(record) = &self.step {
            return html! { <Make here={here.clone()} heading={heading.clone()} first=true record={Some(record.clone())} /> };
        }
        let title = if matches!(self.step, Step::Look(_)) { w::PREVIEW } else { words::home::IMPORT };
        html! {
            <>
                if open.is_some() { { back(here) } } else {
                    <button type="button" class="quiet back" onclick={here.to(View::Door)}>{ "← " }{ here.say(words::BACK) }</button>
                }
                <h1 ref={heading.clone()} tabindex="-1">{ here.say(title) }</h1>
                { match &self.step {
                    Step::Choose => self.choose(ctx),
                    Step::Shut { lock, .. } => self.shut(ctx, *lock),
                    Step::Look(preview) => self.look(ctx, preview),
                    Step::Make(_) => html! {},
                } }
            </>
        }
    }
}

impl Import {
    fn have(&mut self, here: &Here, file: Vec<u8>) {
        match bring::asks_for(&file) {
            Ok(lock) => (self.step, self.wrong) = (Step::Shut { file: Rc::new(file), lock }, None),
            Err(why) => self.wrong = Some(here.say(why).to_owned()),
        }
    }

    fn look_at(&mut self, ctx: &Context<Self>, photos: Vec<File>) {
        // While photographs are looked at, what was scanned is on its way with them.
        let Some(mut scanned) = self.scanned.take() else { return };
        self.busy = true;
        let (link, browser) = (ctx.link().clone(), ctx.props().here.browser.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let mut found = paper::Found::default();
            for photo in photos {
                TimeoutFuture::new(DRAW_MS).await;
                let one = paper::read(&browser, &photo, &mut scanned).await;
                found = paper::Found { ours: found.ours + one.ours, other: found.other || one.other };
            }
            link.send_message(Msg::Read(scanned, found));
        });
    }

    fn read(&mut self, here: &Here, scanned: Scanned, found: paper::Found) {
        (self.busy, self.wrong) = (false, None);
        if found.other {
            self.wrong = Some(here.say(w::OTHER_SHEET).to_owned());
        } else if found.ours == 0 {
            self.wrong = Some(here.say(w::NO_CODE).to_owned());
        }
        let whole = scanned.file();
        self.scanned = Some(scanned);
        if let Some(file) = whole {
            self.have(here, file);
        }
    }

    fn open(&mut self, ctx: &Context<Self>) {
        let Step::Shut { file, .. } = &self.step else { return };
        if self.busy {
            return;
        }
        (self.busy, self.wrong) = (true, None);
        let (file, lang, link) = (Rc::clone(file), ctx.props().here.lang, ctx.link().clone());
        let secret = Zeroizing::new(typed_secret(&self.secret));
        wasm_bindgen_futures::spawn_local(async move {
            TimeoutFuture::new(DRAW_MS).await;
            link.send_message(match bring::open(lang, &file, &secret) {
                Ok(record) => Msg::Opened(record),
                Err(why) => Msg::Failed(why),
            });
        });
    }

    fn opened(&mut self, ctx: &Context<Self>, record: Record) {
        let Props { here, open, .. } = ctx.props();
        self.busy = false;
        match open {
            Some(open) => self.step = Step::Look(preview(&open.0.record, &record)),
            None if here.browser.shared() => here.act.emit(Act::Memory(record)),
            None => self.step = Step::Make(OpenRc(Rc::new(Open { record, place: Place::Memory }))),
        }
    }

    fn finish(&mut self, here: &Here) {
        let Step::Look(preview) = &self.step else { return };
        match preview.finish() {
            Ok(record) => {
                here.act.emit(Act::Go(View::Home));
                here.act.emit(Act::Change(record, w::TAKEN_IN));
            }
            Err(Stopped::Undecided(rows)) => {
                self.wrong = Some(here.lang.fill(w::UNDECIDED, &[("n", &rows.len().to_string())]));
            }
            Err(Stopped::Fault(_)) => self.wrong = Some(here.say(w::TOO_MUCH).to_owned()),
        }
    }

    fn choose(&self, ctx: &Context<Self>) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let files = |event: &Event| -> Vec<File> {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let files = input.files();
            let count = files.as_ref().map_or(0, web_sys::FileList::length);
            let chosen =
                (0..count).filter_map(|nth| files.as_ref().and_then(|files| files.get(nth))).collect();
            input.set_value("");
            chosen
        };
        let file = {
            let link = link.clone();
            Callback::from(move |event: Event| {
                if let Some(file) = files(&event).into_iter().next() {
                    read_file(file, link.clone());
                }
            })
        };
        let photos = link.callback(move |event: Event| Msg::Photos(files(&event)));
        let so_far = self.scanned.as_ref().and_then(|scanned| {
            let (of, missing) = (scanned.total()?, scanned.missing());
            let got = (of - missing.len()).to_string();
            let list: Vec<String> = missing.iter().map(usize::to_string).collect();
            let got = here.lang.fill(w::SCANNED, &[("got", &got), ("of", &of.to_string())]);
            Some((got, here.lang.fill(w::MISSING, &[("list", &list.join(", "))])))
        });
        html! {
            <>
                <p class="lead">{ here.say(w::IMPORT_LEAD) }</p>
                <label class="pick main">{ here.say(w::CHOOSE_FILE) }
                    <input type="file" accept=".age,application/octet-stream" onchange={file} disabled={self.busy} />
                </label>
                <label class="pick other">{ here.say(w::CHOOSE_PHOTOS) }
                    <input type="file" accept="image/*" multiple=true onchange={photos} disabled={self.busy} />
                </label>
                <p class="hint">{ here.say(w::PHOTOS_HINT) }</p>
                <div role="status">
                    if self.busy { <p>{ here.say(w::LOOKING) }</p> }
                    if let Some((got, missing)) = so_far { <p class="keep">{ got }{ " " }{ missing }</p> }
                </div>
                <p class="wrong" role="alert">{ self.wrong.clone().unwrap_or_default() }</p>
            </>
        }
    }

    fn shut(&self, ctx: &Context<Self>, lock: Lock) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Open
        });
        let (label, hint) = match lock {
            Lock::Passphrase => (w::TYPE_WORDS, w::TYPE_WORDS_HINT),
            Lock::Key => (w::TYPE_KEY, w::TYPE_KEY_HINT),
        };
        let field = Field {
            id: "secret",
            label: here.say(label).to_owned(),
            hint: Some(hint),
            kind: Kind::Line,
            value: String::new(),
            node: self.secret.clone(),
            wrong: self.wrong.clone(),
        };
        html! {
            <form onsubmit={send} aria-busy={self.busy.to_string()}>
                { field.view(here.lang) }
                <div class="actions">
                    <button type="submit" class="main" disabled={self.busy}>
                        { here.say(if self.busy { w::LOOKING } else { w::LOOK }) }
                    </button>
                </div>
            </form>
        }
    }

    fn look(&self, ctx: &Context<Self>, preview: &Preview) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let rows = |standing: Standing| {
            preview.rows().iter().enumerate().filter(move |(_, row)| row.standing == standing)
        };
        let (new, same) = (preview.count(Standing::New), preview.count(Standing::Same));
        let conflicts = preview.count(Standing::Conflict);
        let head = |word, count: usize| html! { <h2>{ here.say(word) }{ " " }<span class="count">{ count }</span></h2> };
        html! {
            <>
                if new + conflicts == 0 { <p class="lead">{ here.say(w::NOTHING_NEW) }</p> }
                if conflicts > 0 {
                    { head(w::IS_CONFLICT, conflicts) }
                    <div class="cards">{ for rows(Standing::Conflict).map(|(at, row)| conflict(here, link, at, row)) }</div>
                }
                if new > 0 {
                    { head(w::IS_NEW, new) }
                    <button type="button" class="other" onclick={link.callback(|_| Msg::TakeAll)}>{ here.say(w::TAKE_ALL) }</button>
                    <div class="cards">{ for rows(Standing::New).map(|(at, row)| fresh(here, link, at, row)) }</div>
                }
                if same > 0 { { head(w::IS_SAME, same) } }
                <p class="wrong" role="alert">{ self.wrong.clone().unwrap_or_default() }</p>
                <div class="actions">
                    <button type="button" class="main" onclick={link.callback(|_| Msg::Finish)}>{ here.say(w::FINISH) }</button>
                    <button type="button" class="quiet" onclick={here.to(View::Home)}>{ here.say(words::CANCEL) }</button>
                </div>
            </>
        }
    }
}

fn read_file(file: File, link: html::Scope<Import>) {
    if file.size() > MAX_FILE as f64 {
        link.send_message(Msg::Large);
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let bytes = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await;
        let bytes = bytes.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
        link.send_message(Msg::File(bytes.unwrap_or_default()));
    });
}

/// Buttons of which one is pressed.
fn choices(
    here: &Here,
    link: &html::Scope<Import>,
    at: usize,
    row: &Row,
    all: &[(Decision, crate::lang::Word)],
) -> Html {
    let one = |(decision, word): &(Decision, crate::lang::Word)| {
        let decision = *decision;
        let chosen = row.decision() == Some(decision);
        html! {
            <button type="button" class="choice" aria-pressed={chosen.to_string()}
                onclick={link.callback(move |_| Msg::Decide(at, decision))}>{ here.say(*word) }</button>
        }
    };
    html! { <div class="row" role="group">{ for all.iter().map(one) }</div> }
}

fn fresh(here: &Here, link: &html::Scope<Import>, at: usize, row: &Row) -> Html {
    let all = [(Decision::TakeTheirs, w::TAKE), (Decision::KeepMine, w::SKIP)];
    html! {
        <article class="card">
            { content(here.lang, &row.theirs) }
            { choices(here, link, at, row, &all) }
        </article>
    }
}

fn conflict(here: &Here, link: &html::Scope<Import>, at: usize, row: &Row) -> Html {
    let all = [
        (Decision::KeepMine, w::KEEP_MINE),
        (Decision::TakeTheirs, w::TAKE_THEIRS),
        (Decision::KeepBoth, w::KEEP_BOTH),
    ];
    html! {
        <article class="card">
            if let Some(mine) = &row.mine { <div class="side"><p class="whose">{ here.say(w::MINE) }</p>{ content(here.lang, mine) }</div> }
            <div class="side"><p class="whose">{ here.say(w::THEIRS) }</p>{ content(here.lang, &row.theirs) }</div>
            { choices(here, link, at, row, &all) }
        </article>
    }
}
