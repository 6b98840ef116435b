//! The end: the same frame for every tier. The own result opens only when the student asks for it.

use crate::{Props, SentView, heading, lines, paragraph, say};
use qinghe_content::{Domain, Key, Tier};
use qinghe_session::{Event, Outcome};
use yew::prelude::*;

pub fn view(props: &Props, shown: Option<&Outcome>, node: &NodeRef) -> Html {
    let (label, toggle) = match shown {
        Some(_) => (Key::EndHide, Event::HideResult),
        None => (Key::EndShow, Event::ShowResult),
    };
    let expanded = if shown.is_some() { "true" } else { "false" };
    html! {
        <>
            { heading(node, props.text(Key::EndTitle)) }
            { say(props, "lead", Key::EndBody) }
            { lines(props) }
            <div class="actions">
                <button type="button" class="main" aria-expanded={expanded} onclick={props.on(toggle)}>{ props.text(label) }</button>
            </div>
            if let Some(outcome) = shown {
                { result(props, outcome) }
            }
            { say(props, "close", Key::EndClose) }
        </>
    }
}

pub fn declined(props: &Props, node: &NodeRef) -> Html {
    html! {
        <>
            { heading(node, props.text(Key::DeclinedTitle)) }
            { say(props, "lead", Key::DeclinedBody) }
            { lines(props) }
        </>
    }
}

fn result(props: &Props, outcome: &Outcome) -> Html {
    let (title, body) = words(outcome.tier);
    html! {
        <section class="result">
            <h2>{ props.text(Key::ResultTitle) }</h2>
            { say(props, "tier", title) }
            { say(props, "body", body) }
            if !outcome.domains.is_empty() {
                { paragraph("body", &domains(props, &outcome.domains)) }
            }
            { say(props, "hint", Key::ResultNotDiagnosis) }
            { sent(props) }
        </section>
    }
}

fn domains(props: &Props, domains: &[Domain]) -> String {
    let separator = match props.pack.locale {
        qinghe_content::Locale::ZhHans => "、",
        qinghe_content::Locale::En => ", ",
    };
    let names: Vec<&str> = domains.iter().map(|domain| props.text(domain_key(*domain))).collect();
    props.pack.texts.fill(Key::ResultDomains, &[("domains", &names.join(separator))])
}

fn sent(props: &Props) -> Html {
    match &props.sent {
        Some(SentView { notices, delivery }) => html! {
            <div class="sent">
                <h2>{ props.text(Key::SentTitle) }</h2>
                { for notices.iter().map(|notice| html! {
                    <>
                        if notices.len() > 1 { <h3>{ props.text(notice.title) }</h3> }
                        <dl>
                            { for notice.rows.iter().map(|row| html! {
                                <div><dt>{ props.text(row.label) }</dt><dd>{ &row.value }</dd></div>
                            }) }
                        </dl>
                    </>
                }) }
                <p class="delivery" role="status">{ props.text(*delivery) }</p>
                { say(props, "hint", Key::SentPass) }
                { say(props, "hint", Key::SentNever) }
            </div>
        },
        None => say(props, "hint", Key::SentNothing),
    }
}

fn words(tier: Tier) -> (Key, Key) {
    match tier {
        Tier::Routine => (Key::ResultRoutine, Key::ResultRoutineBody),
        Tier::Watch => (Key::ResultWatch, Key::ResultWatchBody),
        Tier::Priority => (Key::ResultPriority, Key::ResultPriorityBody),
        Tier::Urgent => (Key::ResultUrgent, Key::ResultUrgentBody),
        Tier::Unclear => (Key::ResultUnclear, Key::ResultUnclearBody),
    }
}

/// The everyday name of a domain.
#[must_use]
pub fn domain_key(domain: Domain) -> Key {
    match domain {
        Domain::Mood => Key::DomainMood,
        Domain::Anxiety => Key::DomainAnxiety,
        Domain::Distress => Key::DomainDistress,
        Domain::Sleep => Key::DomainSleep,
        Domain::Wellbeing => Key::DomainWellbeing,
        Domain::SelfWorth => Key::DomainSelfWorth,
        Domain::Peers => Key::DomainPeers,
        Domain::Bullying => Key::DomainBullying,
        Domain::Online => Key::DomainOnline,
        Domain::Anger => Key::DomainAnger,
        Domain::Study => Key::DomainStudy,
        Domain::Grief => Key::DomainGrief,
        Domain::Family => Key::DomainFamily,
        Domain::Safety => Key::DomainSafety,
    }
}
