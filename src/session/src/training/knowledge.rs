//! Core knowledge (核心知识) and how many know it (知晓率). Formulas: design note C5.
//!
//! Three figures, because one notice asks for "the rate" and two surveys of the same students gave 57 and 64
//! per cent by two definitions: right responses of all given, people who passed at the first try, and people
//! who passed in the end. The last two count everybody enrolled.

use super::calendar::Day;

/// Per cent of the items that have to be right at the first try.
pub const KNOWN_FROM: u32 = 80;
/// Items of one sitting.
const ITEMS: usize = 20;
/// Milliseconds below which an item was not read.
const LEAST_MS: u64 = 1_500;
/// Days after which it is asked again.
const AGAIN_AFTER: [Day; 2] = [7, 30];

/// One item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KnowledgeItem {
    /// Topic, 1 to 20.
    pub topic: u8,
    /// Number of options.
    pub options: u8,
    /// Position of the right one.
    pub right: u8,
}

/// One sitting: every item is asked once, and what was not right is explained and asked until it is.
pub struct Knowledge {
    items: Vec<KnowledgeItem>,
    /// Beside the items: right at the first try.
    first: Vec<bool>,
    /// Positions that are still to be learnt, the present one first.
    open: Vec<usize>,
    since_ms: u64,
    answered_on: Option<Day>,
}

impl Knowledge {
    /// A sitting over one form; `None` unless it has 20 items, each on another topic.
    #[must_use]
    pub fn new(items: Vec<KnowledgeItem>, now_ms: u64) -> Option<Knowledge> {
        let mut topics: Vec<u8> = items.iter().map(|item| item.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        let whole = items.len() == ITEMS && topics.len() == ITEMS;
        whole.then(|| Knowledge {
            open: (0..items.len()).collect(),
            items,
            first: Vec::new(),
            since_ms: now_ms,
            answered_on: None,
        })
    }

    /// Position of the item that is asked; `None` when all are learnt.
    #[must_use]
    pub fn shown(&self) -> Option<usize> {
        self.open.first().copied()
    }

    /// Whether the item that is shown comes again, after its explanation.
    #[must_use]
    pub fn is_again(&self) -> bool {
        self.shown().is_some_and(|at| at < self.first.len())
    }

    /// Takes an option. Says whether it was right; `None`, and no change, when there is none. The first choice
    /// is locked: what is learnt later does not change it.
    pub fn choose(&mut self, option: u8, now_ms: u64, today: Day) -> Option<bool> {
        let at = self.shown()?;
        let item = self.items.get(at).filter(|item| option < item.options)?;
        let read = now_ms.saturating_sub(self.since_ms) >= LEAST_MS;
        let right = read && option == item.right;
        self.since_ms = now_ms;
        if at == self.first.len() {
            self.first.push(right);
            if self.first.len() == self.items.len() {
                self.answered_on = Some(today);
            }
        }
        self.open.remove(0);
        if !right {
            self.open.push(at);
            // First tries come first; what is learnt again comes behind them.
            self.open.sort_by_key(|one| *one < self.first.len());
        }
        Some(right)
    }

    /// What this sitting counts as.
    #[must_use]
    pub fn person(&self) -> Person {
        let right = self.first.iter().filter(|right| **right).count();
        let whole = self.first.len() == self.items.len();
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Person {
            answered: small(self.first.len()),
            right: small(right),
            passed_first: whole && small(right) * 100 >= small(ITEMS) * KNOWN_FROM,
            passed_after: whole && self.open.is_empty(),
        }
    }

    /// Whether it is to be asked again today, after 7 and after 30 days; `asked` is how often it was.
    #[must_use]
    pub fn again_due(&self, asked: usize, today: Day) -> bool {
        let after = AGAIN_AFTER.get(asked);
        self.answered_on.zip(after).is_some_and(|(day, after)| today >= day + after)
    }
}

/// One person's first sitting, as far as figures need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Items answered.
    pub answered: u32,
    /// Items right at the first try.
    pub right: u32,
    /// At least four in five right at the first try.
    pub passed_first: bool,
    /// Everything right in the end, explanations in between.
    pub passed_after: bool,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// The part.
    pub part: u32,
    /// The whole.
    pub whole: u32,
}

/// The three figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Σ right ÷ Σ answered, at the first try.
    pub items: Ratio,
    /// People who passed at the first try ÷ enrolled.
    pub first: Ratio,
    /// People who passed in the end ÷ enrolled.
    pub after: Ratio,
}

/// The figures of everybody enrolled. Whoever never began counts in both wholes, and nowhere in a part.
#[must_use]
pub fn rates(people: &[Person], enrolled: u32) -> Rates {
    let sum = |of: fn(&Person) -> u32| people.iter().map(of).fold(0, u32::saturating_add);
    Rates {
        items: Ratio { part: sum(|one| one.right), whole: sum(|one| one.answered) },
        first: Ratio { part: sum(|one| u32::from(one.passed_first)), whole: enrolled },
        after: Ratio { part: sum(|one| u32::from(one.passed_after)), whole: enrolled },
    }
}
