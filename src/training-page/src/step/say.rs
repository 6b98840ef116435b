//! Something is said or shown.

use super::Seen;
use crate::dom::all;
use crate::{parts::wording, pictures};
use yew::prelude::*;

pub fn view(seen: &Seen<'_>) -> Html {
    all![pictures::of(seen.step), wording(seen.here, seen.node, &seen.words.text)]
}
