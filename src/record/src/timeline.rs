//! Geometry of results over time, for whoever draws it: whole numbers in a square of 1 000, y downward as on screens.
//!
//! Whether a change is more than noise is `scoring::change`'s to say. It is handed in, so that the next school's desk can
//! draw a record without the crate that knows responses.

use crate::{Band, Change, Day, Record, Score};

/// Width and height of the drawing.
pub const SIDE: i32 = 1_000;
/// Most days that are named below it.
const MAX_TICKS: usize = 6;

/// How two occasions compare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Better by more than noise.
    Better,
    /// Not distinguishable from noise.
    Same,
    /// Worse by more than noise.
    Worse,
}

/// What can be said about a point and the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// There is none before it.
    First,
    /// The instrument has another version, so the two are not compared.
    OtherVersion,
    /// Nobody has measured what change is more than noise.
    Unknown,
    /// Compared.
    Compared(Direction),
}

/// One score over time.
#[derive(Clone, PartialEq, Eq)]
pub struct Track {
    /// Id of the instrument and of its score.
    pub key: (String, String),
    /// Name of the score, as it was read last.
    pub name: String,
    /// Decimal places of the values.
    pub decimals: u8,
    /// Lowest and highest value of the scale.
    pub scale: (i32, i32),
    /// The points, oldest first.
    pub points: Vec<Point>,
    /// Bands, behind the points.
    pub areas: Vec<Area>,
}

/// One occasion.
#[derive(Clone, PartialEq, Eq)]
pub struct Point {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Upper and lower end of the uncertainty, `upper <= y <= lower`; `None` where nobody has measured it.
    pub reach: Option<(i32, i32)>,
    /// The day.
    pub day: Day,
    /// The score.
    pub value: i32,
    /// Where it lies with 95 % confidence.
    pub range: Option<(i32, i32)>,
    /// Name of its band.
    pub band: Option<String>,
    /// How it compares.
    pub mark: Mark,
}

/// A band over some time: cut scores may change from one version to the next.
#[derive(Clone, PartialEq, Eq)]
pub struct Area {
    /// Left and right end.
    pub x: (i32, i32),
    /// Upper and lower end, `upper < lower`.
    pub y: (i32, i32),
    /// Position of the band, 0 for the lowest scores.
    pub nth: usize,
    /// Its name.
    pub name: String,
}

/// A day that is named below the drawing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// From the left.
    pub x: i32,
    /// The day.
    pub day: Day,
}

/// Everything to be drawn.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// One track for each score, the newest first.
    pub tracks: Vec<Track>,
    /// The same days below all of them.
    pub ticks: Vec<Tick>,
}

/// The timeline of all results. `judge` compares an earlier score (second) with a later one (third).
#[must_use]
pub fn timeline(record: &Record, judge: impl Fn(Change, i32, i32) -> Direction) -> Timeline {
    let days: Vec<Day> = record.results().map(|(entry, _)| entry.day()).collect();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
        return Timeline::default();
    };
    let across = Across { first, last };
    let mut groups: Vec<Vec<(Day, &Score)>> = Vec::new();
    for (entry, outcome) in record.results() {
        for score in outcome.scores() {
            let occasion = (entry.day(), score);
            match groups.iter_mut().find(|group| group[0].1.key() == score.key()) {
                Some(group) => group.push(occasion),
                None => groups.push(vec![occasion]),
            }
        }
    }
    // What was looked at last stands first.
    groups.sort_by_key(|group| std::cmp::Reverse(group.last().map(|(day, _)| *day)));
    Timeline {
        tracks: groups.iter().map(|group| track(group, across, &judge)).collect(),
        ticks: ticks(&days, across),
    }
}

/// From days to x.
#[derive(Clone, Copy)]
struct Across {
    first: Day,
    last: Day,
}

impl Across {
    fn x(self, day: Day) -> i32 {
        let (from, to) = (i64::from(self.first.days()), i64::from(self.last.days()));
        // One day alone stands in the middle.
        scaled(i64::from(day.days()), from, to).unwrap_or(SIDE / 2)
    }
}

/// `value` between `from` (0) and `to` ([`SIDE`]), rounded; `None` when there is nothing between them.
fn scaled(value: i64, from: i64, to: i64) -> Option<i32> {
    let width = to - from;
    if width <= 0 {
        return None;
    }
    let part = ((value - from) * i64::from(SIDE) * 2 + width) / (width * 2);
    i32::try_from(part).ok()
}

fn track(group: &[(Day, &Score)], across: Across, judge: &impl Fn(Change, i32, i32) -> Direction) -> Track {
    let least = group.iter().map(|(_, score)| score.parts().scale.0).min().unwrap_or_default();
    let most = group.iter().map(|(_, score)| score.parts().scale.1).max().unwrap_or_default();
    let y = |value: i32| {
        let up = scaled(i64::from(value), i64::from(least), i64::from(most)).unwrap_or(SIDE / 2);
        SIDE - up.clamp(0, SIDE)
    };
    let mut points = Vec::with_capacity(group.len());
    let mut before: Option<&Score> = None;
    for (day, score) in group {
        let parts = score.parts();
        points.push(Point {
            x: across.x(*day),
            y: y(parts.value),
            reach: parts.range.map(|(low, high)| (y(high), y(low))),
            day: *day,
            value: parts.value,
            range: parts.range,
            band: score.band().map(|band| band.name.as_str().to_owned()),
            mark: before.map_or(Mark::First, |before| mark(before, score, judge)),
        });
        before = Some(score);
    }
    let (instrument, score) = group.first().map(|(_, score)| score.key()).unwrap_or_default();
    let newest = group.last().map(|(_, score)| score.parts());
    Track {
        key: (instrument.to_owned(), score.to_owned()),
        name: newest.map(|parts| parts.name.as_str().to_owned()).unwrap_or_default(),
        decimals: newest.map(|parts| parts.decimals).unwrap_or_default(),
        scale: (least, most),
        areas: areas(group, across, y),
        points,
    }
}

fn mark(before: &Score, now: &Score, judge: &impl Fn(Change, i32, i32) -> Direction) -> Mark {
    let (before, now) = (before.parts(), now.parts());
    if before.version != now.version || before.decimals != now.decimals {
        return Mark::OtherVersion;
    }
    match now.change {
        Some(change) => Mark::Compared(judge(change, before.value, now.value)),
        None => Mark::Unknown,
    }
}

/// Bands of neighbours that are alike form one area; where they change, the border lies halfway.
fn areas(group: &[(Day, &Score)], across: Across, y: impl Fn(i32) -> i32) -> Vec<Area> {
    let mut areas = Vec::new();
    let mut from = 0;
    for (nth, (day, score)) in group.iter().enumerate() {
        let next = group.get(nth + 1);
        let alike = next.is_some_and(|(_, next)| {
            next.parts().bands == score.parts().bands && next.parts().scale == score.parts().scale
        });
        if alike {
            continue;
        }
        let to = next.map_or(SIDE, |(next, _)| (across.x(*day) + across.x(*next)) / 2);
        let parts = score.parts();
        for (nth, band) in parts.bands.iter().enumerate() {
            let (low, high) = edges(&parts.bands, nth, band, parts.scale);
            let (upper, lower) = (y(high), y(low));
            if upper < lower && from < to {
                let name = band.name.as_str().to_owned();
                areas.push(Area { x: (from, to), y: (upper, lower), nth, name });
            }
        }
        from = to;
    }
    areas
}

fn edges(bands: &[Band], nth: usize, band: &Band, scale: (i32, i32)) -> (i32, i32) {
    let next = bands.get(nth + 1).map_or(scale.1, |next| next.from);
    (band.from.clamp(scale.0, scale.1), next.clamp(scale.0, scale.1))
}

/// The days themselves while they are few; otherwise some of them, with the first and the last.
fn ticks(days: &[Day], across: Across) -> Vec<Tick> {
    let mut days = days.to_vec();
    days.dedup();
    let steps = days.len().saturating_sub(1);
    let kept = steps.min(MAX_TICKS - 1);
    let picked = (0..=kept).filter_map(|nth| days.get((nth * steps).checked_div(kept).unwrap_or_default()));
    picked.map(|day| Tick { x: across.x(*day), day: *day }).collect()
}
