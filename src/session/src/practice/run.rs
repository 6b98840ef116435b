//! What a run was like, as far as the rules need it.

use super::kinds::Leave;
use qinghe_content::exercise::Fits;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// To its end.
    Done,
    /// The person stopped it.
    Stopped,
    /// It made things worse.
    Worse,
    /// It took twice its time.
    Long,
    /// A contraindication applied; nothing was begun.
    NotForMe,
}

/// A run that is over.
#[derive(Clone, PartialEq)]
pub struct Run {
    /// Id of the exercise.
    pub exercise: String,
    /// How it ended.
    pub end: End,
    /// Whether everything was done as it was meant, in a time in which a person can do it.
    pub practised: bool,
    /// Whether the last rating is above the first; `None` without both.
    pub rose: Option<bool>,
    /// Whether the last rating is very strong.
    pub ends_high: bool,
    /// Stories that were told, each as it went the first time.
    pub stories: Vec<StoryResult>,
}

/// How one story went.
#[derive(Clone, PartialEq)]
pub struct StoryResult {
    /// Its id.
    pub id: String,
    /// Whether nothing made things worse, and the last thing done helped.
    pub right: bool,
    /// Whether somebody's safety depended on it.
    pub critical: bool,
}

/// How a step was left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Not yet.
    Open,
    /// As it was meant.
    Meant,
    /// Otherwise.
    Not,
    /// A rhythm that may be left out was left out.
    Skipped,
    /// A rhythm that may be left out was followed.
    Followed,
}

pub(super) struct Marks {
    pub before: Option<u8>,
    /// Step and rating.
    pub afters: Vec<(u16, u8)>,
    /// Somebody got dizzy.
    pub eased: bool,
    /// Beside the steps: how each was left the last time.
    pub marks: Vec<Mark>,
    pub stories: Vec<Told>,
    /// Tenths of a second below which nobody does what was done.
    pub least_tenths: u32,
}

/// A story as far as it was told: the steps at which something was done, and what.
#[derive(Clone)]
pub(super) struct Told {
    pub id: String,
    pub critical: bool,
    pub done: Vec<(u16, Fits)>,
    /// The first telling is over. It counts; whoever tells a story again has seen its end.
    pub over: bool,
}

impl Told {
    fn has(&self, at: u16) -> bool {
        self.done.iter().any(|(step, _)| *step == at)
    }
}

impl Marks {
    pub(super) fn new(steps: usize) -> Marks {
        Marks {
            before: None,
            afters: Vec::new(),
            eased: false,
            marks: vec![Mark::Open; steps],
            stories: Vec::new(),
            least_tenths: 0,
        }
    }

    /// A step is left.
    pub(super) fn left(&mut self, at: u16, leave: &Leave, least_tenths: u16) {
        self.least_tenths = self.least_tenths.saturating_add(u32::from(least_tenths));
        if let Some(slot) = self.marks.get_mut(usize::from(at)) {
            *slot = match (leave.may_skip, leave.faithful) {
                (false, true) => Mark::Meant,
                (false, false) => Mark::Not,
                (true, true) => Mark::Followed,
                (true, false) => Mark::Skipped,
            };
        }
        let Some((story, fits)) = &leave.story else { return };
        let told = self.stories.iter_mut().find(|told| told.id == story.id);
        match told {
            Some(told) if told.over || told.has(at) => {}
            Some(told) => told.done.push((at, *fits)),
            None => self.stories.push(Told {
                id: story.id.clone(),
                critical: story.critical,
                done: vec![(at, *fits)],
                over: false,
            }),
        }
    }

    /// A moment of a story is come to by going forward: a second time, and its first telling is over.
    pub(super) fn come_to(&mut self, at: u16, story: &str) {
        if let Some(told) = self.stories.iter_mut().find(|told| told.id == story) {
            told.over |= told.has(at);
        }
    }

    fn rise(&self) -> Option<i16> {
        let last = self.afters.last()?.1;
        Some(i16::from(last) - i16::from(self.before?))
    }

    /// Whether the last rating is above the first by so much.
    pub(super) fn risen(&self, by: u8) -> bool {
        self.rise().is_some_and(|rise| rise >= i16::from(by))
    }

    /// Whether nothing was left early that may not be, and of what may be left out no more was than was followed.
    fn as_meant(&self) -> bool {
        let count = |mark: Mark| self.marks.iter().filter(|one| **one == mark).count();
        count(Mark::Not) == 0 && count(Mark::Skipped) <= count(Mark::Followed)
    }

    pub(super) fn run(&self, exercise: String, end: super::End, fully: bool, high: u8) -> Run {
        let result = |told: &Told| StoryResult {
            id: told.id.clone(),
            critical: told.critical,
            right: told.done.iter().all(|(_, fits)| *fits != Fits::No)
                && told.done.last().is_some_and(|(_, fits)| *fits == Fits::Yes),
        };
        Run {
            exercise,
            end,
            practised: fully && !self.eased && self.as_meant(),
            rose: self.rise().map(|rise| rise > 0),
            ends_high: self.afters.last().is_some_and(|(_, last)| *last >= high),
            stories: self.stories.iter().map(result).collect(),
        }
    }
}
