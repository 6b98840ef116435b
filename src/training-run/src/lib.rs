//! The second module of the training page, loaded behind the menu: runs of exercises, and the notebook's lock.

use qinghe_training_page::{locked, ports::Ports, run_page};
use wasm_bindgen::prelude::*;

/// Mounts the place of runs in `#run`. What is to be begun is asked of the ports.
///
/// # Errors
/// When the page has no element of that id.
#[wasm_bindgen]
pub fn start(ports: Ports) -> Result<(), JsValue> {
    run_page::start(ports)
}

/// Tries six digits on the notebook's lock: an outcome (see `Shut::of`), its number, and both rows.
#[wasm_bindgen]
pub async fn open(ports: Ports, digits: String) -> js_sys::Array {
    locked::open(ports, &digits).await
}

/// Locks what is open now: an outcome and its number.
#[wasm_bindgen]
pub async fn make(ports: Ports, digits: String, book: Vec<u8>, run: Option<Vec<u8>>) -> js_sys::Array {
    locked::make(ports, &digits, &book, run.as_deref()).await
}
