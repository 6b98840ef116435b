//! The few forms of markup that sheets are made of. Every text is escaped here and nowhere else.

use crate::{finding::Code, reader::Table, words::HELP_KINDS};
use qinghe_content::{HelpKind, Locale, Region};

/// Help lines of the region.
pub(super) struct Numbers<'a> {
    pub region: &'a Region,
}

impl Numbers<'_> {
    /// Lines of these kinds, in this order, ready to be dialled; nothing for none.
    pub(super) fn list(&self, kinds: &[HelpKind]) -> String {
        let lines =
            kinds.iter().flat_map(|kind| self.region.lines.iter().filter(move |line| line.kind == *kind));
        let line = |line: &qinghe_content::HelpLine| {
            let (number, name, hours) = (escape(&line.number), escape(&line.name), escape(&line.hours));
            format!("<li><a href=\"tel:{number}\">{number} {name}</a><small>{hours}</small></li>")
        };
        let all: String = lines.map(line).collect();
        if all.is_empty() { all } else { format!("<ul class=\"lines\">{all}</ul>") }
    }

    /// The kinds that a table names under `numbers`.
    pub(super) fn kinds(table: &Table<'_>) -> Vec<HelpKind> {
        if !table.has("numbers") {
            return Vec::new();
        }
        let mut kinds = Vec::new();
        for found in table.texts("numbers").map(|found| found.value).unwrap_or_default() {
            match HELP_KINDS.iter().find(|(word, _)| *word == found.value) {
                Some((_, kind)) => kinds.push(*kind),
                None => {
                    let words: Vec<&str> = HELP_KINDS.iter().map(|(word, _)| *word).collect();
                    let help = format!("Write some of: {}.", words.join(", "));
                    found.say(Code::UnknownWord, format!("`{}` is no kind of help line", found.value), &help);
                }
            }
        }
        kinds
    }

    /// Lines of the kinds that a table names.
    pub(super) fn of(&self, table: &Table<'_>) -> String {
        self.list(&Numbers::kinds(table))
    }
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// An element around a text.
pub(super) fn tag(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(text))
}

/// An element of a class around markup; nothing around nothing.
pub(super) fn around(name: &str, class: &str, inside: &str) -> String {
    if inside.is_empty() { String::new() } else { format!("<{name} class=\"{class}\">{inside}</{name}>") }
}

/// Points of a list.
pub(super) fn points(all: &[String]) -> String {
    all.iter().map(|text| tag("li", text)).collect()
}

/// What can be said aloud, in quotation marks.
pub(super) fn spoken(all: &[String]) -> String {
    let said = |text: &String| format!("<li>“{}”</li>", escape(text));
    around("ul", "words", &all.iter().map(said).collect::<String>())
}

/// What is left out, said by its heading and not by colour.
pub(super) fn left_out(title: &str, all: &[String]) -> String {
    let said = |text: &String| format!("<li>“{}”</li>", escape(text));
    let list = around("ul", "", &all.iter().map(said).collect::<String>());
    around("div", "left-out", &(tag("h2", title) + &list))
}

/// A way to another sheet.
pub(super) fn way(to: &str, label: &str) -> String {
    format!("<li><a href=\"#{to}\" data-to=\"{to}\">{}</a></li>", escape(label))
}

/// Ways on, one below the other.
pub(super) fn ways(inside: &str) -> String {
    around("ul", "ways-on", inside)
}

/// A sheet.
pub(super) fn sheet(name: &str, locale: Locale, class: &str, title: &str, inside: &str) -> String {
    let lang = locale.tag();
    let title = escape(title);
    format!(
        "<section class=\"screen {class}\" lang=\"{lang}\" data-sheet=\"{name}\" hidden><h1 tabindex=\"-1\">{title}</h1>{inside}</section>"
    )
}

/// A button that prints.
pub(super) fn print(label: &str) -> String {
    format!(
        "<p class=\"again\"><button type=\"button\" class=\"other\" data-sheet-do=\"print\">{}</button></p>",
        escape(label)
    )
}

/// Lines to write on with a pen.
pub(super) fn blank(many: usize) -> String {
    "<div class=\"write-on\"></div>".repeat(many)
}

/// Boxes to tick: what, and more about it.
pub(super) fn boxes(all: &[(String, String)]) -> String {
    let one = |(what, more): &(String, String)| {
        let more = if more.is_empty() { String::new() } else { tag("span", more) };
        format!(
            "<li><label><input type=\"checkbox\"><span><strong>{}</strong>{more}</span></label></li>",
            escape(what)
        )
    };
    around("ul", "boxes", &all.iter().map(one).collect::<String>())
}
