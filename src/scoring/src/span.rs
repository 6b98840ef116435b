//! The range in which a score can still end: one point when every response is there.

use crate::{Response, Who, irt};
use qinghe_content::{
    Combine, Input, Instrument, ItemIndex, MissingRule, Norm, OnlyIf, Pattern, Rounding, Scaling, Score,
};

/// One item as scores see it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reply {
    /// Position of the chosen option.
    Given(u8),
    /// Asked, and not said.
    Missing,
    /// Still to come, or left out because it cannot matter.
    Open,
    /// It depends on what is still to come whether it is asked, or whether what was said counts.
    Perhaps,
    /// Not asked of this person.
    NotAsked,
}

impl Reply {
    /// A response outside any sitting: what was not reached is missing.
    pub(crate) fn of(response: Response) -> Reply {
        match response {
            Response::Given(option) => Reply::Given(option),
            Response::Skipped | Response::NotReached => Reply::Missing,
        }
    }
}

/// What can still become of a score.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    /// It ends between these two, both reachable.
    Within(i32, i32),
    Missing(u16),
    NotAsked,
    NoNorm,
    /// Nothing can be said yet.
    Open,
}

/// The spans of all scores, in order; `out` is used again.
pub(crate) fn all(instrument: &Instrument, replies: &[Reply], who: Who, out: &mut Vec<Span>) {
    out.clear();
    for score in &instrument.scores {
        let span = one(instrument, score, replies, who, out);
        out.push(span);
    }
}

fn one(instrument: &Instrument, score: &Score, replies: &[Reply], who: Who, before: &[Span]) -> Span {
    let raw = match &score.combine {
        Combine::Theta => theta(instrument, score, replies),
        Combine::First(patterns) => first(instrument, score, patterns, replies, before),
        Combine::Sum | Combine::Maximum => fold(instrument, score, replies, before),
    };
    match raw {
        Ok(raw) => norm(&score.norms, who, scaled(raw, score.scaling)),
        Err(span) => span,
    }
}

/// A raw score's ends over one divisor.
#[derive(Clone, Copy)]
struct Raw {
    low: i64,
    high: i64,
    over: i64,
}

/// One input: its ends, or `Err` with why there are none.
fn input(
    instrument: &Instrument,
    input: &Input,
    replies: &[Reply],
    before: &[Span],
) -> Result<(i64, i64), Span> {
    match input {
        Input::Item { item, key, only_if: None } => item_points(instrument, *item, *key, replies),
        Input::Item { item, key, only_if: Some(only) } => {
            conditional(instrument, *only, replies, || item_points(instrument, *item, *key, replies))
        }
        Input::Score { score, weight } => match before.get(usize::from(*score)) {
            Some(Span::Within(low, high)) => {
                let weight = i64::from(*weight);
                let ends = (i64::from(*low) * weight, i64::from(*high) * weight);
                Ok((ends.0.min(ends.1), ends.0.max(ends.1)))
            }
            Some(Span::Missing(_)) => Err(Span::Missing(1)),
            Some(other) => Err(*other),
            None => Err(Span::Open),
        },
    }
}

fn item_points(
    instrument: &Instrument,
    item: ItemIndex,
    key: u8,
    replies: &[Reply],
) -> Result<(i64, i64), Span> {
    let key = instrument.keys.get(usize::from(key)).map_or(&[][..], Vec::as_slice);
    match replies.get(usize::from(item.0)) {
        Some(Reply::Given(option)) => match key.get(usize::from(*option)) {
            Some(points) => Ok((i64::from(*points), i64::from(*points))),
            None => Err(Span::Missing(1)),
        },
        Some(Reply::Open) => {
            let points = key.iter().copied();
            match (points.clone().min(), points.max()) {
                (Some(low), Some(high)) => Ok((i64::from(low), i64::from(high))),
                _ => Err(Span::Open),
            }
        }
        Some(Reply::Perhaps) => Err(Span::Open),
        Some(Reply::NotAsked) => Err(Span::NotAsked),
        Some(Reply::Missing) | None => Err(Span::Missing(1)),
    }
}

fn conditional(
    instrument: &Instrument,
    only: OnlyIf,
    replies: &[Reply],
    own: impl Fn() -> Result<(i64, i64), Span>,
) -> Result<(i64, i64), Span> {
    let otherwise = i64::from(only.otherwise);
    match replies.get(usize::from(only.item.0)) {
        Some(Reply::Given(option)) => match crate::option_value(instrument, only.item, *option) {
            Some(value) if value >= only.at_least => own(),
            Some(_) => Ok((otherwise, otherwise)),
            None => Err(Span::Missing(1)),
        },
        Some(Reply::Open) => {
            own().map(|(low, high)| (low.min(otherwise), high.max(otherwise))).map_err(|_| Span::Open)
        }
        Some(Reply::Perhaps) => Err(Span::Open),
        Some(Reply::NotAsked) => Err(Span::NotAsked),
        Some(Reply::Missing) | None => Err(Span::Missing(1)),
    }
}

/// Inputs that are not there.
#[derive(Default)]
struct Absent {
    missing: u16,
    not_asked: bool,
    open: bool,
    no_norm: bool,
}

impl Absent {
    fn add(&mut self, span: Span) {
        match span {
            Span::Missing(_) => self.missing = self.missing.saturating_add(1),
            Span::NotAsked => self.not_asked = true,
            Span::NoNorm => self.no_norm = true,
            Span::Open | Span::Within(..) => self.open = true,
        }
    }

    /// `Err` when there is no score without them. Not asked is said first, and open before missing: what is
    /// open may turn out as not asked.
    fn allow(&self, at_most: u16) -> Result<(), Span> {
        match self {
            Absent { not_asked: true, .. } => Err(Span::NotAsked),
            Absent { open: true, .. } => Err(Span::Open),
            Absent { missing, .. } if *missing > at_most => Err(Span::Missing(*missing)),
            Absent { no_norm: true, .. } => Err(Span::NoNorm),
            Absent { .. } => Ok(()),
        }
    }
}

fn fold(instrument: &Instrument, score: &Score, replies: &[Reply], before: &[Span]) -> Result<Raw, Span> {
    let largest = matches!(score.combine, Combine::Maximum);
    let (mut low, mut high) = (0i64, 0i64);
    let mut there = 0i64;
    let mut absent = Absent::default();
    for one in &score.inputs {
        match input(instrument, one, replies, before) {
            Ok((a, b)) if largest && there > 0 => {
                there += 1;
                (low, high) = (low.max(a), high.max(b));
            }
            Ok((a, b)) => {
                there += 1;
                (low, high) = (low.saturating_add(a), high.saturating_add(b));
            }
            Err(span) => absent.add(span),
        }
    }
    let at_most = match score.missing {
        MissingRule::Complete => 0,
        MissingRule::Prorate { at_most, .. } | MissingRule::BlanksAsZero { at_most } => at_most,
    };
    absent.allow(at_most)?;
    let missing = absent.missing;
    match score.missing {
        MissingRule::Prorate { .. } if there == 0 => Err(Span::Missing(missing)),
        // A blank that counts as 0 may be the largest.
        MissingRule::BlanksAsZero { .. } if missing > 0 && largest => {
            Ok(Raw { low: low.max(0), high: high.max(0), over: 1 })
        }
        MissingRule::Prorate { rounding, .. } if missing > 0 && !largest => {
            let all = there + i64::from(missing);
            let (low, high) = (low.saturating_mul(all), high.saturating_mul(all));
            Ok(match rounding {
                None => Raw { low, high, over: there },
                Some(rule) => Raw { low: divide(low, there, rule), high: divide(high, there, rule), over: 1 },
            })
        }
        _ => Ok(Raw { low, high, over: 1 }),
    }
}

/// The values that the first pattern to hold can still give.
fn first(
    instrument: &Instrument,
    score: &Score,
    patterns: &[Pattern],
    replies: &[Reply],
    before: &[Span],
) -> Result<Raw, Span> {
    let mut absent = Absent::default();
    let (mut inputs, mut open) = (Vec::new(), false);
    for one in &score.inputs {
        match input(instrument, one, replies, before) {
            Ok(ends) => {
                open |= ends.0 != ends.1;
                inputs.push(ends);
            }
            Err(span) => {
                // What is not there could be anything; a pattern may hold all the same.
                inputs.push((i64::MIN, i64::MAX));
                absent.add(span);
            }
        }
    }
    let mut ends: Option<(i32, i32)> = None;
    let mut certain = false;
    for pattern in patterns {
        let (mut can, mut must) = (true, true);
        for within in &pattern.all {
            let Some((low, high)) = inputs.get(usize::from(within.input)) else { return Err(Span::Open) };
            let (from, to) = (i64::from(within.from), i64::from(within.to));
            can &= *low <= to && *high >= from;
            must &= from <= *low && *high <= to;
        }
        if can {
            ends = Some(ends.map_or((pattern.value, pattern.value), |(low, high)| {
                (low.min(pattern.value), high.max(pattern.value))
            }));
        }
        if must {
            certain = true;
            break;
        }
    }
    let (low, high) = match ends {
        Some((low, high)) if certain => (low, high),
        Some((low, high)) => (low.min(0), high.max(0)),
        None => (0, 0),
    };
    if low != high {
        // What is still to come may settle it without what is not there.
        absent.allow(0).map_err(|why| if open || absent.open { Span::Open } else { why })?;
    }
    Ok(Raw { low: i64::from(low), high: i64::from(high), over: 1 })
}

fn theta(instrument: &Instrument, score: &Score, replies: &[Reply]) -> Result<Raw, Span> {
    let Some(bank) = &instrument.bank else { return Err(Span::Open) };
    if replies.iter().any(|reply| matches!(reply, Reply::Open | Reply::Perhaps)) {
        return Err(Span::Open);
    }
    let given = irt::given(instrument, bank, replies);
    if given.is_empty() {
        let missing = replies.iter().filter(|reply| **reply == Reply::Missing).count();
        let none = u16::try_from(missing.min(score.inputs.len())).unwrap_or(u16::MAX);
        return Err(if missing == 0 { Span::NotAsked } else { Span::Missing(none) });
    }
    let thousandths = irt::Posterior::of(bank, &given).estimate().thousandths();
    Ok(Raw { low: thousandths, high: thousandths, over: 1 })
}

fn scaled(raw: Raw, scaling: Scaling) -> (i32, i32) {
    // Far outside what an instrument can be, numbers stay at the end of what 64 bits hold.
    let one = |value: i64| {
        let (over, times) = (raw.over * i64::from(scaling.divide), i64::from(scaling.multiply));
        let rounded = divide(value.saturating_mul(times), over, scaling.rounding);
        whole(rounded.saturating_add(i64::from(scaling.add)))
    };
    let (a, b) = (one(raw.low), if raw.high == raw.low { one(raw.low) } else { one(raw.high) });
    (a.min(b), a.max(b))
}

fn norm(norms: &[Norm], who: Who, (low, high): (i32, i32)) -> Span {
    if norms.is_empty() {
        return Span::Within(low, high);
    }
    let Some(norm) = norms.iter().find(|norm| who.is_of(norm.group)) else { return Span::NoNorm };
    let Some(at) = norm.steps.iter().rposition(|(from, _)| *from <= low) else {
        // A higher score may still have a value.
        return if norm.steps.iter().any(|(from, _)| *from <= high) { Span::Open } else { Span::NoNorm };
    };
    let values = norm.steps.iter().skip(at).take_while(|(from, _)| *from <= high).map(|(_, value)| *value);
    match (values.clone().min(), values.max()) {
        (Some(low), Some(high)) => Span::Within(low, high),
        _ => Span::NoNorm,
    }
}

fn whole(score: i64) -> i32 {
    i32::try_from(score).unwrap_or(if score < 0 { i32::MIN } else { i32::MAX })
}

/// `numerator / denominator` as a whole number; `denominator` is positive.
pub(crate) fn divide(numerator: i64, denominator: i64, rounding: Rounding) -> i64 {
    if denominator == 1 {
        return numerator;
    }
    let (size, by) = (numerator.unsigned_abs(), denominator.unsigned_abs());
    let (down, rest) = (size / by, size % by);
    let up = match rounding {
        Rounding::Truncate => false,
        Rounding::HalfUp => rest * 2 >= by,
        Rounding::HalfEven => rest * 2 > by || (rest * 2 == by && down % 2 == 1),
    };
    numerator.signum() * (down + u64::from(up)).cast_signed()
}

/// The widest span of every score: over all norms where there are some, over the grid where it is theta.
pub(crate) fn widest(instrument: &Instrument) -> Vec<Span> {
    let replies = vec![Reply::Open; instrument.items.len()];
    let mut spans = Vec::new();
    for score in &instrument.scores {
        let values = score.norms.iter().flat_map(|norm| &norm.steps).map(|(_, value)| *value);
        let span = match (values.clone().min(), values.max(), &score.combine) {
            (Some(low), Some(high), _) => Span::Within(low, high),
            (_, _, Combine::Theta) => {
                let (low, high) = scaled(Raw { low: -6000, high: 6000, over: 1 }, score.scaling);
                Span::Within(low, high)
            }
            _ => one(instrument, score, &replies, Who::default(), &spans),
        };
        spans.push(span);
    }
    spans
}

/// Theta at which the scaled score is `at`.
pub(crate) fn theta_at(scaling: Scaling, at: i32) -> f64 {
    (f64::from(at) - f64::from(scaling.add)) * f64::from(scaling.divide)
        / f64::from(scaling.multiply)
        / 1000.0
}
