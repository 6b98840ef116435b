//! A finished sitting as an entry of a record.
//!
//! Kept are the tier and the scores that the battery's domains hang on, each under the everyday name of its domain. A score
//! over one item is a response by another name and is left out.

use crate::{line, words};
use qinghe_content::{BandSet, Condition, Domain, Key, Pack, ScoreRef, Tier};
use qinghe_record::{Band, Body, Change, Day, Entry, Id, Line, Outcome, ScoreParts};
use qinghe_scoring::{ScoreOutcome, range};

/// The entry; `None` when it would not fit into a record.
pub fn entry(pack: &Pack, tier: Tier, scores: &[Vec<ScoreOutcome>], id: Id, day: Day) -> Option<Entry> {
    let mut kept: Vec<qinghe_record::Score> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for rule in &pack.battery.domains {
        let name = pack.texts.get(domain_key(rule.domain));
        names.push(name);
        let mut hangs_on = Vec::new();
        scores_of(&rule.when, &mut hangs_on);
        for (at, higher_stands_out) in hangs_on {
            let one = score(pack, at, higher_stands_out, scores, name);
            let fresh = |one: &qinghe_record::Score| !kept.iter().any(|known| same(known, one));
            kept.extend(one.filter(fresh));
        }
    }
    let separator = if pack.locale == qinghe_content::Locale::En { ", " } else { "、" };
    let title = title(&names, separator).or_else(|| line(&pack.battery.id))?;
    let (battery, version) = (line(&pack.battery.id)?, line(&pack.battery.version)?);
    let outcome = Outcome::new(battery, version, title, tier_of(tier), kept).ok()?;
    Entry::new(id, day, Body::Result(outcome)).ok()
}

fn same(one: &qinghe_record::Score, other: &qinghe_record::Score) -> bool {
    let key = |score: &qinghe_record::Score| {
        let ScoreParts { instrument, score, .. } = score.parts();
        (instrument.as_str().to_owned(), score.as_str().to_owned())
    };
    key(one) == key(other)
}

/// As many names as a title has room for.
fn title(names: &[&str], separator: &str) -> Option<Line> {
    (1..=names.len()).rev().find_map(|many| line(&names.get(..many)?.join(separator)))
}

/// The scores of a condition, each with whether it is a high one that holds it.
fn scores_of(condition: &Condition, found: &mut Vec<(ScoreRef, bool)>) {
    match condition {
        Condition::BandAtLeast(at, _) => found.push((*at, true)),
        Condition::BandAtMost(at, _) => found.push((*at, false)),
        Condition::All(inner) | Condition::Any(inner) => inner.iter().for_each(|one| scores_of(one, found)),
        Condition::AnyCritical
        | Condition::NotComputed(_)
        | Condition::Doubtful
        | Condition::Unusable
        | Condition::Worsened(_) => {}
    }
}

fn score(
    pack: &Pack,
    at: ScoreRef,
    higher_stands_out: bool,
    outcomes: &[Vec<ScoreOutcome>],
    name: &str,
) -> Option<qinghe_record::Score> {
    let used = pack.battery.instruments.get(usize::from(at.instrument))?;
    let instrument = pack.instruments.get(usize::from(used.instrument))?;
    let score = instrument.scores.get(usize::from(at.score))?;
    let outcome = outcomes.get(usize::from(at.instrument))?.get(usize::from(at.score))?;
    let ScoreOutcome::Computed(value) = *outcome else { return None };
    if score.inputs.len() < 2 {
        return None;
    }
    let scale = range(instrument, usize::from(at.score));
    let bands = score.band_sets.get(usize::from(at.band_set));
    let change = score.change;
    let parts = ScoreParts {
        instrument: line(&instrument.id)?,
        version: line(&instrument.version)?,
        score: line(&score.id)?,
        name: line(name)?,
        decimals: score.scaling.decimals,
        value,
        range: change.map(|change| likely(value, change.reliable, scale)),
        scale,
        bands: bands.map(|set| names(set, higher_stands_out, pack)).unwrap_or_default(),
        change: change
            .map(|change| Change { reliable: change.reliable, higher_is_worse: change.higher_is_worse }),
    };
    qinghe_record::Score::new(parts).ok()
}

/// Where the score lies with 95 % confidence. A difference that counts is √2 such half-widths (Jacobson and Truax 1991),
/// so the half-width is that difference over √2, rounded up.
fn likely(value: i32, reliable: i32, (least, most): (i32, i32)) -> (i32, i32) {
    let half = (i64::from(reliable) * 10_000 + 14_141) / 14_142;
    let half = i32::try_from(half).unwrap_or(i32::MAX);
    (value.saturating_sub(half).max(least), value.saturating_add(half).min(most))
}

fn names(set: &BandSet, higher_stands_out: bool, pack: &Pack) -> Vec<Band> {
    let count = set.bands.len();
    let one = |(nth, band): (usize, &qinghe_content::Band)| {
        let rank = if higher_stands_out { nth } else { count - 1 - nth };
        Some(Band { from: band.from, name: line(words::band(rank, count, pack.locale)?)? })
    };
    // All of them or none: a drawing with one band missing would say something else.
    set.bands.iter().enumerate().map(one).collect::<Option<Vec<Band>>>().unwrap_or_default()
}

fn tier_of(tier: Tier) -> qinghe_record::Tier {
    match tier {
        Tier::Routine => qinghe_record::Tier::Routine,
        Tier::Watch => qinghe_record::Tier::Watch,
        Tier::Priority => qinghe_record::Tier::Priority,
        Tier::Urgent => qinghe_record::Tier::Urgent,
        Tier::Unclear => qinghe_record::Tier::Unclear,
    }
}

fn domain_key(domain: Domain) -> Key {
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
