//! A FHIR R4 `Questionnaire`, ours or anybody's, as a draft. What cannot be expressed is named by its `linkId`.

use super::{
    Kind,
    draft::{Draft, free, kebab, open_score},
    fhir_items::{CALCULATED, CREDIT, HIDDEN, INSTRUCTION, OWN_INSTRUMENT, OWN_ITEM, OWN_SCORE, OWN_WORDING},
    json::{parts, text, whole},
    known,
    options::{Options, Sets, Texts, find, locale_of, read as read_options, texts},
    table::{Table, Value as Field, list},
};
use qinghe_content::Locale;
use serde_json::Value;
use std::collections::BTreeSet;

/// Most items that are looked at.
const MOST: usize = 512;
/// What is written where the file does not say whence a number comes.
const OPEN: &str = "open: not in the imported file";

/// Reads the whole resource.
pub(super) fn draft(root: &Value, draft: &mut Draft) {
    let kind = text(root, "resourceType").unwrap_or("nothing");
    if kind != "Questionnaire" {
        draft.say(Kind::Fault, "", format!("the resource is `{kind}`, not a Questionnaire"));
        return;
    }
    let mut walk = Walk {
        root,
        main: language(root, draft),
        sets: Sets::default(),
        links: BTreeSet::new(),
        looked_at: 0,
        instruction: Vec::new(),
        credit: Vec::new(),
        stems: Vec::new(),
        lowest: Vec::new(),
        draft,
    };
    walk.own_head();
    walk.items(root);
    walk.about();
    walk.wording();
}

/// The language of the texts, where it is one of ours.
fn language(root: &Value, draft: &mut Draft) -> Option<Locale> {
    if let Some(tag) = text(root, "language") {
        let locale = locale_of(tag);
        if locale.is_none() {
            draft.say(Kind::Lost, "", format!("wording in `{tag}`: this project has zh-Hans and en"));
        }
        return locale;
    }
    let mut seen = String::new();
    for item in parts(root, "item") {
        seen += text(item, "text").unwrap_or_default();
        parts(item, "item").for_each(|inner| seen += text(inner, "text").unwrap_or_default());
    }
    let chinese = seen.chars().any(|one| ('\u{4E00}'..='\u{9FFF}').contains(&one));
    let locale = if chinese { Locale::ZhHans } else { Locale::En };
    draft.say(Kind::Open, "", format!("the file names no language; it is taken for {}", locale.tag()));
    Some(locale)
}

struct Walk<'a> {
    root: &'a Value,
    main: Option<Locale>,
    sets: Sets,
    links: BTreeSet<String>,
    looked_at: usize,
    instruction: Texts,
    credit: Texts,
    /// `linkId`, id and stem of each item.
    stems: Vec<(String, String, Texts)>,
    /// Lowest value of each item.
    lowest: Vec<i16>,
    draft: &'a mut Draft,
}

/// An extension of a resource or element.
fn extension<'a>(value: &'a Value, url: &str) -> Option<&'a Value> {
    parts(value, "extension").find(|one| text(one, "url") == Some(url))
}

/// The value of an extension inside an extension.
fn inner<'a>(value: &'a Value, url: &str, kind: &str) -> Option<&'a Value> {
    extension(value, url)?.get(kind)
}

impl Walk<'_> {
    /// What our own extension carries: the top of `instrument.toml`.
    fn own_head(&mut self) {
        let Some(own) = extension(self.root, OWN_INSTRUMENT).and_then(|own| text(own, "valueString")) else {
            return;
        };
        let mut out = Vec::new();
        let mut table = match Table::parse(own) {
            Ok(table) => known::head(table, &mut out),
            Err(why) => {
                self.draft.say(Kind::Open, OWN_INSTRUMENT, format!("cannot be read and is left out: {why}"));
                return;
            }
        };
        for name in out {
            self.draft.say(Kind::Lost, OWN_INSTRUMENT, format!("`{name}` is no field of an instrument"));
        }
        for name in ["version", "informant", "ages", "recall_days"] {
            if let Some(value) = table.take(name) {
                self.draft.head.put(name, value);
            }
        }
        if let Some(Field::Table(rights)) = table.take("rights") {
            self.draft.rights = rights;
        }
        self.draft.response_sets = table.take_tables("response_set");
        self.draft.orders = table.take_tables("order");
        if let Some(Field::Table(bank)) = table.take("bank") {
            self.draft.bank = Some(bank);
        }
    }

    /// Items below `value`. How deep they nest is bounded by the parser.
    fn items(&mut self, value: &Value) {
        for item in parts(value, "item") {
            self.looked_at += 1;
            if self.looked_at > 4 * MOST {
                self.draft.say(Kind::Fault, "", format!("more than {} items", 4 * MOST));
                return;
            }
            let Some(link) = text(item, "linkId") else {
                self.draft.say(Kind::Lost, "", "an item without a linkId");
                continue;
            };
            if !self.links.insert(link.to_owned()) {
                self.draft.say(Kind::Fault, link, "the linkId stands in the file twice");
                continue;
            }
            self.item(item, link);
        }
    }

    fn item(&mut self, item: &Value, link: &str) {
        let kind = text(item, "type").unwrap_or("nothing");
        let computed = item["readOnly"] == true || extension(item, CALCULATED).is_some();
        let hidden = extension(item, HIDDEN).is_some_and(|one| one["valueBoolean"] == true);
        if hidden && kind != "group" && !computed {
            self.draft.say(Kind::Lost, link, "a hidden item");
            return;
        }
        if item["repeats"] == true {
            self.draft.say(
                Kind::Lost,
                link,
                "it repeats: several responses to one item cannot be scored here",
            );
            return;
        }
        if item.get("enableWhen").is_some() {
            let what =
                "its condition (enableWhen) is left out and it is always asked; write a gate in a battery";
            self.draft.say(Kind::Lost, link, what);
        }
        match kind {
            "group" => {
                if let Some(title) = text(item, "text").filter(|_| !link.starts_with('/')) {
                    self.shown(item, link, title);
                }
            }
            "display" => {
                if let Some(shown) = text(item, "text").or(link.starts_with('/').then_some("")) {
                    self.shown(item, link, shown);
                }
            }
            _ if computed => self.score(item, link),
            "choice" | "open-choice" | "coding" => self.choice(item, link, kind),
            "boolean" => self.yes_or_no(item, link),
            kind => {
                let what =
                    format!("an item of type `{kind}`: only choices between given options can be scored");
                self.draft.say(Kind::Lost, link, what);
            }
        }
        if item["required"] == true {
            self.draft.say(Kind::Open, link, "it was required; here every item may be skipped");
        }
        if item.get("item").is_some() && kind != "group" {
            self.draft.say(Kind::Open, link, "items below it are taken over beside it");
        }
        self.items(item);
    }

    /// A text that is only shown: the instruction when it comes first, or the credit.
    fn shown(&mut self, item: &Value, link: &str, shown: &str) {
        let all = texts(item, "text", self.main);
        if link == CREDIT {
            self.credit = all;
        } else if link == INSTRUCTION || (self.instruction.is_empty() && self.stems.is_empty()) {
            self.instruction = all;
        } else {
            self.draft.say(Kind::Lost, link, format!("the text \"{}\" is shown between items", short(shown)));
        }
    }

    fn choice(&mut self, item: &Value, link: &str, kind: &str) {
        if kind == "open-choice" || text(item, "answerConstraint") == Some("optionsOrString") {
            self.draft.say(Kind::Lost, link, "a response in own words beside the options");
        }
        match read_options(self.root, item, self.main) {
            Err(why) => self.draft.say(Kind::Lost, link, why),
            Ok((options, unweighted)) => {
                if unweighted {
                    let what = "no option has a value; they are counted from 0 in their order";
                    self.draft.say(Kind::Open, link, what);
                }
                self.asked(item, link, options);
            }
        }
    }

    fn yes_or_no(&mut self, item: &Value, link: &str) {
        let label = |zh: &str, en: &str| vec![(Locale::ZhHans, zh.to_owned()), (Locale::En, en.to_owned())];
        self.draft.say(Kind::Open, link, "yes counts 1 and no counts 0; the labels are ours");
        self.asked(item, link, vec![(1, label("是", "Yes")), (0, label("否", "No"))]);
    }

    fn asked(&mut self, item: &Value, link: &str, options: Options) {
        if self.draft.items.len() >= MOST {
            self.draft.say(Kind::Fault, "", format!("more than {MOST} items with options"));
            return;
        }
        let taken = |name: &str| self.stems.iter().any(|(_, own, _)| own == name);
        let id = free(&kebab(link).unwrap_or_else(|| "item".to_owned()), taken);
        if id != link {
            self.draft.say(Kind::Open, link, format!("is called `{id}` here"));
        }
        let lowest = options.iter().map(|(value, _)| *value).min().unwrap_or(0);
        let own = extension(item, OWN_ITEM);
        let named = own.and_then(|own| inner(own, "responseSet", "valueCode")).and_then(Value::as_str);
        let set = self.sets.of(self.draft, named, options);
        let mut table = Table::new().with("id", id.as_str()).with("response_set", set);
        if own.and_then(|own| inner(own, "reverse", "valueBoolean")) == Some(&Value::Bool(true)) {
            table.put("reverse", true);
        }
        if let Some(least) = own.and_then(|own| inner(own, "criticalAtLeast", "valueInteger")).and_then(whole)
        {
            table.put("critical_at_least", i64::from(least));
        }
        self.draft.items.push(table);
        self.lowest.push(lowest);
        self.stems.push((link.to_owned(), id, texts(item, "text", self.main)));
    }

    fn score(&mut self, item: &Value, link: &str) {
        if let Some(own) = extension(item, OWN_SCORE).and_then(|own| text(own, "valueString")) {
            let read = Table::parse(own).map(|mut table| table.take_tables("score"));
            match read.as_deref() {
                Ok([score]) => {
                    let mut out = Vec::new();
                    let score = known::score(score.clone(), &mut out);
                    self.draft.scores.push(score);
                    for name in out {
                        self.draft.say(Kind::Lost, link, format!("`{name}` is no field of such a score"));
                    }
                }
                Ok(_) => self.draft.say(Kind::Lost, link, "its extension does not hold one score"),
                Err(why) => self.draft.say(Kind::Lost, link, format!("its extension cannot be read: {why}")),
            }
            return;
        }
        let expression = extension(item, CALCULATED).and_then(|one| one.get("valueExpression"));
        let Some(expression) = expression.and_then(|one| text(one, "expression")) else {
            self.draft.say(Kind::Lost, link, "a read-only item without a formula");
            return;
        };
        match self.summed(expression) {
            Some(which) => {
                let id = free(&kebab(link).unwrap_or_else(|| "total".to_owned()), |name| self.taken(name));
                let low: i64 =
                    which.iter().filter_map(|at| self.lowest.get(*at)).map(|low| i64::from(*low)).sum();
                let ids = which.iter().filter_map(|at| self.stems.get(*at)).map(|(_, id, _)| id.as_str());
                let inputs = Table::new().with("items", list(ids));
                let bands = vec![Table::new().with("id", "no-cut-score").with("from", low)];
                self.draft.scores.push(open_score(&id, "sum", inputs, OPEN, bands));
                let what = format!("taken for a sum of {} items: {}", which.len(), short(expression));
                self.draft.say(Kind::Open, link, what);
            }
            None => self.draft.say(
                Kind::Lost,
                link,
                format!("its formula is not understood: {}", short(expression)),
            ),
        }
    }

    fn taken(&self, name: &str) -> bool {
        self.draft.scores.iter().any(|score| score.text("id") == Some(name))
    }

    /// Positions of the items whose values a formula adds up, when it does nothing else.
    fn summed(&self, expression: &str) -> Option<Vec<usize>> {
        let plain: String = expression.split_whitespace().collect();
        let (front, fold) = plain.rsplit_once("()")?;
        let valued = ["weight().sum", "ordinal().sum"].iter().any(|end| front.ends_with(end));
        let more = [
            "select",
            "iif",
            "all(",
            "startsWith",
            "matches",
            "!=",
            "not(",
            "combine",
            "skip",
            "take",
            "*",
            "+",
            "-",
        ];
        let outside: String = plain.split('\'').step_by(2).collect();
        if !valued || !fold.is_empty() || more.iter().any(|word| outside.contains(word)) {
            return None;
        }
        let named: Vec<&str> = plain.split('\'').skip(1).step_by(2).take(MOST + 1).collect();
        if named.len() > MOST {
            return None;
        }
        if named.is_empty() {
            return Some((0..self.stems.len()).collect()).filter(|all: &Vec<usize>| !all.is_empty());
        }
        named.iter().map(|name| self.stems.iter().position(|(link, ..)| link == name)).collect()
    }

    /// Version, rights and origin, where our own extension has not told them.
    fn about(&mut self) {
        let name = text(self.root, "title").or(text(self.root, "name")).unwrap_or("a questionnaire");
        let url = text(self.root, "url").unwrap_or("no url");
        let version = text(self.root, "version").unwrap_or("no version");
        self.draft.origin =
            format!("Imported from a FHIR Questionnaire: {name}, <{url}>, version {version}.")
                .replace("<no url>", "no url");
        let three =
            |version: &&str| version.split('.').map(str::parse::<u16>).filter(Result::is_ok).count() == 3;
        if self.draft.head.get("version").is_none()
            && let Some(version) =
                text(self.root, "version").filter(three).filter(|version| version.matches('.').count() == 2)
        {
            self.draft.head.put("version", version);
        }
        if self.draft.rights.is_empty()
            && let Some(copyright) = text(self.root, "copyright")
        {
            self.draft.rights.put("statement", copyright);
            self.draft.rights.put("source", url);
        }
        let ids: Vec<String> =
            self.draft.response_sets.iter().filter_map(|set| set.text("id").map(str::to_owned)).collect();
        let used = |id: &String| self.draft.items.iter().any(|item| item.text("response_set") == Some(id));
        let unused: Vec<String> = ids.into_iter().filter(|id| !used(id)).collect();
        for id in unused {
            self.draft.response_sets.retain(|set| set.text("id") != Some(&id));
            self.draft.say(Kind::Lost, &id, "a response set that no item uses");
        }
    }

    fn wording(&mut self) {
        for locale in Locale::ALL {
            let stems = self.stems.iter().filter_map(|(_, id, stem)| Some((id.clone(), find(stem, locale)?)));
            let stems: Vec<(String, &str)> = stems.collect();
            if stems.is_empty() {
                continue;
            }
            if stems.len() < self.stems.len() {
                let what = format!("{} of {} stems have a text", stems.len(), self.stems.len());
                self.draft.say(Kind::Open, &format!("text/{}.toml", locale.tag()), what);
            }
            let mut table = self.about_text(locale);
            match find(&self.instruction, locale) {
                Some(instruction) => table.put("instruction", instruction),
                None => self.draft.say(
                    Kind::Open,
                    &format!("text/{}.toml", locale.tag()),
                    "there is no instruction",
                ),
            }
            if let Some(credit) = find(&self.credit, locale) {
                table.put("credit", credit);
            }
            table.put("options", self.sets.wording(locale));
            table
                .put("items", stems.into_iter().map(|(id, stem)| (id, Field::from(stem))).collect::<Table>());
            self.draft.texts.push((locale, table));
        }
    }

    /// Where the wording comes from.
    fn about_text(&self, locale: Locale) -> Table {
        let own = parts(self.root, "extension")
            .filter(|one| text(one, "url") == Some(OWN_WORDING))
            .find(|one| inner(one, "locale", "valueCode").and_then(Value::as_str) == Some(locale.tag()));
        let of = |name: &str, kind: &str| own.and_then(|own| inner(own, name, kind)).and_then(Value::as_str);
        let origin = text(self.root, "url").unwrap_or("an imported FHIR Questionnaire");
        let known = own.is_some();
        Table::new()
            .with("source", of("source", "valueString").unwrap_or(origin))
            .with(
                "certainty",
                of("certainty", "valueString").unwrap_or("unknown: taken from an imported file"),
            )
            .with("translation", of("translation", "valueCode").unwrap_or("published"))
            .with_some(
                "open_check",
                of("openCheck", "valueString")
                    .or((!known).then_some("Compare every text with the holder's form.")),
            )
    }
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    let front: String = text.chars().take(120).collect();
    if front.len() < text.len() { format!("{front} …") } else { front }
}
