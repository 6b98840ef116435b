//! `locales/<tag>.toml`: the interface texts, one table per screen.

use crate::{
    finding::{Code, Log},
    reader::Doc,
};
use qinghe_content::{Key, Locale, Texts};
use std::{collections::BTreeSet, path::Path};

/// All texts of one locale.
pub(crate) fn read(log: &Log, root: &Path, locale: Locale) -> Option<Texts> {
    let doc = Doc::open(log, root, &format!("locales/{}.toml", locale.tag()))?;
    let top = doc.top(log);
    let mut texts: Vec<Option<String>> = vec![None; Key::ALL.len()];
    for (screen, table) in top.every_table() {
        for (name, found) in table.every_text() {
            let dotted = format!("{screen}.{name}");
            let Some(at) = Key::ALL.iter().position(|key| key.name() == dotted) else {
                found.say(
                    Code::TextUnknown,
                    format!("`{dotted}` is no key"),
                    "Correct the name; the keys stand in src/content/src/text.rs.",
                );
                continue;
            };
            if found.value.is_empty() || found.value.trim() != found.value {
                found.say(
                    Code::Spaces,
                    "the text is empty or has blank edges".to_owned(),
                    "Write the text and nothing else.",
                );
            }
            let wanted: BTreeSet<&str> =
                Key::ALL.get(at).map(|key| key.slots().iter().copied().collect()).unwrap_or_default();
            let given = slots(found.value);
            if given != wanted {
                let all: Vec<String> = wanted.iter().map(|slot| format!("{{{slot}}}")).collect();
                let help = if all.is_empty() {
                    "Use no placeholder.".to_owned()
                } else {
                    format!("Use {}, and no other.", all.join(" and "))
                };
                found.say(Code::Slots, "the placeholders are not those of the key".to_owned(), &help);
            }
            if let Some(slot) = texts.get_mut(at) {
                *slot = Some(found.value.to_owned());
            }
        }
        table.finish();
    }
    for (key, _) in Key::ALL.iter().zip(&texts).filter(|(_, text)| text.is_none()) {
        top.at.say(
            Code::TextMissing,
            format!("`{}` has no text", key.name()),
            "Add it in the voice of the file.",
        );
    }
    Texts::new(texts.into_iter().collect::<Option<_>>()?)
}

fn slots(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}
