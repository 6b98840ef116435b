//! The first module of the training page: what the menu needs, and nothing of a run.

use qinghe_training_page::{front::Students, menu_page, ports::Ports};
use wasm_bindgen::prelude::*;

/// Mounts the menu in `#training`.
///
/// # Errors
/// When the page has no element of that id.
#[wasm_bindgen]
pub fn start(ports: Ports) -> Result<(), JsValue> {
    menu_page::start::<Students>(ports)
}
