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

/// An instrument, battery or exercise in plain words. `None` when none has this id.
#[must_use]
pub fn explain(library: &Library, id: &str, locale: Locale) -> Option<String> {
    let voice = Voice(locale);
    match (library.instrument(id), library.battery(id)) {
        (Some(read), _) => Some(instrument::explain(read, voice)),
        (None, Some(read)) => Some(battery::explain(library, read, voice)),
        (None, None) => library.exercise(id).map(|read| exercise::explain(read, voice)),
    }
}
