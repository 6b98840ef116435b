//! What leaves of exercises: flags, at most one for each skill and week, and how often exercises made things worse in
//! a month, as a number alone. One size, sealed to the gateway, whatever is in it.

use crate::{KEY_ID_LEN, OUTER_PREFIX_LEN, PUBLIC_KEY_LEN, VERSION, WireError, padded};
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use serde::{Deserialize, Serialize};

/// HPKE `info` of the seal.
pub const FLAGS_INFO: &[u8] = b"qinghe/1 flags to gateway";
/// Bytes before sealing.
pub const FLAGS_LEN: usize = 1024;
/// Bytes on the way: version, suite, gateway key id, encapsulated key, ciphertext, tag.
pub const FLAGS_SEALED_LEN: usize = OUTER_PREFIX_LEN + PUBLIC_KEY_LEN + FLAGS_LEN + 16;
/// Most flags in one message: a device that was offline sends the rest in the next one.
pub const FLAGS_MAX: usize = 14;
/// Most months in one message.
pub const HARM_MAX: usize = 6;
/// Most items of one sitting.
pub const ITEMS_MAX: u8 = 40;
/// Most characters of a skill's id.
pub const SKILL_MAX: usize = 48;

/// How far somebody got with a skill in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reached {
    /// Done to its end.
    Completed,
    /// Mastered.
    Mastered,
}

/// Whom a skill helps; of core knowledge neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Helps {
    /// The person (自助).
    Oneself,
    /// Somebody else (互助).
    Another,
    /// It is core knowledge.
    Knowledge,
}

/// One skill in one week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillFlag {
    /// Id of the exercise, kebab-case.
    pub skill: String,
    /// Whom it helps.
    pub helps: Helps,
    /// Weeks since the one that began on Monday, 29 December 1969.
    pub week: u16,
    /// How far.
    pub reached: Reached,
}

/// One month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HarmCount {
    /// Months since January 1970.
    pub month: u16,
    /// Runs that ended with a rise; may be 0.
    pub rises: u8,
}

/// Core knowledge at the first try of the first sitting. Whose it was is told to nobody; sums are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstTry {
    /// Items answered, 1 to [`ITEMS_MAX`].
    pub answered: u8,
    /// Of them right.
    pub right: u8,
}

/// One message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flags {
    /// At most one for each skill and week.
    pub flags: Vec<SkillFlag>,
    /// Each month once.
    pub harm: Vec<HarmCount>,
    /// Once the first sitting is over.
    pub known: Option<FirstTry>,
}

impl Flags {
    /// The message before sealing.
    ///
    /// # Errors
    /// [`WireError::TooLong`] for more than fits, [`WireError::Malformed`] for what no device says.
    pub fn encode(&self) -> Result<[u8; FLAGS_LEN], WireError> {
        self.check()?;
        padded::encode(self)
    }

    /// Reads a message.
    ///
    /// # Errors
    /// Any other length, version or form; two flags of one skill and week; a month twice.
    pub fn decode(bytes: &[u8]) -> Result<Flags, WireError> {
        let flags: Flags = padded::decode::<FLAGS_LEN, Flags>(bytes)?;
        flags.check()?;
        Ok(flags)
    }

    fn check(&self) -> Result<(), WireError> {
        if self.flags.len() > FLAGS_MAX || self.harm.len() > HARM_MAX {
            return Err(WireError::TooLong);
        }
        let weeks: BTreeSet<_> = self.flags.iter().map(|flag| (flag.skill.as_str(), flag.week)).collect();
        let months: BTreeSet<_> = self.harm.iter().map(|harm| harm.month).collect();
        let once = weeks.len() == self.flags.len() && months.len() == self.harm.len();
        let possible =
            |known: FirstTry| (1..=ITEMS_MAX).contains(&known.answered) && known.right <= known.answered;
        if once && self.known.is_none_or(possible) && self.flags.iter().all(|flag| is_skill(&flag.skill)) {
            Ok(())
        } else {
            Err(WireError::Malformed)
        }
    }
}

fn is_skill(id: &str) -> bool {
    let plain = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    plain && (1..=SKILL_MAX).contains(&id.len())
}

/// A sealed message as it travels.
pub struct SealedFlags<'a> {
    /// Version, suite and key id: the AAD.
    pub aad: &'a [u8],
    /// Key id of the gateway's public key.
    pub gateway_key: [u8; KEY_ID_LEN],
    /// Encapsulated key, ciphertext, tag.
    pub sealed: &'a [u8],
}

impl<'a> SealedFlags<'a> {
    /// Reads the fixed layout.
    ///
    /// # Errors
    /// Another length, version or suite.
    pub fn parse(bytes: &'a [u8]) -> Result<SealedFlags<'a>, WireError> {
        if bytes.len() != FLAGS_SEALED_LEN {
            return Err(WireError::Length);
        }
        let (aad, sealed) = bytes.split_at(OUTER_PREFIX_LEN);
        match *aad {
            [VERSION, crate::envelope::SUITE, ..] => {}
            [VERSION, suite, ..] => return Err(WireError::Suite(suite)),
            [version, ..] => return Err(WireError::Version(version)),
            [] => return Err(WireError::Length),
        }
        let gateway_key = crate::part(aad, 2).ok_or(WireError::Length)?;
        Ok(SealedFlags { aad, gateway_key, sealed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::{format, vec};

    fn flag(skill: &str, week: u16) -> SkillFlag {
        SkillFlag { skill: skill.into(), helps: Helps::Another, week, reached: Reached::Mastered }
    }

    #[test]
    fn the_fullest_message_fits_and_comes_back() {
        let name = |nth: usize| format!("{nth:0>width$}", width = SKILL_MAX);
        let all = Flags {
            flags: (0..FLAGS_MAX).map(|nth| flag(&name(nth), u16::MAX)).collect(),
            harm: (0..6).map(|nth| HarmCount { month: u16::MAX - nth, rises: u8::MAX }).collect(),
            known: Some(FirstTry { answered: ITEMS_MAX, right: ITEMS_MAX }),
        };
        assert_eq!(Flags::decode(&all.encode().unwrap()), Ok(all));
    }

    #[test]
    fn what_no_device_says_is_neither_written_nor_read() {
        let harm =
            |months: &[u16]| months.iter().map(|month| HarmCount { month: *month, rises: 1 }).collect();
        for (flags, harm, why) in [
            (vec![flag("a", 1), flag("a", 1)], Vec::new(), WireError::Malformed),
            (vec![flag("", 1)], Vec::new(), WireError::Malformed),
            (vec![flag("*both", 1)], Vec::new(), WireError::Malformed),
            (vec![flag("张三", 1)], Vec::new(), WireError::Malformed),
            (vec![flag(&"a".repeat(SKILL_MAX + 1), 1)], Vec::new(), WireError::Malformed),
            (Vec::new(), harm(&[3, 3]), WireError::Malformed),
            (Vec::new(), harm(&[1, 2, 3, 4, 5, 6, 7]), WireError::TooLong),
            ((0..15).map(|week| flag("a", week)).collect(), Vec::new(), WireError::TooLong),
        ] {
            let wrong = Flags { flags, harm, known: None };
            assert_eq!(wrong.encode(), Err(why));
            let bytes: [u8; FLAGS_LEN] = padded::encode(&wrong).unwrap();
            assert_eq!(Flags::decode(&bytes), Err(why));
        }
        let known = |answered, right| Flags { known: Some(FirstTry { answered, right }), ..Flags::default() };
        for wrong in [known(0, 0), known(20, 21), known(ITEMS_MAX + 1, 0)] {
            assert_eq!(wrong.encode(), Err(WireError::Malformed));
        }
        let flags = vec![flag("a", 1), flag("a", 2)];
        assert!(Flags { flags, harm: harm(&[1, 2]), known: None }.encode().is_ok());
        assert!(known(20, 0).encode().is_ok());
    }
}
