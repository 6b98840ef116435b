//! Wires the pure core to the browser.
//!
//! One [`Sitting`] is one mounted element: it owns the session, the outbox and what is drawn.
//! Everything the browser must do (seal, send, keep, wait) is asked of [`Ports`], a JavaScript object;
//! every answer comes back as a call on the sitting. Ports never answer inside the call that asked, so
//! the core is never entered twice.

mod acts;
mod core;
mod ports;
mod words;

use crate::core::{Core, Launch};
use crate::ports::{Given, Ports};
use qinghe_content::{Informant, Pack};
use qinghe_host::{Centres, Input};
use qinghe_session::{Person, Refusal};
use qinghe_ui::App;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Nothing to do; but the function that starts a fresh instance after a panic calls it by name.
#[wasm_bindgen(start)]
pub fn start() {}

/// What this device kept of an unfinished sitting, opened.
#[derive(Default)]
struct Kept {
    session: Option<Vec<u8>>,
    outbox: Option<Vec<u8>>,
    /// In memory only.
    shared: bool,
    /// The page is being rebuilt after a panic.
    recovered: bool,
}

/// What happens around an element.
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum Signal {
    /// The time asked for by `wake` has come.
    Tick,
    /// The time asked for by `idle` has come.
    Idle,
    /// Away from here, at once.
    Leave,
    /// The page is going away.
    PageHide,
    /// The network is back.
    Online,
    /// What was on the disk is gone.
    DiskLost,
    /// The keys could not be fetched.
    KeysFailed,
}

/// One mounted element.
#[wasm_bindgen]
pub struct Sitting {
    core: RefCell<Core>,
}

#[wasm_bindgen]
impl Sitting {
    /// Mounts in `root`. `pack` is a pack, with the text packs it needs behind it.
    ///
    /// # Errors
    /// A code for the loader's plain page: `battery`, `gateway`, `age-not-eligible`, `consent-missing`, `role`, `paused`.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::needless_pass_by_value)] // what comes from JavaScript is owned
    pub fn new(root: web_sys::Element, ports: Ports, pack: &[u8], given: Given) -> Result<Sitting, JsValue> {
        let pack = Rc::new(Pack::decode_with_texts(pack).map_err(|_| JsValue::from("battery"))?);
        let centres = centres(&ports).ok_or_else(|| JsValue::from("gateway"))?;
        let person = person(&given, centres.second.is_some());
        let launch = Launch { raw: given.raw(), jti: given.jti() };
        let kept = Kept {
            session: given.session(),
            outbox: given.outbox(),
            shared: given.shared(),
            recovered: given.recovered(),
        };
        let (slot_ms, open) = (ports.slot_ms(), ports.open());
        let mut core = Core::open(ports, pack, person, launch, (slot_ms, centres), kept)
            .map_err(|refusal| JsValue::from(code(refusal)))?;
        if !open && core.begins_with_care() {
            return Err(JsValue::from("paused"));
        }
        core.mount(root).ok_or_else(|| JsValue::from("wasm"))?;
        Ok(Sitting { core: RefCell::new(core) })
    }

    /// Brings the page up to date with what `draw` of the ports asked for.
    pub fn draw(&self) {
        if let Some(app) = self.app() {
            app.draw();
        }
    }

    /// A person did something inside the element: an event `click`, `change` or `keydown`.
    pub fn heard(&self, event: &web_sys::Event) {
        if let Some(action) = self.app().and_then(|app| app.heard(event)) {
            self.core.borrow_mut().act(action);
        }
    }

    fn app(&self) -> Option<Rc<App>> {
        self.core.borrow().app.clone()
    }

    /// The same pack in another locale. `false` when it is not the same battery; nothing changes then.
    pub fn set_pack(&self, pack: &[u8]) -> bool {
        Pack::decode_with_texts(pack).is_ok_and(|pack| self.core.borrow_mut().set_pack(Rc::new(pack)))
    }

    /// An envelope was sealed.
    pub fn sealed(&self, job: u32, envelope: &[u8], receipt_key: &[u8]) {
        self.input(Input::Sealed { job, envelope, receipt_key });
    }

    /// Sealing failed.
    pub fn seal_failed(&self, job: u32) {
        self.input(Input::SealFailed { job });
    }

    /// The outbox row is on the disk (or not).
    pub fn saved(&self, ok: bool) {
        self.input(if ok { Input::Saved } else { Input::SaveFailed });
    }

    /// Another page has written this outbox row since, so that ours was not.
    pub fn overtaken(&self, row: &[u8]) {
        self.input(Input::Overtaken { row });
    }

    /// A row of another page, battery or sitting of the same person; `from` is missing for the row that this page
    /// itself writes.
    pub fn found(&self, row: &[u8], from: Option<u32>) {
        self.input(Input::Found { from, row });
    }

    /// The inner layer is sealed, to be carried by hand.
    pub fn hand_sealed(&self, job: u32, inner: &[u8]) {
        self.input(Input::HandSealed { job, inner });
    }

    /// The ports hold fresh keys.
    pub fn keys(&self, ports: &Ports) {
        match centres(ports) {
            Some(centres) => self.core.borrow_mut().keys(centres),
            None => self.input(Input::KeysFailed),
        }
    }

    /// The gateway answered, or something in its place: `receipt` is the opened receipt when it was genuine,
    /// `problem` the code of a problem in the gateway's own form.
    #[allow(clippy::needless_pass_by_value)] // what comes from JavaScript is owned
    pub fn answer(
        &self,
        job: u32,
        status: u16,
        receipt: Option<Vec<u8>>,
        problem: Option<String>,
        retry_after_ms: Option<u32>,
    ) {
        let (receipt, problem) = (receipt.as_deref(), problem.as_deref());
        self.input(Input::Answer { job, status, receipt, problem, retry_after_ms });
    }

    /// No answer came.
    pub fn lost(&self, job: u32) {
        self.input(Input::Lost { job });
    }

    /// A key or a finger (`presses`), or a sign that somebody is there. `true`: it lifted a cover and should
    /// do nothing else.
    pub fn touch(&self, presses: bool) -> bool {
        self.core.borrow_mut().touch(presses)
    }

    /// The code that is carried by hand is drawn.
    pub fn code(&self, size: usize, dark: &[u8]) {
        self.core.borrow_mut().set_code(size, dark);
    }

    /// What needs no more words than its name.
    pub fn signal(&self, signal: Signal) {
        let mut core = self.core.borrow_mut();
        match signal {
            Signal::Tick => core.input(Input::Tick),
            Signal::Idle => core.idle(),
            Signal::Leave => core.leave(),
            Signal::PageHide => core.input(Input::PageHide),
            Signal::Online => core.input(Input::Online),
            Signal::DiskLost => core.input(Input::DiskLost),
            Signal::KeysFailed => core.input(Input::KeysFailed),
        }
    }

    fn input(&self, input: Input<'_>) {
        self.core.borrow_mut().input(input);
    }
}

fn centres(ports: &Ports) -> Option<Centres> {
    Some(Centres { school: ports.centre_key().try_into().ok()?, second: ports.second_key().try_into().ok() })
}

/// An unknown role is refused later, with the battery's own rule.
fn person(given: &Given, second: bool) -> Person {
    let informant = match given.role().as_str() {
        "parent" => Informant::Parent,
        "teacher" => Informant::Teacher,
        _ => Informant::Student,
    };
    let age = u8::try_from(given.age()).ok();
    Person { informant, age, guardian_consent: given.agreed(), anonymous: given.anonymous(), second }
}

fn code(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Age => "age-not-eligible",
        Refusal::Consent => "consent-missing",
        Refusal::Role => "role",
    }
}
