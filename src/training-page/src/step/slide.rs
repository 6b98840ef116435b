//! A rating from 0 to 10: eleven places to tap, and arrow keys. None is chosen before the person does.

use super::Seen;
use crate::{
    app::{Act, Here},
    parts::wording,
};
use qinghe_session::practice::{Event, Shows};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    let rated = match seen.shows {
        Shows::Slide { rating } => *rating,
        _ => None,
    };
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            { rating(seen.here, rated, seen.part(0), seen.part(1)) }
        </>
    }
}

/// The eleven places, with what the ends mean.
pub fn rating(here: &Here, rated: Option<u8>, low: &str, high: &str) -> Html {
    let place = |at: u8| {
        let rate = here.act.reform(move |_: Event_| Act::Event(Event::Rate(at)));
        let label = match at {
            0 => ["0 ", low].concat(),
            10 => ["10 ", high].concat(),
            _ => at.to_string(),
        };
        html! {
            <label class="place">
                <input type="radio" name="rating" checked={rated == Some(at)} aria-label={label} onchange={rate} />
                <span aria-hidden="true">{ at.to_string() }</span>
            </label>
        }
    };
    html! {
        <div class="rating" role="radiogroup" aria-label={[low, " – ", high].concat()}>
            <div class="places">{ for (0..=10).map(place) }</div>
            <div class="ends" aria-hidden="true"><span>{ ["0 ", low].concat() }</span><span>{ ["10 ", high].concat() }</span></div>
        </div>
    }
}

/// The browser's event, beside the run's.
type Event_ = yew::events::Event;
