//! `scales/<id>/`: the folder, the top of `instrument.toml`, response sets, items and orders.

use crate::{
    bank, cases,
    finding::{Code, Log},
    library::{About, Order, Permission, Read, Rights},
    reader::{Doc, Found, Table},
    score, wording,
    words::{self, INFORMANTS, Opens, RELEASES, unique},
};
use qinghe_content::{Critical, Instrument, Item, ItemIndex, Locale, Release, ResponseSet};
use std::path::Path;

/// Most items of one instrument.
const MOST_ITEMS: usize = 512;
/// Largest size of a value, so that sums cannot overflow.
pub(crate) const LARGEST_VALUE: i16 = 10_000;

/// Reads `scales/<folder>/`. `None` when there is too little to go on with; the log says why.
pub(crate) fn read(log: &Log, root: &Path, folder: &str) -> Option<Read> {
    let path = |file: &str| format!("scales/{folder}/{file}");
    let evidence = path("evidence.md");
    if !root.join(&evidence).is_file() {
        let what = format!("`{evidence}` is missing");
        log.file(Code::Unreadable, &evidence, what, "Write down where every number comes from.");
    }
    let doc = Doc::open(log, root, &path("instrument.toml"));
    let read = doc.as_ref().and_then(|doc| definition(doc.top(log), folder));
    let cases = Doc::open(log, root, &path("cases.toml"));
    let ships = read.as_ref().is_none_or(|(read, _)| read.about.rights.permission.ships_wording());
    let texts: Vec<Option<Doc>> = Locale::ALL
        .iter()
        .filter(|_| ships)
        .map(|locale| Doc::open(log, root, &path(&format!("text/{}.toml", locale.tag()))))
        .collect();
    let (mut read, opens) = read?;
    files(log, root, folder, &mut read.about);
    for (locale, doc) in Locale::ALL.iter().zip(&texts) {
        let text =
            doc.as_ref().and_then(|doc| wording::read(doc.top(log), &read.instrument, *locale, &opens));
        let (text, about) = text.unzip();
        read.wording.push(text);
        read.about.texts.push(about);
    }
    read.wording.resize(Locale::ALL.len(), None);
    read.about.texts.resize(Locale::ALL.len(), None);
    read.about.open = opens.any();
    if let Some(cases) = &cases {
        cases::of_instrument(cases.top(log), &read.instrument);
    }
    Some(read)
}

/// Files that the permission asks for or forbids.
fn files(log: &Log, root: &Path, folder: &str, about: &mut About) {
    let licence = format!("scales/{folder}/LICENSE.md");
    about.licence_file = root.join(&licence).is_file();
    if about.rights.permission == Permission::NonCommercial && !about.licence_file {
        let what = format!("`{licence}` is missing");
        log.file(Code::Rights, &licence, what, "Add the licence of the wording, for use that earns nothing.");
    }
    let text = format!("scales/{folder}/text");
    if !about.rights.permission.ships_wording() && root.join(&text).symlink_metadata().is_ok() {
        let what = format!("`{text}/` holds wording that may not be shipped");
        log.file(
            Code::Rights,
            &text,
            what,
            "Remove the folder; the school brings its text with `qinghe text-pack`.",
        );
    }
}

/// The structure alone, for whoever brings the wording.
pub(crate) fn structure(log: &Log, root: &Path, folder: &str) -> Option<Read> {
    let doc = Doc::open(log, root, &format!("scales/{folder}/instrument.toml"))?;
    definition(doc.top(log), folder).map(|(read, _)| read)
}

fn definition(top: Table<'_>, folder: &str) -> Option<(Read, Opens)> {
    let id = words::named_id(&top, folder);
    let version = words::version(&top);
    let release = top.word("release", RELEASES);
    let informant = top.word("informant", INFORMANTS);
    let ages = words::ages(&top);
    let recall_days = top.whole("recall_days").map(|days| days.value);
    let opens = Opens::new(release == Some(Release::Released));
    let rights = rights(&top);
    let response_sets: Vec<ResponseSet> =
        top.tables("response_set").into_iter().filter_map(response_set).collect();
    let items: Vec<Item> =
        top.tables("item").into_iter().filter_map(|table| item(table, &response_sets)).collect();
    unique(&top.at, "item", items.iter().map(|item| item.id.as_str()));
    unique(&top.at, "response set", response_sets.iter().map(|set| set.id.as_str()));
    if items.len() > MOST_ITEMS {
        let what = format!("{} items", items.len());
        top.at.say(Code::TooMany, what, &format!("Give at most {MOST_ITEMS}; nobody answers more."));
        return None;
    }
    let orders: Vec<Order> =
        top.tables_opt("order").into_iter().filter_map(|table| order(table, &items)).collect();
    unique(&top.at, "order", orders.iter().map(|order| order.id.as_str()));
    let mut instrument = Instrument {
        id: id?,
        version: version?,
        release: release?,
        informant: informant?,
        ages: ages?,
        recall_days: recall_days?,
        items,
        response_sets,
        keys: Vec::new(),
        scores: Vec::new(),
        bank: None,
    };
    let bank = bank::read(&top, &mut instrument, &opens);
    let scores = score::read(&top, &mut instrument, &opens);
    top.finish();
    let about =
        About { rights: rights?, licence_file: false, open: false, scores, bank, orders, texts: Vec::new() };
    Some((Read { instrument, wording: Vec::new(), about }, opens))
}

fn rights(top: &Table<'_>) -> Option<Rights> {
    let rights = top.table("rights")?;
    let help = "Say who holds the rights, what they allow and where that stands.";
    let filled = |name: &str| rights.filled(name, Code::Rights, help).map(|found| found.value.to_owned());
    let (holder, statement, source) = (filled("holder"), filled("statement"), filled("source"));
    let permission = rights.word("permission", &words::permissions());
    let script_form = rights.text_opt("script_form").map(|found| found.value.to_owned());
    rights.finish();
    Some(Rights {
        holder: holder?,
        permission: permission?,
        statement: statement?,
        source: source?,
        script_form,
    })
}

fn response_set(table: Table<'_>) -> Option<ResponseSet> {
    let id = words::id(&table);
    let values: Found<'_, Vec<i16>> = table.need("values")?.wholes()?;
    let mut different = values.value.clone();
    different.sort_unstable();
    different.dedup();
    if values.value.len() < 2 || different.len() != values.value.len() || values.value.len() > 9 {
        let help = "Give two to nine options with different values.";
        values.say(Code::ResponseSet, "these options cannot be told apart".to_owned(), help);
    }
    if values.value.iter().any(|value| value.unsigned_abs() > LARGEST_VALUE.unsigned_abs()) {
        let help = format!("Stay between -{LARGEST_VALUE} and {LARGEST_VALUE}.");
        values.say(Code::ResponseSet, "a value is too large".to_owned(), &help);
        return None;
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

fn order(table: Table<'_>, items: &[Item]) -> Option<Order> {
    let id = words::id(&table);
    let source = table.filled("source", Code::Source, "Name the form that has this order.");
    let names = table.texts("items")?;
    let mut given = Vec::new();
    for name in &names.value {
        let at = items.iter().position(|item| item.id == name.value).and_then(|at| u16::try_from(at).ok());
        match at.map(ItemIndex) {
            Some(at) if given.contains(&at) => {
                name.say(Code::Order, format!("`{}` stands here twice", name.value), "Name every item once.");
            }
            Some(at) => given.push(at),
            None => {
                let what = format!("there is no item `{}`", name.value);
                name.say(Code::Order, what, "Name items of this instrument.");
            }
        }
    }
    table.finish();
    if given.len() != items.len() {
        let what = format!("{} of {} items", given.len(), items.len());
        names.say(Code::Order, what, "Name every item once.");
        return None;
    }
    Some(Order { id: id?, source: source?.value.to_owned(), items: given })
}

/// Position of an item by its id.
pub(crate) fn item_index(instrument: &Instrument, id: &str) -> Option<ItemIndex> {
    let at = instrument.items.iter().position(|item| item.id == id)?;
    u16::try_from(at).ok().map(ItemIndex)
}

/// The response set of an item.
pub(crate) fn set_of(instrument: &Instrument, item: ItemIndex) -> Option<&ResponseSet> {
    let item = instrument.items.get(usize::from(item.0))?;
    instrument.response_sets.get(usize::from(item.response_set))
}
