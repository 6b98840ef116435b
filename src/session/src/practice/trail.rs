//! The way through a run, back and on again.

/// Steps shown, the present one last, and those that were gone back over.
#[derive(Default)]
pub(super) struct Trail {
    shown: Vec<u16>,
    /// The next one last.
    ahead: Vec<u16>,
    /// Whether the present step is shown as it was left.
    again: bool,
}

impl Trail {
    pub(super) fn resumed(shown: Vec<u16>, ahead: Vec<u16>, again: bool) -> Trail {
        Trail { shown, ahead, again }
    }

    pub(super) fn shown(&self) -> &[u16] {
        &self.shown
    }

    pub(super) fn ahead(&self) -> &[u16] {
        &self.ahead
    }

    pub(super) fn again(&self) -> bool {
        self.again
    }

    pub(super) fn can_go_back(&self) -> bool {
        self.shown.len() > 1
    }

    /// On to a step. Whoever goes on where the way was gone back finds it as it was left.
    pub(super) fn on(&mut self, to: u16) {
        self.again = self.ahead.last() == Some(&to);
        if self.again {
            self.ahead.pop();
        } else {
            self.ahead.clear();
        }
        self.shown.push(to);
    }

    /// Back to the step before, if there is one.
    pub(super) fn back(&mut self) -> Option<u16> {
        if !self.can_go_back() {
            return None;
        }
        self.ahead.extend(self.shown.pop());
        self.again = true;
        self.shown.last().copied()
    }
}
