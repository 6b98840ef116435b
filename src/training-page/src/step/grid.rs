//! A word for a feeling: a corner first, then a word in it.

use super::Seen;
use crate::{
    app::{Act, Here},
    parts::{each, knob, press, said, status, wording},
    words::{Word, run as w},
};
use qinghe_content::exercise::Grid;
use qinghe_session::practice::Event;
use qinghe_ui::dom::{Press, all, line, tag, text};
use std::rc::Rc;
use yew::{prelude::*, virtual_dom::Listener};

pub fn view(seen: &Seen<'_>, grid: &Grid) -> Html {
    let words = grid.words.iter().enumerate().map(|(at, word)| Chip {
        corner: word.corner(),
        text: seen.part(at).to_owned(),
        reply: seen.reply(at).unwrap_or_default().to_owned(),
        on: seen.is_chosen(at),
    });
    let words: Vec<Chip> = words.collect();
    all![
        wording(seen.here, seen.node, &seen.words.text),
        html! { <Corners here={seen.here.clone()} {words} /> },
    ]
}

/// One word.
#[derive(Clone, PartialEq)]
pub struct Chip {
    corner: u8,
    text: String,
    reply: String,
    on: bool,
}

/// Corners and words.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The page.
    pub here: Here,
    /// The words.
    pub words: Vec<Chip>,
}

/// Which corner is open.
pub struct Corners(Option<u8>);

impl Component for Corners {
    type Message = Option<u8>;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Corners {
        Corners(ctx.props().words.iter().find(|word| word.on).map(|word| word.corner))
    }

    fn update(&mut self, _: &Context<Self>, corner: Option<u8>) -> bool {
        self.0 = corner;
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { here, words } = ctx.props();
        match self.0 {
            None => corners(ctx, here),
            Some(corner) => inside(ctx, here, words, corner),
        }
    }
}

/// A click that opens a corner, or none.
fn to(ctx: &Context<Corners>, corner: Option<u8>) -> Option<Rc<dyn Listener>> {
    Some(Rc::new(Press { act: ctx.link().callback(|corner| corner), action: corner }))
}

const CLASSES: [&str; 4] = ["option corner-0", "option corner-1", "option corner-2", "option corner-3"];

fn corners(ctx: &Context<Corners>, here: &Here) -> Html {
    let one = |((nth, word), class): ((u8, &Word), &'static str)| {
        knob(class, None, false, to(ctx, Some(nth)), text(here.say(*word)))
    };
    let all = (0u8..).zip(&w::CORNERS).zip(CLASSES).map(one);
    all![said(here, "p", "hint", w::CORNER), tag!("div", "class" = "corners"; each(all))]
}

fn inside(ctx: &Context<Corners>, here: &Here, words: &[Chip], corner: u8) -> Html {
    let chosen: Vec<&Chip> = words.iter().filter(|word| word.on).collect();
    let full = chosen.len() >= 2;
    let chip = |(at, word): (usize, &Chip)| {
        let choose = Act::Event(Event::Choose(u8::try_from(at).unwrap_or(u8::MAX)));
        knob("chip", Some(word.on), full && !word.on, Some(press(here, choose)), text(&word.text))
    };
    let of_corner = words.iter().enumerate().filter(|(_, word)| word.corner == corner || word.on).map(chip);
    let name = w::CORNERS.get(usize::from(corner)).map_or("", |word| here.say(*word));
    let reply = |word: &&Chip| tag!("p", "class" = "said"; line("strong", "", &word.text), text(&[" ", &word.reply].concat()));
    all![
        tag!("div", "class" = "row";
            line("strong", "", name),
            knob("quiet", None, false, to(ctx, None), text(here.say(w::OTHER_CORNER))),
        ),
        said(here, "p", "hint", if full { w::TWO_CHOSEN } else { w::WORD }),
        tag!("div", "class" = "chips"; each(of_corner)),
        status(each(chosen.iter().map(reply))),
    ]
}
