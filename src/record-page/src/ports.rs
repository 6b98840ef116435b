//! What the page asks of its browser. `js/page.js` gives it; the store is IndexedDB, or memory on a shared computer.

use crate::lang::Lang;
use js_sys::{Array, Uint8Array};
use qinghe_record::{Day, Id, kept::Kept};
use qinghe_seal::{lock::LockError, pin::DeviceKey};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The browser.
    pub type Ports;

    #[wasm_bindgen(method, catch)]
    async fn rows(this: &Ports) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn put(
        this: &Ports,
        id: Uint8Array,
        row: Uint8Array,
        revision: f64,
        taken: Array,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn remove(this: &Ports, id: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn inbox(this: &Ports, id: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = makeKey)]
    async fn make_key(this: &Ports, id: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = forgetKey)]
    async fn forget_key(this: &Ports, id: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn sign(this: &Ports, id: Uint8Array, challenge: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn picture(this: &Ports, file: &web_sys::File) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    async fn proves(this: &Ports, said: Uint8Array, signature: Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method)]
    fn shared(this: &Ports) -> bool;
    #[wasm_bindgen(method)]
    fn share(this: &Ports);
    #[wasm_bindgen(method, js_name = forgetMemory)]
    fn forget_memory(this: &Ports);
    #[wasm_bindgen(method, js_name = onEntry)]
    fn on_entry(this: &Ports, take: &JsValue, key: &str);
    #[wasm_bindgen(method)]
    fn save(this: &Ports, name: &str, bytes: Uint8Array);
    #[wasm_bindgen(method)]
    fn print(this: &Ports);
    #[wasm_bindgen(method)]
    fn leave(this: &Ports);
    #[wasm_bindgen(method)]
    fn language(this: &Ports) -> String;
    #[wasm_bindgen(method)]
    fn speak(this: &Ports, tag: &str);
    #[wasm_bindgen(method)]
    fn today(this: &Ports) -> Vec<u32>;
}

/// The browser, handed around. All of them are the same one.
#[derive(Clone)]
pub struct Browser(pub Rc<Ports>);

impl PartialEq for Browser {
    fn eq(&self, _: &Browser) -> bool {
        true
    }
}

/// A stored row.
#[derive(Clone, PartialEq)]
pub struct Row {
    /// Under which it lies.
    pub id: Id,
    /// How often it was written.
    pub revision: u32,
    /// What it is.
    pub kept: Kept,
}

/// Why something was not stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NotStored {
    /// Another window has written meanwhile.
    Changed,
    /// Storage is refused or full.
    Refused,
}

fn js(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

fn bytes(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}

impl Browser {
    /// All rows that can be read. `Err` where storage is refused.
    ///
    /// # Errors
    /// [`NotStored::Refused`].
    pub async fn rows(&self) -> Result<Vec<Row>, NotStored> {
        let rows = self.0.rows().await.map_err(|_| NotStored::Refused)?;
        let row = |row: JsValue| {
            let parts = Array::from(&row);
            let id: Id = bytes(&parts.get(0)).try_into().ok()?;
            let kept = Kept::stayed(&bytes(&parts.get(1))).ok()?;
            Some(Row { id, revision: parts.get(2).as_f64().unwrap_or_default() as u32, kept })
        };
        Ok(Array::from(&rows).iter().filter_map(row).collect())
    }

    /// Stores a row in place of the one with this revision (0: none), and drops what was taken from the inbox, in one
    /// step. Gives the new revision.
    ///
    /// # Errors
    /// [`NotStored`].
    pub async fn put(&self, id: Id, kept: &Kept, revision: u32, taken: &[JsValue]) -> Result<u32, NotStored> {
        let taken: Array = taken.iter().collect();
        let put = self.0.put(js(&id), js(&kept.stays()), f64::from(revision), taken).await;
        match put.map_err(|_| NotStored::Refused)?.as_f64() {
            Some(revision) => Ok(revision as u32),
            None => Err(NotStored::Changed),
        }
    }

    /// Deletes a record: row, key and inbox.
    pub async fn remove(&self, id: Id) -> bool {
        self.0.remove(js(&id)).await.is_ok()
    }

    /// Sealed entries that wait, each with the key it lies under.
    pub async fn inbox(&self, id: Id) -> Vec<(JsValue, Vec<u8>)> {
        let Ok(found) = self.0.inbox(js(&id)).await else { return Vec::new() };
        Array::from(&found)
            .iter()
            .map(|one| Array::from(&one))
            .map(|one| (one.get(0), bytes(&one.get(1))))
            .collect()
    }

    /// Makes a device key for a record, in place of an old one.
    pub async fn make_key(&self, id: Id) -> bool {
        self.0.make_key(js(&id)).await.is_ok()
    }

    /// Deletes it.
    pub async fn forget_key(&self, id: Id) {
        let _a_key_that_stays_opens_nothing_without_its_lock = self.0.forget_key(js(&id)).await;
    }

    /// Grey pixels of a picture: width, height, one byte each.
    pub async fn picture(&self, file: &web_sys::File) -> Option<(usize, usize, Vec<u8>)> {
        let found = Array::from(&self.0.picture(file).await.ok()?);
        let side = |at: u32| found.get(at).as_f64().map(|side| side as usize);
        Some((side(0)?, side(1)?, bytes(&found.get(2))))
    }

    /// Whether the school from which this page comes has signed `said`. `false` also where the page came without its key.
    pub async fn proves(&self, said: &[u8], signature: &[u8]) -> bool {
        self.0.proves(js(said), js(signature)).await.is_ok_and(|holds| holds.as_bool() == Some(true))
    }

    /// Whether nothing may stay here.
    #[must_use]
    pub fn shared(&self) -> bool {
        self.0.shared()
    }

    /// From now on nothing may stay here.
    pub fn share(&self) {
        self.0.share();
    }

    /// Forgets what was kept in memory.
    pub fn forget_memory(&self) {
        self.0.forget_memory();
    }

    /// Calls back for every entry that another page of ours offers, sealed to `key`, to an open record in memory.
    pub fn on_entry(&self, take: &JsValue, key: &str) {
        self.0.on_entry(take, key);
    }

    /// Lets the person save a file.
    pub fn save(&self, name: &str, file: &[u8]) {
        self.0.save(name, js(file));
    }

    /// Prints.
    pub fn print(&self) {
        self.0.print();
    }

    /// Leaves at once for an empty page.
    pub fn leave(&self) {
        self.0.leave();
    }

    /// The language asked for.
    #[must_use]
    pub fn language(&self) -> Lang {
        Lang::of(&self.0.language())
    }

    /// Tells the page around in which language it is now.
    pub fn speak(&self, lang: Lang) {
        self.0.speak(lang.tag());
    }

    /// Today, where the person is.
    #[must_use]
    pub fn today(&self) -> Day {
        match self.0.today().as_slice() {
            [year, month, day] => Day::of(*year, *month, *day).unwrap_or(Day::LAST),
            _ => Day::LAST,
        }
    }
}

/// The device's key for one record.
pub struct Device {
    /// The browser that keeps it.
    pub browser: Browser,
    /// The record.
    pub id: Id,
}

impl DeviceKey for Device {
    async fn answer(&self, challenge: &[u8; 32]) -> Result<[u8; 32], LockError> {
        let signed = self.browser.0.sign(js(&self.id), js(challenge)).await.map_err(|_| LockError::Device)?;
        bytes(&signed).try_into().map_err(|_| LockError::Device)
    }
}

/// Sixteen random bytes.
#[must_use]
pub fn random_id() -> Option<Id> {
    let mut id = Id::default();
    getrandom::fill(&mut id).ok().map(|()| id)
}

/// 32 random bytes.
#[must_use]
pub fn random_secret() -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).ok().map(|()| secret)
}
