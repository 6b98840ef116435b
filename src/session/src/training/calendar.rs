//! Days, weeks and months, counted from 1970.

/// A day on the person's calendar, in days since 1970.
pub type Day = u32;

/// The week that holds this day: weeks since the one that began on Monday, 29 December 1969.
#[must_use]
pub fn week(day: Day) -> u32 {
    // 1 January 1970 was a Thursday.
    (day + 3) / 7
}

/// The month that holds this day, in months since January 1970 (proleptic Gregorian; the method of counting
/// from March in eras of 400 years is Hinnant's, "chrono-compatible low-level date algorithms", 2013).
#[must_use]
pub fn month(day: Day) -> u32 {
    let days = u64::from(day) + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let months = (era * 400 + year_of_era) * 12 + from_march + 2;
    u32::try_from(months - 1_970 * 12).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{month, week};

    #[test]
    fn weeks_begin_on_monday_and_months_on_the_first() {
        // 2026-11-27, a Friday, is day 20 784.
        assert_eq!([20_779, 20_780, 20_786, 20_787].map(week), [2_968, 2_969, 2_969, 2_970]);
        assert_eq!([0, 30, 31, 58, 59].map(month), [0, 0, 1, 1, 2]);
        // 2024-02-29 and 2024-03-01.
        assert_eq!([19_782, 19_783].map(month), [54 * 12 + 1, 54 * 12 + 2]);
        assert_eq!([20_757, 20_758, 20_787, 20_788].map(month), [681, 682, 682, 683]);
    }
}
