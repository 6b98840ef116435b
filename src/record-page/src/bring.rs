//! Opening a file that somebody brings, and saying what is wrong with it.

use crate::{
    lang::{Lang, Word},
    words::carry as w,
};
use qinghe_record::{Fault, Record};
use qinghe_seal::{
    age::{AgeError, Identity, Lock, With, lock},
    words::{COUNT, List, Words, WordsError},
};

/// What a file asks for.
///
/// # Errors
/// A text.
pub fn asks_for(file: &[u8]) -> Result<Lock, Word> {
    lock(file).map_err(age)
}

/// Opens it with what was typed.
///
/// # Errors
/// A text.
pub fn open(lang: Lang, file: &[u8], typed: &str) -> Result<Record, String> {
    let say = |fault: Fault| lang.say(word(fault)).to_owned();
    if asks_for(file).map_err(|word| lang.say(word).to_owned())? == Lock::Key {
        let identity = Identity::parse(typed).map_err(|why| lang.say(age(why)).to_owned())?;
        return Record::open(file, With::Keys(&[identity])).map_err(say);
    }
    match Words::parse(typed) {
        Ok(words) => Record::open(file, With::Passphrase(&words.text())).map_err(say),
        // Some of our words, and some that are not: a slip of the pen.
        Err(WordsError::Unknown(unknown)) if unknown.len() < COUNT => Err(slips(lang, typed, &unknown)),
        // Another program's passphrase, or a word too few.
        Err(why) => Record::open(file, With::Passphrase(typed.trim())).map_err(|fault| match (why, fault) {
            (WordsError::Count(found), Fault::Sealed(AgeError::Passphrase)) if (2..12).contains(&found) => {
                lang.fill(w::WORDS_COUNT, &[("n", &found.to_string())])
            }
            (_, fault) => say(fault),
        }),
    }
}

fn slips(lang: Lang, typed: &str, unknown: &[usize]) -> String {
    let list: Vec<String> = unknown.iter().map(usize::to_string).collect();
    let words = if typed.is_ascii() { List::En } else { List::ZhHans };
    let parts = qinghe_seal::words::parts(typed);
    let near = unknown.first().and_then(|nth| parts.get(nth.checked_sub(1)?)).map(|part| words.near(part));
    let near = near.filter(|near| !near.is_empty()).map(|near| {
        let joined = near.join(match lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        });
        lang.fill(w::NEAR, &[("words", &joined)])
    });
    lang.fill(w::WORDS_UNKNOWN, &[("list", &list.join(", ")), ("near", &near.unwrap_or_default())])
}

fn word(fault: Fault) -> Word {
    match fault {
        Fault::Sealed(why) => age(why),
        Fault::NotARecord => w::NOT_RECORD,
        _ => w::DAMAGED,
    }
}

fn age(why: AgeError) -> Word {
    match why {
        AgeError::TooLong { .. } => w::TOO_LONG,
        AgeError::NotAge | AgeError::Armoured | AgeError::OtherVersion => w::NOT_A_FILE,
        AgeError::NoMatch => w::NOT_THIS_KEY,
        AgeError::Passphrase | AgeError::WantsPassphrase | AgeError::WantsKey => w::NOT_THESE,
        AgeError::TooCostly { .. } | AgeError::Memory => w::COSTLY,
        AgeError::KeyText => w::KEY_WRONG,
        AgeError::Header { .. }
        | AgeError::Altered
        | AgeError::CutOff
        | AgeError::Recipients { .. }
        | AgeError::Random => w::DAMAGED,
    }
}

#[cfg(test)]
mod tests {
    use super::open;
    use crate::{lang::Lang, words::carry as w};
    use qinghe_record::Record;
    use qinghe_seal::{
        age::{Identity, To},
        words::{List, Words},
    };

    #[test]
    fn what_was_typed_opens_or_the_slip_is_named() {
        let words = Words::generate(List::En).expect("random numbers");
        let file = Record::default().seal(To::Words(&words)).expect("a file");
        let typed: Vec<&str> = words.each().collect();
        assert!(open(Lang::En, &file, &typed.join(" ")).is_ok());
        let said = |typed: &str| open(Lang::En, &file, typed).err().unwrap_or_default();
        let slip = said(&format!("aple {}", typed[1..].join(" ")));
        assert!(slip.contains("word 1") && slip.contains("apple"), "{slip}");
        assert!(said(&typed[..5].join(" ")).contains("here are 5"));
        assert_eq!(said("x"), Lang::En.say(w::NOT_THESE));
        let mut turned = typed.clone();
        turned.rotate_left(1);
        if turned != typed {
            assert_eq!(said(&turned.join(" ")), Lang::En.say(w::NOT_THESE));
        }
    }

    #[test]
    fn a_key_opens_what_was_sealed_to_it() {
        let identity = Identity::generate().expect("random numbers");
        let file = Record::default().seal(To::Keys(&[identity.recipient()])).expect("a file");
        assert!(open(Lang::En, &file, &identity.text()).is_ok());
        let said = |typed: &str| open(Lang::En, &file, typed).err().unwrap_or_default();
        let other = Identity::generate().expect("random numbers");
        assert_eq!(said(&other.text()), Lang::En.say(w::NOT_THIS_KEY));
        assert_eq!(said("AGE-SECRET-KEY-1"), Lang::En.say(w::KEY_WRONG));
        assert_eq!(open(Lang::En, b"PK", "x").err().as_deref(), Some(Lang::En.say(w::NOT_A_FILE)));
        assert_eq!(
            open(Lang::En, &file[..file.len() - 9], &identity.text()).err().as_deref(),
            Some(Lang::En.say(w::DAMAGED))
        );
    }
}
