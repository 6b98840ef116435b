//! What is drawn lies inside its square, in order, and marks what `scoring` calls more than noise.

use crate::support::Dice;
use qinghe_record::{
    Band, Body, Change, Day, Entry, Line, Outcome, Record, Score, ScoreParts, Tier,
    timeline::{Direction, Mark, SIDE, Timeline, timeline},
};
use qinghe_scoring::change::{self, direction};

fn judge(change: Change, before: i32, now: i32) -> Direction {
    let change =
        qinghe_content::Change { reliable: change.reliable, higher_is_worse: change.higher_is_worse };
    match direction(change, before, now) {
        change::Direction::Better => Direction::Better,
        change::Direction::Same => Direction::Same,
        change::Direction::Worse => Direction::Worse,
    }
}

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

/// PHQ-9 of so many points on so many days, with its bands.
fn phq(occasions: &[(u32, i32, &str)], change: Option<Change>) -> Record {
    let mut record = Record::default();
    for (nth, (day, value, version)) in (0..).zip(occasions) {
        let bands = [(0, "little"), (5, "mild"), (10, "moderate"), (15, "marked"), (20, "strong")];
        let score = ScoreParts {
            instrument: line("phq-9"),
            version: line(version),
            score: line("total"),
            name: line("情绪"),
            decimals: 0,
            value: *value,
            range: Some(((value - 3).max(0), (value + 3).min(27))),
            scale: (0, 27),
            bands: bands.map(|(from, name)| Band { from, name: line(name) }).to_vec(),
            change,
        };
        let scores = vec![Score::new(score).unwrap()];
        let outcome = Outcome::new(line("mood"), line("1.0.0"), line("心情"), Tier::Watch, scores).unwrap();
        record.add(Entry::new([nth; 16], Day::new(*day).unwrap(), Body::Result(outcome)).unwrap()).unwrap();
    }
    record
}

fn marks(timeline: &Timeline) -> Vec<&'static str> {
    let name = |mark: &Mark| match mark {
        Mark::First => "first",
        Mark::OtherVersion => "version",
        Mark::Unknown => "unknown",
        Mark::Compared(Direction::Better) => "better",
        Mark::Compared(Direction::Same) => "same",
        Mark::Compared(Direction::Worse) => "worse",
    };
    timeline.tracks[0].points.iter().map(|point| name(&point.mark)).collect()
}

#[test]
fn a_change_counts_from_the_reliable_difference_on() {
    let change = Some(Change { reliable: 6, higher_is_worse: true });
    let occasions = [(0, 10, "1"), (10, 15, "1"), (20, 21, "1"), (30, 15, "1"), (40, 15, "1"), (50, 9, "2")];
    let drawn = timeline(&phq(&occasions, change), judge);
    assert_eq!(marks(&drawn), ["first", "same", "worse", "better", "same", "version"]);
    let drawn = timeline(&phq(&occasions, None), judge);
    assert_eq!(marks(&drawn), ["first", "unknown", "unknown", "unknown", "unknown", "version"]);
}

#[test]
fn points_and_bands_lie_where_they_belong() {
    let drawn = timeline(&phq(&[(100, 0, "1"), (150, 27, "1"), (200, 10, "1")], None), judge);
    let track = &drawn.tracks[0];
    let places: Vec<(i32, i32)> = track.points.iter().map(|point| (point.x, point.y)).collect();
    assert_eq!(places, [(0, 1_000), (500, 0), (1_000, 630)]);
    assert_eq!(track.points[0].reach, Some((889, 1_000)));
    assert_eq!(track.points[2].band.as_deref(), Some("moderate"));
    let heights: Vec<(i32, i32)> = track.areas.iter().map(|area| area.y).collect();
    assert_eq!(heights, [(815, 1_000), (630, 815), (444, 630), (259, 444), (0, 259)]);
    assert!(track.areas.iter().all(|area| area.x == (0, SIDE)));
    assert_eq!(drawn.ticks.iter().map(|tick| tick.x).collect::<Vec<_>>(), [0, 500, 1_000]);
    let alone = timeline(&phq(&[(100, 5, "1")], None), judge);
    assert_eq!((alone.tracks[0].points[0].x, alone.ticks.len(), alone.ticks[0].x), (500, 1, 500));
    assert!(timeline(&Record::default(), judge).tracks.is_empty());
}

#[test]
fn many_days_get_six_names_with_both_ends() {
    let occasions: Vec<(u32, i32, &str)> = (0..40).map(|nth| (nth * 7, 5, "1")).collect();
    let ticks = timeline(&phq(&occasions, None), judge).ticks;
    let days: Vec<u32> = ticks.iter().map(|tick| tick.day.days()).collect();
    assert_eq!(days.len(), 6);
    assert_eq!((days[0], days[5]), (0, 273));
}

#[test]
fn everything_lies_in_the_square_whatever_the_record_holds() {
    let inside = |value: i32| (0..=SIDE).contains(&value);
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let entries = dice.below(40);
        let record = dice.record(entries);
        let scores: usize = record.results().map(|(_, outcome)| outcome.scores().len()).sum();
        let drawn = timeline(&record, judge);
        assert_eq!(drawn.tracks.iter().map(|track| track.points.len()).sum::<usize>(), scores, "seed {seed}");
        assert!(drawn.ticks.windows(2).all(|pair| pair[0].x < pair[1].x), "seed {seed}");
        for track in &drawn.tracks {
            assert!(track.points.windows(2).all(|pair| pair[0].x <= pair[1].x), "seed {seed}");
            for point in &track.points {
                assert!(inside(point.x) && inside(point.y), "seed {seed}");
                let (upper, lower) = point.reach.unwrap_or((point.y, point.y));
                assert!(
                    inside(upper) && inside(lower) && upper <= point.y && point.y <= lower,
                    "seed {seed}"
                );
            }
            for area in &track.areas {
                let edges = [area.x.0, area.x.1, area.y.0, area.y.1];
                assert!(edges.into_iter().all(inside), "seed {seed}");
                assert!(area.x.0 < area.x.1 && area.y.0 < area.y.1, "seed {seed}");
            }
        }
    }
}
