//! How long a battery takes.
//!
//! A sitting is reading plus choosing. Reading: English 238 words a minute, silent reading of non-fiction by
//! adults (Brysbaert 2019); Chinese 255 characters a minute, adults reading aloud (Trauzettel-Klosinski and
//! Dietz 2012; the figure for Chinese unverified). Younger readers are slower, and reading aloud is slower
//! than silent reading; the two are taken to cancel out. Choosing: 4 seconds for each item, to think, choose
//! and see the next one. That is an assumption; nobody has measured it here. Labels and instruction are read
//! once for each run of items that share them. The screens before and after the items are not counted.

use crate::library::Read;
use qinghe_content::{Battery, Block, Instrument, InstrumentText, Locale, Mode};

/// Milliseconds to read one Chinese character, and one English word.
const CHARACTER_MS: u64 = 60_000 / 255;
const WORD_MS: u64 = 60_000 / 238;
/// Milliseconds to choose.
pub(crate) const CHOICE_MS: u64 = 4_000;
/// Characters or words taken for an item whose wording is brought by the school.
const UNREAD_CHARACTERS: u64 = 25;
const UNREAD_WORDS: u64 = 15;
/// Oldest age that is looked at where a battery has no upper end.
const OLDEST: u8 = 25;

/// The work that a battery asks for in one locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Items when no gate opens.
    pub items_usual: u16,
    /// Items when every gate opens, at the age at which that is most.
    pub items_most: u16,
    /// Seconds when no gate opens.
    pub seconds_usual: u32,
    /// Seconds when every gate opens.
    pub seconds_most: u32,
    /// Items whose wording is not here, for which a usual length is taken.
    pub unread: u16,
}

/// The work in one locale; `used` in the order of [`Battery::instruments`].
pub(crate) fn workload(battery: &Battery, used: &[&Read], locale: Locale) -> Workload {
    let costs: Vec<(&Block, u64, u64)> = battery
        .blocks
        .iter()
        .filter_map(|block| {
            let read = used.get(usize::from(block.instrument))?;
            let (items, ms) = cost(block, &read.instrument, read.text(locale), locale);
            Some((block, items, ms))
        })
        .collect();
    let at_age = |age: u8, gated: bool| {
        let asked =
            costs.iter().filter(|(block, ..)| block.ages.contains(age) && (gated || block.ask_if.is_none()));
        asked.fold((0, 0), |(items, ms), (_, more, time)| (items + more, ms + time))
    };
    let ages = battery.ages.min..=battery.ages.max.unwrap_or(OLDEST).max(battery.ages.min);
    let longest =
        |gated| ages.clone().map(|age| at_age(age, gated)).max_by_key(|(_, ms)| *ms).unwrap_or_default();
    let (usual, most) = (longest(false), longest(true));
    let unread = battery.blocks.iter().filter(|block| {
        used.get(usize::from(block.instrument)).is_some_and(|read| read.text(locale).is_none())
    });
    let seconds = |ms: u64| u32::try_from(ms.div_ceil(1000)).unwrap_or(u32::MAX);
    let small = |items: u64| u16::try_from(items).unwrap_or(u16::MAX);
    Workload {
        items_usual: small(usual.0),
        items_most: small(most.0),
        seconds_usual: seconds(usual.1),
        seconds_most: seconds(most.1),
        unread: small(unread.map(|block| block.items.len() as u64).sum()),
    }
}

/// Items and milliseconds of one block. Of an adaptive block so many items as it may ask, at their mean.
fn cost(block: &Block, instrument: &Instrument, text: Option<&InstrumentText>, locale: Locale) -> (u64, u64) {
    let all = block.items.len() as u64;
    let mut ms = text.map_or(0, |text| reading(&text.instruction, locale));
    let mut shown = None;
    for index in &block.items {
        let at = usize::from(index.0);
        let set = instrument.items.get(at).map(|item| usize::from(item.response_set));
        ms += CHOICE_MS;
        match text {
            Some(text) => {
                ms += text.items.get(at).map_or(0, |stem| reading(stem, locale));
                if let Some(labels) = set.filter(|_| shown != set).and_then(|set| text.options.get(set)) {
                    ms += labels.iter().map(|label| reading(label, locale)).sum::<u64>();
                }
            }
            None => ms += unread(locale),
        }
        shown = set;
    }
    match block.mode {
        Mode::Adaptive(rule) if all > 0 => {
            let most = u64::from(rule.max_items).min(all);
            (most, ms * most / all)
        }
        _ => (all, ms),
    }
}

fn unread(locale: Locale) -> u64 {
    match locale {
        Locale::ZhHans | Locale::ZhHant => UNREAD_CHARACTERS * CHARACTER_MS,
        Locale::En => UNREAD_WORDS * WORD_MS,
    }
}

/// Milliseconds to read a text.
pub(crate) fn reading(text: &str, locale: Locale) -> u64 {
    match locale {
        Locale::ZhHans | Locale::ZhHant => {
            text.chars().filter(|one| one.is_alphanumeric()).count() as u64 * CHARACTER_MS
        }
        Locale::En => text.split_whitespace().count() as u64 * WORD_MS,
    }
}
