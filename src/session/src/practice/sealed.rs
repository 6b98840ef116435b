//! The one encoder of what was typed, chosen and rated in exercises. Its bytes go to the sealed store on the
//! device and nowhere else.

use super::{
    Practice, Setup, Stage,
    clock::{Clock, Kept},
    given::Given,
    kinds,
    notebook::Notebook,
    run::{Mark, Marks, Told},
    trail::Trail,
};
use qinghe_content::exercise::{Exercise, ExercisePack, Fits, Form, StepKind};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, rc::Rc};

const VERSION: u8 = 1;
/// Bytes are filled up to a multiple of this, so that the size of a row says little.
const BLOCK: usize = 2048;

/// Marks in the order of their codes.
const MARKS: [Mark; 5] = [Mark::Open, Mark::Meant, Mark::Not, Mark::Skipped, Mark::Followed];

/// Opaque bytes for the sealed store.
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// The bytes: a multiple of 2 048.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The layouts on the disk. Private to this file, so that nothing typed is itself serialisable.
#[derive(Serialize, Deserialize)]
struct GivenRow {
    numbers: Vec<u16>,
    texts: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct NotebookRow {
    exercise: String,
    steps: Vec<(String, GivenRow)>,
}

/// Id, whether it is critical, what was done where (0 helps, 1 partly, 2 does not), and whether its first telling is
/// over.
type StoryRow = (String, bool, Vec<(u16, u8)>, bool);

#[derive(Serialize, Deserialize)]
struct PracticeRow {
    exercise: String,
    version: String,
    variant: u8,
    entry: u8,
    /// 0 contraindications, 1 step, 2 ease, 3 leaving.
    stage: u8,
    trail: Vec<u16>,
    ahead: Vec<u16>,
    visits: u32,
    given: Vec<GivenRow>,
    before: Option<u8>,
    afters: Vec<(u16, u8)>,
    /// Places in [`MARKS`].
    faithful: Vec<u8>,
    stories: Vec<StoryRow>,
    active_ms: u64,
    least_tenths: u32,
    flags: u8,
    behind_ms: u64,
    last_ms: u64,
    step_ms: u64,
}

fn row(given: &Given) -> GivenRow {
    GivenRow { numbers: given.numbers.clone(), texts: given.texts.clone() }
}

fn given(row: GivenRow) -> Given {
    Given { numbers: row.numbers, texts: row.texts }
}

/// Bytes of a row, filled up.
pub(crate) fn seal(value: &impl Serialize) -> Sealed {
    let mut bytes = vec![VERSION];
    bytes.extend(postcard::to_allocvec(value).unwrap_or_default());
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    Sealed(bytes)
}

/// A row of this layout that nothing but filling follows.
pub(crate) fn open<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Option<T> {
    let (&VERSION, rest) = bytes.split_first()? else { return None };
    let (row, padding) = postcard::take_from_bytes::<T>(rest).ok()?;
    let filled = bytes.len().is_multiple_of(BLOCK) && padding.iter().all(|byte| *byte == 0);
    filled.then_some(row)
}

pub(super) fn notebook(exercise: &str, steps: &BTreeMap<String, Given>) -> Sealed {
    let steps = steps.iter().map(|(id, given)| (id.clone(), row(given))).collect();
    seal(&NotebookRow { exercise: exercise.to_owned(), steps })
}

pub(super) fn open_notebook(exercise: &str, bytes: &[u8]) -> Option<BTreeMap<String, Given>> {
    let row: NotebookRow = open(bytes)?;
    (row.exercise == exercise).then(|| row.steps.into_iter().map(|(id, row)| (id, given(row))).collect())
}

pub(super) fn snapshot(of: &Practice) -> Sealed {
    let stage = match of.stage {
        Stage::NotFor => 0,
        Stage::Step(_) => 1,
        Stage::Ease(_) => 2,
        Stage::Leaving => 3,
        // What is over is not gone on with.
        Stage::Worse | Stage::Over(_) => 4,
    };
    let fits = |fits: &Fits| match fits {
        Fits::Yes => 0,
        Fits::Partly => 1,
        Fits::No => 2,
    };
    let told = |told: &Told| {
        let done = told.done.iter().map(|(step, one)| (*step, fits(one))).collect();
        (told.id.clone(), told.critical, done, told.over)
    };
    let mark = |one: &Mark| MARKS.iter().position(|mark| mark == one).unwrap_or(0);
    let mut times = of.clock.kept();
    if of.behind().is_none() {
        // Only what goes on without anybody needs to know since when.
        (times.last_ms, times.step_ms) = (0, 0);
    }
    let variant = of.shape().map_or(' ', |form| form.variant.letter());
    seal(&PracticeRow {
        exercise: of.pack.exercise.id.clone(),
        version: of.pack.exercise.version.clone(),
        variant: u8::try_from(variant).unwrap_or(0),
        entry: u8::try_from(of.entry).unwrap_or(u8::MAX),
        stage,
        trail: of.trail.shown().to_vec(),
        ahead: of.trail.ahead().to_vec(),
        visits: u32::try_from(of.visits).unwrap_or(u32::MAX),
        given: of.given.iter().map(row).collect(),
        before: of.marks.before,
        afters: of.marks.afters.clone(),
        faithful: of.marks.marks.iter().map(mark).filter_map(|at| u8::try_from(at).ok()).collect(),
        stories: of.marks.stories.iter().map(told).collect(),
        active_ms: times.active_ms,
        least_tenths: of.marks.least_tenths,
        flags: u8::from(of.marks.eased) | u8::from(of.was_high) << 1 | u8::from(of.trail.again()) << 2,
        behind_ms: times.behind_ms,
        last_ms: times.last_ms,
        step_ms: times.step_ms,
    })
}

fn marks(row: &PracticeRow) -> Option<Marks> {
    let rating = |rating: &u8| *rating <= 10;
    if !row.before.iter().all(rating) || !row.afters.iter().all(|(_, one)| rating(one)) {
        return None;
    }
    let mark = |code: &u8| MARKS.get(usize::from(*code)).copied();
    let fits = |code: &u8| [Fits::Yes, Fits::Partly, Fits::No].get(usize::from(*code)).copied();
    let told = |(id, critical, done, over): &StoryRow| {
        let done = done.iter().map(|(step, code)| Some((*step, fits(code)?)));
        Some(Told { id: id.clone(), critical: *critical, done: done.collect::<Option<_>>()?, over: *over })
    };
    Some(Marks {
        before: row.before,
        afters: row.afters.clone(),
        eased: row.flags & 1 != 0,
        marks: row.faithful.iter().map(mark).collect::<Option<_>>()?,
        stories: row.stories.iter().map(told).collect::<Option<_>>()?,
        least_tenths: row.least_tenths,
    })
}

fn times(row: &PracticeRow) -> Kept {
    let PracticeRow { active_ms, behind_ms, last_ms, step_ms, .. } = *row;
    Kept { active_ms, behind_ms, last_ms, step_ms }
}

impl PracticeRow {
    /// Whether it is a row of this exercise in this version, variant and entry, and has its shape.
    fn is_of(&self, exercise: &Exercise, form: &Form, entry: usize) -> bool {
        let steps = form.steps.len();
        self.exercise == exercise.id
            && self.version == exercise.version
            && u8::try_from(form.variant.letter()) == Ok(self.variant)
            && usize::from(self.entry) == entry
            && self.given.len() == steps
            && self.faithful.len() == steps
            && self.trail.iter().chain(&self.ahead).all(|at| usize::from(*at) < steps)
            && self.flags < 8
    }
}

impl Practice {
    /// Goes on where `row` (bytes of [`Practice::snapshot`]) stopped, with the notebook of [`Setup::earlier`];
    /// `None` when it is damaged, over, or of another exercise, version, variant or entry.
    #[must_use]
    pub fn resume(
        pack: Rc<ExercisePack>,
        setup: &Setup<'_>,
        bytes: &[u8],
        now: super::Now,
    ) -> Option<Practice> {
        let row: PracticeRow = open(bytes)?;
        let exercise = &pack.exercise;
        let form = exercise.forms.iter().position(|form| form.variant == setup.variant)?;
        let shape = exercise.forms.get(form)?;
        let entry = shape.entries.iter().position(|entry| entry.id == setup.entry)?;
        if !row.is_of(exercise, shape, entry) {
            return None;
        }
        let marks = marks(&row)?;
        let last = row.trail.last().copied();
        let stage = match (row.stage, last) {
            (0, _) => Stage::NotFor,
            (1, Some(at)) => Stage::Step(at),
            (2, Some(at)) if matches!(&shape.steps.get(usize::from(at))?.kind, StepKind::Pacer(_)) => {
                Stage::Ease(at)
            }
            (3, _) => Stage::Leaving,
            _ => return None,
        };
        let behind = match stage {
            Stage::Step(at) => super::background(&shape.steps.get(usize::from(at))?.kind),
            _ => None,
        };
        let times = times(&row);
        let given: Vec<Given> = row.given.into_iter().map(given).collect();
        let work = match stage {
            Stage::Step(at) | Stage::Ease(at) => {
                let others = kinds::Others { given: &given, trail: &row.trail, steps: &shape.steps };
                let at = usize::from(at);
                Some(kinds::begin(&shape.steps.get(at)?.kind, given.get(at)?, false, others, now.day))
            }
            _ => None,
        };
        let came_with = last.and_then(|at| given.get(usize::from(at)).cloned()).unwrap_or_default();
        Some(Practice {
            form,
            entry,
            came_with,
            was_high: row.flags & 2 != 0,
            notebook: Notebook::open(&exercise.id, setup.earlier),
            stage,
            work,
            given,
            trail: Trail::resumed(row.trail, row.ahead, row.flags & 4 != 0),
            visits: row.visits as usize,
            clock: Clock::resumed(now, &times, behind),
            marks,
            turned: None,
            pack,
        })
    }
}
