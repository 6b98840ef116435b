//! One row as responses.

use super::plan::{Column, Plan};
use crate::table::{Row, shown};
use qinghe_content::{Instrument, ItemIndex, Sex};
use qinghe_scoring::{Response, Who, is_critical};

/// What is wrong with one cell: column, kind of fault for the summary, reason.
pub struct CellFault {
    pub column: String,
    pub kind: &'static str,
    pub why: String,
}

/// The responses of one row. Used again for the next.
pub struct Filled {
    pub responses: Vec<Response>,
    pub who: Who,
    pub faults: Vec<CellFault>,
}

/// Whether somebody should be called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Critical {
    Yes,
    No,
    /// Some critical item has no usable response.
    Unknown,
}

impl Filled {
    pub fn new(instrument: &Instrument) -> Filled {
        let responses = vec![Response::NotReached; instrument.items.len()];
        Filled { responses, who: Who::default(), faults: Vec::new() }
    }

    /// Reads a row; what cannot be read stands in `faults`.
    pub fn read(&mut self, plan: &Plan<'_>, row: &Row<'_>, missing: &[String]) {
        self.faults.clear();
        self.who = Who::default();
        self.responses.fill(Response::NotReached);
        if row.len() != plan.columns.len() {
            let why = format!("the row has {} columns, the header has {}", row.len(), plan.columns.len());
            self.faults.push(CellFault { column: String::new(), kind: "another number of columns", why });
        }
        for ((column, name), cell) in plan.columns.iter().zip(&plan.names).zip(row.cells()) {
            let cell = cell.trim();
            if cell.is_empty() || cell == "NA" || missing.iter().any(|code| code == cell) {
                continue;
            }
            let read = match column {
                Column::Other => Ok(()),
                Column::Item(at) => self.item(plan.instrument, *at, cell),
                Column::Age => set(&mut self.who.age, age(cell), cell, "a number of years"),
                Column::Grade => set(&mut self.who.grade, age(cell), cell, "a school year from 1"),
                Column::Sex => set(&mut self.who.sex, sex(cell), cell, "female, male, f, m, 女 or 男"),
            };
            // A column that nobody reads may hold what it wants.
            let read = if matches!(column, Column::Item(_)) || plan.needs(*column) { read } else { Ok(()) };
            if let Err(why) = read {
                self.faults.push(CellFault { column: name.clone(), kind: "not a value of the column", why });
            }
        }
    }

    fn item(&mut self, instrument: &Instrument, at: usize, cell: &str) -> Result<(), String> {
        let values = instrument
            .items
            .get(at)
            .and_then(|item| instrument.response_sets.get(usize::from(item.response_set)))
            .map_or(&[][..], |set| set.values.as_slice());
        let option = whole(cell)
            .and_then(|value| values.iter().position(|one| *one == value))
            .and_then(|option| u8::try_from(option).ok());
        match (option, self.responses.get_mut(at)) {
            (Some(option), Some(response)) => {
                *response = Response::Given(option);
                Ok(())
            }
            _ => {
                let values: Vec<String> = values.iter().map(i16::to_string).collect();
                Err(format!("`{}` is not one of {}", shown(cell), values.join(", ")))
            }
        }
    }

    /// Whether a critical response was given.
    pub fn critical(&self, instrument: &Instrument) -> Critical {
        let mut found = Critical::No;
        for ((at, item), response) in (0u16..).zip(&instrument.items).zip(&self.responses) {
            if is_critical(instrument, ItemIndex(at), *response) {
                return Critical::Yes;
            }
            if item.critical.is_some() && *response == Response::NotReached {
                found = Critical::Unknown;
            }
        }
        found
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>, cell: &str, wanted: &str) -> Result<(), String> {
    *place = value;
    if place.is_some() { Ok(()) } else { Err(format!("`{}` is not {wanted}", shown(cell))) }
}

/// A whole number; `3.0` too, which is how tables with gaps come out of pandas.
fn whole(cell: &str) -> Option<i16> {
    let digits = match cell.split_once('.') {
        Some((digits, rest)) if !rest.is_empty() && rest.bytes().all(|byte| byte == b'0') => digits,
        Some(_) => return None,
        None => cell,
    };
    digits.parse().ok()
}

/// Whole years; a part of a year is dropped.
fn age(cell: &str) -> Option<u8> {
    match cell.split_once('.') {
        Some((years, rest)) if rest.bytes().all(|byte| byte.is_ascii_digit()) => years.parse().ok(),
        Some(_) => None,
        None => cell.parse().ok(),
    }
}

fn sex(cell: &str) -> Option<Sex> {
    match cell.to_lowercase().as_str() {
        "female" | "f" | "女" => Some(Sex::Female),
        "male" | "m" | "男" => Some(Sex::Male),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_or_nothing() {
        for (cell, wanted) in [("3", Some(3)), ("3.0", Some(3)), ("-1", Some(-1)), ("+2", Some(2))] {
            assert_eq!(whole(cell), wanted, "{cell}");
        }
        for cell in ["3.5", "3.", "３", "three", "99999", "", "1e0"] {
            assert_eq!(whole(cell), None, "{cell}");
        }
        assert_eq!((age("13.9"), age("13"), age("-1"), age("300")), (Some(13), Some(13), None, None));
    }
}
