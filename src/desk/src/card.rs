//! One sitting: who, what kind of help, how long it has waited, and one button.

use crate::{
    clock::Clock,
    keys::Content,
    model::{Entry, Group, Headline, Section},
    row::Row,
    time,
    words::{Lang, Word},
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
    pub on_act: Callback<Id>,
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
        let Some(newest) = props.group.entries.last() else { return Html::default() };
        html! {
            <article class={class(props.group.section)}>
                { head(props) }
                { who(props.lang, &newest.row) }
                { about(props) }
                <ul class="came">{ for props.group.entries.iter().map(|entry| came(props.lang, entry)) }</ul>
                { act(props) }
                { details(props.lang, newest) }
            </article>
        }
    }
}

fn class(section: Section) -> &'static str {
    match section {
        Section::Urgent => "card urgent",
        Section::Waiting => "card",
        Section::Routine => "card calm",
        Section::Seen => "card calm seen",
    }
}

fn head(props: &Props) -> Html {
    let Props { lang, group, skew, .. } = props;
    let word = match group.headline() {
        Headline::Tier(tier) => Word::of_tier(tier),
        Headline::Mismatch => Word::TierMismatch,
        Headline::Closed => Word::TierClosed,
    };
    html! {
        <div class="head">
            <h3>{ lang.say(word) }</h3>
            if group.section == Section::Urgent {
                <Clock lang={*lang} since={group.waiting_since()} skew={*skew} />
            }
        </div>
    }
}

fn who(lang: Lang, row: &Row) -> Html {
    let place = [(Word::School, &row.school), (Word::Grade, &row.grade), (Word::Class, &row.class)];
    let place =
        place.into_iter().filter_map(|(word, code)| Some(lang.fill(word, &[("code", code.as_deref()?)])));
    let role = row.role.map(|role| lang.say(Word::of_role(role)).to_owned());
    let rest = role.into_iter().chain(place);
    html! {
        <p class="who">
            <span class="code"><small>{ lang.say(Word::Pseudonym) }</small><b translate="no">{ short(&row.pseudonym) }</b></span>
            { for rest.map(|part| html! { <span>{ part }</span> }) }
        </p>
    }
}

fn about(props: &Props) -> Html {
    let Props { lang, group, .. } = props;
    let domains: Vec<String> = group.domains().into_iter().map(|code| lang.domain(code)).collect();
    let validity = group.entries.last().and_then(|entry| Word::of_validity(entry.notice()?.validity));
    let battery = group.entries.iter().rev().find_map(|entry| entry.notice());
    let battery = battery.map(|notice| format!("{} {}", notice.battery, notice.battery_version));
    let unverified = group.entries.iter().any(|entry| !entry.row.verified);
    html! {
        <>
            if !domains.is_empty() {
                <p class="domains"><small>{ lang.say(Word::Domains) }</small>{ domains.join(lang.comma()) }</p>
            }
            if let Some(battery) = battery {
                <p class="battery"><small>{ lang.say(Word::Battery) }</small><span translate="no">{ battery }</span></p>
            }
            if group.wish() || validity.is_some() || unverified {
                <p class="marks">
                    if group.wish() { <span class="mark-wish">{ lang.say(Word::WishSeen) }</span> }
                    if let Some(word) = validity { <span>{ lang.say(word) }</span> }
                    if unverified { <span class="mark-check">{ lang.say(Word::Unverified) }</span> }
                </p>
            }
        </>
    }
}

/// One message: when, at what point of the sitting, and why; or why it could not be read.
fn came(lang: Lang, entry: &Entry) -> Html {
    let notice = entry.notice();
    let stage = match notice.map(|notice| notice.stage) {
        Some(Stage::Early) => Word::Early,
        Some(Stage::Final) => Word::Final,
        Some(Stage::Follow) => Word::Follow,
        None => Word::Unknown,
    };
    let mut parts = vec![lang.say(stage)];
    if notice.is_none() && entry.row.urgent {
        parts.push(lang.say(Word::Urgent));
    }
    parts.extend(notice.and_then(|notice| notice.trigger).map(|trigger| lang.say(Word::of_trigger(trigger))));
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
        Section::Seen => return Html::default(),
        Section::Urgent => ("main act", Word::ActUrgent),
        Section::Waiting | Section::Routine => ("other act", Word::ActNormal),
    };
    let sitting = group.sitting;
    let word = if *acting == Acting::Sending { Word::Sending } else { word };
    html! {
        <>
            <button type="button" {class} disabled={*acting == Acting::Sending} onclick={on_act.reform(move |_| sitting)}>
                { lang.say(word) }
            </button>
            if *acting == Acting::Failed {
                <p class="wrong" role="alert">{ lang.say(Word::ActFailed) }</p>
            }
        </>
    }
}

fn details(lang: Lang, newest: &Entry) -> Html {
    let line = |word: Word, value: String| html! { <div><dt>{ lang.say(word) }</dt><dd translate="no">{ value }</dd></div> };
    html! {
        <details>
            <summary>{ lang.say(Word::Details) }</summary>
            <dl>
                { line(Word::FullPseudonym, newest.row.pseudonym.clone()) }
                { line(Word::Sitting, Row::id_text(&newest.row.sitting)) }
                { line(Word::Launch, newest.row.launch.clone()) }
            </dl>
        </details>
    }
}

fn short(pseudonym: &str) -> String {
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
