//! Entries of a record.

use crate::{Day, Fault, Id, Line, Note, codec, handover::Handed, result::Outcome};
use qinghe_wire::SignedPermit;

/// Most bytes of one entry, so that a single one fits into the smallest file.
pub(crate) const MAX_ENTRY: usize = 15_000;
/// Most steps of a plan, and most lines of a step of a safety plan.
pub(crate) const MAX_LINES: usize = 10;

/// One entry. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    id: Id,
    day: Day,
    body: Body,
}

impl Entry {
    /// An entry of `day`, under an id that nobody else draws.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] for lists that are too long, [`Fault::TooLarge`].
    pub fn new(id: Id, day: Day, body: Body) -> Result<Entry, Fault> {
        body.check()?;
        let entry = Entry { id, day, body };
        match codec::length(&entry) {
            bytes if bytes > MAX_ENTRY => Err(Fault::TooLarge { bytes }),
            _ => Ok(entry),
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> Id {
        self.id
    }

    /// The day that it is about.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// What it says.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// Where it stands: by day, then by id.
    pub(crate) fn place(&self) -> (Day, Id) {
        (self.day, self.id)
    }

    pub(crate) fn under(&self, id: Id) -> Entry {
        Entry { id, ..self.clone() }
    }
}

/// What an entry says.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// What a sitting came to.
    Result(Outcome),
    /// A skill that was practised.
    Skill(Skill),
    /// What the student sets out to do (策).
    Plan(Plan),
    /// What others do: an adjustment at school, somebody to go to.
    Support(Support),
    /// The safety plan.
    Safety(Box<SafetyPlan>),
    /// The journal. Stays behind at every handover unless it is picked.
    Journal(Journal),
    /// Note of a look back, alone or with somebody.
    Check(Check),
    /// A handover that was made, with what proves it.
    Handed(Handed),
    /// Somebody's yes to a handover, signed by the school that keeps it.
    Permit(Box<SignedPermit>),
}

/// How far a skill has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Tried.
    Practised,
    /// Done to its end.
    Completed,
    /// Remembered, and used later.
    Mastered,
}

/// A skill.
#[derive(Clone, PartialEq, Eq)]
pub struct Skill {
    /// Id of the exercise.
    pub exercise: Line,
    /// Its name, as the student read it.
    pub name: Line,
    /// How far it has come.
    pub stage: Stage,
}

/// A plan. Without somebody who takes care of it and a next date it is a wish, and cannot be written.
#[derive(Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is for.
    pub goal: Line,
    /// Small steps; at most 10.
    pub steps: Vec<Line>,
    /// Who takes care of it.
    pub owner: Line,
    /// When it is looked at again.
    pub next: Day,
    /// Whether it is done.
    pub done: bool,
}

/// A support.
#[derive(Clone, PartialEq, Eq)]
pub struct Support {
    /// What is done.
    pub what: Line,
    /// By whom.
    pub who: Line,
    /// Until when; open where it is not said.
    pub until: Option<Day>,
}

/// One step of a safety plan.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// 1 to 10 lines.
    Lines(Vec<Line>),
    /// "Later, with my teacher."
    Later,
}

/// A safety plan in the order of Stanley and Brown (2012): 1 my signs, 2 what I can do alone, 3 people and places,
/// 4 whom I ask for help, 5 professionals and help lines, 6 a safer place, 7 a reason and a hope.
#[derive(Clone, PartialEq, Eq)]
pub struct SafetyPlan {
    /// The seven steps.
    pub steps: [Step; 7],
    /// How likely it will be used, 0 to 10.
    pub likely: u8,
    /// What could stand in the way.
    pub obstacles: Option<Note>,
    /// When it is looked at again.
    pub review: Day,
}

/// A page of the journal.
#[derive(Clone, PartialEq, Eq)]
pub struct Journal {
    /// The text.
    pub text: Note,
}

/// A look back.
#[derive(Clone, PartialEq, Eq)]
pub struct Check {
    /// At what.
    pub what: Line,
    /// With whom, where somebody was there.
    pub with: Option<Line>,
    /// What was found.
    pub note: Option<Note>,
}

impl Body {
    fn check(&self) -> Result<(), Fault> {
        match self {
            Body::Plan(plan) if plan.steps.len() > MAX_LINES => {
                Err(Fault::Contradiction("a plan has at most 10 steps"))
            }
            Body::Safety(plan) => {
                let full = |step: &Step| match step {
                    Step::Later => true,
                    Step::Lines(lines) => (1..=MAX_LINES).contains(&lines.len()),
                };
                if plan.likely > 10 {
                    Err(Fault::Contradiction("how likely it is goes from 0 to 10"))
                } else if plan.steps.iter().all(full) {
                    Ok(())
                } else {
                    Err(Fault::Contradiction(
                        "each step has 1 to 10 lines, or waits for a talk with a teacher",
                    ))
                }
            }
            _ => Ok(()),
        }
    }
}
