//! `[validity]`: the signs of carelessness that a battery looks for.

use crate::{
    condition::{Around, Used},
    finding::Code,
    instrument::{item_index, set_of},
    reader::{Any, Found, Table},
    responses,
};
use qinghe_content::{Cut, Index, IndexKind, ItemRef, Validity};
use qinghe_scoring::range;

/// Quickest and slowest floor that makes sense, in milliseconds.
const FLOORS: std::ops::RangeInclusive<u16> = 200..=10_000;

/// Reads the policy of a battery, where it has one.
pub(crate) fn of_battery(top: &Table<'_>, around: &Around<'_>) -> Option<(Validity, String)> {
    let table = top.table_opt("validity")?;
    let policy = read(&table, around);
    table.finish();
    policy
}

/// Reads the policy and its source.
fn read(table: &Table<'_>, around: &Around<'_>) -> Option<(Validity, String)> {
    let floor: Option<Found<'_, u16>> = table.whole("floor_ms");
    if let Some(floor) = &floor
        && !FLOORS.contains(&floor.value)
    {
        let help = format!("Give {} to {} milliseconds.", FLOORS.start(), FLOORS.end());
        floor.say(Code::Validity, format!("a floor of {} ms", floor.value), &help);
    }
    let doubtful: Option<Found<'_, u16>> = table.whole("doubtful_from");
    let unusable: Option<Found<'_, u16>> = table.whole("unusable_from");
    let source = table.filled("source", Code::Source, "Say where floor, cuts and points come from.");
    let indices: Vec<Option<Index>> =
        table.tables("index").into_iter().map(|index| one(index, around)).collect();
    let indices: Vec<Index> = indices.into_iter().collect::<Option<_>>()?;
    let (doubtful, unusable) = (doubtful?, unusable?);
    if doubtful.value == 0 || doubtful.value > unusable.value {
        let what = format!("doubtful from {}, unusable from {}", doubtful.value, unusable.value);
        doubtful.say(Code::Validity, what, "Begin at 1 or more, doubtful first.");
    }
    let most: u32 = indices
        .iter()
        .map(|index| index.cuts.iter().map(|cut| u32::from(cut.points)).max().unwrap_or(0))
        .sum();
    if u32::from(unusable.value) > most {
        let what = format!("all indices together give {most} points");
        unusable.say(Code::Validity, what, "Lower the limit, or give the cuts more points.");
    }
    let policy = Validity {
        floor_ms: floor?.value,
        indices,
        doubtful_from: doubtful.value,
        unusable_from: unusable.value,
    };
    Some((policy, source?.value.to_owned()))
}

fn one(table: Table<'_>, around: &Around<'_>) -> Option<Index> {
    let word = table.text("kind")?;
    let (kind, least, most) = match kind(&table, &word, around) {
        Some(kind) => kind,
        None => {
            let known =
                ["quick", "long-string", "straight", "contradiction", "instructed", "lie", "odd-even"];
            if !known.contains(&word.value) {
                let help = format!("Write one of: {}.", known.join(", "));
                word.say(Code::UnknownWord, format!("`{}` is no kind", word.value), &help);
            }
            return None;
        }
    };
    let cuts = cuts(&table, least, most);
    table.finish();
    Some(Index { kind, cuts: cuts? })
}

/// Ascending cuts that the value can reach, with more points each time.
fn cuts(table: &Table<'_>, least: i32, most: i32) -> Option<Vec<Cut>> {
    let mut cuts: Vec<Cut> = Vec::new();
    for cut in table.tables("cuts") {
        let from: Found<'_, i32> = cut.whole("from")?;
        let points: Found<'_, u16> = cut.whole("points")?;
        let ascending =
            cuts.last().is_none_or(|before| before.from < from.value && before.points < points.value);
        if !ascending || points.value == 0 || from.value <= least || from.value > most {
            let what = format!("a cut at {} for {} points", from.value, points.value);
            let help = format!("Ascend in both, with values from {} to {most}.", least.saturating_add(1));
            from.say(Code::Validity, what, &help);
        }
        cut.finish();
        cuts.push(Cut { from: from.value, points: points.value });
    }
    (!cuts.is_empty()).then_some(cuts)
}

/// What is measured, and the lowest and highest value it can have.
fn kind(table: &Table<'_>, word: &Found<'_, &str>, around: &Around<'_>) -> Option<(IndexKind, i32, i32)> {
    let asked: usize = around.blocks.iter().map(|block| block.items.len()).sum();
    Some(match word.value {
        "quick" => (IndexKind::Quick, 0, 100),
        "long-string" => (IndexKind::LongString { lowest_option: lowest_option(table)? }, 1, small(asked)),
        "straight" => {
            let instruments = instruments(table, around.used, 1)?;
            let most = small(instruments.len());
            (IndexKind::Straight { instruments, lowest_option: lowest_option(table)? }, 0, most)
        }
        "contradiction" => {
            let pairs = pairs(table, around)?;
            let most = small(pairs.len());
            (IndexKind::Contradiction { apart: apart(table, &pairs, around.used)?, pairs }, 0, most)
        }
        "instructed" => {
            let items = instructed(table, around)?;
            let most = small(items.len());
            (IndexKind::Instructed { items }, 0, most)
        }
        "lie" => {
            let name = table.text("score")?;
            let at = around.used.named(name.value, &name.at)?;
            let instrument = around.used.instruments.get(usize::from(at.instrument))?;
            let (low, high) = range(instrument, usize::from(at.score));
            (IndexKind::Lie(at), low, high)
        }
        // 100 × (1 - r), r between -1 and 1.
        "odd-even" => (IndexKind::OddEven { instruments: instruments(table, around.used, 3)? }, 0, 200),
        _ => return None,
    })
}

fn small(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn lowest_option(table: &Table<'_>) -> Option<u8> {
    let found: Found<'_, u8> = table.whole("lowest_option")?;
    if found.value > 8 {
        let what = format!("no item has an option at position {}", found.value);
        found.say(Code::Validity, what, "Count positions from 0.");
    }
    Some(found.value)
}

fn instruments(table: &Table<'_>, used: &Used<'_>, least: usize) -> Option<Vec<u8>> {
    let list = table.texts("instruments")?;
    let mut all = Vec::new();
    for name in &list.value {
        match used.position(name.value) {
            Some(at) if all.contains(&at) => {
                name.say(Code::Duplicate, format!("`{}` stands here twice", name.value), "Name it once.");
            }
            Some(at) => all.push(at),
            None => {
                let what = format!("the battery has no instrument `{}`", name.value);
                name.say(Code::UnknownReference, what, "Name one of the battery.");
            }
        }
    }
    if all.len() < least {
        let what = format!("{} instruments", all.len());
        list.say(Code::Validity, what, &format!("Name at least {least}."));
        return None;
    }
    Some(all)
}

/// `instrument/item` that some block asks.
fn item(name: &str, place: &Any<'_>, around: &Around<'_>) -> Option<ItemRef> {
    let found = name.split_once('/').and_then(|(instrument, item)| {
        let at = around.used.position(instrument)?;
        let item = item_index(around.used.instruments.get(usize::from(at))?, item)?;
        Some(ItemRef { instrument: at, item })
    });
    let Some(found) = found else {
        let what = format!("`{name}` stands for nothing");
        place.at.say(Code::UnknownReference, what, "Write instrument/item.");
        return None;
    };
    let asks = |block: &qinghe_content::Block| {
        block.instrument == found.instrument && block.items.contains(&found.item)
    };
    if !around.blocks.iter().any(asks) {
        place.at.say(Code::Validity, format!("no block asks `{name}`"), "Ask it, or leave it out here.");
    }
    Some(found)
}

fn options(used: &Used<'_>, at: ItemRef) -> usize {
    let instrument = used.instruments.get(usize::from(at.instrument));
    instrument.and_then(|one| set_of(one, at.item)).map_or(0, |set| set.values.len())
}

fn reversed(used: &Used<'_>, at: ItemRef) -> bool {
    let instrument = used.instruments.get(usize::from(at.instrument));
    instrument.and_then(|one| one.items.get(usize::from(at.item.0))).is_some_and(|item| item.reverse)
}

fn pairs(table: &Table<'_>, around: &Around<'_>) -> Option<Vec<(ItemRef, ItemRef)>> {
    let mut all = Vec::new();
    for pair in table.need("pairs")?.list()? {
        let list = pair.list()?;
        let [one, other] = list.as_slice() else {
            pair.at.say(Code::WrongKind, "two items make a pair".to_owned(), "Write `[\"a/x\", \"a/y\"]`.");
            return None;
        };
        let (a, b) = (item(one.text()?.value, one, around), item(other.text()?.value, other, around));
        let (a, b) = (a?, b?);
        let opposite = reversed(around.used, a) != reversed(around.used, b);
        if !opposite || options(around.used, a) != options(around.used, b) {
            let what = "these two do not say opposite things with the same options".to_owned();
            pair.at.say(Code::Validity, what, "Pair an item with one that has `reverse = true`.");
        }
        all.push((a, b));
    }
    Some(all)
}

fn apart(table: &Table<'_>, pairs: &[(ItemRef, ItemRef)], used: &Used<'_>) -> Option<u8> {
    let apart: Found<'_, u8> = table.whole("apart")?;
    let most = pairs.iter().map(|(one, _)| options(used, *one)).min().unwrap_or(0);
    if apart.value == 0 || usize::from(apart.value) >= most.max(1) {
        let what = format!("no two of {most} options are {} apart, or any two are", apart.value);
        apart.say(Code::Validity, what, &format!("Give 1 to {}.", most.saturating_sub(1)));
    }
    Some(apart.value)
}

fn instructed(table: &Table<'_>, around: &Around<'_>) -> Option<Vec<(ItemRef, u8)>> {
    let mut all = Vec::new();
    for one in table.table("items")?.every() {
        let at = item(one.name, &one, around);
        let value: Found<'_, i16> = one.whole()?;
        let at = at?;
        let instrument = around.used.instruments.get(usize::from(at.instrument))?;
        let known = instrument.items.get(usize::from(at.item.0))?;
        let Some(option) = responses::option(instrument, known, value.value) else {
            let what = format!("`{}` has no option with the value {}", one.name, value.value);
            value.say(Code::Validity, what, "Give the value that the stem asks for.");
            return None;
        };
        all.push((at, option));
    }
    Some(all)
}
