//! Asking what is known: a probe of one skill, or core knowledge. One item at a time, its options in a shuffled order; the
//! first choice stands, and then it is said why. What counts is in `qinghe_session::training`.

use qinghe_content::{
    asked::{Asked, KnowledgePack, ProbeBank, Topic},
    exercise::Listing,
};
use qinghe_session::{
    practice::Now,
    training::{Attempt, Flag, Knowledge, Probe, ProbeKind, Record, bank, form},
};

/// What is asked for.
enum Of {
    Probe { probe: Box<Probe>, bank: ProbeBank, listing: Listing },
    Knowledge { knowledge: Box<Knowledge>, pack: KnowledgePack, form: u8 },
}

/// One choice that was made, until the person goes on.
#[derive(Clone)]
struct Told {
    asked: Asked,
    order: Vec<u8>,
    chosen: usize,
    /// What core knowledge says on the topic, where the choice was not right.
    lesson: Option<(String, String)>,
}

/// One sitting.
pub struct Asking {
    of: Of,
    told: Option<Told>,
    /// Counts the screens.
    pub screen: u32,
}

/// What the screen shows.
pub enum Shown {
    /// An item that waits for a choice.
    Item(Item),
    /// The same item once a choice was made.
    Answered {
        /// The item.
        item: Item,
        /// Place of the choice in the order shown.
        chosen: usize,
        /// Place of the right option.
        right: usize,
        /// Why it is right.
        why: String,
        /// Title and text of the topic, where it is to be learnt.
        lesson: Option<(String, String)>,
    },
    /// A probe is over.
    ProbeOver {
        /// What was asked for.
        kind: ProbeKind,
        /// Right choices.
        right: usize,
        /// Of how many.
        of: usize,
        /// Whether it holds: enough, and every one on which safety depends.
        holds: bool,
    },
    /// Core knowledge is over: right at the first try, of how many.
    KnowledgeOver(usize, usize),
}

/// One item as it is shown.
pub struct Item {
    /// Number from 1, and of how many.
    pub place: (usize, usize),
    /// Whether it comes again.
    pub again: bool,
    /// What is asked.
    pub text: String,
    /// The options in the order shown.
    pub options: Vec<String>,
}

impl Asking {
    /// A probe of the skill of `listing`, or the one that was left halfway today; `None` when nothing is new, or it may not
    /// begin today. It is noted at once: who reloads finds the same items, and what was chosen stays chosen.
    #[must_use]
    pub fn probe(
        kind: ProbeKind,
        of: ProbeBank,
        listing: Listing,
        record: &mut Record,
        seed: u64,
        now: Now,
    ) -> Option<Asking> {
        let items = bank(&of, kind);
        if let Some(probe) = record.resume_probe(&listing.id, kind, &items, now) {
            let of = Of::Probe { probe: Box::new(probe), bank: of, listing };
            return Some(Asking { of, told: None, screen: 0 });
        }
        let history = record.history(&listing.id)?;
        let probe = Probe::draw(kind, &items, &history.seen(), seed, now.ms)?;
        if !record.begun(&probe, &listing, now.day) {
            return None;
        }
        let of = Of::Probe { probe: Box::new(probe), bank: of, listing };
        Some(Asking { of, told: None, screen: 0 })
    }

    /// Core knowledge, from where it was left; `None` where the stage has none.
    #[must_use]
    pub fn knowledge(pack: KnowledgePack, record: &mut Record, seed: u64, now: Now) -> Option<Asking> {
        let number = record.next_form(seed);
        let items = form(&pack, number);
        let going = record.resume_knowledge(items.clone(), now.ms);
        let knowledge = going.or_else(|| Knowledge::new(number, items, seed ^ u64::from(now.day), now.ms))?;
        record.knew(&knowledge, now.day);
        let of = Of::Knowledge { knowledge: Box::new(knowledge), pack, form: number };
        Some(Asking { of, told: None, screen: 0 })
    }

    /// What is on the screen.
    #[must_use]
    pub fn shown(&self) -> Shown {
        if let Some(told) = &self.told {
            return Shown::Answered {
                item: item(&told.asked, &told.order, self.place(true), false),
                chosen: told.chosen,
                right: place_of(&told.order, told.asked.right),
                why: told.asked.why.clone(),
                lesson: told.lesson.clone(),
            };
        }
        match (&self.of, self.present()) {
            (of, Some((asked, order))) => {
                let again = matches!(of, Of::Knowledge { knowledge, .. } if knowledge.is_again());
                Shown::Item(item(&asked, &order, self.place(false), again))
            }
            (Of::Probe { probe, .. }, None) => {
                let attempt = probe.attempt(0);
                let (right, of) = (attempt.as_ref().map_or(0, |one| usize::from(one.right)), probe.place().1);
                Shown::ProbeOver {
                    kind: probe.kind(),
                    right,
                    of,
                    holds: attempt.is_some_and(|one| one.holds(probe.kind())),
                }
            }
            (Of::Knowledge { knowledge, .. }, None) => {
                let person = knowledge.person();
                Shown::KnowledgeOver(person.right as usize, person.answered as usize)
            }
        }
    }

    /// Whether items come back until they are learnt.
    #[must_use]
    pub fn learns(&self) -> bool {
        matches!(self.of, Of::Knowledge { .. })
    }

    fn place(&self, told: bool) -> (usize, usize) {
        let (at, of) = match &self.of {
            Of::Probe { probe, .. } => probe.place(),
            Of::Knowledge { knowledge, .. } => knowledge.learnt(),
        };
        (if told { at } else { at + 1 }.clamp(1, of), of)
    }

    fn present(&self) -> Option<(Asked, Vec<u8>)> {
        match &self.of {
            Of::Probe { probe, bank, .. } => {
                let (item, order) = probe.shown()?;
                let all = bank.recall.iter().chain(&bank.scenarios);
                Some((all.into_iter().find(|one| one.id == item.id)?.clone(), order.to_vec()))
            }
            Of::Knowledge { knowledge, pack, form } => {
                let (at, order) = knowledge.shown()?;
                Some((topic(pack, *form, at)?.forms.get(usize::from(*form))?.clone(), order.to_vec()))
            }
        }
    }

    /// Takes the option at this place of the order shown. What may be told of it comes back.
    pub fn choose(&mut self, place: usize, record: &mut Record, now: Now) -> Option<Flag> {
        if self.told.is_some() {
            return None;
        }
        let (asked, order) = self.present()?;
        order.get(place)?;
        let mut told = Told { asked, order, chosen: place, lesson: None };
        let flag = match &mut self.of {
            Of::Probe { probe, listing, .. } => {
                probe.choose(place, now.ms);
                record.chose(probe);
                let attempt: Option<Attempt> = probe.attempt(now.day);
                attempt.and_then(|attempt| record.probed(probe.kind(), attempt, listing))
            }
            Of::Knowledge { knowledge, pack, form } => {
                let at = knowledge.shown().map(|(at, _)| at)?;
                // What was chosen faster than it can be read comes again, and its lesson with it.
                if !knowledge.choose(place, now.ms, now.day)? {
                    told.lesson = topic(pack, *form, at).map(|one| (one.title.clone(), one.lesson.clone()));
                }
                record.knew(knowledge, now.day)
            }
        };
        self.told = Some(told);
        self.screen += 1;
        flag
    }

    /// On to the next item.
    pub fn next(&mut self, now: Now) {
        if self.told.take().is_some() {
            match &mut self.of {
                Of::Probe { probe, .. } => probe.turn(now.ms),
                Of::Knowledge { knowledge, .. } => knowledge.turn(now.ms),
            }
            self.screen += 1;
        }
    }
}

/// The topic at this position of a form; topics that lack the form are left out of it.
fn topic(pack: &KnowledgePack, form: u8, at: usize) -> Option<&Topic> {
    pack.topics.iter().filter(|topic| topic.forms.get(usize::from(form)).is_some()).nth(at)
}

fn place_of(order: &[u8], option: u8) -> usize {
    order.iter().position(|one| *one == option).unwrap_or_default()
}

fn item(asked: &Asked, order: &[u8], place: (usize, usize), again: bool) -> Item {
    let options = order.iter().filter_map(|at| asked.options.get(usize::from(*at)).cloned()).collect();
    Item { place, again, text: asked.text.clone(), options }
}
