//! Rows of the result. One for every row of the input, so that the two can be laid side by side.

use super::{
    plan::{Column, Plan},
    sheet::{Critical, Filled},
};
use crate::table::{Row, cell};
use qinghe_compiler::decimal;
use qinghe_content::Instrument;
use qinghe_scoring::{ScoreOutcome, Scorer, Why, band};
use std::io::{self, Write};

/// What `.why` says of a row with a fault.
pub const BAD: &str = "bad-row";

/// Writes the result.
pub struct Output<W> {
    to: W,
    delimiter: u8,
    line: String,
    /// Per score: how many were computed.
    pub computed: Vec<u64>,
    /// Per score, by reason: how many were not.
    pub missing: Vec<u64>,
    pub no_norm: Vec<u64>,
}

impl<W: Write> Output<W> {
    pub fn new(to: W, delimiter: u8, instrument: &Instrument) -> Output<W> {
        let zeros = vec![0; instrument.scores.len()];
        Output {
            to,
            delimiter,
            line: String::new(),
            computed: zeros.clone(),
            missing: zeros.clone(),
            no_norm: zeros,
        }
    }

    /// The header.
    pub fn header(&mut self, plan: &Plan<'_>, mark: bool) -> io::Result<()> {
        if mark {
            self.to.write_all("\u{feff}".as_bytes())?;
        }
        let kept: Vec<&str> = plan.kept().collect();
        for name in kept {
            self.cell(name);
        }
        for name in plan.added() {
            self.cell(&name);
        }
        self.end()
    }

    /// One row; `row` is not there when the line could not be read at all.
    pub fn row(
        &mut self,
        plan: &Plan<'_>,
        row: Option<&Row<'_>>,
        filled: &Filled,
        scorer: &mut Scorer<'_>,
    ) -> io::Result<()> {
        let mut cells = row.map(Row::cells);
        for column in &plan.columns {
            let text = cells.as_mut().and_then(Iterator::next).unwrap_or_default();
            if !matches!(column, Column::Item(_)) {
                self.cell(text);
            }
        }
        let good = filled.faults.is_empty();
        let outcomes = scorer.score(filled.responses.iter().copied(), filled.who);
        for (nth, outcome) in outcomes.enumerate() {
            self.score(plan, nth, good.then_some(outcome), filled);
        }
        if plan.has_critical() {
            self.cell(match filled.critical(plan.instrument) {
                Critical::Yes => "yes",
                Critical::No => "no",
                Critical::Unknown => "",
            });
        }
        self.end()
    }

    fn score(&mut self, plan: &Plan<'_>, nth: usize, outcome: Option<ScoreOutcome>, filled: &Filled) {
        let Some(score) = plan.instrument.scores.get(nth) else { return };
        let value = match outcome {
            Some(ScoreOutcome::Computed(value)) => Some(value),
            _ => None,
        };
        self.cell(&value.map(|value| decimal(value, score.scaling.decimals)).unwrap_or_default());
        let groups = plan.groups.get(nth).map_or(&[][..], Vec::as_slice);
        for (at, set) in score.band_sets.iter().enumerate() {
            let ours = groups.get(at).is_none_or(|group| filled.who.is_of(*group));
            let found = value.filter(|_| ours).and_then(|value| set.bands.get(band(set, value)));
            self.cell(found.map_or("", |band| band.id.as_str()));
        }
        let count = |counts: &mut Vec<u64>| {
            if let Some(count) = counts.get_mut(nth) {
                *count += 1;
            }
        };
        match outcome {
            None => self.cell(BAD),
            Some(ScoreOutcome::Computed(_)) => {
                count(&mut self.computed);
                self.cell("");
            }
            Some(ScoreOutcome::NotComputed(why)) => {
                match why {
                    Why::NoNorm => count(&mut self.no_norm),
                    Why::Missing(_) | Why::NotAsked | Why::Open => count(&mut self.missing),
                }
                self.cell(&reason(why));
            }
        }
    }

    fn cell(&mut self, text: &str) {
        self.line.push_str(&cell(text, self.delimiter));
        self.line.push(char::from(self.delimiter));
    }

    fn end(&mut self) -> io::Result<()> {
        // The delimiter behind the last cell.
        self.line.pop();
        self.line.push('\n');
        let done = self.to.write_all(self.line.as_bytes());
        self.line.clear();
        done
    }

    /// Writes what is still waiting.
    pub fn finish(mut self) -> io::Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }
}

fn reason(why: Why) -> String {
    match why {
        Why::Missing(many) => format!("missing-{many}"),
        Why::NotAsked => "not-asked".to_owned(),
        Why::NoNorm => "no-norm".to_owned(),
        Why::Open => "open".to_owned(),
    }
}
