//! Decimal numbers without a detour through binary fractions.

/// Largest number of units that a data file can write.
const LARGEST: i64 = 1_000_000_000;

/// `text` in units of `10^-decimals`. `None` when it is no plain decimal, has more places, or is too large.
pub(crate) fn units(text: &str, decimals: u8) -> Option<i32> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(part) {
        return None;
    }
    let part = part.trim_end_matches('0');
    let places = usize::from(decimals);
    if part.len() > places || whole.len() > 12 {
        return None;
    }
    let all: i64 = format!("{whole}{part:0<places$}").parse().ok()?;
    within(if negative { -all } else { all })
}

/// A whole number in units of `10^-decimals`.
pub(crate) fn whole_units(number: i64, decimals: u8) -> Option<i32> {
    within(number.checked_mul(10i64.checked_pow(u32::from(decimals))?)?)
}

fn within(units: i64) -> Option<i32> {
    (units.abs() <= LARGEST).then_some(units).and_then(|units| i32::try_from(units).ok())
}

/// `units` of `10^-decimals` as a decimal number, for example `2.50`.
#[must_use]
pub fn decimal(units: i32, decimals: u8) -> String {
    let size = i64::from(units).abs();
    let sign = if units < 0 { "-" } else { "" };
    let one = 10i64.pow(u32::from(decimals.min(9)));
    match decimals {
        0 => format!("{sign}{size}"),
        _ => format!("{sign}{}.{:0places$}", size / one, size % one, places = usize::from(decimals.min(9))),
    }
}

#[cfg(test)]
mod tests {
    use super::{decimal, units, whole_units};

    #[test]
    fn a_decimal_is_read_exactly_or_not_at_all() {
        for (text, decimals, wanted) in [
            ("2.50", 2, Some(250)),
            ("2.5", 2, Some(250)),
            ("2.500", 2, Some(250)),
            ("-0.05", 2, Some(-5)),
            ("+1", 3, Some(1000)),
            ("0.29", 2, Some(29)),
            ("1.005", 2, None),
            ("1e3", 0, None),
            ("nan", 2, None),
            ("inf", 2, None),
            (".5", 1, None),
            ("5.", 1, None),
            ("", 0, None),
            ("-", 0, None),
            ("1_000", 0, None),
            ("100000000", 1, Some(1_000_000_000)),
            ("100000001", 1, None),
            ("9999999999999999999999", 0, None),
        ] {
            assert_eq!(units(text, decimals), wanted, "{text} with {decimals}");
        }
        assert_eq!(whole_units(3, 2), Some(300));
        assert_eq!(whole_units(i64::MAX, 4), None);
    }

    #[test]
    fn what_is_shown_is_what_is_read() {
        for (value, decimals, text) in [(250, 2, "2.50"), (-5, 2, "-0.05"), (7, 0, "7"), (-1000, 3, "-1.000")]
        {
            assert_eq!(decimal(value, decimals), text);
            assert_eq!(units(text, decimals), Some(value));
        }
    }
}
