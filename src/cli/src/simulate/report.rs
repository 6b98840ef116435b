//! How well a validity policy finds made-up careless sheets.

use super::{person::Kind, sitting::Filled};
use qinghe_content::{Index, IndexKind, Pack, Tier, Validity};
use qinghe_scoring::Care;
use std::fmt::Write;

/// Counts of one sign over careless and careful sheets.
#[derive(Clone, Copy, Default)]
struct Tally {
    hits: u64,
    false_alarms: u64,
}

/// What one kind of sheets came to.
#[derive(Clone, Copy, Default)]
struct ByKind {
    sheets: u64,
    doubtful: u64,
    unusable: u64,
    unclear: u64,
}

/// The counts of all sheets.
pub struct Tallies<'a> {
    pack: &'a Pack,
    policy: &'a Validity,
    indices: Vec<Tally>,
    doubtful: Tally,
    unusable: Tally,
    kinds: Vec<(Kind, ByKind)>,
}

impl<'a> Tallies<'a> {
    pub fn new(pack: &'a Pack, policy: &'a Validity) -> Tallies<'a> {
        let kinds = std::iter::once(Kind::Careful).chain(Kind::CARELESS);
        Tallies {
            pack,
            policy,
            indices: vec![Tally::default(); policy.indices.len()],
            doubtful: Tally::default(),
            unusable: Tally::default(),
            kinds: kinds.map(|kind| (kind, ByKind::default())).collect(),
        }
    }

    /// Takes one sheet.
    pub fn add(&mut self, filled: &Filled) {
        let quick = filled.quick(self.policy.floor_ms);
        let sheet = filled.sheet(self.pack, &quick);
        let careless = filled.person.kind != Kind::Careful;
        let count = |tally: &mut Tally, holds: bool| {
            tally.hits += u64::from(holds && careless);
            tally.false_alarms += u64::from(holds && !careless);
        };
        for ((value, index), tally) in
            sheet.indices().into_iter().zip(&self.policy.indices).zip(&mut self.indices)
        {
            count(tally, weighs(index, value));
        }
        let care = sheet.care();
        let (doubtful, unusable) = (care != Care::Ok, care == Care::Unusable);
        count(&mut self.doubtful, doubtful);
        count(&mut self.unusable, unusable);
        let unclear = sheet.tier() == Tier::Unclear;
        if let Some((_, kind)) = self.kinds.iter_mut().find(|(kind, _)| *kind == filled.person.kind) {
            kind.sheets += 1;
            kind.doubtful += u64::from(doubtful);
            kind.unusable += u64::from(unusable);
            kind.unclear += u64::from(unclear);
        }
    }

    /// The tables as Markdown.
    pub fn markdown(&self, seed: u64) -> String {
        let sheets: u64 = self.kinds.iter().map(|(_, kind)| kind.sheets).sum();
        let careless: u64 =
            self.kinds.iter().filter(|(kind, _)| *kind != Kind::Careful).map(|(_, kind)| kind.sheets).sum();
        let careful = sheets - careless;
        let mut out = format!(
            "## Validity policy of `{}` {}\n\n{sheets} simulated sheets, {careless} of them careless; seed {seed}. \
             Made-up people, not pupils: the figures compare rules with each other and say nothing about a school.\n\n\
             | sign | precision | recall | false alarms among careful |\n|---|--:|--:|--:|\n",
            self.pack.battery.id, self.pack.battery.version
        );
        let mut row = |name: &str, tally: Tally| {
            let found = tally.hits + tally.false_alarms;
            // Writing to a string cannot fail.
            let _written = writeln!(
                out,
                "| {name} | {} | {} | {} |",
                share(tally.hits, found),
                share(tally.hits, careless),
                share(tally.false_alarms, careful)
            );
        };
        for (index, tally) in self.policy.indices.iter().zip(&self.indices) {
            row(&name(index), *tally);
        }
        row("**policy: doubtful or worse**", self.doubtful);
        row("**policy: unusable**", self.unusable);
        out += "\n| kind | sheets | doubtful or worse | unusable | tier `unclear` |\n|---|--:|--:|--:|--:|\n";
        for (kind, of) in &self.kinds {
            let _written = writeln!(
                out,
                "| {} | {} | {} | {} | {} |",
                kind.word(),
                of.sheets,
                share(of.doubtful, of.sheets),
                share(of.unusable, of.sheets),
                share(of.unclear, of.sheets)
            );
        }
        out
    }
}

/// Whether the value of an index reaches a cut that has points.
fn weighs(index: &Index, value: i32) -> bool {
    index.cuts.iter().rfind(|cut| cut.from <= value).is_some_and(|cut| cut.points > 0)
}

/// Per cent, with one decimal place.
fn share(part: u64, of: u64) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    let thousandths = (part * 2000 + of) / (of * 2);
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

fn name(index: &Index) -> String {
    let kind = match &index.kind {
        IndexKind::Quick => "quick",
        IndexKind::LongString { .. } => "long-string",
        IndexKind::Straight { .. } => "straight",
        IndexKind::Contradiction { .. } => "contradiction",
        IndexKind::Instructed { .. } => "instructed",
        IndexKind::Lie(_) => "lie",
        IndexKind::OddEven { .. } => "odd-even",
    };
    let first = index.cuts.iter().find(|cut| cut.points > 0);
    first.map_or_else(|| kind.to_owned(), |cut| format!("{kind} ≥ {}", cut.from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use qinghe_content::Cut;

    #[test]
    fn shares_are_rounded_half_up() {
        assert_eq!((share(1, 3), share(2, 3), share(0, 0)), ("33.3 %".into(), "66.7 %".into(), "–".into()));
        assert_eq!((share(5, 5), share(1, 2000)), ("100.0 %".into(), "0.1 %".into()));
    }

    #[test]
    fn an_index_weighs_from_its_first_cut_with_points() {
        let cuts = vec![Cut { from: 0, points: 0 }, Cut { from: 25, points: 2 }];
        let index = Index { kind: IndexKind::Quick, cuts };
        assert!(!weighs(&index, 24) && weighs(&index, 25) && weighs(&index, 99) && !weighs(&index, -1));
        assert_eq!(name(&index), "quick ≥ 25");
    }
}
