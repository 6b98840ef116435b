//! Plain sheets of the family page: `family/<sheet>.toml` with its texts, drawn as HTML when packs are written. They need no
//! module and no network: what to say tonight must be there in the worst minute, on the oldest phone.

mod crisis;
mod evening;
mod markup;
mod prints;
mod safe_home;
mod tonight;
mod words;

use crate::{
    exercise::{ReadExercise, family_tone},
    finding::{Code, Log},
    reader::Doc,
};
use markup::Numbers;
use qinghe_content::{Locale, Region};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use words::Words;

/// A sheet: its file, and what draws it.
type Sheet = (&'static str, fn(&Draft<'_>) -> String);

const SHEETS: [Sheet; 5] = [
    ("tonight", tonight::draw),
    ("crisis", crisis::draw),
    ("safe-home", safe_home::draw),
    ("prints", prints::draw),
    ("evening", evening::draw),
];

/// What a sheet is drawn from.
struct Draft<'a> {
    /// Its structure.
    data: crate::reader::Table<'a>,
    /// Its texts in one language.
    words: Words<'a>,
    /// The region's help lines, by kind.
    numbers: Numbers<'a>,
    lessons: &'a [ReadExercise],
    locale: Locale,
    links: &'a Links,
    /// What sheets are called in this language.
    titles: &'a BTreeMap<String, String>,
}

/// Sheets that are there, and sheets that something leads to.
#[derive(Default)]
struct Links {
    there: RefCell<BTreeSet<String>>,
    led: RefCell<Vec<(&'static str, String)>>,
}

impl Draft<'_> {
    /// This sheet is there.
    fn is(&self, name: &str) {
        self.links.there.borrow_mut().insert(name.to_owned());
    }

    /// Something leads to that sheet.
    fn leads(&self, file: &'static str, name: &str) {
        self.links.led.borrow_mut().push((file, name.to_owned()));
    }

    /// Name and title of the lesson with this code.
    fn lesson(&self, code: &str) -> Option<(&str, &str)> {
        let read = self.lessons.iter().find(|read| read.exercise.id.starts_with(&format!("{code}-")))?;
        Some((read.exercise.id.as_str(), read.text(self.locale)?.forms.first()?.title.as_str()))
    }
}

/// All sheets in every language; nothing where the room has none. `regions`: in the order of [`Locale::ALL`].
pub(crate) fn make(
    log: &Log,
    root: &Path,
    regions: Option<&Vec<Region>>,
    lessons: &[ReadExercise],
) -> Vec<(Locale, String)> {
    let there: Vec<Sheet> =
        SHEETS.into_iter().filter(|(name, _)| root.join(format!("family/{name}.toml")).exists()).collect();
    let (Some(regions), false) = (regions, there.is_empty()) else { return Vec::new() };
    let tone = family_tone(log, root);
    let links = Links::default();
    let mut all = Vec::new();
    for (locale, region) in Locale::ALL.iter().zip(regions) {
        let titles = titles(log, root, &there, *locale);
        let mut page = String::new();
        for (name, draw) in &there {
            let data = Doc::open(log, root, &format!("family/{name}.toml"));
            let words = Doc::open(log, root, &format!("family/{name}.{}.toml", locale.tag()));
            let (Some(data), Some(words)) = (data, words) else { continue };
            let top = data.top(log);
            head(&top, name);
            let text = words.top(log);
            crate::exercise::named_locale(&text, *locale);
            let draft = Draft {
                data: top,
                words: Words::new(text, &tone, *locale),
                numbers: Numbers { region },
                lessons,
                locale: *locale,
                links: &links,
                titles: &titles,
            };
            page += &draw(&draft);
            draft.data.unknown();
            draft.words.unknown();
        }
        all.push((*locale, page));
    }
    let there = links.there.borrow();
    for (file, name) in links.led.borrow().iter().filter(|(_, name)| !there.contains(name)) {
        let what = format!("`{name}` is no sheet");
        let path = format!("family/{file}.toml");
        log.file(Code::UnknownReference, &path, what, "Name a sheet, and after a slash its part.");
    }
    all
}

/// What sheets, and the parts of the crisis page, are called.
fn titles(log: &Log, root: &Path, there: &[Sheet], locale: Locale) -> BTreeMap<String, String> {
    let mut titles = BTreeMap::new();
    for (name, _) in there {
        let Some(doc) = Doc::open(log, root, &format!("family/{name}.{}.toml", locale.tag())) else {
            continue;
        };
        let top = doc.top(log);
        let title =
            |table: &crate::reader::Table<'_>| table.text_opt("title").map(|found| found.value.to_owned());
        titles.extend(title(&top).map(|title| ((*name).to_owned(), title)));
        for part in top.table_opt("part").iter().flat_map(|parts| parts.every().collect::<Vec<_>>()) {
            let title = part.table().as_ref().and_then(title);
            titles.extend(title.map(|title| (format!("{name}/{}", part.name), title)));
        }
    }
    titles
}

/// What the sheet of this name is called.
fn title_of(of: &Draft<'_>, name: &str) -> String {
    of.titles.get(name).cloned().unwrap_or_default()
}

/// What stands at the top of every sheet.
fn head(top: &crate::reader::Table<'_>, name: &str) {
    let _named = crate::words::named_id(top, name);
    let _version = crate::words::version(top);
    let _release = top.word("release", crate::words::RELEASES);
    let _sign_off = top.filled("sign_off", Code::Source, "Say who signed it off, or write `open: …`.");
}
