//! Something is said or shown.

use super::Seen;
use crate::{parts::wording, pictures};
use qinghe_ui::dom::all;
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    all![pictures::of(seen.step), wording(seen.here, seen.node, &seen.words.text)]
}
