//! What the core asks of the browser. Implemented by `src/element/js/ports.js`.

use qinghe_host::Entropy;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A JavaScript object with one method per request.
    #[derive(Clone)]
    pub type Ports;

    /// Seal both layers; answers with `sealed` or `seal_failed`.
    #[wasm_bindgen(method)]
    pub fn seal(this: &Ports, job: u32, head: &[u8], notice: &[u8]);

    /// Send with `keepalive`; answers with `answer` or `lost`.
    #[wasm_bindgen(method)]
    pub fn send(this: &Ports, job: u32, envelope: &[u8], receipt_key: &[u8], token: &str);

    /// Seal the inner layer alone to the key of this id; `aad` is id and sitting. Answers with `hand_sealed` or
    /// `seal_failed`.
    #[wasm_bindgen(method, js_name = sealHand)]
    pub fn seal_hand(this: &Ports, job: u32, aad: &[u8], centre_key: &[u8], notice: &[u8]);

    /// Keep the outbox row, sealed, on the disk unless `memory`; answers with `saved`, or with `overtaken` when
    /// another page has written it since.
    #[wasm_bindgen(method, js_name = saveOutbox)]
    pub fn save_outbox(this: &Ports, row: &[u8], memory: bool);

    /// Keep the session, sealed, on the disk unless `memory`. No answer: a later row replaces it.
    #[wasm_bindgen(method, js_name = saveSession)]
    pub fn save_session(this: &Ports, row: &[u8], memory: bool);

    /// Forget the session and keep the outbox.
    #[wasm_bindgen(method, js_name = forgetSession)]
    pub fn forget_session(this: &Ports);

    /// Forget both rows; answers with `found` when another page has written the outbox since.
    #[wasm_bindgen(method)]
    pub fn forget(this: &Ports);

    /// This found row may go.
    #[wasm_bindgen(method)]
    pub fn took(this: &Ports, from: u32);

    /// Fetch the gateway's keys again; answers with `keys` or `Signal::KeysFailed`.
    #[wasm_bindgen(method)]
    pub fn refresh(this: &Ports);

    /// Milliseconds since the page began, on the clock that nobody can set.
    #[wasm_bindgen(method)]
    pub fn now(this: &Ports) -> f64;

    /// Call `signal` at this time of that clock, replacing an earlier request.
    #[wasm_bindgen(method)]
    pub fn wake(this: &Ports, at_ms: f64);

    /// What is shown has changed: answers with `draw`, once for all that was asked until then.
    #[wasm_bindgen(method)]
    pub fn draw(this: &Ports);

    /// Load the pack of another locale; answers with `set_pack`.
    #[wasm_bindgen(method)]
    pub fn locale(this: &Ports, tag: &str);

    /// Say this aloud in this language, instead of what is being said; nothing: be still.
    #[wasm_bindgen(method)]
    pub fn read(this: &Ports, text: &str, tag: &str);

    /// Whether the browser can read aloud.
    #[wasm_bindgen(method, js_name = canRead)]
    pub fn can_read(this: &Ports) -> bool;

    /// Draw this text as a QR code; answers with `code`.
    #[wasm_bindgen(method)]
    pub fn code(this: &Ports, text: &str);

    /// Call `signal` at this time (milliseconds since 1970), replacing an earlier request.
    #[wasm_bindgen(method)]
    pub fn idle(this: &Ports, at_ms: f64);

    /// The screen was cleared: forget the session, and never show it again.
    #[wasm_bindgen(method)]
    pub fn wiped(this: &Ports);

    /// The own result is open, with what `session` keeps of the sitting: whoever wants it may put it into the own
    /// record. Nothing: it is closed.
    #[wasm_bindgen(method)]
    pub fn own(this: &Ports, snapshot: Option<Vec<u8>>);

    /// Tell the page: `finished` or `declined`, the same for every result.
    #[wasm_bindgen(method)]
    pub fn done(this: &Ports);

    /// Length of a slot in milliseconds, from the gateway.
    #[wasm_bindgen(method, js_name = slotMs)]
    pub fn slot_ms(this: &Ports) -> u32;

    /// Whether a new sitting may begin that can call for a person at once: somebody is on duty.
    #[wasm_bindgen(method)]
    pub fn open(this: &Ports) -> bool;

    /// Id of the centre's key, from the gateway: eight bytes.
    #[wasm_bindgen(method, js_name = centreKey)]
    pub fn centre_key(this: &Ports) -> Vec<u8>;

    /// Id of the key of the centre outside the school; nothing when there is none.
    #[wasm_bindgen(method, js_name = secondKey)]
    pub fn second_key(this: &Ports) -> Vec<u8>;

    /// Sixteen random bytes.
    #[wasm_bindgen(method)]
    pub fn random(this: &Ports) -> Vec<u8>;
}

#[wasm_bindgen]
extern "C" {
    /// What the launch token says, as far as the element needs it, and what this device kept: a plain object.
    pub type Given;

    /// The launch token.
    #[wasm_bindgen(method, getter)]
    pub fn raw(this: &Given) -> String;

    /// Its id.
    #[wasm_bindgen(method, getter)]
    pub fn jti(this: &Given) -> String;

    /// Who responds.
    #[wasm_bindgen(method, getter)]
    pub fn role(this: &Given) -> String;

    /// Years; below 0 where it is not said.
    #[wasm_bindgen(method, getter)]
    pub fn age(this: &Given) -> i32;

    /// Whether a guardian has agreed.
    #[wasm_bindgen(method, getter)]
    pub fn agreed(this: &Given) -> bool;

    /// Whether nobody knows who responds.
    #[wasm_bindgen(method, getter)]
    pub fn anonymous(this: &Given) -> bool;

    /// The row of the session.
    #[wasm_bindgen(method, getter)]
    pub fn session(this: &Given) -> Option<Vec<u8>>;

    /// The row of the outbox.
    #[wasm_bindgen(method, getter)]
    pub fn outbox(this: &Given) -> Option<Vec<u8>>;

    /// Whether everything is kept in memory only.
    #[wasm_bindgen(method, getter)]
    pub fn shared(this: &Given) -> bool;

    /// Whether the page is being rebuilt after a panic.
    #[wasm_bindgen(method, getter)]
    pub fn recovered(this: &Given) -> bool;
}

/// The browser's random numbers.
pub struct BrowserEntropy(pub Ports);

impl Entropy for BrowserEntropy {
    fn id(&mut self) -> [u8; 16] {
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(self.0.random()) {
            *to = from;
        }
        id
    }
}
