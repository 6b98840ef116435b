//! `[[block]]`, or the list of whole instruments in its place: what is asked, of whom, when and how.

use crate::{
    condition::{self, Around, Used},
    finding::Code,
    instrument::item_index,
    library::{Order, Read},
    reader::{At, Found, Table},
    words::{self, inside, overlap},
};
use qinghe_content::{Adaptive, AgeRange, Block, Combine, Group, Informant, Instrument, ItemIndex, Mode};
use std::collections::BTreeSet;

/// One block as it is written.
pub(crate) struct Written<'a> {
    /// Position among the instruments of the battery.
    pub instrument: u8,
    at: At<'a>,
    /// `None` in the short form.
    table: Option<Table<'a>>,
    /// About whoever responds.
    own: bool,
}

/// What is asked: instruments as positions in the library, and blocks.
pub(crate) fn written<'a>(
    top: &Table<'a>,
    all: &[Read],
    informant: Option<Informant>,
) -> (Vec<usize>, Vec<Written<'a>>) {
    let (mut used, mut blocks) = (Vec::new(), Vec::new());
    if let Some(list) = top.find("instruments") {
        if top.has("block") {
            let what = "`instruments` beside [[block]]".to_owned();
            list.at.say(Code::Block, what, "Write one of the two.");
        }
        let names = list.texts().map(|names| names.value).unwrap_or_default();
        for name in &names {
            let Some(at) = known(name, all, informant) else { continue };
            if used.contains(&at) {
                name.say(Code::Duplicate, format!("`{}` stands here twice", name.value), "Name it once.");
                continue;
            }
            let Ok(instrument) = u8::try_from(used.len()) else { continue };
            used.push(at);
            blocks.push(Written { instrument, at: name.at.clone(), table: None, own: false });
        }
        if names.is_empty() {
            list.at.say(Code::MissingField, "the battery has no instrument".to_owned(), "Name at least one.");
        }
        // Read, so that it is not reported as unknown too.
        let _ = top.find("block");
        return (used, blocks);
    }
    for table in top.tables("block") {
        let Some(name) = table.text("instrument") else { continue };
        let Some(at) = known(&name, all, informant) else { continue };
        let position = used.iter().position(|one| *one == at).unwrap_or_else(|| {
            used.push(at);
            used.len() - 1
        });
        let Ok(instrument) = u8::try_from(position) else { continue };
        blocks.push(Written { instrument, at: name.at.clone(), table: Some(table), own: false });
    }
    (used, blocks)
}

/// `own`: instruments about whoever responds, asked behind the others. They are added to both lists.
pub(crate) fn own<'a>(
    top: &Table<'a>,
    all: &[Read],
    informant: Option<Informant>,
    (used, blocks): (&mut Vec<usize>, &mut Vec<Written<'a>>),
) {
    let Some(list) = top.find("own") else { return };
    if informant == Some(Informant::Student) {
        let what = "a student's battery is about the student as a whole".to_owned();
        list.at.say(Code::Own, what, "Write the instrument among the others.");
    }
    for name in list.texts().map(|names| names.value).unwrap_or_default() {
        // Whoever responds about oneself responds as a student does.
        let Some(at) = known(&name, all, Some(Informant::Student)) else { continue };
        if used.contains(&at) {
            name.say(Code::Duplicate, format!("`{}` stands here twice", name.value), "Name it once.");
            continue;
        }
        let critical = |read: &Read| read.instrument.items.iter().any(|item| item.critical.is_some());
        if all.get(at).is_some_and(critical) {
            let what = format!("`{}` has a critical item, and nobody would hear of it", name.value);
            name.say(Code::Own, what, "Use an instrument without one.");
        }
        let Ok(instrument) = u8::try_from(used.len()) else { continue };
        used.push(at);
        blocks.push(Written { instrument, at: name.at.clone(), table: None, own: true });
    }
}

fn known(name: &Found<'_, &str>, all: &[Read], informant: Option<Informant>) -> Option<usize> {
    let Some(at) = all.iter().position(|read| read.instrument.id == name.value) else {
        let what = format!("there is no instrument `{}`", name.value);
        name.say(Code::UnknownReference, what, "Name a folder of `scales/` without faults.");
        return None;
    };
    let own = all.get(at).map(|read| read.instrument.informant);
    if informant.is_some() && informant != own {
        let what = format!("`{}` is answered by somebody else", name.value);
        name.say(Code::Informant, what, "Use instruments with the battery's informant.");
    }
    Some(at)
}

/// Blocks without gates and modes: those look at the others. `None` when one cannot be read.
pub(crate) fn bare(written: &[Written<'_>], used: &Used<'_>, ages: Option<AgeRange>) -> Option<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut whole = true;
    for one in written {
        let Some(read) = used.reads.get(usize::from(one.instrument)) else { continue };
        let before: BTreeSet<ItemIndex> = blocks
            .iter()
            .filter(|block| block.instrument == one.instrument)
            .flat_map(|block| &block.items)
            .copied()
            .collect();
        let items = items(one, read, &before);
        let ages = block_ages(one, &read.instrument, ages);
        match items.zip(ages) {
            Some((items, ages)) => {
                blocks.push(Block {
                    instrument: one.instrument,
                    items,
                    ages,
                    ask_if: None,
                    mode: Mode::Fixed,
                });
            }
            None => whole = false,
        }
    }
    whole.then_some(blocks)
}

fn items(written: &Written<'_>, read: &Read, before: &BTreeSet<ItemIndex>) -> Option<Vec<ItemIndex>> {
    let instrument = &read.instrument;
    let table = written.table.as_ref();
    let mut items: Vec<ItemIndex> = match table.and_then(|table| table.find("items")) {
        Some(list) => listed(&list.texts()?, instrument, before)?,
        None => {
            let all = (0u16..).zip(&instrument.items).map(|(at, _)| ItemIndex(at));
            all.filter(|item| !before.contains(item)).collect()
        }
    };
    if items.is_empty() {
        let what = format!("nothing of `{}` is left to ask", instrument.id);
        written.at.say(Code::Block, what, "Leave the block out, or name items that no other block asks.");
        return None;
    }
    if let Some(name) = table.and_then(|table| table.text_opt("order")) {
        let orders = &read.about.orders;
        let Some(Order { items: order, .. }) = orders.iter().find(|order| order.id == name.value) else {
            let what = format!("`{}` has no order `{}`", instrument.id, name.value);
            name.say(Code::UnknownReference, what, "Name one of its [[order]] tables.");
            return None;
        };
        items.sort_by_key(|item| order.iter().position(|one| one == item));
    }
    Some(items)
}

fn listed(
    list: &Found<'_, Vec<Found<'_, &str>>>,
    instrument: &Instrument,
    before: &BTreeSet<ItemIndex>,
) -> Option<Vec<ItemIndex>> {
    let mut items = Vec::new();
    for name in &list.value {
        let Some(item) = item_index(instrument, name.value) else {
            let what = format!("`{}` has no item `{}`", instrument.id, name.value);
            name.say(Code::UnknownReference, what, "Name items of the instrument.");
            return None;
        };
        if before.contains(&item) || items.contains(&item) {
            name.say(Code::Duplicate, format!("`{}` is asked twice", name.value), "Ask every item once.");
            continue;
        }
        items.push(item);
    }
    Some(items)
}

fn block_ages(written: &Written<'_>, instrument: &Instrument, battery: Option<AgeRange>) -> Option<AgeRange> {
    if written.own {
        // The ages of a battery are the child's.
        return battery;
    }
    let narrowed = written.table.as_ref().filter(|table| table.has("ages"));
    let Some(table) = narrowed else {
        if battery.is_some_and(|battery| !inside(battery, instrument.ages)) {
            let what = format!("`{}` is not for all ages of this battery", instrument.id);
            let help = "Narrow the battery's ages or those of a block, or leave the instrument out.";
            written.at.say(Code::Ages, what, help);
        }
        return Some(instrument.ages);
    };
    let ages = words::ages(table)?;
    if !inside(ages, instrument.ages) {
        let what = format!("`{}` is not for all ages of this block", instrument.id);
        written.at.say(Code::Ages, what, "Narrow the ages of the block.");
    } else if battery.is_some_and(|battery| !overlap(battery, ages)) {
        let what = "nobody in this battery has the ages of this block".to_owned();
        written.at.say(Code::Block, what, "Correct the ages, or leave the block out.");
    }
    Some(ages)
}

/// Adds modes and gates, and closes the tables. Returns what each gate is known to miss.
pub(crate) fn finish(
    written: Vec<Written<'_>>,
    blocks: &mut [Block],
    used: &Used<'_>,
    people: Group,
) -> Vec<Option<String>> {
    // Modes first: what a gate may use depends on whether a block asks everything.
    for (one, block) in written.iter().zip(blocks.iter_mut()) {
        if let Some(mode) = one.table.as_ref().and_then(|table| mode(table, block, used)) {
            block.mode = mode;
        }
    }
    let mut misses = Vec::new();
    for (nth, one) in written.into_iter().enumerate() {
        let Some(table) = one.table else {
            misses.push(None);
            continue;
        };
        let around = Around { used, blocks, before: nth, validity: false, people };
        let gate = table.table_opt("ask_if").and_then(|gate| condition::read(gate, &around));
        misses.push(if table.has("ask_if") {
            let help = "Say what the gate is known to miss, and where that stands.";
            table.filled("misses", Code::Source, help).map(|found| found.value.to_owned())
        } else {
            None
        });
        if let Some(block) = blocks.get_mut(nth) {
            block.ask_if = gate;
        }
        table.finish();
    }
    misses
}

fn mode(table: &Table<'_>, block: &Block, used: &Used<'_>) -> Option<Mode> {
    let instrument = used.instruments.get(usize::from(block.instrument))?;
    let exact = table.has("stop") && table.word("stop", &[("exact", ())]).is_some();
    let Some(adaptive) = table.table_opt("adaptive") else {
        if exact && let Some(stop) = table.find("stop") {
            critical_first(&stop.at, block, instrument);
        }
        return exact.then_some(Mode::ExactStop);
    };
    if exact {
        let what = "`stop` beside `adaptive`".to_owned();
        adaptive.at.say(Code::Adaptive, what, "Write one of the two.");
    }
    let made = self::adaptive(&adaptive, block, used, instrument);
    adaptive.finish();
    made.map(Mode::Adaptive)
}

fn is_critical(instrument: &Instrument, item: ItemIndex) -> bool {
    instrument.items.get(usize::from(item.0)).is_some_and(|item| item.critical.is_some())
}

fn critical_first(at: &At<'_>, block: &Block, instrument: &Instrument) {
    let mut others = block.items.iter().skip_while(|item| is_critical(instrument, **item));
    if others.any(|item| is_critical(instrument, *item)) {
        let what = "a critical item stands behind others".to_owned();
        at.say(Code::CriticalFirst, what, "Give `items` with the critical items first.");
    }
}

fn adaptive(table: &Table<'_>, block: &Block, used: &Used<'_>, instrument: &Instrument) -> Option<Adaptive> {
    let name = table.text("score")?;
    let min: Option<Found<'_, u8>> = table.whole("min_items");
    let max: Option<Found<'_, u8>> = table.whole("max_items");
    let error = match table.find("standard_error") {
        Some(found) => found.units(3),
        None => None,
    };
    let decided: Option<Found<'_, u8>> = table.whole_opt("decided");
    let score = used.named(name.value, &name.at)?;
    let theta = used.score(score).is_some_and(|score| score.combine == Combine::Theta);
    if score.instrument != block.instrument || !theta || name.value.matches('/').count() != 2 {
        let what = format!("`{}` is no trait estimate of this instrument with a band set", name.value);
        name.say(Code::Adaptive, what, "Write instrument/score/band-set of a score with the method `theta`.");
        return None;
    }
    let known = |item: &ItemIndex| {
        instrument.bank.as_ref().is_some_and(|bank| bank.items.iter().any(|known| known.item == *item))
    };
    if !block.items.iter().all(known) {
        let what = "an item of the block has no parameters".to_owned();
        table.at.say(Code::Adaptive, what, "Ask it in another block.");
        return None;
    }
    if block.items.iter().any(|item| is_critical(instrument, *item)) {
        let what = "an adaptive block may leave its critical item out".to_owned();
        table.at.say(Code::CriticalFirst, what, "Ask the critical items in a block before it.");
    }
    let (min, max) = (min?, max?);
    if min.value == 0 || min.value > max.value || usize::from(max.value) > block.items.len() {
        let what = format!("{} to {} of {} items", min.value, max.value, block.items.len());
        min.say(Code::Adaptive, what, "Give at least 1, and at most the number of items.");
    }
    let precise = error.as_ref().map_or(Some(0), |error| u16::try_from(error.value).ok());
    let sure = decided.as_ref().map_or(0, |decided| decided.value);
    let sensible = (decided.is_none() || (51..=99).contains(&sure))
        && error.as_ref().is_none_or(|error| (1..=2000).contains(&error.value));
    if !sensible {
        let what = "this never stops, or at once".to_owned();
        table.at.say(Code::Adaptive, what, "Give `decided` from 51 to 99, `standard_error` from 0.001 to 2.");
    }
    if (table.has("standard_error"), table.has("decided")) == (false, false) {
        let what = "nothing says when it is enough".to_owned();
        table.at.say(Code::Adaptive, what, "Give `standard_error`, `decided` or both.");
    }
    Some(Adaptive {
        score,
        min_items: min.value,
        max_items: max.value,
        standard_error: precise?,
        decided: sure,
    })
}
