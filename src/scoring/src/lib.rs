//! Responses to scores, bands, domains and tier. A function of the pack, the responses and the person's
//! norm group only.
//!
//! Nothing here that holds a response or a score implements `Debug`, `Display` or `Serialize`: it can be
//! neither printed nor sent. Formulas and their sources: `docs/scoring.md`.

mod care;
pub mod change;
mod condition;
pub mod irt;
mod response;
mod sheet;
mod span;

pub use care::Care;
pub use response::{Earlier, Place, Response, ScoreOutcome, Who, Why};
pub use sheet::Sheet;

use qinghe_content::{BandSet, Instrument, ItemIndex};
use span::{Reply, Span};

/// All scores of one instrument from responses in the order of its items, in the order of its scores.
/// What was not reached counts as missing.
#[must_use]
pub fn scores(instrument: &Instrument, responses: &[Response], who: Who) -> Vec<ScoreOutcome> {
    let replies: Vec<Reply> = responses.iter().copied().map(Reply::of).collect();
    let mut spans = Vec::with_capacity(instrument.scores.len());
    span::all(instrument, &replies, who, &mut spans);
    spans.into_iter().map(outcome).collect()
}

/// One score of an instrument; see [`scores`].
#[must_use]
pub fn score(instrument: &Instrument, at: usize, responses: &[Response], who: Who) -> ScoreOutcome {
    scores(instrument, responses, who).get(at).copied().unwrap_or(ScoreOutcome::NotComputed(Why::NotAsked))
}

/// Many sheets of one instrument, one after the other, without allocating for each.
pub struct Scorer<'a> {
    instrument: &'a Instrument,
    replies: Vec<Reply>,
    spans: Vec<Span>,
}

impl<'a> Scorer<'a> {
    /// For sheets of `instrument`.
    #[must_use]
    pub fn new(instrument: &'a Instrument) -> Scorer<'a> {
        Scorer { instrument, replies: Vec::new(), spans: Vec::new() }
    }

    /// The scores of one sheet, in the order of the instrument's; see [`scores`].
    pub fn score(
        &mut self,
        responses: impl Iterator<Item = Response>,
        who: Who,
    ) -> impl Iterator<Item = ScoreOutcome> {
        self.replies.clear();
        self.replies.extend(responses.map(Reply::of));
        span::all(self.instrument, &self.replies, who, &mut self.spans);
        self.spans.iter().copied().map(outcome)
    }
}

fn outcome(span: Span) -> ScoreOutcome {
    match span {
        Span::Within(low, high) if low == high => ScoreOutcome::Computed(low),
        Span::Within(..) | Span::Open => ScoreOutcome::NotComputed(Why::Open),
        Span::Missing(missing) => ScoreOutcome::NotComputed(Why::Missing(missing)),
        Span::NotAsked => ScoreOutcome::NotComputed(Why::NotAsked),
        Span::NoNorm => ScoreOutcome::NotComputed(Why::NoNorm),
    }
}

/// Lowest and highest value that a score of an instrument can have with every response there, as it is
/// read: over all norms where there are some.
#[must_use]
pub fn range(instrument: &Instrument, at: usize) -> (i32, i32) {
    match span::widest(instrument).get(at) {
        Some(Span::Within(low, high)) => (*low, *high),
        _ => (0, 0),
    }
}

/// Position of the band that holds `score`: the last one that begins at or below it.
#[must_use]
pub fn band(set: &BandSet, score: i32) -> usize {
    set.bands.iter().rposition(|band| band.from <= score).unwrap_or(0)
}

/// Whether this response to this item calls for a person at once. The value is taken as given, not mirrored.
#[must_use]
pub fn is_critical(instrument: &Instrument, item: ItemIndex, response: Response) -> bool {
    let Response::Given(option) = response else { return false };
    let critical = instrument.items.get(usize::from(item.0)).and_then(|item| item.critical);
    let value = option_value(instrument, item, option);
    matches!((critical, value), (Some(critical), Some(value)) if value >= critical.at_least)
}

fn option_value(instrument: &Instrument, item: ItemIndex, option: u8) -> Option<i16> {
    let item = instrument.items.get(usize::from(item.0))?;
    instrument.response_sets.get(usize::from(item.response_set))?.values.get(usize::from(option)).copied()
}
