//! What our own pages may do with a shut growth record: read its name, and put an entry in, sealed to its public key.
//!
//! A module of its own, so that it is small enough to be loaded with every sitting: keeping a result or not then changes
//! nothing on the wire. What goes in is the tier and scores; a response has no way into an entry.

mod form;
mod sitting;
mod words;

pub use sitting::entry;

use qinghe_content::{Informant, Locale, Pack};
use qinghe_record::{Body, Day, Entry, Id, Line, SignedPermit, Stage, kept::Kept, permit::id_of};
use qinghe_seal::age::Recipient;
use qinghe_session::{Person, Session, practice::Now, training::Handed};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// The name that its owner gave a record; empty for bytes that are none.
#[wasm_bindgen]
#[must_use]
pub fn record_name(row: &[u8]) -> String {
    Kept::stayed(row).map(|kept| kept.name().to_owned()).unwrap_or_default()
}

/// The key to which entries of a record are sealed, `age1…`; empty for bytes that are none.
#[wasm_bindgen]
#[must_use]
pub fn record_key(row: &[u8]) -> String {
    Kept::stayed(row).map(|kept| kept.recipient().to_string()).unwrap_or_default()
}

/// Seals an entry to a record's key. The form of an entry: `docs/record.md`.
///
/// # Errors
/// A sentence that says which field is wrong.
#[wasm_bindgen]
pub fn seal_entry(key: &str, entry: &JsValue) -> Result<Vec<u8>, JsValue> {
    sealed(key, &form::entry_of(entry)?)
}

/// Whose sitting it is, as the launch token says.
#[wasm_bindgen]
pub struct Sat {
    person: Person,
    id: Id,
    day: Day,
}

#[wasm_bindgen]
impl Sat {
    /// `id`: 16 bytes that are the same for one sitting. `day`: days since 1970-01-01, where the person is.
    ///
    /// # Errors
    /// An id or a day that is none.
    #[wasm_bindgen(constructor)]
    pub fn new(role: &str, age: u8, consent: bool, id: &[u8], day: u32) -> Result<Sat, JsValue> {
        let informant = match role {
            "parent" => Informant::Parent,
            "teacher" => Informant::Teacher,
            _ => Informant::Student,
        };
        let person =
            Person { informant, age: Some(age), guardian_consent: consent, anonymous: false, second: false };
        let id = Id::try_from(id).map_err(|_| JsValue::from_str("an id has 16 bytes"))?;
        let day = Day::new(day).ok_or_else(|| JsValue::from_str("no such day"))?;
        Ok(Sat { person, id, day })
    }
}

/// Seals what a finished sitting came to. `pack` with its text packs behind it, `snapshot` as `session` makes it.
///
/// # Errors
/// A pack or snapshot that is none, or a sitting that is not finished.
#[wasm_bindgen]
pub fn seal_result(key: &str, pack: &[u8], snapshot: &[u8], sat: &Sat) -> Result<Vec<u8>, JsValue> {
    let entry = entry_of(pack, snapshot, sat).ok_or_else(|| JsValue::from_str("no finished sitting"))?;
    sealed(key, &entry)
}

/// Seals a yes to a handover as an entry of a record. `text` as the gateway gives it, `day` as of [`Sat::new`].
///
/// # Errors
/// A text that is none, or a day.
#[wasm_bindgen]
pub fn seal_permit(key: &str, text: &str, day: u32) -> Result<Vec<u8>, JsValue> {
    let entry = permit(text, day).ok_or_else(|| JsValue::from_str("no yes to a handover"))?;
    sealed(key, &entry)
}

fn permit(text: &str, day: u32) -> Option<Entry> {
    let signed = SignedPermit::from_text(text).ok()?;
    Entry::new(id_of(&signed), Day::new(day)?, Body::Permit(Box::new(signed))).ok()
}

/// Tier and domains of a finished sitting, for the notebook of exercises on this device; see [`Handed`]. `ms`: since 1970.
///
/// # Errors
/// As of [`seal_result`].
#[wasm_bindgen]
pub fn handed(pack: &[u8], snapshot: &[u8], sat: &Sat, ms: f64) -> Result<Vec<u8>, JsValue> {
    let bytes = session_of(pack, snapshot, sat).and_then(|(_, session)| {
        let (tier, _) = session.finished()?;
        let at = Now { day: sat.day.days(), ms: ms as u64 };
        Handed { tier, at, about: session.stands_out() }.bytes()
    });
    bytes.ok_or_else(|| JsValue::from_str("no finished sitting"))
}

fn session_of(pack: &[u8], snapshot: &[u8], sat: &Sat) -> Option<(Rc<Pack>, Session)> {
    let pack = Rc::new(Pack::decode_with_texts(pack).ok()?);
    let session = Session::resume(Rc::clone(&pack), sat.person, snapshot)?;
    Some((pack, session))
}

fn entry_of(pack: &[u8], snapshot: &[u8], sat: &Sat) -> Option<Entry> {
    let (pack, session) = session_of(pack, snapshot, sat)?;
    let (tier, scores) = session.finished()?;
    sitting::entry(&pack, tier, &scores, sat.id, sat.day)
}

fn sealed(key: &str, entry: &Entry) -> Result<Vec<u8>, JsValue> {
    let key = Recipient::parse(key).map_err(|_| JsValue::from_str("this is no key of a record"))?;
    qinghe_record::seal_entry(entry, key).map_err(|why| JsValue::from_str(&why.to_string()))
}

/// What the page says, in the order of [`words`].
#[wasm_bindgen]
#[must_use]
pub fn words(english: bool) -> Vec<String> {
    let locale = if english { Locale::En } else { Locale::ZhHans };
    words::ALL.iter().map(|word| word.in_locale(locale).to_owned()).collect()
}

/// A stage of a skill, as scripts write it.
fn stage(code: &str) -> Option<Stage> {
    match code {
        "practised" => Some(Stage::Practised),
        "completed" => Some(Stage::Completed),
        "mastered" => Some(Stage::Mastered),
        _ => None,
    }
}

fn line(text: &str) -> Option<Line> {
    Line::new(text).ok()
}
