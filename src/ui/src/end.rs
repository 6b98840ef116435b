//! The end: the same frame for every tier. The own result opens only when the student asks for it.

use crate::{
    Node, Props, SentNotice, SentRow, SentView, all, heading, line, lines, list, paragraph, say, session, tag,
};
use qinghe_content::{Domain, Key, OwnState, Tier, joined};
use qinghe_session::{Event, Outcome};

pub fn view(props: &Props, shown: Option<&Outcome>, own: Option<OwnState>) -> Node {
    let (label, toggle) = match shown {
        Some(_) => (Key::EndHide, Event::HideResult),
        None => (Key::EndShow, Event::ShowResult),
    };
    let toggle = session(toggle);
    let expanded = if shown.is_some() { "true" } else { "false" };
    all![
        heading(props.text(Key::EndTitle)),
        say(props, "lead", Key::EndBody),
        lines(props),
        tag!("div", "class" = "actions";
            tag!("button", "type" = "button", "class" = "main", "aria-expanded" = expanded, on toggle;
                props.say(label),
            ),
        ),
        shown.map(|outcome| result(props, outcome)).unwrap_or_default(),
        own.map(|state| about_oneself(props, state)).unwrap_or_default(),
        say(props, "close", if props.stay { Key::EndStay } else { Key::EndClose }),
    ]
}

pub fn declined(props: &Props) -> Node {
    all![heading(props.text(Key::DeclinedTitle)), say(props, "lead", Key::DeclinedBody), lines(props),]
}

fn result(props: &Props, outcome: &Outcome) -> Node {
    let (title, body) = words(outcome.tier);
    tag!("section", "class" = "result";
        props.line("h2", "", Key::ResultTitle),
        say(props, "tier", title),
        say(props, "body", body),
        if outcome.domains.is_empty() {
            Node::default()
        } else {
            paragraph("body", &domains(props, &outcome.domains))
        },
        say(props, "hint", Key::ResultNotDiagnosis),
        sent(props),
    )
}

/// What whoever responds said about oneself: behind everything that was sent, and a part of none of it.
fn about_oneself(props: &Props, state: OwnState) -> Node {
    let key = match state {
        OwnState::Well => Key::OwnWell,
        OwnState::Strained => Key::OwnStrained,
        OwnState::Heavy => Key::OwnHeavy,
        OwnState::Unclear => Key::OwnUnclear,
    };
    tag!("section", "class" = "result";
        props.line("h2", "", Key::OwnTitle),
        say(props, "body", key),
        say(props, "hint", Key::OwnKept),
    )
}

fn domains(props: &Props, domains: &[Domain]) -> String {
    let english = props.pack.locale == qinghe_content::Locale::En;
    let separator = if english { ", " } else { "、" };
    let names: Vec<&str> = domains.iter().map(|domain| props.text(domain_key(*domain))).collect();
    props.pack.texts.fill(Key::ResultDomains, &[("domains", &joined(&names, separator))])
}

fn sent(props: &Props) -> Node {
    let Some(SentView { notices, delivery }) = &props.sent else {
        return say(props, "hint", Key::SentNothing);
    };
    let titled = notices.len() > 1;
    tag!("div", "class" = "sent";
        props.line("h2", "", Key::SentTitle),
        list(notices.iter().map(|notice| sent_notice(props, notice, titled)).collect()),
        delivered(props.say(*delivery)),
        say(props, "hint", Key::SentPass),
        say(props, "hint", Key::SentNever),
    )
}

fn sent_notice(props: &Props, notice: &SentNotice, titled: bool) -> Node {
    let row = |row: &SentRow| tag!("div"; props.line("dt", "", row.label), line("dd", "", &row.value));
    all![
        if titled { props.line("h3", "", notice.title) } else { Node::default() },
        tag!("dl"; list(notice.rows.iter().map(row).collect())),
    ]
}

/// Where the notice is; read out when it changes.
pub fn delivered(inside: Node) -> Node {
    tag!("p", "class" = "delivery", "role" = "status"; inside)
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
