//! The tones of 一 and 不 as they are spoken. GB/T 16159-2012 (6.5.2) writes their own tone and lets what teaches the language write
//! the changed one; the readers of the first years of school print the changed one in their texts, and a child reads these texts
//! like those. The third tone before a third one changes as well, which neither the readers nor we write.

use Spoken::{Own, Said, Several};

/// How 一 or 不 is spoken in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spoken {
    /// As it is alone. As many characters before it as given belong to it: 第一, whatever follows.
    Own(usize),
    /// So before the next character, with as many characters before it.
    Said(&'static str, usize),
    /// A number in an order or a quantity, as 周一 and 一周一次: the characters do not tell, so a person writes the word down.
    Several,
}

/// 一 keeps its tone after these, which make one word with it.
const WORDS: [&str; 7] = ["第", "星期", "礼拜", "统", "唯", "之", "专"];
const DIGITS: &str = "零一二三四五六七八九十";
const POWERS: &str = "百千万亿";
/// What may count (二十一天, 一百) or order (周一, 初一, 一月, 一年级).
const ORDER_AFTER: &str = "周初高大单";
const ORDER_BEFORE: [&str; 7] = ["月", "日", "号", "班", "楼", "层", "年级"];

pub(crate) fn changes(one: char) -> bool {
    matches!(one, '一' | '不')
}

/// How the 一 or 不 at `at` is spoken, where the next character, if it is one, says `next`.
pub(crate) fn spoken(text: &[char], at: usize, next: &str) -> Spoken {
    let (before, rest) = text.split_at(at.min(text.len()));
    let Some((one, after)) = rest.split_first() else { return Own(0) };
    let first = *one == '一';
    if first && let Some(joined) = numbered(before, after) {
        return joined;
    }
    if next.is_empty() {
        return Own(0);
    }
    // 看一看, 是不是: light between the same twice, unless it is itself the second of two (一天一天).
    let again = before.last().is_some_and(|verb| Some(verb) == after.first() && !is_counted(before, *verb));
    match (first, again, tone(next)) {
        (true, true, _) => Said("yi", 1),
        (false, true, _) => Said("bu", 1),
        (true, _, 4) => Said("yí", 0),
        (true, _, 1..=3) => Said("yì", 0),
        (false, _, 4) => Said("bú", 0),
        (false, _, 1..=3) => Said("bù", 0),
        // Its own tone, which decides, does not stand over a light syllable (一个 as yí ge).
        _ => Several,
    }
}

/// 一 where it is a number, which is told by what stands beside it.
fn numbered(before: &[char], after: &[char]) -> Option<Spoken> {
    let ends = |word: &str| {
        before.iter().rev().take(word.chars().count()).eq(word.chars().rev().collect::<Vec<_>>().iter())
    };
    let begins =
        |word: &str| after.iter().take(word.chars().count()).eq(word.chars().collect::<Vec<_>>().iter());
    if let Some(word) = WORDS.iter().find(|word| ends(word)) {
        return Some(Own(word.chars().count()));
    }
    let after_is = |digits: &str| after.first().is_some_and(|one| digits.contains(*one));
    let before_is = |digits: &str| before.last().is_some_and(|one| digits.contains(*one));
    // 二十一天, 一百一十, 万一; but 一千一百, like 一天.
    if before_is(DIGITS) || before_is(POWERS) && !after_is(POWERS) {
        return Some(Own(1));
    }
    if after_is(DIGITS) {
        return Some(Own(0));
    }
    let several = before_is(ORDER_AFTER) || ORDER_BEFORE.iter().any(|word| begins(word));
    several.then_some(Several)
}

/// Whether `verb` at the end of `before` is itself counted or denied there.
fn is_counted(before: &[char], verb: char) -> bool {
    debug_assert_eq!(before.last(), Some(&verb));
    before.iter().rev().nth(1).is_some_and(|one| changes(*one))
}

/// 1 to 4, or 0 for a light syllable.
fn tone(syllable: &str) -> u8 {
    let mark = |one: char| match one {
        'ā' | 'ē' | 'ī' | 'ō' | 'ū' | 'ǖ' => Some(1),
        'á' | 'é' | 'í' | 'ó' | 'ú' | 'ǘ' | 'ń' => Some(2),
        'ǎ' | 'ě' | 'ǐ' | 'ǒ' | 'ǔ' | 'ǚ' | 'ň' => Some(3),
        'à' | 'è' | 'ì' | 'ò' | 'ù' | 'ǜ' | 'ǹ' => Some(4),
        _ => None,
    };
    syllable.chars().find_map(mark).unwrap_or(0)
}

#[cfg(test)]
#[path = "sandhi_tests.rs"]
mod sandhi_tests;
