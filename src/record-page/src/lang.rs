//! The two languages of the page.

use qinghe_record::Day;

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// A text in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    zh: &'static str,
    en: &'static str,
}

/// A text in both.
#[must_use]
pub const fn both(zh: &'static str, en: &'static str) -> Word {
    Word { zh, en }
}

impl Lang {
    /// The language of a BCP 47 tag; Chinese where it is neither.
    #[must_use]
    pub fn of(tag: &str) -> Lang {
        if tag.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("en")) { Lang::En } else { Lang::Zh }
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-Hans",
            Lang::En => "en",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// A text.
    #[must_use]
    pub const fn say(self, word: Word) -> &'static str {
        match self {
            Lang::Zh => word.zh,
            Lang::En => word.en,
        }
    }

    /// A text with each `{name}` replaced.
    #[must_use]
    pub fn fill(self, word: Word, values: &[(&str, &str)]) -> String {
        let mut text = self.say(word).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// A day as people write it.
    #[must_use]
    pub fn day(self, day: Day) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, of_month) = day.parts();
        match self {
            Lang::Zh => format!("{year}年{month}月{of_month}日"),
            Lang::En => {
                let name = month.checked_sub(1).and_then(|nth| MONTHS.get(nth as usize));
                format!("{of_month} {} {year}", name.copied().unwrap_or_default())
            }
        }
    }

    /// A day below a drawing.
    #[must_use]
    pub fn short_day(self, day: Day) -> String {
        let (year, month, of_month) = day.parts();
        match self {
            Lang::Zh => format!("{}/{month}/{of_month}", year % 100),
            Lang::En => format!("{of_month}/{month}/{:02}", year % 100),
        }
    }
}

/// A day as a date field has it.
#[must_use]
pub fn field_day(day: Day) -> String {
    let (year, month, of_month) = day.parts();
    format!("{year:04}-{month:02}-{of_month:02}")
}

/// The day of a date field.
#[must_use]
pub fn day_of_field(text: &str) -> Option<Day> {
    let mut parts = text.split('-').map(|part| part.parse().ok());
    match [parts.next(), parts.next(), parts.next(), parts.next()] {
        [Some(Some(year)), Some(Some(month)), Some(Some(day)), None] => Day::of(year, month, day),
        _ => None,
    }
}

/// A number of units with so many decimals.
#[must_use]
pub fn number(value: i32, decimals: u8) -> String {
    if decimals == 0 {
        return value.to_string();
    }
    let (scale, size) = (10_u32.pow(u32::from(decimals.min(4))), value.unsigned_abs());
    let sign = if value < 0 { "−" } else { "" };
    format!("{sign}{}.{:0width$}", size / scale, size % scale, width = usize::from(decimals.min(4)))
}

#[cfg(test)]
mod tests {
    use super::{day_of_field, field_day, number};
    use qinghe_record::Day;

    #[test]
    fn days_and_numbers_are_written_and_read() {
        let day = Day::of(2026, 2, 3).expect("a day");
        assert_eq!(field_day(day), "2026-02-03");
        assert_eq!(day_of_field("2026-02-03"), Some(day));
        for wrong in ["", "2026-02", "2026-02-30", "2026-02-03-04", "x-y-z"] {
            assert_eq!(day_of_field(wrong), None, "{wrong}");
        }
        assert_eq!([number(7, 0), number(-1_234, 3), number(5, 2)], ["7", "−1.234", "0.05"]);
    }
}
