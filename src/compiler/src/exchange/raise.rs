//! From what the run time computes back to what authors write: the tables of `instrument.toml`.

use super::table::{Table, Value, list};
use crate::{
    decimal::decimal,
    instrument::set_of,
    library::{AboutScore, Method, Noise, Order, Read, Sourced},
    words::{INFORMANTS, RELIABILITIES, ROUNDINGS, SEXES},
};
use qinghe_content::{
    AgeRange, Bank, Combine, Group, Input, Instrument, ItemIndex, MissingRule, OnlyIf, Pattern, Rounding,
    Score,
};

/// The word of a data file for a value.
pub(super) fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, own)| *own == value).map_or("", |(word, _)| word)
}

/// Id of an item.
pub(super) fn item_id(instrument: &Instrument, item: ItemIndex) -> &str {
    instrument.items.get(usize::from(item.0)).map_or("", |item| item.id.as_str())
}

/// A number of a score with `decimals` places.
fn number(units: i32, decimals: u8) -> Value {
    if decimals == 0 { Value::Whole(i64::from(units)) } else { Value::Text(decimal(units, decimals)) }
}

fn sourced(table: Table, from: &Sourced) -> Table {
    let table = table.with("source", from.source.as_str());
    if from.unverified { table.with("state", "unverified") } else { table }
}

pub(super) fn ages(ages: AgeRange) -> Table {
    Table::new().with("min", i64::from(ages.min)).with_some("max", ages.max.map(i64::from))
}

fn group(group: Group) -> Option<Table> {
    let grades = group.grades.map(|(min, max)| AgeRange { min, max: (max < u8::MAX).then_some(max) });
    let table = Table::new()
        .with_some("sex", group.sex.map(|sex| word(SEXES, sex)))
        .with_some("ages", group.ages.map(ages))
        .with_some("grades", grades.map(ages));
    (!table.is_empty()).then_some(table)
}

/// Everything of `instrument.toml` but items and scores.
pub(super) fn head(read: &Read) -> Table {
    let (one, rights) = (&read.instrument, &read.about.rights);
    let sets = one.response_sets.iter().map(|set| {
        Table::new()
            .with("id", set.id.as_str())
            .with("values", list(set.values.iter().map(|value| i64::from(*value))))
    });
    let mut top = Table::new()
        .with("version", one.version.as_str())
        .with("informant", word(INFORMANTS, one.informant))
        .with("ages", ages(one.ages))
        .with("recall_days", i64::from(one.recall_days))
        .with(
            "rights",
            Table::new()
                .with("holder", rights.holder.as_str())
                .with("permission", rights.permission.word())
                .with("statement", rights.statement.as_str())
                .with("source", rights.source.as_str())
                .with_some("script_form", rights.script_form.as_deref()),
        )
        .with("response_set", sets.collect::<Vec<Table>>());
    if !read.about.orders.is_empty() {
        top.put(
            "order",
            read.about.orders.iter().map(|order| self::order(one, order)).collect::<Vec<Table>>(),
        );
    }
    if let (Some(bank), Some(from)) = (&one.bank, &read.about.bank) {
        top.put("bank", self::bank(one, bank, from));
    }
    top
}

fn order(instrument: &Instrument, order: &Order) -> Table {
    Table::new()
        .with("id", order.id.as_str())
        .with("source", order.source.as_str())
        .with("items", list(order.items.iter().map(|item| item_id(instrument, *item))))
}

fn bank(instrument: &Instrument, bank: &Bank, from: &Sourced) -> Table {
    let four = |value: i32| decimal(value, 4);
    let items = bank.items.iter().map(|known| {
        let table = Table::new().with("a", four(known.a)).with("b", list(known.b.iter().map(|b| four(*b))));
        (item_id(instrument, known.item).to_owned(), Value::Table(table))
    });
    let table = Table::new()
        .with("metric", bank.metric.as_str())
        .with("prior_mean", four(bank.prior_mean))
        .with("prior_sd", four(bank.prior_sd));
    sourced(table, from).with("items", items.collect::<Table>())
}

/// `[[score]]`, all of them.
pub(super) fn scores(read: &Read) -> Vec<Table> {
    let one = &read.instrument;
    one.scores.iter().zip(&read.about.scores).map(|(score, about)| self::score(one, score, about)).collect()
}

fn score(instrument: &Instrument, score: &Score, about: &AboutScore) -> Table {
    let decimals = score.scaling.decimals;
    let mut table = Table::new().with("id", score.id.as_str()).with("method", about.method.word());
    inputs(instrument, score, about.method, &mut table);
    if about.method == Method::Mean {
        table.put("decimals", i64::from(decimals));
        table.put("rounding", word(ROUNDINGS, score.scaling.rounding));
    }
    if let Combine::First(all) = &score.combine {
        table.put("patterns", all.iter().map(|one| pattern(instrument, score, one)).collect::<Vec<Table>>());
    }
    if let Some(from) = &about.scale {
        table.put("scale", sourced(scale(instrument, score), from));
    }
    table.put("missing", sourced(missing(score.missing, about.method), &about.missing));
    if let (Some(change), Some(about)) = (score.change, &about.change) {
        let made = match about.noise {
            Noise::Index { reliability, kind, sd } => Table::new()
                .with("reliability", decimal(reliability, 4))
                .with("kind", word(RELIABILITIES, kind))
                .with("sd", decimal(sd, 4)),
            Noise::Published => Table::new().with("points", number(change.reliable, decimals)),
        };
        let made = made
            .with("worse", if change.higher_is_worse { "higher" } else { "lower" })
            .with_some("population", about.population.as_deref());
        table.put("change", sourced(made, &about.from));
    }
    let norms = score.norms.iter().zip(&about.norms).map(|(norm, about)| {
        let steps =
            norm.steps.iter().map(|(from, to)| list([number(*from, decimals), number(*to, decimals)]));
        let made = Table::new()
            .with("id", norm.id.as_str())
            .with("metric", about.metric.as_str())
            .with("sample", about.sample.as_str())
            .with_some("group", group(norm.group));
        sourced(made, &about.from).with("steps", Value::List(steps.collect()))
    });
    let norms: Vec<Table> = norms.collect();
    if !norms.is_empty() {
        table.put("norm", norms);
    }
    let sets = score.band_sets.iter().zip(&about.band_sets).map(|(set, about)| {
        let bands = set
            .bands
            .iter()
            .map(|band| Table::new().with("id", band.id.as_str()).with("from", number(band.from, decimals)));
        let made = Table::new()
            .with("id", set.id.as_str())
            .with_some("population", about.population.as_deref())
            .with_some("group", group(about.group));
        sourced(made, &about.from).with("bands", bands.collect::<Vec<Table>>())
    });
    table.with("band_set", sets.collect::<Vec<Table>>())
}

/// `items`, `scores` or `weights`, and how the items are keyed.
fn inputs(instrument: &Instrument, score: &Score, method: Method, table: &mut Table) {
    let (mut items, mut scores, mut weights) = (Vec::new(), Vec::new(), Table::new());
    let (mut reversed, mut keyed_by_direction, mut points) = (Vec::new(), Vec::new(), Table::new());
    let (mut least, mut only) = (Vec::new(), Vec::new());
    for input in &score.inputs {
        match input {
            Input::Item { item, key, only_if } => {
                let id = item_id(instrument, *item);
                let key = instrument.keys.get(usize::from(*key)).map_or(&[][..], Vec::as_slice);
                let keyed = Keyed::of(instrument, *item, key, method);
                items.push(id);
                weights.put(id, i64::from(keyed.weight));
                match keyed.direction {
                    Some(reverse) => {
                        keyed_by_direction.push((*item, reverse));
                        if reverse {
                            reversed.push(id);
                        }
                    }
                    None => points.put(id, list(keyed.points.iter().map(|points| i64::from(*points)))),
                }
                least.extend(keyed.at_least.map(|least| (id, least)));
                only.extend(only_if.map(|only| conditional(instrument, id, only)));
            }
            Input::Score { score, weight } => {
                let id = instrument.scores.get(usize::from(*score)).map_or("", |score| score.id.as_str());
                scores.push(id);
                weights.put(id, i64::from(*weight));
            }
        }
    }
    if method == Method::Weighted {
        table.put("weights", weights);
    } else {
        if !items.is_empty() {
            table.put("items", list(items));
        }
        if !scores.is_empty() {
            table.put("scores", list(scores));
        }
    }
    at_least(table, &least);
    let own = |item: &ItemIndex| instrument.items.get(usize::from(item.0)).is_some_and(|item| item.reverse);
    if method != Method::Theta && keyed_by_direction.iter().any(|(item, reverse)| *reverse != own(item)) {
        table.put("reverse", list(reversed));
    }
    if method != Method::Theta && !points.is_empty() {
        table.put("points", points);
    }
    if !only.is_empty() {
        table.put("only_if", only);
    }
}

fn conditional(instrument: &Instrument, id: &str, only: OnlyIf) -> Table {
    Table::new()
        .with("item", id)
        .with("when", item_id(instrument, only.item))
        .with("at_least", i64::from(only.at_least))
        .with("otherwise", i64::from(only.otherwise))
}

/// `at_least`, the most frequent one, and `at_least_for` for the others.
fn at_least(table: &mut Table, all: &[(&str, i16)]) {
    let often = |value: i16| all.iter().filter(|(_, own)| *own == value).count();
    let Some(usual) = all.iter().map(|(_, value)| *value).max_by_key(|value| (often(*value), -value)) else {
        return;
    };
    table.put("at_least", i64::from(usual));
    let others = all.iter().filter(|(_, value)| *value != usual);
    let others: Table =
        others.map(|(id, value)| ((*id).to_owned(), Value::Whole(i64::from(*value)))).collect();
    if !others.is_empty() {
        table.put("at_least_for", others);
    }
}

/// How one item of a score is keyed, in the words of the format.
struct Keyed {
    /// Whether the item is mirrored; `None` when its points are written out.
    direction: Option<bool>,
    weight: i16,
    at_least: Option<i16>,
    points: Vec<i16>,
}

impl Keyed {
    fn of(instrument: &Instrument, item: ItemIndex, key: &[i16], method: Method) -> Keyed {
        let own = instrument.items.get(usize::from(item.0)).is_some_and(|item| item.reverse);
        let values = set_of(instrument, item).map_or(&[][..], |set| set.values.as_slice());
        for reverse in [own, !own] {
            let keyed = directed(values, reverse);
            let found = match method {
                Method::Count => cut(&keyed, key).map(|least| (1, Some(least))),
                Method::Weighted => factor(&keyed, key).map(|weight| (weight, None)),
                _ => (keyed == key).then_some((1, None)),
            };
            if let Some((weight, at_least)) = found {
                return Keyed { direction: Some(reverse), weight, at_least, points: Vec::new() };
            }
        }
        let at_least = (method == Method::Count).then_some(1);
        Keyed { direction: None, weight: 1, at_least, points: key.to_vec() }
    }
}

fn directed(values: &[i16], reverse: bool) -> Vec<i16> {
    let ends = values.iter().min().zip(values.iter().max());
    match ends {
        Some((low, high)) if reverse => values.iter().map(|value| low + high - value).collect(),
        _ => values.to_vec(),
    }
}

/// The value from which on an option counts 1, and below which it counts 0.
fn cut(keyed: &[i16], key: &[i16]) -> Option<i16> {
    let least = *keyed.iter().zip(key).filter(|(_, counted)| **counted == 1).map(|(value, _)| value).min()?;
    let fits = keyed.len() == key.len()
        && keyed.iter().zip(key).all(|(value, counted)| *counted == i16::from(*value >= least))
        && keyed.iter().any(|value| *value < least);
    fits.then_some(least)
}

/// The whole number by which every value is multiplied.
fn factor(keyed: &[i16], key: &[i16]) -> Option<i16> {
    let (value, points) = keyed.iter().zip(key).find(|(value, _)| **value != 0)?;
    let factor = points.checked_div(*value)?;
    let fits = factor != 0
        && keyed.len() == key.len()
        && keyed.iter().zip(key).all(|(value, points)| value.checked_mul(factor) == Some(*points));
    fits.then_some(factor)
}

fn pattern(instrument: &Instrument, score: &Score, pattern: &Pattern) -> Table {
    let all = pattern.all.iter().filter_map(|within| {
        let Some(Input::Score { score, .. }) = score.inputs.get(usize::from(within.input)) else {
            return None;
        };
        let input = instrument.scores.get(usize::from(*score))?;
        let end = |value: i32, open: i32| (value != open).then(|| number(value, input.scaling.decimals));
        let table = Table::new().with("score", input.id.as_str());
        Some(table.with_some("from", end(within.from, i32::MIN)).with_some("to", end(within.to, i32::MAX)))
    });
    Table::new().with("value", i64::from(pattern.value)).with("all", all.collect::<Vec<Table>>())
}

/// What turns the raw score into the scaled one, per raw unit as authors count: ones, or thousandths of theta.
fn scale(instrument: &Instrument, score: &Score) -> Table {
    let scaling = score.scaling;
    let inner = match (&score.combine, score.inputs.first()) {
        (Combine::Sum | Combine::Maximum, Some(Input::Score { score, .. })) => {
            instrument.scores.get(usize::from(*score)).map_or(0, |score| score.scaling.decimals)
        }
        _ => 0,
    };
    let power = |decimals: u8| 10i64.pow(u32::from(decimals.min(4)));
    let (multiply, divide) =
        (i64::from(scaling.multiply) * power(inner), i64::from(scaling.divide) * power(scaling.decimals));
    let common = common(multiply.unsigned_abs(), divide.unsigned_abs());
    Table::new()
        .with("multiply", multiply / common)
        .with("divide", divide / common)
        .with("add", number(scaling.add, scaling.decimals))
        .with("rounding", word(ROUNDINGS, scaling.rounding))
        .with("decimals", i64::from(scaling.decimals))
}

fn common(mut a: u64, mut b: u64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i64::try_from(a.max(1)).unwrap_or(1)
}

fn missing(rule: MissingRule, method: Method) -> Table {
    let at_most = |table: Table, at_most: u16| table.with("at_most", i64::from(at_most));
    let rounding = |rule: Option<Rounding>| rule.map_or("exact", |rule| word(ROUNDINGS, rule));
    match rule {
        _ if method == Method::Theta => Table::new().with("rule", "given"),
        MissingRule::Complete => Table::new().with("rule", "complete"),
        MissingRule::Prorate { at_most: most, rounding: rule } => {
            at_most(Table::new().with("rule", "prorate"), most).with("rounding", rounding(rule))
        }
        MissingRule::BlanksAsZero { at_most: most } => {
            at_most(Table::new().with("rule", "blanks-as-zero"), most)
        }
    }
}
