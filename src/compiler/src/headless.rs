//! What the scoring engine without a screen is given: every instrument and battery as bytes, and their names for whoever
//! reads the numbers that come out.

use crate::{Report, explain, library::Read};
use qinghe_content::{AgeRange, Domain, Informant, Instrument, Locale, Pack, Release, Score, Tier};
use serde_json::{Map, Value, json};
use std::{fs, io, path::Path};

/// Writes `content.bin` (every instrument and battery as bytes), `content.json` (by id, what is where in it, and names) and
/// `explain.<locale>.json` (id → what it does, in plain words).
///
/// # Errors
/// When a file cannot be written, or something cannot be encoded, which the lints exclude.
pub fn write_headless(report: &Report, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut bytes = Vec::new();
    let mut instruments = Map::new();
    for read in &report.library.instruments {
        instruments.insert(read.instrument.id.clone(), instrument(read, &mut bytes)?);
    }
    let mut batteries = Map::new();
    // Wording does not score: one locale is enough.
    for pack in report.packs.iter().filter(|pack| Some(&pack.locale) == Locale::ALL.first()) {
        batteries.insert(pack.battery.id.clone(), battery(pack, &mut bytes)?);
    }
    let ids: Vec<String> = instruments.keys().chain(batteries.keys()).cloned().collect();
    let tiers: Vec<&str> = Tier::ALL.iter().map(|tier| tier.code()).collect();
    let domains: Vec<&str> = Domain::ALL.iter().map(|domain| domain.code()).collect();
    let all =
        json!({ "tiers": tiers, "domains": domains, "instruments": instruments, "batteries": batteries });
    fs::write(folder.join("content.json"), all.to_string())?;
    fs::write(folder.join("content.bin"), bytes)?;
    for locale in Locale::ALL {
        let told =
            ids.iter().filter_map(|id| Some((id.clone(), json!(explain(&report.library, id, locale)?))));
        let told: Map<String, Value> = told.collect();
        fs::write(folder.join(format!("explain.{}.json", locale.tag())), Value::Object(told).to_string())?;
    }
    Ok(())
}

fn instrument(read: &Read, bytes: &mut Vec<u8>) -> io::Result<Value> {
    let own = &read.instrument;
    let items = own.items.iter().map(|item| {
        let set = own.response_sets.get(usize::from(item.response_set));
        json!({ "id": item.id, "values": set.map(|set| &set.values), "critical": item.critical.is_some() })
    });
    Ok(json!({
        "version": own.version,
        "release": match own.release { Release::Draft => "draft", Release::Released => "released" },
        "permission": read.about.rights.permission.word(),
        "informant": informant(own.informant),
        "ages": ages(own.ages),
        "recallDays": own.recall_days,
        "items": items.collect::<Vec<_>>(),
        "scores": own.scores.iter().enumerate().map(|(at, one)| score(own, at, one)).collect::<Vec<_>>(),
        "bytes": put(own.encode(), bytes)?,
    }))
}

/// Values stand in units of `10^-decimals`.
fn score(own: &Instrument, at: usize, score: &Score) -> Value {
    let bands = score.band_sets.iter().map(|set| {
        let bands: Vec<Value> =
            set.bands.iter().map(|band| json!({ "id": band.id, "from": band.from })).collect();
        json!({ "id": set.id, "bands": bands })
    });
    let (min, max) = qinghe_scoring::range(own, at);
    json!({ "id": score.id, "decimals": score.scaling.decimals, "min": min, "max": max, "bandSets": bands.collect::<Vec<_>>() })
}

/// A pack holds of each instrument only what its battery uses, so scores of an earlier occasion have places of their own.
fn battery(pack: &Pack, bytes: &mut Vec<u8>) -> io::Result<Value> {
    let own = &pack.battery;
    let used = own.instruments.iter().filter_map(|used| pack.instruments.get(usize::from(used.instrument)));
    let instruments = used.map(|one| {
        let scores = one.scores.iter().map(|score| json!([score.id, score.scaling.decimals]));
        json!({ "id": one.id, "items": one.items.len(), "scores": scores.collect::<Vec<_>>() })
    });
    Ok(json!({
        "version": own.version,
        "informant": informant(own.informant),
        "ages": ages(own.ages),
        "minutes": own.minutes,
        "instruments": instruments.collect::<Vec<_>>(),
        "bytes": put(pack.encode(), bytes)?,
    }))
}

fn informant(who: Informant) -> &'static str {
    match who {
        Informant::Student => "student",
        Informant::Parent => "parent",
        Informant::Teacher => "teacher",
    }
}

fn ages(ages: AgeRange) -> Value {
    json!({ "min": ages.min, "max": ages.max })
}

/// Where they stand now: from, to.
fn put(made: Result<Vec<u8>, qinghe_content::PackError>, bytes: &mut Vec<u8>) -> io::Result<Value> {
    let from = bytes.len();
    bytes.extend(made.map_err(|why| io::Error::other(format!("{why:?}")))?);
    Ok(json!([from, bytes.len()]))
}
