//! The eight moves of Baduanjin as line figures: where feet, hips and hands are at the end of the move.

use crate::{parts::nothing, pictures::picture};
use yew::prelude::*;

/// One figure: head, trunk with legs, arms.
type Figure = [&'static str; 3];

/// In the traditional order.
const MOVES: [Figure; 8] = [
    // Both hands hold up the sky.
    [
        "M51 34a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M60 43v34M60 77l-10 33M60 77l10 33",
        "M60 50L46 34l8-22h12l8 22-14 16",
    ],
    // Drawing the bow, in a rider's stance.
    [
        "M51 34a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M60 43v34M60 77l-22 12 2 21M60 77l22 12-2 21",
        "M60 50L18 48M60 50l20-4-12 8M18 40v16",
    ],
    // One hand up, one hand down.
    [
        "M51 34a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M60 43v34M60 77l-9 33M60 77l9 33",
        "M60 50L48 34l6-22h10M60 50l14 14-4 16h-10",
    ],
    // Looking back.
    [
        "M54 34a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M60 43v34M60 77l-9 33M60 77l9 33M70 33l5 1",
        "M60 50L44 66l-6 10M60 50l16 16 6 10",
    ],
    // Swaying head and hips, hands on the thighs.
    [
        "M33 46a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M48 53l12 26M60 79l-24 8 2 23M60 79l24 8-2 23",
        "M50 58L38 72l2 14M52 58l20 12 8 14",
    ],
    // Both hands to the feet.
    [
        "M27 80a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M44 74l18-10M62 64l-4 46M62 64l8 46",
        "M46 72l4 18 4 16M48 70l10 20 4 16",
    ],
    // Fists forward, eyes wide.
    [
        "M51 34a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M60 43v34M60 77l-22 12 2 21M60 77l22 12-2 21",
        "M60 50L26 52M60 50l12 14-14 6M22 48h8v8h-8z",
    ],
    // On the toes, and down.
    [
        "M51 28a9 9 0 1 0 18 0a9 9 0 1 0-18 0z",
        "M60 37v34M60 71l-6 31 4 6M60 71l6 31-4 6",
        "M60 46L50 62l-2 14M60 46l10 16 2 14",
    ],
];

/// The figure at this place.
pub fn figure(place: usize) -> Html {
    let Some([head, trunk, arms]) = MOVES.get(place) else { return nothing() };
    let ground = ("ground", "M14 112h92");
    picture("picture move", "0 0 120 120", &[ground, ("leaf", head), ("", trunk), ("arms", arms)])
}
