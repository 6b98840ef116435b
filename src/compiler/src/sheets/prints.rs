//! Sheets for a pen: made in the browser, filled in on paper.

use super::{
    Draft,
    markup::{around, blank, boxes, escape, print, sheet, spoken, tag, way, ways},
    words::Words,
};
use crate::{reader::Table, words};

pub(super) fn draw(of: &Draft<'_>) -> String {
    let words = &of.words;
    of.is("prints");
    let texts = words.of("sheet");
    let foot = format!("<p class=\"hint\">{}</p>", escape(&words.one("page-foot")));
    let what_not = format!("<p class=\"hint\">{}</p>", escape(&words.one("what-not")));
    let numbers_title = words.one("numbers-title");
    let (mut out, mut list) = (String::new(), String::new());
    for one in of.data.tables("sheet") {
        let (Some(id), Some(reader)) = (words::id(&one), one.text("for")) else { continue };
        let Some(text) = texts.as_ref().and_then(|texts| texts.of(&id)) else { continue };
        let name = format!("prints/{id}");
        of.is(&name);
        let title = text.one("title");
        list += &way(&name, &title);
        let mut inside = format!("<p class=\"lead\">{}</p>", escape(&text.one("lead")));
        for section in one.tables("section") {
            let words = words::id(&section).and_then(|id| text.of("section")?.of(&id));
            if let Some(words) = words {
                inside += &drawn(of, &section, &words);
                words.unknown();
            }
            section.unknown();
        }
        let numbers = of.numbers.of(&one);
        if !numbers.is_empty() {
            inside += &(tag("h2", &numbers_title) + &numbers);
        }
        if reader.value == "school" {
            inside += &what_not;
        }
        inside += &(foot.clone() + &print(&words.one("print")));
        one.unknown();
        text.unknown();
        out += &sheet(&name, of.locale, "paper", &title, &inside);
    }
    let summary = format!("<p class=\"lead\">{}</p>", escape(&words.one("summary")));
    sheet("prints", of.locale, "", &words.one("title"), &(summary + &ways(&list))) + &out
}

fn drawn(of: &Draft<'_>, section: &Table<'_>, text: &Words<'_>) -> String {
    let many = |name: &str| section.whole_opt::<u8>(name).map_or(0, |found| usize::from(found.value));
    let minutes = section.whole_opt::<u8>("minutes").map_or(String::new(), |found| {
        let minutes = of.words.one("minutes").replace("{n}", &found.value.to_string());
        format!(" <small>{}</small>", escape(&minutes))
    });
    let mut inside = format!("<h2>{}{minutes}</h2>", escape(&text.one("title")));
    inside +=
        &text.exactly("text", many("text"), false).iter().map(|line| tag("p", line)).collect::<String>();
    let said = text.exactly("words", many("words"), false);
    if !said.is_empty() {
        inside += &(tag("h3", &of.words.one("say-title")) + &spoken(&said));
    }
    let unsaid = text.exactly("not", many("not"), true);
    if !unsaid.is_empty() {
        let list: String = unsaid.iter().map(|line| format!("<li>“{}”</li>", escape(line))).collect();
        inside += &(tag("h3", &of.words.one("not-title")) + &around("ul", "left-out", &list));
    }
    inside += &pairs(of, text, many("pairs"));
    let _one_of_them_is_said_in_the_text = section.yes("one");
    let named = |name: &str| -> Vec<String> {
        if !section.has(name) {
            return Vec::new();
        }
        let ids = section.texts(name).map(|found| found.value).unwrap_or_default();
        let texts = text.of(name);
        ids.iter().filter_map(|id| Some(texts.as_ref()?.one(id.value))).collect()
    };
    inside += &boxes(&named("boxes").into_iter().map(|label| (label, String::new())).collect::<Vec<_>>());
    inside += &named("fields").iter().map(|label| tag("h3", label) + &blank(1)).collect::<String>();
    inside + &blank(many("lines"))
}

/// What they say, and what one can answer.
fn pairs(of: &Draft<'_>, text: &Words<'_>, many: usize) -> String {
    if many == 0 {
        return String::new();
    }
    let (they, you) = (of.words.one("they-title"), of.words.one("you-title"));
    let all = text.table().tables("pairs");
    let one = |pair: Table<'_>| {
        let pair = text.same(pair);
        let (said, answer) = (pair.one_quoted("they"), pair.one("you"));
        pair.unknown();
        format!(
            "<dt>{}：“{}”</dt><dd>{}：“{}”</dd>",
            escape(&they),
            escape(&said),
            escape(&you),
            escape(&answer)
        )
    };
    around("dl", "pairs", &all.into_iter().map(one).collect::<String>())
}
