//! A rating from 0 to 10: eleven places to tap, and arrow keys. None is chosen before the person does.

use super::Seen;
use crate::dom::{all, line, tag};
use crate::{
    app::{Act, Here},
    parts::{each, wording},
};
use qinghe_session::practice::{Event, Shows};
use yew::{events::Event as Change, prelude::*};

pub fn view(seen: &Seen<'_>) -> Html {
    let rated = match seen.shows {
        Shows::Slide { rating } => *rating,
        _ => None,
    };
    all![
        wording(seen.here, seen.node, &seen.words.text),
        rating(seen.here, rated, seen.part(0), seen.part(1)),
    ]
}

/// The eleven places, with what the ends mean.
pub fn rating(here: &Here, rated: Option<u8>, low: &str, high: &str) -> Html {
    let (low_end, high_end) = (["0 ", low].concat(), ["10 ", high].concat());
    let place = |at: u8| {
        let rate = here.act.reform(move |_: Change| Act::Event(Event::Rate(at)));
        let label = match at {
            0 => low_end.clone(),
            10 => high_end.clone(),
            _ => at.to_string(),
        };
        let input = html! {
            <input type="radio" name="rating" checked={rated == Some(at)} aria-label={label} onchange={rate} />
        };
        tag!("label", "class" = "place"; input, tag!("span", "aria-hidden" = "true"; line("b", "", &at.to_string())))
    };
    tag!("div", "class" = "rating", "role" = "radiogroup", "aria-label" = [low, " – ", high].concat();
        tag!("div", "class" = "places"; each((0..=10).map(place))),
        tag!("div", "class" = "ends", "aria-hidden" = "true"; line("span", "", &low_end), line("span", "", &high_end)),
    )
}
