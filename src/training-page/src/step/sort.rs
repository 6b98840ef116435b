//! Cards are put into bins, one card at a time. Cards that lie wrong come back with a reason.

use super::Seen;
use crate::{app::Act, parts::wording, words::run as w};
use qinghe_content::exercise::Sort;
use qinghe_session::practice::{Event, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>, sort: &Sort) -> Html {
    let (bins, again): (&[Option<u8>], &[u8]) = match seen.shows {
        Shows::Sorted { bins, again } => (bins, again),
        _ => (&[], &[]),
    };
    let comes_back = again.first().map(|at| usize::from(*at));
    let present = comes_back.or_else(|| bins.iter().position(Option::is_none));
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            <div role="group" aria-live="polite">
                { match present {
                    Some(at) => card(seen, sort, at, comes_back.is_some()),
                    None => html! { <p class="said">{ seen.here.say(w::ALL_PLACED) }</p> },
                } }
            </div>
            { placed(seen, bins, present) }
        </>
    }
}

fn card(seen: &Seen<'_>, sort: &Sort, at: usize, again: bool) -> Html {
    let here = seen.here;
    let number =
        w::CARD_OF.fill(here.locale, &[("n", &(at + 1).to_string()), ("all", &sort.cards.len().to_string())]);
    let bin = |(nth, name): (usize, &String)| {
        let put = Event::Put {
            card: u8::try_from(at).unwrap_or(u8::MAX),
            bin: u8::try_from(nth).unwrap_or(u8::MAX),
        };
        html! { <button type="button" class="option" onclick={here.on(Act::Event(put))}>{ name.clone() }</button> }
    };
    html! {
        <>
            <div class="card one">
                <p class="day">{ if again { here.say(w::LOOK_AGAIN).to_owned() } else { number } }</p>
                <p class="big">{ seen.part(at).to_owned() }</p>
                if again { if let Some(reply) = seen.reply(at) { <p class="said">{ reply.to_owned() }</p> } }
            </div>
            <p class="hint">{ here.say(w::WHERE_TO) }</p>
            <div class="options bins">{ for seen.words.bins.iter().enumerate().map(bin) }</div>
        </>
    }
}

/// What lies somewhere, and how to move it.
fn placed(seen: &Seen<'_>, bins: &[Option<u8>], present: Option<usize>) -> Html {
    let lies = |at: usize| bins.get(at).copied().flatten().map(usize::from);
    let one = |at: usize| {
        let bin = lies(at).filter(|_| present != Some(at))?;
        let next = (bin + 1) % seen.words.bins.len().max(1);
        let put =
            Event::Put { card: u8::try_from(at).unwrap_or(u8::MAX), bin: u8::try_from(next).unwrap_or(0) };
        let name = seen.words.bins.get(bin).cloned().unwrap_or_default();
        Some(html! {
            <li>
                <span>{ seen.part(at).to_owned() }</span>
                <button type="button" class="chip" title={seen.here.say(w::CHANGE)} onclick={seen.here.on(Act::Event(put))}>{ name }</button>
            </li>
        })
    };
    let all: Vec<Html> = (0..bins.len()).filter_map(one).collect();
    if all.is_empty() {
        return html! {};
    }
    html! { <details><summary>{ seen.here.say(w::PLACED) }</summary><ul class="placed">{ for all }</ul></details> }
}
