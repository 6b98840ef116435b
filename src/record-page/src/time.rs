//! Results over time: bands, uncertainty, and what change is more than noise.

use crate::{
    app::Here,
    home::back,
    lang::{Lang, Word, number},
    lists::cards,
    words::home as w,
};
use qinghe_record::{
    Body, Change, Record,
    timeline::{Area, Direction, Mark, Point, SIDE, Tick, Track, timeline},
};
use qinghe_scoring::change::{self, direction};
use yew::prelude::*;

/// Drawing area, in units of the picture.
const LEFT: i32 = 8;
const TOP: i32 = 8;
const WIDTH: i32 = 324;
const HEIGHT: i32 = 170;
/// Where the names of the bands stand, left of the first point.
const NAMES: i32 = 66;

/// The room.
pub fn view(here: &Here, heading: &NodeRef, record: &Record) -> Html {
    let drawn = timeline(record, judge);
    let lang = here.lang;
    html! {
        <>
            { back(here) }
            <h1 ref={heading.clone()} tabindex="-1">{ here.say(w::TIME) }</h1>
            if record.results().next().is_none() {
                <p class="lead">{ here.say(w::TIME_EMPTY) }</p>
            } else {
                <p class="lead">{ here.say(w::TIME_LEAD) }</p>
                { for drawn.tracks.iter().map(|track| view_track(lang, track, &drawn.ticks)) }
                if drawn.tracks.iter().any(|track| track.points.iter().any(|point| point.reach.is_some())) {
                    <p class="hint">{ here.say(w::REACH) }</p>
                }
                { cards(here, record, w::EACH, |entry| matches!(entry.body(), Body::Result(_)), false) }
            }
        </>
    }
}

fn judge(change: Change, before: i32, now: i32) -> Direction {
    let change =
        qinghe_content::Change { reliable: change.reliable, higher_is_worse: change.higher_is_worse };
    match direction(change, before, now) {
        change::Direction::Better => Direction::Better,
        change::Direction::Same => Direction::Same,
        change::Direction::Worse => Direction::Worse,
    }
}

fn x(x: i32) -> i32 {
    // Points at both ends keep their whole mark inside.
    LEFT + NAMES + x * (WIDTH - NAMES - 10) / SIDE
}

fn y(y: i32) -> i32 {
    TOP + y * HEIGHT / SIDE
}

fn view_track(lang: Lang, track: &Track, ticks: &[Tick]) -> Html {
    let moved = track.points.iter().any(changed);
    let line: Vec<String> =
        track.points.iter().map(|point| format!("{},{}", x(point.x), y(point.y))).collect();
    html! {
        <figure class="track">
            <figcaption>{ &track.name }</figcaption>
            <svg class="chart" viewBox="0 0 340 206" role="img" aria-label={told(lang, track)}>
                { for track.areas.iter().map(view_area) }
                { for track.points.iter().filter_map(view_reach) }
                <polyline class="line" points={line.join(" ")} />
                { for track.points.iter().map(view_point) }
                { for view_ticks(lang, ticks) }
            </svg>
            if moved { <p class="hint">{ lang.say(w::MARKED) }</p> }
            <details>
                <summary>{ lang.say(w::WITH_WORDS) }</summary>
                { table(lang, track) }
            </details>
        </figure>
    }
}

fn view_area(area: &Area) -> Html {
    let (left, right) = (
        if area.x.0 == 0 { LEFT } else { x(area.x.0) },
        if area.x.1 == SIDE { LEFT + WIDTH } else { x(area.x.1) },
    );
    let (upper, lower) = (y(area.y.0), y(area.y.1));
    let class = format!("band band-{}", area.nth.min(5));
    html! {
        <g>
            <rect {class} x={left.to_string()} y={upper.to_string()} width={(right - left).to_string()} height={(lower - upper).to_string()} />
            if lower - upper >= 14 {
                <text class="name" x={(left + 5).to_string()} y={(lower - 4).to_string()}>{ &area.name }</text>
            }
        </g>
    }
}

fn view_reach(point: &Point) -> Option<Html> {
    let (upper, lower) = point.reach?;
    let (upper, lower, left) = (y(upper), y(lower), x(point.x) - 4);
    Some(html! {
        <rect class="reach" x={left.to_string()} y={upper.to_string()} width="8" height={(lower - upper).max(1).to_string()} rx="4" />
    })
}

fn changed(point: &Point) -> bool {
    matches!(point.mark, Mark::Compared(Direction::Better | Direction::Worse))
}

fn view_point(point: &Point) -> Html {
    let (cx, cy) = (x(point.x).to_string(), y(point.y).to_string());
    html! {
        <g>
            if changed(point) { <circle class="ring" cx={cx.clone()} cy={cy.clone()} r="8" /> }
            <circle class="point" {cx} {cy} r="4" />
        </g>
    }
}

/// Names that would stand on each other are left out; the first and the last stay.
fn view_ticks(lang: Lang, ticks: &[Tick]) -> Vec<Html> {
    let mut shown: Vec<&Tick> = Vec::new();
    for tick in ticks {
        let last = ticks.last().is_some_and(|last| last == tick);
        while last && shown.len() > 1 && shown.last().is_some_and(|before| x(tick.x) - x(before.x) < 62) {
            shown.pop();
        }
        if shown.last().is_none_or(|before| x(tick.x) - x(before.x) >= 62) {
            shown.push(tick);
        }
    }
    let tick = |tick: &Tick| {
        let anchor = match tick.x {
            0 => "start",
            SIDE => "end",
            _ => "middle",
        };
        let at = match tick.x {
            0 => x(0) - 12,
            SIDE => LEFT + WIDTH,
            middle => x(middle),
        };
        html! { <text class="tick-name" x={at.to_string()} y="198" text-anchor={anchor}>{ lang.short_day(tick.day) }</text> }
    };
    shown.into_iter().map(tick).collect()
}

fn mark(mark: Mark) -> Word {
    match mark {
        Mark::First => w::FIRST,
        Mark::OtherVersion => w::OTHER_VERSION,
        Mark::Unknown => w::UNKNOWN,
        Mark::Compared(Direction::Better) => w::BETTER,
        Mark::Compared(Direction::Same) => w::SAME,
        Mark::Compared(Direction::Worse) => w::WORSE,
    }
}

/// The drawing in one sentence.
fn told(lang: Lang, track: &Track) -> String {
    let point = |point: &Point| {
        let band = point.band.as_deref().map(|band| format!(" ({band})")).unwrap_or_default();
        format!("{}: {}{band}", lang.day(point.day), number(point.value, track.decimals))
    };
    let points: Vec<String> = track.points.iter().map(point).collect();
    format!("{}. {}", track.name, points.join("; "))
}

fn table(lang: Lang, track: &Track) -> Html {
    let row = |point: &Point| {
        let range = point.range.map_or_else(
            || lang.say(w::NOT_MEASURED).to_owned(),
            |(low, high)| format!("{} – {}", number(low, track.decimals), number(high, track.decimals)),
        );
        html! {
            <div class="occasion">
                <p class="day">{ lang.day(point.day) }</p>
                <dl>
                    <div><dt>{ lang.say(w::SCORE) }</dt><dd>{ number(point.value, track.decimals) }</dd></div>
                    <div><dt>{ lang.say(w::RANGE) }</dt><dd>{ range }</dd></div>
                    if let Some(band) = &point.band { <div><dt>{ lang.say(w::BAND) }</dt><dd>{ band }</dd></div> }
                    <div><dt>{ lang.say(w::CHANGE) }</dt><dd>{ lang.say(mark(point.mark)) }</dd></div>
                </dl>
            </div>
        }
    };
    html! { <>{ for track.points.iter().rev().map(row) }</> }
}
