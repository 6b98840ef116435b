//! `[[score]]`: from the methods that authors know to inputs, keys and a way to combine them.

use crate::{
    bands, change,
    finding::Code,
    instrument::{item_index, set_of},
    keys::{self, Keying},
    library::{AboutBandSet, AboutChange, AboutNorm, AboutScore, Method},
    missing, norms, pattern,
    reader::{Any, At, Table},
    scaling,
    words::{self, Opens, unique},
};
use qinghe_content::{Combine, Input, Instrument, ItemIndex, OnlyIf, Scaling, Score};
use qinghe_scoring::range;

/// What scores of one instrument share.
struct Around<'a> {
    /// Ids of all scores, also of those still to come.
    names: Vec<&'a str>,
    /// Whether a bank is written, even one with a fault.
    banked: bool,
    opens: &'a Opens,
}

/// One thing that enters a score.
struct Member<'a> {
    what: What,
    weight: i16,
    at: At<'a>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Item(ItemIndex),
    Score(u8),
}

/// Most scores of one instrument.
const MOST: usize = 128;

/// Reads every score into the instrument.
pub(crate) fn read(top: &Table<'_>, instrument: &mut Instrument, opens: &Opens) -> Vec<AboutScore> {
    let tables = top.tables("score");
    if tables.len() > MOST {
        let what = format!("{} scores", tables.len());
        top.at.say(Code::TooMany, what, &format!("Give at most {MOST}; nobody reads more."));
        return Vec::new();
    }
    let names: Vec<&str> =
        tables.iter().filter_map(|table| table.find("id").and_then(|id| id.peek())).collect();
    unique(&top.at, "score", names.iter().copied());
    let around = Around { names, banked: top.has("bank"), opens };
    tables.into_iter().filter_map(|table| one(table, instrument, &around)).collect()
}

fn one(table: Table<'_>, instrument: &mut Instrument, around: &Around<'_>) -> Option<AboutScore> {
    let opens = around.opens;
    let id = words::id(&table);
    let method = table.word("method", &words::methods())?;
    let members = members(&table, instrument, &around.names, id.as_deref(), method);
    let (inputs, decimals) = match &members {
        Some(members) => {
            let decimals = same_units(&table, instrument, members, method);
            (inputs(&table, instrument, members, method, around.banked), decimals)
        }
        None => (None, None),
    };
    let count = members.as_ref().map(Vec::len);
    let combine = combine(&table, instrument, method, inputs.as_deref());
    let read = missing::read(&table, method, count, opens);
    let scale = scaling::read(&table, method, count.unwrap_or(1), decimals.unwrap_or(0), opens);
    let (missing, about_missing) = read.unzip();
    let (scaling, about_scale) = scale.unzip();
    if let (Some(missing), Some(_)) = (missing, scaling) {
        missing::rounded_somewhere(&table, method, missing);
    }
    if let (Some(inputs), Some(scaling)) = (&inputs, scaling)
        && !fits(instrument, inputs, scaling)
    {
        let help = "Use smaller numbers: a score has at most nine digits.";
        table.at.say(Code::Scaling, "the score can become too large".to_owned(), help);
        return None;
    }
    let score = Score {
        id: id?,
        inputs: inputs?,
        combine: combine?,
        missing: missing?,
        scaling: scaling?,
        norms: Vec::new(),
        band_sets: Vec::new(),
        change: None,
    };
    decimals?;
    let at = instrument.scores.len();
    instrument.scores.push(score);
    let about = read_as(&table, instrument, at, opens);
    table.finish();
    let (norms, band_sets, change) = about;
    Some(AboutScore { method, missing: about_missing?, scale: about_scale?, change, norms, band_sets })
}

type ReadAs = (Vec<AboutNorm>, Vec<AboutBandSet>, Option<AboutChange>);

/// What stands around a score that can be computed: norms, bands, change. Each needs the range before it.
fn read_as(table: &Table<'_>, instrument: &mut Instrument, at: usize, opens: &Opens) -> ReadAs {
    let decimals = instrument.scores.get(at).map_or(0, |score| score.scaling.decimals);
    let (made, about_norms) = norms::read(table, range(instrument, at), decimals, opens);
    if let Some(score) = instrument.scores.get_mut(at) {
        score.norms = made;
    }
    let (sets, about_sets) = bands::read(table, instrument, at, opens);
    let (change, about_change) = change::read(table, decimals, opens).unzip();
    if let Some(score) = instrument.scores.get_mut(at) {
        score.band_sets = sets;
        score.change = change;
    }
    (about_norms, about_sets, about_change)
}

/// `items`, `scores` or `weights`. `None` when one of them stands for nothing.
fn members<'a>(
    table: &Table<'a>,
    instrument: &Instrument,
    names: &[&str],
    own: Option<&str>,
    method: Method,
) -> Option<Vec<Member<'a>>> {
    let found = |name: &Any<'a>, id: &str, what: Option<What>, weight: i16| match what {
        Some(what) => Some(Member { what, weight, at: name.at.clone() }),
        None => unknown(id, &name.at, instrument, names, own),
    };
    let mut all: Vec<Option<Member<'a>>> = Vec::new();
    if method == Method::Weighted {
        let weights = table.table("weights")?;
        for name in weights.every() {
            let both = (item(instrument, name.name), score(instrument, name.name));
            if both.0.is_some() && both.1.is_some() {
                let what = format!("`{}` is an item and a score", name.name);
                name.at.say(Code::Duplicate, what, "Rename the score.");
            }
            let weight = name.whole::<i16>();
            if weight.as_ref().is_some_and(|weight| weight.value == 0) {
                name.at.say(Code::Keying, "a weight of 0 counts nothing".to_owned(), "Leave it out.");
            }
            all.push(weight.and_then(|weight| found(&name, name.name, both.0.or(both.1), weight.value)));
        }
    } else {
        let (items, scores) = fields(method);
        let list = |name: &str, wanted: bool| {
            let given = if wanted { table.find(name) } else { None };
            given.and_then(|given| given.list()).unwrap_or_default()
        };
        for name in list("items", items) {
            if name.peek() == Some("*") {
                let every = (0u16..).zip(&instrument.items);
                all.extend(every.map(|(at, _)| {
                    Some(Member { what: What::Item(ItemIndex(at)), weight: 1, at: name.at.clone() })
                }));
                continue;
            }
            all.push(name.text().and_then(|id| found(&name, id.value, item(instrument, id.value), 1)));
        }
        for name in list("scores", scores) {
            all.push(name.text().and_then(|id| found(&name, id.value, score(instrument, id.value), 1)));
        }
    }
    let all: Vec<Member<'a>> = all.into_iter().collect::<Option<_>>()?;
    each_once(table, &all)
}

/// Whether a method takes items, and whether it takes scores.
fn fields(method: Method) -> (bool, bool) {
    match method {
        Method::Sum | Method::Mean | Method::Maximum => (true, true),
        Method::Count | Method::Theta => (true, false),
        Method::Pattern => (false, true),
        Method::Weighted => (false, false),
    }
}

fn each_once<'a>(table: &Table<'_>, all: &[Member<'a>]) -> Option<Vec<Member<'a>>> {
    let mut once: Vec<Member<'a>> = Vec::new();
    for member in all {
        if once.iter().any(|other| other.what == member.what) {
            let what = "an item or score stands here twice".to_owned();
            member.at.say(Code::ScoreItems, what, "Name everything that enters the score once.");
            return None;
        }
        once.push(Member { what: member.what, weight: member.weight, at: member.at.clone() });
    }
    if once.is_empty() {
        let help = "Name its `items` (`[\"*\"]`: all), `scores` or `weights`.";
        table.at.say(Code::ScoreItems, "nothing enters the score".to_owned(), help);
        return None;
    }
    Some(once)
}

fn item(instrument: &Instrument, id: &str) -> Option<What> {
    item_index(instrument, id).map(What::Item)
}

fn score(instrument: &Instrument, id: &str) -> Option<What> {
    let at = instrument.scores.iter().position(|score| score.id == id)?;
    u8::try_from(at).ok().map(What::Score)
}

fn unknown<'a>(
    id: &str,
    at: &At<'a>,
    instrument: &Instrument,
    names: &[&str],
    own: Option<&str>,
) -> Option<Member<'a>> {
    let position = |id: &str| names.iter().position(|name| *name == id);
    match (position(id), own.and_then(position)) {
        // It stands above and has a fault of its own, which is said there.
        (Some(at), Some(own)) if at < own => return None,
        (Some(_), _) => {
            let what = format!("`{id}` does not stand above this score");
            at.say(Code::ScoreOrder, what, "Write the scores that enter before it.");
        }
        (None, _) => {
            let what = format!("there is no item or score `{id}`");
            let help = format!("Name what `{}` has.", instrument.id);
            at.say(Code::ScoreItems, what, &help);
        }
    }
    None
}

/// Decimal places that all inputs have.
fn same_units(
    table: &Table<'_>,
    instrument: &Instrument,
    members: &[Member<'_>],
    method: Method,
) -> Option<u8> {
    let decimals = |member: &Member<'_>| match member.what {
        What::Item(_) => 0,
        What::Score(at) => instrument.scores.get(usize::from(at)).map_or(0, |score| score.scaling.decimals),
    };
    // A pattern compares each input with its own limits and adds nothing.
    if method == Method::Pattern {
        return Some(0);
    }
    let first = members.first().map_or(0, decimals);
    if members.iter().any(|member| decimals(member) != first) {
        let what = "these inputs have different decimal places".to_owned();
        table.at.say(Code::Units, what, "Combine scores with the same `decimals`; items have none.");
        return None;
    }
    Some(first)
}

fn inputs(
    table: &Table<'_>,
    instrument: &mut Instrument,
    members: &[Member<'_>],
    method: Method,
    banked: bool,
) -> Option<Vec<Input>> {
    if method == Method::Theta {
        return theta_inputs(table, instrument, members, banked);
    }
    let items: Vec<ItemIndex> = members
        .iter()
        .filter_map(|member| match member.what {
            What::Item(item) => Some(item),
            What::Score(_) => None,
        })
        .collect();
    let keying = match items.as_slice() {
        [] => None,
        items => Some((Keying::read(table, instrument, items, method)?, only_ifs(table, instrument, items)?)),
    };
    let mut inputs = Vec::new();
    for member in members {
        inputs.push(match (member.what, &keying) {
            (What::Score(score), _) => Some(Input::Score { score, weight: member.weight }),
            (What::Item(item), Some((keying, only))) => {
                let key = keying.key(instrument, item, member.weight, &member.at);
                let key = key.and_then(|key| keys::pool(&mut instrument.keys, key, &member.at));
                let only_if = only.iter().find(|(own, _)| *own == item).map(|(_, only)| *only);
                key.map(|key| Input::Item { item, key, only_if })
            }
            (What::Item(_), None) => None,
        });
    }
    inputs.into_iter().collect()
}

/// The items of a theta score are those of the bank, keyed as there.
fn theta_inputs(
    table: &Table<'_>,
    instrument: &Instrument,
    members: &[Member<'_>],
    banked: bool,
) -> Option<Vec<Input>> {
    let Some(bank) = &instrument.bank else {
        // A bank with a fault says so itself.
        if !banked {
            let what = "a trait estimate without a bank".to_owned();
            table.at.say(Code::Bank, what, "Add [bank] with the parameters of its items.");
        }
        return None;
    };
    let known = |member: &Member<'_>| bank.items.iter().find(|known| What::Item(known.item) == member.what);
    if members.len() != bank.items.len() || !members.iter().all(|member| known(member).is_some()) {
        let what = "the items are not those of the bank".to_owned();
        table.at.say(Code::Bank, what, "Name exactly the items that have parameters.");
        return None;
    }
    let one =
        |member| known(member).map(|known| Input::Item { item: known.item, key: known.key, only_if: None });
    members.iter().map(one).collect()
}

fn only_ifs(
    table: &Table<'_>,
    instrument: &Instrument,
    items: &[ItemIndex],
) -> Option<Vec<(ItemIndex, OnlyIf)>> {
    let one = |inner: Table<'_>| {
        let find = |field: &str| {
            let name = inner.text(field)?;
            let item = item_index(instrument, name.value);
            let fits = item.filter(|item| field == "when" || items.contains(item));
            if fits.is_none() {
                let what = format!("`{}` is no item of this score", name.value);
                name.say(
                    Code::Keying,
                    what,
                    "Name items of this instrument, and in `item` one of the score.",
                );
            }
            fits
        };
        let (item, when) = (find("item"), find("when"));
        let at_least = inner.whole::<i16>("at_least");
        let otherwise = inner.whole::<i16>("otherwise");
        if let (Some(least), Some(set)) = (&at_least, when.and_then(|when| set_of(instrument, when))) {
            let (low, high) = set.range();
            if least.value <= low || least.value > high {
                let what = format!("no response is {} or more, or every one is", least.value);
                least.say(Code::Keying, what, &format!("Give a value from {} to {high}.", low + 1));
            }
        }
        inner.finish();
        let only = OnlyIf { item: when?, at_least: at_least?.value, otherwise: otherwise?.value };
        Some((item?, only))
    };
    table.tables_opt("only_if").into_iter().map(one).collect()
}

fn combine(
    table: &Table<'_>,
    instrument: &Instrument,
    method: Method,
    inputs: Option<&[Input]>,
) -> Option<Combine> {
    match method {
        Method::Sum | Method::Mean | Method::Weighted | Method::Count => Some(Combine::Sum),
        Method::Maximum => Some(Combine::Maximum),
        Method::Theta => Some(Combine::Theta),
        Method::Pattern => pattern::read(table, instrument, inputs?).map(Combine::First),
    }
}

/// Whether the engine can hold whatever comes of these inputs.
fn fits(instrument: &Instrument, inputs: &[Input], scaling: Scaling) -> bool {
    let most = |input: &Input| match input {
        Input::Item { key, only_if, .. } => {
            let points = instrument.keys.get(usize::from(*key)).into_iter().flatten();
            let otherwise = only_if.map(|only| only.otherwise);
            points.copied().chain(otherwise).map(|points| i128::from(points).abs()).max().unwrap_or(0)
        }
        Input::Score { score, weight } => {
            let (low, high) = range(instrument, usize::from(*score));
            i128::from(low).abs().max(i128::from(high).abs()) * i128::from(*weight).abs()
        }
    };
    let sum: i128 = inputs.iter().map(most).sum();
    let multiplied = sum * i128::from(scaling.multiply).abs();
    let wide = multiplied * inputs.len() as i128;
    let scaled = multiplied / i128::from(scaling.divide.max(1)) + i128::from(scaling.add).abs();
    wide < i128::from(i64::MAX) && scaled < 1_000_000_000
}
