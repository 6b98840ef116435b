//! The tier policy: ordered rules, and the domains.

use crate::{
    condition::{self, Around},
    finding::Code,
    reader::Table,
    words,
};
use qinghe_content::{Condition, DomainRule, Own, OwnRule, OwnState, ScoreRef, Tier, TierRule};

/// Reads the rules, with their reasons.
pub(crate) fn rules(top: &Table<'_>, around: &Around<'_>) -> Vec<(TierRule, String)> {
    top.tables("rule").into_iter().filter_map(|table| rule(table, around)).collect()
}

fn rule(table: Table<'_>, around: &Around<'_>) -> Option<(TierRule, String)> {
    let tier = table.word("tier", &words::tiers());
    let why = table.filled("why", Code::Source, "Say on whose advice this rule stands.");
    let when = table.table("when").and_then(|when| condition::read(when, around));
    table.finish();
    Some((TierRule { tier: tier?, when: when? }, why?.value.to_owned()))
}

/// Reads the rules of the own state; own instruments stand from `from` on.
pub(crate) fn own(top: &Table<'_>, around: &Around<'_>, from: u8) -> Own {
    let tables = top.tables_opt("own_rule");
    let asked = usize::from(from) < around.used.instruments.len();
    if asked == tables.is_empty() {
        let what = "`own` and [[own_rule]] stand together".to_owned();
        top.at.say(
            Code::Own,
            what,
            "Say what is asked about whoever responds, and what follows on the own screen.",
        );
    }
    let mut rules = Vec::new();
    for table in tables {
        let state = table.word("state", words::OWN_STATES);
        table.filled("why", Code::Source, "Say on whose advice this rule stands.");
        let when = table.table("when").and_then(|when| condition::read(when, around));
        if when.as_ref().is_some_and(|when| !only_own(when, from)) {
            let what = "the rule looks at more than the own instruments".to_owned();
            table.at.say(Code::Own, what, "Name scores of the instruments in `own`.");
        }
        table.finish();
        rules.extend(state.zip(when).map(|(state, when)| OwnRule { state, when }));
    }
    let missing = |nth: u8| {
        let unclear = rules.iter().filter(|rule| rule.state == OwnState::Unclear);
        !unclear
            .flat_map(|rule| alternatives(&rule.when))
            .any(|part| matches!(part, Condition::NotComputed(at) if at.instrument == nth))
    };
    for (nth, instrument) in (0u8..).zip(&around.used.instruments) {
        if nth >= from && missing(nth) {
            let what = format!("nothing happens when `{}` cannot be computed", instrument.id);
            top.at.say(
                Code::NoUnclear,
                what,
                "Add it to an own rule with state `unclear` and `not_computed`.",
            );
        }
    }
    Own { from, rules }
}

fn only_own(condition: &Condition, from: u8) -> bool {
    match condition {
        Condition::AnyCritical | Condition::Doubtful | Condition::Unusable => false,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(|part| only_own(part, from)),
        Condition::NotComputed(at)
        | Condition::BandAtLeast(at, _)
        | Condition::BandAtMost(at, _)
        | Condition::Worsened(at) => at.instrument >= from,
    }
}

/// Reads the domains.
pub(crate) fn domains(top: &Table<'_>, around: &Around<'_>) -> Vec<DomainRule> {
    let mut all: Vec<DomainRule> = Vec::new();
    for table in top.tables_opt("domain") {
        let domain = table.word("domain", &words::domains());
        let when = table.table("when").and_then(|when| condition::read(when, around));
        let (Some(domain), Some(when)) = (domain, when) else { continue };
        if all.iter().any(|other| other.domain == domain) {
            let what = format!("two rules for `{}`", domain.code());
            table.at.say(Code::Duplicate, what, "Write one rule with `any`.");
        }
        table.finish();
        all.push(DomainRule { domain, when });
    }
    all
}

/// The rules as a whole: their order, and what they must not leave open.
pub(crate) fn check(top: &Table<'_>, rules: &[TierRule], around: &Around<'_>) -> Vec<(u8, String)> {
    order(top, rules);
    urgent(top, rules, around);
    let spared = may_be_missing(top, around);
    unclear(top, rules, around, &spared);
    spared
}

/// Instruments whose missing responses are not held against the rest, each with its reason: indicators
/// that point somewhere and measure nothing.
fn may_be_missing(top: &Table<'_>, around: &Around<'_>) -> Vec<(u8, String)> {
    let Some(table) = top.table_opt("may_be_missing") else { return Vec::new() };
    let mut spared = Vec::new();
    for one in table.every() {
        let (id, Some(reason)) = (one.name, one.text()) else { continue };
        match around.used.instruments.iter().position(|one| one.id == id) {
            Some(nth) if !reason.value.trim().is_empty() => {
                spared.extend(u8::try_from(nth).map(|nth| (nth, reason.value.to_owned())));
            }
            Some(_) => {
                reason.say(Code::Source, format!("`{id}` has no reason"), "Say why nothing is lost by it.");
            }
            None => {
                let what = format!("there is no instrument `{id}` in this battery");
                reason.say(Code::UnknownReference, what, "Name an instrument of the battery.");
            }
        }
    }
    table.finish();
    spared
}

/// `urgent`, then `unclear`, then `priority`, then `watch`; `routine` needs no rule.
fn order(top: &Table<'_>, rules: &[TierRule]) {
    let rank = |tier: Tier| match tier {
        Tier::Urgent => 0,
        Tier::Unclear => 1,
        Tier::Priority => 2,
        Tier::Watch => 3,
        Tier::Routine => 4,
    };
    let ascending = rules.windows(2).all(|pair| matches!(pair, [a, b] if rank(a.tier) < rank(b.tier)));
    if !ascending || rules.iter().any(|rule| rule.tier == Tier::Routine) {
        let what = "the rules do not go from the most serious to the mildest".to_owned();
        let help = "Order them urgent, unclear, priority, watch, each once; what no rule takes is routine.";
        top.at.say(Code::RuleOrder, what, help);
    }
}

fn urgent(top: &Table<'_>, rules: &[TierRule], around: &Around<'_>) {
    let asked = |instrument: usize, item: usize| {
        around.blocks.iter().any(|block| {
            usize::from(block.instrument) == instrument
                && block.items.iter().any(|index| usize::from(index.0) == item)
        })
    };
    let critical = around.used.instruments.iter().enumerate().any(|(nth, instrument)| {
        instrument.items.iter().enumerate().any(|(at, item)| item.critical.is_some() && asked(nth, at))
    });
    let caught = rules.iter().any(|rule| {
        rule.tier == Tier::Urgent && alternatives(&rule.when).any(|part| *part == Condition::AnyCritical)
    });
    if critical && !caught {
        let what = "an instrument has a critical item, and no rule answers it".to_owned();
        top.at.say(Code::NoUrgent, what, "Add a rule with tier `urgent` and `when = { critical = true }`.");
    }
}

/// The condition, or the parts of which one is enough.
fn alternatives(condition: &Condition) -> Box<dyn Iterator<Item = &Condition> + '_> {
    match condition {
        Condition::Any(parts) => Box::new(parts.iter().flat_map(alternatives)),
        other => Box::new(std::iter::once(other)),
    }
}

/// Whatever cannot be computed, or was not given with care, leads to `unclear` by itself: each instrument
/// in at least one score, and each score that a tier or a gate is read from.
fn unclear(top: &Table<'_>, rules: &[TierRule], around: &Around<'_>, spared: &[(u8, String)]) {
    let caught: Vec<&Condition> = rules
        .iter()
        .filter(|rule| rule.tier == Tier::Unclear)
        .flat_map(|rule| alternatives(&rule.when))
        .collect();
    let same =
        |one: ScoreRef, other: ScoreRef| one.instrument == other.instrument && one.score == other.score;
    let missing = |score: ScoreRef| {
        caught.iter().any(|part| matches!(part, Condition::NotComputed(other) if same(score, *other)))
    };
    let gates = around.blocks.iter().filter_map(|block| block.ask_if.as_ref());
    let mut read = Vec::new();
    for condition in rules.iter().map(|rule| &rule.when).chain(gates) {
        banded(condition, &mut read);
    }
    let help = "Add it to a rule with tier `unclear` and `not_computed`.";
    let held = |nth: u8| !spared.iter().any(|(other, _)| *other == nth);
    for (nth, instrument) in (0u8..).zip(&around.used.instruments).filter(|(nth, _)| held(*nth)) {
        let mut named = Vec::new();
        for score in read.iter().filter(|score| score.instrument == nth && !missing(**score)) {
            if named.contains(&score.score) {
                continue;
            }
            named.push(score.score);
            let id = instrument.scores.get(usize::from(score.score)).map_or("", |score| &score.id);
            let what = format!("nothing happens when `{}/{id}` cannot be computed", instrument.id);
            top.at.say(Code::NoUnclear, what, help);
        }
        let some = |part: &&Condition| matches!(part, Condition::NotComputed(at) if at.instrument == nth);
        if named.is_empty() && !caught.iter().any(some) {
            let what = format!("nothing happens when `{}` cannot be computed", instrument.id);
            top.at.say(Code::NoUnclear, what, help);
        }
    }
    let unusable = |part: &&Condition| matches!(part, Condition::Unusable | Condition::Doubtful);
    if around.validity && !caught.iter().any(unusable) {
        let what = "nothing happens when the responses cannot be used".to_owned();
        top.at.say(Code::NoUnclear, what, "Add `{ unusable = true }` to a rule with tier `unclear`.");
    }
}

/// Scores of which a band, or a change, is read.
fn banded(condition: &Condition, read: &mut Vec<ScoreRef>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| banded(part, read)),
        Condition::BandAtLeast(at, _) | Condition::BandAtMost(at, _) | Condition::Worsened(at) => {
            read.push(*at)
        }
        Condition::AnyCritical | Condition::NotComputed(_) | Condition::Doubtful | Condition::Unusable => {}
    }
}
