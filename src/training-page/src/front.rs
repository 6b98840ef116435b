//! What stands before a run: the front for students here, that for families in a crate of its own.

use crate::{
    app::{App, Here},
    face, library, menu,
    room::Room,
    stage,
};
use yew::prelude::*;

/// What a page shows before a run: for students, or for families.
pub trait Front: 'static {
    /// Id of its place in the page.
    const PLACE: &'static str;

    /// Whether it is known for whom the menu is.
    fn knows(room: &Room) -> bool;
    /// Asks for whom it is.
    fn who(app: &App, here: &Here, node: &NodeRef) -> Html;
    /// The menu.
    fn menu(app: &App, here: &Here, node: &NodeRef) -> Html;
    /// One exercise or lesson before it begins.
    fn face(app: &App, here: &Here, node: &NodeRef, id: &str) -> Html;
    /// Core knowledge to read, where the page has any.
    fn library(_: &App, _: &Here, _: &NodeRef, _: Option<u8>) -> Html {
        Html::default()
    }
}

/// The front for students.
pub struct Students;

impl Front for Students {
    const PLACE: &'static str = "training";

    fn knows(room: &Room) -> bool {
        room.variant().is_some()
    }

    fn who(_: &App, here: &Here, node: &NodeRef) -> Html {
        stage::view(here, node)
    }

    fn menu(app: &App, here: &Here, node: &NodeRef) -> Html {
        menu::view(app, here, node)
    }

    fn face(app: &App, here: &Here, node: &NodeRef, id: &str) -> Html {
        face::view(app, here, node, id)
    }

    fn library(app: &App, here: &Here, node: &NodeRef, number: Option<u8>) -> Html {
        library::view(app, here, node, number)
    }
}
