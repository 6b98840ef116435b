//! The crisis page, part by part.

use super::{
    Draft,
    markup::{around, boxes, escape, left_out, points, print, sheet, spoken, tag, way, ways},
    words::Words,
};
use crate::{finding::Code, reader::Table, words};

pub(super) fn draw(of: &Draft<'_>) -> String {
    let words = &of.words;
    of.is("crisis");
    let lines =
        around("div", "now-call", &(tag("h2", &words.one("numbers-title")) + &of.numbers.of(&of.data)));
    let home = of.data.table("home").map_or(String::new(), |home| of.numbers.of(&home));
    let home = around("div", "keep", &(tag("p", &words.one("home")) + &home));
    let foot = home
        + &format!("<p class=\"hint\">{}</p>", escape(&words.one("private")))
        + &print(&words.one("print"));
    let texts = words.of("part");
    let (mut out, mut list) = (String::new(), String::new());
    for part in of.data.tables("part") {
        let (Some(id), Some(letter), Some(reader)) =
            (words::id(&part), part.text("letter"), part.text("for"))
        else {
            continue;
        };
        let Some(text) = texts.as_ref().and_then(|texts| texts.of(&id)) else { continue };
        let drawn = drawn(of, &part, &text);
        part.unknown();
        text.unknown();
        // What a school does stands among the sheets to print.
        if reader.value == "school" {
            continue;
        }
        let name = format!("crisis/{id}");
        of.is(&name);
        list += &way(&name, &text.one("title"));
        let inside = format!("<p class=\"hint\">{}</p>{drawn}{foot}", escape(letter.value));
        out += &sheet(&name, of.locale, "part", &text.one("title"), &inside);
    }
    let summary = format!("<p class=\"lead\">{}</p>", escape(&words.one("summary")));
    sheet("crisis", of.locale, "", &words.one("title"), &(summary + &lines + &ways(&list) + &foot)) + &out
}

fn drawn(of: &Draft<'_>, part: &Table<'_>, text: &Words<'_>) -> String {
    let mut inside = tag("p", &text.one("lead")) + &of.numbers.of(part);
    let _asked_for_the_list_too = text.one("title");
    for block in part.tables_opt("block") {
        let Some(id) = words::id(&block) else { continue };
        let words = text.of("block").and_then(|all| all.of(&id));
        if let Some(words) = words {
            inside += &drawn_block(of, &block, &words);
            words.unknown();
        }
        block.unknown();
    }
    let links = if part.has("links") {
        part.texts("links").map(|found| found.value).unwrap_or_default()
    } else {
        Vec::new()
    };
    let links: String = links
        .iter()
        .map(|link| {
            of.leads("crisis", link.value);
            way(link.value, &super::title_of(of, link.value))
        })
        .collect();
    inside + &ways(&links)
}

fn drawn_block(of: &Draft<'_>, block: &Table<'_>, words: &Words<'_>) -> String {
    let Some(kind) = block.text("kind") else { return String::new() };
    let title = words.one("title");
    let lines = if kind.value == "not" { words.quoted("lines") } else { words.list("lines") };
    let plain = |list: &str| tag("h2", &title) + &around(list, "", &points(&lines));
    let inside = match kind.value {
        "signs" => tag("h2", &title) + &signs(of, block, &lines),
        "steps" => plain("ol"),
        "words" => tag("h2", &title) + &spoken(&lines),
        "do" => plain("ul"),
        "not" => left_out(&title, &[]) + &around("ul", "left-out", &points(&lines)),
        "take" => {
            tag("h2", &title)
                + &boxes(&lines.iter().map(|line| (line.clone(), String::new())).collect::<Vec<_>>())
        }
        other => {
            let help = "Write one of: signs, steps, words, do, not, take.";
            kind.say(Code::UnknownWord, format!("`{other}` is no kind of block"), help);
            String::new()
        }
    };
    let numbers = of.numbers.of(block);
    around("div", if block.yes("urgent") { "urgent" } else { "calm" }, &(inside + &numbers))
}

/// Signs, each of which leads to its card for tonight.
fn signs(of: &Draft<'_>, block: &Table<'_>, lines: &[String]) -> String {
    let to = block.texts("tonight").map(|found| found.value).unwrap_or_default();
    if to.len() != lines.len() {
        let what = format!("{} signs lead to {} cards", lines.len(), to.len());
        block.at.say(Code::Wording, what, "Name a sign of `tonight` for each line.");
    }
    let one = |(line, to): (&String, &crate::reader::Found<'_, &str>)| {
        let name = format!("tonight/{}", to.value);
        of.leads("crisis", &name);
        way(&name, line)
    };
    ways(&lines.iter().zip(&to).map(one).collect::<String>())
}
