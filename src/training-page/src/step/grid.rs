//! A word for a feeling: a corner first, then a word in it.

use super::Seen;
use crate::{
    app::{Act, Here},
    parts::{pressed, wording},
    words::run as w,
};
use qinghe_content::exercise::Grid;
use qinghe_session::practice::Event;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, grid: &Grid) -> Html {
    let words = grid.words.iter().enumerate().map(|(at, word)| Chip {
        corner: word.corner(),
        text: seen.part(at).to_owned(),
        reply: seen.reply(at).unwrap_or_default().to_owned(),
        on: seen.is_chosen(at),
    });
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            <Corners here={seen.here.clone()} words={words.collect::<Vec<Chip>>()} />
        </>
    }
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

fn corners(ctx: &Context<Corners>, here: &Here) -> Html {
    let one = |(nth, word): (u8, &crate::words::Word)| {
        let open = ctx.link().callback(move |_: MouseEvent| Some(nth));
        let class = ["option corner-", &nth.to_string()].concat();
        html! { <button type="button" {class} onclick={open}>{ here.say(*word) }</button> }
    };
    html! {
        <>
            <p class="hint">{ here.say(w::CORNER) }</p>
            <div class="corners">{ for (0u8..).zip(&w::CORNERS).map(one) }</div>
        </>
    }
}

fn inside(ctx: &Context<Corners>, here: &Here, words: &[Chip], corner: u8) -> Html {
    let chosen: Vec<&Chip> = words.iter().filter(|word| word.on).collect();
    let full = chosen.len() >= 2;
    let chip = |(at, word): (usize, &Chip)| {
        let choose = Act::Event(Event::Choose(u8::try_from(at).unwrap_or(u8::MAX)));
        html! {
            <button type="button" class="chip" aria-pressed={pressed(word.on)} disabled={full && !word.on}
                onclick={here.on(choose)}>{ word.text.clone() }</button>
        }
    };
    let of_corner = words.iter().enumerate().filter(|(_, word)| word.corner == corner || word.on).map(chip);
    let close = ctx.link().callback(|_: MouseEvent| None);
    let name = w::CORNERS.get(usize::from(corner)).map_or("", |word| here.say(*word));
    html! {
        <>
            <div class="row">
                <strong>{ name }</strong>
                <button type="button" class="quiet" onclick={close}>{ here.say(w::OTHER_CORNER) }</button>
            </div>
            <p class="hint">{ here.say(if full { w::TWO_CHOSEN } else { w::WORD }) }</p>
            <div class="chips">{ for of_corner }</div>
            <div role="status">
                { for chosen.iter().map(|word| html! { <p class="said"><strong>{ word.text.clone() }</strong>{ " " }{ word.reply.clone() }</p> }) }
            </div>
        </>
    }
}
