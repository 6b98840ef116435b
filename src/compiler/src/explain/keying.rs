//! How the items of a score count, in words.

use super::voice::Voice;
use crate::instrument::set_of;
use qinghe_content::{Input, Instrument, Score};

/// How the options of an item turn into points.
#[derive(Clone, PartialEq, Eq)]
enum Keying {
    Plain,
    Mirrored,
    Times(i16),
    MirroredTimes(i16),
    /// 1 from this value on, else 0.
    From(i16),
    /// 1 up to this value, else 0.
    UpTo(i16),
    Points(Vec<i16>),
}

/// A key in words. A count is told by its cut, also where points and values are the same.
fn keying(values: &[i16], key: &[i16], count: bool) -> Keying {
    let (low, high) = (values.iter().min().copied().unwrap_or(0), values.iter().max().copied().unwrap_or(0));
    let is = |points: &dyn Fn(i16) -> i16| values.iter().zip(key).all(|(value, own)| points(*value) == *own);
    let counted: Vec<i16> =
        values.iter().zip(key).filter(|(_, own)| **own == 1).map(|(value, _)| *value).collect();
    let first = counted.iter().min().copied().filter(|first| is(&|value| i16::from(value >= *first)));
    let last = counted.iter().max().copied().filter(|last| is(&|value| i16::from(value <= *last)));
    let plain = if is(&|value| value) {
        Some(Keying::Plain)
    } else {
        is(&|value| low + high - value).then_some(Keying::Mirrored)
    };
    let cut = first.map(Keying::From).or(last.map(Keying::UpTo));
    if let Some(found) = if count { cut.or(plain) } else { plain.or(cut) } {
        return found;
    }
    let factor = |of: &dyn Fn(i16) -> i16| {
        let (value, own) = values.iter().zip(key).find(|(value, _)| of(**value) != 0)?;
        let factor = own.checked_div(of(*value))?;
        (factor != 0 && is(&|value| of(value).saturating_mul(factor))).then_some(factor)
    };
    if let Some(times) = factor(&|value| value) {
        return Keying::Times(times);
    }
    match factor(&|value| low + high - value) {
        Some(times) => Keying::MirroredTimes(times),
        None => Keying::Points(key.to_vec()),
    }
}

/// Sentences about items that do not simply count their value.
pub(super) fn special(instrument: &Instrument, score: &Score, count: bool, voice: Voice) -> Vec<String> {
    let mut groups: Vec<(Keying, Vec<usize>)> = Vec::new();
    let mut sentences = Vec::new();
    for input in &score.inputs {
        let Input::Item { item, key, only_if } = input else { continue };
        let at = usize::from(item.0);
        let values = set_of(instrument, *item).map_or(&[][..], |set| set.values.as_slice());
        let key = instrument.keys.get(usize::from(*key)).map_or(&[][..], Vec::as_slice);
        let kind = keying(values, key, count);
        match groups.iter_mut().find(|(own, _)| *own == kind) {
            Some((_, items)) => items.push(at),
            None => groups.push((kind, vec![at])),
        }
        if let Some(only) = only_if {
            let (own, other) = (voice.items(&[at]), voice.items(&[usize::from(only.item.0)]));
            let (least, otherwise) = (only.at_least, only.otherwise);
            sentences.push(voice.say(
                || format!("{} counts only when {other} has a value of {least} or more; otherwise it counts {otherwise}.", capital(&own)),
                || format!("{other}选到 {least} 分或以上时，{own}才按所选的计分；否则{own}记 {otherwise} 分。"),
            ));
        }
    }
    let all = groups.len() == 1;
    let mut out: Vec<String> =
        groups.iter().filter_map(|(kind, items)| told(kind, items, all, voice)).collect();
    out.append(&mut sentences);
    out
}

fn told(kind: &Keying, items: &[usize], all: bool, voice: Voice) -> Option<String> {
    let which = voice.items(items);
    let which = if all && items.len() > 1 { voice.pick("each item", "每一题").to_owned() } else { which };
    let one = items.len() == 1 || all;
    let (counts, is) = if one { ("counts", "is") } else { ("count", "are") };
    let upper = capital(&which);
    Some(match kind {
        Keying::Plain => return None,
        Keying::Mirrored => voice.say(
            || format!("{upper} {is} reverse-keyed: the highest value counts as the lowest and the other way round."),
            || format!("{which}反向计分：最高分当最低分算，依次倒过来。"),
        ),
        Keying::Times(times) => voice.say(
            || format!("{upper} {counts} {times} times."),
            || format!("{which}的得分乘以 {times}。"),
        ),
        Keying::MirroredTimes(times) => voice.say(
            || format!("{upper} {is} reverse-keyed and then {counts} {times} times."),
            || format!("{which}先反向计分，再乘以 {times}。"),
        ),
        Keying::From(value) => voice.say(
            || format!("{upper} {counts} 1 from value {value} on, else 0."),
            || format!("{which}选到 {value} 分或以上记 1，否则记 0。"),
        ),
        Keying::UpTo(value) => voice.say(
            || format!("{upper} {counts} 1 up to value {value}, else 0."),
            || format!("{which}选 {value} 分或以下记 1，否则记 0。"),
        ),
        Keying::Points(points) => {
            let points: Vec<String> = points.iter().map(i16::to_string).collect();
            let points = voice.list(&points);
            voice.say(
                || format!("The options of {which} count {points} points, in their order."),
                || format!("{which}的选项依次记 {points} 分。"),
            )
        }
    })
}

/// With a capital letter in front.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Keying, keying};

    #[test]
    fn keys_are_recognised() {
        let values = [0, 1, 2, 3];
        for (key, wanted) in [
            ([0, 1, 2, 3], Keying::Plain),
            ([3, 2, 1, 0], Keying::Mirrored),
            ([0, 2, 4, 6], Keying::Times(2)),
            ([6, 4, 2, 0], Keying::MirroredTimes(2)),
            ([0, 0, 1, 1], Keying::From(2)),
            ([1, 1, 0, 0], Keying::UpTo(1)),
            ([0, 0, 1, 2], Keying::Points(vec![0, 0, 1, 2])),
        ] {
            assert!(keying(&values, &key, false) == wanted, "{key:?}");
        }
        assert!(keying(&[0, 1], &[0, 1], true) == Keying::From(1));
        assert!(keying(&[0, 1], &[1, 0], true) == Keying::UpTo(0));
        assert!(keying(&[0, 1], &[1, 0], false) == Keying::Mirrored);
    }
}
