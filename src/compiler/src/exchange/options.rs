//! Options of an item in another format, and the response sets that they make.

use super::{
    draft::{Draft, free, kebab},
    fhir_items::{ITEM_WEIGHT, ORDINAL_VALUE, TRANSLATION},
    json::{parts, text, whole},
    table::{Table, Value as Field, list},
};
use qinghe_content::Locale;
use serde_json::Value;

/// Texts by language.
pub(super) type Texts = Vec<(Locale, String)>;

/// The options of one item: value and labels of each.
pub(super) type Options = Vec<(i16, Texts)>;

/// A locale of this project for a language tag.
pub(super) fn locale_of(tag: &str) -> Option<Locale> {
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    let mut parts = tag.split('-');
    match parts.next() {
        Some("zh" | "cmn") if parts.all(|part| !["hant", "tw", "hk", "mo"].contains(&part)) => {
            Some(Locale::ZhHans)
        }
        Some("en") => Some(Locale::En),
        _ => None,
    }
}

/// The text of a field in every locale of this project. The main language is `None` where it is another.
pub(super) fn texts(value: &Value, name: &str, main: Option<Locale>) -> Texts {
    let mut all = Vec::new();
    if let (Some(main), Some(found)) = (main, text(value, name)) {
        all.push((main, found.to_owned()));
    }
    let Some(more) = value.get(format!("_{name}")) else { return all };
    for one in parts(more, "extension").filter(|one| text(one, "url") == Some(TRANSLATION)) {
        let find = |url: &str| parts(one, "extension").find(|part| text(part, "url") == Some(url));
        let locale = find("lang").and_then(|part| text(part, "valueCode")).and_then(locale_of);
        let content =
            find("content").and_then(|part| text(part, "valueString").or(text(part, "valueMarkdown")));
        if let (Some(locale), Some(content)) = (locale, content)
            && all.iter().all(|(own, _)| *own != locale)
        {
            all.push((locale, content.to_owned()));
        }
    }
    all
}

/// The options of an item, or why it has none that can be scored. The flag says that no value was given.
pub(super) fn read(root: &Value, item: &Value, main: Option<Locale>) -> Result<(Options, bool), String> {
    let given: Vec<&Value> = match item.get("answerValueSet").and_then(Value::as_str) {
        Some(name) => {
            concepts(root, name).ok_or("its options stand in a value set that is not in the file")?
        }
        None => parts(item, "answerOption").collect(),
    };
    if given.len() < 2 || given.len() > 9 {
        return Err(format!("{} options; two to nine can be told apart", given.len()));
    }
    let weights: Vec<Option<Result<i16, String>>> = given.iter().map(|option| weight(option)).collect();
    let unweighted = weights.iter().all(Option::is_none);
    let mut options = Options::new();
    for (nth, (option, weight)) in given.iter().zip(weights).enumerate() {
        let value = match weight {
            Some(weight) => weight?,
            None if unweighted => i16::try_from(nth).unwrap_or(0),
            None => return Err("some options have a value and some have none".to_owned()),
        };
        if options.iter().any(|(own, _)| *own == value) {
            return Err(format!("two options have the value {value}"));
        }
        options.push((value, labels(option, main)));
    }
    Ok((options, unweighted))
}

/// Concepts of a value set inside the file.
fn concepts<'a>(root: &'a Value, name: &str) -> Option<Vec<&'a Value>> {
    let id = name.strip_prefix('#')?;
    let set = parts(root, "contained").find(|one| text(one, "id") == Some(id))?;
    let expanded: Vec<&Value> =
        set.get("expansion").map(|all| parts(all, "contains").collect()).unwrap_or_default();
    if !expanded.is_empty() {
        return Some(expanded);
    }
    let composed = parts(set.get("compose")?, "include").flat_map(|include| parts(include, "concept"));
    Some(composed.collect())
}

/// The value of an option, where one is written. A fraction or a text is none.
fn weight(option: &Value) -> Option<Result<i16, String>> {
    let coding = option.get("valueCoding");
    for place in [Some(option), coding].into_iter().flatten() {
        let of = |url: &str| parts(place, "extension").find(|one| text(one, "url") == Some(url));
        if let Some(found) = of(ITEM_WEIGHT).or_else(|| of(ORDINAL_VALUE)) {
            let value = found.get("valueDecimal").or(found.get("valueInteger")).unwrap_or(&Value::Null);
            return Some(whole(value).ok_or(format!("an option has the value {value}, no whole number")));
        }
    }
    let number = option.get("valueInteger")?;
    Some(whole(number).ok_or(format!("an option has the value {number}, no whole number")))
}

fn labels(option: &Value, main: Option<Locale>) -> Texts {
    if let Some(coding) = option.get("valueCoding") {
        return texts(coding, "display", main);
    }
    if option.get("valueString").is_some() {
        return texts(option, "valueString", main);
    }
    match option.get("valueInteger") {
        Some(number) => Locale::ALL.iter().map(|locale| (*locale, number.to_string())).collect(),
        None => texts(option, "display", main),
    }
}

/// Response sets of the draft, with their labels.
#[derive(Default)]
pub(super) struct Sets {
    labels: Vec<(String, Options)>,
}

impl Sets {
    /// The id of the response set with these options. `named` is what our own extension calls it.
    pub(super) fn of(&mut self, draft: &mut Draft, named: Option<&str>, options: Options) -> String {
        let fits = |name: &str| match self.labels.iter().find(|(own, _)| own == name) {
            Some((_, known)) => *known == options,
            None => has_values(draft, name, &options),
        };
        if let Some(name) = named.filter(|name| fits(name)) {
            if self.labels.iter().all(|(own, _)| own != name) {
                self.labels.push((name.to_owned(), options));
            }
            return name.to_owned();
        }
        if let Some((name, _)) = self.labels.iter().find(|(_, known)| *known == options) {
            return name.clone();
        }
        let wanted = named.and_then(kebab).unwrap_or_else(|| "options".to_owned());
        let taken = |name: &str| {
            draft.response_sets.iter().any(|set| set.text("id") == Some(name))
                || self.labels.iter().any(|(own, _)| own == name)
        };
        let name = free(&wanted, taken);
        let values = list(options.iter().map(|(value, _)| i64::from(*value)));
        draft.response_sets.push(Table::new().with("id", name.as_str()).with("values", values));
        self.labels.push((name.clone(), options));
        name
    }

    /// `[options]` of one wording.
    pub(super) fn wording(&self, locale: Locale) -> Table {
        let one = |(name, options): &(String, Options)| {
            let labels: Option<Vec<&str>> = options.iter().map(|(_, labels)| find(labels, locale)).collect();
            labels.map(|labels| (name.clone(), list(labels)))
        };
        self.labels.iter().filter_map(one).collect()
    }
}

/// Whether a response set of the draft has exactly these values.
fn has_values(draft: &Draft, name: &str, options: &Options) -> bool {
    let values: Vec<Field> = options.iter().map(|(value, _)| Field::Whole(i64::from(*value))).collect();
    let set = draft.response_sets.iter().find(|set| set.text("id") == Some(name));
    set.is_some_and(|set| set.get("values") == Some(&Field::List(values)))
}

/// The text in one locale.
pub(super) fn find(texts: &[(Locale, String)], locale: Locale) -> Option<&str> {
    texts.iter().find(|(own, _)| *own == locale).map(|(_, text)| text.as_str())
}
