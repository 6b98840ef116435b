//! The page on which students practise (`/training`): menu, runs of exercises, the sealed notebook.
//!
//! What is decided (what is offered, when a run ends, what is kept) is in `qinghe_session` and in the modules without a
//! component: `room`, `book`, `shelf`, `ics`. Components draw it. Everything typed stays in memory and in two sealed rows on
//! the device; nothing else leaves this page, and every pack is fetched whatever is opened.

mod book;
mod ics;
mod locked;
mod ports;
mod room;
mod shelf;
mod words;

mod app;
mod cover;
mod face;
mod lockview;
mod menu;
mod moves;
mod parts;
mod pictures;
mod play;
mod stage;
mod step;

use crate::ports::{Browser, Ports};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Mounts the page in `#training`.
///
/// # Errors
/// When the page has no element of that id.
#[wasm_bindgen]
pub fn start(ports: Ports) -> Result<(), JsValue> {
    let place = js_sys::global()
        .dyn_into::<web_sys::Window>()
        .ok()
        .and_then(|window| window.document())
        .and_then(|page| page.get_element_by_id("training"));
    let place = place.ok_or_else(|| JsValue::from_str("#training is missing"))?;
    place.set_text_content(None);
    let props = app::Props { browser: Browser(Rc::new(ports)) };
    yew::Renderer::<app::App>::with_root_and_props(place, props).render();
    Ok(())
}
