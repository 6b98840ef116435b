//! An Open Scale Definition (OpenScales, version 1) as a draft: items, options and wording. Scores: `osd_scores`.

use super::{
    Kind,
    draft::{Draft, free, kebab},
    json::{parts, text, whole},
    options::{Options, Sets, Texts, find, locale_of},
    osd_scores,
    table::{Table, Value as Field},
};
use qinghe_content::Locale;
use serde_json::Value;
use std::collections::BTreeMap;

/// Most items that are looked at.
const MOST: usize = 512;

/// Reads the whole file.
pub(super) fn draft(root: &Value, draft: &mut Draft) {
    let definition = root.get("definition").unwrap_or(root);
    if definition.get("scale_info").is_none() || !definition["items"].is_array() {
        draft.say(Kind::Fault, "", "no Open Scale Definition: `scale_info` and a list `items` are needed");
        return;
    }
    let mut walk = Walk {
        definition,
        translations: translations(root, draft),
        sets: Sets::default(),
        asked: BTreeMap::new(),
        stems: Vec::new(),
        instruction: Vec::new(),
        draft,
    };
    walk.instruction = walk.texts(&definition["likert_options"]["question_head"]);
    for item in parts(definition, "items").take(4 * MOST) {
        walk.item(item);
    }
    if parts(definition, "items").count() > 4 * MOST {
        walk.draft.say(Kind::Fault, "", format!("more than {} items", 4 * MOST));
    }
    walk.about();
    let asked = std::mem::take(&mut walk.asked);
    osd_scores::read(definition, &asked, walk.translations.first().map(|(_, texts)| *texts), walk.draft);
    walk.wording();
    for name in ["computed", "branches", "pages", "randomize_sections", "report"] {
        if definition.get(name).is_some_and(|value| !value.is_null()) {
            walk.draft.say(Kind::Lost, name, "has no counterpart here");
        }
    }
}

/// The texts of the languages that we have.
fn translations<'a>(root: &'a Value, draft: &mut Draft) -> Vec<(Locale, &'a Value)> {
    let mut known: Vec<(Locale, &Value)> = Vec::new();
    let mut others = Vec::new();
    for (tag, texts) in root.get("translations").and_then(Value::as_object).into_iter().flatten() {
        match locale_of(tag) {
            Some(locale) if known.iter().all(|(own, _)| *own != locale) => known.push((locale, texts)),
            _ => others.push(tag.clone()),
        }
    }
    if !others.is_empty() {
        draft.say(
            Kind::Lost,
            "",
            format!("wording in {}: this project has zh-Hans and en", others.join(", ")),
        );
    }
    if known.is_empty() {
        draft.say(Kind::Open, "", "the file holds no wording in zh-Hans or en");
    }
    known
}

/// An item of the file as it is scored.
pub(super) struct Asked {
    /// Id here.
    pub id: String,
    /// Values of its options, in the order of its response set.
    pub values: Vec<i16>,
    /// What the options are called in the file.
    pub names: Vec<String>,
}

struct Walk<'a> {
    definition: &'a Value,
    translations: Vec<(Locale, &'a Value)>,
    sets: Sets,
    /// By the id of the file.
    asked: BTreeMap<String, Asked>,
    stems: Vec<(String, Texts)>,
    instruction: Texts,
    draft: &'a mut Draft,
}

impl Walk<'_> {
    /// The text behind a key, in every language.
    fn texts(&self, key: &Value) -> Texts {
        let Some(key) = key.as_str() else { return Vec::new() };
        let one = |(locale, texts): &(Locale, &Value)| {
            let plain = without_markup(text(texts, key)?);
            (!plain.is_empty()).then_some((*locale, plain))
        };
        self.translations.iter().filter_map(one).collect()
    }

    fn item(&mut self, item: &Value) {
        let Some(id) = text(item, "id") else {
            self.draft.say(Kind::Lost, "", "an item without an id");
            return;
        };
        if item.get("visible_when").is_some_and(|when| !when.is_null()) {
            self.draft.say(Kind::Lost, id, "its condition (visible_when) is left out and it is always asked");
        }
        let stem = self.stem(item);
        match text(item, "type").unwrap_or("nothing") {
            "section" => {
                if item.get("randomize").is_some() {
                    self.draft.say(Kind::Lost, id, "a random order");
                }
            }
            "inst" if self.instruction.is_empty() && self.stems.is_empty() => self.instruction = stem,
            "inst" => self.draft.say(Kind::Lost, id, "a text that is shown between items"),
            "likert" => match self.likert(item) {
                Ok(options) => self.ask(id, id, stem, options),
                Err(why) => self.draft.say(Kind::Lost, id, why),
            },
            "multi" => match self.options(item, "options", id) {
                Ok(options) => self.ask(id, id, stem, options),
                Err(why) => self.draft.say(Kind::Lost, id, why),
            },
            "grid" => self.grid(item, id),
            kind => {
                let what = format!(
                    "an item of type `{kind}`: only one choice between two to nine options can be scored"
                );
                self.draft.say(Kind::Lost, id, what);
            }
        }
    }

    /// Text of an item, behind its own head where it has one.
    fn stem(&mut self, item: &Value) -> Texts {
        let stem = self.texts(&item["text_key"]);
        let head = self.texts(&item["question_head"]);
        let id = text(item, "id").unwrap_or_default();
        let raw = self.translations.iter().filter_map(|(_, texts)| text(texts, item["text_key"].as_str()?));
        let raw: String = raw.collect();
        if raw.contains("<img") {
            self.draft.say(Kind::Lost, id, "a picture in its text");
        } else if raw.contains('<') {
            self.draft.say(Kind::Open, id, "bold, italic and line breaks of its text are left out");
        }
        if raw.contains('{') {
            self.draft.say(Kind::Open, id, "a placeholder in its text");
        }
        if head.is_empty() {
            return stem;
        }
        self.draft.say(Kind::Open, id, "its own head is put in front of its text");
        let joined = stem.into_iter().map(|(locale, text)| match find(&head, locale) {
            Some(head) => (locale, format!("{head} {text}")),
            None => (locale, text),
        });
        joined.collect()
    }

    /// Options of a likert item: its own, or those of the scale.
    fn likert(&self, item: &Value) -> Result<Vec<(i16, Texts, String)>, String> {
        let usual = &self.definition["likert_options"];
        let number = |own: &str, scale: &str| item.get(own).or_else(|| usual.get(scale)).and_then(whole);
        let points = number("likert_points", "points").ok_or("it does not say how many options it has")?;
        let min = number("likert_min", "min").unwrap_or(1);
        let max = if item.get("likert_points").is_some() && item.get("likert_max").is_none() {
            min.saturating_add(points).saturating_sub(1)
        } else {
            number("likert_max", "max").unwrap_or(min.saturating_add(points).saturating_sub(1))
        };
        let count = i32::from(max) - i32::from(min) + 1;
        if !(2..=9).contains(&count) {
            return Err(format!("{count} options; two to nine can be told apart"));
        }
        let labels = item.get("likert_labels").or_else(|| usual.get("labels"));
        let mut all: Vec<(i16, Texts, String)> = (min..=max)
            .enumerate()
            .map(|(nth, value)| {
                let texts =
                    labels.and_then(|labels| labels.get(nth)).map(|key| self.texts(key)).unwrap_or_default();
                // Between the ends of a scale often only the number stands.
                let or_number = |locale: Locale| {
                    (locale, find(&texts, locale).map_or_else(|| value.to_string(), str::to_owned))
                };
                let full = self.translations.iter().map(|(locale, _)| or_number(*locale)).collect();
                (value, full, value.to_string())
            })
            .collect();
        if item["likert_reverse"] == true
            || (item.get("likert_reverse").is_none() && usual["likert_reverse"] == true)
        {
            all.reverse();
        }
        Ok(all)
    }

    /// Options with a value and a key each, or a bare key each.
    fn options(&mut self, item: &Value, field: &str, id: &str) -> Result<Vec<(i16, Texts, String)>, String> {
        let count = parts(item, field).count();
        if !(2..=9).contains(&count) {
            return Err(format!("{count} options; two to nine can be told apart"));
        }
        let valued = |option: &Value| option.get("value").and_then(whole);
        let all_valued = parts(item, field).all(|option| valued(option).is_some());
        if !all_valued && parts(item, field).any(|option| valued(option).is_some()) {
            return Err("some options have a number and some have none".to_owned());
        }
        if !all_valued {
            let first = if field == "columns" { 1 } else { 0 };
            self.draft.say(
                Kind::Open,
                id,
                format!("no option has a number; they are counted from {first} in their order"),
            );
        }
        let start: i16 = if field == "columns" { 1 } else { 0 };
        let mut all: Vec<(i16, Texts, String)> = Vec::new();
        for (nth, option) in (start..).zip(parts(item, field)) {
            let key = if option.is_string() { option } else { &option["text_key"] };
            let value = if all_valued { valued(option).unwrap_or(nth) } else { nth };
            if all.iter().any(|(own, ..)| *own == value) {
                return Err(format!("two options have the value {value}"));
            }
            let name = option.get("value").unwrap_or(option);
            let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
            all.push((value, self.texts(key), name));
        }
        Ok(all)
    }

    /// Every row of a grid is an item.
    fn grid(&mut self, item: &Value, id: &str) {
        let options = match self.options(item, "columns", id) {
            Ok(options) => options,
            Err(why) => return self.draft.say(Kind::Lost, id, why),
        };
        self.draft.say(Kind::Open, id, "the rows of the grid are items of their own; its text is left out");
        for (nth, row) in (1..=MOST).zip(parts(item, "rows")) {
            let name = format!("{id}_{nth}");
            let stem = self.texts(row);
            self.ask(&name, id, stem, options.clone());
        }
    }

    fn ask(&mut self, name: &str, at: &str, stem: Texts, options: Vec<(i16, Texts, String)>) {
        if self.draft.items.len() >= MOST {
            self.draft.say(Kind::Fault, "", format!("more than {MOST} items with options"));
            return;
        }
        if self.asked.contains_key(name) {
            self.draft.say(Kind::Fault, at, format!("the id `{name}` stands in the file twice"));
            return;
        }
        let taken = |id: &str| self.stems.iter().any(|(own, _)| own == id);
        let id = free(&kebab(name).unwrap_or_else(|| "item".to_owned()), taken);
        if id != name {
            self.draft.say(Kind::Open, at, format!("`{name}` is called `{id}` here"));
        }
        let values = options.iter().map(|(value, ..)| *value).collect();
        let names = options.iter().map(|(.., name)| name.clone()).collect();
        let labelled: Options = options.into_iter().map(|(value, labels, _)| (value, labels)).collect();
        let set = self.sets.of(self.draft, None, labelled);
        self.draft.items.push(Table::new().with("id", id.as_str()).with("response_set", set));
        self.stems.push((id.clone(), stem));
        self.asked.insert(name.to_owned(), Asked { id, values, names });
    }

    fn about(&mut self) {
        let info = &self.definition["scale_info"];
        let name = text(info, "name").or(text(info, "code")).unwrap_or("a scale without a name");
        let citation = text(info, "citation").unwrap_or("no citation");
        self.draft.origin =
            format!("Imported from an Open Scale Definition: {name}. The file cites: {citation}");
        let said = [text(info, "license"), text(info, "license_explanation")];
        let said: Vec<&str> = said.into_iter().flatten().collect();
        if !said.is_empty() {
            self.draft.rights.put("statement", said.join(". "));
        }
        if let Some(source) = text(info, "license_url").or(text(info, "url")) {
            self.draft.rights.put("source", source);
        }
        if let Some(parameters) = self.definition.get("parameters").and_then(Value::as_object) {
            for name in parameters.keys().filter(|name| *name != "show_header") {
                self.draft.say(Kind::Lost, name, "a parameter: an instrument is the same for everybody here");
            }
        }
    }

    fn wording(&mut self) {
        let source = text(&self.definition["scale_info"], "citation").unwrap_or("an Open Scale Definition");
        for (locale, _) in self.translations.clone() {
            let file = format!("text/{}.toml", locale.tag());
            let stems: Vec<(String, Field)> = self
                .stems
                .iter()
                .filter_map(|(id, stem)| Some((id.clone(), find(stem, locale)?.into())))
                .collect();
            if stems.len() < self.stems.len() {
                self.draft.say(
                    Kind::Open,
                    &file,
                    format!("{} of {} stems have a text", stems.len(), self.stems.len()),
                );
            }
            let mut table = Table::new()
                .with("source", format!("an Open Scale Definition, which cites: {source}"))
                .with("certainty", "unknown: taken from an imported file")
                .with("translation", "published")
                .with("open_check", "Compare every text with the holder's form.");
            match find(&self.instruction, locale) {
                Some(instruction) => table.put("instruction", instruction),
                None => self.draft.say(Kind::Open, &file, "there is no instruction"),
            }
            table.put("options", self.sets.wording(locale));
            table.put("items", stems.into_iter().collect::<Table>());
            self.draft.texts.push((locale, table));
        }
    }
}

/// A text without the few tags that the format knows, and without blank edges.
fn without_markup(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((front, behind)) = rest.split_once('<') {
        out += front;
        match behind.split_once('>') {
            Some((tag, after)) if is_tag(tag) => {
                if tag.starts_with("br") {
                    out.push(' ');
                }
                rest = after;
            }
            _ => {
                out.push('<');
                rest = behind;
            }
        }
    }
    out += rest;
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_tag(tag: &str) -> bool {
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    ["b", "i", "u", "em", "strong", "br", "a", "p", "span", "img", "sup", "sub"]
        .contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::without_markup;

    #[test]
    fn tags_go_and_signs_stay() {
        assert_eq!(
            without_markup("Over the <b>last 2 weeks</b>,<br/>how often?"),
            "Over the last 2 weeks, how often?"
        );
        assert_eq!(without_markup("a < b and c > d"), "a < b and c > d");
        assert_eq!(without_markup(" <a href=\"x\">y</a> "), "y");
        assert_eq!(without_markup("<<<"), "<<<");
    }
}
