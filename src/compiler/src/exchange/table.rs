//! Tables in the order in which authors write them: made from other formats, turned into TOML.

use std::fmt::Write;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Longest line that holds a list.
const WIDTH: usize = 110;
/// Longest table that stands in one line.
const WIDE: usize = 240;

/// A value of a data file. Decimals are texts, as the format has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Whole(i64),
    Yes(bool),
    List(Vec<Value>),
    Table(Table),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        Value::Yes(yes)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Whole(number)
    }
}

impl From<Table> for Value {
    fn from(table: Table) -> Value {
        Value::Table(table)
    }
}

impl From<Vec<Table>> for Value {
    fn from(tables: Vec<Table>) -> Value {
        Value::List(tables.into_iter().map(Value::Table).collect())
    }
}

/// A list of anything that makes values.
pub(crate) fn list<T: Into<Value>>(parts: impl IntoIterator<Item = T>) -> Value {
    Value::List(parts.into_iter().map(Into::into).collect())
}

/// Fields in order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Table(Vec<(String, Value)>);

impl Table {
    pub(crate) fn new() -> Table {
        Table::default()
    }

    /// With one more field.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Table {
        self.put(name, value);
        self
    }

    /// With one more field, when there is a value.
    pub(crate) fn with_some(self, name: &str, value: Option<impl Into<Value>>) -> Table {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(crate) fn put(&mut self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Takes a field out.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.remove(at).1)
    }

    /// Takes a list of tables out; nothing else counts.
    pub(crate) fn take_tables(&mut self, name: &str) -> Vec<Table> {
        match self.take(name) {
            Some(Value::List(parts)) => parts
                .into_iter()
                .filter_map(|part| match part {
                    Value::Table(table) => Some(table),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Every field, in order.
    pub(crate) fn into_fields(self) -> impl Iterator<Item = (String, Value)> {
        self.0.into_iter()
    }

    /// From fields whose names are all different.
    pub(crate) fn of(fields: Vec<(String, Value)>) -> Table {
        Table(fields)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads TOML. The parser bounds how deep it nests.
    pub(crate) fn parse(text: &str) -> Result<Table, String> {
        let parsed = DeTable::parse(text).map_err(|why| why.message().to_owned())?;
        Ok(table(parsed.into_inner()))
    }

    /// As TOML: plain fields, then tables under `path`, one paragraph each.
    pub(crate) fn write(&self, path: &str, out: &mut String) {
        for (name, value) in self.0.iter().filter(|(_, value)| !is_paragraph(value)) {
            let head = format!("{} = ", key(name));
            match value {
                Value::List(parts) if head.len() + inline(value).chars().count() > WIDTH => {
                    // Writing into a text cannot fail.
                    let _done = writeln!(out, "{head}[");
                    for part in parts {
                        let _done = writeln!(out, "    {},", inline(part));
                    }
                    out.push_str("]\n");
                }
                value => {
                    let _done = writeln!(out, "{head}{}", inline(value));
                }
            }
        }
        for (name, value) in self.0.iter().filter(|(_, value)| is_paragraph(value)) {
            let path = if path.is_empty() { key(name) } else { format!("{path}.{}", key(name)) };
            match value {
                Value::Table(inner) => {
                    let _done = write!(out, "\n[{path}]\n");
                    inner.write(&path, out);
                }
                Value::List(parts) => {
                    for part in parts {
                        let _done = write!(out, "\n[[{path}]]\n");
                        if let Value::Table(inner) = part {
                            inner.write(&path, out);
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

impl FromIterator<(String, Value)> for Table {
    fn from_iter<T: IntoIterator<Item = (String, Value)>>(fields: T) -> Table {
        let mut made = Table::new();
        for (name, value) in fields {
            made.put(&name, value);
        }
        made
    }
}

/// Whether a value is written as a paragraph of its own: a table, or tables, that do not fit in a line.
fn is_paragraph(value: &Value) -> bool {
    match value {
        Value::Table(_) => inline(value).chars().count() > WIDE || holds_tables(value),
        Value::List(parts) => {
            !parts.is_empty()
                && parts.iter().all(|part| matches!(part, Value::Table(_)))
                && (parts.iter().any(holds_tables)
                    || parts.iter().any(|part| inline(part).chars().count() > WIDE))
        }
        _ => false,
    }
}

/// Whether a table holds lists of tables.
fn holds_tables(value: &Value) -> bool {
    let Value::Table(table) = value else { return false };
    table.0.iter().any(|(_, value)| match value {
        Value::List(parts) => parts.iter().any(|part| matches!(part, Value::Table(_))),
        Value::Table(_) => holds_tables(value),
        _ => false,
    })
}

fn table(from: DeTable<'_>) -> Table {
    let mut fields: Vec<(usize, String, Value)> = from
        .into_iter()
        .map(|(name, value)| (name.span().start, name.into_inner().into_owned(), self::value(value)))
        .collect();
    fields.sort_by_key(|(at, ..)| *at);
    Table(fields.into_iter().map(|(_, name, value)| (name, value)).collect())
}

fn value(from: Spanned<DeValue<'_>>) -> Value {
    match from.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Boolean(yes) => Value::Yes(yes),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(whole) => Value::Whole(whole),
            Err(_) => Value::Text(number.as_str().to_owned()),
        },
        DeValue::Float(number) => Value::Text(number.as_str().to_owned()),
        DeValue::Array(parts) => Value::List(parts.into_iter().map(value).collect()),
        DeValue::Table(inner) => Value::Table(table(inner)),
        DeValue::Datetime(day) => Value::Text(day.to_string()),
    }
}

fn inline(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Whole(number) => number.to_string(),
        Value::Yes(yes) => yes.to_string(),
        Value::List(parts) => format!("[{}]", parts.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let fields = table.0.iter().map(|(name, value)| format!("{} = {}", key(name), inline(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            one if one.is_control() => {
                let _done = write!(out, "\\u{:04X}", u32::from(one));
            }
            one => out.push(one),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{Table, list};

    #[test]
    fn what_is_written_is_read_again() {
        let table = Table::new()
            .with("id", "a \"b\" \\ \n\t\u{1} 青")
            .with("values", list([0i64, -1, 2]))
            .with("yes", true)
            .with("odd name", list((0..40).map(|at| format!("item-{at}"))))
            .with("missing", Table::new().with("rule", "complete").with("source", "z"))
            .with("rights", Table::new().with("holder", "x".repeat(300)).with("source", "y"))
            .with(
                "score",
                vec![Table::new().with("id", "total").with(
                    "band_set",
                    vec![Table::new().with("id", "one").with(
                        "bands",
                        vec![
                            Table::new().with("id", "low").with("from", 0i64),
                            Table::new().with("id", "high").with("from", "2.50"),
                        ],
                    )],
                )],
            );
        let mut text = String::new();
        table.write("", &mut text);
        assert_eq!(Table::parse(&text).unwrap(), table, "{text}");
        assert!(text.contains("[[score.band_set]]"), "{text}");
    }

    #[test]
    fn a_nest_without_end_is_refused() {
        assert!(Table::parse(&format!("a = {}", "[".repeat(100_000))).is_err());
        assert!(Table::parse("a = ").is_err());
    }
}
