//! `patterns`: ranges of scores that hold together. A screening result, never more.

use crate::{
    decimal::decimal,
    finding::Code,
    reader::{Found, Table},
};
use qinghe_content::{Input, Instrument, Pattern, Within};
use qinghe_scoring::range;

/// Reads every pattern over the scores that enter.
pub(crate) fn read(table: &Table<'_>, instrument: &Instrument, inputs: &[Input]) -> Option<Vec<Pattern>> {
    let all: Vec<Option<Pattern>> =
        table.tables("patterns").into_iter().map(|pattern| one(&pattern, instrument, inputs)).collect();
    all.into_iter().collect()
}

fn one(table: &Table<'_>, instrument: &Instrument, inputs: &[Input]) -> Option<Pattern> {
    let value = table.need("value").and_then(|value| value.units(0));
    let all: Vec<Option<Within>> =
        table.tables("all").into_iter().map(|part| within(&part, instrument, inputs)).collect();
    let all: Vec<Within> = all.into_iter().collect::<Option<_>>()?;
    if all.is_empty() {
        return None;
    }
    Some(Pattern { value: value?.value, all })
}

fn within(part: &Table<'_>, instrument: &Instrument, inputs: &[Input]) -> Option<Within> {
    let name = part.text("score")?;
    let at = inputs.iter().position(|input| {
        matches!(input, Input::Score { score, .. }
            if instrument.scores.get(usize::from(*score)).is_some_and(|score| score.id == name.value))
    });
    let Some((at, Input::Score { score, .. })) = at.and_then(|at| Some((at, inputs.get(at)?))) else {
        let what = format!("`{}` does not enter this score", name.value);
        name.say(Code::Pattern, what, "Name one of `scores`.");
        return None;
    };
    let decimals = instrument.scores.get(usize::from(*score)).map_or(0, |score| score.scaling.decimals);
    let end = |field: &str| match part.find(field) {
        Some(found) => found.units(decimals).map(Some),
        None => Some(None),
    };
    let (from, to): (Option<Option<Found<'_, i32>>>, _) = (end("from"), end("to"));
    let (from, to) = (from?, to?);
    let (low, high) = range(instrument, usize::from(*score));
    let (least, most) = (from.map(|from| from.value), to.map(|to| to.value));
    let (first, last) = (least.unwrap_or(low), most.unwrap_or(high));
    let always = first <= low && last >= high;
    if first > last || first > high || last < low || always {
        let what = if always { "always holds" } else { "can never hold" };
        let help =
            format!("The score lies between {} and {}.", decimal(low, decimals), decimal(high, decimals));
        part.at.say(Code::Pattern, format!("this part {what}"), &help);
    }
    let input = u8::try_from(at).ok()?;
    Some(Within { input, from: least.unwrap_or(i32::MIN), to: most.unwrap_or(i32::MAX) })
}
