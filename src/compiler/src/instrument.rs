//! `scales/<id>/`: one instrument and its wording.

use crate::{
    cases,
    finding::{Code, Log},
    reader::{Doc, Found, Table},
    words::{self, INFORMANTS, RELEASES, ROUNDINGS},
};
use qinghe_content::{
    Band, BandSet, Critical, Instrument, InstrumentText, Item, ItemIndex, Locale, MissingRule, Release,
    ResponseSet, Score, ScoreMethod,
};
use std::path::Path;

/// An instrument with its wording, one per locale in the order of [`Locale::ALL`].
pub(crate) struct Read {
    pub instrument: Instrument,
    pub wording: Vec<InstrumentText>,
}

/// Reads `scales/<folder>/`. `None` when there is too little to go on with; the log says why.
pub(crate) fn read(log: &Log, root: &Path, folder: &str) -> Option<Read> {
    let path = |file: &str| format!("scales/{folder}/{file}");
    if !root.join(path("evidence.md")).is_file() {
        let file = path("evidence.md");
        log.add(
            Code::Unreadable,
            &file,
            0..0,
            format!("`{file}` is missing"),
            "Write down where every number comes from.",
        );
    }
    let doc = Doc::open(log, root, &path("instrument.toml"));
    let instrument = doc.as_ref().and_then(|doc| definition(doc.top(log), folder));
    let texts: Vec<Option<Doc>> = Locale::ALL
        .iter()
        .map(|locale| Doc::open(log, root, &path(&format!("text/{}.toml", locale.tag()))))
        .collect();
    let cases = Doc::open(log, root, &path("cases.toml"));
    let instrument = instrument?;
    let wording: Vec<Option<InstrumentText>> = Locale::ALL
        .iter()
        .zip(&texts)
        .map(|(locale, doc)| doc.as_ref().and_then(|doc| wording(doc.top(log), &instrument, *locale)))
        .collect();
    if let Some(cases) = &cases {
        cases::of_instrument(cases.top(log), &instrument);
    }
    Some(Read { wording: wording.into_iter().collect::<Option<_>>()?, instrument })
}

fn definition(top: Table<'_>, folder: &str) -> Option<Instrument> {
    let id = words::named_id(&top, folder);
    let version = words::version(&top);
    let release = top.word("release", RELEASES);
    let informant = top.word("informant", INFORMANTS);
    let ages = words::ages(&top);
    let recall_days = top.whole("recall_days").map(|days| days.value);
    rights(&top);
    let response_sets: Vec<ResponseSet> =
        top.tables("response_set").into_iter().filter_map(response_set).collect();
    let items: Vec<Item> =
        top.tables("item").into_iter().filter_map(|table| item(table, &response_sets)).collect();
    unique(&top, "item", items.iter().map(|item| item.id.as_str()));
    unique(&top, "response set", response_sets.iter().map(|set| set.id.as_str()));
    let mut instrument = Instrument {
        id: id?,
        version: version?,
        release: release?,
        informant: informant?,
        ages: ages?,
        recall_days: recall_days?,
        items,
        response_sets,
        scores: Vec::new(),
    };
    instrument.scores =
        top.tables("score").into_iter().filter_map(|table| score(table, &instrument)).collect();
    unique(&top, "score", instrument.scores.iter().map(|score| score.id.as_str()));
    top.finish();
    Some(instrument)
}

fn unique<'a>(top: &Table<'_>, kind: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = Vec::new();
    for id in ids {
        if seen.contains(&id) {
            top.at.say(Code::Duplicate, format!("two of kind {kind} have the id `{id}`"), "Rename one.");
        }
        seen.push(id);
    }
}

/// Only what may be shipped stands in this repository.
fn rights(top: &Table<'_>) {
    let Some(rights) = top.table("rights") else { return };
    for name in ["holder", "statement", "source"] {
        rights.filled(name, Code::Rights, "Say who holds the rights, what they allow and where that stands.");
    }
    if let Some(permission) = rights.text("permission")
        && !["free", "share-alike"].contains(&permission.value)
    {
        let what = format!("`{}` does not allow shipping the wording", permission.value);
        permission.say(
            Code::Rights,
            what,
            "Ship only `free` or `share-alike`; anything else stays with the school that owns it.",
        );
    }
    rights.finish();
}

fn response_set(table: Table<'_>) -> Option<ResponseSet> {
    let id = words::id(&table);
    let values: Found<'_, Vec<i16>> = table.wholes("values")?;
    let mut different = values.value.clone();
    different.sort_unstable();
    different.dedup();
    if values.value.len() < 2 || different.len() != values.value.len() || values.value.len() > 9 {
        let help = "Give two to nine options with different values.";
        values.say(Code::ResponseSet, "these options cannot be told apart".to_owned(), help);
    }
    table.finish();
    Some(ResponseSet { id: id?, values: values.value })
}

fn item(table: Table<'_>, sets: &[ResponseSet]) -> Option<Item> {
    let id = words::id(&table);
    let set = table.text("response_set")?;
    let position = sets.iter().position(|one| one.id == set.value);
    if position.is_none() {
        set.say(
            Code::UnknownReference,
            format!("there is no response set `{}`", set.value),
            "Name one of the [[response_set]] tables.",
        );
    }
    let critical: Option<Found<'_, i16>> = table.whole_opt("critical_at_least");
    let reverse = table.yes("reverse");
    let position = position?;
    if let (Some(critical), Some(set)) = (&critical, sets.get(position)) {
        let (low, high) = set.range();
        // At the lowest value every response would be critical, which says nothing.
        if critical.value <= low || critical.value > high {
            critical.say(
                Code::Critical,
                format!("no response is {} or more, or every one is", critical.value),
                &format!("Give a value from {} to {high}.", low + 1),
            );
        }
    }
    table.finish();
    let critical = critical.map(|critical| Critical { at_least: critical.value });
    Some(Item { id: id?, response_set: u8::try_from(position).ok()?, reverse, critical })
}

fn score(table: Table<'_>, instrument: &Instrument) -> Option<Score> {
    let id = words::id(&table);
    let method = table.word("method", &[("sum", ScoreMethod::Sum)]);
    let mut items = Vec::new();
    if let Some(list) = table.texts("items") {
        for found in list.value {
            match instrument.items.iter().position(|item| item.id == found.value) {
                Some(at) => items.push(ItemIndex(u16::try_from(at).ok()?)),
                None => found.say(
                    Code::ScoreItems,
                    format!("there is no item `{}`", found.value),
                    "Name items of this instrument.",
                ),
            }
        }
        let mut once = items.clone();
        once.sort_unstable();
        once.dedup();
        if once.len() != items.len() || items.is_empty() {
            list.at.say(
                Code::ScoreItems,
                "an item stands here twice, or none at all".to_owned(),
                "Name every item of the score once.",
            );
        }
    }
    let missing = table.table("missing").and_then(|rule| missing(rule, items.len()));
    let range = range(instrument, &items);
    let band_sets = table.tables("band_set").into_iter().filter_map(|set| band_set(set, range)).collect();
    table.finish();
    Some(Score { id: id?, items, method: method?, missing: missing?, band_sets })
}

fn missing(rule: Table<'_>, items: usize) -> Option<MissingRule> {
    rule.filled("source", Code::Source, "Name author and year of the rule.");
    let kind = rule.word("rule", &[("complete", false), ("prorate", true)]);
    let made = if kind? {
        let at_most: Option<Found<'_, u16>> = rule.whole("at_most");
        let rounding = rule.word("rounding", ROUNDINGS);
        let at_most = at_most?;
        if usize::from(at_most.value) * 2 >= items || at_most.value == 0 {
            let what = format!("{} of {items} responses may be missing", at_most.value);
            at_most.say(Code::Prorate, what, "Allow at least one and fewer than half.");
        }
        MissingRule::Prorate { at_most: at_most.value, rounding: rounding? }
    } else {
        MissingRule::Complete
    };
    rule.finish();
    Some(made)
}

/// Lowest and highest possible sum.
fn range(instrument: &Instrument, items: &[ItemIndex]) -> (i32, i32) {
    let sets = items.iter().filter_map(|index| {
        let item = instrument.items.get(usize::from(index.0))?;
        instrument.response_sets.get(usize::from(item.response_set))
    });
    sets.map(ResponseSet::range).fold((0, 0), |(low, high), (a, b)| (low + i32::from(a), high + i32::from(b)))
}

fn band_set(set: Table<'_>, (low, high): (i32, i32)) -> Option<BandSet> {
    let id = words::id(&set);
    set.filled("source", Code::Source, "Name author and year of the cut scores.");
    let mut bands: Vec<Band> = Vec::new();
    for table in set.tables("bands") {
        let name = words::id(&table);
        let from: Option<Found<'_, i32>> = table.whole("from");
        if let Some(from) = &from {
            let fits = match bands.last() {
                None => from.value == low,
                Some(before) => from.value > before.from && from.value <= high,
            };
            if !fits {
                let what = format!("a band cannot begin at {} here", from.value);
                from.say(Code::Bands, what, &format!("Begin at {low}, ascend, and stay at or below {high}."));
            }
        }
        table.finish();
        let (Some(id), Some(from)) = (name, from) else { continue };
        if bands.iter().any(|band| band.id == id) {
            from.say(Code::Duplicate, format!("two bands have the id `{id}`"), "Rename one.");
        }
        bands.push(Band { id, from: from.value });
    }
    set.finish();
    Some(BandSet { id: id?, bands })
}

fn wording(top: Table<'_>, instrument: &Instrument, locale: Locale) -> Option<InstrumentText> {
    if let Some(tag) = top.text("locale")
        && tag.value != locale.tag()
    {
        tag.say(
            Code::UnknownWord,
            format!("this file is `{}`", locale.tag()),
            "Give the locale of the file's name.",
        );
    }
    top.filled("source", Code::Source, "Say where the wording was read.");
    top.filled("certainty", Code::Source, "Say how sure it is that this is the official wording.");
    if let Some(open) = top.text_opt("open_check")
        && instrument.release == Release::Released
    {
        let help = "Do the check and remove the line, or set `release` to draft.";
        open.say(Code::OpenCheck, "a check of the wording is open".to_owned(), help);
    }
    let instruction = top.text("instruction").and_then(clean);
    let credit = top.text_opt("credit").and_then(clean);
    let items = top.table("items").and_then(|table| item_texts(table, instrument));
    let options = top.table("options").and_then(|table| option_labels(table, instrument));
    top.finish();
    Some(InstrumentText { instruction: instruction?, items: items?, options: options?, credit })
}

fn clean(found: Found<'_, &str>) -> Option<String> {
    if found.value.is_empty() || found.value.trim() != found.value {
        found.say(
            Code::Spaces,
            "the text is empty or has blank edges".to_owned(),
            "Write the official wording and nothing else.",
        );
    }
    Some(found.value.to_owned())
}

fn item_texts(table: Table<'_>, instrument: &Instrument) -> Option<Vec<String>> {
    let mut given = table.every_text();
    let mut out = Vec::new();
    for item in &instrument.items {
        match given.iter().position(|(name, _)| *name == item.id) {
            Some(at) => out.extend(clean(given.remove(at).1)),
            None => table.at.say(
                Code::Wording,
                format!("item `{}` has no wording", item.id),
                "Add its official wording.",
            ),
        }
    }
    for (name, found) in &given {
        found.say(Code::Wording, format!("there is no item `{name}`"), "Remove the line or correct the id.");
    }
    (out.len() == instrument.items.len()).then_some(out)
}

fn option_labels(table: Table<'_>, instrument: &Instrument) -> Option<Vec<Vec<String>>> {
    let mut given = table.every_list();
    let mut out = Vec::new();
    for set in &instrument.response_sets {
        let Some(at) = given.iter().position(|(name, _)| *name == set.id) else {
            table.at.say(
                Code::Wording,
                format!("response set `{}` has no labels", set.id),
                "Add one label per option.",
            );
            continue;
        };
        let (_, labels) = given.remove(at);
        if labels.value.len() != set.values.len() {
            let what = format!("{} labels for {} options", labels.value.len(), set.values.len());
            labels.say(Code::Wording, what, "Give one label per option, in the order of the values.");
            continue;
        }
        if labels.value.iter().any(|label| label.is_empty() || label.trim() != *label) {
            labels.say(
                Code::Spaces,
                "a label is empty or has blank edges".to_owned(),
                "Write the official wording and nothing else.",
            );
        }
        out.push(labels.value.into_iter().map(str::to_owned).collect());
    }
    for (name, found) in &given {
        found.say(
            Code::Wording,
            format!("there is no response set `{name}`"),
            "Remove the line or correct the id.",
        );
    }
    (out.len() == instrument.response_sets.len()).then_some(out)
}
