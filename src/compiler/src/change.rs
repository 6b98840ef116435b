//! `change`: what difference between two occasions is more than noise.

use crate::{
    finding::Code,
    library::{AboutChange, Noise, Reliability},
    reader::Table,
    words::{Opens, RELIABILITIES},
};
use qinghe_content::Change;
use qinghe_scoring::change::reliable_difference;

/// Decimal places of reliability and standard deviation.
const PLACES: u8 = 4;
const ONE: i32 = 10_000;

/// Reads `change`, when there is one. The score has `decimals` places.
pub(crate) fn read(table: &Table<'_>, decimals: u8, opens: &Opens) -> Option<(Change, AboutChange)> {
    let table = table.table_opt("change")?;
    let from = opens.sourced(&table, "Name author and year of the numbers.");
    let population = table.text_opt("population").map(|found| found.value.to_owned());
    let noise = if table.has("points") { published(&table, decimals) } else { index(&table, decimals) };
    let worse = table.word("worse", &[("higher", true), ("lower", false)]);
    table.finish();
    let (reliable, noise) = noise?;
    let about = AboutChange { noise, population, from: from? };
    Some((Change { reliable, higher_is_worse: worse? }, about))
}

/// A difference that a source gives as such. Without the people in whom it was found nobody could judge it.
fn published(table: &Table<'_>, decimals: u8) -> Option<(i32, Noise)> {
    table.filled("population", Code::Change, "Say in whom the difference was found.");
    let points = table.need("points")?.units(decimals)?;
    if points.value <= 0 {
        points.say(
            Code::Change,
            "a difference of nothing".to_owned(),
            "Give the least difference that counts.",
        );
        return None;
    }
    Some((points.value, Noise::Published))
}

/// A difference from reliability and spread.
fn index(table: &Table<'_>, decimals: u8) -> Option<(i32, Noise)> {
    let reliability = table.need("reliability").and_then(|found| found.units(PLACES));
    let sd = table.need("sd").and_then(|found| found.units(PLACES));
    let kind: Option<Reliability> = table.word("kind", RELIABILITIES);
    let (reliability, sd) = (reliability?, sd?);
    if reliability.value <= 0 || reliability.value >= ONE {
        let what = "a reliability outside 0 and 1".to_owned();
        reliability.say(Code::Change, what, "Give a coefficient between 0 and 1, ends left out.");
        return None;
    }
    if sd.value <= 0 {
        sd.say(Code::Change, "no spread".to_owned(), "Give the standard deviation of the score.");
        return None;
    }
    let noise = Noise::Index { reliability: reliability.value, kind: kind?, sd: sd.value };
    Some((reliable(sd.value, reliability.value, decimals), noise))
}

/// In whole units of the score, upwards.
fn reliable(sd: i32, reliability: i32, decimals: u8) -> i32 {
    let one = f64::from(ONE);
    let difference = reliable_difference(f64::from(sd) / one, f64::from(reliability) / one);
    let units = difference * 10f64.powi(i32::from(decimals));
    // A hair below the next whole number is rounding of binary fractions, not a difference.
    (units - 1e-9).ceil().clamp(1.0, f64::from(i32::MAX)) as i32
}

#[cfg(test)]
mod tests {
    use super::reliable;

    #[test]
    fn the_difference_is_that_of_the_formula() {
        // 1.96 × 5.1 × √(2 × 0.16) = 5.6546…
        assert_eq!(reliable(51_000, 8_400, 0), 6);
        assert_eq!(reliable(51_000, 8_400, 2), 566);
        // 1.96 × 5 × √(2 × 0.5) = 9.8
        assert_eq!(reliable(50_000, 5_000, 1), 98);
    }
}
