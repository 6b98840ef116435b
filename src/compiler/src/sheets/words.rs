//! Texts of a sheet: read where they stand, clean, and without words that nobody should read.

use crate::{
    exercise::Tone,
    finding::Code,
    reader::{Found, Table},
};
use qinghe_content::Locale;

/// A table of texts in one language.
pub(super) struct Words<'a> {
    table: Table<'a>,
    tone: &'a Tone,
    locale: Locale,
}

impl<'a> Words<'a> {
    pub(super) fn new(table: Table<'a>, tone: &'a Tone, locale: Locale) -> Words<'a> {
        Words { table, tone, locale }
    }

    /// The table of this name.
    pub(super) fn of(&self, name: &str) -> Option<Words<'a>> {
        Some(Words { table: self.table.table(name)?, tone: self.tone, locale: self.locale })
    }

    fn clean(&self, found: &Found<'_, &str>, quoted: bool) -> String {
        if found.value.trim().is_empty() || found.value.trim() != found.value {
            let what = "the text is empty or has blank edges".to_owned();
            found.say(Code::Spaces, what, "Write the text and nothing else.");
        }
        if found.value.bytes().filter(u8::is_ascii_digit).count() >= 3 {
            let help = "Name a kind of line in `numbers`; the region knows its digits.";
            found.say(Code::Typed, "a number that somebody might dial".to_owned(), help);
        }
        self.tone.words(found, self.locale, quoted);
        found.value.to_owned()
    }

    /// One text; empty where it is missing, which is a finding.
    pub(super) fn one(&self, name: &str) -> String {
        self.table.text(name).map_or(String::new(), |found| self.clean(&found, false))
    }

    /// One text that says what somebody ought not to say.
    pub(super) fn one_quoted(&self, name: &str) -> String {
        self.table.text(name).map_or(String::new(), |found| self.clean(&found, true))
    }

    /// Another table of the same texts.
    pub(super) fn same(&self, table: Table<'a>) -> Words<'a> {
        Words { table, tone: self.tone, locale: self.locale }
    }

    /// One text, if there is one.
    pub(super) fn one_opt(&self, name: &str) -> Option<String> {
        self.table.has(name).then(|| self.one(name))
    }

    /// Several texts.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        self.listed(name, false)
    }

    /// Several texts that say what somebody ought not to say.
    pub(super) fn quoted(&self, name: &str) -> Vec<String> {
        self.listed(name, true)
    }

    fn listed(&self, name: &str, quoted: bool) -> Vec<String> {
        let all = self.table.texts(name).map(|found| found.value).unwrap_or_default();
        all.iter().map(|found| self.clean(found, quoted)).collect()
    }

    /// So many texts, or it is a finding.
    pub(super) fn exactly(&self, name: &str, many: usize, quoted: bool) -> Vec<String> {
        if many == 0 {
            return Vec::new();
        }
        let all = self.listed(name, quoted);
        if all.len() != many {
            let what = format!("`{name}` has {} texts, and {many} are asked for", all.len());
            self.table.at.say(Code::Wording, what, "Give as many as the structure says.");
        }
        all
    }

    /// What was not asked for is a misspelling.
    pub(super) fn unknown(&self) {
        self.table.unknown();
    }

    /// The table itself, for what is no text.
    pub(super) fn table(&self) -> &Table<'a> {
        &self.table
    }
}
