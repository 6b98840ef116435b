//! Ten minutes, a safer home: one list, with boxes.

use super::{
    Draft,
    markup::{around, blank, boxes, escape, left_out, print, sheet, spoken, tag},
};
use crate::words;

pub(super) fn draw(of: &Draft<'_>) -> String {
    let words = &of.words;
    of.is("safe-home");
    let _one_page = of.data.whole::<u8>("pages");
    let _for_the_screen_alone = (words.one("summary"), words.of("columns"));
    let (mut things, mut lines) = (Vec::new(), String::new());
    let goes = words.of("goes");
    let rows = words.of("row");
    for row in of.data.tables("row") {
        let (Some(id), Some(kind)) = (words::id(&row), row.text("kind")) else { continue };
        let Some(text) = rows.as_ref().and_then(|rows| rows.of(&id)) else { continue };
        if row.has("goes") {
            let where_to =
                row.text("goes").zip(goes.as_ref()).map(|(to, all)| all.one(to.value)).unwrap_or_default();
            things.push((text.one("label"), format!("{where_to} · {}", text.one("to"))));
        } else {
            let many = row.whole_opt::<u8>("lines").map_or(1, |found| usize::from(found.value));
            lines += &(tag("h3", &text.one("label")) + &blank(many));
        }
        let _thing_place_people_or_date = kind.value;
        row.unknown();
        text.unknown();
    }
    let home = of.data.table("home").map_or(String::new(), |home| of.numbers.of(&home));
    let lead = format!("<p class=\"lead\">{}</p>", escape(&words.one("lead")));
    let numbers = tag("h2", &words.one("numbers-title")) + &of.numbers.of(&of.data);
    let inside = lead
        + &boxes(&things)
        + &lines
        + &tag("h2", &words.one("say-title"))
        + &spoken(&words.list("say"))
        + &left_out(&words.one("not-title"), &[])
        + &around("ul", "left-out", &super::markup::points(&words.quoted("not")))
        + &tag("h2", &words.one("later-title"))
        + &tag("p", &words.one("later"))
        + &print(&words.one("print"))
        + &numbers
        + &around("div", "keep", &(tag("p", &words.one("home")) + &home))
        + &format!("<p class=\"hint\">{}</p>", escape(&words.one("private")));
    sheet("safe-home", of.locale, "paper", &words.one("title"), &inside)
}
