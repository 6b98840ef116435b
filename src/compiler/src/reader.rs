//! A TOML file with places: every value knows where it stands, every fault is logged, reading goes on.

use crate::{
    decimal, file,
    finding::{Code, Log},
};
use std::{cell::RefCell, ops::Range, path::Path};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

type Span = Range<usize>;

/// Longest list or table. Everything that compares all with all stays quick.
const LONGEST: usize = 2000;

/// A value and its place.
struct Node {
    span: Span,
    value: Value,
}

enum Value {
    Text(String),
    Whole(i64),
    /// A number with a point, as it was written.
    Decimal(String),
    Yes(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A date or a number too large: nothing in the data uses them.
    Other,
}

struct Entry {
    name: String,
    name_span: Span,
    node: Node,
}

/// One file, parsed.
pub(crate) struct Doc {
    file: String,
    entries: Vec<Entry>,
}

impl Doc {
    /// Reads `root/file`; faults go to the log. `None` when there is nothing to go on with.
    pub(crate) fn open(log: &Log, root: &Path, file: &str) -> Option<Doc> {
        let text = file::text(log, root, file)?;
        let (parsed, errors) = DeTable::parse_recoverable(&text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let help = "Correct the line; texts stand in double quotes.";
            log.add(Code::Syntax, file, span, error.message().to_owned(), help);
        }
        if !errors.is_empty() {
            return None;
        }
        let mut long = None;
        let entries = entries(parsed.into_inner(), &mut long);
        if let Some(span) = long {
            let what = format!("more than {LONGEST} entries in one list or table");
            log.add(Code::TooMany, file, span, what, "Keep to what the data room needs.");
            return None;
        }
        Some(Doc { file: file.to_owned(), entries })
    }

    /// Everything in it, without places.
    pub(crate) fn json(&self) -> serde_json::Value {
        table_json(&self.entries)
    }

    /// Every text with its path and place.
    pub(crate) fn texts<'a>(&'a self, log: &'a Log) -> Texts<'a> {
        let mut texts = Vec::new();
        let at = At { file: &self.file, log, span: 0..0 };
        for entry in &self.entries {
            texts_of(&at, &entry.node, &mut vec![entry.name.clone()], &mut texts);
        }
        texts
    }

    /// The top of the file.
    pub(crate) fn top<'a>(&'a self, log: &'a Log) -> Table<'a> {
        // A field missing at the top is a fault of the whole file, not of its first line.
        Table::new(At { file: &self.file, log, span: 0..0 }, &self.entries)
    }
}

/// Texts with their paths.
pub(crate) type Texts<'a> = Vec<(Vec<String>, Found<'a, &'a str>)>;

fn texts_of<'a>(at: &At<'a>, node: &'a Node, path: &mut Vec<String>, texts: &mut Texts<'a>) {
    match &node.value {
        Value::Text(text) => {
            let at = At { span: node.span.clone(), ..at.clone() };
            texts.push((path.clone(), Found { at, value: text }));
        }
        Value::List(list) => list.iter().for_each(|one| texts_of(at, one, path, texts)),
        Value::Table(entries) => {
            for entry in entries {
                path.push(entry.name.clone());
                texts_of(at, &entry.node, path, texts);
                path.pop();
            }
        }
        _ => {}
    }
}

fn table_json(entries: &[Entry]) -> serde_json::Value {
    entries.iter().map(|entry| (entry.name.clone(), node_json(&entry.node))).collect()
}

fn node_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Text(text) => text.as_str().into(),
        Value::Whole(number) => (*number).into(),
        Value::Decimal(text) => text.as_str().into(),
        Value::Yes(on) => (*on).into(),
        Value::List(list) => list.iter().map(node_json).collect(),
        Value::Table(entries) => table_json(entries),
        Value::Other => serde_json::Value::Null,
    }
}

fn entries(table: DeTable<'_>, long: &mut Option<Span>) -> Vec<Entry> {
    let all = table.into_iter().map(|(name, value)| Entry {
        name_span: name.span(),
        name: name.into_inner().into_owned(),
        node: node(value, long),
    });
    let mut all: Vec<Entry> = all.collect();
    // In the order of the file, which carries meaning (items, rules).
    all.sort_by_key(|entry| entry.name_span.start);
    if let Some(first) = all.get(LONGEST) {
        *long = Some(first.name_span.clone());
    }
    all
}

fn node(value: Spanned<DeValue<'_>>, long: &mut Option<Span>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Boolean(on) => Value::Yes(on),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Other, Value::Whole)
        }
        DeValue::Float(number) => Value::Decimal(number.as_str().to_owned()),
        DeValue::Array(list) => Value::List(list.into_iter().map(|one| node(one, long)).collect()),
        DeValue::Table(table) => Value::Table(entries(table, long)),
        DeValue::Datetime(_) => Value::Other,
    };
    if let Value::List(list) = &value
        && list.len() > LONGEST
    {
        *long = Some(span.clone());
    }
    Node { span, value }
}

/// A place that can be complained about.
#[derive(Clone)]
pub(crate) struct At<'a> {
    file: &'a str,
    log: &'a Log,
    span: Span,
}

impl<'a> At<'a> {
    /// A whole file.
    pub(crate) fn whole(log: &'a Log, file: &'a str) -> At<'a> {
        At { file, log, span: 0..0 }
    }
}

impl<'a> At<'a> {
    /// The file.
    pub(crate) fn file(&self) -> &'a str {
        self.file
    }
}

impl At<'_> {
    pub(crate) fn say(&self, code: Code, what: String, help: &str) {
        self.log.add(code, self.file, self.span.clone(), what, help);
    }
}

/// A value found, with its place.
pub(crate) struct Found<'a, T> {
    pub at: At<'a>,
    pub value: T,
}

impl<T> Found<'_, T> {
    pub(crate) fn say(&self, code: Code, what: String, help: &str) {
        self.at.say(code, what, help);
    }
}

/// A value of a kind that is still to be asked for.
#[derive(Clone)]
pub(crate) struct Any<'a> {
    /// Name of the field that holds it.
    pub name: &'a str,
    pub at: At<'a>,
    node: &'a Node,
}

impl<'a> Any<'a> {
    fn wrong<T>(&self, wanted: &str) -> Option<T> {
        self.at.say(Code::WrongKind, format!("`{}` is not {wanted}", self.name), &format!("Write {wanted}."));
        None
    }

    fn found<T>(&self, value: T) -> Option<Found<'a, T>> {
        Some(Found { at: self.at.clone(), value })
    }

    pub(crate) fn text(&self) -> Option<Found<'a, &'a str>> {
        match &self.node.value {
            // Written as `\u001b` they pass through TOML, and a terminal would obey them.
            Value::Text(text) if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') => {
                self.wrong("a text without control characters")
            }
            Value::Text(text) => self.found(text.as_str()),
            _ => self.wrong("a text in double quotes"),
        }
    }

    /// Whether it is a table; nothing is reported.
    pub(crate) fn is_table(&self) -> bool {
        matches!(self.node.value, Value::Table(_))
    }

    /// The text, if it is one; nothing is reported.
    pub(crate) fn peek(&self) -> Option<&'a str> {
        match &self.node.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number inside the range of `T`.
    pub(crate) fn whole<T: TryFrom<i64>>(&self) -> Option<Found<'a, T>> {
        match self.node.value {
            Value::Whole(number) => match T::try_from(number) {
                Ok(value) => self.found(value),
                Err(_) => self.wrong("a whole number of this field's range"),
            },
            _ => self.wrong("a whole number"),
        }
    }

    /// A number in units of `10^-decimals`, exactly: `3`, `2.5` or `"2.50"`.
    pub(crate) fn units(&self, decimals: u8) -> Option<Found<'a, i32>> {
        let units = match &self.node.value {
            Value::Whole(number) => decimal::whole_units(*number, decimals),
            Value::Decimal(text) | Value::Text(text) => decimal::units(text, decimals),
            _ => None,
        };
        match units {
            Some(units) => self.found(units),
            None if decimals == 0 => self.wrong("a whole number of this field's range"),
            None => self.wrong(&format!("a number with at most {decimals} decimal places")),
        }
    }

    pub(crate) fn list(&self) -> Option<Vec<Any<'a>>> {
        let Value::List(list) = &self.node.value else { return self.wrong("a list in brackets") };
        let one = |node: &'a Node| Any {
            name: self.name,
            at: At { span: node.span.clone(), ..self.at.clone() },
            node,
        };
        Some(list.iter().map(one).collect())
    }

    /// Every part as a text; what is none is reported and left out.
    pub(crate) fn texts(&self) -> Option<Found<'a, Vec<Found<'a, &'a str>>>> {
        self.found(self.list()?.iter().filter_map(Any::text).collect())
    }

    /// Every part as a whole number; `None` when one is none.
    pub(crate) fn wholes<T: TryFrom<i64>>(&self) -> Option<Found<'a, Vec<T>>> {
        let all: Vec<Option<T>> =
            self.list()?.iter().map(|one| one.whole().map(|found| found.value)).collect();
        self.found(all.into_iter().collect::<Option<_>>()?)
    }

    pub(crate) fn table(&self) -> Option<Table<'a>> {
        match &self.node.value {
            Value::Table(entries) => Some(Table::new(self.at.clone(), entries)),
            _ => self.wrong("a table"),
        }
    }

    /// Every part as a table; at least one.
    pub(crate) fn tables(&self) -> Vec<Table<'a>> {
        let Some(list) = self.list() else { return Vec::new() };
        if list.is_empty() {
            self.at.say(Code::MissingField, format!("`{}` is empty", self.name), "Add at least one.");
        }
        list.iter().filter_map(Any::table).collect()
    }
}

/// A table being read. Fields nobody asked for are reported by [`Table::finish`].
pub(crate) struct Table<'a> {
    pub at: At<'a>,
    entries: &'a [Entry],
    seen: RefCell<Vec<bool>>,
}

impl<'a> Table<'a> {
    fn new(at: At<'a>, entries: &'a [Entry]) -> Table<'a> {
        Table { at, entries, seen: RefCell::new(vec![false; entries.len()]) }
    }

    /// The field, when it is there.
    pub(crate) fn find(&self, name: &str) -> Option<Any<'a>> {
        let nth = self.entries.iter().position(|entry| entry.name == name)?;
        self.nth(nth)
    }

    fn nth(&self, nth: usize) -> Option<Any<'a>> {
        if let Some(seen) = self.seen.borrow_mut().get_mut(nth) {
            *seen = true;
        }
        let entry = self.entries.get(nth)?;
        let at = At { span: entry.node.span.clone(), ..self.at.clone() };
        Some(Any { name: &entry.name, at, node: &entry.node })
    }

    /// The field, which has to be there.
    pub(crate) fn need(&self, name: &str) -> Option<Any<'a>> {
        let found = self.find(name);
        if found.is_none() {
            self.at.say(Code::MissingField, format!("`{name}` is missing"), "Add the field.");
        }
        found
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<Found<'a, &'a str>> {
        self.need(name)?.text()
    }

    pub(crate) fn text_opt(&self, name: &str) -> Option<Found<'a, &'a str>> {
        self.find(name)?.text()
    }

    /// A text that must say something.
    pub(crate) fn filled(&self, name: &str, code: Code, help: &str) -> Option<Found<'a, &'a str>> {
        let found = self.text(name)?;
        if found.value.trim().is_empty() {
            found.say(code, format!("`{name}` is empty"), help);
            return None;
        }
        Some(found)
    }

    /// One of a fixed list of words.
    pub(crate) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Option<T> {
        let found = self.text(name)?;
        let hit = words.iter().find(|(word, _)| *word == found.value).map(|(_, value)| *value);
        if hit.is_none() {
            let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            found.say(
                Code::UnknownWord,
                format!("`{}` is no {name}", found.value),
                &format!("Write one of: {}.", all.join(", ")),
            );
        }
        hit
    }

    /// One of a fixed list of words, or `other` where the field is left out.
    pub(crate) fn word_or<T: Copy>(&self, name: &str, words: &[(&str, T)], other: T) -> Option<T> {
        if self.has(name) { self.word(name, words) } else { Some(other) }
    }

    /// A whole number inside a range.
    pub(crate) fn whole<T: TryFrom<i64>>(&self, name: &str) -> Option<Found<'a, T>> {
        self.need(name)?.whole()
    }

    pub(crate) fn whole_opt<T: TryFrom<i64>>(&self, name: &str) -> Option<Found<'a, T>> {
        self.find(name)?.whole()
    }

    pub(crate) fn yes(&self, name: &str) -> bool {
        match self.find(name) {
            Some(Any { node: Node { value: Value::Yes(on), .. }, .. }) => *on,
            Some(other) => other.wrong("true or false").unwrap_or(false),
            None => false,
        }
    }

    pub(crate) fn texts(&self, name: &str) -> Option<Found<'a, Vec<Found<'a, &'a str>>>> {
        self.need(name)?.texts()
    }

    pub(crate) fn table(&self, name: &str) -> Option<Table<'a>> {
        self.need(name)?.table()
    }

    pub(crate) fn table_opt(&self, name: &str) -> Option<Table<'a>> {
        self.find(name)?.table()
    }

    /// A list of tables that must not be empty.
    pub(crate) fn tables(&self, name: &str) -> Vec<Table<'a>> {
        self.need(name).map(|found| found.tables()).unwrap_or_default()
    }

    /// A list of tables that may be left out.
    pub(crate) fn tables_opt(&self, name: &str) -> Vec<Table<'a>> {
        self.find(name).map(|found| found.tables()).unwrap_or_default()
    }

    /// Every entry, in the order of the file.
    pub(crate) fn every(&self) -> impl Iterator<Item = Any<'a>> {
        (0..self.entries.len()).filter_map(|nth| self.nth(nth))
    }

    /// As [`Table::finish`], and tells how many fields were given.
    pub(crate) fn finish_counting(self) -> usize {
        let count = self.entries.len();
        self.finish();
        count
    }

    /// Reports fields that nobody asked for.
    pub(crate) fn finish(self) {
        self.unknown();
    }

    /// As [`Table::finish`], for a table that is still looked at.
    pub(crate) fn unknown(&self) {
        let seen = self.seen.borrow().clone();
        for (entry, _) in self.entries.iter().zip(seen).filter(|(_, seen)| !seen) {
            let at = At { span: entry.name_span.clone(), ..self.at.clone() };
            at.say(
                Code::UnknownField,
                format!("`{}` is not a field here", entry.name),
                "Correct the spelling or remove the line.",
            );
        }
    }
}
