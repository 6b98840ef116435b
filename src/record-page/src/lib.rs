//! The page of the personal growth record (`/record`).
//!
//! What is decided (forms, opening, storing, merging) is in `qinghe-record` and in the modules without a component; the
//! components draw it. Passphrases, keys and opened entries live in memory only. Stored is one sealed row.

mod form;
mod lang;
mod open;
mod ports;
mod words;

mod agree;
mod app;
mod bring;
mod cover;
mod door;
mod edit;
mod export;
mod field;
mod hand;
mod home;
mod import;
mod lists;
mod paper;
mod settings;
mod time;

use crate::ports::{Browser, Ports};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Mounts the page in `#record`.
///
/// # Errors
/// When the page has no element of that id.
#[wasm_bindgen]
pub fn start(ports: Ports) -> Result<(), JsValue> {
    let place = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|page| page.get_element_by_id("record"));
    let place = place.ok_or_else(|| JsValue::from_str("#record is missing"))?;
    let props = app::Props { browser: Browser(Rc::new(ports)) };
    yew::Renderer::<app::App>::with_root_and_props(place, props).render();
    Ok(())
}
