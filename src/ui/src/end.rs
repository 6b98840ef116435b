//! The end: the same frame for every tier. The own result opens only when the student asks for it.

use crate::{Props, SentView, heading, lines};
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
            <p class="lead">{ props.text(Key::EndBody) }</p>
            { lines(props) }
            <div class="actions">
                <button type="button" class="main" aria-expanded={expanded} onclick={props.on(toggle)}>{ props.text(label) }</button>
            </div>
            if let Some(outcome) = shown {
                { result(props, outcome) }
            }
            <p class="close">{ props.text(Key::EndClose) }</p>
        </>
    }
}

pub fn declined(props: &Props, node: &NodeRef) -> Html {
    html! {
        <>
            { heading(node, props.text(Key::DeclinedTitle)) }
            <p class="lead">{ props.text(Key::DeclinedBody) }</p>
            { lines(props) }
        </>
    }
}

fn result(props: &Props, outcome: &Outcome) -> Html {
    let (title, body) = words(outcome.tier);
    html! {
        <section class="result">
            <h2>{ props.text(Key::ResultTitle) }</h2>
            <p class="tier">{ props.text(title) }</p>
            <p>{ props.text(body) }</p>
            if !outcome.domains.is_empty() {
                <p>{ domains(props, &outcome.domains) }</p>
            }
            <p class="hint">{ props.text(Key::ResultNotDiagnosis) }</p>
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
        Some(SentView { rows, delivery }) => html! {
            <div class="sent">
                <h2>{ props.text(Key::SentTitle) }</h2>
                <dl>
                    { for rows.iter().map(|row| html! { <div><dt>{ props.text(row.label) }</dt><dd>{ &row.value }</dd></div> }) }
                </dl>
                <p class="delivery" role="status">{ props.text(*delivery) }</p>
                <p class="hint">{ props.text(Key::SentNever) }</p>
            </div>
        },
        None => html! { <p class="hint">{ props.text(Key::SentNothing) }</p> },
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
