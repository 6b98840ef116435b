//! What happens when responses are missing.

use crate::{
    finding::Code,
    library::{Method, Sourced},
    reader::{Found, Table},
    words::{Opens, ROUNDINGS},
};
use qinghe_content::{MissingRule, Rounding};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Complete,
    Prorate,
    BlanksAsZero,
    Given,
}

const RULES: &[(&str, Rule)] = &[
    ("complete", Rule::Complete),
    ("prorate", Rule::Prorate),
    ("blanks-as-zero", Rule::BlanksAsZero),
    ("given", Rule::Given),
];

/// Reads `missing`. `inputs` is their number, when it is known.
pub(crate) fn read(
    table: &Table<'_>,
    method: Method,
    inputs: Option<usize>,
    opens: &Opens,
) -> Option<(MissingRule, Sourced)> {
    let rule = table.table("missing")?;
    let from = opens.sourced(&rule, "Name author and year of the rule.");
    let kind = rule.word("rule", RULES)?;
    if !fits(method, kind) {
        let help = match method {
            Method::Theta => "Write `given`: the estimate uses the responses that are there.",
            Method::Pattern => "Write `complete`: a pattern needs all of its scores.",
            Method::Maximum => "Write `complete` or `blanks-as-zero`.",
            Method::Weighted => {
                "Write `complete` or `blanks-as-zero`: inputs of different weight have no mean."
            }
            _ => "Write `complete`, `prorate` or `blanks-as-zero`.",
        };
        rule.at.say(Code::MissingRule, "this rule does not fit the method".to_owned(), help);
        return None;
    }
    let made = match kind {
        Rule::Complete => Some(MissingRule::Complete),
        Rule::Prorate => {
            let at_most = at_most(&rule, inputs);
            let rounding = rounding(&rule, method);
            at_most.zip(rounding).map(|(at_most, rounding)| MissingRule::Prorate { at_most, rounding })
        }
        Rule::BlanksAsZero => at_most(&rule, inputs).map(|at_most| MissingRule::BlanksAsZero { at_most }),
        // The engine asks for at least one response and takes no notice of how many are missing.
        Rule::Given => {
            let others = u16::try_from(inputs.unwrap_or(1).saturating_sub(1)).ok();
            others.map(|at_most| MissingRule::BlanksAsZero { at_most })
        }
    };
    rule.finish();
    made.zip(from)
}

fn fits(method: Method, rule: Rule) -> bool {
    match method {
        Method::Sum | Method::Mean | Method::Count => rule != Rule::Given,
        Method::Weighted | Method::Maximum => matches!(rule, Rule::Complete | Rule::BlanksAsZero),
        Method::Pattern => rule == Rule::Complete,
        Method::Theta => rule == Rule::Given,
    }
}

/// At least one, and not more than half: several published rules allow half.
fn at_most(rule: &Table<'_>, inputs: Option<usize>) -> Option<u16> {
    let at_most: Found<'_, u16> = rule.whole("at_most")?;
    if let Some(inputs) = inputs
        && (usize::from(at_most.value) * 2 > inputs || at_most.value == 0)
    {
        let what = format!("{} of {inputs} responses may be missing", at_most.value);
        at_most.say(Code::Prorate, what, "Allow at least one, and at most half.");
    }
    Some(at_most.value)
}

/// `exact`, which a mean takes for granted, hands the fraction on to the scaling.
fn rounding(rule: &Table<'_>, method: Method) -> Option<Option<Rounding>> {
    let words: Vec<(&str, Option<Rounding>)> =
        ROUNDINGS.iter().map(|(word, rounding)| (*word, Some(*rounding))).chain([("exact", None)]).collect();
    if method == Method::Mean {
        rule.word_or("rounding", &words, None)
    } else {
        rule.word("rounding", &words)
    }
}

/// A fraction that nobody says how to round.
pub(crate) fn rounded_somewhere(table: &Table<'_>, method: Method, missing: MissingRule) {
    let exact = matches!(missing, MissingRule::Prorate { rounding: None, .. });
    if exact && method != Method::Mean && !table.has("scale") {
        let what = "the fraction is kept, and nothing rounds it".to_owned();
        table.at.say(Code::MissingRule, what, "Name the rounding here, or add `scale` with one.");
    }
}
