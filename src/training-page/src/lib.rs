//! The page on which students practise (`/training`): menu, runs of exercises, the sealed notebook. The page of family
//! lessons (`/lessons`) is the same with another front (see [`front::Front`]) and other packs.
//!
//! What is decided (what is offered, when a run ends, what is kept) is in `qinghe_session` and in the modules without a
//! component: `room`, `today`, `asking`, `plan`, `book`, `shelf`, `leaves`, `ics`. Two components draw it, each in a Wasm module of its own: `menu_page` is there
//! at once, `run_page` comes behind it. Between them goes the book, as bytes. Everything typed stays in memory and in two
//! sealed rows on the device. What leaves is in `leaves` alone, and every pack is fetched whatever is opened.

pub mod app;
mod ask_view;
mod asking;
pub mod book;
mod child;
mod cover;
pub mod dom;
mod face;
pub mod front;
mod ics;
mod leaves;
mod library;
pub mod locked;
mod lockview;
mod menu;
pub mod menu_page;
mod moves;
pub mod pair;
mod pair_view;
pub mod parts;
mod pictures;
mod plan;
mod plan_view;
mod play;
pub mod ports;
mod post;
pub mod room;
pub mod run_page;
pub mod shelf;
pub mod shut;
mod stage;
mod step;
mod today;
mod today_view;
pub mod words;

use wasm_bindgen::prelude::*;

/// The element with this id, emptied.
fn place(id: &str) -> Result<web_sys::Element, JsValue> {
    let window = js_sys::global().dyn_into::<web_sys::Window>().ok();
    let place = window.and_then(|window| window.document()).and_then(|page| page.get_element_by_id(id));
    let place = place.ok_or_else(|| JsValue::from_str("the page lacks a place"))?;
    place.set_text_content(None);
    Ok(place)
}
