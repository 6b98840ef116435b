//! Responses to scores, bands, domains and tier. A function of the pack and the responses only.
//!
//! Nothing here implements `Debug`, `Display` or `Serialize`: a response or a score can be neither
//! printed nor sent.

use qinghe_content::{
    BandSet, Condition, Domain, Instrument, Item, ItemIndex, MissingRule, Pack, Rounding, Score, ScoreMethod,
    ScoreRef, Tier,
};

/// What a person did with one item. No number means missing.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Response {
    /// The item was not shown yet.
    #[default]
    NotReached,
    /// The person chose not to say.
    Skipped,
    /// Position of the chosen option in the item's response set.
    Given(u8),
}

/// A raw score, or the reason why there is none. Never zero for "not computed".
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ScoreOutcome {
    /// The raw score.
    Computed(i32),
    /// More responses are missing than the score's rule allows.
    NotComputed {
        /// Number of missing responses.
        missing: u16,
    },
}

/// The raw score of one instrument's responses (same order as its items).
///
/// A reverse-keyed item counts `lowest + highest - value`. Under [`MissingRule::Prorate`] the sum of the
/// given values is multiplied by items / given, which equals replacing each missing value by the person's
/// own mean, and rounded as the rule names; whole-number arithmetic throughout.
#[must_use]
pub fn raw_score(instrument: &Instrument, score: &Score, responses: &[Response]) -> ScoreOutcome {
    let values = score.items.iter().filter_map(|item| value(instrument, *item, responses));
    // In 64 bits: the largest instrument that can be written must not overflow.
    let (sum, given) = values.fold((0i64, 0u16), |(sum, given), value| (sum + i64::from(value), given + 1));
    let items = u16::try_from(score.items.len()).unwrap_or(u16::MAX);
    let missing = items - given;
    let ScoreMethod::Sum = score.method;
    match score.missing {
        _ if missing == 0 => ScoreOutcome::Computed(whole(sum)),
        MissingRule::Prorate { at_most, rounding } if missing <= at_most && given > 0 => {
            ScoreOutcome::Computed(whole(divide(sum * i64::from(items), i64::from(given), rounding)))
        }
        MissingRule::Prorate { .. } | MissingRule::Complete => ScoreOutcome::NotComputed { missing },
    }
}

/// Position of the band that holds `raw`: the last one that begins at or below it.
#[must_use]
pub fn band(set: &BandSet, raw: i32) -> usize {
    set.bands.iter().rposition(|band| band.from <= raw).unwrap_or(0)
}

/// Whether this response to this item calls for a person at once. The value is taken as given, not mirrored.
#[must_use]
pub fn is_critical(instrument: &Instrument, item: ItemIndex, response: Response) -> bool {
    let Some(found) = instrument.items.get(usize::from(item.0)) else { return false };
    let Response::Given(option) = response else { return false };
    let value = option_value(instrument, found, option);
    matches!((found.critical, value), (Some(critical), Some(value)) if value >= critical.at_least)
}

/// The tier of a battery's responses, one list per instrument of the battery. The first rule whose
/// condition holds decides; when none holds the tier is `routine`.
#[must_use]
pub fn tier(pack: &Pack, responses: &[Vec<Response>]) -> Tier {
    let decided = pack.battery.policy.rules.iter().find(|rule| holds(pack, responses, &rule.when));
    decided.map_or(Tier::Routine, |rule| rule.tier)
}

/// The domains whose condition holds, in the order of the battery.
#[must_use]
pub fn domains(pack: &Pack, responses: &[Vec<Response>]) -> Vec<Domain> {
    let rules = pack.battery.domains.iter();
    rules.filter(|rule| holds(pack, responses, &rule.when)).map(|rule| rule.domain).collect()
}

fn holds(pack: &Pack, responses: &[Vec<Response>], condition: &Condition) -> bool {
    match condition {
        Condition::AnyCritical => any_critical(pack, responses),
        Condition::NotComputed(score) => {
            matches!(outcome(pack, responses, *score), Some((_, ScoreOutcome::NotComputed { .. })))
        }
        Condition::BandAtLeast(score, least) => match outcome(pack, responses, *score) {
            Some((set, ScoreOutcome::Computed(raw))) => band(set, raw) >= usize::from(*least),
            _ => false,
        },
        Condition::All(parts) => parts.iter().all(|part| holds(pack, responses, part)),
        Condition::Any(parts) => parts.iter().any(|part| holds(pack, responses, part)),
    }
}

fn any_critical(pack: &Pack, responses: &[Vec<Response>]) -> bool {
    pack.battery.instruments.iter().zip(responses).any(|(used, given)| {
        pack.instruments.get(usize::from(used.instrument)).is_some_and(|instrument| {
            (0u16..).zip(given).any(|(item, response)| is_critical(instrument, ItemIndex(item), *response))
        })
    })
}

fn outcome<'a>(
    pack: &'a Pack,
    responses: &[Vec<Response>],
    at: ScoreRef,
) -> Option<(&'a BandSet, ScoreOutcome)> {
    let used = pack.battery.instruments.get(usize::from(at.instrument))?;
    let instrument = pack.instruments.get(usize::from(used.instrument))?;
    let score = instrument.scores.get(usize::from(at.score))?;
    let set = score.band_sets.get(usize::from(at.band_set))?;
    let given = responses.get(usize::from(at.instrument))?;
    Some((set, raw_score(instrument, score, given)))
}

fn value(instrument: &Instrument, index: ItemIndex, responses: &[Response]) -> Option<i32> {
    let item = instrument.items.get(usize::from(index.0))?;
    let Response::Given(option) = responses.get(usize::from(index.0))? else { return None };
    let value = i32::from(option_value(instrument, item, *option)?);
    if !item.reverse {
        return Some(value);
    }
    let (low, high) = instrument.response_sets.get(usize::from(item.response_set))?.range();
    Some(i32::from(low) + i32::from(high) - value)
}

fn option_value(instrument: &Instrument, item: &Item, option: u8) -> Option<i16> {
    instrument.response_sets.get(usize::from(item.response_set))?.values.get(usize::from(option)).copied()
}

fn whole(score: i64) -> i32 {
    i32::try_from(score).unwrap_or(if score < 0 { i32::MIN } else { i32::MAX })
}

fn divide(numerator: i64, denominator: i64, rounding: Rounding) -> i64 {
    match rounding {
        Rounding::Truncate => numerator / denominator,
        Rounding::HalfUp => (2 * numerator.abs() + denominator) / (2 * denominator) * numerator.signum(),
    }
}
