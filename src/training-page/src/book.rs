//! The notebook of this browser: who practises, what was done week by week, what cards and diaries keep, what is to be
//! looked at again, and a run that was broken off. Two rows, opened and sealed by the browser; inside them nothing says
//! to anybody but this page which exercise it was.

use crate::{leaves::Waiting, plan::Plan};
use qinghe_content::{
    Domain, Tier,
    exercise::{LessonStage, Variant},
};
use qinghe_session::training::{Handed, Record};
use std::collections::BTreeMap;

/// Bytes of the row are filled up to a multiple of this, so that its length does not tell which exercises were done.
const BLOCK: usize = 16 * 1024;
/// 2: with what a family set.
const VERSION: u8 = 2;
/// The stage that reads the words of another.
const UNIVERSITY: char = 'U';
/// Days after which a run that was broken off is not gone on with.
const STALE_DAYS: u32 = 1;
/// Days for which a reminder waits on the menu once its day has come.
const WAITS_DAYS: u32 = 3;

/// A day on which somebody wanted to come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Id of the exercise.
    pub exercise: String,
    /// Id of the entry.
    pub entry: String,
    /// Days since 1970.
    pub day: u32,
}

/// What the person set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Settings {
    /// School stage; `None` until it was said.
    pub variant: Option<Variant>,
    /// Whether that is university: it reads the words of S, and has more core knowledge.
    pub university: bool,
    /// A soft tick with each phase of a rhythm.
    pub sound: bool,
    /// A short vibration with each phase.
    pub buzz: bool,
    /// What a family set.
    pub home: Home,
}

/// What a family set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Home {
    /// Stage of the child; `None` until it was said.
    pub stage: Option<LessonStage>,
    /// Very large letters, and one button a screen.
    pub large: bool,
}

/// Everything that stays between visits, a broken run aside.
#[derive(Default)]
pub struct Book {
    /// Settings.
    pub settings: Settings,
    /// What the latest sitting, or the person, says it is about.
    pub about: Vec<Domain>,
    /// Tier of the latest sitting on this device, if it left one here.
    pub tier: Option<Tier>,
    /// The weeks and months.
    pub record: Record,
    /// By exercise: bytes of [`qinghe_session::practice::Practice::notebook`].
    pub notes: BTreeMap<String, Vec<u8>>,
    /// What was wanted for later days.
    pub reminders: Vec<Reminder>,
    /// The one plan that is going on.
    pub plan: Option<Plan>,
    /// What may be told in the school's counts.
    pub waiting: Waiting,
    /// A random number of this person's own: on which day something is asked, and in which order. 0 until it was drawn.
    pub seed: u64,
}

/// Letter of the stage, sound, buzz; the child's stage by its place, and whether letters are very large.
type SettingsRow = (Option<u8>, bool, bool, Option<u8>, bool);
/// Plan, what waits to be told, seed.
type LaterRow = (Option<Plan>, Waiting, u64);
/// Settings, domains by their place, tier by its place, record, notes, reminders, the rest.
type Row =
    (SettingsRow, Vec<u8>, Option<u8>, Vec<u8>, Vec<(String, Vec<u8>)>, Vec<(String, String, u32)>, LaterRow);

fn place<T: PartialEq>(all: &[T], one: &T) -> Option<u8> {
    all.iter().position(|other| other == one).and_then(|at| u8::try_from(at).ok())
}

fn letter(variant: Variant) -> Option<u8> {
    u8::try_from(variant.letter()).ok()
}

/// The variant with this letter.
#[must_use]
pub fn variant_of(letter: char) -> Option<Variant> {
    Variant::ALL.into_iter().find(|variant| variant.letter() == letter)
}

/// The variant that the stage with this letter reads, and whether the stage is university.
#[must_use]
pub fn stage_of(letter: char) -> (Option<Variant>, bool) {
    let university = letter == UNIVERSITY;
    (if university { Some(Variant::Senior) } else { variant_of(letter) }, university)
}

impl Book {
    /// Bytes for the store, sealed by it.
    #[must_use]
    pub fn stays(&self) -> Vec<u8> {
        let Settings { variant, university, sound, buzz, home } = self.settings;
        let stage = home.stage.and_then(|stage| place(&LessonStage::ALL, &stage));
        let of = if university { u8::try_from(UNIVERSITY).ok() } else { variant.and_then(letter) };
        let settings = (of, sound, buzz, stage, home.large);
        let about = self.about.iter().filter_map(|one| place(&Domain::ALL, one)).collect();
        let tier = self.tier.and_then(|tier| place(&Tier::ALL, &tier));
        let record = self.record.seal().as_bytes().to_vec();
        let notes = self.notes.iter().map(|(id, bytes)| (id.clone(), bytes.clone())).collect();
        let later =
            self.reminders.iter().map(|one| (one.exercise.clone(), one.entry.clone(), one.day)).collect();
        let rest = (self.plan.clone(), self.waiting.clone(), self.seed);
        let row: Row = (settings, about, tier, record, notes, later, rest);
        filled(postcard::to_allocvec(&row).unwrap_or_default(), BLOCK)
    }

    /// From the store; `None` when it is damaged or from a later version.
    #[must_use]
    pub fn stayed(bytes: &[u8]) -> Option<Book> {
        let (settings, about, tier, record, notes, later, rest): Row = read(bytes)?;
        let (of, sound, buzz, stage, large) = settings;
        let stage = stage.and_then(|at| LessonStage::ALL.get(usize::from(at)).copied());
        let home = Home { stage, large };
        let (variant, university) = of.map_or((None, false), |letter| stage_of(char::from(letter)));
        Some(Book {
            settings: Settings { variant, university, sound, buzz, home },
            about: about.iter().filter_map(|at| Domain::ALL.get(usize::from(*at)).copied()).collect(),
            tier: tier.and_then(|at| Tier::ALL.get(usize::from(at)).copied()),
            record: Record::open(&record)?,
            notes: notes.into_iter().collect(),
            reminders: later
                .into_iter()
                .map(|(exercise, entry, day)| Reminder { exercise, entry, day })
                .collect(),
            plan: rest.0,
            waiting: rest.1,
            seed: rest.2,
        })
    }

    /// Takes over what the own result was handed over as.
    pub fn take(&mut self, handed: Handed) {
        if handed.tier == Tier::Urgent {
            self.record.note_urgent(handed.at);
        }
        (self.tier, self.about) = (Some(handed.tier), handed.about);
    }

    /// What one exercise remembers.
    #[must_use]
    pub fn note(&self, exercise: &str) -> &[u8] {
        self.notes.get(exercise).map_or(&[], Vec::as_slice)
    }

    /// It is about this, or no longer.
    pub fn toggle(&mut self, domain: Domain) {
        let before = self.about.len();
        self.about.retain(|one| *one != domain);
        if self.about.len() == before {
            self.about.push(domain);
        }
    }

    /// Wants to come back on `times` days from `day` on. Wanting the same again replaces what was wanted.
    pub fn remind(&mut self, exercise: &str, entry: &str, day: u32, times: u8) {
        self.reminders.retain(|one| one.exercise != exercise || one.entry != entry);
        let days = (day..).take(usize::from(times.max(1)));
        self.reminders.extend(days.map(|day| Reminder {
            exercise: exercise.to_owned(),
            entry: entry.to_owned(),
            day,
        }));
        self.reminders.sort_by_key(|one| one.day);
    }

    /// What is to be looked at again today: one line for each exercise and entry. Days long past are forgotten.
    #[must_use]
    pub fn due(&self, today: u32) -> Vec<&Reminder> {
        let mut due: Vec<&Reminder> = Vec::new();
        for one in self.reminders.iter().filter(|one| one.day <= today && today <= one.day + WAITS_DAYS) {
            if !due.iter().any(|other| other.exercise == one.exercise && other.entry == one.entry) {
                due.push(one);
            }
        }
        due
    }

    /// It was looked at today.
    pub fn seen(&mut self, exercise: &str, today: u32) {
        self.reminders.retain(|one| one.exercise != exercise || one.day > today);
    }
}

/// A run that was broken off.
#[derive(Clone, PartialEq, Eq)]
pub struct Broken {
    /// Id of the exercise.
    pub exercise: String,
    /// Id of the entry.
    pub entry: String,
    /// For whom.
    pub variant: Variant,
    /// The day it was on.
    pub day: u32,
    /// Bytes of [`qinghe_session::practice::Practice::snapshot`].
    pub snapshot: Vec<u8>,
}

type BrokenRow = (String, String, u8, u32, Vec<u8>);

impl Broken {
    /// Bytes for the store.
    #[must_use]
    pub fn stays(&self) -> Vec<u8> {
        let variant = letter(self.variant).unwrap_or_default();
        let row: BrokenRow =
            (self.exercise.clone(), self.entry.clone(), variant, self.day, self.snapshot.clone());
        filled(postcard::to_allocvec(&row).unwrap_or_default(), BLOCK)
    }

    /// From the store; `None` when it is damaged, or so old that nobody goes on with it.
    #[must_use]
    pub fn stayed(bytes: &[u8], today: u32) -> Option<Broken> {
        let (exercise, entry, letter, day, snapshot): BrokenRow = read(bytes)?;
        let variant = variant_of(char::from(letter))?;
        (today <= day + STALE_DAYS).then_some(Broken { exercise, entry, variant, day, snapshot })
    }
}

fn filled(row: Vec<u8>, block: usize) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    bytes.extend(row);
    bytes.resize(bytes.len().next_multiple_of(block), 0);
    bytes
}

fn read<T: for<'a> serde::Deserialize<'a>>(bytes: &[u8]) -> Option<T> {
    let (&VERSION, rest) = bytes.split_first()? else { return None };
    let (row, filling) = postcard::take_from_bytes::<T>(rest).ok()?;
    filling.iter().all(|byte| *byte == 0).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Book, Broken, Reminder};
    use crate::plan::Plan;
    use qinghe_content::{
        Domain, Tier,
        exercise::{LessonStage, Variant},
    };
    use qinghe_session::{practice::Now, training::Handed};

    fn book() -> Book {
        let mut book = Book { about: vec![Domain::Sleep], tier: Some(Tier::Watch), ..Book::default() };
        book.settings.variant = Some(Variant::Junior);
        book.settings.buzz = true;
        book.settings.home = super::Home { stage: Some(LessonStage::Junior), large: true };
        book.notes.insert("e34-safety-plan".into(), vec![7; 2_048]);
        book.remind("e08-small-steps", "day", 20_000, 7);
        book.plan = Some(Plan { goal: "早点睡".into(), review: 20_007, ..Plan::default() });
        book.seed = 7;
        book
    }

    #[test]
    fn what_is_handed_over_sets_tier_and_domains_and_says_when_somebody_is_needed() {
        let bytes = |tier: u8| {
            [&[1, tier], &20_000_u32.to_le_bytes()[..], &9_u64.to_le_bytes(), &[3, 1, 99]].concat()
        };
        let urgent = Tier::ALL.iter().position(|tier| *tier == Tier::Urgent).unwrap();
        for (at, tier) in Tier::ALL.into_iter().enumerate() {
            let handed = Handed::read(&bytes(u8::try_from(at).unwrap())).unwrap();
            let mut book = Book::default();
            book.take(handed);
            assert_eq!((book.tier, book.about.clone()), (Some(tier), vec![Domain::ALL[3], Domain::ALL[1]]));
            assert_eq!(book.record.is_urgent(Now { ms: 10, day: 20_000 }), at == urgent);
        }
        assert!(Handed::read(&bytes(0)[..13]).is_none());
        assert!(Handed::read(&bytes(200)).is_none());
        assert!(Handed::read(&[2; 20]).is_none());
    }

    #[test]
    fn what_stays_comes_back_and_its_length_tells_little() {
        let bytes = book().stays();
        assert_eq!(bytes.len() % BLOCK, 0);
        assert_eq!(bytes.len(), Book::default().stays().len());
        let again = Book::stayed(&bytes).expect("opens");
        let was = book();
        assert_eq!((again.settings, &again.about, again.tier), (was.settings, &was.about, was.tier));
        assert_eq!((&again.notes, &again.reminders), (&was.notes, &was.reminders));
        assert_eq!((again.plan, again.seed), (was.plan, 7));
    }

    #[test]
    fn university_stays_and_reads_the_words_of_s() {
        let mut book = book();
        for (variant, university) in [(Variant::Senior, true), (Variant::Senior, false)] {
            (book.settings.variant, book.settings.university) = (Some(variant), university);
            assert_eq!(Book::stayed(&book.stays()).unwrap().settings, book.settings);
        }
        assert_eq!(super::stage_of('U'), (Some(Variant::Senior), true));
        assert_eq!(super::stage_of('S'), (Some(Variant::Senior), false));
        assert_eq!(super::stage_of('x'), (None, false));
    }

    #[test]
    fn damaged_bytes_are_refused_and_never_panic() {
        let bytes = book().stays();
        for at in 0..600 {
            for change in [1, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= change;
                let _opens_or_not = Book::stayed(&bytes);
            }
            assert!(Book::stayed(&bytes[..at]).is_none());
        }
        let mut later = bytes;
        later[0] = 3;
        assert!(Book::stayed(&later).is_none());
    }

    #[test]
    fn a_reminder_is_due_once_a_day_waits_three_days_and_goes_when_it_was_seen() {
        let mut book = book();
        let days = |book: &Book, today| book.due(today).len();
        assert_eq!([19_999, 20_000, 20_003, 20_009, 20_010].map(|day| days(&book, day)), [0, 1, 1, 1, 0]);
        book.seen("e08-small-steps", 20_002);
        assert_eq!([20_002, 20_003].map(|day| days(&book, day)), [0, 1]);
        book.remind("e08-small-steps", "day", 20_005, 1);
        let only = Reminder { exercise: "e08-small-steps".into(), entry: "day".into(), day: 20_005 };
        assert_eq!(book.reminders, [only]);
    }

    #[test]
    fn a_broken_run_waits_until_tomorrow() {
        let broken = Broken {
            exercise: "e34-safety-plan".into(),
            entry: "first".into(),
            variant: Variant::Senior,
            day: 20_000,
            snapshot: vec![3; 4_096],
        };
        let bytes = broken.stays();
        assert_eq!(bytes.len() % BLOCK, 0);
        assert!(Broken::stayed(&bytes, 20_001).is_some_and(|again| again == broken));
        assert!(Broken::stayed(&bytes, 20_002).is_none());
    }
}
