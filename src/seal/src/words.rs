//! Six generated words to write down: what protects a file that leaves the device.
//!
//! Six words of either list are one of more than 2⁶⁴ possibilities, and each guess at an age file costs 32 MiB and tens
//! of milliseconds of a processor ([`crate::age::WORK_FACTOR`]). At 80 ms, as here, one core
//! needs more than twenty thousand million years for half of them. Sources and licences of the lists: `words/README.md`.

use crate::{SealError, random};
use zeroize::{Zeroize, Zeroizing};

/// Words of a phrase.
pub const COUNT: usize = 6;

const ZH_HANS: &str = include_str!("../words/zh-Hans.txt");
const EN: &str = include_str!("../words/en.txt");

const ZH_HANS_LEN: usize = lines(ZH_HANS);
const EN_LEN: usize = lines(EN);
const _: () = assert!(possibilities(ZH_HANS) >= 1 << 64 && possibilities(EN) >= 1 << 64);

const fn lines(text: &str) -> usize {
    let (bytes, mut at, mut count) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        if bytes[at] == b'\n' {
            count += 1;
        }
        at += 1;
    }
    count
}

const fn possibilities(text: &str) -> u128 {
    (lines(text) as u128).pow(COUNT as u32)
}

/// In which language the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Words of two characters.
    ZhHans,
    /// Words of three to eight letters.
    En,
}

impl List {
    /// All words, in the order of the file.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.text().lines()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(self) -> usize {
        match self {
            List::ZhHans => ZH_HANS_LEN,
            List::En => EN_LEN,
        }
    }

    /// Never: a list of no words does not compile.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    const fn text(self) -> &'static str {
        match self {
            List::ZhHans => ZH_HANS,
            List::En => EN,
        }
    }

    fn word(self, at: u16) -> &'static str {
        self.words().nth(usize::from(at)).unwrap_or_default()
    }

    /// The word that is meant: itself, or in English its first four letters or more.
    fn find(self, typed: &str) -> Option<u16> {
        let exact = self.words().position(|word| word == typed);
        let begun = || {
            let mut fitting = self.words().enumerate().filter(|(_, word)| word.starts_with(typed));
            let first = fitting.next().filter(|_| self == List::En && typed.len() >= 4)?;
            fitting.next().is_none().then_some(first.0)
        };
        u16::try_from(exact.or_else(begun)?).ok()
    }

    /// Words of the list that differ from what was typed by one letter or character; at most three.
    #[must_use]
    pub fn near(self, typed: &str) -> Vec<&'static str> {
        self.words().filter(|word| differs_by_one(word, typed)).take(3).collect()
    }
}

/// One character replaced, missing or too many.
fn differs_by_one(word: &str, typed: &str) -> bool {
    let (word, typed): (Vec<char>, Vec<char>) = (word.chars().collect(), typed.chars().collect());
    let same = word.iter().zip(&typed).take_while(|(ours, theirs)| ours == theirs).count();
    let rest = |from: &[char], skip: usize| from.get(same + skip..).map(<[char]>::to_vec);
    let after = |ours: usize, theirs: usize| match (rest(&word, ours), rest(&typed, theirs)) {
        (Some(ours), Some(theirs)) => ours == theirs,
        _ => false,
    };
    word != typed && (after(1, 1) || after(1, 0) || after(0, 1))
}

/// A phrase. Prints nothing, and is wiped when dropped.
pub struct Words {
    list: List,
    at: [u16; COUNT],
}

impl Drop for Words {
    fn drop(&mut self) {
        self.at.zeroize();
    }
}

/// Why typed words are not a phrase. Positions count from 1; the words themselves are not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsError {
    /// Another number of words than [`COUNT`].
    Count(usize),
    /// These are not in the list.
    Unknown(Vec<usize>),
}

impl std::fmt::Display for WordsError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WordsError::Count(found) => {
                write!(out, "There are {COUNT} words on the paper, and {found} were typed.")
            }
            WordsError::Unknown(positions) => {
                let list: Vec<String> = positions.iter().map(usize::to_string).collect();
                write!(out, "Not in the list of words: number {}. Compare with the paper.", list.join(", "))
            }
        }
    }
}

impl std::error::Error for WordsError {}

impl Words {
    /// New words, each equally likely.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn generate(list: List) -> Result<Words, SealError> {
        let mut words = Words { list, at: [0; COUNT] };
        let (end, mask) = (list.len(), list.len().next_power_of_two() - 1);
        for at in &mut words.at {
            // Drawn again where it is beyond the list: a remainder would make some words likelier.
            *at = loop {
                let drawn = u16::from_le_bytes(random()?) & u16::try_from(mask).unwrap_or(u16::MAX);
                if usize::from(drawn) < end {
                    break drawn;
                }
            };
        }
        Ok(words)
    }

    /// Reads what somebody typed from paper: any case, with spaces, hyphens or commas between, Chinese words also
    /// without anything between.
    ///
    /// # Errors
    /// [`WordsError`], with every unknown word at once.
    pub fn parse(typed: &str) -> Result<Words, WordsError> {
        let parts = Zeroizing::new(parts(typed));
        let list = if typed.is_ascii() { List::En } else { List::ZhHans };
        let found: Vec<Option<u16>> = parts.iter().map(|part| list.find(part)).collect();
        if found.len() != COUNT {
            return Err(WordsError::Count(found.len()));
        }
        let unknown: Vec<usize> =
            (1..).zip(&found).filter(|(_, found)| found.is_none()).map(|(nth, _)| nth).collect();
        if !unknown.is_empty() {
            return Err(WordsError::Unknown(unknown));
        }
        let mut words = Words { list, at: [0; COUNT] };
        for (to, from) in words.at.iter_mut().zip(found.into_iter().flatten()) {
            *to = from;
        }
        Ok(words)
    }

    /// The phrase as every age program wants it typed: words with hyphens between.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let words: Vec<&str> = self.each().collect();
        Zeroizing::new(words.join("-"))
    }

    /// The words one by one.
    pub fn each(&self) -> impl Iterator<Item = &'static str> {
        self.at.iter().map(|at| self.list.word(*at))
    }

    /// Their language.
    #[must_use]
    pub fn list(&self) -> List {
        self.list
    }
}

/// Single words of what was typed. Chinese words have two characters, whatever stands between them.
#[must_use]
pub fn parts(typed: &str) -> Vec<String> {
    let breaks = |letter: char| letter.is_whitespace() || "-–—_,，、.。·;；/".contains(letter);
    if typed.is_ascii() {
        return typed.split(breaks).filter(|part| !part.is_empty()).map(str::to_lowercase).collect();
    }
    let letters: Vec<char> = typed.chars().filter(|letter| !breaks(*letter)).collect();
    letters.chunks(2).map(|pair| pair.iter().collect()).collect()
}
