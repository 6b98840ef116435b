//! A talk to listen to: who says what, in bubbles, with the child's face where it speaks.

use super::Seen;
use crate::dom::{all, line, plain, tag, text};
use crate::{
    child::{Age, face},
    parts::{aloud, each, heading},
    words::run as w,
};
use qinghe_content::exercise::{Dialogue, Turn, Who};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, talk: &Dialogue) -> Html {
    let here = seen.here;
    let age = age(seen);
    let one = |(at, turn): (usize, &Turn)| {
        let said = text(seen.part(at));
        let (class, name, picture) = match turn.who {
            Who::Child(look) => ("turn child", w::CHILD, face(here, "face small", age, look)),
            Who::Adult => ("turn adult", w::ADULT, Html::default()),
            Who::Other => ("turn other", w::SOMEBODY, Html::default()),
        };
        tag!("li", "class" = class;
            picture,
            tag!("p", "class" = "bubble"; line("span", "unseen", here.say(name)), said),
        )
    };
    let spoken: Vec<&str> = std::iter::once(seen.words.text.as_str())
        .chain(seen.words.parts.iter().map(String::as_str))
        .collect();
    all![
        heading(seen.node, here.say(w::LISTEN)),
        line("p", "hint", &seen.words.text),
        aloud(here, &spoken.join("\n")),
        plain("ol", "talk", Box::new([each(talk.turns.iter().enumerate().map(one))])),
    ]
}

/// How old the child of this lesson looks.
pub fn age(seen: &Seen<'_>) -> Age {
    seen.exercise.lesson().map_or(Age::Pupil, |lesson| Age::of(lesson.stage))
}
