//! Something is said or shown.

use super::{At, Leave, Left, Work};

pub(super) struct Say;

impl Work for Say {
    fn leave(&mut self, _at: At) -> Left {
        Left::Goes(Leave::faithful())
    }
}
