//! `scales/<id>/cases.toml`: golden cases, worked by hand, run through the engine that students use.

use crate::{
    attain,
    decimal::decimal,
    finding::Code,
    reader::Table,
    responses::{expected, responses, who},
};
use qinghe_content::{Band, Instrument, ItemIndex, Score};
use qinghe_scoring::{Response, ScoreOutcome, Who, band, is_critical, score};

/// Runs the cases of one instrument.
pub(crate) fn of_instrument(top: Table<'_>, instrument: &Instrument) {
    let mut computed = vec![Vec::new(); instrument.scores.len()];
    for case in top.tables("case") {
        case.filled("name", Code::MissingField, "Say what the case shows.");
        let given = case.text("responses").and_then(|text| responses(&text, instrument, false));
        let who = who(&case);
        let critical = case.yes("critical");
        let (scores, bands) = (case.table("scores"), case.table_opt("bands"));
        if let (Some(given), Some(who)) = (&given, who) {
            let found = (0u16..).zip(given).any(|(at, one)| is_critical(instrument, ItemIndex(at), *one));
            if found != critical {
                let what = format!("the engine finds {} critical response", if found { "a" } else { "no" });
                case.at.say(Code::Case, what, "Correct `critical`, or the item's `critical_at_least`.");
            }
            if let Some(scores) = &scores {
                check_scores(scores, instrument, given, who, &mut computed);
            }
            if let Some(bands) = &bands {
                check_bands(bands, instrument, given, who);
            }
            for table in [scores, bands].into_iter().flatten() {
                table.finish();
            }
        }
        case.finish();
    }
    edges(&top, instrument, &computed);
    top.finish();
}

/// The score, or `None` when it must not be computed.
fn read(instrument: &Instrument, at: usize, given: &[Response], who: Who) -> Option<i32> {
    match score(instrument, at, given, who) {
        ScoreOutcome::Computed(value) => Some(value),
        ScoreOutcome::NotComputed(_) => None,
    }
}

fn check_scores(
    scores: &Table<'_>,
    instrument: &Instrument,
    given: &[Response],
    who: Who,
    computed: &mut [Vec<i32>],
) {
    for one in scores.every() {
        let found = instrument.scores.iter().enumerate().find(|(_, score)| score.id == one.name);
        let Some((at, score)) = found else {
            let what = format!("there is no score `{}`", one.name);
            one.at.say(Code::UnknownReference, what, "Name a score of the instrument.");
            continue;
        };
        let Some(wanted) = expected(&one, score.scaling.decimals) else { continue };
        let got = read(instrument, at, given, who);
        if got != wanted.value {
            let word = |value: Option<i32>| {
                value.map_or("not-computed".to_owned(), |value| decimal(value, score.scaling.decimals))
            };
            let what = format!("the engine gives {}, the case expects {}", word(got), word(wanted.value));
            wanted.say(
                Code::Case,
                what,
                "Work the case again by hand; if the case is right, the definition is wrong.",
            );
        }
        if let (Some(value), Some(list)) = (got, computed.get_mut(at)) {
            list.push(value);
        }
    }
}

fn check_bands(bands: &Table<'_>, instrument: &Instrument, given: &[Response], who: Who) {
    for one in bands.every() {
        let Some(wanted) = one.text() else { continue };
        let parts = one.name.split_once('/').and_then(|(score, set)| {
            let (at, score) = instrument.scores.iter().enumerate().find(|(_, one)| one.id == score)?;
            Some((at, score.band_sets.iter().find(|one| one.id == set)?))
        });
        let Some((at, set)) = parts else {
            let what = format!("there is no band set `{}`", one.name);
            one.at.say(Code::UnknownReference, what, "Write `score/band-set`.");
            continue;
        };
        let value = read(instrument, at, given, who);
        let got = value.and_then(|value| set.bands.get(band(set, value))).map_or("none", |band| &band.id);
        if got != wanted.value {
            let what = format!("the engine gives band `{got}`, the case expects `{}`", wanted.value);
            wanted.say(
                Code::Case,
                what,
                "Work the case again by hand; if the case is right, a cut score is wrong.",
            );
        }
    }
}

/// On both sides of every cut score there is a case: where the scores that can be are known, at the nearest
/// ones, else somewhere in the two bands.
fn edges(top: &Table<'_>, instrument: &Instrument, computed: &[Vec<i32>]) {
    for ((at, score), got) in instrument.scores.iter().enumerate().zip(computed) {
        let attainable = attain::scores(instrument, at);
        for set in &score.band_sets {
            for (nth, band) in set.bands.iter().enumerate().skip(1) {
                let before = set.bands.get(nth - 1).map_or(band.from, |before| before.from);
                let next = set.bands.get(nth + 1).map(|next| next.from);
                let sides: Vec<Result<i32, (i32, Option<i32>)>> = match &attainable {
                    Some(all) => {
                        let below = all.range(..band.from).next_back();
                        let above = all.range(band.from..).next();
                        below.into_iter().chain(above).map(|score| Ok(*score)).collect()
                    }
                    None => vec![Err((before, Some(band.from))), Err((band.from, next))],
                };
                for side in sides {
                    no_case(top, score, (&set.id, band), side, got);
                }
            }
        }
    }
}

/// Says that no case has this score, or none in this range.
fn no_case(
    top: &Table<'_>,
    score: &Score,
    (set, band): (&str, &Band),
    side: Result<i32, (i32, Option<i32>)>,
    got: &[i32],
) {
    let text = |value| decimal(value, score.scaling.decimals);
    let (there, which) = match side {
        Ok(wanted) => (got.contains(&wanted), text(wanted)),
        Err((from, to)) => {
            let inside = |value: &i32| *value >= from && to.is_none_or(|to| *value < to);
            let end = to.map_or("the end".to_owned(), text);
            (got.iter().any(inside), format!("from {} to {end}", text(from)))
        }
    };
    if !there {
        let what = format!(
            "no case has the score {which}, beside the edge of `{}` in `{}/{set}`",
            band.id, score.id
        );
        top.at.say(Code::BandEdge, what, "Add a case with this score.");
    }
}
