//! What may stand in the TOML of our own extensions. It comes from anywhere, and goes into files of this project.

use super::table::{Table, Value};

/// The form of a field.
enum Form {
    /// A text, number, yes or no, or a list of these, or a list of such lists.
    Plain,
    /// A table with these fields.
    Fields(&'static [(&'static str, Form)]),
    /// A list of tables with these fields.
    Each(&'static [(&'static str, Form)]),
    /// A table with any names.
    Named(&'static Form),
}

use Form::{Each, Fields, Named, Plain};

type Known = &'static [(&'static str, Form)];

const RANGE: Known = &[("min", Plain), ("max", Plain)];
const GROUP: Known = &[("sex", Plain), ("ages", Fields(RANGE)), ("grades", Fields(RANGE))];

const HEAD: Known = &[
    ("version", Plain),
    ("informant", Plain),
    ("ages", Fields(RANGE)),
    ("recall_days", Plain),
    (
        "rights",
        Fields(&[
            ("holder", Plain),
            ("permission", Plain),
            ("statement", Plain),
            ("source", Plain),
            ("script_form", Plain),
        ]),
    ),
    ("response_set", Each(&[("id", Plain), ("values", Plain)])),
    ("order", Each(&[("id", Plain), ("source", Plain), ("items", Plain)])),
    (
        "bank",
        Fields(&[
            ("metric", Plain),
            ("prior_mean", Plain),
            ("prior_sd", Plain),
            ("source", Plain),
            ("state", Plain),
            ("items", Named(&Fields(&[("a", Plain), ("b", Plain)]))),
        ]),
    ),
];

const SCORE: Known = &[
    ("id", Plain),
    ("method", Plain),
    ("items", Plain),
    ("scores", Plain),
    ("weights", Named(&Plain)),
    ("at_least", Plain),
    ("at_least_for", Named(&Plain)),
    ("reverse", Plain),
    ("points", Named(&Plain)),
    ("only_if", Each(&[("item", Plain), ("when", Plain), ("at_least", Plain), ("otherwise", Plain)])),
    ("decimals", Plain),
    ("rounding", Plain),
    (
        "patterns",
        Each(&[("value", Plain), ("all", Each(&[("score", Plain), ("from", Plain), ("to", Plain)]))]),
    ),
    (
        "scale",
        Fields(&[
            ("multiply", Plain),
            ("divide", Plain),
            ("add", Plain),
            ("rounding", Plain),
            ("decimals", Plain),
            ("source", Plain),
            ("state", Plain),
        ]),
    ),
    (
        "missing",
        Fields(&[
            ("rule", Plain),
            ("at_most", Plain),
            ("rounding", Plain),
            ("source", Plain),
            ("state", Plain),
        ]),
    ),
    (
        "change",
        Fields(&[
            ("reliability", Plain),
            ("kind", Plain),
            ("sd", Plain),
            ("points", Plain),
            ("worse", Plain),
            ("population", Plain),
            ("source", Plain),
            ("state", Plain),
        ]),
    ),
    (
        "norm",
        Each(&[
            ("id", Plain),
            ("metric", Plain),
            ("sample", Plain),
            ("source", Plain),
            ("state", Plain),
            ("group", Fields(GROUP)),
            ("steps", Plain),
        ]),
    ),
    (
        "band_set",
        Each(&[
            ("id", Plain),
            ("source", Plain),
            ("population", Plain),
            ("group", Fields(GROUP)),
            ("state", Plain),
            ("bands", Each(&[("id", Plain), ("from", Plain)])),
        ]),
    ),
];

/// The known fields of the top of `instrument.toml`; what was left out is named in `out`.
pub(super) fn head(table: Table, out: &mut Vec<String>) -> Table {
    fields(table, HEAD, "", out)
}

/// The known fields of a score, as far as its method takes them.
pub(super) fn score(table: Table, out: &mut Vec<String>) -> Table {
    let mut made = fields(table, SCORE, "", out);
    let method = made.text("method").unwrap_or_default().to_owned();
    let names: Vec<String> = made.names().map(str::to_owned).collect();
    for name in names {
        let takes = match (name.as_str(), method.as_str()) {
            ("items", method) => !["weighted", "pattern"].contains(&method),
            ("scores", method) => ["sum", "mean", "maximum", "pattern"].contains(&method),
            ("weights", method) => method == "weighted",
            ("at_least" | "at_least_for", method) => method == "count",
            ("reverse" | "points" | "only_if", method) => {
                !["pattern", "theta"].contains(&method)
                    && (made.get("items").is_some() || method == "weighted")
            }
            ("decimals" | "rounding", method) => method == "mean",
            ("patterns", method) => method == "pattern",
            ("scale", method) => !["mean", "pattern"].contains(&method),
            _ => true,
        };
        if !takes {
            made.take(&name);
            out.push(name);
        }
    }
    made
}

fn fields(table: Table, known: Known, path: &str, out: &mut Vec<String>) -> Table {
    let mut made = Vec::new();
    for (name, value) in table.into_fields() {
        let form = known.iter().find(|(own, _)| *own == name).map(|(_, form)| form);
        let path = format!("{path}{name}");
        match form.and_then(|form| fitted(value, form, &path, out)) {
            Some(value) => made.push((name, value)),
            None => out.push(path),
        }
    }
    Table::of(made)
}

/// The value, without what is not known; `None` where it has another form.
fn fitted(value: Value, form: &'static Form, path: &str, out: &mut Vec<String>) -> Option<Value> {
    let below = format!("{path}.");
    match (form, value) {
        (Plain, Value::Table(_)) => None,
        (Plain, value) => plain(&value, 2).then_some(value),
        (Fields(known), Value::Table(table)) => Some(Value::Table(fields(table, known, &below, out))),
        (Each(known), Value::List(parts)) => {
            let each = parts.into_iter().map(|part| match part {
                Value::Table(table) => Some(Value::Table(fields(table, known, &below, out))),
                _ => None,
            });
            Some(Value::List(each.collect::<Option<_>>()?))
        }
        (Named(form), Value::Table(table)) => {
            let each = table.into_fields().map(|(name, value)| {
                let path = format!("{below}{name}");
                Some((name, fitted(value, form, &path, out)?))
            });
            Some(Value::Table(Table::of(each.collect::<Option<_>>()?)))
        }
        _ => None,
    }
}

/// Whether a value is plain, with lists at most `depth` levels inside each other.
fn plain(value: &Value, depth: usize) -> bool {
    match value {
        Value::Table(_) => false,
        Value::List(parts) => depth > 0 && parts.iter().all(|part| plain(part, depth - 1)),
        Value::Text(_) | Value::Whole(_) | Value::Yes(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{head, score};
    use crate::exchange::table::Table;

    #[test]
    fn only_what_is_known_gets_through() {
        let read = |text: &str| Table::parse(text).unwrap();
        let mut out = Vec::new();
        let made =
            head(read("version = \"1.0.0\"\nages = { min = 8, extra = 1 }\nitem = []\nrights = 7"), &mut out);
        assert_eq!(made, read("version = \"1.0.0\"\nages = { min = 8 }"));
        assert_eq!(out, ["ages.extra", "item", "rights"]);
        out.clear();
        let text =
            "id = \"a\"\nmethod = \"sum\"\nitems = [\"x\"]\ndecimals = 2\npoints = { x = [[[0]]] }\nodd = 1";
        let made = score(read(text), &mut out);
        assert_eq!(made, read("id = \"a\"\nmethod = \"sum\"\nitems = [\"x\"]"));
        assert_eq!(out, ["points", "odd", "decimals"]);
    }
}
