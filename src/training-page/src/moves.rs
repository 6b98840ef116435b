//! The eight moves of Baduanjin as line figures: where feet, hips and hands are at the end of the move.

use yew::prelude::*;

const EXERCISE: &str = "e38-baduanjin";

/// One figure: head, trunk with legs, arms.
struct Figure {
    head: (&'static str, &'static str),
    trunk: &'static str,
    arms: &'static str,
}

/// In the traditional order. A step belongs to a move by the beginning of its id.
const MOVES: [Figure; 8] = [
    // Both hands hold up the sky.
    Figure {
        head: ("60", "34"),
        trunk: "M60 43v34M60 77l-10 33M60 77l10 33",
        arms: "M60 50L46 34l8-22h12l8 22-14 16",
    },
    // Drawing the bow, in a rider's stance.
    Figure {
        head: ("60", "34"),
        trunk: "M60 43v34M60 77l-22 12 2 21M60 77l22 12-2 21",
        arms: "M60 50L18 48M60 50l20-4-12 8M18 40v16",
    },
    // One hand up, one hand down.
    Figure {
        head: ("60", "34"),
        trunk: "M60 43v34M60 77l-9 33M60 77l9 33",
        arms: "M60 50L48 34l6-22h10M60 50l14 14-4 16h-10",
    },
    // Looking back.
    Figure {
        head: ("63", "34"),
        trunk: "M60 43v34M60 77l-9 33M60 77l9 33M70 33l5 1",
        arms: "M60 50L44 66l-6 10M60 50l16 16 6 10",
    },
    // Swaying head and hips, hands on the thighs.
    Figure {
        head: ("42", "46"),
        trunk: "M48 53l12 26M60 79l-24 8 2 23M60 79l24 8-2 23",
        arms: "M50 58L38 72l2 14M52 58l20 12 8 14",
    },
    // Both hands to the feet.
    Figure {
        head: ("36", "80"),
        trunk: "M44 74l18-10M62 64l-4 46M62 64l8 46",
        arms: "M46 72l4 18 4 16M48 70l10 20 4 16",
    },
    // Fists forward, eyes wide.
    Figure {
        head: ("60", "34"),
        trunk: "M60 43v34M60 77l-22 12 2 21M60 77l22 12-2 21",
        arms: "M60 50L26 52M60 50l12 14-14 6M22 48h8v8h-8z",
    },
    // On the toes, and down.
    Figure {
        head: ("60", "28"),
        trunk: "M60 37v34M60 71l-6 31 4 6M60 71l6 31-4 6",
        arms: "M60 46L50 62l-2 14M60 46l10 16 2 14",
    },
];

/// Beside the moves.
const NAMES: [&str; 8] = ["sky", "bow", "single", "look", "sway", "reach", "fist", "heels"];

/// The figure of a step; `None` where it has none.
pub fn of(exercise: &str, step: &str) -> Option<Html> {
    if exercise != EXERCISE {
        return None;
    }
    let number = NAMES.iter().position(|name| step.split('-').next() == Some(*name))?;
    let Figure { head: (x, y), trunk, arms } = MOVES.get(number)?;
    Some(html! {
        <svg class="picture move" viewBox="0 0 120 120" aria-hidden="true">
            <path class="ground" d="M14 112h92" />
            <circle class="leaf" cx={*x} cy={*y} r="9" />
            <path d={*trunk} />
            <path class="arms" d={*arms} />
        </svg>
    })
}
