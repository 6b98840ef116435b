//! How an item is asked, and what is said afterwards.

use crate::dom::{all, line, plain, tag, text};
use crate::{
    app::{Act, App, Here},
    asking::{Asking, Item, Shown},
    parts::{
        aloud, each, heading, knob, lead, nothing, paragraphs, press, said, say_button, status, ways, when,
    },
    pictures,
    words::{Word, ask as w, run as wr},
};
use qinghe_session::training::ProbeKind;
use yew::prelude::*;

/// The screen.
pub fn view(app: &App, here: &Here, node: &NodeRef) -> Html {
    let Some(asking) = &app.room.asking else { return nothing() };
    // Another screen is another node: a focused option of the one before is gone.
    html! { <div key={asking.screen} class="play">{ inside(here, node, asking) }</div> }
}

fn inside(here: &Here, node: &NodeRef, asking: &Asking) -> Html {
    match asking.shown() {
        Shown::Item(item) => {
            let option = |(at, option): (usize, &String)| {
                knob("option", None, false, Some(press(here, Act::Choose(at))), text(option))
            };
            all![
                top(here, asking, &item, node),
                said(here, "p", "hint", w::CHOOSE),
                plain("div", "options", Box::new([each(item.options.iter().enumerate().map(option))])),
                ways(vec![say_button(here, "quiet", w::PAUSE, Act::Close)]),
            ]
        }
        Shown::Answered { item, chosen, right, why, lesson } => {
            let word = if chosen == right { w::RIGHT } else { w::CLOSE };
            let why = all![said(here, "p", "big", word), paragraphs(&why),];
            all![
                top(here, asking, &item, node),
                options(here, &item, chosen, right),
                status(tag!("div", "class" = "said"; why)),
                lesson.map_or_else(nothing, |(title, told)| {
                    tag!("section", "class" = "card"; line("h2", "", &title), paragraphs(&told), aloud(here, &told))
                }),
                ways(vec![
                    say_button(here, "main on", w::NEXT, Act::AskNext),
                    say_button(here, "quiet", w::PAUSE, Act::Close),
                ]),
            ]
        }
        Shown::ProbeOver { kind, right, of, holds } => probe_over(here, node, kind, (right, of), holds),
        Shown::KnowledgeOver(right, of) => over(here, node, w::KNOW_OVER, w::KNOW_OVER_SAY, (right, of)),
    }
}

fn top(here: &Here, asking: &Asking, item: &Item, node: &NodeRef) -> Html {
    let (n, of) = item.place;
    let word = if asking.learns() { w::LEARNT } else { w::NUMBER };
    let n = if asking.learns() { n - 1 } else { n };
    let place = word.fill(here.locale, &[("n", &n.to_string()), ("all", &of.to_string())]);
    all![
        line("p", "of", &place),
        when(item.again, || said(here, "p", "keep", w::AGAIN)),
        heading(node, &item.text),
    ]
}

/// The options once one is chosen; said in words, and not by colour alone.
fn options(here: &Here, item: &Item, chosen: usize, right: usize) -> Html {
    let one = |(at, option): (usize, &String)| {
        let note = match (at == right, at == chosen) {
            (true, true) => Some(w::YOURS),
            (true, false) => Some(w::FITS),
            (false, true) => Some(w::YOURS),
            (false, false) => None,
        };
        let note = note.map_or_else(nothing, |word| line("small", "", &["　", here.say(word)].concat()));
        tag!("li", "class" = if at == right { "option right" } else { "option" }; tag!("span"; text(option), note))
    };
    plain("ul", "options answered", Box::new([each(item.options.iter().enumerate().map(one))]))
}

fn probe_over(here: &Here, node: &NodeRef, kind: ProbeKind, count: (usize, usize), holds: bool) -> Html {
    let (title, told) = match (kind, holds) {
        (ProbeKind::Recall, true) => (w::RECALL_HOLDS, w::RECALL_HOLDS_SAY),
        (ProbeKind::Recall, false) => (w::RECALL_NOT, w::RECALL_NOT_SAY),
        (ProbeKind::Judgement, true) => (w::JUDGE_HOLDS, w::JUDGE_HOLDS_SAY),
        (ProbeKind::Judgement, false) => (w::JUDGE_NOT, w::JUDGE_NOT_SAY),
    };
    over(here, node, title, told, count)
}

fn over(here: &Here, node: &NodeRef, title: Word, told: Word, (right, of): (usize, usize)) -> Html {
    let told = told.fill(here.locale, &[("n", &right.to_string()), ("all", &of.to_string())]);
    all![
        heading(node, here.say(title)),
        pictures::leaf(),
        lead(&told),
        said(here, "p", "hint", w::ONLY_HERE),
        ways(vec![say_button(here, "main on", wr::TO_MENU, Act::Close)]),
    ]
}
