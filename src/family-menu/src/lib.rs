//! The first module of the family's lessons (`/lessons`): whom it is for, where to begin, every lesson. Everything else is the training
//! page's: the notebook, its lock, runs, and what lies over a shared computer.

mod home;
mod lesson;
mod together;
mod who;
mod words;

use qinghe_training_page::{
    app::{App, Here},
    front::Front,
    menu_page,
    ports::Ports,
    room::Room,
};
use wasm_bindgen::prelude::*;
use yew::prelude::*;

/// The front for families.
struct Families;

impl Front for Families {
    const PLACE: &'static str = "lessons";

    fn knows(room: &Room) -> bool {
        room.book.settings.home.stage.is_some()
    }

    fn who(_: &App, here: &Here, node: &NodeRef) -> Html {
        who::view(here, node)
    }

    fn menu(app: &App, here: &Here, node: &NodeRef) -> Html {
        home::view(app, here, node)
    }

    fn face(app: &App, here: &Here, node: &NodeRef, id: &str) -> Html {
        together::face(app, here, node, id).unwrap_or_else(|| lesson::view(app, here, node, id))
    }
}

/// Mounts the start in `#lessons`.
///
/// # Errors
/// When the page has no element of that id.
#[wasm_bindgen]
pub fn start(ports: Ports) -> Result<(), JsValue> {
    menu_page::start::<Families>(ports)
}
