//! What was given at a step. What the numbers mean is known to the step's kind alone.

/// Numbers and texts; neither printable nor serialisable.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Given {
    pub numbers: Vec<u16>,
    pub texts: Vec<String>,
}

impl Given {
    pub(super) fn numbers(numbers: Vec<u16>) -> Given {
        Given { numbers, texts: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.texts.iter().all(String::is_empty)
    }
}
