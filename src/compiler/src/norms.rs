//! `[[score.norm]]`: from a scaled score to where it stands in a group.

use crate::{
    decimal::decimal,
    finding::Code,
    library::AboutNorm,
    reader::{Any, Found, Table},
    words::{self, Opens, unique},
};
use qinghe_content::Norm;

/// Reads every table. `range` is that of the scaled score.
pub(crate) fn read(
    table: &Table<'_>,
    range: (i32, i32),
    decimals: u8,
    opens: &Opens,
) -> (Vec<Norm>, Vec<AboutNorm>) {
    let mut norms: Vec<Norm> = Vec::new();
    let mut about = Vec::new();
    for table in table.tables_opt("norm") {
        let at = table.at.clone();
        let Some((norm, more)) = one(table, range, decimals, opens) else { continue };
        if norms.iter().any(|above| words::group_inside(norm.group, above.group)) {
            let what = "everybody in this group is served by a norm above".to_owned();
            at.say(Code::Norm, what, "Write the norm of the smaller group first.");
        }
        norms.push(norm);
        about.push(more);
    }
    unique(&table.at, "norm", norms.iter().map(|norm| norm.id.as_str()));
    (norms, about)
}

fn one(table: Table<'_>, range: (i32, i32), decimals: u8, opens: &Opens) -> Option<(Norm, AboutNorm)> {
    let id = words::id(&table);
    let metric = table.filled("metric", Code::Source, "Say what the values are.");
    let sample = table.filled("sample", Code::Source, "Say who was measured, where and when.");
    let from = opens.sourced(&table, "Name author and year of the norm.");
    let group = words::group(&table);
    let written = table.need("steps")?;
    let steps: Vec<Option<(Found<'_, i32>, Found<'_, i32>)>> =
        written.list()?.iter().map(|pair| step(pair, decimals)).collect();
    let steps: Vec<(Found<'_, i32>, Found<'_, i32>)> = steps.into_iter().collect::<Option<_>>()?;
    table.finish();
    if steps.is_empty() {
        written.at.say(Code::Norm, "a norm without a step".to_owned(), "Give `[score, value]` pairs.");
        return None;
    }
    let (low, high) = range;
    let mut before = None;
    for (from, _) in &steps {
        if before.is_some_and(|before| from.value <= before) || from.value > high {
            let what = format!("a step cannot begin at {} here", decimal(from.value, decimals));
            let help = format!(
                "Ascend, and stay between {} and {}.",
                decimal(low, decimals),
                decimal(high, decimals)
            );
            from.say(Code::Norm, what, &help);
            return None;
        }
        before = Some(from.value);
    }
    let steps = steps.iter().map(|(from, value)| (from.value, value.value)).collect();
    let about = AboutNorm { metric: metric?.value.to_owned(), sample: sample?.value.to_owned(), from: from? };
    Some((Norm { id: id?, group: group?, steps }, about))
}

fn step<'a>(pair: &Any<'a>, decimals: u8) -> Option<(Found<'a, i32>, Found<'a, i32>)> {
    let list = pair.list()?;
    let [from, value] = list.as_slice() else {
        pair.at.say(Code::WrongKind, "a step is a pair".to_owned(), "Write `[score, value]`.");
        return None;
    };
    from.units(decimals).zip(value.units(decimals))
}
