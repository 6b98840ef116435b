//! What both parts of the page know, and what anybody may ask of them.

use crate::{
    book::{Book, stage_of},
    pair::Pair,
    plan::Line,
    ports::{Browser, Doing},
    room::Room,
    shelf::{Shelf, Whose},
    shut::Shut,
    words::{Locale, Word, plan},
};
use qinghe_content::{
    Domain,
    exercise::{Elsewhere, LessonStage, Theme, Variant},
};
use qinghe_session::{
    Idle,
    practice::{Event, Now, Shows, View},
    training::Handed,
};
use std::{future::Future, pin::Pin};
use yew::{html::Scope, prelude::*};

/// Where one is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// Before the notebook is read, or while the other part is on.
    Away,
    /// Six digits are asked for.
    Locked,
    /// Which grade.
    Stage,
    /// The menu.
    Menu,
    /// One exercise before it begins, by its id.
    Face(String),
    /// Core knowledge to read: all topics, or one by its number.
    Library(Option<u8>),
    /// A run.
    Run,
    /// Making a lock, or taking it off.
    Lock,
    /// Clearing the notebook.
    Clear,
}

/// What somebody may ask for.
#[derive(Clone, PartialEq)]
pub enum Act {
    /// Go there.
    Go(Place),
    /// This is the stage: whose words, and whether it is university.
    Stage(Variant, bool),
    /// This is the stage of the child.
    Child(LessonStage),
    /// Very large letters, or no longer.
    Large,
    /// Lessons about this, or all of them.
    Theme(Option<Theme>),
    /// Go to the family's page, and there to this guide.
    Guide(String),
    /// The computer is shared.
    Share,
    /// It is about this, or no longer.
    About(Domain),
    /// Begin an exercise with an entry.
    Start(String, String),
    /// Begin something else.
    Do(Doing),
    /// A skill was used outside, or not.
    Used(String, bool),
    /// Be counted, or not.
    Count(bool),
    /// The option at this place.
    Choose(usize),
    /// The next item.
    AskNext,
    /// A line of the plan.
    PlanLine(Line, String),
    /// The exercise of the plan; empty for something of one's own.
    PlanExercise(String),
    /// The plan is looked at again after so many days.
    PlanReview(u32),
    /// Keep the plan.
    PlanKeep,
    /// Go on with it for another week.
    PlanAgain,
    /// Write it anew.
    PlanChange,
    /// It is done with.
    PlanEnd,
    /// Which growth records are there?
    AskFile,
    /// Put it into this one.
    File(u32),
    /// Begin where one was led.
    StartLed(Elsewhere),
    /// Go on with a run of an earlier visit, or let it go.
    Broken(bool),
    /// Something for the run.
    Event(Event),
    /// Another corner of a grid of words, or none.
    Corner(Option<u8>),
    /// Leave a run that is over.
    Close,
    /// Show who is there.
    Person,
    /// Switch the tick.
    Sound,
    /// Switch the vibration.
    Buzz,
    /// Save the reminder for a calendar.
    Calendar,
    /// Read this aloud.
    Say(String),
    /// Print.
    Print,
    /// The person is back.
    Back,
    /// Digits to open the notebook.
    Open(String),
    /// Go on without it.
    Without,
    /// Digits to lock it from now on.
    Lock(String),
    /// Take the lock off.
    Unlock,
    /// Clear everything.
    Wipe,
}

/// What all parts of a screen know.
#[derive(Clone, PartialEq)]
pub struct Here {
    /// The language.
    pub locale: Locale,
    /// The browser.
    pub browser: Browser,
    /// Where wishes go.
    pub act: Callback<Act>,
}

impl Here {
    /// A text.
    pub fn say(&self, word: Word) -> &'static str {
        word.say(self.locale)
    }
}

/// Where one is with the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Planning {
    /// Writing it.
    Write,
    /// It is kept.
    Kept,
    /// Its day has come, or somebody wants to see it.
    Look,
}

/// The browser of either part.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The browser.
    pub browser: Browser,
}

/// What a screen shows.
pub struct App {
    /// What is known of book and exercises.
    pub room: Room,
    /// Which screen.
    pub place: Place,
    /// In which language.
    pub locale: Locale,
    /// Whether the notebook has a lock.
    pub has_lock: bool,
    /// Whether it is shut.
    pub shut: bool,
    /// Why the last try at a lock failed.
    pub wrong: Option<Shut>,
    /// Something is being worked out.
    pub busy: bool,
    /// A calm line above the screen.
    pub notice: Option<Word>,
    /// Two people do the run together, and nothing of it is kept.
    pub pair: Option<Pair>,
    /// Exercises could not be had.
    pub missing: bool,
    /// The person went away while a run was on.
    pub away: bool,
    /// Counts how often a rhythm has to be set going anew.
    pub beat: u32,
    /// The corner of a grid of words that is open.
    pub corner: Option<u8>,
    /// A shared computer that nobody touches.
    pub idle: Idle,
    /// Where one is with the plan.
    pub planning: Planning,
    /// Names of the growth records, once they were asked for.
    pub filing: Option<Vec<String>>,
    /// What came of putting something into one.
    pub filed: Option<Word>,
}

impl App {
    /// Nothing yet.
    pub fn new(browser: &Browser) -> App {
        App {
            room: Room::default(),
            place: Place::Away,
            locale: browser.locale(),
            has_lock: false,
            shut: false,
            wrong: None,
            busy: false,
            notice: None,
            pair: None,
            missing: false,
            away: false,
            beat: 0,
            corner: None,
            idle: Idle::new(browser.now().ms),
            planning: Planning::Write,
            filing: None,
            filed: None,
        }
    }

    /// Goes to a screen.
    pub fn go(&mut self, place: Place) {
        (self.notice, self.wrong) = (None, None);
        (self.filing, self.filed) = (None, None);
        // Whoever would rather not clear a locked notebook is still before its lock.
        self.place = if self.shut && place == Place::Menu { Place::Locked } else { place };
    }

    /// Takes the catalogue of the present language, once it is there.
    pub fn stock(&mut self, browser: &Browser) {
        self.locale = browser.locale();
        let catalogue = browser.catalogue(self.locale);
        if let Some(shelf) = catalogue.and_then(|bytes| Shelf::new(browser.whose(), self.locale, &bytes)) {
            self.room.shelf = Some(shelf);
            self.missing = false;
        }
    }

    /// The pack without which the screen shows nothing.
    pub fn needs(&self) -> Option<&str> {
        match &self.place {
            Place::Face(id) => Some(id),
            Place::Library(_) => self.room.knowledge(),
            _ => None,
        }
    }

    /// Takes the pack of an exercise, once it is there.
    pub fn fetch(&mut self, browser: &Browser, id: &str) {
        if let Some(shelf) = &mut self.room.shelf
            && let Some(bytes) = browser.pack(shelf.locale, id)
        {
            shelf.put(id.to_owned(), bytes);
        }
    }

    /// The other language has come: what is on goes on in it.
    pub fn reword(&mut self) {
        self.room.reword();
        if let (Some(pair), Some(playing)) = (&mut self.pair, &self.room.playing) {
            pair.reword(playing.practice.pack());
        }
    }

    /// Whether it was wanted for today.
    pub fn is_due(&self, id: &str, now: Now) -> bool {
        self.room.book.due(now.day).iter().any(|one| one.exercise == id)
    }

    /// Takes the packs of what was wanted for today: they know what its ways are called.
    pub fn fetch_due(&mut self, browser: &Browser, now: Now) {
        let due: Vec<String> = self.room.book.due(now.day).iter().map(|one| one.exercise.clone()).collect();
        due.iter().for_each(|id| self.fetch(browser, id));
    }

    /// Takes a book; what is damaged, or missing, is a new one.
    pub fn take(&mut self, browser: &Browser, book: Option<&[u8]>) {
        self.room.book = book.and_then(Book::stayed).unwrap_or_default();
        let (stage, settings) = (browser.stage(), &mut self.room.book.settings);
        match browser.whose() {
            Whose::Students => {
                let (given, university) = stage.chars().next().map_or((None, false), stage_of);
                let given = given.filter(|variant| Variant::STUDENTS.contains(variant));
                settings.variant = settings.variant.or(given);
                // What was said before there was a stage of its own stays, and a host knows better.
                settings.university |= university && settings.variant == given;
            }
            Whose::Families => {
                let given = LessonStage::ALL.into_iter().find(|one| one.word() == stage);
                settings.variant = Some(Variant::Adult);
                settings.home.stage = settings.home.stage.or(given);
            }
        }
        if self.room.book.seed == 0 {
            self.room.book.seed = browser.seed();
        }
    }

    /// Takes over what the own result was handed over as; whether there was anything.
    pub fn take_over(&mut self, bytes: Option<&[u8]>) -> bool {
        let handed = bytes.and_then(Handed::read);
        let is = handed.is_some();
        if let Some(handed) = handed {
            self.room.book.take(handed);
        }
        is
    }

    /// These growth records are there: the only one is taken at once, of several the person chooses.
    pub fn records(&mut self, names: Vec<String>) -> Option<u32> {
        match names.len() {
            0 => self.filed = Some(plan::NO_RECORD),
            1 => return Some(0),
            _ => self.filing = Some(names),
        }
        None
    }

    /// Whether something was put into one.
    pub fn filed(&mut self, done: bool) {
        self.filed = Some(if done { plan::FILED } else { plan::NOT_FILED });
    }

    /// A touch; whether it changed what is seen.
    pub fn touched(&mut self, now: Now) -> bool {
        let before = self.idle.cover();
        self.idle.touch(now.ms);
        before != self.idle.cover()
    }

    fn shown(&self) -> Option<View> {
        self.room.playing.as_ref().map(|playing| playing.practice.view())
    }

    /// Whether a run is on that time matters to.
    pub fn is_running(&self) -> bool {
        self.shown().is_some_and(|view| !matches!(view, View::Over(_) | View::Worse))
    }

    /// Whether what is on goes on while the screen is off.
    pub fn goes_on(&self) -> bool {
        self.room.playing.as_ref().is_some_and(|playing| playing.practice.in_background())
    }

    /// What the step on the screen shows.
    pub fn shows(&self) -> Option<Shows> {
        match self.shown() {
            Some(View::Step { shows, .. }) => Some(shows),
            _ => None,
        }
    }

    /// Whether somebody who does not move is doing what the screen asks for.
    pub fn sits_still(&self) -> bool {
        matches!(self.shows(), Some(Shows::Pacer { .. } | Shows::Timer { .. } | Shows::Wave { .. }))
    }

    /// Milliseconds until the cover of a shared computer may change.
    pub fn cover_in(&self, now: Now) -> Option<u64> {
        self.idle.next_ms().map(|at| at.saturating_sub(now.ms).max(250))
    }
}

/// Does something that takes time. Boxed, so that what stands around a future stands in the module once.
pub fn later<C: Component>(link: &Scope<C>, work: Pin<Box<dyn Future<Output = C::Message>>>) {
    let link = link.clone();
    wasm_bindgen_futures::spawn_local(async move { link.send_message(work.await) });
}
