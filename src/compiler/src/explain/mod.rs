//! Definitions and policies in plain words, for people who decide whether to use them.

mod battery;
mod condition;
mod exercise;
mod instrument;
mod keying;
mod score;
mod validity;
mod voice;

use crate::library::Library;
use qinghe_content::Locale;
use voice::Voice;

/// The name by which the family room as a whole is asked for.
const FAMILY: &str = "family";

/// An instrument, battery, exercise or lesson in plain words, or for `family` which lessons there are. `None` when none
/// has this id.
#[must_use]
pub fn explain(library: &Library, id: &str, locale: Locale) -> Option<String> {
    let voice = Voice(locale);
    match (library.instrument(id), library.battery(id)) {
        (Some(read), _) => Some(instrument::explain(read, voice)),
        (None, Some(read)) => Some(battery::explain(library, read, voice)),
        (None, None) if id == FAMILY => Some(crate::exercise::coverage(&library.lessons, locale)),
        (None, None) => {
            library.exercise(id).or_else(|| library.lesson(id)).map(|read| exercise::explain(read, voice))
        }
    }
}
