//! Reads packs on the device: the postcard layout, without serde's decoder.
//!
//! A derived decoder asks after every field whether it failed. This one notes the first fault and reads
//! on with empty values, so a struct costs a few calls and no branch: a fifth of the bytes on a student's
//! phone (34 kB of 280 kB raw before). Encoding stays with serde and postcard; the tests read everything
//! back, so the two cannot drift apart.

use crate::{
    Adaptive, AgeRange, Band, BandSet, Bank, Battery, BatteryInstrument, Block, Calibrated, Change, Combine,
    Condition, Critical, Cut, Disclosure, Domain, DomainRule, Group, HelpKind, HelpLine, Index, IndexKind,
    Informant, Input, Instrument, InstrumentText, Item, ItemIndex, ItemRef, Locale, MissingRule, Mode, Norm,
    OnlyIf, Own, OwnRule, OwnState, Pack, Pattern, Policy, Region, Release, ResponseSet, Rounding, Scaling,
    Score, ScoreRef, Sex, TextPack, Texts, Tier, TierRule, Validity, Within,
};
use alloc::{string::String, vec::Vec};

/// Conditions stand in each other; no author needs more than a few floors.
const DEEPEST: u8 = 32;

/// The bytes still to read, and whether anything was wrong so far.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    sound: bool,
    depth: u8,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, sound: true, depth: 0 }
    }

    /// What lies behind everything read; `None` when something was wrong.
    pub(crate) fn rest(&self) -> Option<&'a [u8]> {
        self.sound.then_some(self.bytes)
    }

    pub(crate) fn next<T: Unpack>(&mut self) -> T {
        T::unpack(self)
    }

    pub(crate) fn fail(&mut self) {
        self.sound = false;
        // Nothing more to read: loops end, and lengths are 0.
        self.bytes = &[];
    }

    fn byte(&mut self) -> u8 {
        if let Some((first, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            *first
        } else {
            self.fail();
            0
        }
    }

    /// An unsigned number, seven bits a byte, least first.
    pub(crate) fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.fail();
        0
    }

    /// A signed number: least significant bit is the sign (zigzag).
    fn signed(&mut self) -> i64 {
        let number = self.number();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }

    fn fits<T: Default>(&mut self, number: Option<T>) -> T {
        number.unwrap_or_else(|| {
            self.fail();
            T::default()
        })
    }

    /// The position of an enumeration's variant.
    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T], other: T) -> T {
        let at = self.number();
        let found = usize::try_from(at).ok().and_then(|at| all.get(at)).copied();
        if found.is_none() {
            self.fail();
        }
        found.unwrap_or(other)
    }
}

pub(crate) trait Unpack {
    fn unpack(from: &mut Reader<'_>) -> Self;
}

impl Unpack for u8 {
    fn unpack(from: &mut Reader<'_>) -> u8 {
        from.byte()
    }
}

impl Unpack for bool {
    fn unpack(from: &mut Reader<'_>) -> bool {
        from.one_of_byte(&[false, true])
    }
}

impl Reader<'_> {
    fn one_of_byte(&mut self, all: &[bool]) -> bool {
        let found = all.get(usize::from(self.byte())).copied();
        self.fits(found)
    }
}

impl Unpack for u16 {
    fn unpack(from: &mut Reader<'_>) -> u16 {
        let number = from.number();
        from.fits(number.try_into().ok())
    }
}

impl Unpack for u64 {
    fn unpack(from: &mut Reader<'_>) -> u64 {
        from.number()
    }
}

impl Unpack for i16 {
    fn unpack(from: &mut Reader<'_>) -> i16 {
        let number = from.signed();
        from.fits(number.try_into().ok())
    }
}

impl Unpack for i32 {
    fn unpack(from: &mut Reader<'_>) -> i32 {
        let number = from.signed();
        from.fits(number.try_into().ok())
    }
}

impl Unpack for String {
    fn unpack(from: &mut Reader<'_>) -> String {
        let length = from.number();
        let split = usize::try_from(length).ok().and_then(|length| from.bytes.split_at_checked(length));
        let text = split.and_then(|(text, rest)| Some((core::str::from_utf8(text).ok()?, rest)));
        if let Some((text, rest)) = text {
            from.bytes = rest;
            String::from(text)
        } else {
            from.fail();
            String::new()
        }
    }
}

impl<T: Unpack> Unpack for Vec<T> {
    fn unpack(from: &mut Reader<'_>) -> Vec<T> {
        let mut all = Vec::new();
        // Nothing is reserved on the word of a length; every element takes at least a byte.
        for _ in 0..from.number() {
            if from.bytes.is_empty() {
                from.fail();
                break;
            }
            all.push(from.next());
        }
        all
    }
}

impl<T: Unpack> Unpack for Option<T> {
    fn unpack(from: &mut Reader<'_>) -> Option<T> {
        bool::unpack(from).then(|| from.next())
    }
}

impl<A: Unpack, B: Unpack> Unpack for (A, B) {
    fn unpack(from: &mut Reader<'_>) -> (A, B) {
        let first = from.next();
        (first, from.next())
    }
}

/// Structs: their fields in the order of their declaration, which is the order of the bytes.
macro_rules! structs {
    ($($name:ident { $($field:ident),+ })+) => { $(
        impl Unpack for $name {
            fn unpack(from: &mut Reader<'_>) -> $name {
                $(let $field = from.next();)+
                $name { $($field),+ }
            }
        }
    )+ };
}

/// Enumerations without content.
macro_rules! words {
    ($($name:ident [ $first:ident $(, $other:ident)* ])+) => { $(
        impl Unpack for $name {
            fn unpack(from: &mut Reader<'_>) -> $name {
                from.one_of(&[$name::$first $(, $name::$other)*], $name::$first)
            }
        }
    )+ };
}

/// Enumerations with content: the expression of each variant, in the order of their declaration. What is
/// no variant becomes the last one.
macro_rules! choices {
    ($from:ident; $($name:ident { $($at:literal => $make:expr,)+ else => $other:expr } )+) => { $(
        impl Unpack for $name {
            fn unpack($from: &mut Reader<'_>) -> $name {
                match $from.number() {
                    $($at => $make,)+
                    _ => {
                        $from.fail();
                        $other
                    }
                }
            }
        }
    )+ };
}

pub(crate) use {choices, structs, words};

structs! {
    Pack { format, locale, structure, battery, instruments, wording, region, texts }
    TextPack { format, instrument, version, locale, text }
    Instrument {
        id, version, release, informant, ages, recall_days, items, response_sets, keys, scores, bank
    }
    AgeRange { min, max }
    Item { id, response_set, reverse, critical }
    Critical { at_least }
    ResponseSet { id, values }
    Score { id, inputs, combine, missing, scaling, norms, band_sets, change }
    OnlyIf { item, at_least, otherwise }
    Pattern { value, all }
    Within { input, from, to }
    Scaling { multiply, divide, add, rounding, decimals }
    Group { ages, sex, grades }
    Norm { id, group, steps }
    BandSet { id, bands }
    Band { id, from }
    Change { reliable, higher_is_worse }
    Bank { metric, prior_mean, prior_sd, items }
    Calibrated { item, key, a, b }
    Battery {
        id, version, informant, ages, minutes, disclosure, instruments, blocks, policy, domains, validity, own
    }
    BatteryInstrument { instrument }
    Block { instrument, items, ages, ask_if, mode }
    Adaptive { score, min_items, max_items, standard_error, decided }
    ScoreRef { instrument, score, band_set }
    Policy { rules }
    Own { from, rules }
    OwnRule { state, when }
    TierRule { tier, when }
    DomainRule { domain, when }
    Validity { floor_ms, indices, doubtful_from, unusable_from }
    Index { kind, cuts }
    Cut { from, points }
    ItemRef { instrument, item }
    InstrumentText { instruction, items, options, credit }
    HelpLine { kind, number, name, hours }
    Region { id, checked_on, lines }
}

words! {
    Locale [ZhHans, En, ZhHant]
    Informant [Student, Parent, Teacher]
    Release [Draft, Released]
    Rounding [HalfUp, Truncate, HalfEven]
    Sex [Female, Male]
    Disclosure [Must, Choice]
    HelpKind [Psychological, Youth, Police, Ambulance, Rights]
    Tier [Routine, Watch, Priority, Urgent, Unclear]
    OwnState [Well, Strained, Heavy, Unclear]
    Domain [
        Mood, Anxiety, Distress, Sleep, Wellbeing, SelfWorth, Peers, Bullying, Online, Anger, Study, Grief, Family,
        Safety
    ]
}

choices! { from;
    Input {
        0 => Input::Item { item: from.next(), key: from.next(), only_if: from.next() },
        1 => Input::Score { score: from.next(), weight: from.next() },
        else => Input::Score { score: 0, weight: 0 }
    }
    Combine {
        0 => Combine::Sum,
        1 => Combine::Maximum,
        2 => Combine::First(from.next()),
        3 => Combine::Theta,
        else => Combine::Sum
    }
    MissingRule {
        0 => MissingRule::Complete,
        1 => MissingRule::Prorate { at_most: from.next(), rounding: from.next() },
        2 => MissingRule::BlanksAsZero { at_most: from.next() },
        else => MissingRule::Complete
    }
    Mode {
        0 => Mode::Fixed,
        1 => Mode::ExactStop,
        2 => Mode::Adaptive(from.next()),
        else => Mode::Fixed
    }
    IndexKind {
        0 => IndexKind::Quick,
        1 => IndexKind::LongString { lowest_option: from.next() },
        2 => IndexKind::Straight { instruments: from.next(), lowest_option: from.next() },
        3 => IndexKind::Contradiction { pairs: from.next(), apart: from.next() },
        4 => IndexKind::Instructed { items: from.next() },
        5 => IndexKind::Lie(from.next()),
        6 => IndexKind::OddEven { instruments: from.next() },
        else => IndexKind::Quick
    }
    Condition {
        0 => Condition::AnyCritical,
        1 => Condition::NotComputed(from.next()),
        2 => Condition::BandAtLeast(from.next(), from.next()),
        3 => Condition::BandAtMost(from.next(), from.next()),
        4 => Condition::Doubtful,
        5 => Condition::Unusable,
        6 => Condition::Worsened(from.next()),
        7 => Condition::All(parts(from)),
        8 => Condition::Any(parts(from)),
        else => Condition::AnyCritical
    }
}

fn parts(from: &mut Reader<'_>) -> Vec<Condition> {
    if from.depth == DEEPEST {
        from.fail();
    }
    from.depth += 1;
    let parts = from.next();
    from.depth -= 1;
    parts
}

impl Unpack for ItemIndex {
    fn unpack(from: &mut Reader<'_>) -> ItemIndex {
        ItemIndex(from.next())
    }
}

impl Unpack for Texts {
    fn unpack(from: &mut Reader<'_>) -> Texts {
        Texts(from.next())
    }
}
