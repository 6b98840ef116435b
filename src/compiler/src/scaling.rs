//! How a raw score becomes the score that is read.

use crate::{
    finding::Code,
    library::{Method, Sourced},
    reader::{Found, Table},
    words::{Opens, ROUNDINGS},
};
use qinghe_content::{Rounding, Scaling};

/// Decimal places of theta, whose raw score is in thousandths.
const THETA_PLACES: u8 = 3;
/// Largest factor and divisor that can be written.
const LARGEST: i32 = 10_000;

/// Reads `scale`, or `decimals` and `rounding` of a mean. Inputs have `decimals` places and are `inputs` many.
pub(crate) fn read(
    table: &Table<'_>,
    method: Method,
    inputs: usize,
    decimals: u8,
    opens: &Opens,
) -> Option<(Scaling, Option<Sourced>)> {
    match method {
        Method::Mean => {
            if let Some(scale) = table.find("scale") {
                let what = "a mean that is transformed again".to_owned();
                scale.at.say(Code::Scaling, what, "Write a sum, and put the number of items into `divide`.");
            }
            let places = places(table, 2);
            let rounding = table.word_or("rounding", ROUNDINGS, Rounding::HalfUp);
            let divide = i32::try_from(inputs).ok()?.checked_mul(power(decimals))?;
            let places = places?;
            Some((reduced(power(places), divide, 0, rounding?, places), None))
        }
        Method::Pattern => Some((Scaling::NONE, None)),
        _ => match table.table_opt("scale") {
            Some(scale) => written(&scale, method, decimals, opens).map(|(scaling, from)| {
                scale.finish();
                (scaling, Some(from))
            }),
            None if table.has("scale") => None,
            None if method == Method::Theta => {
                Some((Scaling { decimals: THETA_PLACES, ..Scaling::NONE }, None))
            }
            None => Some((Scaling { decimals, ..Scaling::NONE }, None)),
        },
    }
}

/// The score is `raw × multiply / divide`, rounded to its places, plus `add`. Raw is counted in ones, or for
/// theta in thousandths, and so is everything that is written here.
fn written(scale: &Table<'_>, method: Method, decimals: u8, opens: &Opens) -> Option<(Scaling, Sourced)> {
    let from = opens.sourced(scale, "Name author and year of the transformation.");
    let places = places(scale, 0);
    let multiply = factor(scale, "multiply");
    let divide = factor(scale, "divide");
    if let (Some(found), Some(divide)) = (scale.find("divide"), divide)
        && divide < 1
    {
        found.at.say(Code::Scaling, "the divisor is not positive".to_owned(), "Give it to `multiply`.");
        return None;
    }
    let add = match (scale.find("add"), places) {
        (Some(add), Some(places)) => add.units(places).map(|add| add.value),
        _ => Some(0),
    };
    let inner = if method == Method::Theta { 0 } else { decimals };
    let places = places?;
    let multiply = multiply?.checked_mul(power(places))?;
    let divide = divide?.checked_mul(power(inner))?;
    let exact = reduced(multiply, divide, add?, Rounding::HalfUp, places);
    let rounding = if exact.divide == 1 {
        scale.word_or("rounding", ROUNDINGS, Rounding::HalfUp)
    } else {
        scale.word("rounding", ROUNDINGS)
    };
    Some((Scaling { rounding: rounding?, ..exact }, from?))
}

fn places(table: &Table<'_>, usual: u8) -> Option<u8> {
    let found: Option<Found<'_, u8>> = table.whole_opt("decimals");
    if let Some(found) = &found
        && found.value > 4
    {
        let what = format!("{} decimal places", found.value);
        found.say(Code::Scaling, what, "Give 0 to 4.");
        return None;
    }
    match found {
        Some(found) => Some(found.value),
        None if table.has("decimals") => None,
        None => Some(usual),
    }
}

fn factor(scale: &Table<'_>, name: &str) -> Option<i32> {
    let Some(found) = scale.find(name) else { return Some(1) };
    let found: Found<'_, i32> = found.whole()?;
    if found.value == 0 || found.value.abs() > LARGEST {
        let what = format!("`{name}` is {}", found.value);
        found.say(Code::Scaling, what, &format!("Give a number up to {LARGEST} that is not 0."));
        return None;
    }
    Some(found.value)
}

fn power(decimals: u8) -> i32 {
    10i32.pow(u32::from(decimals.min(4)))
}

fn reduced(multiply: i32, divide: i32, add: i32, rounding: Rounding, decimals: u8) -> Scaling {
    let (mut a, mut b) = (multiply.unsigned_abs(), divide.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let common = i32::try_from(a.max(1)).unwrap_or(1);
    Scaling { multiply: multiply / common, divide: divide / common, add, rounding, decimals }
}

#[cfg(test)]
mod tests {
    use super::{power, reduced};
    use qinghe_content::Rounding;

    #[test]
    fn factors_are_reduced() {
        let scaling = reduced(-250, 100, 3, Rounding::Truncate, 1);
        assert_eq!((scaling.multiply, scaling.divide, scaling.add, scaling.decimals), (-5, 2, 3, 1));
        assert_eq!(reduced(100, 9, 0, Rounding::HalfUp, 2).divide, 9);
        assert_eq!(power(4), 10_000);
    }
}
