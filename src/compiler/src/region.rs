//! `regions/<id>.toml`: help lines, and when somebody last checked them.

use crate::{
    finding::{Code, Log},
    reader::{Doc, Found, Table},
    words::{self, HELP_KINDS, locale_index},
};
use jiff::{ToSpan, civil::Date};
use qinghe_content::{HelpKind, HelpLine, Locale, Region};
use std::path::Path;

const CHECK_DAYS: i32 = 120;
const DEAD_DAYS: i32 = 365;

/// The region in every locale, in the order of [`Locale::ALL`].
pub(crate) fn read(log: &Log, root: &Path, name: &str, today: Date) -> Option<Vec<Region>> {
    let doc = Doc::open(log, root, &format!("regions/{name}.toml"))?;
    let top = doc.top(log);
    let id = words::named_id(&top, name)?;
    let checked_on = checked(&top, today);
    top.filled("checked_how", Code::Source, "Say how the numbers were checked.");
    let lines: Vec<(HelpKind, String, Vec<String>, Vec<String>)> =
        top.tables("line").into_iter().filter_map(line).collect();
    if !lines.iter().any(|line| line.0 == HelpKind::Psychological) {
        top.at.say(
            Code::NoHelpLine,
            "there is no psychological help line".to_owned(),
            "Add a [[line]] of kind `psychological`.",
        );
    }
    top.finish();
    let checked_on = checked_on?;
    let one = |locale: &Locale| {
        let nth = locale_index(*locale);
        let lines = lines.iter().filter_map(|(kind, number, name, hours)| {
            Some(HelpLine {
                kind: *kind,
                number: number.clone(),
                name: name.get(nth)?.clone(),
                hours: hours.get(nth)?.clone(),
            })
        });
        Region { id: id.clone(), checked_on: checked_on.to_string(), lines: lines.collect() }
    };
    Some(Locale::ALL.iter().map(one).collect())
}

fn checked(top: &Table<'_>, today: Date) -> Option<Date> {
    let on = top.text("checked_on");
    let until = top.text("valid_until");
    let on = on?;
    let day = date(&on)?;
    let age = (today - day).get_days();
    if age < 0 {
        on.say(
            Code::Checked,
            format!("`{day}` is in the future"),
            "Give the day on which a person checked every number.",
        );
    }
    if age > DEAD_DAYS {
        on.say(
            Code::Checked,
            format!("nobody has checked these numbers for {age} days"),
            "Dial every number and write today's date.",
        );
    }
    let until = until?;
    let last = date(&until)?;
    if (last - day).get_days() > CHECK_DAYS || last <= day {
        let latest = day.saturating_add(CHECK_DAYS.days());
        until.say(
            Code::Checked,
            format!("`{last}` is not within {CHECK_DAYS} days of the check"),
            &format!("Write at the latest {latest}."),
        );
    } else if today > last {
        until.say(
            Code::CheckSoon,
            format!("the check ran out on {last}"),
            "Dial every number and write today's date.",
        );
    }
    Some(day)
}

fn date(found: &Found<'_, &str>) -> Option<Date> {
    let day = found.value.parse().ok();
    if day.is_none() {
        found.say(
            Code::WrongKind,
            format!("`{}` is not a day", found.value),
            "Write YYYY-MM-DD in double quotes.",
        );
    }
    day
}

fn line(table: Table<'_>) -> Option<(HelpKind, String, Vec<String>, Vec<String>)> {
    let kind = table.word("kind", HELP_KINDS);
    table.filled("source", Code::Source, "Say where the number and its hours stand.");
    let number = table.text("number");
    if let Some(number) = &number
        && (number.value.is_empty()
            || number.value.len() > 15
            || !number.value.bytes().all(|b| b.is_ascii_digit()))
    {
        number.say(
            Code::Number,
            format!("`{}` cannot be dialled as it stands", number.value),
            "Write digits only, with the area code.",
        );
    }
    let (name, hours) = (table.table("name").and_then(texts), table.table("hours").and_then(texts));
    table.finish();
    Some((kind?, number?.value.to_owned(), name?, hours?))
}

fn texts(table: Table<'_>) -> Option<Vec<String>> {
    let help = "Say it in this language.";
    let all: Vec<Option<String>> = Locale::ALL
        .iter()
        .map(|locale| table.filled(locale.tag(), Code::Spaces, help).map(|found| found.value.to_owned()))
        .collect();
    table.finish();
    all.into_iter().collect()
}
