//! Golden cases: worked by hand, run through the engine that students use.

use crate::{
    finding::Code,
    reader::{Found, Table},
    words,
};
use qinghe_content::{Instrument, ItemIndex, Pack, Tier};
use qinghe_scoring::{Response, ScoreOutcome, band, domains, is_critical, raw_score, tier};

const FORM: &str = "Write one digit (the value) or `-` (missing) per item; spaces are for reading.";

/// Runs `scales/<id>/cases.toml`.
pub(crate) fn of_instrument(top: Table<'_>, instrument: &Instrument) {
    let mut computed = vec![Vec::new(); instrument.scores.len()];
    for case in top.tables("case") {
        case.filled("name", Code::MissingField, "Say what the case shows.");
        let given = case.text("responses").and_then(|text| responses(&text, instrument));
        let critical = case.yes("critical");
        let (scores, bands) = (case.table("scores"), case.table_opt("bands"));
        if let Some(given) = &given {
            let found = (0u16..).zip(given).any(|(at, one)| is_critical(instrument, ItemIndex(at), *one));
            if found != critical {
                let what = format!("the engine finds {} critical response", if found { "a" } else { "no" });
                case.at.say(Code::Case, what, "Correct `critical`, or the item's `critical_at_least`.");
            }
            if let Some(scores) = &scores {
                check_scores(scores, instrument, given, &mut computed);
            }
            if let Some(bands) = &bands {
                check_bands(bands, instrument, given);
            }
        }
        for table in [scores, bands].into_iter().flatten() {
            table.finish();
        }
        case.finish();
    }
    edges(&top, instrument, &computed);
    top.finish();
}

fn check_scores(scores: &Table<'_>, instrument: &Instrument, given: &[Response], computed: &mut [Vec<i32>]) {
    for (name, wanted) in scores.every_score() {
        let Some(at) = instrument.scores.iter().position(|score| score.id == name) else {
            wanted.say(
                Code::UnknownReference,
                format!("there is no score `{name}`"),
                "Name a score of the instrument.",
            );
            continue;
        };
        let got = match instrument.scores.get(at).map(|score| raw_score(instrument, score, given)) {
            Some(ScoreOutcome::Computed(raw)) => Some(raw),
            _ => None,
        };
        if got != wanted.value {
            let word = |value: Option<i32>| value.map_or("not-computed".to_owned(), |raw| raw.to_string());
            let what = format!("the engine gives {}, the case expects {}", word(got), word(wanted.value));
            wanted.say(
                Code::Case,
                what,
                "Work the case again by hand; if the case is right, the definition is wrong.",
            );
        }
        if let (Some(raw), Some(list)) = (got, computed.get_mut(at)) {
            list.push(raw);
        }
    }
}

fn check_bands(bands: &Table<'_>, instrument: &Instrument, given: &[Response]) {
    for (name, wanted) in bands.every_text() {
        let parts = name.split_once('/').and_then(|(score, set)| {
            let score = instrument.scores.iter().find(|one| one.id == score)?;
            Some((score, score.band_sets.iter().find(|one| one.id == set)?))
        });
        let Some((score, set)) = parts else {
            wanted.say(
                Code::UnknownReference,
                format!("there is no band set `{name}`"),
                "Write `score/band-set`.",
            );
            continue;
        };
        let got = match raw_score(instrument, score, given) {
            ScoreOutcome::Computed(raw) => set.bands.get(band(set, raw)).map_or("none", |band| &band.id),
            ScoreOutcome::NotComputed { .. } => "none",
        };
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

/// Every score at which a band begins has a case, and so has the score below it.
fn edges(top: &Table<'_>, instrument: &Instrument, computed: &[Vec<i32>]) {
    for (score, got) in instrument.scores.iter().zip(computed) {
        for set in &score.band_sets {
            for band in set.bands.iter().skip(1) {
                for raw in [band.from - 1, band.from] {
                    if !got.contains(&raw) {
                        let what = format!(
                            "no case has the score {raw}, beside the edge of `{}` in `{}/{}`",
                            band.id, score.id, set.id
                        );
                        top.at.say(Code::BandEdge, what, "Add a case with this score.");
                    }
                }
            }
        }
    }
}

/// Runs `batteries/<id>/cases.toml`.
pub(crate) fn of_battery(top: Table<'_>, pack: &Pack) {
    let mut shown = Vec::new();
    for case in top.tables("case") {
        case.filled("name", Code::MissingField, "Say what the case shows.");
        let wanted = case.word("tier", &words::tiers());
        let wanted_domains = case.texts("domains");
        if let Some(table) = case.table("responses")
            && let Some(given) = battery_responses(&table, pack)
        {
            let (got, got_domains) = (tier(pack, &given), domains(pack, &given));
            shown.push(got);
            if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
                let what = format!("the engine gives `{}`, the case expects `{}`", got.code(), wanted.code());
                case.at.say(Code::Case, what, "Follow the rules by hand; the first that holds decides.");
            }
            let codes: Vec<&str> = got_domains.iter().map(|domain| domain.code()).collect();
            if let Some(wanted) = wanted_domains
                && wanted.value.iter().map(|found| found.value).collect::<Vec<_>>() != codes
            {
                wanted.at.say(
                    Code::Case,
                    format!("the engine gives [{}]", codes.join(", ")),
                    "Correct the domains or their rules.",
                );
            }
            table.finish();
        }
        case.finish();
    }
    let tiers = pack.battery.policy.rules.iter().map(|rule| rule.tier).chain([Tier::Routine]);
    for missing in tiers.filter(|tier| !shown.contains(tier)) {
        top.at.say(Code::TierCase, format!("no case ends in `{}`", missing.code()), "Add a case that does.");
    }
    top.finish();
}

fn battery_responses(table: &Table<'_>, pack: &Pack) -> Option<Vec<Vec<Response>>> {
    let used =
        pack.battery.instruments.iter().filter_map(|used| pack.instruments.get(usize::from(used.instrument)));
    used.map(|instrument| table.text(&instrument.id).and_then(|text| responses(&text, instrument))).collect()
}

fn responses(text: &Found<'_, &str>, instrument: &Instrument) -> Option<Vec<Response>> {
    let marks: Vec<char> = text.value.chars().filter(|mark| !mark.is_whitespace()).collect();
    if marks.len() != instrument.items.len() {
        text.say(Code::Case, format!("{} responses for {} items", marks.len(), instrument.items.len()), FORM);
        return None;
    }
    let one = |(mark, item): (&char, &qinghe_content::Item)| {
        if *mark == '-' {
            return Some(Response::Skipped);
        }
        let value = i16::try_from(mark.to_digit(10)?).ok()?;
        let set = instrument.response_sets.get(usize::from(item.response_set))?;
        let option = set.values.iter().position(|one| *one == value)?;
        u8::try_from(option).ok().map(Response::Given)
    };
    let all: Option<Vec<Response>> = marks.iter().zip(&instrument.items).map(one).collect();
    if all.is_none() {
        text.say(Code::Case, "a value here is no option of its item".to_owned(), FORM);
    }
    all
}
