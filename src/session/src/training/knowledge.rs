//! Core knowledge (核心知识) and how many know it (知晓率). Formulas: design note C5.
//!
//! Three figures, because one notice asks for "the rate" and two surveys of the same students gave 57 and 64
//! per cent by two definitions: right responses of all given, people who passed at the first try, and people
//! who passed in the end. The last two count everybody enrolled.

use super::{calendar::Day, order::Order};
use qinghe_content::asked::KnowledgePack;

/// Per cent of the items that have to be right at the first try.
pub const KNOWN_FROM: u32 = 80;
/// Fewest items of one sitting; a stage may have more topics.
const ITEMS: usize = 20;
/// Milliseconds below which an item was not read.
const LEAST_MS: u64 = 1_500;
/// Days after the first sitting on which it is asked again.
const AGAIN_AFTER: [Day; 2] = [7, 30];
/// Parallel forms.
const FORMS: u8 = 3;
/// What a flag calls core knowledge.
pub const KNOWLEDGE: &str = "core-knowledge";

/// One item.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KnowledgeItem {
    /// Topic, from 1.
    pub topic: u8,
    /// Number of options.
    pub options: u8,
    /// Position of the right one.
    pub right: u8,
}

/// The items of one form: 0, 1, 2 for A, B, C. Topics that lack it are left out, and a sitting needs twenty at least.
#[must_use]
pub fn form(pack: &KnowledgePack, form: u8) -> Vec<KnowledgeItem> {
    let of = |topic: &qinghe_content::asked::Topic| {
        let item = topic.forms.get(usize::from(form))?;
        let options = u8::try_from(item.options.len()).ok()?;
        Some(KnowledgeItem { topic: topic.number, options, right: item.right })
    };
    pack.topics.iter().filter_map(of).collect()
}

/// A sitting that is not over: what must survive a reload, so that nobody tries a first time twice.
#[derive(Clone, PartialEq)]
pub(super) struct Going {
    pub form: u8,
    pub seed: u64,
    pub first: Vec<bool>,
    pub open: Vec<u8>,
    pub answered_on: Option<Day>,
}

/// A sitting that is over.
#[derive(Clone, Copy, PartialEq)]
pub struct Sat {
    /// The day on which the last first try was made.
    pub day: Day,
    /// 0, 1, 2 for A, B, C.
    pub form: u8,
    /// What it counts as.
    pub person: Person,
}

/// Whether it is to be asked today: at first, and again 7 and 30 days after the first time.
pub(super) fn due(sat: &[Sat], today: Day) -> bool {
    let Some(first) = sat.first() else { return true };
    AGAIN_AFTER.get(sat.len() - 1).is_some_and(|after| today >= first.day + after)
}

/// The form that comes next. Forms rotate; `seed` belongs to the person, so that desk mates have different ones.
pub(super) fn next_form(sat: &[Sat], seed: u64) -> u8 {
    let last = sat.last().map(|sat| (sat.form + 1) % FORMS);
    last.unwrap_or_else(|| u8::try_from(seed % u64::from(FORMS)).unwrap_or(0))
}

/// One sitting: every item is asked once, and what was not right is explained and asked until it is.
pub struct Knowledge {
    form: u8,
    seed: u64,
    items: Vec<KnowledgeItem>,
    /// Beside the items: the order in which the options are shown.
    orders: Vec<Vec<u8>>,
    /// Beside the items: right at the first try.
    first: Vec<bool>,
    /// Positions that are still to be learnt, the present one first.
    open: Vec<usize>,
    since_ms: u64,
    answered_on: Option<Day>,
}

impl Knowledge {
    /// A sitting over one form, its options shuffled by `seed`; `None` unless it has 20 items or more, each on another
    /// topic.
    #[must_use]
    pub fn new(form: u8, items: Vec<KnowledgeItem>, seed: u64, now_ms: u64) -> Option<Knowledge> {
        let mut topics: Vec<u8> = items.iter().map(|item| item.topic).collect();
        topics.sort_unstable();
        topics.dedup();
        let whole = items.len() >= ITEMS && topics.len() == items.len();
        let mut order = Order(seed);
        let shuffled = |item: &KnowledgeItem| {
            let mut options: Vec<u8> = (0..item.options).collect();
            order.shuffle(&mut options);
            options
        };
        let orders = items.iter().map(shuffled).collect();
        whole.then(|| Knowledge {
            form,
            seed,
            orders,
            open: (0..items.len()).collect(),
            items,
            first: Vec::new(),
            since_ms: now_ms,
            answered_on: None,
        })
    }

    /// Goes on where a sitting stopped; `None` when it was of another form, or is damaged.
    pub(super) fn resume(going: &Going, items: Vec<KnowledgeItem>, now_ms: u64) -> Option<Knowledge> {
        let mut new = Knowledge::new(going.form, items, going.seed, now_ms)?;
        let open: Vec<usize> = going.open.iter().map(|at| usize::from(*at)).collect();
        let sound = going.first.len() <= new.items.len() && open.iter().all(|at| *at < new.items.len());
        // Everything that has not been tried is still open.
        let whole = (going.first.len()..new.items.len()).all(|at| open.contains(&at));
        (new.first, new.open, new.answered_on) = (going.first.clone(), open, going.answered_on);
        (sound && whole).then_some(new)
    }

    pub(super) fn going(&self) -> Going {
        Going {
            form: self.form,
            seed: self.seed,
            first: self.first.clone(),
            open: self.open.iter().filter_map(|at| u8::try_from(*at).ok()).collect(),
            answered_on: self.answered_on,
        }
    }

    /// What it was, once everything is learnt.
    pub(super) fn sat(&self) -> Option<Sat> {
        let day = self.answered_on.filter(|_| self.open.is_empty())?;
        Some(Sat { day, form: self.form, person: self.person() })
    }

    /// Position of the item that is asked, and of its options in the order shown; `None` when all are learnt.
    #[must_use]
    pub fn shown(&self) -> Option<(usize, &[u8])> {
        let at = self.open.first().copied()?;
        Some((at, self.orders.get(at)?.as_slice()))
    }

    /// Whether the item that is shown comes again, after its explanation.
    #[must_use]
    pub fn is_again(&self) -> bool {
        self.shown().is_some_and(|(at, _)| at < self.first.len())
    }

    /// The next item comes on the screen now: what was said about the one before is no time to read it.
    pub fn turn(&mut self, now_ms: u64) {
        self.since_ms = now_ms;
    }

    /// How many are learnt, and how many there are.
    #[must_use]
    pub fn learnt(&self) -> (usize, usize) {
        (self.items.len() - self.open.len(), self.items.len())
    }

    /// Takes the option at this place of the order shown. Says whether it was right; `None`, and no change, when there is none. The first choice
    /// is locked: what is learnt later does not change it.
    pub fn choose(&mut self, place: usize, now_ms: u64, today: Day) -> Option<bool> {
        let (at, order) = self.shown()?;
        let (item, option) = (*self.items.get(at)?, *order.get(place)?);
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
            passed_first: whole && small(right) * 100 >= small(self.items.len()) * KNOWN_FROM,
            passed_after: whole && self.open.is_empty(),
        }
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
