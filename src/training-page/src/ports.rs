//! What the page asks of its browser; `js/page.js` gives it.

use crate::{shelf::Whose, shut::Shut, words::Locale};
use js_sys::{Array, Uint8Array};
use qinghe_seal::{lock::LockError, pin::DeviceKey};
use qinghe_session::practice::Now;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// The browser.
    pub type Ports;

    #[wasm_bindgen(method, catch)]
    async fn lock(this: &Ports) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn rows(this: &Ports, secret: Option<&str>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn put(this: &Ports, name: &str, row: Option<Uint8Array>) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = putLock)]
    async fn put_lock(this: &Ports, lock: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn relock(
        this: &Ports,
        secret: Option<&str>,
        lock: Option<Uint8Array>,
        book: Uint8Array,
        run: Option<Uint8Array>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = makePinKey)]
    async fn make_pin_key(this: &Ports) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn sign(this: &Ports, challenge: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn wipe(this: &Ports) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = openLock)]
    async fn open_lock(this: &Ports, digits: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = makeLock)]
    async fn make_lock(
        this: &Ports,
        digits: &str,
        book: Uint8Array,
        run: Option<Uint8Array>,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn run(this: &Ports, book: Uint8Array, doing: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = takeOver)]
    async fn take_over(this: &Ports) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn leave(this: &Ports, message: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn records(this: &Ports) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn file(this: &Ports, nth: u32, kind: &str, fields: Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method)]
    fn begun(this: &Ports) -> Array;
    #[wasm_bindgen(method)]
    fn menu(this: &Ports, book: Option<Uint8Array>);
    #[wasm_bindgen(method)]
    fn handed(this: &Ports) -> JsValue;
    #[wasm_bindgen(method)]
    fn catalogue(this: &Ports, locale: &str) -> JsValue;
    #[wasm_bindgen(method)]
    fn pack(this: &Ports, locale: &str, id: &str) -> JsValue;
    #[wasm_bindgen(method)]
    fn has(this: &Ports, locale: &str, id: &str) -> bool;
    #[wasm_bindgen(method)]
    fn seed(this: &Ports) -> f64;
    #[wasm_bindgen(method)]
    fn launched(this: &Ports) -> bool;
    #[wasm_bindgen(method)]
    fn without(this: &Ports);

    #[wasm_bindgen(method)]
    fn unkept(this: &Ports) -> Option<String>;
    #[wasm_bindgen(method)]
    fn shared(this: &Ports) -> bool;
    #[wasm_bindgen(method)]
    fn share(this: &Ports);
    #[wasm_bindgen(method)]
    fn language(this: &Ports) -> String;
    #[wasm_bindgen(method)]
    fn stage(this: &Ports) -> String;
    #[wasm_bindgen(method)]
    fn whose(this: &Ports) -> String;
    #[wasm_bindgen(method)]
    fn open(this: &Ports, sheet: &str);
    #[wasm_bindgen(method)]
    fn asked(this: &Ports) -> String;
    #[wasm_bindgen(method)]
    fn listen(this: &Ports, part: &str, take: &JsValue);
    #[wasm_bindgen(method)]
    fn day(this: &Ports) -> f64;
    #[wasm_bindgen(method)]
    fn help(this: &Ports);
    #[wasm_bindgen(method)]
    fn lines(this: &Ports) -> Array;
    #[wasm_bindgen(method)]
    fn save(this: &Ports, name: &str, text: &str);
    #[wasm_bindgen(method)]
    fn uid(this: &Ports) -> String;
    #[wasm_bindgen(method)]
    fn stamp(this: &Ports) -> String;
    #[wasm_bindgen(method)]
    fn print(this: &Ports);
    #[wasm_bindgen(method, js_name = canSay)]
    fn can_say(this: &Ports) -> bool;
    #[wasm_bindgen(method)]
    fn say(this: &Ports, text: &str);
    #[wasm_bindgen(method)]
    fn hush(this: &Ports);

    #[wasm_bindgen(method)]
    fn pace(this: &Ports, node: &Element, ends: Vec<f64>, lengths: Vec<f64>, at: f64);
    #[wasm_bindgen(method)]
    fn drain(this: &Ports, node: &Element, left: f64, all: f64);
    #[wasm_bindgen(method)]
    fn still(this: &Ports, node: &Element);
    #[wasm_bindgen(method)]
    fn tick(this: &Ports, up: bool);
    #[wasm_bindgen(method)]
    fn buzz(this: &Ports);
    #[wasm_bindgen(method, js_name = canBuzz)]
    fn can_buzz(this: &Ports) -> bool;
    #[wasm_bindgen(method)]
    fn wake(this: &Ports, on: bool);
}

/// Storage is refused or full.
pub struct NotStored;

/// Two rows: book, broken run.
pub type Rows = (Option<Vec<u8>>, Option<Vec<u8>>);

/// What is to begin in the second part of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doing {
    /// An exercise.
    Exercise {
        /// Its id.
        exercise: String,
        /// Id of the entry.
        entry: String,
        /// A broken run to go on with.
        snapshot: Option<Vec<u8>>,
    },
    /// An exercise at two seats. Nothing of it stays.
    Together {
        /// Its id.
        exercise: String,
        /// Letter of the variant in whose words.
        variant: char,
    },
    /// Asking about a skill.
    Probe {
        /// Id of its exercise.
        exercise: String,
        /// Situations in place of items.
        judgement: bool,
    },
    /// Asking core knowledge.
    Knowledge,
    /// The plan.
    Plan,
}

/// What is handed to the second part.
pub struct Begun {
    /// The book.
    pub book: Vec<u8>,
    /// What is to begin.
    pub doing: Doing,
}

/// An entry for the growth record, in words of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filing {
    /// A plan: goal, what is done for it, when, obstacle, and then; empty ones are left out.
    Plan(Vec<String>, u32),
    /// A skill: id, name, whether it is mastered.
    Skill(String, String, bool),
}

/// Why nothing is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unkept {
    /// The browser refuses.
    Refused,
    /// Another window has the notebook.
    Other,
}

/// The browser, handed around. All of them are the same one.
#[derive(Clone)]
pub struct Browser(pub Rc<Ports>);

impl PartialEq for Browser {
    fn eq(&self, _: &Browser) -> bool {
        true
    }
}

fn js(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

fn some_bytes(value: &JsValue) -> Option<Vec<u8>> {
    (!value.is_undefined() && !value.is_null()).then(|| Uint8Array::new(value).to_vec())
}

fn shut(outcome: &Array) -> Option<Shut> {
    let number = |at: u32| outcome.get(at).as_f64().unwrap_or(f64::from(u8::MAX));
    Shut::of(number(0) as u8, number(1))
}

impl Browser {
    /// The lock's bytes, if the notebook has one.
    pub async fn lock(&self) -> Option<Vec<u8>> {
        some_bytes(&self.0.lock().await.ok()?)
    }

    /// Book and broken run, under the device's key or that of a secret.
    pub async fn rows(&self, secret: Option<&str>) -> Rows {
        let Ok(rows) = self.0.rows(secret).await else { return (None, None) };
        let rows = Array::from(&rows);
        (some_bytes(&rows.get(0)), some_bytes(&rows.get(1)))
    }

    /// Stores a row, or removes it.
    ///
    /// # Errors
    /// [`NotStored`].
    pub async fn put(&self, name: &str, row: Option<&[u8]>) -> Result<(), NotStored> {
        self.0.put(name, row.map(js)).await.map(|_| ()).map_err(|_| NotStored)
    }

    /// Stores the lock as it is now.
    ///
    /// # Errors
    /// [`NotStored`].
    pub async fn put_lock(&self, lock: &[u8]) -> Result<(), NotStored> {
        self.0.put_lock(js(lock)).await.map(|_| ()).map_err(|_| NotStored)
    }

    /// Puts everything under another key, with its lock, or back under the device's own.
    ///
    /// # Errors
    /// [`NotStored`]; then nothing has changed.
    pub async fn relock(
        &self,
        lock: Option<(&str, &[u8])>,
        book: &[u8],
        run: Option<&[u8]>,
    ) -> Result<(), NotStored> {
        let (secret, bytes) = lock.unzip();
        let done = self.0.relock(secret, bytes.map(js), js(book), run.map(js)).await;
        done.map(|_| ()).map_err(|_| NotStored)
    }

    /// A new device key for a lock, in place of an old one.
    ///
    /// # Errors
    /// [`NotStored`].
    pub async fn make_pin_key(&self) -> Result<(), NotStored> {
        self.0.make_pin_key().await.map(|_| ()).map_err(|_| NotStored)
    }

    /// Removes everything of this page from the device.
    pub async fn wipe(&self) {
        let _what_cannot_be_removed_was_never_stored = self.0.wipe().await;
    }

    /// The catalogue in a language; `None` until it has come.
    #[must_use]
    pub fn catalogue(&self, locale: Locale) -> Option<Vec<u8>> {
        some_bytes(&self.0.catalogue(locale.tag()))
    }

    /// The pack of an exercise; `None` until it has come.
    #[must_use]
    pub fn pack(&self, locale: Locale, id: &str) -> Option<Vec<u8>> {
        some_bytes(&self.0.pack(locale.tag(), id))
    }

    /// Tries six digits on the lock.
    ///
    /// # Errors
    /// [`Shut`].
    pub async fn open_lock(&self, digits: &str) -> Result<Rows, Shut> {
        let Ok(outcome) = self.0.open_lock(digits).await else { return Err(Shut::Failed) };
        let outcome = Array::from(&outcome);
        shut(&outcome).map_or_else(|| Ok((some_bytes(&outcome.get(2)), some_bytes(&outcome.get(3)))), Err)
    }

    /// Locks what is open now.
    ///
    /// # Errors
    /// [`Shut`].
    pub async fn make_lock(&self, digits: &str, book: &[u8], run: Option<&[u8]>) -> Result<(), Shut> {
        let Ok(outcome) = self.0.make_lock(digits, js(book), run.map(js)).await else {
            return Err(Shut::Failed);
        };
        shut(&Array::from(&outcome)).map_or(Ok(()), Err)
    }

    /// Hands over to the second part: the book, and what is to be begun.
    ///
    /// # Errors
    /// [`NotStored`] when that part could not be loaded.
    pub async fn run(&self, begun: &Begun) -> Result<(), NotStored> {
        let doing = postcard::to_allocvec(&begun.doing).unwrap_or_default();
        self.0.run(js(&begun.book), js(&doing)).await.map(|_| ()).map_err(|_| NotStored)
    }

    /// What is to be begun; `None` when nothing was handed over.
    #[must_use]
    pub fn begun(&self) -> Option<Begun> {
        let begun = self.0.begun();
        let (book, doing) = (some_bytes(&begun.get(0))?, some_bytes(&begun.get(1))?);
        Some(Begun { book, doing: postcard::from_bytes(&doing).ok()? })
    }

    /// What the own result was handed over as, once; see [`qinghe_session::training::Handed`].
    pub async fn take_over(&self) -> Option<Vec<u8>> {
        some_bytes(&self.0.take_over().await.ok()?)
    }

    /// Seals what may leave, and sends it. Whether it arrived.
    pub async fn leave(&self, message: &[u8]) -> bool {
        self.0.leave(js(message)).await.is_ok_and(|told| told.as_bool() == Some(true))
    }

    /// Whether a pack has come.
    #[must_use]
    pub fn has(&self, locale: Locale, id: &str) -> bool {
        self.0.has(locale.tag(), id)
    }

    /// Names of the growth records of this browser.
    pub async fn records(&self) -> Vec<String> {
        let Ok(names) = self.0.records().await else { return Vec::new() };
        Array::from(&names).iter().filter_map(|name| name.as_string()).collect()
    }

    /// Puts an entry into one of them. Whether it is there now.
    pub async fn file(&self, nth: u32, filing: &Filing) -> bool {
        let text = |text: &String| JsValue::from_str(text);
        let (kind, fields) = match filing {
            Filing::Plan(lines, next) => (
                "plan",
                std::iter::once(JsValue::from(*next)).chain(lines.iter().map(text)).collect::<Array>(),
            ),
            Filing::Skill(id, name, mastered) => {
                ("skill", [text(id), text(name), JsValue::from(*mastered)].iter().collect::<Array>())
            }
        };
        self.0.file(nth, kind, fields).await.is_ok_and(|done| done.as_bool() == Some(true))
    }

    /// A random number of the person's own; never 0.
    #[must_use]
    pub fn seed(&self) -> u64 {
        (self.0.seed() as u64).max(1)
    }

    /// Hands back to the menu: the book, or nothing where everything was cleared.
    pub fn menu(&self, book: Option<&[u8]>) {
        self.0.menu(book.map(js));
    }

    /// The book that was handed back.
    #[must_use]
    pub fn handed(&self) -> Option<Vec<u8>> {
        some_bytes(&self.0.handed())
    }

    /// Why nothing is kept here, if nothing is.
    #[must_use]
    pub fn unkept(&self) -> Option<Unkept> {
        let why = self.0.unkept()?;
        Some(if why == "other" { Unkept::Other } else { Unkept::Refused })
    }

    /// The language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        if self.0.language() == Locale::En.tag() { Locale::En } else { Locale::ZhHans }
    }

    /// Whose page it is.
    #[must_use]
    pub fn whose(&self) -> Whose {
        if self.0.whose() == "lessons" { Whose::Families } else { Whose::Students }
    }

    /// Now, where the person is.
    #[must_use]
    pub fn now(&self) -> Now {
        Now { ms: js_sys::Date::now() as u64, day: self.0.day() as u32 }
    }

    /// The help lines: number, name, hours.
    #[must_use]
    pub fn lines(&self) -> Vec<[String; 3]> {
        let text = |line: &Array, at: u32| line.get(at).as_string().unwrap_or_default();
        let line = |line: JsValue| {
            let line = Array::from(&line);
            [text(&line, 0), text(&line, 1), text(&line, 2)]
        };
        self.0.lines().iter().map(line).collect()
    }
}

macro_rules! passed_on {
    ($($(#[$doc:meta])* $name:ident ( $($arg:ident : $kind:ty),* ) $(-> $back:ty)?;)*) => {
        impl Browser {
            $($(#[$doc])* pub fn $name(&self $(, $arg: $kind)*) $(-> $back)? { self.0.$name($($arg),*) })*
        }
    };
}

passed_on! {
    /// Whether the page was opened with a launch, so that the school can count.
    launched() -> bool;
    /// Whether nothing may stay here.
    shared() -> bool;
    /// From now on nothing may stay here.
    share();
    /// From now on nothing is kept of this visit.
    without();
    /// Letter of the school stage (for families: its word) that the page around says.
    stage() -> String;
    /// Calls this part (`menu`, `run`) back for what happens: `away`, `here`, `touch`, `language`, `catalogue`, `pack:…`,
    /// `stocked` (all of them), `missing`, and `begin` or `book` when the other part hands over.
    listen(part: &str, take: &JsValue);
    /// Shows who is there.
    help();
    /// Goes to the family's page, and there to one of its guides.
    open(guide: &str);
    /// Code of the lesson that another page led to; empty where none did.
    asked() -> String;
    /// Lets the person save a calendar.
    save(name: &str, text: &str);
    /// A random name.
    uid() -> String;
    /// This moment as calendars write it.
    stamp() -> String;
    /// Prints.
    print();
    /// Whether a voice of this device can read aloud.
    can_say() -> bool;
    /// Reads aloud.
    say(text: &str);
    /// Stops reading.
    hush();
    /// Moves an element through sizes (per cent), phase by phase, from so many milliseconds into the cycle on.
    pace(node: &Element, ends: Vec<f64>, lengths: Vec<f64>, at: f64);
    /// Empties a bar within `left` of `all` milliseconds.
    drain(node: &Element, left: f64, all: f64);
    /// Lets an element rest.
    still(node: &Element);
    /// A soft tick.
    tick(up: bool);
    /// A short vibration.
    buzz();
    /// Whether the device vibrates.
    can_buzz() -> bool;
    /// Keeps the screen on, or lets it go.
    wake(on: bool);
}

/// The device's half of the lock.
pub struct Device(pub Browser);

impl DeviceKey for Device {
    async fn answer(&self, challenge: &[u8; 32]) -> Result<[u8; 32], LockError> {
        let signed = self.0.0.sign(js(challenge)).await.map_err(|_| LockError::Device)?;
        Uint8Array::new(&signed).to_vec().try_into().map_err(|_| LockError::Device)
    }
}
