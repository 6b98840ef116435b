//! Handing over to the next school, and checking the codes that it reads out.

use crate::{
    agree::{self, Agree},
    app::{Act, Here},
    door::DRAW_MS,
    field::{Field, Kind, focus, typed},
    home::back,
    lang::{Word, field_day},
    open::OpenRc,
    ports::{random_id, random_secret},
    words::{self, carry as w, home},
};
use gloo_timers::future::TimeoutFuture;
use qinghe_record::{
    Body, Entry, Fault, Id, Line,
    handover::{Between, Carry, Code, Fresh, Handed, Proof, Ready, ReasonKind, make},
};
use qinghe_seal::age::Recipient;
use std::{collections::BTreeMap, rc::Rc};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub here: Here,
    pub heading: NodeRef,
    pub open: OpenRc,
}

/// What can be picked, in the order of the page.
const PICKS: [(&str, Word, bool); 8] = [
    ("plans", home::PLANS, true),
    ("supports", home::SUPPORTS, true),
    ("last", w::LAST_TIER, true),
    ("skills", home::SKILLS, true),
    ("safety", home::SAFETY, true),
    ("results", w::RESULTS, false),
    ("checks", home::CHECKS, false),
    ("journal", home::JOURNAL, false),
];

fn carried(carry: &mut Carry, nth: usize) -> Option<&mut bool> {
    match nth {
        0 => Some(&mut carry.plans),
        1 => Some(&mut carry.supports),
        2 => Some(&mut carry.last_tier),
        3 => Some(&mut carry.skills),
        4 => Some(&mut carry.safety),
        5 => Some(&mut carry.results),
        6 => Some(&mut carry.checks),
        7 => Some(&mut carry.journal),
        _ => None,
    }
}

struct Sealed {
    summary: Vec<u8>,
    history: Option<Vec<u8>>,
    code: Code,
}

pub enum Msg {
    Agree(agree::Msg),
    Typed,
    Seal,
    Sealed(Box<Ready>),
    Failed(usize, Word),
    Save(bool),
    Check(Id),
}

/// The handover.
pub struct Hand {
    agree: Agree,
    ticks: Vec<NodeRef>,
    nodes: [NodeRef; 3],
    wrong: Option<(usize, Word)>,
    end: Option<String>,
    busy: bool,
    sealed: Option<Sealed>,
    codes: BTreeMap<Id, NodeRef>,
    proved: BTreeMap<Id, Option<Proof>>,
}

impl Component for Hand {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Hand {
        let Props { here, open, .. } = ctx.props();
        let mut hand = Hand {
            agree: Agree::of(&open.0.record, &here.browser, &ctx.link().callback(Msg::Agree)),
            ticks: PICKS.iter().map(|_| NodeRef::default()).collect(),
            nodes: Default::default(),
            wrong: None,
            end: None,
            busy: false,
            sealed: None,
            codes: BTreeMap::new(),
            proved: BTreeMap::new(),
        };
        hand.know(ctx);
        hand
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Agree(msg) => {
                let Props { here, open, .. } = ctx.props();
                self.agree.update(here, &open.0.record, &ctx.link().callback(Msg::Agree), msg);
            }
            Msg::Typed => self.end = key_end(&typed(&self.nodes[2])),
            Msg::Seal => self.seal(ctx),
            Msg::Sealed(ready) => self.ready(ctx, *ready),
            Msg::Failed(at, why) => {
                (self.busy, self.wrong) = (false, Some((at, why)));
                if let Some(node) = self.nodes.get(at) {
                    focus(node);
                }
            }
            Msg::Save(history) => {
                if let Some(sealed) = &self.sealed {
                    let browser = &ctx.props().here.browser;
                    let (name, file) = match &sealed.history {
                        Some(file) if history => ("history", file),
                        _ => ("summary", &sealed.summary),
                    };
                    browser.save(&format!("handover-{}-{name}.age", field_day(browser.today())), file);
                }
                return false;
            }
            Msg::Check(id) => {
                let said = self.codes.get(&id).map(typed).unwrap_or_default();
                let record = &ctx.props().open.0.record;
                if let Some(Body::Handed(handed)) = record.get(id).map(Entry::body) {
                    self.proved.insert(id, handed.proves(&said));
                }
            }
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Props) -> bool {
        self.know(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { here, heading, .. } = ctx.props();
        html! {
            <>
                { back(here) }
                <h1 ref={heading.clone()} tabindex="-1">
                    { here.say(if self.sealed.is_some() { w::HANDED } else { home::HAND }) }
                </h1>
                { match &self.sealed {
                    None => html! {
                        <>
                            <p class="lead">{ here.say(w::HAND_LEAD) }</p>
                            { self.agree.view(here, &ctx.link().callback(Msg::Agree)) }
                            if self.agree.agreed(here.browser.today()).is_some() { { self.form(ctx) } }
                        </>
                    },
                    Some(sealed) => given(ctx, sealed),
                } }
                { self.handovers(ctx) }
            </>
        }
    }
}

/// The last six letters, once it is a key.
fn key_end(text: &str) -> Option<String> {
    let text = Recipient::parse(text).ok()?.to_string();
    text.get(text.len().checked_sub(6)?..).map(str::to_owned)
}

impl Hand {
    /// A field for every handover.
    fn know(&mut self, ctx: &Context<Self>) {
        let entries = ctx.props().open.0.record.entries();
        for entry in entries.iter().filter(|entry| matches!(entry.body(), Body::Handed(_))) {
            self.codes.entry(entry.id()).or_default();
        }
    }

    fn form(&self, ctx: &Context<Self>) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Seal
        });
        let mut default = Carry::default();
        let ticked: Vec<bool> =
            (0..PICKS.len()).map(|nth| carried(&mut default, nth).is_some_and(|tick| *tick)).collect();
        let tick = |nth: usize| {
            let (id, label, _) = PICKS[nth];
            let value = if ticked[nth] { "1" } else { "" }.to_owned();
            let (label, node) = (here.say(label).to_owned(), self.ticks[nth].clone());
            Field { id, label, hint: None, kind: Kind::Tick, value, node, wrong: None }.view(here.lang)
        };
        let field = |at: usize, id: &'static str, label: Word, hint: Option<Word>| {
            let wrong = self.wrong.filter(|(wrong, _)| *wrong == at).map(|(_, why)| here.say(why).to_owned());
            let (label, node) = (here.say(label).to_owned(), self.nodes[at].clone());
            Field { id, label, hint, kind: Kind::Line, value: String::new(), node, wrong }.view(here.lang)
        };
        html! {
                <form onsubmit={send} oninput={link.callback(|_| Msg::Typed)} aria-busy={self.busy.to_string()}>
                    <fieldset><legend>{ here.say(w::CARRY_SUMMARY) }</legend>{ for (0..5).map(tick) }</fieldset>
                    <fieldset><legend>{ here.say(w::CARRY_HISTORY) }</legend>{ for (5..8).map(tick) }</fieldset>
                    <p class="keep">{ here.say(w::STAYS) }</p>
                    { field(0, "from", w::FROM, None) }
                    { field(1, "to", w::TO, None) }
                    { field(2, "school-key", w::SCHOOL_KEY, Some(w::SCHOOL_KEY_HINT)) }
                    <p class="said" role="status">
                        { self.end.as_ref().map(|end| here.lang.fill(w::KEY_END, &[("end", end)])).unwrap_or_default() }
                    </p>
                    <div class="actions">
                        <button type="submit" class="main" disabled={self.busy}>{ here.say(w::HAND_BUTTON) }</button>
                    </div>
                </form>
        }
    }

    fn seal(&mut self, ctx: &Context<Self>) {
        if self.busy {
            return;
        }
        let today = ctx.props().here.browser.today();
        let Some(agreed) = self.agree.agreed(today) else { return };
        let [from, to, key] = [0, 1, 2].map(|at| typed(&self.nodes[at]));
        let mut carry = Carry::default();
        for (nth, node) in self.ticks.iter().enumerate() {
            if let Some(tick) = carried(&mut carry, nth) {
                *tick = typed(node) == "1";
            }
        }
        let fail = |at: usize, why: Word| ctx.link().send_message(Msg::Failed(at, why));
        let Ok(from) = Line::new(&from) else { return fail(0, home::NEED) };
        let Ok(to) = Line::new(&to) else { return fail(1, home::NEED) };
        let Ok(key) = Recipient::parse(&key) else { return fail(2, w::KEY_WRONG) };
        let (Some(id), Some(secret)) = (random_id(), random_secret()) else {
            return fail(2, words::door::FAILED);
        };
        (self.busy, self.wrong) = (true, None);
        let between = Between { from, to, day: today };
        let (open, link) = (ctx.props().open.clone(), ctx.link().clone());
        wasm_bindgen_futures::spawn_local(async move {
            TimeoutFuture::new(DRAW_MS).await;
            let made = make(&open.0.record, carry, between, &Fresh { id, secret }, key, agreed);
            link.send_message(match made {
                Ok(ready) => Msg::Sealed(Box::new(ready)),
                Err(Fault::TooLarge { .. }) => Msg::Failed(2, w::HAND_TOO_LARGE),
                Err(_) => Msg::Failed(2, w::KEY_WRONG),
            });
        });
    }

    fn ready(&mut self, ctx: &Context<Self>, ready: Ready) {
        let Props { here, open, .. } = ctx.props();
        let Ready { summary, history, stub } = ready;
        let code = stub.code(Proof::HandedOver);
        let mut record = open.0.record.clone();
        let kept = random_id()
            .and_then(|id| Entry::new(id, here.browser.today(), Body::Handed(stub)).ok())
            .is_some_and(|entry| record.add(entry).is_ok());
        self.busy = false;
        if !kept {
            // Without its stub a receipt could never be checked.
            self.wrong = Some((2, words::FULL));
            return;
        }
        here.act.emit(Act::Change(record, words::SAVED));
        self.sealed = Some(Sealed { summary, history, code });
    }

    fn handovers(&self, ctx: &Context<Self>) -> Html {
        let Props { here, open, .. } = ctx.props();
        let entries = open.0.record.entries().iter().rev();
        let handed: Vec<(Id, &Handed)> = entries
            .filter_map(|entry| match entry.body() {
                Body::Handed(handed) => Some((entry.id(), handed)),
                _ => None,
            })
            .collect();
        if handed.is_empty() {
            return html! {};
        }
        html! {
            <>
                <h2>{ here.say(w::HANDOVERS) }</h2>
                <div class="cards">{ for handed.into_iter().map(|(id, handed)| self.handover(ctx, id, handed)) }</div>
            </>
        }
    }

    fn handover(&self, ctx: &Context<Self>, id: Id, handed: &Handed) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let (from, to, day) = handed.between();
        let check = link.callback(move |event: SubmitEvent| {
            event.prevent_default();
            Msg::Check(id)
        });
        let node = self.codes.get(&id).cloned().unwrap_or_default();
        let label: Rc<str> = here.say(w::ASK_CODE).into();
        let key = id.map(|byte| format!("{byte:02x}")).concat();
        html! {
            <article class="card" {key}>
                <h3>{ here.lang.fill(w::FROM_TO, &[("from", from), ("to", to), ("day", &here.lang.day(day))]) }</h3>
                <form class="code-form" onsubmit={check}>
                    <input ref={node} aria-label={label.to_string()} placeholder={label.to_string()} inputmode="numeric"
                        autocomplete="off" maxlength="20" class="digits" />
                    <button type="submit" class="other">{ here.say(w::CHECK_CODE) }</button>
                </form>
                <p class="said" role="status">{ self.proved.get(&id).map(|proof| proved(here, *proof)).unwrap_or_default() }</p>
            </article>
        }
    }
}

fn proved(here: &Here, proof: Option<Proof>) -> String {
    match proof {
        None => here.say(w::PROOF_NONE).to_owned(),
        Some(Proof::HandedOver) => here.say(w::PROOF_HANDED).to_owned(),
        Some(Proof::Received) => here.say(w::PROOF_RECEIVED).to_owned(),
        Some(Proof::HistoryOpened(kind)) => {
            let why = match kind {
                ReasonKind::Asked => w::WHY_ASKED,
                ReasonKind::Planning => w::WHY_PLANNING,
                ReasonKind::Safety => w::WHY_SAFETY,
                ReasonKind::Duty => w::WHY_DUTY,
                ReasonKind::Other => w::WHY_OTHER,
            };
            here.lang.fill(w::PROOF_OPENED, &[("why", here.say(why))])
        }
    }
}

fn given(ctx: &Context<Hand>, sealed: &Sealed) -> Html {
    let (here, link) = (&ctx.props().here, ctx.link());
    html! {
        <>
            <p class="lead">{ here.say(w::HANDED_LEAD) }</p>
            <p class="big-code">{ sealed.code.text() }</p>
            <div class="actions">
                <button type="button" class="main" onclick={link.callback(|_| Msg::Save(false))}>{ here.say(w::SAVE_SUMMARY) }</button>
                if sealed.history.is_some() {
                    <button type="button" class="other" onclick={link.callback(|_| Msg::Save(true))}>{ here.say(w::SAVE_HISTORY) }</button>
                }
            </div>
        </>
    }
}
