//! Items with one right option: what banks and core knowledge have in common.

use super::{
    text::{Ear, PerVariant, pick},
    tone::Measure,
    variants_of,
};
use crate::{
    finding::Code,
    reader::{At, Table},
    words::{self, is_id, unique},
};
use qinghe_content::{Locale, asked::Asked, exercise::Variant};
use std::collections::BTreeSet;

/// Fewest and most options.
const OPTIONS: std::ops::RangeInclusive<usize> = 3..=4;
/// The right one stands in one place in at most two of five items.
const SAME_PLACE: (usize, usize) = (2, 5);
/// An option that says something of the others is no option.
const ALL_OF: [&[&str]; 2] = [
    &["以上都", "以上皆", "以上全", "上面都", "上面几", "全都对", "都是对的", "都不对"],
    &["all of the above", "none of the above", "both of the above", "all of these", "none of these"],
];

/// An item as it is written.
pub(super) struct RawItem {
    pub id: String,
    pub options: Vec<String>,
    pub right: u8,
    pub critical: bool,
    /// Who is asked; `None`: everybody.
    pub only: Option<Vec<Variant>>,
}

/// Reads what every item has; the table is not finished, `critical` and `only` are the caller's.
pub(super) fn raw(table: &Table<'_>) -> Option<RawItem> {
    let (id, right) = (words::id(table), table.text("right"));
    let options = table.texts("options").map(|found| {
        let all: Vec<String> =
            found.value.iter().filter(|one| is_id(one)).map(|one| one.value.to_owned()).collect();
        unique(&found.at, "option", all.iter().map(String::as_str));
        if !OPTIONS.contains(&all.len()) {
            found.say(Code::Options, format!("{} options", all.len()), "Give three or four.");
        }
        all
    });
    let (options, right) = (options?, right?);
    let place = options.iter().position(|one| one == right.value);
    if place.is_none() {
        let what = format!("there is no option `{}`", right.value);
        right.say(Code::UnknownReference, what, "Name one of `options`.");
    }
    let right = u8::try_from(place?).ok()?;
    Some(RawItem { id: id?, options, right, critical: false, only: None })
}

pub(super) fn only(table: &Table<'_>) -> Option<Option<Vec<Variant>>> {
    let Some(found) = table.text_opt("only") else { return Some(None) };
    variants_of(&found.at, found.value).map(Some)
}

impl RawItem {
    pub(super) fn is_for(&self, variant: Variant) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&variant))
    }
}

/// Wording of an item.
pub(super) struct Worded {
    text: PerVariant,
    options: Vec<PerVariant>,
    why: PerVariant,
}

/// Wording of every item, from the table `item`; `None` when one lacks it.
pub(super) fn worded<'b, I>(
    ear: Ear<'_>,
    top: &Table<'_>,
    items: impl Fn() -> I,
    all: &[Variant],
) -> Option<Vec<Worded>>
where
    I: Iterator<Item = &'b RawItem>,
{
    let table = top.table("item")?;
    for given in table.every().filter(|given| items().all(|item| item.id != given.name)) {
        let what = format!("there is no item `{}`", given.name);
        given.at.say(Code::Wording, what, "Remove it, or correct the id.");
    }
    let of_item = |item: &RawItem| {
        let Some(given) = table.find(&item.id) else {
            let what = format!("item `{}` has no wording", item.id);
            table.at.say(Code::Wording, what, "Add a table `[item.<id>]` with text, options and why.");
            return None;
        };
        let given = given.table()?;
        let read: Vec<Variant> = all.iter().copied().filter(|one| item.is_for(*one)).collect();
        let wrong = |id: &str| item.options.iter().position(|one| one == id) != Some(usize::from(item.right));
        let (text, why) = (ear.one(&given, "text", &read), ear.one(&given, "why", &read));
        let options = given.table("options").and_then(|table| {
            let options = ear.list(&table, &item.options, &read, &wrong)?;
            distinct(&table.at, &options, &read, ear.locale);
            Some(options)
        });
        given.unknown();
        Some(Worded { text: text?, options: options?, why: why? })
    };
    let all: Vec<Option<Worded>> = items().map(of_item).collect();
    all.into_iter().collect()
}

/// Options differ, and none of them speaks of the others.
fn distinct(at: &At<'_>, options: &[PerVariant], read: &[Variant], locale: Locale) {
    let phrases = ALL_OF.get(words::locale_index(locale)).copied().unwrap_or_default();
    for variant in read {
        let texts: Vec<String> = options.iter().map(|one| pick(one, *variant).to_lowercase()).collect();
        let once: BTreeSet<String> = texts.iter().map(|text| plain(text)).collect();
        if once.len() < texts.len() {
            at.say(Code::Options, "two options say the same".to_owned(), "Write what somebody could think.");
            return;
        }
        if texts.iter().any(|text| phrases.iter().any(|phrase| text.contains(phrase))) {
            let help = "Write a sentence that can be right or wrong by itself.";
            at.say(Code::Options, "an option speaks of the others".to_owned(), help);
            return;
        }
    }
}

/// Letters and digits alone: what is the same but for a comma is the same.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The items of one variant.
pub(super) fn of_variant<'b>(
    items: impl IntoIterator<Item = &'b RawItem>,
    worded: &[Worded],
    variant: Variant,
) -> Vec<Asked> {
    let both = items.into_iter().zip(worded).filter(|(item, _)| item.is_for(variant));
    let asked = |(item, words): (&RawItem, &Worded)| Asked {
        id: item.id.clone(),
        right: item.right,
        critical: item.critical,
        text: pick(&words.text, variant),
        options: words.options.iter().map(|one| pick(one, variant)).collect(),
        why: pick(&words.why, variant),
    };
    both.map(asked).collect()
}

/// No place and no length gives the right one away.
pub(super) fn balance(at: &At<'_>, what: &str, list: &[Asked]) {
    let most = (list.len() * SAME_PLACE.0).div_ceil(SAME_PLACE.1);
    for place in 0..*OPTIONS.end() {
        let here = list.iter().filter(|item| usize::from(item.right) == place).count();
        if here > most {
            let what =
                format!("{what}: the right one stands in place {} in {here} of {}", place + 1, list.len());
            at.say(Code::Balance, what, &format!("Let it stand there in at most {most}."));
        }
    }
    let longest = list.iter().filter(|item| is_longest(item)).count();
    if longest * 2 > list.len() {
        let what = format!("{what}: the right one is the longest in {longest} of {}", list.len());
        at.say(Code::Balance, what, "Shorten right options, or let wrong ones say more: at most half.");
    }
}

fn is_longest(item: &Asked) -> bool {
    let length = |option: &String| option.chars().count();
    let right = item.options.get(usize::from(item.right)).map_or(0, length);
    let others = item.options.iter().enumerate().filter(|(nth, _)| *nth != usize::from(item.right));
    others.map(|(_, option)| length(option)).all(|other| other < right)
}

/// No item twice, and none that `shown` holds already.
pub(super) fn repeated(at: &At<'_>, list: &[Asked], shown: &BTreeSet<String>) {
    let mut seen = shown.clone();
    for item in list {
        if !seen.insert(plain(&item.text)) {
            let what = format!("`{}` is asked word for word already", item.id);
            at.say(Code::Repeated, what, "Ask for the same idea in other words, or in another situation.");
        }
    }
}

/// What is read of a list, for its reading level.
pub(super) fn measure(list: &[Asked]) -> Measure {
    let mut measure = Measure::default();
    list.iter().flat_map(|item| [&item.text, &item.why]).for_each(|text| measure.add(text));
    measure
}
