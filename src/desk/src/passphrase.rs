//! Which passphrases the desk accepts at set-up. The rule is printed above the field before anyone types.
//!
//! Length counts a Han character as two: 6 of them, or 12 other characters. Guessing is slowed by
//! Argon2id; this rule only keeps out what a guesser would try first (RFC 9106 has the cost, NIST
//! SP 800-63B section 5.1.1 the preference of length over composition).

use std::collections::BTreeSet;

const WEIGHT_MIN: usize = 12;
const DISTINCT_MIN: usize = 5;

/// What is wrong with a new passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weak {
    /// Nothing typed.
    Empty,
    /// Fewer than 12 characters and fewer than 6 Han characters.
    Short,
    /// Digits (and blanks) only: telephone and identity numbers.
    Digits,
    /// Fewer than five different characters.
    Repeated,
}

/// Checks a new passphrase.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn check(passphrase: &str) -> Result<(), Weak> {
    if passphrase.is_empty() {
        return Err(Weak::Empty);
    }
    if passphrase.chars().map(weight).sum::<usize>() < WEIGHT_MIN {
        return Err(Weak::Short);
    }
    if passphrase.chars().all(|sign| sign.is_numeric() || !sign.is_alphanumeric()) {
        return Err(Weak::Digits);
    }
    if passphrase.chars().collect::<BTreeSet<char>>().len() < DISTINCT_MIN {
        return Err(Weak::Repeated);
    }
    Ok(())
}

/// CJK Unified Ideographs with extensions A and B to J count as two.
fn weight(sign: char) -> usize {
    match sign {
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Weak, check};

    #[test]
    fn accepts_what_the_page_promises() {
        for good in ["twelve signs", "窗外有两棵树", "窗外有 8 棵大树", "correct horse"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn refuses_with_the_right_reason() {
        for (bad, why) in [
            ("", Weak::Empty),
            ("eleven sign", Weak::Short),
            ("窗外两棵树", Weak::Short),
            ("13812345678901", Weak::Digits),
            ("2010-01-01 2010", Weak::Digits),
            ("aaaaaaaaaaaa", Weak::Repeated),
            ("春天春天春天", Weak::Repeated),
        ] {
            assert_eq!(check(bad), Err(why), "{bad}");
        }
    }
}
