//! `[[score.band_set]]`: cut scores.

use crate::{
    attain,
    decimal::decimal,
    finding::Code,
    library::AboutBandSet,
    reader::{At, Found, Table},
    words::{self, Opens, unique},
};
use qinghe_content::{Band, BandSet, Instrument};
use qinghe_scoring::range;
use std::collections::BTreeSet;

/// What a cut score is checked against.
struct Reach {
    low: i32,
    high: i32,
    decimals: u8,
    /// Every score that complete responses can give, where that is known.
    attainable: Option<BTreeSet<i32>>,
}

impl Reach {
    /// Whether a score lies from `from` up to `next`.
    fn holds(&self, from: i32, next: Option<i32>) -> bool {
        let Some(all) = &self.attainable else { return true };
        all.range(from..).next().is_some_and(|score| next.is_none_or(|next| *score < next))
    }
}

/// Reads every band set of a score that stands in the instrument already.
pub(crate) fn read(
    table: &Table<'_>,
    instrument: &Instrument,
    at: usize,
    opens: &Opens,
) -> (Vec<BandSet>, Vec<AboutBandSet>) {
    let (low, high) = range(instrument, at);
    let decimals = instrument.scores.get(at).map_or(0, |score| score.scaling.decimals);
    let reach = Reach { low, high, decimals, attainable: attain::scores(instrument, at) };
    let (sets, about): (Vec<BandSet>, Vec<AboutBandSet>) =
        table.tables("band_set").into_iter().filter_map(|set| band_set(set, &reach, opens)).unzip();
    unique(&table.at, "band set", sets.iter().map(|set| set.id.as_str()));
    (sets, about)
}

fn band_set(set: Table<'_>, reach: &Reach, opens: &Opens) -> Option<(BandSet, AboutBandSet)> {
    let id = words::id(&set);
    let from = opens.sourced(&set, "Name author and year of the cut scores.");
    let population = set.text_opt("population").map(|found| found.value.to_owned());
    let group = words::group(&set);
    let mut bands: Vec<(Band, At<'_>)> = Vec::new();
    for table in set.tables("bands") {
        let name = words::id(&table);
        let from = table.need("from").and_then(|found| found.units(reach.decimals));
        if let Some(from) = &from {
            edge(from, bands.last().map(|(band, _)| band.from), reach);
        }
        let at = table.at.clone();
        table.finish();
        let (Some(id), Some(from)) = (name, from) else { continue };
        if bands.iter().any(|(band, _)| band.id == id) {
            from.say(Code::Duplicate, format!("two bands have the id `{id}`"), "Rename one.");
        }
        bands.push((Band { id, from: from.value }, at));
    }
    for (nth, (band, at)) in bands.iter().enumerate() {
        let next = bands.get(nth + 1).map(|(band, _)| band.from);
        let ascends = next.is_none_or(|next| next > band.from);
        if ascends && (reach.low..=reach.high).contains(&band.from) && !reach.holds(band.from, next) {
            let what = format!("no response gives a score in `{}`", band.id);
            at.say(Code::Bands, what, "Correct the cut score, or leave the band out.");
        }
    }
    set.finish();
    let bands: Vec<Band> = bands.into_iter().map(|(band, _)| band).collect();
    if bands.is_empty() {
        return None;
    }
    Some((BandSet { id: id?, bands }, AboutBandSet { population, group: group?, from: from? }))
}

fn edge(from: &Found<'_, i32>, before: Option<i32>, reach: &Reach) {
    let fits = match before {
        None => from.value == reach.low,
        Some(before) => from.value > before && from.value <= reach.high,
    };
    if !fits {
        let text = |value| decimal(value, reach.decimals);
        let what = format!("a band cannot begin at {} here", text(from.value));
        let help =
            format!("Begin at {}, ascend, and stay at or below {}.", text(reach.low), text(reach.high));
        from.say(Code::Bands, what, &help);
    }
}
