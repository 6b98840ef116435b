//! Fractions of whole numbers, so that what a file writes as a decimal stays what it is.

use serde_json::Value;

/// Largest numerator and denominator. What grows beyond it becomes `None` at the end.
const LARGEST: i128 = 1_000_000_000_000;

/// `0` over a positive number, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    above: i128,
    /// Positive; 0 stands for a number that is too large.
    below: i128,
}

impl Ratio {
    pub(super) const ONE: Ratio = Ratio { above: 1, below: 1 };
    pub(super) const ZERO: Ratio = Ratio { above: 0, below: 1 };
    const TOO_LARGE: Ratio = Ratio { above: 0, below: 0 };

    pub(super) fn of(above: i128, below: i128) -> Ratio {
        if below == 0 {
            return Ratio::TOO_LARGE;
        }
        let (mut a, mut b) = (above.unsigned_abs(), below.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let common = i128::try_from(a.max(1)).unwrap_or(1) * below.signum();
        let (above, below) = (above / common, below / common);
        if above.abs() > LARGEST || below > LARGEST { Ratio::TOO_LARGE } else { Ratio { above, below } }
    }

    /// A plain decimal number of the file.
    pub(super) fn read(value: &Value) -> Option<Ratio> {
        let text = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.trim().to_owned(),
            _ => return None,
        };
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        if part.len() > 9 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let above: i128 = format!("{whole}{part}").parse().ok()?;
        Some(Ratio::of(above, 10i128.pow(u32::try_from(part.len()).ok()?))).filter(|ratio| ratio.below != 0)
    }

    pub(super) fn times(self, other: Ratio) -> Ratio {
        Ratio::of(self.above * other.above, self.below * other.below)
    }

    pub(super) fn plus(self, other: Ratio) -> Ratio {
        Ratio::of(self.above * other.below + other.above * self.below, self.below * other.below)
    }

    pub(super) fn over(self, whole: i128) -> Ratio {
        Ratio::of(self.above, self.below * whole)
    }

    pub(super) fn negative(self) -> Ratio {
        Ratio { above: -self.above, ..self }
    }

    pub(super) fn turned(self) -> Option<Ratio> {
        (self.above != 0).then(|| Ratio::of(self.below, self.above))
    }

    pub(super) fn is_whole(self) -> bool {
        self.below == 1
    }

    /// Numerator and denominator.
    pub(super) fn parts(self) -> Option<(i64, i64)> {
        (self.below != 0).then_some((i64::try_from(self.above).ok()?, i64::try_from(self.below).ok()?))
    }

    /// In units of `10^-decimals`, the nearest, halves away from zero. `None` when it is too large.
    pub(super) fn units(self, decimals: u8) -> Option<i32> {
        if self.below == 0 {
            return None;
        }
        let above = self.above.abs() * 10i128.pow(u32::from(decimals));
        let size = (2 * above + self.below) / (2 * self.below) * self.above.signum();
        i32::try_from(size).ok().filter(|units| units.abs() <= 1_000_000_000)
    }

    /// As [`Ratio::units`], only where nothing is rounded.
    pub(super) fn exact_units(self, decimals: u8) -> Option<i32> {
        let fits = self.below != 0 && (self.above * 10i128.pow(u32::from(decimals))) % self.below == 0;
        if fits { self.units(decimals) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::Ratio;
    use serde_json::json;

    #[test]
    fn decimals_stay_exact() {
        let read = |value: serde_json::Value| Ratio::read(&value);
        assert_eq!(read(json!(6.25)), Some(Ratio::of(25, 4)));
        assert_eq!(read(json!(-0.1)), Some(Ratio::of(-1, 10)));
        assert_eq!(read(json!("15")), Some(Ratio::of(15, 1)));
        assert_eq!(read(json!("mean")), None);
        assert_eq!(read(json!(1e300)), None);
        assert_eq!(read(json!(null)), None);
        assert_eq!(Ratio::of(25, 4).times(Ratio::of(4, 1)).plus(Ratio::of(-25, 1)), Ratio::ZERO);
        assert_eq!(Ratio::of(1, 3).units(2), Some(33));
        assert_eq!(Ratio::of(-5, 2).units(0), Some(-3));
        assert_eq!(Ratio::of(1, 3).exact_units(2), None);
        assert_eq!(Ratio::of(1, 0).units(2), None);
        assert_eq!(Ratio::ZERO.turned(), None);
    }
}
