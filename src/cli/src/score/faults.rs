//! What is wrong with the rows: each of them once, the first so many in full, all of them counted.

use super::sheet::CellFault;
use std::{collections::BTreeMap, fmt::Write};

/// Rows whose faults are printed.
const SHOWN: u64 = 20;

/// Counts of faults. As large as the header, whatever comes below it.
#[derive(Default)]
pub struct Faults {
    /// Rows with a fault.
    pub rows: u64,
    counts: BTreeMap<(String, &'static str), u64>,
}

impl Faults {
    /// Takes the faults of one row; gives what to print.
    pub fn row(&mut self, line: u64, faults: &[CellFault]) -> Option<String> {
        self.rows += 1;
        for fault in faults {
            *self.counts.entry((fault.column.clone(), fault.kind)).or_default() += 1;
        }
        if self.rows > SHOWN {
            return None;
        }
        let mut said = format!("line {line}: ");
        for (nth, fault) in faults.iter().enumerate() {
            let part = if nth == 0 { "" } else { "; " };
            let column = if fault.column.is_empty() { "" } else { &format!("`{}`: ", fault.column) };
            // Writing to a string cannot fail.
            let _written = write!(said, "{part}{column}{}", fault.why);
        }
        Some(said)
    }

    /// Takes a line that is no row at all.
    pub fn line(&mut self, line: u64, why: String) -> Option<String> {
        self.row(line, &[CellFault { column: String::new(), kind: "no readable row", why }])
    }

    /// The summary, most frequent first.
    pub fn summary(&self) -> String {
        let mut said = String::new();
        if self.rows > SHOWN {
            said += &format!("… and {} more rows with a fault.\n", self.rows - SHOWN);
        }
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        for ((column, kind), count) in counts {
            let column = if column.is_empty() { String::new() } else { format!("`{column}`: ") };
            said += &format!("{count:>8} × {column}{kind}\n");
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_shown_and_all_are_counted() {
        let mut faults = Faults::default();
        let fault = |column: &str| CellFault {
            column: column.to_owned(),
            kind: "not a value of the column",
            why: "`9` is not one of 0, 1".to_owned(),
        };
        let shown = (1..=50).filter_map(|line| faults.row(line, &[fault("a"), fault("b")])).count();
        assert_eq!(shown, 20);
        assert!(faults.line(51, "odd".to_owned()).is_none());
        let summary = faults.summary();
        assert!(summary.starts_with("… and 31 more rows"), "{summary}");
        assert!(summary.contains("      50 × `a`: not a value"), "{summary}");
        assert!(summary.contains("       1 × no readable row"), "{summary}");
    }
}
