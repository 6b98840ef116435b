//! An entry that a script of ours made, read field by field.

use js_sys::{Array, Reflect, Uint8Array};
use qinghe_record::{
    Band, Body, Change, Day, Entry, Id, Line, Outcome, Plan, Score, ScoreParts, Skill, Text, Tier,
};
use wasm_bindgen::prelude::*;

/// Reads an entry that a script made.
///
/// # Errors
/// A sentence that says which field is wrong.
pub fn entry_of(value: &JsValue) -> Result<Entry, JsValue> {
    let from = Field { value: value.clone(), path: "entry".to_owned() };
    let id: Id = Uint8Array::new(&from.get("id")?.value)
        .to_vec()
        .try_into()
        .map_err(|_| from.wrong("id", "16 bytes in a Uint8Array"))?;
    let day = u32::try_from(from.whole("day")?).ok().and_then(Day::new);
    let day = day.ok_or_else(|| from.wrong("day", "a number of days since 1970-01-01"))?;
    let body = match from.text_of("kind")?.as_str() {
        "result" => Body::Result(outcome(&from)?),
        "skill" => Body::Skill(skill(&from)?),
        "plan" => Body::Plan(plan(&from)?),
        _ => return Err(from.wrong("kind", "`result`, `skill` or `plan`")),
    };
    Entry::new(id, day, body).map_err(|why| JsValue::from_str(&format!("entry: {why}")))
}

/// A place in what a script made, with its name.
struct Field {
    value: JsValue,
    path: String,
}

impl Field {
    fn wrong(&self, name: &str, wanted: &str) -> JsValue {
        JsValue::from_str(&format!("{}.{name} must be {wanted}.", self.path))
    }

    fn get(&self, name: &str) -> Result<Field, JsValue> {
        let value = Reflect::get(&self.value, &name.into()).map_err(|_| self.wrong(name, "there"))?;
        Ok(Field { value, path: format!("{}.{name}", self.path) })
    }

    fn optional(&self, name: &str) -> Result<Option<Field>, JsValue> {
        let field = self.get(name)?;
        Ok(Some(field).filter(|field| !field.value.is_null() && !field.value.is_undefined()))
    }

    fn text_of(&self, name: &str) -> Result<String, JsValue> {
        self.get(name)?.value.as_string().ok_or_else(|| self.wrong(name, "a text"))
    }

    fn line<const MOST: usize>(&self, name: &str) -> Result<Text<MOST>, JsValue> {
        let text = self.text_of(name)?;
        Text::new(&text).map_err(|_| self.wrong(name, &format!("a text of 1 to {MOST} characters")))
    }

    fn whole(&self, name: &str) -> Result<i32, JsValue> {
        let number = self.get(name)?.value.as_f64();
        let whole = number.filter(|number| number.fract() == 0.0 && number.abs() < 2_147_483_648.0);
        whole.map(|number| number as i32).ok_or_else(|| self.wrong(name, "a whole number"))
    }

    fn each<T>(&self, name: &str, read: impl Fn(&Field) -> Result<T, JsValue>) -> Result<Vec<T>, JsValue> {
        let list = self.get(name)?;
        if !Array::is_array(&list.value) {
            return Err(self.wrong(name, "a list"));
        }
        let values = Array::from(&list.value);
        let mut read_so_far = Vec::new();
        // More than any list of ours has is told by the constructors.
        for (nth, value) in values.iter().enumerate().take(100) {
            read_so_far.push(read(&Field { value, path: format!("{}[{nth}]", list.path) })?);
        }
        Ok(read_so_far)
    }

    fn pair(&self) -> Result<(i32, i32), JsValue> {
        let pair = Array::from(&self.value);
        let side = |at: u32| pair.get(at).as_f64().filter(|number| number.fract() == 0.0);
        match (side(0), side(1)) {
            (Some(low), Some(high)) if pair.length() == 2 => Ok((low as i32, high as i32)),
            _ => Err(JsValue::from_str(&format!("{} must be two whole numbers.", self.path))),
        }
    }
}

fn plan(from: &Field) -> Result<Plan, JsValue> {
    let steps = from.each("steps", |step| {
        let text = step.value.as_string().unwrap_or_default();
        Text::new(&text).map_err(|_| from.wrong("steps", "a list of texts that a line holds"))
    })?;
    let next = u32::try_from(from.whole("next")?).ok().and_then(Day::new);
    let next = next.ok_or_else(|| from.wrong("next", "a number of days since 1970-01-01"))?;
    let done = from.get("done")?.value.as_bool() == Some(true);
    Ok(Plan { goal: from.line("goal")?, steps, owner: from.line("owner")?, next, done })
}

fn outcome(from: &Field) -> Result<Outcome, JsValue> {
    let (battery, version, title) = (from.line("battery")?, from.line("version")?, from.line("title")?);
    let tier = match from.text_of("tier")?.as_str() {
        "routine" => Tier::Routine,
        "watch" => Tier::Watch,
        "priority" => Tier::Priority,
        "urgent" => Tier::Urgent,
        "unclear" => Tier::Unclear,
        _ => return Err(from.wrong("tier", "one of the five tiers")),
    };
    let scores = from.each("scores", score)?;
    Outcome::new(battery, version, title, tier, scores)
        .map_err(|why| JsValue::from_str(&format!("entry: {why}")))
}

fn score(from: &Field) -> Result<Score, JsValue> {
    let band = |band: &Field| Ok(Band { from: band.whole("from")?, name: band.line("name")? });
    let change = |change: Field| {
        let worse = change.get("higherIsWorse")?.value.as_bool();
        let higher_is_worse = worse.ok_or_else(|| change.wrong("higherIsWorse", "true or false"))?;
        Ok::<Change, JsValue>(Change { reliable: change.whole("reliable")?, higher_is_worse })
    };
    let parts = ScoreParts {
        instrument: from.line("instrument")?,
        version: from.line("version")?,
        score: from.line("score")?,
        name: from.line("name")?,
        decimals: u8::try_from(from.whole("decimals")?).map_err(|_| from.wrong("decimals", "0 to 4"))?,
        value: from.whole("value")?,
        range: from.optional("range")?.map(|range| range.pair()).transpose()?,
        scale: from.get("scale")?.pair()?,
        bands: from.each("bands", band)?,
        change: from.optional("change")?.map(change).transpose()?,
    };
    Score::new(parts).map_err(|why| JsValue::from_str(&format!("{}: {why}", from.path)))
}

fn skill(from: &Field) -> Result<Skill, JsValue> {
    let stage = crate::stage(&from.text_of("stage")?)
        .ok_or_else(|| from.wrong("stage", "`practised`, `completed` or `mastered`"))?;
    let (exercise, name): (Line, Line) = (from.line("exercise")?, from.line("name")?);
    Ok(Skill { exercise, name, stage })
}
