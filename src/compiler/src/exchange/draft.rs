//! An instrument on its way into `scales/`: what goes into which file.

use super::{
    Imported, Kind, Remark, on_one_line,
    table::{Table, Value},
};
use qinghe_content::Locale;

/// Remarks that are kept.
const MOST_REMARKS: usize = 1000;

/// Everything that an imported instrument's files hold.
#[derive(Default)]
pub(crate) struct Draft {
    /// `version`, `informant`, `ages`, `recall_days`; what is not known is left open.
    pub head: Table,
    pub rights: Table,
    pub response_sets: Vec<Table>,
    pub items: Vec<Table>,
    pub orders: Vec<Table>,
    pub bank: Option<Table>,
    pub scores: Vec<Table>,
    /// Wording by locale: the whole file, without `locale`.
    pub texts: Vec<(Locale, Table)>,
    /// Where it comes from, for `evidence.md`.
    pub origin: String,
    /// What a person has to look at, by place.
    pub remarks: Vec<Remark>,
    /// Whether there were more remarks than are kept.
    silent: bool,
}

impl Draft {
    pub(crate) fn say(&mut self, kind: Kind, at: &str, what: impl Into<String>) {
        // Nobody can look at so much; a fault is never left unsaid.
        if self.remarks.len() >= MOST_REMARKS && kind != Kind::Fault {
            self.silent = true;
            return;
        }
        let remark = Remark { kind, at: at.to_owned(), what: what.into() };
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// The files of `scales/<id>/`. None when something makes the import worthless.
    pub(crate) fn files(mut self, id: &str) -> Imported {
        if self.items.is_empty() {
            self.say(Kind::Fault, "", "no item could be taken over, so nothing is written");
        }
        self.needed();
        if self.silent {
            let what = format!(
                "there are more than {MOST_REMARKS} remarks: this file is no instrument as we know them"
            );
            self.say(Kind::Fault, "", what);
        }
        if self.remarks.iter().any(|remark| remark.kind == Kind::Fault) {
            return Imported { files: Vec::new(), remarks: self.remarks };
        }
        let mut files = vec![("instrument.toml".to_owned(), self.instrument(id))];
        for (locale, text) in &self.texts {
            let mut out = format!("locale = \"{}\"\n", locale.tag());
            text.write("", &mut out);
            files.push((format!("text/{}.toml", locale.tag()), out));
        }
        files.push(("cases.toml".to_owned(), self.cases()));
        files.push(("evidence.md".to_owned(), self.evidence(id)));
        Imported { files, remarks: self.remarks }
    }

    /// Fields that every instrument has. Where the file says nothing, the value taken is named as open.
    fn needed(&mut self) {
        let usual = [
            ("version", Value::from("0.1.0")),
            ("informant", Value::from("student")),
            ("ages", Value::from(Table::new().with("min", 18i64))),
            ("recall_days", Value::from(0i64)),
        ];
        let mut head = Table::new();
        for (name, value) in usual {
            let known = self.head.take(name);
            if known.is_none() {
                let what = format!("`{name}` is not in the file; a placeholder is written");
                self.say(Kind::Open, "instrument.toml", what);
            }
            head.put(name, known.unwrap_or(value));
        }
        self.head = head;
        for name in ["holder", "permission", "statement", "source"] {
            if self.rights.get(name).is_none() {
                // Not shipped until somebody has read what the holder allows.
                let value =
                    if name == "permission" { "bring-your-own" } else { "open: not in the imported file" };
                self.rights.put(name, value);
                let what = match name {
                    "permission" => {
                        "`permission` is not known: `bring-your-own` is written, and the lints refuse \
                                     the wording in `text/` until somebody has read the licence"
                            .to_owned()
                    }
                    name => format!("`{name}` of the rights is not known; read the licence and fill it in"),
                };
                self.say(Kind::Open, "instrument.toml", what);
            }
        }
        if self.scores.is_empty() {
            self.say(Kind::Open, "instrument.toml", "there is no score; write at least one `[[score]]`");
        }
        for locale in Locale::ALL {
            let brought = self.rights.text("permission") == Some("bring-your-own");
            if !brought && self.texts.iter().all(|(own, _)| *own != locale) {
                let file = format!("text/{}.toml", locale.tag());
                self.say(Kind::Open, &file, "no wording in this language; write the file");
            }
        }
    }

    fn instrument(&self, id: &str) -> String {
        let mut top = Table::new().with("id", id);
        for name in ["version", "release", "informant", "ages", "recall_days"] {
            match self.head.get(name) {
                _ if name == "release" => top.put(name, "draft"),
                Some(value) => top.put(name, value.clone()),
                None => {}
            }
        }
        top.put("response_set", self.response_sets.clone());
        top.put("item", self.items.clone());
        top.put("rights", self.rights.clone());
        if !self.orders.is_empty() {
            top.put("order", self.orders.clone());
        }
        if let Some(bank) = &self.bank {
            top.put("bank", bank.clone());
        }
        if !self.scores.is_empty() {
            top.put("score", self.scores.clone());
        }
        let mut out = format!("# {id}: imported, a draft. Open checks stand in evidence.md.\n");
        top.write("", &mut out);
        out
    }

    /// No case is filled in: cases are worked by hand, before the engine is asked.
    fn cases(&self) -> String {
        let mut out = String::from(
            "# Worked by hand. One digit (the value) per item in the order of the instrument; \"-\" is skipped.\n\
             # Write a case for the lowest and the highest score, for every reverse-keyed item, for the missing\n\
             # rule at and past its limit, for every critical response, and on both sides of these cut scores:\n",
        );
        for score in &self.scores {
            let id = score.text("id").unwrap_or("?");
            let Some(Value::List(sets)) = score.get("band_set") else { continue };
            for set in sets {
                let Value::Table(set) = set else { continue };
                let Some(Value::List(bands)) = set.get("bands") else { continue };
                for band in bands.iter().skip(1) {
                    let Value::Table(band) = band else { continue };
                    let from = match band.get("from") {
                        Some(Value::Whole(from)) => from.to_string(),
                        Some(Value::Text(from)) => from.clone(),
                        _ => "?".to_owned(),
                    };
                    let set = set.text("id").unwrap_or("?");
                    out += &format!("#   {id}/{set}: {} begins at {from}\n", band.text("id").unwrap_or("?"));
                }
            }
        }
        let blank = "0".repeat(self.items.len());
        out + &format!(
            "\n# [[case]]\n# name = \"nothing at all\"\n# responses = \"{blank}\"\n# scores = {{ … }}\n# bands = {{ … }}\n"
        )
    }

    fn evidence(&self, id: &str) -> String {
        let mut out = format!(
            "# {id}: where its numbers come from\n\n{}\n\nNothing here has been compared with the holder's form or a \
             publication. The instrument stays `draft` until every check below is done and struck out.\n\n\
             | place | open check |\n|---|---|\n",
            on_one_line(&self.origin)
        );
        let always = [
            ("rights", "read what the holder allows, in the original"),
            ("wording", "compare every stem and label with the holder's form"),
            ("values", "compare the value of every option, and which items are reverse-keyed"),
            ("scores", "compare items, method, missing rule and every cut score with the publication"),
            ("critical items", "decide with a clinician which responses call for a person at once"),
            ("ages", "find the ages for which it was made"),
            ("cases", "work the cases by hand"),
        ];
        for (place, check) in always {
            out += &format!("| {place} | {check} |\n");
        }
        for remark in &self.remarks {
            out += &format!("| {} | {} |\n", cell(&remark.at), cell(&remark.what));
        }
        out
    }
}

/// A score as far as a foreign file tells it: method and inputs are given, everything else is open.
pub(crate) fn open_score(id: &str, method: &str, inputs: Table, open: &str, bands: Vec<Table>) -> Table {
    let mut table = Table::new().with("id", id).with("method", method);
    for name in inputs.names().map(str::to_owned).collect::<Vec<String>>() {
        if let Some(value) = inputs.get(&name) {
            table.put(&name, value.clone());
        }
    }
    let set = if bands.len() > 1 { "imported" } else { "no-cut-score" };
    table
        .with(
            "missing",
            Table::new().with("rule", "complete").with("source", open).with("state", "unverified"),
        )
        .with(
            "band_set",
            vec![
                Table::new()
                    .with("id", set)
                    .with("source", open)
                    .with("state", "unverified")
                    .with("bands", bands),
            ],
        )
}

/// Text that stays in its cell of a table.
fn cell(text: &str) -> String {
    on_one_line(&text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An id in the form of this project. `None` when nothing of the text can be used.
pub(crate) fn kebab(text: &str) -> Option<String> {
    let mut out = String::new();
    for one in text.chars() {
        match one {
            one if one.is_ascii_alphanumeric() => out.push(one.to_ascii_lowercase()),
            _ if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            _ => {}
        }
        if out.len() >= 42 {
            break;
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    match out.chars().next() {
        None => None,
        Some(first) if first.is_ascii_digit() => Some(format!("i{out}")),
        Some(_) => Some(out),
    }
}

/// `wanted`, or with a number behind it when it is taken.
pub(crate) fn free(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(wanted) {
        return wanted.to_owned();
    }
    let mut nth = 2u32;
    loop {
        let name = format!("{wanted}-{nth}");
        if !taken(&name) {
            return name;
        }
        nth += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{free, kebab};

    #[test]
    fn ids_take_the_form_of_the_project() {
        for (from, to) in
            [("PHQ9_1", "phq9-1"), ("/44250-9", "i44250-9"), ("a..b", "a-b"), ("Ein Ürteil", "ein-rteil")]
        {
            assert_eq!(kebab(from).as_deref(), Some(to));
        }
        assert_eq!(kebab("情绪"), None);
        assert!(kebab(&"x".repeat(500)).unwrap().len() <= 48);
        assert_eq!(free("a", |name| ["a", "a-2"].contains(&name)), "a-3");
    }
}
