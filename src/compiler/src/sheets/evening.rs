//! Slides for a parent evening: large, and without anything about anybody.

use super::{
    Draft,
    markup::{around, escape, sheet, tag, way, ways},
};
use crate::words;

pub(super) fn draw(of: &Draft<'_>) -> String {
    let words = &of.words;
    of.is("evening");
    let texts = words.of("slide");
    let slides: Vec<String> = of.data.tables("slide").iter().filter_map(words::id).collect();
    let (mut out, mut list) = (String::new(), String::new());
    for (nth, one) in of.data.tables("slide").iter().enumerate() {
        let Some(id) = words::id(one) else { continue };
        let Some(text) = texts.as_ref().and_then(|texts| texts.of(&id)) else { continue };
        let name = format!("evening/{id}");
        of.is(&name);
        let title = text.one("title");
        list += &way(&name, &title);
        let lines: String = text.list("lines").iter().map(|line| tag("p", line)).collect();
        let ask = tag("h2", &words.one("neighbour")) + &tag("p", &text.one("question"));
        let numbers = of.numbers.of(one);
        let numbers =
            if numbers.is_empty() { numbers } else { tag("h2", &words.one("numbers-title")) + &numbers };
        let to = |nth: Option<usize>, word: &str| {
            let slide = nth.and_then(|nth| slides.get(nth));
            slide.map_or(String::new(), |slide| way(&format!("evening/{slide}"), &words.one(word)))
        };
        let on = ways(&(to(Some(nth + 1), "next") + &to(nth.checked_sub(1), "last")));
        let foot = format!("<p class=\"hint\">{}</p>", escape(&words.one("foot")));
        let inside = lines + &numbers + &around("div", "said", &ask) + &on + &foot;
        out += &sheet(&name, of.locale, "slide", &title, &inside);
        let _said_on_paper =
            (one.yes("always"), one.whole_opt::<u8>("minutes"), one.text_opt("lesson"), one.text_opt("page"));
        one.unknown();
        text.unknown();
    }
    let summary = format!("<p class=\"lead\">{}</p>", escape(&words.one("summary")));
    sheet("evening", of.locale, "", &words.one("title"), &(summary + &ways(&list))) + &out
}
