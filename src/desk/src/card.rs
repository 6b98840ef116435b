//! One person: who, what kind of help, what they wish, how long they have waited, and one button.

use crate::{
    case::Lock,
    clock::Clock,
    follow,
    keys::Content,
    model::{Entry, Group, Headline, Person, Section},
    row::Row,
    time,
    together::Together,
    words::{Lang, Word, case::Case as CaseWords, wishes::Wishes},
};
use qinghe_wire::{Id, Stage};
use std::rc::Rc;
use yew::prelude::*;

/// What counsellor and roster call a student: the first eight characters of the pseudonym.
const SHORT: usize = 8;

/// Where the acknowledgement of a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acting {
    No,
    Sending,
    Failed,
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub group: Rc<Group>,
    pub acting: Acting,
    /// Gateway's clock minus this one, milliseconds.
    pub skew: i64,
    pub on_act: Callback<Person>,
    pub on_open: Callback<Id>,
}

pub struct Card;

impl Component for Card {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Card {
        Card
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let Props { lang, group, .. } = props;
        let Some(newest) = group.entries.last() else { return Html::default() };
        html! {
            <article class={class(group.section)}>
                { head(props) }
                { who(*lang, group) }
                { about(*lang, group) }
                { together(*lang, group) }
                { wishes(*lang, group) }
                <ul class="came">{ for group.current().map(|entry| came(*lang, group, entry)) }</ul>
                { earlier(*lang, group) }
                { act(props) }
                <div class="foot">
                    { open_record(props) }
                    { details(*lang, newest) }
                </div>
            </article>
        }
    }
}

fn class(section: Section) -> &'static str {
    match section {
        Section::Urgent => "card urgent",
        Section::Waiting | Section::InHand => "card",
        Section::Routine => "card calm",
        Section::Seen => "card calm seen",
    }
}

fn head(props: &Props) -> Html {
    let Props { lang, group, skew, .. } = props;
    html! {
        <div class="head">
            <h3>{ lang.say(title(group)) }</h3>
            if group.section == Section::Urgent {
                <Clock lang={*lang} since={group.waiting_since()} skew={*skew} />
            }
        </div>
    }
}

/// What stands over a card, and over a code that was carried by hand.
pub fn title(group: &Group) -> Word {
    match group.headline() {
        Headline::Tier(tier) => Word::of_tier(tier),
        Headline::Differ => Word::TierDiffer,
        Headline::Waiting => Word::TierWaiting,
        Headline::Mismatch => Word::TierMismatch,
        Headline::Closed => Word::TierClosed,
    }
}

/// Short code, role and class.
pub fn who(lang: Lang, group: &Group) -> Html {
    // Whose matter it is, and not who wrote last: grade and class stand in the student's own launches.
    let own = group.entries.iter().rev().find(|entry| entry.row.role.is_some() && !entry.from_parent());
    let named = own.or(group.entries.iter().rev().find(|entry| entry.row.role.is_some()));
    let named = named.or(group.entries.last());
    let Some(Entry { row, .. }) = named.map(Rc::as_ref) else { return Html::default() };
    let place = [(Word::School, &row.school), (Word::Grade, &row.grade), (Word::Class, &row.class)];
    let place =
        place.into_iter().filter_map(|(word, code)| Some(lang.fill(word, &[("code", code.as_deref()?)])));
    let role = row.role.map(|role| lang.say(Word::of_role(role)).to_owned());
    let rest = role.into_iter().chain(place);
    html! {
        <p class="who">
            if let Some(pseudonym) = group.pseudonym() {
                <span class="code"><small>{ lang.say(Word::Pseudonym) }</small><b translate="no">{ short(pseudonym) }</b></span>
            } else {
                <span>{ lang.say(Word::NobodyKnown) }</span>
            }
            { for rest.map(|part| html! { <span>{ part }</span> }) }
        </p>
    }
}

/// Domains, battery and marks.
pub fn about(lang: Lang, group: &Group) -> Html {
    let domains: Vec<String> = group.domains().into_iter().map(|code| lang.domain(code)).collect();
    let battery = group.told().rev().find_map(|entry| entry.notice());
    let battery = battery.map(|notice| format!("{} {}", notice.battery, notice.battery_version));
    html! {
        <>
            if !domains.is_empty() {
                <p class="domains"><small>{ lang.say(Word::Domains) }</small>{ domains.join(lang.comma()) }</p>
            }
            if let Some(battery) = battery {
                <p class="battery"><small>{ lang.say(Word::Battery) }</small><span translate="no">{ battery }</span></p>
            }
            { marks(lang, group) }
        </>
    }
}

/// Whether a parent has written too, and how the two go together.
pub fn together(lang: Lang, group: &Group) -> Html {
    let word = match group.together() {
        Together::NoParent => return Html::default(),
        Together::Alone => Word::ParentAlone,
        Together::Waiting => Word::ParentWaiting,
        Together::Unclear => Word::ParentUnclear,
        Together::Alike => Word::ParentAlike,
        Together::Differ => Word::ParentDiffers,
    };
    html! { <p class="together">{ lang.say(word) }</p> }
}

fn marks(lang: Lang, group: &Group) -> Html {
    let validity = group.told().last().and_then(|entry| Word::of_validity(entry.notice()?.validity));
    let any = |test: fn(&Entry) -> bool| group.current().any(|entry| test(entry));
    let locked = group.case.as_ref().is_some_and(|case| case.lock != Lock::Off);
    let marks = [
        (group.wish(), "mark-wish", Some(Word::WishSeen)),
        (locked, "mark-lock", Some(Word::GuardOn)),
        (true, "mark-note", validity),
        (any(|entry| entry.row.by_hand), "mark-check", Some(Word::ByHand)),
        (any(|entry| !entry.row.verified && !entry.row.by_hand), "mark-check", Some(Word::Unverified)),
        (any(|entry| entry.row.key_retired), "mark-note", Some(Word::KeyRetired)),
    ];
    let marks: Vec<Html> = marks
        .into_iter()
        .filter_map(|(on, class, word)| on.then_some(html! { <span {class}>{ lang.say(word?) }</span> }))
        .collect();
    if marks.is_empty() {
        Html::default()
    } else {
        html! { <p class="marks">{ for marks }</p> }
    }
}

/// What the student said on the help card, the newest time.
pub fn wishes(lang: Lang, group: &Group) -> Html {
    let lines = group.follow().map(|said| follow::lines(lang, said)).unwrap_or_default();
    if lines.is_empty() {
        return Html::default();
    }
    let said_again =
        group.current().filter(|entry| entry.notice().is_some_and(|notice| notice.follow.is_some())).count()
            > 1;
    html! {
        <section class="wishes" aria-label={lang.say(Wishes::Title)}>
            <p class="title">{ lang.say(Wishes::Title) }if said_again { <small>{ lang.say(Wishes::Newest) }</small> }</p>
            <dl>{ for lines.into_iter().map(|(label, said)| html! { <div><dt>{ lang.say(label) }</dt><dd>{ said }</dd></div> }) }</dl>
        </section>
    }
}

fn earlier(lang: Lang, group: &Group) -> Html {
    let count = group.earlier();
    if count == 0 {
        return Html::default();
    }
    let current: Vec<*const Entry> = group.current().map(Rc::as_ptr).collect();
    let past = group.entries.iter().filter(|entry| !current.contains(&Rc::as_ptr(entry)));
    html! {
        <details>
            <summary>{ lang.fill(Word::Earlier, &[("n", &count.to_string())]) }</summary>
            <ul class="came">{ for past.map(|entry| came(lang, group, entry)) }</ul>
        </details>
    }
}

/// One message: when, at what point of the sitting, and why; or why it could not be read.
pub fn came(lang: Lang, group: &Group, entry: &Entry) -> Html {
    let notice = entry.notice();
    let stage = match notice.map(|notice| notice.stage) {
        Some(Stage::Early) => Word::Early,
        Some(Stage::Final) => Word::Final,
        Some(Stage::Follow) => Word::Follow,
        None => Word::Unknown,
    };
    let mut parts = vec![lang.say(stage)];
    if entry.from_parent() {
        parts.insert(0, lang.say(Word::FromParent));
    }
    if notice.is_none() && entry.row.urgent {
        parts.push(lang.say(Word::Urgent));
    }
    parts.extend(
        notice
            .filter(|notice| notice.stage == Stage::Final && group.tells_tier(entry))
            .map(|notice| lang.say(Word::of_tier(notice.tier))),
    );
    parts.extend(
        notice
            .and_then(|notice| notice.trigger)
            .map(|trigger| lang.say(Word::of_trigger(trigger, entry.from_parent()))),
    );
    let closed = match entry.content {
        Content::Notice(_) => None,
        Content::Mismatch => Some(Word::MismatchBody),
        Content::OtherKey => Some(Word::OtherKeyBody),
        Content::Broken => Some(Word::BrokenBody),
    };
    let seen =
        entry.row.seen.as_ref().map(|seen| {
            lang.fill(Word::SeenBy, &[("name", &seen.by), ("time", &time::moment(lang, seen.at))])
        });
    html! {
        <li>
            <span class="when">{ time::moment(lang, entry.row.received_at) }</span>
            <span>
                { parts.join(" · ") }
                if let Some(word) = closed { <span class="why">{ lang.say(word) }</span> }
                if let Some(seen) = seen { <span class="by">{ seen }</span> }
            </span>
        </li>
    }
}

fn act(props: &Props) -> Html {
    let Props { lang, group, acting, on_act, .. } = props;
    let (class, word) = match group.section {
        Section::Seen | Section::InHand => return Html::default(),
        Section::Urgent => ("main act", Word::ActUrgent),
        Section::Waiting | Section::Routine => ("other act", Word::ActNormal),
    };
    let person = group.person.clone();
    let word = if *acting == Acting::Sending { Word::Sending } else { word };
    html! {
        <>
            <button type="button" {class} disabled={*acting == Acting::Sending} onclick={on_act.reform(move |_| person.clone())}>
                { lang.say(word) }
            </button>
            if *acting == Acting::Failed {
                <p class="wrong" role="alert">{ lang.say(Word::ActFailed) }</p>
            }
        </>
    }
}

/// What comes after seeing: the record of the case.
fn open_record(props: &Props) -> Html {
    let Props { lang, group, on_open, .. } = props;
    let class = match group.section {
        Section::InHand => "other act",
        Section::Urgent | Section::Waiting | Section::Seen | Section::Routine => "quiet",
    };
    let sitting = group.sitting();
    html! {
        <button type="button" {class} onclick={on_open.reform(move |_| sitting)}>
            { lang.say(CaseWords::Open) }
        </button>
    }
}

fn details(lang: Lang, newest: &Entry) -> Html {
    let line = |word: Word, value: String| html! { <div><dt>{ lang.say(word) }</dt><dd translate="no">{ value }</dd></div> };
    html! {
        <details>
            <summary>{ lang.say(Word::Details) }</summary>
            <dl class="numbers">
                if let Some(pseudonym) = &newest.row.pseudonym { { line(Word::FullPseudonym, pseudonym.clone()) } }
                { line(Word::Sitting, Row::id_text(&newest.row.sitting)) }
                if let Some(launch) = &newest.row.launch { { line(Word::Launch, launch.clone()) } }
            </dl>
        </details>
    }
}

/// The short code of a pseudonym.
pub fn short(pseudonym: &str) -> String {
    pseudonym.chars().take(SHORT).collect()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn a_short_code_is_the_beginning_of_the_pseudonym() {
        assert_eq!(short("kX3f_9aQ-demo"), "kX3f_9aQ");
        assert_eq!(short("kX3"), "kX3");
    }
}
