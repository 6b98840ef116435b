//! What do I say tonight: sign, stage, card.

use super::{
    Draft,
    markup::{Numbers, around, escape, left_out, sheet, spoken, tag, way, ways},
};
use crate::{finding::Code, reader::Table, words};

struct Sign<'a> {
    id: String,
    urgent: bool,
    worse: String,
    pages: Vec<&'a str>,
    cards: Option<Table<'a>>,
}

pub(super) fn draw(of: &Draft<'_>) -> String {
    let (data, words) = (&of.data, &of.words);
    let stages: Vec<String> = data.tables("stage").iter().filter_map(words::id).collect();
    let home = home(of);
    let groups: Vec<(String, bool)> = data
        .tables("group")
        .iter()
        .filter_map(|group| Some((words::id(group)?, group.yes("urgent"))))
        .collect();
    let mut signs: Vec<(String, Sign<'_>)> = Vec::new();
    for table in data.tables("sign") {
        let (id, group) = (words::id(&table), table.text("group"));
        let pages = table.texts("pages").map(|found| found.value).unwrap_or_default();
        let pages: Vec<&str> = pages.iter().map(|page| page.value).collect();
        pages.iter().for_each(|page| of.leads("tonight", page));
        let cards = table.table("cards");
        let (Some(id), Some(group)) = (id, group) else { continue };
        let Some((name, urgent)) = groups.iter().find(|(name, _)| name == group.value) else {
            group.say(
                Code::UnknownReference,
                format!("there is no group `{}`", group.value),
                "Name a [[group]].",
            );
            continue;
        };
        let worse =
            words.of("group").and_then(|all| all.of(name)).map_or(String::new(), |group| group.one("worse"));
        signs.push((name.clone(), Sign { id, urgent: *urgent, worse, pages, cards }));
    }
    let mut out = first(of, &groups, &signs);
    for (_, sign) in &signs {
        out += &second(of, sign, &stages);
        for stage in &stages {
            out += &card(of, sign, stage, &home);
        }
    }
    out
}

/// Where to turn when the danger is at home: the same under every card.
fn home(of: &Draft<'_>) -> String {
    let numbers = of.data.table("home").map_or(String::new(), |home| of.numbers.of(&home));
    let text = tag("p", &of.words.one("home"));
    around("div", "keep", &(text + &numbers))
        + &format!("<p class=\"hint\">{}</p>", escape(&of.words.one("private")))
}

fn label(of: &Draft<'_>, sign: &Sign<'_>) -> String {
    of.words.of("sign").map_or(String::new(), |signs| signs.one(&sign.id))
}

fn first(of: &Draft<'_>, groups: &[(String, bool)], signs: &[(String, Sign<'_>)]) -> String {
    let words = &of.words;
    of.is("tonight");
    let mut inside = format!("<p class=\"lead\">{}</p>", escape(&words.one("ask-sign")));
    let _shown_at_the_start = words.one("summary");
    for (group, urgent) in groups {
        let title =
            words.of("group").and_then(|all| all.of(group)).map_or(String::new(), |group| group.one("title"));
        let mine = signs.iter().filter(|(name, _)| name == group);
        let list: String =
            mine.map(|(_, sign)| way(&format!("tonight/{}", sign.id), &label(of, sign))).collect();
        inside +=
            &around("div", if *urgent { "urgent" } else { "calm" }, &(tag("h2", &title) + &ways(&list)));
    }
    sheet("tonight", of.locale, "", &words.one("title"), &inside)
}

fn second(of: &Draft<'_>, sign: &Sign<'_>, stages: &[String]) -> String {
    let name = format!("tonight/{}", sign.id);
    of.is(&name);
    let list = |stage: &String| {
        let label = of
            .words
            .of("stage")
            .and_then(|all| all.of(stage))
            .map_or(String::new(), |stage| stage.one("label"));
        way(&format!("{name}/{stage}"), &label)
    };
    let asked = format!("<p class=\"lead\">{}</p>", escape(&of.words.one("ask-stage")));
    // Whoever is in danger now is told so before a second question.
    let open = if sign.urgent { opening(of, sign) } else { String::new() };
    let inside = open + &asked + &ways(&stages.iter().map(list).collect::<String>());
    sheet(&name, of.locale, "", &label(of, sign), &inside)
}

fn opening(of: &Draft<'_>, sign: &Sign<'_>) -> String {
    let lines = of.words.of("open").map(|all| all.list(&sign.id)).unwrap_or_default();
    around("div", "keep", &lines.iter().map(|line| tag("p", line)).collect::<String>())
}

fn card(of: &Draft<'_>, sign: &Sign<'_>, stage: &str, home: &str) -> String {
    let name = format!("tonight/{}/{stage}", sign.id);
    of.is(&name);
    let data = sign.cards.as_ref().and_then(|cards| cards.table(stage));
    let text = of.words.of("card").and_then(|all| all.of(&sign.id)).and_then(|sign| sign.of(stage));
    let (Some(data), Some(text)) = (data, text) else { return String::new() };
    let numbers = of.numbers.of(&data);
    if sign.urgent && !Numbers::kinds(&data).iter().any(|kind| is_emergency(*kind)) {
        data.at.say(
            Code::NoHelpLine,
            "an urgent card without police or ambulance".to_owned(),
            "Name one of them in `numbers`.",
        );
    }
    let lesson = data.text("lesson").and_then(|found| lesson(of, found.value));
    let words = &of.words;
    let numbered = around("div", "now-call", &(tag("h2", &words.one("numbers-title")) + &numbers));
    let mut inside = if sign.urgent { opening(of, sign) + &numbered } else { String::new() };
    inside += &(tag("h2", &words.one("say-title")) + &spoken(&text.list("say")));
    inside += &left_out(&words.one("not-title"), &text.quoted("not"));
    inside += &(tag("h2", &words.one("next-title")) + &tag("p", &text.one("next")));
    if !sign.urgent {
        inside += &numbered;
    }
    inside += &onward(of, sign, lesson);
    inside += &format!("<p class=\"said\">{}</p>{home}", escape(&sign.worse));
    inside += &ways(&way("tonight", &words.one("again")));
    data.unknown();
    text.unknown();
    sheet(&name, of.locale, "card-of", &label(of, sign), &inside)
}

const fn is_emergency(kind: qinghe_content::HelpKind) -> bool {
    matches!(kind, qinghe_content::HelpKind::Police | qinghe_content::HelpKind::Ambulance)
}

fn lesson(of: &Draft<'_>, code: &str) -> Option<String> {
    let (id, title) = of.lesson(code)?;
    Some(format!("<li><a href=\"#\" data-lesson=\"{id}\">{}</a></li>", escape(title)))
}

fn onward(of: &Draft<'_>, sign: &Sign<'_>, lesson: Option<String>) -> String {
    let words = &of.words;
    let pages: String = sign.pages.iter().map(|page| way(page, &super::title_of(of, page))).collect();
    let mut inside = String::new();
    if !pages.is_empty() {
        inside += &(tag("h2", &words.one("pages-title")) + &ways(&pages));
    }
    let title = words.one("lesson-title");
    if let Some(lesson) = lesson {
        inside += &(tag("h2", &title) + &ways(&lesson));
    }
    inside
}
