//! From what is written about items to keys: the points of each option.

use crate::{
    finding::Code,
    instrument::{LARGEST_VALUE, item_index, set_of},
    library::Method,
    reader::{Any, At, Found, Table},
};
use qinghe_content::{Instrument, ItemIndex};

/// Most different keys of one instrument.
const MOST: usize = 256;
const TOO_MANY_POINTS: &str = "an option has too many points";

fn too_large(points: i16) -> bool {
    points.unsigned_abs() > LARGEST_VALUE.unsigned_abs()
}

fn between() -> String {
    format!("Stay between -{LARGEST_VALUE} and {LARGEST_VALUE}.")
}

/// Position of a key among those of the instrument; identical ones stand there once.
pub(crate) fn pool(keys: &mut Vec<Vec<i16>>, key: Vec<i16>, at: &At<'_>) -> Option<u8> {
    let position = keys.iter().position(|one| *one == key).unwrap_or_else(|| {
        keys.push(key);
        keys.len() - 1
    });
    let position = u8::try_from(position).ok();
    if position.is_none() {
        let what = format!("more than {MOST} different keys");
        at.say(Code::TooMany, what, "Use the same points for items that are keyed alike.");
    }
    position
}

/// How the items of one score are keyed.
pub(crate) struct Keying<'a> {
    /// In place of the items' own direction.
    reverse: Option<Vec<ItemIndex>>,
    points: Vec<(ItemIndex, Vec<i16>)>,
    count: Option<Count<'a>>,
}

/// Which responses are counted.
struct Count<'a> {
    at_least: Option<Found<'a, i16>>,
    own: Vec<(ItemIndex, Found<'a, i16>)>,
}

impl<'a> Keying<'a> {
    /// Reads the fields about keying. `items` are those of the score.
    pub(crate) fn read(
        table: &Table<'a>,
        instrument: &Instrument,
        items: &[ItemIndex],
        method: Method,
    ) -> Option<Keying<'a>> {
        let points = points(table, instrument, items);
        let reverse = reverse(table, instrument, items, points.as_deref().unwrap_or_default());
        let count = match method {
            Method::Count => Some(count(table, instrument, items)?),
            _ => None,
        };
        Some(Keying { reverse: reverse?, points: points?, count })
    }

    /// The points of each option of `item`, times `weight`.
    pub(crate) fn key(
        &self,
        instrument: &Instrument,
        item: ItemIndex,
        weight: i16,
        at: &At<'_>,
    ) -> Option<Vec<i16>> {
        let keyed = self.keyed(instrument, item)?;
        let counted = match &self.count {
            Some(count) => count.key(item, &keyed, at)?,
            None => keyed,
        };
        let times = |points: &i16| points.checked_mul(weight).filter(|points| !too_large(*points));
        let weighted: Option<Vec<i16>> = counted.iter().map(times).collect();
        if weighted.is_none() {
            at.say(Code::Keying, TOO_MANY_POINTS.to_owned(), &between());
        }
        weighted
    }

    fn keyed(&self, instrument: &Instrument, item: ItemIndex) -> Option<Vec<i16>> {
        if let Some((_, points)) = self.points.iter().find(|(own, _)| *own == item) {
            return Some(points.clone());
        }
        let set = set_of(instrument, item)?;
        let reverse = match &self.reverse {
            Some(list) => list.contains(&item),
            None => instrument.items.get(usize::from(item.0))?.reverse,
        };
        let (low, high) = set.range();
        let mirrored = |value: &i16| (low + high).checked_sub(*value);
        if reverse { set.values.iter().map(mirrored).collect() } else { Some(set.values.clone()) }
    }
}

impl Count<'_> {
    fn key(&self, item: ItemIndex, keyed: &[i16], at: &At<'_>) -> Option<Vec<i16>> {
        let own = self.own.iter().find(|(one, _)| *one == item).map(|(_, least)| least);
        let Some(least) = own.or(self.at_least.as_ref()) else {
            at.say(Code::MissingField, "`at_least` is missing for this item".to_owned(), "Add the field.");
            return None;
        };
        let (low, high) = (keyed.iter().min()?, keyed.iter().max()?);
        if least.value <= *low || least.value > *high {
            let what = format!("no response is {} or more, or every one is", least.value);
            least.say(Code::Keying, what, &format!("Give a value from {} to {high}.", low + 1));
        }
        Some(keyed.iter().map(|value| i16::from(*value >= least.value)).collect())
    }
}

/// An item of the score by its id.
fn own_item(name: &str, at: &At<'_>, instrument: &Instrument, items: &[ItemIndex]) -> Option<ItemIndex> {
    let item = item_index(instrument, name).filter(|item| items.contains(item));
    if item.is_none() {
        let what = format!("`{name}` is no item of this score");
        at.say(Code::Keying, what, "Name an item that stands in `items` or `weights`.");
    }
    item
}

fn reverse(
    table: &Table<'_>,
    instrument: &Instrument,
    items: &[ItemIndex],
    points: &[(ItemIndex, Vec<i16>)],
) -> Option<Option<Vec<ItemIndex>>> {
    let Some(list) = table.find("reverse") else { return Some(None) };
    let mut reversed = Vec::new();
    for name in list.texts()?.value {
        let Some(item) = own_item(name.value, &name.at, instrument, items) else { continue };
        if points.iter().any(|(own, _)| *own == item) || reversed.contains(&item) {
            let what = format!("`{}` has its key already", name.value);
            name.say(Code::Keying, what, "Name it once, in `reverse` or in `points`.");
        }
        reversed.push(item);
    }
    Some(Some(reversed))
}

fn points(
    table: &Table<'_>,
    instrument: &Instrument,
    items: &[ItemIndex],
) -> Option<Vec<(ItemIndex, Vec<i16>)>> {
    let Some(inner) = table.find("points") else { return Some(Vec::new()) };
    let one = |given: Any<'_>| {
        let item = own_item(given.name, &given.at, instrument, items);
        let points: Found<'_, Vec<i16>> = given.wholes()?;
        let options = set_of(instrument, item?)?.values.len();
        if points.value.len() != options {
            let what = format!("{} points for {options} options", points.value.len());
            points.say(Code::Keying, what, "Give the points of each option, in the order of the values.");
            return None;
        }
        if points.value.iter().any(|points| too_large(*points)) {
            points.say(Code::Keying, TOO_MANY_POINTS.to_owned(), &between());
            return None;
        }
        Some((item?, points.value))
    };
    inner.table()?.every().map(one).collect()
}

fn count<'a>(table: &Table<'a>, instrument: &Instrument, items: &[ItemIndex]) -> Option<Count<'a>> {
    let at_least = match table.find("at_least") {
        Some(found) => Some(found.whole()?),
        None => None,
    };
    let mut own = Vec::new();
    if let Some(inner) = table.table_opt("at_least_for") {
        for given in inner.every() {
            let item = own_item(given.name, &given.at, instrument, items);
            own.push((item?, given.whole()?));
        }
    }
    Some(Count { at_least, own })
}
