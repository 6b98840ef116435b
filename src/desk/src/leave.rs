//! Asks before the page is closed while something in it is not saved.

use crate::open::{KeptRc, Open};
use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::BeforeUnloadEvent;

/// The open desk, as far as there is one.
pub type Current = Rc<RefCell<Weak<Open>>>;

/// Listens until it is dropped.
pub struct Leave {
    listener: Closure<dyn FnMut(BeforeUnloadEvent)>,
}

impl Leave {
    /// Begins to listen.
    #[must_use]
    pub fn new(kept: KeptRc, current: Current) -> Leave {
        let listener = Closure::new(move |event: BeforeUnloadEvent| {
            let typed = current.borrow().upgrade().is_some_and(|open| !open.nothing_typed());
            if typed || !kept.0.borrow().is_empty() {
                event.prevent_default();
                // Older browsers ask only when there is a text, and show one of their own.
                event.set_return_value(" ");
            }
        });
        if let Some(window) = web_sys::window() {
            let call = listener.as_ref().unchecked_ref();
            let _a_page_without_it_closes_unasked =
                window.add_event_listener_with_callback("beforeunload", call);
        }
        Leave { listener }
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let call = self.listener.as_ref().unchecked_ref();
            let _gone_with_the_page = window.remove_event_listener_with_callback("beforeunload", call);
        }
    }
}
