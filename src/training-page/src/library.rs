//! Core knowledge to read whenever one likes: the lessons of the stage, and nothing that is asked. What was read is kept nowhere.

use crate::dom::{all, line, plain, tag};
use crate::{
    app::{Act, App, Here, Place},
    parts::{
        aloud, back, each, heading, knob, lead, paragraphs, press, said, say_button, status, ways, when,
    },
    words::{library as w, menu as wm},
};
use qinghe_content::asked::Topic;
use yew::prelude::*;

/// Its door in the menu; nothing where the stage has none.
pub fn door(app: &App, here: &Here) -> Html {
    when(app.room.knowledge().is_some(), || {
        let inside = all![said(here, "strong", "", w::TITLE), said(here, "span", "", w::SUMMARY)];
        let go = press(here, Act::Go(Place::Library(None)));
        all![said(here, "h2", "", w::GROUP), knob("room library", None, false, Some(go), inside)]
    })
}

/// The list, or the topic of this number.
pub fn view(app: &App, here: &Here, node: &NodeRef, number: Option<u8>) -> Html {
    let shelf = app.room.shelf.as_ref();
    let pack = app.room.knowledge().and_then(|id| shelf.and_then(|shelf| shelf.knowledge(id)));
    let Some(pack) = pack else {
        let word = if app.missing { w::NO_NET } else { wm::COMING };
        return all![
            back(here, wm::BACK, Place::Menu),
            heading(node, here.say(w::TITLE)),
            status(said(here, "p", "", word))
        ];
    };
    match number.and_then(|number| pack.topics.iter().find(|topic| topic.number == number)) {
        Some(one) => {
            topic(here, node, one, pack.topics.iter().map(|one| one.number).find(|n| *n > one.number))
        }
        None => titles(here, node, &pack.topics),
    }
}

fn titles(here: &Here, node: &NodeRef, topics: &[Topic]) -> Html {
    let one = |topic: &Topic| {
        let go = press(here, Act::Go(Place::Library(Some(topic.number))));
        tag!("li"; knob("room", None, false, Some(go), line("strong", "", &topic.title)))
    };
    all![
        back(here, wm::BACK, Place::Menu),
        heading(node, here.say(w::TITLE)),
        lead(here.say(w::LEAD)),
        plain("ul", "rooms", Box::new([each(topics.iter().map(one))])),
    ]
}

fn topic(here: &Here, node: &NodeRef, topic: &Topic, next: Option<u8>) -> Html {
    let mut on = Vec::new();
    if let Some(next) = next {
        on.push(say_button(here, "main on", w::NEXT, Act::Go(Place::Library(Some(next)))));
    }
    on.push(say_button(here, "quiet", w::TALK, Act::Person));
    all![
        back(here, w::BACK_TO_LIST, Place::Library(None)),
        heading(node, &topic.title),
        plain("div", "reading", Box::new([paragraphs(&topic.lesson)])),
        aloud(here, &topic.lesson),
        ways(on),
    ]
}
