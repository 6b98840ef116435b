//! What two people see besides: whose turn it is, and at the end one sheet with what both said, for paper.

use crate::dom::{all, line, tag};
use crate::{
    app::{Act, App, Here},
    pair::{Pair, Told, Turn, Who},
    parts::{each, first_sentence, heading, lead, line_of, nothing, said, say_button, ways, when},
    pictures,
    room::{Playing, step_of, words_of},
    words::{Word, pair as w, run as wr},
};
use qinghe_content::exercise::{FormText, Step};
use qinghe_session::practice::{End, Line};
use yew::prelude::*;

/// The line above a step.
pub fn turn(app: &App, here: &Here, step: &Step) -> Html {
    let Some(pair) = &app.pair else { return nothing() };
    let (class, word) = match pair.turn(step) {
        Turn::Own(Who::Parent) => ("whose parent", w::PARENT),
        Turn::Own(Who::Child) => ("whose child", w::CHILD),
        Turn::For(Who::Parent) => ("whose parent", w::PARENT_FOR),
        Turn::For(Who::Child) => ("whose child", w::CHILD_FOR),
        Turn::Both => ("whose", w::BOTH),
        Turn::Said => return nothing(),
    };
    tag!("p", "class" = class, "role" = "status"; crate::dom::text(here.say(word)))
}

/// Above what has to be true of neither of two, before they begin.
pub fn look_first(here: &Here) -> Html {
    tag!("p", "class" = "whose"; crate::dom::text(here.say(w::LOOK_FIRST)))
}

/// The end: what both said, to print, and nothing that stays.
pub fn over(here: &Here, node: &NodeRef, playing: &Playing, pair: &Pair, end: End) -> Html {
    let (title, word) = match end {
        End::Done => (w::DONE, w::DONE_SAY),
        End::NotForMe => (wr::NOT_FOR_ME, w::OTHER_SAY),
        End::Long => (wr::LONG, w::STOPPED_SAY),
        End::Stopped | End::Worse => (wr::LESSON_STOPPED, w::STOPPED_SAY),
    };
    let there = !pair.told.is_empty();
    all![
        heading(node, here.say(title)),
        when(!there, pictures::leaf),
        lead(here.say(word)),
        when(there, || sheet(here, playing, pair)),
        when(there, || said(here, "p", "keep unprinted", w::GONE)),
        ways(vec![
            when(there, || say_button(here, "main on", wr::PRINT, Act::Print)),
            say_button(here, if there { "other" } else { "main on" }, wr::TO_LESSONS, Act::Close),
            say_button(here, "quiet", wr::HELP_LINES, Act::Person),
        ]),
    ]
}

/// One sheet of both: at every step, who said what.
fn sheet(here: &Here, playing: &Playing, pair: &Pair) -> Html {
    let pack = playing.practice.pack();
    let Some((form, text)) = words_of(&pack, playing.variant) else { return nothing() };
    let mut steps: Vec<u16> = Vec::new();
    pair.told.iter().for_each(|one| {
        if !steps.contains(&one.step) {
            steps.push(one.step);
        }
    });
    let one = |at: u16| {
        let asked = step_of(form, text, at).map_or("", |(_, words)| first_sentence(&words.text).0);
        let lines = pair.told.iter().filter(|one| one.step == at).map(|one| of_one(here, text, one));
        tag!("div"; line("p", "hint", asked), tag!("dl"; each(lines)))
    };
    tag!("section", "class" = "card both";
        each(steps.into_iter().map(one)),
        said(here, "p", "signed", w::SIGNED),
    )
}

fn of_one(here: &Here, text: &FormText, told: &Told) -> Html {
    let words = text.steps.get(usize::from(told.step));
    let named = |word: Word, line: &Line| {
        let said = line_of(here, text, line).join("；");
        // On paper nobody sees any more how far the numbers went.
        row(here.say(word), &if matches!(line, Line::Rating(_)) { format!("{said} / 10") } else { said })
    };
    match (&told.line, told.who) {
        (Line::Seats(both), _) => each(both.iter().enumerate().map(|(who, lines)| {
            let name = words.and_then(|words| words.bins.get(who)).map_or("", String::as_str);
            row(name, &lines.join("；"))
        })),
        (Line::Texts(lines), None) => {
            each(lines.iter().enumerate().filter(|(_, said)| !said.trim().is_empty()).map(|(at, said)| {
                row(words.and_then(|words| words.parts.get(at)).map_or("", String::as_str), said)
            }))
        }
        (line, Some(Who::Parent)) => named(w::BY_PARENT, line),
        (line, Some(Who::Child)) => named(w::BY_CHILD, line),
        (line, None) => named(w::BY_BOTH, line),
    }
}

fn row(name: &str, said: &str) -> Html {
    all![line("dt", "", name), line("dd", "", said)]
}
