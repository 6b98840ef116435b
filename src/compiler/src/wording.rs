//! `text/<locale>.toml`: the wording of one instrument. A text pack is read by the same rules.

use crate::{
    finding::Code,
    library::{AboutText, Translation},
    reader::{Found, Table},
    words::{Opens, TRANSLATIONS},
};
use qinghe_content::{Instrument, InstrumentText, Locale};

/// Reads one file against the structure.
pub(crate) fn read(
    top: Table<'_>,
    instrument: &Instrument,
    locale: Locale,
    opens: &Opens,
) -> Option<(InstrumentText, AboutText)> {
    if let Some(tag) = top.text("locale")
        && tag.value != locale.tag()
    {
        tag.say(
            Code::UnknownWord,
            format!("this file is `{}`", locale.tag()),
            "Give the locale of the file's name.",
        );
    }
    let source = top.filled("source", Code::Source, "Say where the wording was read.");
    let help = "Say how sure it is that this is the official wording.";
    let certainty = top.filled("certainty", Code::Source, help);
    let translation = top.word("translation", TRANSLATIONS);
    if translation == Some(Translation::Own)
        && let Some(field) = top.find("translation")
    {
        let help = "Have it translated back and accepted, or set `release` to draft.";
        opens.note(&field.at, "an own translation", help);
    }
    let open_check = top.text_opt("open_check");
    if let Some(open) = &open_check {
        let help = "Do the check and remove the line, or set `release` to draft.";
        opens.note(&open.at, "an open check of the wording", help);
    }
    let instruction = top.text("instruction").and_then(clean);
    let credit = top.text_opt("credit").and_then(clean);
    let items = top.table("items").and_then(|table| item_texts(&table, instrument));
    let options = top.table("options").and_then(|table| option_labels(&table, instrument));
    top.finish();
    let about = AboutText {
        source: source?.value.to_owned(),
        certainty: certainty?.value.to_owned(),
        translation: translation?,
        open_check: open_check.map(|open| open.value.to_owned()),
    };
    Some((InstrumentText { instruction: instruction?, items: items?, options: options?, credit }, about))
}

fn clean(found: Found<'_, &str>) -> Option<String> {
    if found.value.is_empty() || found.value.trim() != found.value {
        found.say(
            Code::Spaces,
            "the text is empty or has blank edges".to_owned(),
            "Write the official wording and nothing else.",
        );
    }
    Some(found.value.to_owned())
}

fn item_texts(table: &Table<'_>, instrument: &Instrument) -> Option<Vec<String>> {
    for given in table.every().filter(|given| instrument.items.iter().all(|item| item.id != given.name)) {
        let what = format!("there is no item `{}`", given.name);
        given.at.say(Code::Wording, what, "Remove the line or correct the id.");
    }
    let mut out = Vec::new();
    for item in &instrument.items {
        match table.find(&item.id) {
            Some(given) => out.push(given.text().and_then(clean)),
            None => table.at.say(
                Code::Wording,
                format!("item `{}` has no wording", item.id),
                "Add its official wording.",
            ),
        }
    }
    let all: Option<Vec<String>> = out.into_iter().collect();
    all.filter(|all| all.len() == instrument.items.len())
}

fn option_labels(table: &Table<'_>, instrument: &Instrument) -> Option<Vec<Vec<String>>> {
    for given in table.every().filter(|given| instrument.response_sets.iter().all(|set| set.id != given.name))
    {
        let what = format!("there is no response set `{}`", given.name);
        given.at.say(Code::Wording, what, "Remove the line or correct the id.");
    }
    let mut out = Vec::new();
    for set in &instrument.response_sets {
        let Some(given) = table.find(&set.id) else {
            table.at.say(
                Code::Wording,
                format!("response set `{}` has no labels", set.id),
                "Add one label per option.",
            );
            continue;
        };
        let Some(labels) = given.texts() else { continue };
        if labels.value.len() != set.values.len() {
            let what = format!("{} labels for {} options", labels.value.len(), set.values.len());
            labels.say(Code::Wording, what, "Give one label per option, in the order of the values.");
            continue;
        }
        out.push(labels.value.into_iter().filter_map(clean).collect());
    }
    (out.len() == instrument.response_sets.len()).then_some(out)
}
