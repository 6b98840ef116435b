//! Taking a copy: six words or a key, then a file or paper.

use crate::{
    app::{Here, View},
    door::DRAW_MS,
    field::{Field, Kind, focus, typed},
    home::back,
    lang::{Lang, Word, field_day},
    open::OpenRc,
    paper,
    words::{self, carry as w},
};
use gloo_timers::future::TimeoutFuture;
use qinghe_record::{Record, sheets::split};
use qinghe_seal::{
    age::{Recipient, To},
    words::{List, Words},
};
use std::rc::Rc;
use yew::prelude::*;

/// Words that are asked for again, by position from 0.
const ASKED: [usize; 2] = [1, 4];
/// More codes than anybody wants to scan.
const MANY_CODES: usize = 40;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub here: Here,
    pub heading: NodeRef,
    pub open: OpenRc,
}

/// To whom the copy is sealed.
#[derive(Clone)]
enum Whom {
    Words(Rc<Words>),
    Key(Recipient),
}

impl Whom {
    fn seal(&self, record: &Record, paper: bool) -> Option<Vec<u8>> {
        let seal = |to: To| if paper { record.seal_for_paper(to) } else { record.seal(to) };
        match self {
            Whom::Words(words) => seal(To::Words(words)),
            Whom::Key(key) => seal(To::Keys(&[*key])),
        }
        .ok()
    }
}

enum Step {
    Start,
    Show(Rc<Words>),
    Check(Rc<Words>),
    Ready { whom: Whom, file: Rc<Vec<u8>>, paper: Rc<Vec<String>> },
    Paper { whom: Whom, file: Rc<Vec<u8>>, paper: Rc<Vec<String>> },
}

pub enum Msg {
    Words,
    Key,
    Copied,
    Again,
    Checked,
    Ready(Box<(Vec<u8>, Vec<String>)>),
    Failed,
    Save,
    Paper(bool),
}

/// The copy.
pub struct Export {
    step: Step,
    whom: Option<Whom>,
    nodes: [NodeRef; 2],
    key: NodeRef,
    wrong: [Option<Word>; 2],
    key_wrong: bool,
    busy: bool,
    said: Option<Word>,
    moved: bool,
}

impl Component for Export {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Export {
        Export {
            step: Step::Start,
            whom: None,
            nodes: Default::default(),
            key: NodeRef::default(),
            wrong: [None; 2],
            key_wrong: false,
            busy: false,
            said: None,
            moved: false,
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _: bool) {
        if std::mem::take(&mut self.moved) {
            focus(&ctx.props().heading);
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let lang = ctx.props().here.lang;
        // Another step is another page: its heading is what comes next.
        self.moved = matches!(msg, Msg::Words | Msg::Copied | Msg::Again | Msg::Ready(_) | Msg::Paper(_));
        match msg {
            Msg::Words => match Words::generate(if lang == Lang::Zh { List::ZhHans } else { List::En }) {
                Ok(words) => self.step = Step::Show(Rc::new(words)),
                Err(_) => self.said = Some(words::door::FAILED),
            },
            Msg::Key => match Recipient::parse(&typed(&self.key)) {
                Ok(key) => self.seal(ctx, Whom::Key(key)),
                Err(_) => {
                    self.key_wrong = true;
                    focus(&self.key);
                }
            },
            Msg::Copied => self.next(Step::Check),
            Msg::Again => self.next(Step::Show),
            Msg::Checked => self.check(ctx),
            Msg::Ready(made) => {
                let (file, paper) = *made;
                self.busy = false;
                if let Some(whom) = self.whom.take() {
                    self.step = Step::Ready { whom, file: Rc::new(file), paper: Rc::new(paper) };
                }
            }
            Msg::Failed => (self.busy, self.said) = (false, Some(words::door::FAILED)),
            Msg::Save => {
                if let Step::Ready { file, .. } = &self.step {
                    let browser = &ctx.props().here.browser;
                    browser.save(&format!("{}-{}.age", w::FILE_NAME, field_day(browser.today())), file);
                    self.said = Some(w::SAVED_FILE);
                }
            }
            Msg::Paper(shown) => self.paper(shown),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { here, heading, .. } = ctx.props();
        let title = match &self.step {
            Step::Start => words::home::EXPORT,
            Step::Show(_) => w::WORDS_TITLE,
            Step::Check(_) => w::CHECK_TITLE,
            Step::Ready { .. } | Step::Paper { .. } => w::READY,
        };
        html! {
            <>
                { back(here) }
                <h1 ref={heading.clone()} tabindex="-1">{ here.say(title) }</h1>
                <p class="said" role="status">{ self.said.map(|said| here.say(said)).unwrap_or_default() }</p>
                { match &self.step {
                    Step::Start => self.start(ctx),
                    Step::Show(words) => show(ctx, words),
                    Step::Check(_) => self.asked(ctx),
                    Step::Ready { paper, .. } => ready(ctx, paper.len()),
                    Step::Paper { paper, .. } => on_paper(ctx, paper),
                } }
            </>
        }
    }
}

impl Export {
    fn next(&mut self, step: fn(Rc<Words>) -> Step) {
        if let Step::Show(words) | Step::Check(words) = &self.step {
            self.step = step(Rc::clone(words));
            self.wrong = [None; 2];
        }
    }

    fn check(&mut self, ctx: &Context<Self>) {
        let Step::Check(words) = &self.step else { return };
        let words = Rc::clone(words);
        let mut wrong = [None; 2];
        for ((wrong, node), asked) in wrong.iter_mut().zip(&self.nodes).zip(ASKED) {
            let said = typed(node).trim().to_lowercase();
            if words.each().nth(asked) != Some(said.as_str()) {
                *wrong = Some(w::CHECK_WRONG);
            }
        }
        self.wrong = wrong;
        match self.wrong.iter().position(Option::is_some) {
            Some(at) => focus(&self.nodes[at]),
            None => self.seal(ctx, Whom::Words(words)),
        }
    }

    fn seal(&mut self, ctx: &Context<Self>, whom: Whom) {
        if self.busy {
            return;
        }
        (self.busy, self.key_wrong) = (true, false);
        self.whom = Some(whom.clone());
        let (link, open) = (ctx.link().clone(), ctx.props().open.clone());
        wasm_bindgen_futures::spawn_local(async move {
            TimeoutFuture::new(DRAW_MS).await;
            let file = whom.seal(&open.0.record, false);
            let paper = whom.seal(&open.0.record, true).map(|file| split(&file));
            link.send_message(match (file, paper) {
                (Some(file), Some(paper)) => Msg::Ready(Box::new((file, paper))),
                _ => Msg::Failed,
            });
        });
    }

    fn paper(&mut self, shown: bool) {
        let step = std::mem::replace(&mut self.step, Step::Start);
        self.step = match step {
            Step::Ready { whom, file, paper } if shown => Step::Paper { whom, file, paper },
            Step::Paper { whom, file, paper } if !shown => Step::Ready { whom, file, paper },
            other => other,
        };
    }

    fn start(&self, ctx: &Context<Self>) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Key
        });
        let field = Field {
            id: "key",
            label: here.say(w::KEY_LABEL).to_owned(),
            hint: Some(w::KEY_HINT),
            kind: Kind::Line,
            value: String::new(),
            node: self.key.clone(),
            wrong: self.key_wrong.then(|| here.say(w::KEY_WRONG).to_owned()),
        };
        html! {
            <>
                <p class="lead">{ here.say(w::EXPORT_LEAD) }</p>
                <div class="actions">
                    <button type="button" class="main" onclick={link.callback(|_| Msg::Words)}>{ here.say(w::MAKE_WORDS) }</button>
                </div>
                <details open={self.key_wrong}>
                    <summary>{ here.say(w::TO_KEY) }</summary>
                    <form onsubmit={send}>
                        { field.view(here.lang) }
                        <button type="submit" class="other" disabled={self.busy}>{ here.say(words::NEXT) }</button>
                    </form>
                </details>
            </>
        }
    }

    fn asked(&self, ctx: &Context<Self>) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Checked
        });
        let field = |at: usize, id: &'static str| {
            let label = here.lang.fill(w::WORD_NTH, &[("n", &(ASKED[at] + 1).to_string())]);
            let wrong = self.wrong[at].map(|wrong| here.say(wrong).to_owned());
            let node = self.nodes[at].clone();
            Field { id, label, hint: None, kind: Kind::Line, value: String::new(), node, wrong }
                .view(here.lang)
        };
        html! {
            <form onsubmit={send} aria-busy={self.busy.to_string()}>
                { field(0, "first-word") }
                { field(1, "second-word") }
                <div class="actions">
                    <button type="submit" class="main" disabled={self.busy}>{ here.say(words::NEXT) }</button>
                    <button type="button" class="quiet" disabled={self.busy} onclick={link.callback(|_| Msg::Again)}>{ here.say(w::SHOW_AGAIN) }</button>
                </div>
            </form>
        }
    }
}

fn show(ctx: &Context<Export>, words: &Words) -> Html {
    let here = &ctx.props().here;
    html! {
        <>
            <ol class="words" lang={if words.list() == List::ZhHans { "zh-CN" } else { "en" }}>
                { for words.each().map(|word| html! { <li>{ word }</li> }) }
            </ol>
            <p>{ here.say(w::WORDS_HINT) }</p>
            <div class="actions">
                <button type="button" class="main" onclick={ctx.link().callback(|_| Msg::Copied)}>{ here.say(w::COPIED) }</button>
            </div>
        </>
    }
}

fn ready(ctx: &Context<Export>, codes: usize) -> Html {
    let (here, link) = (&ctx.props().here, ctx.link());
    let count = codes.to_string();
    let hint = if codes > MANY_CODES { w::TOO_MANY_CODES } else { w::PRINT_HINT };
    html! {
        <>
            <ul class="rooms">
                <li><button type="button" class="room" onclick={link.callback(|_| Msg::Save)}>
                    <strong>{ here.say(w::SAVE_FILE) }</strong><small>{ here.say(w::SAVE_FILE_HINT) }</small>
                </button></li>
                <li><button type="button" class="room" onclick={link.callback(|_| Msg::Paper(true))}>
                    <strong>{ here.say(w::PRINT) }</strong><small>{ here.lang.fill(hint, &[("n", &count)]) }</small>
                </button></li>
            </ul>
            <div class="actions">
                <button type="button" class="quiet" onclick={here.to(View::Home)}>{ here.say(words::DONE) }</button>
            </div>
        </>
    }
}

fn on_paper(ctx: &Context<Export>, paper: &[String]) -> Html {
    let (here, link) = (&ctx.props().here, ctx.link());
    let print = {
        let browser = here.browser.clone();
        Callback::from(move |_: MouseEvent| browser.print())
    };
    html! {
        <>
            <div class="actions unprinted">
                <button type="button" class="main" onclick={print}>{ here.say(w::PRINT_NOW) }</button>
                <button type="button" class="quiet" onclick={link.callback(|_| Msg::Paper(false))}>{ here.say(words::BACK) }</button>
            </div>
            { paper::sheets(here, paper) }
        </>
    }
}
