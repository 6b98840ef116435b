//! What a child of the first years of school sees in its reader, and what stays as it is.

use super::*;

/// How the first 一 or 不 that `mark` brackets is spoken: `看[一]看`, before `kàn`.
fn says(text: &str, next: &str) -> Spoken {
    let at = text.chars().position(|one| one == '[').unwrap();
    let text: Vec<char> = text.chars().filter(|one| !"[]".contains(*one)).collect();
    spoken(&text, at, next)
}

#[test]
fn the_next_tone_decides() {
    for (text, next, tone) in [
        ("[一]个", "gè", "yí"),
        ("[一]定", "dìng", "yí"),
        ("[一]天", "tiān", "yì"),
        ("[一]直", "zhí", "yì"),
        ("[一]起", "qǐ", "yì"),
        ("[一]百", "bǎi", "yì"),
        ("这学期[一]直", "zhí", "yì"),
        ("一千[一]百", "bǎi", "yì"),
        ("[一]不小心", "bù", "yí"),
        ("[不]会", "huì", "bú"),
        ("[不]是", "shì", "bú"),
        ("[不]安", "ān", "bù"),
        ("[不]能", "néng", "bù"),
        ("[不]好", "hǎo", "bù"),
        ("[不]一样", "yī", "bù"),
        ("睡[不]着", "zháo", "bù"),
        ("看[不]见", "jiàn", "bú"),
    ] {
        assert_eq!(says(text, next), Said(tone, 0), "{text}");
    }
}

#[test]
fn a_number_and_the_end_of_a_word_keep_their_tone() {
    for (text, next, back) in [
        ("[一]", "", 0),
        ("[一]，定", "", 0),
        ("[不]，会", "", 0),
        ("我[不]", "", 0),
        ("第[一]", "", 1),
        ("第[一]次", "cì", 1),
        ("星期[一]要", "yào", 2),
        ("统[一]安排", "ān", 1),
        ("万[一]", "", 1),
        ("二十[一]天", "tiān", 1),
        ("[一]二三", "èr", 0),
        ("[一]百一十", "bǎi", 9),
    ] {
        let expected = if back == 9 { Said("yì", 0) } else { Own(back) };
        assert_eq!(says(text, next), expected, "{text}");
    }
}

#[test]
fn it_is_light_between_the_same_twice() {
    assert_eq!(says("看[一]看", "kàn"), Said("yi", 1));
    assert_eq!(says("是[不]是", "shì"), Said("bu", 1));
    assert_eq!(says("一天[一]天", "tiān"), Said("yì", 0));
    assert_eq!(says("不要[不]要", "yào"), Said("bú", 0));
}

#[test]
fn what_the_characters_do_not_tell_is_left_to_a_person() {
    for (text, next) in [
        ("每周[一]次", "cì"),
        ("初[一]上", "shàng"),
        ("[一]月", "yuè"),
        ("[一]年级", "nián"),
        ("[一]个", "ge"),
        ("[不]得", "de"),
    ] {
        assert_eq!(says(text, next), Several, "{text}");
    }
}
