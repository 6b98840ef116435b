//! The open desk: receives, opens, orders, rings, acknowledges, and sends what was written.

use crate::{
    api::{Fault, door::Centre, news::News},
    card::Acting,
    case_page::CasePage,
    duty::Moment,
    duty_page::DutyPage,
    field,
    figures_page::FiguresPage,
    handover_page::HandoverPage,
    keys::Content,
    listen::{Heard, Line, listen},
    model::{Group, Inbox, Person, Put, Section},
    open::{KeptRc, OpenRc},
    paper_form::{PaperForm, Slip},
    place::{Place, tabs},
    row::Row,
    scan_page::ScanPage,
    sound::Sound,
    status::Status,
    team_page::TeamPage,
    time,
    words::{Lang, Word, case::Case as CaseWords, duty::Duty as DutyWords},
};
use gloo_timers::{
    callback::{Interval, Timeout},
    future::TimeoutFuture,
};
use qinghe_wire::Id;
use std::{collections::BTreeMap, rc::Rc};
use yew::prelude::*;

/// How often the bell rings again while someone urgent waits, milliseconds.
const RING_AGAIN_MS: u32 = 30_000;
/// Rows opened before the browser may draw again; one takes some milliseconds.
const AT_ONCE: usize = 8;
/// A shift of the clock below this is the second that a `Date` header cuts off, milliseconds.
const SKEW_MS: i64 = 2_500;
/// How long until what was not saved is sent again, milliseconds.
const AGAIN_MS: u32 = 4_000;

#[derive(Properties)]
pub struct Props {
    pub lang: Lang,
    pub heading: NodeRef,
    pub open: OpenRc,
    pub kept: KeptRc,
    pub sound: Rc<Sound>,
    /// How many people wait urgently, for the title of the tab.
    pub on_waiting: Callback<usize>,
    /// The gateway has ended the session.
    pub on_ended: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        self.lang == other.lang && self.open == other.open && Rc::ptr_eq(&self.sound, &other.sound)
    }
}

pub enum Msg {
    Heard(Heard),
    OpenSome,
    Keys(Result<bool, Fault>),
    Act(Vec<Person>),
    Acted(Person, Box<Result<Row, Fault>>),
    Done(Person),
    Sound,
    More(Section),
    Go(Place),
    /// A slip of paper was scanned.
    Slip(Slip),
    /// Something was written: it is to be sent.
    Send,
    Sent(u32, Result<(), Fault>),
    Ended,
}

pub struct Live {
    pub(crate) inbox: Inbox,
    pub(crate) groups: Vec<Rc<Group>>,
    pub(crate) strange: usize,
    cursor: i64,
    pub(crate) first_answer: bool,
    answered: i64,
    pub(crate) lost: bool,
    pub(crate) skew: i64,
    pub(crate) acting: BTreeMap<Person, Acting>,
    pub(crate) more: BTreeMap<Section, usize>,
    arrived: Option<String>,
    recorded: Option<String>,
    /// The pressed button is gone, and the focus with it.
    refocus: bool,
    place: Place,
    slip: Option<Slip>,
    pub(crate) moment: Option<Moment>,
    bell: Option<Interval>,
    again: Option<Timeout>,
    line: Rc<Line>,
}

impl Component for Live {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Live {
        let line = Rc::new(Line::default());
        let open = &ctx.props().open.0;
        let opens = open.me.role.opens();
        if opens {
            let heard = ctx.link().callback(Msg::Heard);
            wasm_bindgen_futures::spawn_local(listen(heard, open.session.clone(), Rc::clone(&line)));
        }
        ctx.link().send_message(Msg::Send);
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
            place: if opens { Place::Messages } else { Place::Duty },
            slip: None,
            moment: None,
            bell: None,
            again: None,
            line,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Heard(Heard::News(news)) => self.news(ctx, *news),
            Msg::Heard(Heard::Lost) => self.lost = true,
            Msg::Heard(Heard::Ended) | Msg::Ended => return self.ended(ctx),
            Msg::OpenSome => self.open_some(ctx),
            Msg::Keys(Ok(true)) => {
                self.inbox.reopen();
                self.open_some(ctx);
            }
            Msg::Keys(Err(Fault::Session)) => return self.ended(ctx),
            Msg::Keys(_) => return false,
            Msg::Act(people) => self.act(ctx, &people),
            Msg::Acted(person, answer) => return self.acted(ctx, person, *answer),
            Msg::Done(person) => {
                self.acting.remove(&person);
                self.say_recorded(ctx.props().lang.say(Word::Recorded));
                self.refocus = true;
            }
            Msg::Sound => ctx.props().sound.toggle(),
            Msg::More(section) => {
                *self.more.entry(section).or_insert(crate::list::SHOWN) += crate::list::SHOWN
            }
            Msg::Go(place) => {
                (self.place, self.recorded, self.slip) = (place, None, None);
                field::focus(&ctx.props().heading);
            }
            Msg::Slip(slip) => self.slip = Some(slip),
            Msg::Send => self.send(ctx),
            Msg::Sent(n, answer) => return self.sent(ctx, n, answer),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, open, sound, .. } = ctx.props();
        let opens = open.0.me.role.opens();
        let waiting = self.part(Section::Urgent).count();
        let at_case = matches!(self.place, Place::Case(_));
        html! {
            <>
                { tabs(*lang, self.place, Place::of(opens, open.0.centre == Centre::School), waiting, &ctx.link().callback(Msg::Go)) }
                <main class={classes!("wide", at_case.then_some("at-case"))}>
                    { self.heading(ctx) }
                    if opens {
                        <Status lang={*lang} answered={self.answered} lost={self.lost} sound={Rc::clone(sound)}
                            on_sound={ctx.link().callback(|()| Msg::Sound)} />
                    }
                    <p class="aloud" aria-live="assertive">{ self.arrived.clone() }</p>
                    <p class="aloud" role="status">{ self.recorded.clone() }</p>
                    { self.alarm(*lang) }
                    { self.unopened(*lang) }
                    { self.not_saved(ctx) }
                    { self.here(ctx) }
                </main>
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if std::mem::take(&mut self.refocus) {
            // Not to the next button: a second press of the same key would acknowledge it unread.
            field::focus_if_lost(&ctx.props().heading);
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.line.close();
    }
}

impl Live {
    fn ended(&self, ctx: &Context<Self>) -> bool {
        ctx.props().on_ended.emit(());
        false
    }

    fn say_recorded(&mut self, text: &str) {
        self.recorded = Some(format!("{text} {}", time::to_the_second(time::now())));
    }

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
        self.moment = news.page.moment;
        let cases = !news.page.cases.is_empty();
        for case in news.page.cases {
            let mut kept = ctx.props().kept.0.borrow_mut();
            for entry in &case.entries {
                kept.found(&entry.sealed);
            }
            drop(kept);
            self.inbox.case(case);
        }
        if self.inbox.receive(news.page.rows) || cases {
            self.regroup(ctx);
        }
        if self.inbox.unopened() > 0 {
            self.open_some(ctx);
        }
        self.send(ctx);
    }

    fn open_some(&mut self, ctx: &Context<Self>) {
        let open = &ctx.props().open.0;
        let (mut rings, mut closed) = (false, false);
        for _ in 0..AT_ONCE {
            let Some(row) = self.inbox.take() else { break };
            let content = open.keys.borrow().read(&row);
            closed |= content == Content::OtherKey;
            rings |= self.inbox.put(row, content) == Put::New { rings: true };
        }
        self.regroup(ctx);
        if rings {
            self.announce(ctx);
        }
        if closed {
            // A colleague may have changed the centre's key a moment ago.
            let open = Rc::clone(open);
            ctx.link().send_future(async move { Msg::Keys(open.refresh_keys_seldom(time::now()).await) });
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

    pub(crate) fn part(&self, section: Section) -> impl Iterator<Item = &Rc<Group>> {
        self.groups.iter().filter(move |group| group.section == section)
    }

    /// One press acknowledges everything of a person that this page shows.
    fn act(&mut self, ctx: &Context<Self>, people: &[Person]) {
        let mut orders: Vec<(Person, Vec<Id>)> = Vec::new();
        for group in self.groups.iter().filter(|group| people.contains(&group.person)) {
            if self.acting.get(&group.person) != Some(&Acting::Sending) {
                orders.push((group.person.clone(), group.open_ids()));
            }
        }
        self.acting.extend(orders.iter().map(|(person, _)| (person.clone(), Acting::Sending)));
        let (link, session) = (ctx.link().clone(), ctx.props().open.0.session.clone());
        wasm_bindgen_futures::spawn_local(async move {
            for (person, ids) in orders {
                let mut all = true;
                for id in ids {
                    let answer = session.acknowledge(&id).await;
                    all &= answer.is_ok();
                    link.send_message(Msg::Acted(person.clone(), Box::new(answer)));
                }
                if all {
                    link.send_message(Msg::Done(person));
                }
            }
        });
    }

    fn acted(&mut self, ctx: &Context<Self>, person: Person, answer: Result<Row, Fault>) -> bool {
        match answer {
            Ok(row) => {
                if self.inbox.receive(vec![row]) {
                    self.regroup(ctx);
                }
            }
            Err(Fault::Session) => return self.ended(ctx),
            Err(_) => {
                self.acting.insert(person, Acting::Failed);
            }
        }
        true
    }

    /// Sends the next thing that was written, one at a time.
    fn send(&mut self, ctx: &Context<Self>) {
        let Props { open, kept, .. } = ctx.props();
        let Some(next) = kept.0.borrow_mut().next(&open.0.owner()) else { return };
        self.again = None;
        let session = open.0.session.clone();
        ctx.link().send_future(async move {
            let answer = session.send(&next).await;
            Msg::Sent(next.n, answer)
        });
    }

    fn sent(&mut self, ctx: &Context<Self>, n: u32, answer: Result<(), Fault>) -> bool {
        let kept = Rc::clone(&ctx.props().kept.0);
        match answer {
            Ok(()) => {
                kept.borrow_mut().saved(n);
                self.say_recorded(ctx.props().lang.say(CaseWords::Saved));
                self.send(ctx);
            }
            Err(Fault::Session) => {
                kept.borrow_mut().lost(n);
                return self.ended(ctx);
            }
            Err(fault) if fault.is("key-unknown") => return self.reseal(ctx, n),
            Err(fault) if fault.passes() => {
                kept.borrow_mut().lost(n);
                let link = ctx.link().clone();
                self.again = Some(Timeout::new(AGAIN_MS, move || link.send_message(Msg::Send)));
            }
            Err(_) => {
                kept.borrow_mut().refused(n);
                self.send(ctx);
            }
        }
        true
    }

    /// A colleague has changed the centre's key: what is not saved yet is sealed to the new one.
    fn reseal(&mut self, ctx: &Context<Self>, n: u32) -> bool {
        let Props { open, kept, .. } = ctx.props();
        let (open, kept) = (Rc::clone(&open.0), Rc::clone(&kept.0));
        ctx.link().send_future(async move {
            let fresh = open.refresh_keys().await;
            let one = kept.borrow().get(n).cloned();
            let sealed = one.as_ref().and_then(|one| {
                let keys = open.keys.borrow();
                let entry = keys.open_entry(one.order.kind()?, &[one.sitting], &one.sealed)?;
                keys.seal_entry(&entry, &one.sitting).ok().filter(|sealed| sealed.key != one.key)
            });
            match (sealed, fresh) {
                (Some(sealed), _) => {
                    kept.borrow_mut().reseal(n, sealed);
                    Msg::Send
                }
                (None, Err(fault)) => Msg::Sent(n, Err(fault)),
                // Carried for another centre, or no newer key: a person decides.
                (None, Ok(_)) => Msg::Sent(n, Err(Fault::Refused("key".to_owned()))),
            }
        });
        true
    }

    /// An alarm that could not be sent stands everywhere, until it was sent or is needed no more.
    fn alarm(&self, lang: Lang) -> Html {
        let Some(alarm) = self.moment.as_ref().and_then(|moment| moment.alarm.as_ref()) else {
            return Html::default();
        };
        let to = if alarm.to.is_empty() { lang.say(DutyWords::SomebodyOnDuty) } else { &alarm.to };
        let said =
            lang.fill(DutyWords::AlarmFailed, &[("time", &time::moment(lang, alarm.since)), ("name", to)]);
        html! { <p class="keep" role="alert">{ said }</p> }
    }

    /// What no key opens is for whoever runs the gateway; a counsellor can only pass it on.
    fn unopened(&self, lang: Lang) -> Html {
        let Some(found) = self.moment.as_ref().and_then(|moment| moment.unopened) else {
            return Html::default();
        };
        let values = [("time", &*time::moment(lang, found.since)), ("n", &*found.tries.to_string())];
        html! { <p class="keep" role="status">{ lang.fill(DutyWords::Unopened, &values) }</p> }
    }

    fn not_saved(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, open, kept, .. } = ctx.props();
        let count = kept.0.borrow().of(&open.0.owner()).filter(|one| one.tried).count();
        if count == 0 {
            return Html::default();
        }
        html! { <p class="keep" role="status">{ lang.fill(CaseWords::NotSavedLead, &[("n", &count.to_string())]) }</p> }
    }

    fn group_of(&self, sitting: Id) -> Option<&Rc<Group>> {
        self.groups.iter().find(|group| group.sittings().contains(&sitting))
    }

    fn heading(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, heading, open, .. } = ctx.props();
        let title = match self.place {
            Place::Messages => lang.fill(Word::Hello, &[("name", &open.0.me.name)]),
            Place::Case(sitting) => {
                let known = self.group_of(sitting).and_then(|group| group.pseudonym());
                known.map_or_else(
                    || lang.say(CaseWords::TitleUnknown).to_owned(),
                    |code| lang.fill(CaseWords::Title, &[("code", &crate::card::short(code))]),
                )
            }
            Place::Scan => lang.say(crate::words::scan::Scan::Title).to_owned(),
            Place::Handover => lang.say(crate::words::handover::Handover::Title).to_owned(),
            Place::Duty => lang.say(crate::words::duty::Duty::Title).to_owned(),
            Place::Team => lang.say(crate::words::team::Team::Title).to_owned(),
            Place::Figures => lang.say(crate::words::figures::Figures::Title).to_owned(),
        };
        html! { <h1 ref={heading.clone()} tabindex="-1">{ title }</h1> }
    }

    fn here(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, open, kept, .. } = ctx.props();
        let (lang, open, kept) = (*lang, open.clone(), kept.clone());
        let ended = ctx.link().callback(|()| Msg::Ended);
        let written = ctx.link().callback(|()| Msg::Send);
        match self.place {
            Place::Messages => self.list(ctx),
            Place::Case(sitting) => match self.group_of(sitting) {
                Some(group) => html! {
                    <CasePage key={Row::id_text(&sitting)} {lang} {open} {kept} group={Rc::clone(group)} skew={self.skew}
                        on_written={written} on_ended={ended} on_back={ctx.link().callback(|()| Msg::Go(Place::Messages))} />
                },
                None => self.list(ctx),
            },
            Place::Scan => html! {
                <>
                    <ScanPage {lang} open={open.clone()} {kept} on_written={written}
                        on_slip={ctx.link().callback(Msg::Slip)} on_done={ctx.link().callback(|()| Msg::Go(Place::Messages))} />
                    <PaperForm {lang} {open} slip={self.slip.clone()} on_ended={ended} />
                </>
            },
            Place::Handover => html! { <HandoverPage {lang} {open} on_ended={ended} /> },
            Place::Duty => html! { <DutyPage {lang} {open} on_ended={ended} /> },
            Place::Team => html! { <TeamPage {lang} {open} on_ended={ended} /> },
            Place::Figures => html! { <FiguresPage {lang} {open} on_ended={ended} /> },
        }
    }
}
