//! Scores as FHIRPath, in whole numbers throughout, so that no binary fraction decides a band.

use crate::instrument::set_of;
use qinghe_content::{Combine, Input, Instrument, ItemIndex, MissingRule, OnlyIf, Pattern, Rounding, Score};
use qinghe_scoring::range;
use std::collections::BTreeSet;

/// Expressions of one instrument.
pub(super) struct Expressions {
    /// Name and expression, each using only those before it.
    pub variables: Vec<(String, String)>,
    /// Per score: the expression of its value as it is read; `None` where FHIRPath cannot hold it.
    pub scores: Vec<Option<String>>,
}

/// Names that mean something already.
const RESERVED: &[&str] = &[
    "context",
    "encounter",
    "ext",
    "loinc",
    "patient",
    "qitem",
    "questionnaire",
    "resource",
    "rootResource",
    "sct",
    "terminologies",
    "ucum",
    "user",
    "vs",
];
/// Longest front of a name: `Expression.name` has at most 64 characters, and no underscore.
const LONGEST: usize = 48;

/// Names of variables that are used in one questionnaire.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name that is free: words of `id` run together.
    fn take(&mut self, id: &str, what: &str) -> String {
        let mut front = String::new();
        for word in id.split(['-', '/']).filter(|word| !word.is_empty()) {
            let upper = word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1));
            if front.is_empty() { front.push_str(word) } else { front.extend(upper) }
        }
        front.truncate(LONGEST);
        let mut name = format!("{front}{what}");
        let mut nth = 2u32;
        while RESERVED.contains(&name.as_str()) || !self.0.insert(name.clone()) {
            name = format!("{front}{what}{nth}");
            nth += 1;
        }
        name
    }
}

/// Writes expressions for one instrument inside a questionnaire.
struct Writer<'a> {
    instrument: &'a Instrument,
    names: &'a mut Names,
    /// What stands before each `linkId`.
    prefix: &'a str,
    variables: Vec<(String, String)>,
    /// Per score: the variable, as it is used, with its value in units of its decimals.
    units: Vec<Option<String>>,
}

/// `linkId` of an item.
pub(super) fn item_link(prefix: &str, id: &str) -> String {
    format!("{prefix}{id}")
}

/// `linkId` of a score.
pub(super) fn score_link(prefix: &str, id: &str) -> String {
    format!("{prefix}score/{id}")
}

/// The expressions of all scores.
pub(super) fn expressions(instrument: &Instrument, prefix: &str, names: &mut Names) -> Expressions {
    let mut writer = Writer { instrument, names, prefix, variables: Vec::new(), units: Vec::new() };
    let mut scores = Vec::new();
    for (at, score) in instrument.scores.iter().enumerate() {
        let units = writer.score(at, score);
        scores.push(units.as_ref().map(|name| match score.scaling.decimals {
            0 => name.clone(),
            decimals => format!("{name} / {}", 10i64.pow(u32::from(decimals))),
        }));
        writer.units.push(units);
    }
    Expressions { variables: writer.variables, scores }
}

impl Writer<'_> {
    /// A new variable, as it is used.
    fn define(&mut self, id: &str, what: &str, expression: String) -> String {
        let name = self.names.take(&format!("{}{id}", self.prefix), what);
        let used = format!("%{name}");
        self.variables.push((name, expression));
        used
    }

    /// Defines the variables of one score. `None` where a norm or a trait estimate stands between.
    fn score(&mut self, at: usize, score: &Score) -> Option<String> {
        if !score.norms.is_empty() {
            return None;
        }
        let value = match &score.combine {
            Combine::Theta => return None,
            Combine::First(patterns) => self.first(score, patterns)?,
            Combine::Sum | Combine::Maximum => self.fold(at, score)?,
        };
        Some(self.define(&score.id, "", value))
    }

    fn fold(&mut self, at: usize, score: &Score) -> Option<String> {
        let points = self.points(score)?;
        let all = score.inputs.len();
        let given = self.define(&score.id, "Given", format!("{points}.count()"));
        let largest = matches!(score.combine, Combine::Maximum);
        let (what, fold) = if largest { ("Largest", "max") } else { ("Sum", "sum") };
        let raw = self.define(&score.id, what, format!("{points}.{fold}()"));
        let signed = self.signed(at, score);
        let (may_miss, raw, over) = match score.missing {
            MissingRule::Complete => (0, raw, "1".to_owned()),
            MissingRule::BlanksAsZero { at_most } if largest && signed => {
                let or_zero = format!("iif({given} < {all} and {raw} < 0, 0, {raw})");
                (at_most, self.define(&score.id, "OrZero", or_zero), "1".to_owned())
            }
            MissingRule::BlanksAsZero { at_most } => (at_most, raw, "1".to_owned()),
            MissingRule::Prorate { at_most, .. } if largest => (at_most, raw, "1".to_owned()),
            MissingRule::Prorate { at_most, rounding: None } => {
                (at_most, format!("{raw} * {all}"), given.clone())
            }
            MissingRule::Prorate { at_most, rounding: Some(rule) } => {
                let whole = divided(&format!("{raw} * {all}"), &given, rule, signed);
                (at_most, self.define(&score.id, "Prorated", whole), "1".to_owned())
            }
        };
        let scaling = score.scaling;
        let above = if scaling.multiply == 1 { raw } else { format!("{raw} * {}", scaling.multiply) };
        let below = match (over.as_str(), scaling.divide) {
            (_, 1) => over,
            ("1", divide) => divide.to_string(),
            (over, divide) => format!("{over} * {divide}"),
        };
        let mut value = if below == "1" { above } else { divided(&above, &below, scaling.rounding, signed) };
        if scaling.add != 0 {
            value = format!("{value} + {}", number(scaling.add));
        }
        let least = all.saturating_sub(usize::from(may_miss));
        Some(format!("iif({given} >= {least}, {value}, {{}})"))
    }

    /// Whether a sum, or what is made of it, can be below zero.
    fn signed(&self, at: usize, score: &Score) -> bool {
        let below = |input: &Input| match input {
            Input::Item { key, only_if, .. } => {
                let points = self.instrument.keys.get(usize::from(*key)).into_iter().flatten();
                points.copied().chain(only_if.map(|only| only.otherwise)).any(|points| points < 0)
            }
            Input::Score { score, weight } => {
                let (low, high) = range(self.instrument, usize::from(*score));
                let weight = i64::from(*weight);
                i64::from(low) * weight < 0 || i64::from(high) * weight < 0
            }
        };
        score.scaling.multiply < 0 || range(self.instrument, at).0 < 0 || score.inputs.iter().any(below)
    }

    /// The points of everything that enters, as one collection.
    fn points(&self, score: &Score) -> Option<String> {
        // Items that are counted alike stand in one step.
        let mut alike: Vec<(String, Vec<String>)> = Vec::new();
        let mut parts: Vec<String> = Vec::new();
        for input in &score.inputs {
            match input {
                Input::Item { item, key, only_if: None } => {
                    let (link, step) = (self.link(*item)?, self.step(*item, *key)?);
                    match alike.iter_mut().find(|(own, _)| *own == step) {
                        Some((_, links)) => links.push(link),
                        None => alike.push((step, vec![link])),
                    }
                }
                Input::Item { item, key, only_if: Some(only) } => {
                    parts.push(self.conditional(*item, *key, *only)?);
                }
                Input::Score { score, weight } => {
                    let name = self.units.get(usize::from(*score))?.as_ref()?;
                    parts.push(if *weight == 1 {
                        name.clone()
                    } else {
                        format!("({name} * {})", number(i32::from(*weight)))
                    });
                }
            }
        }
        let items = alike.iter().map(|(step, links)| format!("{}{step}", answers(links)));
        let mut all = items.chain(parts);
        let first = all.next()?;
        Some(all.fold(first, |before, part| format!("{before}.combine({part})")))
    }

    fn link(&self, item: ItemIndex) -> Option<String> {
        let item = self.instrument.items.get(usize::from(item.0))?;
        Some(item_link(self.prefix, &item.id))
    }

    /// From the value of an option to its points.
    fn step(&self, item: ItemIndex, key: u8) -> Option<String> {
        let values = &set_of(self.instrument, item)?.values;
        let key = self.instrument.keys.get(usize::from(key))?;
        Some(match straight(values, key) {
            Some((1, 0)) => String::new(),
            Some((-1, plus)) => format!(".select({} - $this)", number(plus)),
            Some((times, 0)) => format!(".select($this * {})", number(times)),
            Some((times, plus)) => format!(".select($this * {} + {})", number(times), number(plus)),
            None => format!(".select({})", looked_up(values, key)),
        })
    }

    fn conditional(&self, item: ItemIndex, key: u8, only: OnlyIf) -> Option<String> {
        let own = format!("{}{}", answers(&[self.link(item)?]), self.step(item, key)?);
        let other = answers(&[self.link(only.item)?]);
        let (least, otherwise) = (number(i32::from(only.at_least)), number(i32::from(only.otherwise)));
        Some(format!("iif({other}.exists(), iif({other} >= {least}, {own}, {otherwise}), {{}})"))
    }

    fn first(&self, score: &Score, patterns: &[Pattern]) -> Option<String> {
        let inputs: Vec<String> = score
            .inputs
            .iter()
            .map(|input| match input {
                Input::Score { score, .. } => self.units.get(usize::from(*score))?.clone(),
                Input::Item { .. } => None,
            })
            .collect::<Option<_>>()?;
        // Every value that is still possible where a score is missing; one alone is the score.
        let mut possible = "0".to_owned();
        for pattern in patterns.iter().rev() {
            let mut all = Vec::new();
            for within in &pattern.all {
                let name = inputs.get(usize::from(within.input))?;
                if within.from != i32::MIN {
                    all.push(format!("{name} >= {}", number(within.from)));
                }
                if within.to != i32::MAX {
                    all.push(format!("{name} <= {}", number(within.to)));
                }
            }
            let when = if all.is_empty() { "true".to_owned() } else { format!("({})", all.join(" and ")) };
            let value = number(pattern.value);
            possible = format!(
                "(iif({when}.exists(), iif({when}, {value}, {{}}), {value}) | iif({when}, {{}}, {possible}))"
            );
        }
        Some(format!("iif({possible}.count() = 1, {possible}, {{}})"))
    }
}

/// Values of the options chosen for these items.
pub(super) fn answers(links: &[String]) -> String {
    let all: Vec<String> = links.iter().map(|link| format!("'{link}'")).collect();
    let which = match all.as_slice() {
        [one] => format!("linkId = {one}"),
        all => format!("linkId in ({})", all.join(" | ")),
    };
    format!("%resource.item.item.where({which}).answer.value.weight()")
}

/// A number that can stand anywhere in an expression.
fn number(value: i32) -> String {
    if value < 0 { format!("(0 - {})", i64::from(value).abs()) } else { value.to_string() }
}

/// `above / below` as a whole number. `div` and `mod` are asked about numbers that are not negative only.
fn divided(above: &str, below: &str, rule: Rounding, signed: bool) -> String {
    let size = |above: &str| match rule {
        Rounding::Truncate => format!("(({above}) div ({below}))"),
        Rounding::HalfUp => format!("((2 * ({above}) + ({below})) div (2 * ({below})))"),
        Rounding::HalfEven => {
            let (down, rest) =
                (format!("(({above}) div ({below}))"), format!("(2 * (({above}) mod ({below})))"));
            format!("({down} + iif({rest} > ({below}) or ({rest} = ({below}) and {down} mod 2 = 1), 1, 0))")
        }
    };
    if signed {
        let turned = format!("0 - ({above})");
        format!("iif({above} < 0, 0 - {}, {})", size(&turned), size(above))
    } else {
        size(above)
    }
}

/// `points = times × value + plus` for every option.
fn straight(values: &[i16], key: &[i16]) -> Option<(i32, i32)> {
    let mut pairs = values.iter().zip(key).map(|(value, points)| (i32::from(*value), i32::from(*points)));
    let (first, second) = (pairs.next()?, pairs.next()?);
    let (run, rise) = (second.0 - first.0, second.1 - first.1);
    if run == 0 || rise % run != 0 || values.len() != key.len() {
        return None;
    }
    let times = rise / run;
    let plus = first.1 - times * first.0;
    pairs.all(|(value, points)| points == times * value + plus).then_some((times, plus))
}

/// Points of each option one by one, or by a cut where the key is one.
fn looked_up(values: &[i16], key: &[i16]) -> String {
    let mut pairs: Vec<(i16, i16)> = values.iter().copied().zip(key.iter().copied()).collect();
    pairs.sort_unstable();
    let Some((_, last)) = pairs.pop() else { return "{}".to_owned() };
    pairs
        .iter()
        .rev()
        .fold((number(i32::from(last)), last), |(text, next), (value, points)| {
            if *points == next {
                (text, next)
            } else {
                let points_text = number(i32::from(*points));
                (format!("iif($this <= {}, {points_text}, {text})", number(i32::from(*value))), *points)
            }
        })
        .0
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Names, divided, looked_up, straight};
    use qinghe_content::Rounding;

    #[test]
    fn keys_are_told_in_the_shortest_way() {
        assert_eq!(straight(&[0, 1, 2, 3], &[3, 2, 1, 0]), Some((-1, 3)));
        assert_eq!(straight(&[1, 2, 3], &[2, 4, 6]), Some((2, 0)));
        assert_eq!(straight(&[0, 1, 2, 3], &[0, 0, 1, 1]), None);
        assert_eq!(looked_up(&[0, 1, 2, 3], &[0, 0, 1, 1]), "iif($this <= 1, 0, 1)");
        assert_eq!(looked_up(&[3, 2, 1], &[-1, 5, 0]), "iif($this <= 1, 0, iif($this <= 2, 5, (0 - 1)))");
    }

    #[test]
    fn names_are_free_and_of_the_form_of_an_id() {
        let mut names = Names::default();
        let mut take = |id: &str, what: &str| names.take(id, what);
        assert_eq!(take("phq-9/total", "Sum"), "phq9TotalSum");
        assert_eq!(take("phq-9/total-sum", ""), "phq9TotalSum2");
        assert_eq!(take("resource", ""), "resource2");
        assert_eq!(take(&"x".repeat(100), "Given").len(), LONGEST + 5);
    }

    #[test]
    fn a_division_is_of_whole_numbers() {
        assert_eq!(
            divided("%s * 9", "%n", Rounding::HalfUp, false),
            "((2 * (%s * 9) + (%n)) div (2 * (%n)))"
        );
        assert!(divided("%s", "4", Rounding::Truncate, true).starts_with("iif(%s < 0, 0 - "));
    }
}
