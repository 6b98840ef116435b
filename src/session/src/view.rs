//! What is shown.

use crate::safety::HelpView;
use qinghe_content::{Domain, OwnState, Tier};
use qinghe_scoring::{Care, Response};

/// The result of a sitting.
#[derive(Clone, PartialEq)]
pub struct Outcome {
    /// The tier.
    pub tier: Tier,
    /// Domains that stand out.
    pub domains: Vec<Domain>,
    /// Whether the domains may be told.
    pub share_domains: bool,
    /// Whether the responses can be read, and with how much caution.
    pub care: Care,
    /// Whether the person wants to be seen.
    pub wish_seen: bool,
}

/// What is shown.
#[derive(Clone, PartialEq)]
#[allow(missing_docs)]
pub enum View {
    /// The most items that may be asked, and whether nobody at the centre can tell who this is.
    Sees {
        items: usize,
        anonymous: bool,
    },
    /// `young`: a child under fourteen, whose guardian has agreed and who is asked as well.
    Consent {
        resumed: bool,
        young: bool,
    },
    Item(ItemView),
    /// Some responses look as if they were not read; the person may look at them once more.
    Again {
        items: usize,
    },
    Help(HelpView),
    /// `own`: how whoever responds is doing, where that was asked; shown together with the result, and told to nobody.
    End {
        shown: Option<Outcome>,
        own: Option<OwnState>,
    },
    Declined,
    /// Nothing of this module.
    Left,
}

/// One item.
#[derive(Clone, Copy, PartialEq)]
pub struct ItemView {
    /// Position in [`Pack::instruments`].
    pub instrument: usize,
    /// Position in the instrument's items.
    pub item: usize,
    /// Position among the items asked, from 1.
    pub position: usize,
    /// Number of items asked, as far as it is known: it can fall, when a gate stays closed, and never rises.
    pub total: usize,
    /// What was chosen before.
    pub chosen: Response,
    /// Whether there is an item before this one.
    pub can_go_back: bool,
    /// Whether it is about whoever responds, so that nothing of it leaves.
    pub own: bool,
}
