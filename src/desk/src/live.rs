//! The open desk: receives, opens, orders, rings and acknowledges.

use crate::{
    api::{Fault, News, Session},
    app::OpenRc,
    card::{Acting, Card},
    field,
    model::{Group, Inbox, Put, Section},
    row::Row,
    sound::Sound,
    status::Status,
    time,
    words::{Lang, Word},
};
use gloo_timers::{callback::Interval, future::TimeoutFuture};
use qinghe_wire::Id;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};
use web_sys::AbortController;
use yew::{html::Scope, prelude::*};

/// How often the bell rings again while someone urgent waits, milliseconds.
const RING_AGAIN_MS: u32 = 30_000;
/// Rows opened before the browser may draw again; one takes some milliseconds.
const AT_ONCE: usize = 8;
/// A shift of the clock below this is the second that a `Date` header cuts off, milliseconds.
const SKEW_MS: i64 = 2_500;
/// Cards of a part that are shown at first, and that one press adds.
const SHOWN: usize = 24;

#[derive(Properties)]
pub struct Props {
    pub lang: Lang,
    pub heading: NodeRef,
    pub open: OpenRc,
    pub sound: Rc<Sound>,
    /// How many sittings wait urgently, for the title of the tab.
    pub on_waiting: Callback<usize>,
    /// The gateway has ended the session.
    pub on_ended: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        self.lang == other.lang
            && self.open == other.open
            && Rc::ptr_eq(&self.sound, &other.sound)
            && self.on_waiting == other.on_waiting
            && self.on_ended == other.on_ended
    }
}

pub enum Msg {
    News(News),
    Lost,
    Ended,
    OpenSome,
    Act(Vec<Id>),
    Acted(Id, Result<Row, Fault>),
    Done(Id),
    Sound,
    More(Section),
}

pub struct Live {
    inbox: Inbox,
    groups: Vec<Rc<Group>>,
    strange: usize,
    cursor: i64,
    first_answer: bool,
    answered: i64,
    lost: bool,
    skew: i64,
    acting: BTreeMap<Id, Acting>,
    more: BTreeMap<Section, usize>,
    arrived: Option<String>,
    recorded: Option<String>,
    /// The pressed button is gone, and the focus with it.
    refocus: bool,
    bell: Option<Interval>,
    line: Rc<Line>,
}

/// The waiting request of this desk. Hung up when the desk is locked.
#[derive(Default)]
struct Line {
    closed: Cell<bool>,
    request: RefCell<Option<AbortController>>,
}

impl Component for Live {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Live {
        let line = Rc::new(Line::default());
        let (link, session) = (ctx.link().clone(), ctx.props().open.0.session.clone());
        wasm_bindgen_futures::spawn_local(listen(link, session, Rc::clone(&line)));
        Live {
            inbox: Inbox::default(),
            groups: Vec::new(),
            strange: 0,
            cursor: 0,
            first_answer: false,
            // The gateway has just opened the session.
            answered: time::now(),
            lost: false,
            skew: 0,
            acting: BTreeMap::new(),
            more: BTreeMap::new(),
            arrived: None,
            recorded: None,
            refocus: false,
            bell: None,
            line,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::News(news) => self.news(ctx, news),
            Msg::Lost => self.lost = true,
            Msg::Ended => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Msg::OpenSome => self.open_some(ctx),
            Msg::Act(sittings) => self.act(ctx, &sittings),
            Msg::Acted(sitting, answer) => return self.acted(ctx, sitting, answer),
            Msg::Done(sitting) => {
                self.acting.remove(&sitting);
                let at = time::to_the_second(time::now());
                (self.recorded, self.refocus) =
                    (Some(format!("{} {at}", ctx.props().lang.say(Word::Recorded))), true);
            }
            Msg::Sound => ctx.props().sound.toggle(),
            Msg::More(section) => *self.more.entry(section).or_insert(SHOWN) += SHOWN,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, heading, open, sound, .. } = ctx.props();
        html! {
            <main class="wide">
                <h1 ref={heading.clone()} tabindex="-1">{ lang.fill(Word::Hello, &[("name", &open.0.name)]) }</h1>
                <Status lang={*lang} answered={self.answered} lost={self.lost} sound={Rc::clone(sound)}
                    on_sound={ctx.link().callback(|()| Msg::Sound)} />
                <p class="aloud" aria-live="assertive">{ self.arrived.clone() }</p>
                <p class="aloud" role="status">{ self.recorded.clone() }</p>
                if self.inbox.unopened() > 0 {
                    <p class="aside">{ lang.fill(Word::OpeningMore, &[("n", &self.inbox.unopened().to_string())]) }</p>
                }
                if self.strange > 0 {
                    <p class="aside">{ lang.fill(Word::Strange, &[("n", &self.strange.to_string())]) }</p>
                }
                { self.empty(*lang) }
                { for [Section::Urgent, Section::Waiting, Section::Routine, Section::Seen].map(|section| self.section(ctx, section)) }
            </main>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if std::mem::take(&mut self.refocus) {
            // Not to the next button: a second press of the same key would acknowledge it unread.
            field::focus_if_lost(&ctx.props().heading);
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.line.closed.set(true);
        if let Some(request) = self.line.request.take() {
            request.abort();
        }
    }
}

impl Live {
    fn news(&mut self, ctx: &Context<Self>, news: News) {
        (self.first_answer, self.answered, self.lost) = (true, time::now(), false);
        if news.page.cursor > self.cursor {
            self.cursor = news.page.cursor;
            self.strange += news.page.strange;
        }
        if let Some(skew) = news.skew
            && (skew - self.skew).abs() > SKEW_MS
        {
            self.skew = skew;
        }
        if self.inbox.receive(news.page.rows) {
            self.regroup(ctx);
        }
        if self.inbox.unopened() > 0 {
            self.open_some(ctx);
        }
    }

    fn open_some(&mut self, ctx: &Context<Self>) {
        let keys = &ctx.props().open.0.keys;
        let mut rings = false;
        for _ in 0..AT_ONCE {
            let Some(row) = self.inbox.take() else { break };
            let content = keys.read(&row);
            rings |= self.inbox.put(row, content) == Put::New { rings: true };
        }
        self.regroup(ctx);
        if rings {
            self.announce(ctx);
        }
        if self.inbox.unopened() > 0 {
            ctx.link().send_future(async {
                TimeoutFuture::new(0).await;
                Msg::OpenSome
            });
        }
    }

    fn announce(&mut self, ctx: &Context<Self>) {
        let Props { lang, sound, .. } = ctx.props();
        // With the time, so that a second arrival is read aloud like the first.
        self.arrived = Some(format!("{} {}", lang.say(Word::Arrived), time::to_the_second(time::now())));
        sound.chime();
        let sound = Rc::clone(sound);
        self.bell = Some(Interval::new(RING_AGAIN_MS, move || sound.chime()));
    }

    fn regroup(&mut self, ctx: &Context<Self>) {
        self.groups = self.inbox.groups();
        let waiting = self.part(Section::Urgent).count();
        if waiting == 0 {
            (self.bell, self.arrived) = (None, None);
        }
        ctx.props().on_waiting.emit(waiting);
    }

    fn part(&self, section: Section) -> impl Iterator<Item = &Rc<Group>> {
        self.groups.iter().filter(move |group| group.section == section)
    }

    /// One press acknowledges everything of a sitting that this page shows.
    fn act(&mut self, ctx: &Context<Self>, sittings: &[Id]) {
        let mut orders: Vec<(Id, Vec<Id>)> = Vec::new();
        for group in self.groups.iter().filter(|group| sittings.contains(&group.sitting)) {
            if self.acting.get(&group.sitting) != Some(&Acting::Sending) {
                orders.push((group.sitting, group.open_ids()));
            }
        }
        self.acting.extend(orders.iter().map(|(sitting, _)| (*sitting, Acting::Sending)));
        let (link, session) = (ctx.link().clone(), ctx.props().open.0.session.clone());
        wasm_bindgen_futures::spawn_local(async move {
            for (sitting, ids) in orders {
                let mut all = true;
                for id in ids {
                    let answer = session.acknowledge(&id).await;
                    all &= answer.is_ok();
                    link.send_message(Msg::Acted(sitting, answer));
                }
                if all {
                    link.send_message(Msg::Done(sitting));
                }
            }
        });
    }

    fn acted(&mut self, ctx: &Context<Self>, sitting: Id, answer: Result<Row, Fault>) -> bool {
        match answer {
            Ok(row) => {
                if self.inbox.receive(vec![row]) {
                    self.regroup(ctx);
                }
            }
            Err(Fault::Session) => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Err(_) => {
                self.acting.insert(sitting, Acting::Failed);
            }
        }
        true
    }

    fn empty(&self, lang: Lang) -> Html {
        if !self.first_answer {
            return html! { <p class="wait" role="status">{ lang.say(Word::LiveFirst) }</p> };
        }
        let nothing = self.groups.iter().all(|group| group.section == Section::Seen);
        if !nothing || self.inbox.unopened() > 0 || self.lost {
            return Html::default();
        }
        html! {
            <section class="empty">
                <svg viewBox="0 0 120 72" aria-hidden="true">
                    <path class="ground" d="M18 62h84" />
                    <path class="stem" d="M60 62V34" />
                    <path class="leaf" d="M60 40C46 40 38 32 38 18c14 0 22 8 22 22z" />
                    <path class="leaf two" d="M60 46c0-12 7-19 20-19 0 12-7 19-20 19z" />
                </svg>
                <h2>{ lang.say(Word::EmptyTitle) }</h2>
                <p>{ lang.say(Word::EmptyBody) }</p>
            </section>
        }
    }

    fn section(&self, ctx: &Context<Self>, section: Section) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let total = self.part(section).count();
        if total == 0 {
            return Html::default();
        }
        // Nobody urgent is ever behind a button.
        let limit =
            if section == Section::Urgent { total } else { *self.more.get(&section).unwrap_or(&SHOWN) };
        let shown: Vec<&Rc<Group>> = self.part(section).take(limit).collect();
        let (class, title) = name(section);
        html! {
            <section {class}>
                <h2>{ lang.say(title) }<span class="count">{ total }</span></h2>
                if self.first_to_act(section) {
                    <p class="hint">{ lang.say(Word::ActHint) }{ lang.space() }{ lang.say(Word::PseudonymHint) }</p>
                }
                if section == Section::Routine && shown.len() > 1 {
                    { all_seen(lang, link, &shown) }
                }
                <div class="cards">{ for shown.iter().map(|group| self.card(ctx, group)) }</div>
                if total > limit {
                    <button type="button" class="quiet" onclick={link.callback(move |_| Msg::More(section))}>{ lang.say(Word::More) }</button>
                }
            </section>
        }
    }

    /// The hint stands once, at the first part that has a button beside the calm ones.
    fn first_to_act(&self, section: Section) -> bool {
        section == Section::Urgent
            || section == Section::Waiting && self.part(Section::Urgent).next().is_none()
    }

    fn card(&self, ctx: &Context<Self>, group: &Rc<Group>) -> Html {
        let acting = self.acting.get(&group.sitting).copied().unwrap_or(Acting::No);
        html! {
            <Card key={Row::id_text(&group.sitting)} lang={ctx.props().lang} group={Rc::clone(group)} {acting} skew={self.skew}
                on_act={ctx.link().callback(|sitting| Msg::Act(vec![sitting]))} />
        }
    }
}

fn name(section: Section) -> (&'static str, Word) {
    match section {
        Section::Urgent => ("part first", Word::SectionUrgent),
        Section::Waiting => ("part", Word::SectionWaiting),
        Section::Routine => ("part calm", Word::SectionRoutine),
        Section::Seen => ("part calm", Word::SectionSeen),
    }
}

fn all_seen(lang: Lang, link: &Scope<Live>, shown: &[&Rc<Group>]) -> Html {
    let sittings: Vec<Id> = shown.iter().map(|group| group.sitting).collect();
    html! {
        <button type="button" class="other" onclick={link.callback(move |_| Msg::Act(sittings.clone()))}>
            { lang.fill(Word::AllSeen, &[("n", &shown.len().to_string())]) }
        </button>
    }
}

/// Asks for news until the desk is locked.
async fn listen(link: Scope<Live>, session: Session, line: Rc<Line>) {
    let (mut cursor, mut failures, mut known) = (0, 0, false);
    while !line.closed.get() {
        let Ok(request) = AbortController::new() else { return link.send_message(Msg::Lost) };
        *line.request.borrow_mut() = Some(request.clone());
        let asked = time::now();
        // One below what is known is answered at once, even when nothing is new: the page says "connected"
        // only after an answer, and should not wait 25 s for it. A row that comes again changes nothing.
        let after = if known { cursor } else { cursor - 1 };
        let answer = session.news(after, request).await;
        if line.closed.get() {
            return;
        }
        match answer {
            Ok(news) => {
                (cursor, failures, known) = (news.page.cursor.max(cursor), 0, true);
                let nothing = news.page.rows.is_empty();
                link.send_message(Msg::News(news));
                // A gateway that is stopping answers at once.
                if nothing && time::now() - asked < 1_000 {
                    TimeoutFuture::new(1_000).await;
                }
            }
            Err(Fault::Session) => return link.send_message(Msg::Ended),
            Err(_) => {
                link.send_message(Msg::Lost);
                TimeoutFuture::new(pause(failures)).await;
                (failures, known) = (failures + 1, false);
            }
        }
    }
}

/// Milliseconds until the next try: 1, 2, 4, 8, then 15 seconds.
fn pause(failures: u32) -> u32 {
    (1_000 << failures.min(4)).min(15_000)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn the_pause_grows_and_stays_bearable() {
        assert_eq!([0, 1, 2, 3, 4, 40].map(pause), [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    }
}
