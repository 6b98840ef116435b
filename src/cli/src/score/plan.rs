//! Which column is what, and which columns come out.

use crate::table::{Row, shown};
use qinghe_compiler::About;
use qinghe_content::{Group, Instrument};
use std::collections::BTreeMap;

/// What one column of the input is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Position of the item.
    Item(usize),
    Age,
    Sex,
    Grade,
    Other,
}

/// The columns of one file.
pub struct Plan<'a> {
    /// What is scored.
    pub instrument: &'a Instrument,
    /// Beside the scores of the instrument, per band set: for whom it is made.
    pub groups: Vec<Vec<Group>>,
    /// Names of the input, in order.
    pub names: Vec<String>,
    /// What they are, in order.
    pub columns: Vec<Column>,
    /// Something that the person should know and that is no fault.
    pub notes: Vec<String>,
}

/// A name as it may have come back from R or SPSS, which keep no hyphens.
fn folded(name: &str) -> String {
    let plain = name.trim().to_lowercase();
    plain.chars().map(|c| if matches!(c, '_' | '.' | ' ') { '-' } else { c }).collect()
}

impl<'a> Plan<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn new(
        instrument: &'a Instrument,
        about: &About,
        header: &Row<'_>,
        delimiter: u8,
    ) -> Result<Plan<'a>, Vec<String>> {
        let names: Vec<String> = header.cells().map(|cell| cell.trim().to_owned()).collect();
        let own = format!("{}/", instrument.id);
        let item = |name: &str| {
            let name = name.strip_prefix(&own).unwrap_or(name);
            let exact = instrument.items.iter().position(|item| item.id == name);
            exact.or_else(|| instrument.items.iter().position(|item| item.id == folded(name)))
        };
        let column = |name: &String| match (item(name), folded(name).as_str()) {
            (Some(at), _) => Column::Item(at),
            (None, "age") => Column::Age,
            (None, "sex") => Column::Sex,
            (None, "grade") => Column::Grade,
            _ => Column::Other,
        };
        let columns: Vec<Column> = names.iter().map(column).collect();
        let groups = about.scores.iter().map(|score| score.band_sets.iter().map(|set| set.group).collect());
        let mut plan = Plan { instrument, groups: groups.collect(), names, columns, notes: Vec::new() };
        let faults = plan.faults(delimiter);
        if !faults.is_empty() {
            return Err(faults);
        }
        plan.note_what_norms_miss();
        Ok(plan)
    }

    fn faults(&self, delimiter: u8) -> Vec<String> {
        let mut faults = Vec::new();
        let mut at: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (nth, name) in self.names.iter().enumerate() {
            at.entry(name.as_str()).or_default().push(nth + 1);
        }
        for (name, places) in at.iter().filter(|(_, places)| places.len() > 1) {
            let places: Vec<String> = places.iter().map(usize::to_string).collect();
            faults.push(format!(
                "Columns {} have the same name `{}`, so nobody can tell which one counts. Rename or remove all but one.",
                places.join(", "),
                shown(name)
            ));
        }
        let mut lacking = Vec::new();
        for (nth, item) in self.instrument.items.iter().enumerate() {
            let places = self.columns.iter().zip(&self.names).filter(|(one, _)| **one == Column::Item(nth));
            let names: Vec<String> = places.map(|(_, name)| format!("`{}`", shown(name))).collect();
            match names.as_slice() {
                [] => lacking.push(format!("`{}`", item.id)),
                [first, rest @ ..] if rest.iter().any(|name| name != first) => faults.push(format!(
                    "The columns {} all stand for the item `{}`. Keep one.",
                    names.join(", "),
                    item.id
                )),
                _ => {}
            }
        }
        if !lacking.is_empty() {
            faults.push(self.lacking(&lacking, delimiter));
        }
        let out = self.added();
        for name in self.kept().filter(|name| out.iter().any(|added| added == name)) {
            faults.push(format!("A column is called `{name}`, as a column of the result. Rename it."));
        }
        faults
    }

    fn lacking(&self, lacking: &[String], delimiter: u8) -> String {
        let all = self.instrument.items.len();
        let which = lacking.join(", ");
        let (delimiter, other) = (char::from(delimiter), |c: char| match c {
            ';' => "semicolon",
            '\t' => "tab",
            _ => "comma",
        });
        // A header that holds another delimiter was most likely written with it.
        let seen = self.names.iter().flat_map(|name| name.chars());
        if lacking.len() == all
            && let Some(better) = seen.into_iter().find(|c| [',', ';', '\t'].contains(c) && *c != delimiter)
        {
            return format!(
                "No column is called like an item, and the header holds the delimiter {}. Say `--delimiter {}`.",
                other(better),
                other(better)
            );
        }
        format!(
            "{} of {all} items have no column: {which}. The first line names the columns by item id; add a column \
             and leave its cells empty where the item was not given.",
            lacking.len()
        )
    }

    fn note_what_norms_miss(&mut self) {
        let groups: Vec<Group> = self
            .instrument
            .scores
            .iter()
            .flat_map(|score| score.norms.iter().map(|norm| norm.group))
            .chain(self.groups.iter().flatten().copied())
            .collect();
        for (column, name, used) in [
            (Column::Age, "age", groups.iter().any(|group| group.ages.is_some())),
            (Column::Sex, "sex", groups.iter().any(|group| group.sex.is_some())),
            (Column::Grade, "grade", groups.iter().any(|group| group.grades.is_some())),
        ] {
            if used && !self.columns.contains(&column) {
                self.notes.push(format!(
                    "There is no column `{name}`: norms and bands made for a group by {name} stay empty."
                ));
            }
        }
    }

    /// Whether a norm or band set needs this column.
    pub fn needs(&self, column: Column) -> bool {
        let norms = self.instrument.scores.iter().flat_map(|score| &score.norms).map(|norm| norm.group);
        norms.chain(self.groups.iter().flatten().copied()).any(|group| match column {
            Column::Age => group.ages.is_some(),
            Column::Sex => group.sex.is_some(),
            Column::Grade => group.grades.is_some(),
            Column::Item(_) | Column::Other => false,
        })
    }

    /// Names of the columns that are passed through, in order.
    pub fn kept(&self) -> impl Iterator<Item = &str> {
        let kept = self.columns.iter().zip(&self.names);
        kept.filter(|(column, _)| !matches!(column, Column::Item(_))).map(|(_, name)| name.as_str())
    }

    /// Names of the columns that are added, in order.
    pub fn added(&self) -> Vec<String> {
        let mut names = Vec::new();
        for score in &self.instrument.scores {
            names.push(score.id.clone());
            match score.band_sets.as_slice() {
                [_] => names.push(format!("{}.band", score.id)),
                sets => names.extend(sets.iter().map(|set| format!("{}.band.{}", score.id, set.id))),
            }
            names.push(format!("{}.why", score.id));
        }
        if self.has_critical() {
            names.push("critical".to_owned());
        }
        names
    }

    /// Whether some item can call for a person.
    pub fn has_critical(&self) -> bool {
        self.instrument.items.iter().any(|item| item.critical.is_some())
    }
}
