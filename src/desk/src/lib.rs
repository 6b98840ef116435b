//! The counsellor's page: unlocks the centre's key with a passphrase, receives sealed notices live, opens
//! them in the counsellor's browser and acknowledges them.
//!
//! What is decided (order, grouping, clocks, which passphrase will do) is pure and tested natively; the
//! components draw it. The private key, the session and the opened notices live in memory only: this
//! page writes no cookie, no storage, no address and no log.

pub mod api;
pub mod case;
pub mod draft;
pub mod duty;
pub mod figures;
pub mod follow;
pub mod handover;
pub mod identity;
pub mod kept;
pub mod keys;
pub mod model;
mod paper_form;
pub mod passphrase;
pub mod permit;
pub mod row;
pub mod team;
pub mod time;
pub mod together;
pub mod words;

mod app;
mod camera;
mod card;
mod case_forms;
mod case_page;
mod clock;
mod duty_page;
mod field;
mod figures_page;
mod guard_panel;
mod handover_form;
mod handover_page;
mod handover_view;
mod history;
mod joining;
mod leave;
mod list;
mod listen;
mod live;
mod open;
mod own_passphrase;
mod place;
mod roster;
mod scan_page;
mod sheet;
mod sound;
mod status;
mod team_page;
mod team_panels;
mod unlock;
mod wait;

use wasm_bindgen::prelude::*;

/// Mounts the page in `#desk`.
///
/// # Errors
/// When the page has no element of that id.
#[wasm_bindgen]
pub fn start() -> Result<(), JsValue> {
    let place = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|page| page.get_element_by_id("desk"));
    let place = place.ok_or_else(|| JsValue::from_str("#desk is missing"))?;
    yew::Renderer::<app::App>::with_root(place).render();
    Ok(())
}
