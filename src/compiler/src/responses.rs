//! How cases write responses and persons down.

use crate::{
    finding::Code,
    reader::{Any, Found, Table},
    words::SEXES,
};
use qinghe_content::{Instrument, Item};
use qinghe_scoring::{Response, Who};

const FORM: &str = "Write per item one digit (the value), `-` (skipped) or, in a battery, `.` (not asked). \
                    Separate all by commas where a value has a sign or more digits.";

/// Responses to every item of an instrument, in its order.
pub(crate) fn responses(
    text: &Found<'_, &str>,
    instrument: &Instrument,
    in_battery: bool,
) -> Option<Vec<Response>> {
    let marks = marks(text.value);
    if marks.len() != instrument.items.len() {
        text.say(Code::Case, format!("{} responses for {} items", marks.len(), instrument.items.len()), FORM);
        return None;
    }
    let one = |(mark, item): (&String, &Item)| match mark.as_str() {
        "-" => Some(Response::Skipped),
        "." if in_battery => Some(Response::NotReached),
        value => {
            let value: i16 = value.parse().ok()?;
            option(instrument, item, value).map(Response::Given)
        }
    };
    let all: Option<Vec<Response>> = marks.iter().zip(&instrument.items).map(one).collect();
    if all.is_none() {
        text.say(Code::Case, "a value here is no option of its item".to_owned(), FORM);
    }
    all
}

/// Position of the option with this value.
pub(crate) fn option(instrument: &Instrument, item: &Item, value: i16) -> Option<u8> {
    let set = instrument.response_sets.get(usize::from(item.response_set))?;
    let at = set.values.iter().position(|one| *one == value)?;
    u8::try_from(at).ok()
}

fn marks(text: &str) -> Vec<String> {
    let bare: String = text.chars().filter(|mark| !mark.is_whitespace()).collect();
    if bare.contains(',') {
        bare.split(',').map(str::to_owned).collect()
    } else {
        bare.chars().map(String::from).collect()
    }
}

/// Which responses came too soon: one mark, `0` or `1`, per item.
pub(crate) fn quick(text: &Found<'_, &str>, instrument: &Instrument) -> Option<Vec<bool>> {
    let all: Option<Vec<bool>> = marks(text.value)
        .iter()
        .map(|mark| match mark.as_str() {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        })
        .collect();
    let all = all.filter(|all| all.len() == instrument.items.len());
    if all.is_none() {
        let what = format!("not one mark for each of {} items", instrument.items.len());
        text.say(Code::Case, what, "Write `1` where the response came too soon, else `0`.");
    }
    all
}

/// `group`: whose responses they are.
pub(crate) fn who(case: &Table<'_>) -> Option<Who> {
    let Some(group) = case.find("group") else { return Some(Who::default()) };
    let group = group.table()?;
    let mut who = Who::default();
    if group.has("sex") {
        who.sex = Some(group.word("sex", SEXES)?);
    }
    let number = |name: &str| match group.find(name) {
        Some(found) => found.whole::<u8>().map(|found| Some(found.value)),
        None => Some(None),
    };
    (who.age, who.grade) = (number("age")?, number("grade")?);
    group.finish();
    Some(who)
}

/// A score as a case expects it; the inner `None` is `not-computed`.
pub(crate) fn expected<'a>(given: &Any<'a>, decimals: u8) -> Option<Found<'a, Option<i32>>> {
    if given.peek() == Some("not-computed") {
        return Some(Found { at: given.at.clone(), value: None });
    }
    given.units(decimals).map(|found| Found { at: found.at, value: Some(found.value) })
}
