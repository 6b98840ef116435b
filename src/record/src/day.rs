//! A day of the calendar. The record knows no hours: nobody has to see that something was written at night.

/// Days since 1970-01-01, up to 2199-12-31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

impl Day {
    /// The last day that a record can name.
    pub const LAST: Day = Day(84_005);

    /// The day so many days after 1970-01-01; `None` after [`Day::LAST`].
    #[must_use]
    pub fn new(days: u32) -> Option<Day> {
        Some(Day(days)).filter(|day| *day <= Day::LAST)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> u32 {
        self.0
    }

    /// The day of a year (1970 to 2199), month (1 to 12) and day of the month.
    #[must_use]
    pub fn of(year: u32, month: u32, day: u32) -> Option<Day> {
        let sane = (1970..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        if !sane {
            return None;
        }
        // The year begins in March, so that the leap day is its last.
        let (year_from_march, month_from_march) =
            if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let of_year = (153 * month_from_march + 2) / 5 + day - 1;
        let days = year_from_march * 365 + year_from_march / 4 - year_from_march / 100
            + year_from_march / 400
            + of_year;
        // 719 468 days lie between 0000-03-01 and 1970-01-01.
        let found = Day::new(days.checked_sub(719_468)?)?;
        Some(found).filter(|found| found.parts() == (year, month, day))
    }

    /// Year, month and day of the month (Hinnant 2013, civil from days).
    #[must_use]
    pub fn parts(self) -> (u32, u32, u32) {
        let days = self.0 + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (year_of_era + era * 400 + u32::from(month <= 2), month, day)
    }
}
