//! `[bank]`: parameters of item response theory.

use crate::{
    finding::Code,
    instrument::{item_index, set_of},
    keys,
    library::Sourced,
    reader::{Any, Table},
    words::Opens,
};
use qinghe_content::{Bank, Calibrated, Instrument, ItemIndex};

/// Decimal places of every parameter.
const PLACES: u8 = 4;

/// Reads `[bank]`, when there is one, into the instrument.
pub(crate) fn read(top: &Table<'_>, instrument: &mut Instrument, opens: &Opens) -> Option<Sourced> {
    let table = top.table_opt("bank")?;
    let metric = table.filled("metric", Code::Source, "Name the metric of the parameters.");
    let from = opens.sourced(&table, "Name author and year of the parameters.");
    let mean = table.need("prior_mean").and_then(|found| found.units(PLACES));
    let sd = table.need("prior_sd").and_then(|found| found.units(PLACES));
    if let Some(sd) = &sd
        && sd.value <= 0
    {
        sd.say(Code::Bank, "the prior has no spread".to_owned(), "Give a positive standard deviation.");
    }
    let mut items = Vec::new();
    if let Some(all) = table.table("items") {
        for one in all.every() {
            items.extend(calibrated(&one, instrument));
        }
        if items.is_empty() {
            all.at.say(Code::Bank, "the bank has no item".to_owned(), "Give the parameters of each item.");
        }
    }
    table.finish();
    let sd = sd?.value;
    if items.is_empty() || sd <= 0 {
        return None;
    }
    let metric = metric?.value.to_owned();
    instrument.bank = Some(Bank { metric, prior_mean: mean?.value, prior_sd: sd, items });
    from
}

fn calibrated(one: &Any<'_>, instrument: &mut Instrument) -> Option<Calibrated> {
    let table = one.table()?;
    let item = item_index(instrument, one.name);
    if item.is_none() {
        let what = format!("there is no item `{}`", one.name);
        one.at.say(Code::Bank, what, "Name items of this instrument.");
    }
    let a = table.need("a").and_then(|found| found.units(PLACES));
    if let Some(a) = &a
        && a.value <= 0
    {
        a.say(Code::Bank, "the slope is not positive".to_owned(), "Key the item with `reverse` instead.");
    }
    let b = table.need("b")?;
    let values: Vec<Option<i32>> =
        b.list()?.iter().map(|one| one.units(PLACES).map(|found| found.value)).collect();
    let values: Vec<i32> = values.into_iter().collect::<Option<_>>()?;
    table.finish();
    let item = item?;
    let options = set_of(instrument, item)?.values.len();
    let ascending = values.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
    if !ascending || values.len() + 1 != options {
        let what = format!("{} thresholds for {options} options", values.len());
        b.at.say(Code::Bank, what, "Give one fewer than options, ascending.");
        return None;
    }
    let key = ranks(instrument, item)?;
    let key = keys::pool(&mut instrument.keys, key, &one.at)?;
    a.filter(|a| a.value > 0).map(|a| Calibrated { item, key, a: a.value, b: values })
}

/// Position of each option from the lowest keyed value upwards.
fn ranks(instrument: &Instrument, item: ItemIndex) -> Option<Vec<i16>> {
    let values = &set_of(instrument, item)?.values;
    let reverse = instrument.items.get(usize::from(item.0))?.reverse;
    let rank = |value: &i16| {
        let before = values.iter().filter(|other| if reverse { *other > value } else { *other < value });
        i16::try_from(before.count()).ok()
    };
    values.iter().map(rank).collect()
}
