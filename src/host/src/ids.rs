//! The ids of a sitting's notices, drawn once and kept with the outbox: whoever makes the same notice again, after
//! a reload or in another page, makes it with the same id, and the gateway stores one.

use crate::Entropy;
use qinghe_session::Recipient;
use qinghe_wire::{Id, Notice, Stage, Tier, Trigger, Wish};

/// Two triggers to two recipients, and an end of five tiers with or without the wish to be seen.
pub(crate) const COUNT: usize = 14;

pub(crate) struct Ids([Id; COUNT]);

impl Ids {
    pub(crate) fn draw(entropy: &mut dyn Entropy) -> Ids {
        let mut ids = [[0; 16]; COUNT];
        ids.iter_mut().for_each(|id| *id = entropy.id());
        Ids(ids)
    }

    /// Those of a row; `None` for another number of them.
    pub(crate) fn of_row(ids: &[Id]) -> Option<Ids> {
        ids.try_into().ok().map(Ids)
    }

    pub(crate) fn as_slice(&self) -> &[Id] {
        &self.0
    }

    /// The id of this notice; `None` for one of which there may be several.
    pub(crate) fn of(&self, notice: &Notice, to: Recipient) -> Option<Id> {
        let second = usize::from(to == Recipient::Second);
        let at = match (notice.stage, notice.trigger) {
            (Stage::Early, Some(Trigger::Safety) | None) => second,
            (Stage::Early, Some(Trigger::HelpAsked)) => 2 + second,
            (Stage::Final, _) => 4 + 2 * tier(notice.tier) + usize::from(notice.wish == Wish::BeSeen),
            (Stage::Follow, _) => return None,
        };
        self.0.get(at).copied()
    }
}

fn tier(tier: Tier) -> usize {
    match tier {
        Tier::Routine => 0,
        Tier::Watch => 1,
        Tier::Priority => 2,
        Tier::Urgent => 3,
        Tier::Unclear => 4,
    }
}
