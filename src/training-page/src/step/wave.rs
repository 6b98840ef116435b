//! An urge that is watched while it comes and goes: a rating from time to time, and the curve that the ratings draw.

use super::{Seen, rating};
use crate::dom::{all, line, tag, text};
use crate::{
    parts::{each, nothing, status, wording},
    words::run as w,
};
use qinghe_content::exercise::Wave;
use qinghe_session::practice::{Shows, Tide};
use yew::prelude::*;

/// The picture, in its units.
const WIDTH: u32 = 300;
const HEIGHT: u32 = 120;
const EDGE: u32 = 12;
/// Wording before the three sentences about how it went: what 0 and 10 mean.
const ENDS: usize = 2;

pub fn view(seen: &Seen<'_>, wave: &Wave) -> Html {
    let Shows::Wave { left, due, points, highest, tide } = seen.shows else { return nothing() };
    let here = seen.here;
    let last = points.last().map(|(_, rating)| *rating);
    let said = tide.as_ref().map(|tide| said(seen, *tide, *highest, last)).filter(|_| seen.ready);
    let places = rating(here, last.filter(|_| !*due), seen.part(0), seen.part(1));
    all![
        wording(here, seen.node, &seen.words.text),
        curve(points, wave.seconds, wave.seconds.saturating_sub(*left)),
        tag!("p", "class" = "hint center", "role" = "status"; text(&next(seen, *left, *due, wave))),
        // Asked again, nothing is chosen.
        html! { <div key={usize::from(*due) + 2 * points.len()}>{ places }</div> },
        status(said.map(|said| line("p", "said", &said)).unwrap_or_default()),
    ]
}

/// What to do now, or when it is asked again.
fn next(seen: &Seen<'_>, left: u16, due: bool, wave: &Wave) -> String {
    if due {
        return seen.here.say(w::WAVE_NOW).to_owned();
    }
    let passed = wave.seconds.saturating_sub(left);
    let wait = wave.every.saturating_sub(passed % wave.every.max(1)).min(left);
    if wait == 0 {
        return seen.here.say(w::TIME_UP).to_owned();
    }
    w::WAVE_WAIT.fill(seen.here.locale, &[("n", &wait.to_string())])
}

fn said(seen: &Seen<'_>, tide: Tide, highest: Option<u8>, last: Option<u8>) -> String {
    let text = seen.part(ENDS + tide as usize);
    let number = |value: Option<u8>| value.unwrap_or_default().to_string();
    text.replace("{highest}", &number(highest)).replace("{last}", &number(last))
}

/// A smooth line through the points: between two of them it leaves and arrives level, so it never shows a height that
/// nobody gave.
fn curve(points: &[(u16, u8)], seconds: u16, now: u16) -> Html {
    let x = |second: u16| EDGE + u32::from(second) * (WIDTH - 2 * EDGE) / u32::from(seconds.max(1));
    let y = |rating: u8| HEIGHT - EDGE - u32::from(rating.min(10)) * (HEIGHT - 2 * EDGE) / 10;
    let pair = |x: u32, y: u32| [&x.to_string(), " ", &y.to_string()].concat();
    let mut path = String::new();
    let mut before: Option<(u32, u32)> = None;
    for (second, rating) in points {
        let (to_x, to_y) = (x(*second), y(*rating));
        path += &match before {
            None => ["M", &pair(to_x, to_y)].concat(),
            Some((from_x, from_y)) => {
                let middle = from_x.midpoint(to_x);
                ["C", &pair(middle, from_y), " ", &pair(middle, to_y), " ", &pair(to_x, to_y)].concat()
            }
        };
        before = Some((to_x, to_y));
    }
    let dot = |(second, rating): &(u16, u8)| tag!("circle", "cx" = x(*second).to_string(), "cy" = y(*rating).to_string(), "r" = "4";);
    let here = ["M", &x(now.min(seconds)).to_string(), " 12V108"].concat();
    tag!("svg", "class" = "chart sea", "viewBox" = "0 0 300 120", "aria-hidden" = "true";
        tag!("path", "class" = "ground", "d" = "M12 108H288M12 12V108";),
        tag!("path", "class" = "now-at", "d" = here;),
        tag!("path", "class" = "line", "d" = path;),
        each(points.iter().map(dot)),
    )
}
