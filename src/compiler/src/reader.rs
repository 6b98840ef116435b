//! A TOML file with places: every value knows where it stands, every fault is logged, reading goes on.

use crate::finding::{Code, Log};
use std::{cell::RefCell, ops::Range, path::Path};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

type Span = Range<usize>;

/// A value and its place.
struct Node {
    span: Span,
    value: Value,
}

enum Value {
    Text(String),
    Whole(i64),
    Yes(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A float, a date or a number too large: nothing in the data uses them.
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
        let text = match std::fs::read_to_string(root.join(file)) {
            Ok(text) => text,
            Err(why) => {
                let what = format!("`{file}` cannot be read: {why}");
                log.add(
                    Code::Unreadable,
                    file,
                    0..0,
                    what,
                    "Add the file; CONTRIBUTING lists what a data room holds.",
                );
                return None;
            }
        };
        log.keep_text(file, &text);
        let (parsed, errors) = DeTable::parse_recoverable(&text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            log.add(
                Code::Syntax,
                file,
                span,
                error.message().to_owned(),
                "Correct the line; texts stand in double quotes.",
            );
        }
        errors.is_empty().then(|| Doc { file: file.to_owned(), entries: entries(parsed.into_inner()) })
    }

    /// The top of the file.
    pub(crate) fn top<'a>(&'a self, log: &'a Log) -> Table<'a> {
        // A field missing at the top is a fault of the whole file, not of its first line.
        Table {
            at: At { file: &self.file, log, span: 0..0 },
            entries: &self.entries,
            seen: RefCell::default(),
        }
    }
}

fn entries(table: DeTable<'_>) -> Vec<Entry> {
    let all = table.into_iter().map(|(name, value)| Entry {
        name_span: name.span(),
        name: name.into_inner().into_owned(),
        node: node(value),
    });
    let mut all: Vec<Entry> = all.collect();
    // In the order of the file, which carries meaning (items, rules).
    all.sort_by_key(|entry| entry.name_span.start);
    all
}

fn node(value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Boolean(on) => Value::Yes(on),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Other, Value::Whole)
        }
        DeValue::Array(list) => Value::List(list.into_iter().map(node).collect()),
        DeValue::Table(table) => Value::Table(entries(table)),
        DeValue::Float(_) | DeValue::Datetime(_) => Value::Other,
    };
    Node { span, value }
}

/// A place that can be complained about.
#[derive(Clone)]
pub(crate) struct At<'a> {
    file: &'a str,
    log: &'a Log,
    span: Span,
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

/// A table being read. Fields nobody asked for are reported by [`Table::finish`].
pub(crate) struct Table<'a> {
    pub at: At<'a>,
    entries: &'a [Entry],
    seen: RefCell<Vec<&'a str>>,
}

impl<'a> Table<'a> {
    fn find(&self, name: &str) -> Option<&'a Node> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        self.seen.borrow_mut().push(&entry.name);
        Some(&entry.node)
    }

    fn need(&self, name: &str) -> Option<&'a Node> {
        let found = self.find(name);
        if found.is_none() {
            self.at.say(Code::MissingField, format!("`{name}` is missing"), "Add the field.");
        }
        found
    }

    fn at(&self, node: &Node) -> At<'a> {
        At { span: node.span.clone(), ..self.at.clone() }
    }

    fn wrong<T>(&self, node: &Node, name: &str, wanted: &str) -> Option<T> {
        self.at(node).say(Code::WrongKind, format!("`{name}` is not {wanted}"), &format!("Write {wanted}."));
        None
    }

    fn as_text(&self, node: &'a Node, name: &str) -> Option<Found<'a, &'a str>> {
        match &node.value {
            Value::Text(text) => Some(Found { at: self.at(node), value: text }),
            _ => self.wrong(node, name, "a text in double quotes"),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<Found<'a, &'a str>> {
        self.need(name).and_then(|node| self.as_text(node, name))
    }

    pub(crate) fn text_opt(&self, name: &str) -> Option<Found<'a, &'a str>> {
        self.find(name).and_then(|node| self.as_text(node, name))
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

    /// A whole number inside a range.
    pub(crate) fn whole<T: TryFrom<i64>>(&self, name: &str) -> Option<Found<'a, T>> {
        self.need(name).and_then(|node| self.as_whole(node, name))
    }

    pub(crate) fn whole_opt<T: TryFrom<i64>>(&self, name: &str) -> Option<Found<'a, T>> {
        self.find(name).and_then(|node| self.as_whole(node, name))
    }

    fn as_whole<T: TryFrom<i64>>(&self, node: &'a Node, name: &str) -> Option<Found<'a, T>> {
        match node.value {
            Value::Whole(number) => match T::try_from(number) {
                Ok(value) => Some(Found { at: self.at(node), value }),
                Err(_) => self.wrong(node, name, "a whole number of this field's range"),
            },
            _ => self.wrong(node, name, "a whole number"),
        }
    }

    pub(crate) fn yes(&self, name: &str) -> bool {
        match self.find(name) {
            Some(Node { value: Value::Yes(on), .. }) => *on,
            Some(node) => self.wrong(node, name, "true or false").unwrap_or(false),
            None => false,
        }
    }

    fn as_list(&self, node: &'a Node, name: &str) -> &'a [Node] {
        match &node.value {
            Value::List(list) => list,
            _ => self.wrong(node, name, "a list in brackets").unwrap_or(&[]),
        }
    }

    pub(crate) fn texts(&self, name: &str) -> Option<Found<'a, Vec<Found<'a, &'a str>>>> {
        let node = self.need(name)?;
        let list = self.as_list(node, name).iter().filter_map(|one| self.as_text(one, name)).collect();
        Some(Found { at: self.at(node), value: list })
    }

    pub(crate) fn wholes<T: TryFrom<i64>>(&self, name: &str) -> Option<Found<'a, Vec<T>>> {
        let node = self.need(name)?;
        let list = self
            .as_list(node, name)
            .iter()
            .filter_map(|one| self.as_whole(one, name).map(|found| found.value));
        Some(Found { at: self.at(node), value: list.collect() })
    }

    fn inner(&self, node: &'a Node, name: &str) -> Option<Table<'a>> {
        match &node.value {
            Value::Table(entries) => Some(Table { at: self.at(node), entries, seen: RefCell::default() }),
            _ => self.wrong(node, name, "a table"),
        }
    }

    pub(crate) fn table(&self, name: &str) -> Option<Table<'a>> {
        self.need(name).and_then(|node| self.inner(node, name))
    }

    pub(crate) fn table_opt(&self, name: &str) -> Option<Table<'a>> {
        self.find(name).and_then(|node| self.inner(node, name))
    }

    /// A list of tables that must not be empty.
    pub(crate) fn tables(&self, name: &str) -> Vec<Table<'a>> {
        let Some(node) = self.need(name) else { return Vec::new() };
        let all: Vec<Table<'a>> =
            self.as_list(node, name).iter().filter_map(|one| self.inner(one, name)).collect();
        if all.is_empty() {
            self.at(node).say(Code::MissingField, format!("`{name}` is empty"), "Add at least one.");
        }
        all
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// As [`Table::finish`], and tells how many fields were given.
    pub(crate) fn finish_counting(self) -> usize {
        let count = self.entries.len();
        self.finish();
        count
    }

    /// Every entry as a text, in the order of the file.
    pub(crate) fn every_text(&self) -> Vec<(&'a str, Found<'a, &'a str>)> {
        self.every().filter_map(|(name, node)| Some((name, self.as_text(node, name)?))).collect()
    }

    /// Every entry as a list of texts.
    pub(crate) fn every_list(&self) -> Vec<(&'a str, Found<'a, Vec<&'a str>>)> {
        let all = self.every().map(|(name, node)| {
            let list = self
                .as_list(node, name)
                .iter()
                .filter_map(|one| self.as_text(one, name))
                .map(|found| found.value);
            (name, Found { at: self.at(node), value: list.collect() })
        });
        all.collect()
    }

    /// Every entry as a table.
    pub(crate) fn every_table(&self) -> Vec<(&'a str, Table<'a>)> {
        self.every().filter_map(|(name, node)| Some((name, self.inner(node, name)?))).collect()
    }

    /// Every entry as a whole number, or `None` where a text stands.
    pub(crate) fn every_score(&self) -> Vec<(&'a str, Found<'a, Option<i32>>)> {
        let all = self.every().filter_map(|(name, node)| match &node.value {
            Value::Text(text) if text == "not-computed" => {
                Some((name, Found { at: self.at(node), value: None }))
            }
            _ => self
                .as_whole(node, name)
                .map(|found| (name, Found { at: found.at, value: Some(found.value) })),
        });
        all.collect()
    }

    fn every(&self) -> impl Iterator<Item = (&'a str, &'a Node)> {
        self.entries.iter().map(|entry| {
            self.seen.borrow_mut().push(&entry.name);
            (entry.name.as_str(), &entry.node)
        })
    }

    /// Reports fields that nobody asked for.
    pub(crate) fn finish(self) {
        let seen = self.seen.into_inner();
        for entry in self.entries.iter().filter(|entry| !seen.contains(&entry.name.as_str())) {
            let at = At { span: entry.name_span.clone(), ..self.at.clone() };
            at.say(
                Code::UnknownField,
                format!("`{}` is not a field here", entry.name),
                "Correct the spelling or remove the line.",
            );
        }
    }
}
