//! Small pictures, drawn by hand. Each shows something that the words beside it say; none of them says more.

use crate::dom::tag;
use crate::{
    moves,
    parts::{each, nothing},
};
use qinghe_content::exercise::{Choice, Picture, Step};
use yew::prelude::*;

/// Strokes: class (`""`: a plain line) and path.
type Strokes = [(&'static str, &'static str)];

/// A picture of strokes, hidden from whoever hears the page.
pub fn picture(class: &'static str, view: &'static str, strokes: &Strokes) -> Html {
    drawn(class, view, strokes.iter().copied())
}

fn drawn(
    class: &'static str,
    view: &'static str,
    strokes: impl Iterator<Item = (&'static str, &'static str)>,
) -> Html {
    let stroke = |(class, path): (&'static str, &'static str)| tag!("path", "class" = class, "d" = path;);
    tag!("svg", "class" = class, "viewBox" = view, "aria-hidden" = "true"; each(strokes.map(stroke)))
}

/// A seedling.
pub fn sprout() -> Html {
    picture(
        "picture",
        "0 0 240 90",
        &[
            ("ground", "M30 80h180M60 80c2-8 8-12 14-12M180 80c-2-6-6-10-12-10"),
            ("", "M120 80V44"),
            ("leaf", "M120 50C96 50 84 36 82 18c22 0 38 12 38 32z"),
            ("leaf", "M120 58c2-20 16-32 40-32-2 20-16 32-40 32z"),
        ],
    )
}

/// A twig with one more leaf.
pub fn leaf() -> Html {
    picture(
        "picture low",
        "0 0 240 60",
        &[
            ("", "M70 40c30-4 66-4 100-16"),
            ("leaf", "M104 37c-4-14 4-24 20-28 4 14-4 25-20 28z"),
            ("leaf", "M128 34c10-2 22 4 26 18-14 2-24-4-26-18z"),
            ("leaf", "M150 30c-2-12 6-20 18-22 2 12-6 20-18 22z"),
        ],
    )
}

/// Somebody on a chair, feet on the floor.
pub fn chair() -> Html {
    picture(
        "picture",
        "0 0 240 110",
        &[
            ("ground", "M50 102h140M98 102V66h46M98 66V34M144 66v36"),
            ("leaf", "M106 22a12 12 0 1 0 24 0a12 12 0 1 0-24 0z"),
            ("", "M118 34c-2 12-4 20-4 30h34v34h10M116 44c8 8 14 12 24 14"),
        ],
    )
}

/// Two people on a bench, beside each other.
pub fn together() -> Html {
    picture(
        "picture",
        "0 0 240 100",
        &[
            ("ground", "M40 92h160M62 72h116M72 72v20M168 72v20"),
            ("leaf", "M91 26a11 11 0 1 0 22 0a11 11 0 1 0-22 0z"),
            ("", "M102 37c-3 12-4 22-4 34h26v20M101 47c8 6 16 8 24 8"),
            ("leaf", "M134 20a12 12 0 1 0 24 0a12 12 0 1 0-24 0z"),
            ("", "M146 32c3 14 4 26 4 39h-18v20M146 44c-8 8-14 10-21 11"),
        ],
    )
}

/// Parts of the body that the map knows, by the ids of options, and where they are.
const PARTS: [(&str, &str); 10] = [
    ("head", "M84 26a16 16 0 1 0 32 0a16 16 0 1 0-32 0z"),
    ("throat", "M94 43h12v10h-12z"),
    ("shoulders", "M70 58c6-6 14-8 24-8h12c10 0 18 2 24 8l-6 8H76z"),
    ("chest", "M78 60h44v26H78z"),
    ("belly", "M80 90h40v26H80z"),
    ("hands", "M52 112a8 8 0 1 0 16 0a8 8 0 1 0-16 0zM132 112a8 8 0 1 0 16 0a8 8 0 1 0-16 0z"),
    ("legs", "M82 122h14v46H82zM104 122h14v46h-14z"),
    ("feet", "M76 170h20v8H76zM104 170h20v8h-20z"),
    ("face", "M90 22h20v14H90z"),
    ("jaw", "M88 33q12 16 24 0z"),
];
/// The body itself.
const BODY: (&str, &str) = (
    "",
    "M100 10a16 16 0 1 0 .1 0M94 42v8c-14 1-24 5-27 14l-11 46c-2 8 8 10 10 3l10-36v34l4 62h16l4-42 4 42h16l4-62V80l10 36c2 7 12 5 10-3l-11-46c-3-9-13-13-27-14v-8",
);
/// Options that mean the whole of it.
const ALL_OVER: &str = "all-over";

/// A body with the chosen parts coloured.
pub fn body(options: &[Choice], chosen: &[u8]) -> Html {
    let is_on = |id: &str| (0u8..).zip(options).any(|(at, option)| option.id == id && chosen.contains(&at));
    let all = is_on(ALL_OVER);
    let coloured = PARTS
        .iter()
        .filter(|(name, _)| is_on(name) || (all && options.iter().any(|option| option.id == *name)));
    let strokes = coloured.map(|(_, path)| ("on", *path)).chain([BODY]);
    drawn("picture body", "30 4 140 180", strokes)
}

/// The picture of a step, for those that have one.
pub fn of(step: &Step) -> Html {
    match step.picture {
        // It is drawn beside the options.
        None | Some(Picture::BodyMap) => nothing(),
        Some(Picture::Chair) => chair(),
        Some(Picture::Together) => together(),
        Some(Picture::Sprout) => sprout(),
        Some(Picture::Leaf) => leaf(),
        Some(Picture::Baduanjin1) => moves::figure(0),
        Some(Picture::Baduanjin2) => moves::figure(1),
        Some(Picture::Baduanjin3) => moves::figure(2),
        Some(Picture::Baduanjin4) => moves::figure(3),
        Some(Picture::Baduanjin5) => moves::figure(4),
        Some(Picture::Baduanjin6) => moves::figure(5),
        Some(Picture::Baduanjin7) => moves::figure(6),
        Some(Picture::Baduanjin8) => moves::figure(7),
    }
}

#[cfg(test)]
mod tests {
    use super::{PARTS, Picture};

    #[test]
    fn the_body_has_every_part_that_authors_may_name() {
        assert_eq!(PARTS.map(|(name, _)| name), Picture::BODY);
    }
}
