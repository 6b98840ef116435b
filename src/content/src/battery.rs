//! A battery (测评套组): instruments in order and the policy that turns their bands into one tier.

use crate::{
    instrument::{AgeRange, Informant, ItemIndex},
    validity::Validity,
};
use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// The one result that may leave the device. The wire carries meaning; a school maps it to its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Tier {
    /// Within the usual range.
    Routine,
    /// Some strain.
    Watch,
    /// Marked strain; interview soon.
    Priority,
    /// A critical item or a safety concern.
    Urgent,
    /// Responses not usable.
    Unclear,
}

impl Tier {
    /// Every tier, in the order of the design.
    pub const ALL: [Tier; 5] = [Tier::Routine, Tier::Watch, Tier::Priority, Tier::Urgent, Tier::Unclear];

    /// The code used on the wire and in data files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Tier::Routine => "routine",
            Tier::Watch => "watch",
            Tier::Priority => "priority",
            Tier::Urgent => "urgent",
            Tier::Unclear => "unclear",
        }
    }
}

/// What an instrument is about; offers and texts are chosen by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[allow(missing_docs)]
pub enum Domain {
    Mood,
    Anxiety,
    Distress,
    Sleep,
    Wellbeing,
    SelfWorth,
    Peers,
    Bullying,
    Online,
    Anger,
    Study,
    Grief,
    Family,
    Safety,
}

impl Domain {
    /// Every domain, in the order of the design.
    pub const ALL: [Domain; 14] = [
        Domain::Mood,
        Domain::Anxiety,
        Domain::Distress,
        Domain::Sleep,
        Domain::Wellbeing,
        Domain::SelfWorth,
        Domain::Peers,
        Domain::Bullying,
        Domain::Online,
        Domain::Anger,
        Domain::Study,
        Domain::Grief,
        Domain::Family,
        Domain::Safety,
    ];

    /// The code used on the wire and in data files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Domain::Mood => "mood",
            Domain::Anxiety => "anxiety",
            Domain::Distress => "distress",
            Domain::Sleep => "sleep",
            Domain::Wellbeing => "wellbeing",
            Domain::SelfWorth => "self-worth",
            Domain::Peers => "peers",
            Domain::Bullying => "bullying",
            Domain::Online => "online",
            Domain::Anger => "anger",
            Domain::Study => "study",
            Domain::Grief => "grief",
            Domain::Family => "family",
            Domain::Safety => "safety",
        }
    }
}

/// What happens to a critical response: said to the student before item 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Disclosure {
    /// The counselling centre is always told that this student should be seen soon.
    Must,
    /// The student is asked first.
    Choice,
}

/// What a school runs in one sitting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Battery {
    /// Stable id, for example `mood-and-anxiety`.
    pub id: String,
    /// Version, `major.minor.patch`.
    pub version: String,
    /// Who responds. Every instrument must have the same informant.
    pub informant: Informant,
    /// Ages for which it may be shown; inside the ages of every instrument.
    pub ages: AgeRange,
    /// Expected minutes for the whole sitting.
    pub minutes: u8,
    /// What happens to a critical response.
    pub disclosure: Disclosure,
    /// Its instruments.
    pub instruments: Vec<BatteryInstrument>,
    /// What is asked, in this order.
    pub blocks: Vec<Block>,
    /// How bands become a tier.
    pub policy: Policy,
    /// Which domains are touched, and from which band on.
    pub domains: Vec<DomainRule>,
    /// How careless responses are recognised; `None`: not at all.
    pub validity: Option<Validity>,
    /// What is asked about the person who responds, for that person's own screen.
    pub own: Own,
}

/// The part of a battery about whoever responds (how a parent is doing, in a report about a child). It is asked behind
/// everything else, and nothing of it is told: no rule, domain or index may look at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Own {
    /// Position in [`Battery::instruments`] of the first of its instruments, which are the last ones; the number of all
    /// of them where there is none.
    pub from: u8,
    /// Ordered rules; the first whose condition holds decides. None holds: [`OwnState::Well`].
    pub rules: Vec<OwnRule>,
}

/// One rule of [`Own`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnRule {
    /// What it gives.
    pub state: OwnState,
    /// When it gives it. Looks at own instruments only.
    pub when: Condition,
}

/// How whoever responds is doing. No [`Tier`], so that it can stand nowhere where one leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum OwnState {
    /// Within the usual range.
    Well,
    /// Some strain.
    Strained,
    /// Marked strain.
    Heavy,
    /// Too much is missing to say anything.
    Unclear,
}

/// One instrument of a battery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct BatteryInstrument {
    /// Position in [`crate::Pack::instruments`].
    pub instrument: u8,
}

/// Items of one instrument that are asked one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    /// Position in [`Battery::instruments`].
    pub instrument: u8,
    /// Items in the order asked. No item stands in two blocks.
    pub items: Vec<ItemIndex>,
    /// Ages for which the block is asked, inside those of its instrument.
    pub ages: AgeRange,
    /// The gate: the block is asked when this holds after the blocks before it; `None`: always.
    pub ask_if: Option<Condition>,
    /// How its items are administered.
    pub mode: Mode,
}

/// How the items of a block are administered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Mode {
    /// Every item.
    Fixed,
    /// In order, until no response to the remaining items can change the tier, a domain or a gate.
    /// Critical items stand first in the block and are always asked.
    ExactStop,
    /// The calibrated item with the most information at the present estimate, until it is precise
    /// enough, the band is decided, or `max_items` are given.
    Adaptive(Adaptive),
}

/// When adaptive administration stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Adaptive {
    /// The theta score whose bands have to be decided.
    pub score: ScoreRef,
    /// At least so many items.
    pub min_items: u8,
    /// At most so many items.
    pub max_items: u8,
    /// Standard error at which it stops, in thousandths of theta; 0: never for this reason.
    pub standard_error: u16,
    /// Posterior probability, in per cent, with which theta lies on one side of every cut; 0: never.
    pub decided: u8,
}

/// A score of one instrument, read with one band set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ScoreRef {
    /// Position in [`Battery::instruments`].
    pub instrument: u8,
    /// Position in [`crate::Instrument::scores`].
    pub score: u8,
    /// Position in [`crate::Score::band_sets`].
    pub band_set: u8,
}

/// Ordered rules; the first whose condition holds gives the tier. When none holds the tier is `routine`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// The rules, most serious first.
    pub rules: Vec<TierRule>,
}

/// One rule of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierRule {
    /// The tier it gives.
    pub tier: Tier,
    /// When it gives it.
    pub when: Condition,
}

/// A condition over scores, critical items and validity. Total: it has a value for every set of responses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Condition {
    /// Any critical item of any instrument was given a critical response.
    AnyCritical,
    /// The score must not be computed, because too many responses are missing. A score whose items were
    /// not asked is not meant.
    NotComputed(ScoreRef),
    /// The score lies in this band (a position in the band set) or a higher one.
    BandAtLeast(ScoreRef, u8),
    /// The score lies in this band or a lower one.
    BandAtMost(ScoreRef, u8),
    /// The validity indices call the responses doubtful or unusable.
    Doubtful,
    /// The validity indices call the responses unusable.
    Unusable,
    /// The score is worse than on an earlier occasion, by more than noise.
    Worsened(ScoreRef),
    /// Every part holds; at least one part.
    All(Vec<Condition>),
    /// Some part holds; at least one part.
    Any(Vec<Condition>),
}

/// A domain is named (to the student, and with consent in the notice) when its condition holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DomainRule {
    /// The domain.
    pub domain: Domain,
    /// When it is named.
    pub when: Condition,
}
