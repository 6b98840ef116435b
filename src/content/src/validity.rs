//! Validity indices: signs that responses were not given with care, and the policy that reads them.

use crate::{battery::ScoreRef, instrument::ItemIndex};
use alloc::vec::Vec;
use serde::Serialize;

/// The validity policy of a battery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Validity {
    /// A response that comes sooner after its item was shown is quick. Milliseconds.
    pub floor_ms: u16,
    /// The indices.
    pub indices: Vec<Index>,
    /// Points from which the responses are doubtful.
    pub doubtful_from: u16,
    /// Points from which they are unusable.
    pub unusable_from: u16,
}

/// One index and what its value weighs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Index {
    /// What is measured.
    pub kind: IndexKind,
    /// Ascending cuts; the highest that the value reaches gives its points.
    pub cuts: Vec<Cut>,
}

/// From this value of an index on, these points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cut {
    /// Value of the index.
    pub from: i32,
    /// Points.
    pub points: u16,
}

/// An item of the battery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ItemRef {
    /// Position in [`crate::Battery::instruments`].
    pub instrument: u8,
    /// The item.
    pub item: ItemIndex,
}

/// What an index measures. Its value is 0 when there is nothing to measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum IndexKind {
    /// Per cent of the given responses that were quick (Huang et al. 2012; Wise and Kong 2005).
    Quick,
    /// Longest run of the same option position, in the order asked, across instruments (Johnson 2005).
    /// Runs of options below `lowest_option` do not count: nobody is doubted for being well.
    LongString {
        /// Lowest option position that counts.
        lowest_option: u8,
    },
    /// Number of these instruments answered with one and the same option throughout, where that option
    /// is at least `lowest_option` or the instrument has items of both directions.
    Straight {
        /// Positions in [`crate::Battery::instruments`].
        instruments: Vec<u8>,
        /// Lowest option position that counts in an instrument of one direction.
        lowest_option: u8,
    },
    /// Number of pairs of opposite items both affirmed, or both denied: after keying in the same
    /// direction the two lie at least `apart` option positions from each other.
    Contradiction {
        /// The pairs.
        pairs: Vec<(ItemRef, ItemRef)>,
        /// Option positions.
        apart: u8,
    },
    /// Number of instructed items ("please choose …") that were answered otherwise.
    Instructed {
        /// Item and the option position asked for.
        items: Vec<(ItemRef, u8)>,
    },
    /// The value of a lie scale.
    Lie(ScoreRef),
    /// `100 × (1 - r)`, where r is the correlation of odd and even halves over these instruments,
    /// stepped up by Spearman and Brown (Johnson 2005). At least three instruments.
    OddEven {
        /// Positions in [`crate::Battery::instruments`].
        instruments: Vec<u8>,
    },
}
