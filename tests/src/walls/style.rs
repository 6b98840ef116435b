//! Style sheets say start and end, never left and right: a page in a script that runs from the right is then its mirror.

use super::Source;

/// Written in the line of a declaration that looks the same, or is meant the same, in both directions.
const EXEMPT: &str = "/* both ways";
const BOXES: &[&str] = &["margin", "padding", "inset", "scroll-margin", "scroll-padding", "border-width"];
/// Properties of which `left` and `right` are values.
const SIDED: &[&str] = &["text-align", "float", "clear", "transform-origin", "text-align-last"];

/// Declarations that name a side of the page.
#[must_use]
pub fn sides(sources: &[Source]) -> Vec<String> {
    let of_one = |source: &Source| -> Vec<String> {
        let lines = source.text.lines().enumerate().filter(|(_, line)| !line.contains(EXEMPT));
        let found = lines.flat_map(|(nth, line)| {
            line.split(['{', '}', ';']).filter(|said| has_side(said)).map(move |said| (nth + 1, said.trim()))
        });
        found.map(|(line, said)| format!("{}:{line}: `{said}` names a side", source.path)).collect()
    };
    sources.iter().filter(|source| source.path.ends_with(".css")).flat_map(of_one).collect()
}

fn has_side(declaration: &str) -> bool {
    let Some((name, value)) = declaration.split_once(':') else { return false };
    let name = name.trim();
    let is_side = |word: &str| word == "left" || word == "right";
    let values = parts(value);
    // `.answered .right::before` has a colon too, and is no declaration.
    let plain = !name.is_empty() && name.chars().all(|one| one.is_ascii_lowercase() || one == '-');
    let in_name = name.split('-').any(is_side);
    let in_value = SIDED.contains(&name) && values.iter().any(|value| is_side(value));
    let in_box = BOXES.contains(&name) && matches!(values[..], [_, right, _, left] if right != left);
    plain && (in_name || in_value || in_box)
}

/// The values of a declaration: cut at spaces outside of parentheses.
fn parts(value: &str) -> Vec<&str> {
    let mut deep = 0_u32;
    let cut = |one: char| {
        match one {
            '(' => deep += 1,
            ')' => deep = deep.saturating_sub(1),
            _ => {}
        }
        deep == 0 && one.is_whitespace()
    };
    value.split(cut).filter(|part| !part.is_empty()).collect()
}
