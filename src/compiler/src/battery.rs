//! `batteries/<id>/`: which instruments, and how bands become a tier.

use crate::{
    finding::{Code, Log},
    instrument::Read,
    reader::{Doc, Found, Table},
    words::{self, DISCLOSURES, INFORMANTS},
};
use qinghe_content::{
    AgeRange, Battery, BatteryInstrument, Condition, DomainRule, Informant, Instrument, Policy, ScoreRef,
    Tier, TierRule,
};
use std::path::Path;

/// A battery, and the ids of what it needs.
pub(crate) struct Drawn {
    pub battery: Battery,
    /// Instruments in the order of [`Battery::instruments`].
    pub instruments: Vec<usize>,
    /// Region of its help lines.
    pub region: String,
}

/// Reads `batteries/<folder>/battery.toml` against all instruments.
pub(crate) fn read(log: &Log, root: &Path, folder: &str, all: &[Read]) -> Option<Drawn> {
    let doc = Doc::open(log, root, &format!("batteries/{folder}/battery.toml"))?;
    let top = doc.top(log);
    let id = words::named_id(&top, folder);
    let version = words::version(&top);
    let informant = top.word("informant", INFORMANTS);
    let ages = words::ages(&top);
    let minutes = top.whole("minutes").map(|minutes| minutes.value);
    let disclosure = top.word("disclosure", DISCLOSURES);
    let region = top
        .filled("region", Code::UnknownReference, "Name a file of `regions/`.")
        .map(|found| found.value.to_owned());
    top.filled(
        "sign_off",
        Code::Source,
        "Say who signed the tier policy off and when, or what is still open.",
    );
    let used = top.texts("instruments").map(|list| instruments(&list, all, informant, ages));
    let mut battery = Battery {
        id: id?,
        version: version?,
        informant: informant?,
        ages: ages?,
        minutes: minutes?,
        disclosure: disclosure?,
        instruments: Vec::new(),
        policy: Policy { rules: Vec::new() },
        domains: Vec::new(),
    };
    let used = used?;
    battery.instruments =
        (0u8..).zip(&used).map(|(instrument, _)| BatteryInstrument { instrument }).collect();
    let drawn: Vec<&Instrument> =
        used.iter().filter_map(|at| all.get(*at)).map(|read| &read.instrument).collect();
    battery.policy.rules =
        top.tables("rule").into_iter().filter_map(|table| tier_rule(table, &drawn)).collect();
    let domains = top.tables("domain").into_iter().filter_map(|table| domain_rule(table, &drawn));
    battery.domains = domains.collect();
    order(&top, &battery.policy.rules, &drawn);
    top.finish();
    Some(Drawn { battery, instruments: used, region: region? })
}

fn instruments(
    list: &Found<'_, Vec<Found<'_, &str>>>,
    all: &[Read],
    informant: Option<Informant>,
    ages: Option<AgeRange>,
) -> Vec<usize> {
    let mut used = Vec::new();
    for name in &list.value {
        let Some(at) = all.iter().position(|read| read.instrument.id == name.value) else {
            name.say(
                Code::UnknownReference,
                format!("there is no instrument `{}`", name.value),
                "Name a folder of `scales/` without faults.",
            );
            continue;
        };
        if used.contains(&at) {
            name.say(Code::Duplicate, format!("`{}` stands here twice", name.value), "Name it once.");
        }
        let Some(Read { instrument, .. }) = all.get(at) else { continue };
        if informant.is_some_and(|informant| informant != instrument.informant) {
            let what = format!("`{}` is answered by somebody else", name.value);
            name.say(Code::Informant, what, "Use instruments with the battery's informant.");
        }
        if let Some(ages) = ages
            && !inside(ages, instrument.ages)
        {
            let what = format!("`{}` is not for all ages of this battery", name.value);
            name.say(Code::Ages, what, "Narrow the battery's ages, or leave the instrument out.");
        }
        used.push(at);
    }
    if list.value.is_empty() {
        list.at.say(Code::MissingField, "the battery has no instrument".to_owned(), "Name at least one.");
    }
    used
}

fn inside(inner: AgeRange, outer: AgeRange) -> bool {
    let upper = match (inner.max, outer.max) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer,
    };
    inner.min >= outer.min && upper
}

fn tier_rule(table: Table<'_>, drawn: &[&Instrument]) -> Option<TierRule> {
    let tier = table.word("tier", &words::tiers());
    table.filled("why", Code::Source, "Say on whose advice this rule stands.");
    let when = table.table("when").and_then(|when| condition(when, drawn));
    table.finish();
    Some(TierRule { tier: tier?, when: when? })
}

fn domain_rule(table: Table<'_>, drawn: &[&Instrument]) -> Option<DomainRule> {
    let domain = table.word("domain", &words::domains());
    let when = table.table("when").and_then(|when| condition(when, drawn));
    table.finish();
    Some(DomainRule { domain: domain?, when: when? })
}

fn condition(table: Table<'_>, drawn: &[&Instrument]) -> Option<Condition> {
    let mut found = Vec::new();
    if table.yes("critical") {
        found.push(Condition::AnyCritical);
    }
    if let Some(name) = table.text_opt("not_computed") {
        let parts: Vec<&str> = name.value.split('/').collect();
        found.extend(score_ref(&name, &parts, drawn).map(Condition::NotComputed));
    }
    if let Some(name) = table.text_opt("at_least") {
        found.extend(at_least(&name, drawn));
    }
    type Make = fn(Vec<Condition>) -> Condition;
    for (name, make) in [("all", Condition::All as Make), ("any", Condition::Any as Make)] {
        if table.has(name) {
            let wanted = table.tables(name);
            let count = wanted.len();
            let parts: Vec<Condition> =
                wanted.into_iter().filter_map(|part| condition(part, drawn)).collect();
            // A part that could not be read must not make the rule milder.
            found.extend((parts.len() == count && count > 0).then(|| make(parts)));
        }
    }
    let at = table.at.clone();
    let fields = table.finish_counting();
    if fields != 1 {
        let help = "Write one of `critical = true`, `not_computed`, `at_least`, `all`, `any`.";
        at.say(Code::WrongKind, format!("a condition with {fields} parts side by side"), help);
    }
    found.pop()
}

fn score_ref(name: &Found<'_, &str>, parts: &[&str], drawn: &[&Instrument]) -> Option<ScoreRef> {
    let found = resolve(parts, drawn);
    if found.is_none() {
        let help = "Write instrument/score, and instrument/score/band-set/band for `at_least`.";
        name.say(Code::UnknownReference, format!("`{}` stands for nothing", name.value), help);
    }
    found
}

fn resolve(parts: &[&str], drawn: &[&Instrument]) -> Option<ScoreRef> {
    let position = |at: usize| u8::try_from(at).ok();
    let (instrument, score, set) = match parts {
        [instrument, score] => (instrument, score, None),
        [instrument, score, set] => (instrument, score, Some(set)),
        _ => return None,
    };
    let at = drawn.iter().position(|one| one.id == **instrument)?;
    let scores = &drawn.get(at)?.scores;
    let nth = scores.iter().position(|one| one.id == **score)?;
    let sets = &scores.get(nth)?.band_sets;
    let band_set = match set {
        Some(set) => sets.iter().position(|one| one.id == **set)?,
        None => 0,
    };
    sets.get(band_set)?;
    Some(ScoreRef { instrument: position(at)?, score: position(nth)?, band_set: position(band_set)? })
}

fn at_least(name: &Found<'_, &str>, drawn: &[&Instrument]) -> Option<Condition> {
    let parts: Vec<&str> = name.value.split('/').collect();
    let (band, front) = parts.split_last()?;
    let score = score_ref(name, if front.len() == 3 { front } else { &[] }, drawn)?;
    let instrument = drawn.get(usize::from(score.instrument))?;
    let set = instrument.scores.get(usize::from(score.score))?.band_sets.get(usize::from(score.band_set))?;
    let Some(nth) = set.bands.iter().position(|one| one.id == *band) else {
        name.say(
            Code::UnknownReference,
            format!("there is no band `{band}`"),
            "Name a band of that band set.",
        );
        return None;
    };
    Some(Condition::BandAtLeast(score, u8::try_from(nth).ok()?))
}

/// `urgent`, then `unclear`, then `priority`, then `watch`; `routine` needs no rule.
fn order(top: &Table<'_>, rules: &[TierRule], drawn: &[&Instrument]) {
    let rank = |tier: Tier| match tier {
        Tier::Urgent => 0,
        Tier::Unclear => 1,
        Tier::Priority => 2,
        Tier::Watch => 3,
        Tier::Routine => 4,
    };
    let ascending = rules.windows(2).all(|pair| matches!(pair, [a, b] if rank(a.tier) < rank(b.tier)));
    if !ascending || rules.iter().any(|rule| rule.tier == Tier::Routine) {
        let help = "Order them urgent, unclear, priority, watch, each once; what no rule takes is routine.";
        top.at.say(
            Code::RuleOrder,
            "the rules do not go from the most serious to the mildest".to_owned(),
            help,
        );
    }
    let critical = drawn.iter().any(|one| one.items.iter().any(|item| item.critical.is_some()));
    let caught = rules.iter().any(|rule| rule.tier == Tier::Urgent && rule.when == Condition::AnyCritical);
    if critical && !caught {
        let help = "Add a rule with tier `urgent` and `when = { critical = true }`.";
        top.at.say(
            Code::NoUrgent,
            "an instrument has a critical item, and no rule answers it".to_owned(),
            help,
        );
    }
    for (nth, instrument) in drawn.iter().enumerate() {
        let covered = rules.iter().any(|rule| rule.tier == Tier::Unclear && names_missing(&rule.when, nth));
        if !covered {
            let what = format!("nothing happens when `{}` cannot be computed", instrument.id);
            top.at.say(Code::NoUnclear, what, "Add it to a rule with tier `unclear` and `not_computed`.");
        }
    }
}

fn names_missing(condition: &Condition, nth: usize) -> bool {
    match condition {
        Condition::NotComputed(score) => usize::from(score.instrument) == nth,
        Condition::Any(parts) => parts.iter().any(|part| names_missing(part, nth)),
        Condition::AnyCritical | Condition::BandAtLeast(..) | Condition::All(_) => false,
    }
}
