//! The items of an instrument as a table, for people with a spreadsheet.

use super::{Exported, Kind, Remark, raise::item_id};
use crate::library::Read;
use qinghe_content::{Input, Locale, Score};
use std::fmt::Write;

/// One row per item, one column per score: the points of each option in that score.
pub(super) fn items(read: &Read, locale: Locale) -> Exported {
    let one = &read.instrument;
    let text = read.text(locale);
    let mut out = String::new();
    let head = ["id", "stem", "options", "values", "reverse", "critical_from"].map(str::to_owned);
    row(&mut out, head.into_iter().chain(one.scores.iter().map(|score| format!("points in {}", score.id))));
    for (at, item) in one.items.iter().enumerate() {
        let set_at = usize::from(item.response_set);
        let values = one.response_sets.get(set_at).map_or(&[][..], |set| set.values.as_slice());
        let stem = text.and_then(|text| text.items.get(at)).cloned().unwrap_or_default();
        let labels =
            text.and_then(|text| text.options.get(set_at)).map(|all| all.join(" | ")).unwrap_or_default();
        let front = [
            item.id.clone(),
            stem,
            labels,
            numbers(values),
            if item.reverse { "yes" } else { "no" }.to_owned(),
            item.critical.map(|critical| critical.at_least.to_string()).unwrap_or_default(),
        ];
        row(&mut out, front.into_iter().chain(one.scores.iter().map(|score| points(read, score, at))));
    }
    let mut remarks = Vec::new();
    let mut say =
        |what: &str| remarks.push(Remark { kind: Kind::Lost, at: String::new(), what: what.to_owned() });
    say("missing rules, scaling, norms, bands, sources and orders: a table of items has no place for them");
    if text.is_none() {
        say("the wording: it is not here, so the table holds the structure only");
    }
    Exported { text: out, remarks }
}

fn numbers(all: &[i16]) -> String {
    all.iter().map(i16::to_string).collect::<Vec<_>>().join(" | ")
}

/// What the options of an item count in a score; empty where it does not enter.
fn points(read: &Read, score: &Score, at: usize) -> String {
    let one = &read.instrument;
    let found = score.inputs.iter().find_map(|input| match input {
        Input::Item { item, key, only_if } if usize::from(item.0) == at => Some((key, only_if)),
        _ => None,
    });
    let Some((key, only_if)) = found else { return String::new() };
    let mut text = numbers(one.keys.get(usize::from(*key)).map_or(&[][..], Vec::as_slice));
    if let Some(only) = only_if {
        // Writing into a text cannot fail.
        let _done =
            write!(text, "; {} if {} is below {}", only.otherwise, item_id(one, only.item), only.at_least);
    }
    text
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(|cell| escaped(&cell)).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

/// One cell. A text that a spreadsheet would take for a formula gets a mark in front; a number does not.
fn escaped(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let number = cell.split(" | ").all(|part| part.parse::<i64>().is_ok());
    let cell = if formula && !number { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn cells_are_safe_in_a_spreadsheet() {
        for (from, to) in [
            ("plain", "plain"),
            ("a, \"b\"", "\"a, \"\"b\"\"\""),
            ("=cmd()", "'=cmd()"),
            ("-1 | 0 | 1", "-1 | 0 | 1"),
            ("- none", "'- none"),
            ("感到心情低落、沮丧或绝望", "感到心情低落、沮丧或绝望"),
        ] {
            assert_eq!(escaped(from), to);
        }
    }
}
