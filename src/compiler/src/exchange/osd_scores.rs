//! Scores of an Open Scale Definition. What it computes otherwise than the engine is named and left out.

use super::{
    Kind,
    draft::{Draft, free, kebab, open_score},
    json::{parts, text, whole},
    osd_in::Asked,
    ratio::Ratio,
    table::{Table, Value as Field, list},
};
use crate::decimal::decimal;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is written where the file does not say whence a number comes, or what happens to blanks.
const OPEN: &str = "open: an Open Scale Definition names no source";

/// Most scores, items in a score, thresholds and steps of a transformation.
const MOST_SCORES: usize = 255;
const MOST_ITEMS: usize = 512;
const MOST_STEPS: usize = 32;

/// A score that was taken over.
#[derive(Clone)]
struct Made {
    id: String,
    low: i32,
    high: i32,
    decimals: u8,
}

/// What enters a score: items with their points, and scores.
#[derive(Default)]
struct Inputs {
    /// Id, points of each option, whether it is mirrored, whether the points are written out, and weight.
    items: Vec<(String, Vec<i16>, bool, bool, i16)>,
    scores: Vec<(Made, i16)>,
}

pub(super) fn read(
    definition: &Value,
    asked: &BTreeMap<String, Asked>,
    texts: Option<&Value>,
    draft: &mut Draft,
) {
    let Some(scoring) = definition.get("scoring").and_then(Value::as_object) else { return };
    let items = scoring.values().map(|block| parts(block, "items").count()).max().unwrap_or(0);
    if scoring.len() > MOST_SCORES || items > MOST_ITEMS {
        draft.say(
            Kind::Fault,
            "scoring",
            format!("more than {MOST_SCORES} scores, or {MOST_ITEMS} items in one"),
        );
        return;
    }
    let mut open: Vec<&String> = scoring
        .iter()
        .filter(|(name, block)| *name != "answer_categories" && block.is_object())
        .map(|(name, _)| name)
        .collect();
    directions(scoring, asked, draft);
    let mut made: BTreeMap<String, Made> = BTreeMap::new();
    let mut failed: Vec<&String> = Vec::new();
    // A score waits for those that enter it; none is left waiting but in a circle.
    loop {
        let known = |name: &str| {
            made.contains_key(name) || failed.iter().any(|own| *own == name) || !scoring.contains_key(name)
        };
        let next = open
            .iter()
            .position(|name| parts(&scoring[*name], "scores").filter_map(Value::as_str).all(known));
        let Some(at) = next else { break };
        let name = open.remove(at);
        let reader = Reader { scoring, asked, made: &made, texts };
        match reader.score(name, draft) {
            Ok(one) => {
                made.insert(name.clone(), one);
            }
            Err(why) => {
                draft.say(Kind::Lost, name, format!("the score: {why}"));
                failed.push(name);
            }
        }
    }
    for name in open {
        draft.say(Kind::Lost, name, "the score: it waits for itself");
    }
}

/// An item that every score mirrors says the opposite of what is measured.
fn directions(scoring: &serde_json::Map<String, Value>, asked: &BTreeMap<String, Asked>, draft: &mut Draft) {
    for (name, one) in asked {
        let used: Vec<i64> = scoring.values().filter_map(|block| coding(block, name)).collect();
        if !used.is_empty() && used.iter().all(|coding| *coding == -1) {
            for item in draft.items.iter_mut().filter(|item| item.text("id") == Some(&one.id)) {
                item.put("reverse", true);
            }
        }
    }
}

/// 1, -1 or 0; `None` where the item does not enter.
fn coding(block: &Value, name: &str) -> Option<i64> {
    if let Some(coded) = block["items"].as_object() {
        return coded.get(name)?.as_i64();
    }
    if !parts(block, "items").any(|item| item.as_str() == Some(name)) {
        return None;
    }
    Some(block["item_coding"].get(name).and_then(Value::as_i64).unwrap_or(1))
}

struct Reader<'a> {
    scoring: &'a serde_json::Map<String, Value>,
    asked: &'a BTreeMap<String, Asked>,
    made: &'a BTreeMap<String, Made>,
    texts: Option<&'a Value>,
}

impl Reader<'_> {
    fn score(&self, name: &str, draft: &mut Draft) -> Result<Made, String> {
        let block = &self.scoring[name];
        let method = text(block, "method").unwrap_or("nothing");
        let inputs = self.inputs(block, method)?;
        let steps = transform(block)?;
        let written = match (method, steps) {
            ("sum_coded" | "sum_correct", _) => "sum",
            ("mean_coded", None) => "mean",
            ("mean_coded", Some(_)) => "sum",
            ("weighted_sum", _) => "weighted",
            ("max", _) => "maximum",
            (method, _) => return Err(format!("the method `{method}` has no counterpart here")),
        };
        let taken = |id: &str| self.made.values().any(|made| made.id == id) || is_item(draft, id);
        let id = free(&kebab(name).unwrap_or_else(|| "score".to_owned()), taken);
        let count = inputs.items.len() + inputs.scores.len();
        let over = if method == "mean_coded" { i128::try_from(count).unwrap_or(1) } else { 1 };
        let inner = inputs.scores.first().map_or(0, |(made, _)| made.decimals);
        let scaled = steps.map(|(factor, add)| (factor.over(over), add));
        let decimals = match (written, scaled) {
            ("mean", _) => 2,
            (_, Some((factor, add))) if inner > 0 || !factor.is_whole() || !add.is_whole() => 2,
            (_, Some(_)) => 0,
            _ => inner,
        };
        let mut fields = inputs.fields(written, draft);
        if let Some((factor, add)) = scaled {
            fields.put("scale", scale(factor, add, decimals)?);
        }
        let (low, high) = inputs.ends(written == "maximum");
        let end = |raw: i64| {
            let raw = Ratio::of(i128::from(raw), 10i128.pow(u32::from(inner)));
            match (written, scaled) {
                ("mean", _) => raw.over(over).units(decimals),
                (_, Some((factor, add))) => raw.times(factor).plus(add).units(decimals),
                _ => raw.units(decimals),
            }
        };
        let (a, b) =
            (end(low).ok_or("it can become too large")?, end(high).ok_or("it can become too large")?);
        let made = Made { id, low: a.min(b), high: a.max(b), decimals };
        let bands = self.bands(block, name, &made, draft);
        draft.scores.push(open_score(&made.id, written, fields, OPEN, bands));
        draft.say(
            Kind::Open,
            name,
            "the file does not say what happens when responses are missing; all are asked for",
        );
        Ok(made)
    }

    fn inputs(&self, block: &Value, method: &str) -> Result<Inputs, String> {
        let mut inputs = Inputs::default();
        let names: Vec<&str> = match block["items"].as_object() {
            Some(coded) => coded.keys().map(String::as_str).collect(),
            None => parts(block, "items").filter_map(Value::as_str).collect(),
        };
        // An object loses the order of the file; that of the items is the one that people read.
        let mut names: Vec<&str> = names.into_iter().filter(|name| coding(block, name) != Some(0)).collect();
        names.dedup();
        for name in names {
            let Some(one) = self.asked.get(name) else {
                return Err(format!("`{name}` enters, and is no item that was taken over"));
            };
            if inputs.items.iter().any(|(id, ..)| *id == one.id) {
                return Err(format!("`{name}` enters twice"));
            }
            let weight = weight(block, method, name)?;
            let Some(weight) = weight else { continue };
            let reverse = coding(block, name) == Some(-1);
            let (points, out) = self.points(block, method, name, one, reverse)?;
            inputs.items.push((one.id.clone(), points, reverse, out, weight));
        }
        for name in parts(block, "scores").filter_map(Value::as_str) {
            let made =
                self.made.get(name).ok_or(format!("`{name}` enters, and is no score that was taken over"))?;
            if block["item_coding"].get(name).and_then(Value::as_i64).is_some_and(|coding| coding != 1) {
                return Err(format!("it mirrors the score `{name}`"));
            }
            let Some(weight) = weight(block, method, name)? else { continue };
            inputs.scores.push((made.clone(), weight));
        }
        if inputs.items.is_empty() && inputs.scores.is_empty() {
            return Err("nothing enters it".to_owned());
        }
        let first = inputs.scores.first().map_or(0, |(made, _)| made.decimals);
        let mixed = inputs.scores.iter().any(|(made, _)| made.decimals != first)
            || (first > 0 && !inputs.items.is_empty());
        if mixed { Err("it combines numbers with different decimal places".to_owned()) } else { Ok(inputs) }
    }

    /// Points of each option, and whether they have to be written out.
    fn points(
        &self,
        block: &Value,
        method: &str,
        name: &str,
        one: &Asked,
        reverse: bool,
    ) -> Result<(Vec<i16>, bool), String> {
        let (low, high) = ends(&one.values);
        let mirrored = |value: i16| if reverse { low + high - value } else { value };
        if method == "sum_correct" {
            let category =
                text(block, "answer_category").map(|category| &self.scoring["answer_categories"][category]);
            let right = category
                .unwrap_or(&block["correct_answers"])
                .get(name)
                .ok_or(format!("`{name}` has no right answer"))?;
            let right: Vec<String> = match right {
                Value::Array(all) => all.iter().map(plain).collect(),
                one => vec![plain(one)],
            };
            let points = one.names.iter().map(|name| i16::from(right.contains(&name.trim().to_lowercase())));
            return Ok((points.collect(), true));
        }
        let map = block["value_map"].get(name).or_else(|| block["value_map"].get("default"));
        let Some(map) = map.and_then(Value::as_array) else {
            return Ok((one.values.iter().map(|value| mirrored(*value)).collect(), false));
        };
        let mapped = one.values.iter().map(|value| {
            let at = usize::try_from(i32::from(*value) - i32::from(low)).ok()?;
            match map.get(at) {
                Some(points) => whole(points).map(mirrored),
                None => Some(mirrored(*value)),
            }
        });
        let points: Option<Vec<i16>> = mapped.collect();
        points.map(|points| (points, true)).ok_or(format!("the value map of `{name}` holds no whole number"))
    }

    /// Bands from the thresholds of the file, or one band where there are none that can be read.
    fn bands(&self, block: &Value, name: &str, made: &Made, draft: &mut Draft) -> Vec<Table> {
        let given: Vec<&Value> = parts(&block["norms"], "thresholds").take(MOST_STEPS).collect();
        let one = vec![Table::new().with("id", "no-cut-score").with("from", number(made.low, made.decimals))];
        if given.is_empty() {
            return one;
        }
        if parts(&block["norms"], "thresholds").count() > MOST_STEPS {
            draft.say(Kind::Lost, name, format!("thresholds beyond {MOST_STEPS}"));
        }
        let mut read: Vec<(i32, Option<i32>, String)> = Vec::new();
        for threshold in &given {
            let end = |field: &str| Ratio::read(threshold.get(field)?)?.units(made.decimals);
            let label = text(threshold, "label").or_else(|| text(self.texts?, text(threshold, "label_key")?));
            let label = label.and_then(kebab).unwrap_or_else(|| "band".to_owned());
            match end("min") {
                Some(from) => read.push((from, end("max"), label)),
                None => draft.say(Kind::Lost, name, "a threshold without a number"),
            }
        }
        read.sort_by_key(|(from, ..)| *from);
        let gap = read.windows(2).any(|pair| match pair {
            [(_, Some(to), _), (from, ..)] => *from > to + 1 || from <= to,
            _ => false,
        });
        if gap {
            draft.say(
                Kind::Open,
                name,
                "its thresholds have gaps or overlap; each band begins where the file says",
            );
        }
        let mut bands: Vec<Table> = Vec::new();
        let mut before: Option<i32> = None;
        for (nth, (from, _, label)) in read.iter().enumerate() {
            let from = if nth == 0 { made.low } else { *from };
            if before.is_some_and(|before| from <= before) || from > made.high {
                draft.say(Kind::Lost, name, format!("the threshold `{label}` begins where no score lies"));
                continue;
            }
            before = Some(from);
            let id = free(label, |id| bands.iter().any(|band| band.text("id") == Some(id)));
            bands.push(Table::new().with("id", id).with("from", number(from, made.decimals)));
        }
        draft.say(Kind::Open, name, "cut scores without a source");
        if bands.len() > 1 { bands } else { one }
    }
}

impl Inputs {
    /// The fields of `[[score]]` that say what enters.
    fn fields(&self, method: &str, draft: &Draft) -> Table {
        let mut table = Table::new();
        let own = |id: &str| {
            let item = draft.items.iter().find(|item| item.text("id") == Some(id));
            item.is_some_and(|item| item.get("reverse") == Some(&Field::Yes(true)))
        };
        if method == "weighted" {
            let items =
                self.items.iter().map(|(id, .., weight)| (id.clone(), Field::Whole(i64::from(*weight))));
            let scores =
                self.scores.iter().map(|(made, weight)| (made.id.clone(), Field::Whole(i64::from(*weight))));
            table.put("weights", items.chain(scores).collect::<Table>());
        } else {
            if !self.items.is_empty() {
                table.put("items", list(self.items.iter().map(|(id, ..)| id.as_str())));
            }
            if !self.scores.is_empty() {
                table.put("scores", list(self.scores.iter().map(|(made, _)| made.id.as_str())));
            }
        }
        let keyed = || self.items.iter().filter(|(.., out, _)| !out);
        if keyed().any(|(id, _, reverse, ..)| *reverse != own(id)) {
            table.put(
                "reverse",
                list(keyed().filter(|(_, _, reverse, ..)| *reverse).map(|(id, ..)| id.as_str())),
            );
        }
        let out = self.items.iter().filter(|(.., out, _)| *out);
        let points: Table = out
            .map(|(id, points, ..)| (id.clone(), list(points.iter().map(|points| i64::from(*points)))))
            .collect();
        table.with_some("points", (!points.is_empty()).then_some(points))
    }

    /// Lowest and highest raw score, in units of the inputs.
    fn ends(&self, largest: bool) -> (i64, i64) {
        let items = self.items.iter().map(|(_, points, .., weight)| {
            let (low, high) = ends(points);
            (i64::from(low) * i64::from(*weight), i64::from(high) * i64::from(*weight))
        });
        let scores = self.scores.iter().map(|(made, weight)| {
            (i64::from(made.low) * i64::from(*weight), i64::from(made.high) * i64::from(*weight))
        });
        let all = items.chain(scores).map(|(a, b)| (a.min(b), a.max(b)));
        if largest {
            all.reduce(|(a, b), (c, d)| (a.max(c), b.max(d))).unwrap_or((0, 0))
        } else {
            all.fold((0, 0), |(a, b), (c, d)| (a + c, b + d))
        }
    }
}

fn is_item(draft: &Draft, id: &str) -> bool {
    draft.items.iter().any(|item| item.text("id") == Some(id))
}

fn ends(values: &[i16]) -> (i16, i16) {
    (values.iter().copied().min().unwrap_or(0), values.iter().copied().max().unwrap_or(0))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned).trim().to_lowercase()
}

fn number(units: i32, decimals: u8) -> Field {
    if decimals == 0 { Field::Whole(i64::from(units)) } else { Field::Text(decimal(units, decimals)) }
}

/// The weight of an input; `None` where it is left out of a weighted sum.
fn weight(block: &Value, method: &str, name: &str) -> Result<Option<i16>, String> {
    if method != "weighted_sum" {
        return Ok(Some(1));
    }
    match block["weights"].get(name) {
        None => Ok(None),
        Some(weight) => match whole(weight) {
            Some(0) => Ok(None),
            Some(weight) => Ok(Some(weight)),
            None => Err(format!("the weight of `{name}` is no whole number")),
        },
    }
}

/// Factor and summand of the steps, one after the other. `None` when there are no steps.
fn transform(block: &Value) -> Result<Option<(Ratio, Ratio)>, String> {
    let mut made: Option<(Ratio, Ratio)> = None;
    if parts(block, "transform").count() > MOST_STEPS {
        return Err(format!("its transformation has more than {MOST_STEPS} steps"));
    }
    for step in parts(block, "transform") {
        let (factor, add) = made.unwrap_or((Ratio::ONE, Ratio::ZERO));
        let value = step
            .get("value")
            .and_then(Ratio::read)
            .ok_or("a step of its transformation has no plain number")?;
        made = Some(match text(step, "op") {
            Some("add") => (factor, add.plus(value)),
            Some("subtract") => (factor, add.plus(value.negative())),
            Some("multiply") => (factor.times(value), add.times(value)),
            Some("divide") => {
                let turned = value.turned().ok_or("a step of its transformation divides by 0")?;
                (factor.times(turned), add.times(turned))
            }
            _ => return Err("a step of its transformation is not known".to_owned()),
        });
    }
    Ok(made)
}

fn scale(factor: Ratio, add: Ratio, decimals: u8) -> Result<Table, String> {
    let (multiply, divide) = factor
        .parts()
        .filter(|(above, below)| *above != 0 && above.abs() <= 10_000 && *below <= 10_000)
        .ok_or("its transformation has numbers that are too large")?;
    let add = add
        .exact_units(decimals)
        .ok_or("its transformation adds a number with more than two decimal places")?;
    Ok(Table::new()
        .with("multiply", multiply)
        .with("divide", divide)
        .with("add", number(add, decimals))
        .with("rounding", "half-up")
        .with("decimals", i64::from(decimals))
        .with("source", OPEN)
        .with("state", "unverified"))
}
