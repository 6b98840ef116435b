//! What the page decides, without a browser: what is on the menu, which run goes on, what is kept of it.

use crate::{
    asking::Asking,
    book::{Book, Broken, Reminder},
    plan::Plan,
    shelf::Shelf,
    today::{bank_of, knowledge_of},
};
use qinghe_content::{
    Domain, Tier,
    exercise::{
        Elsewhere, Entry, ExercisePack, Form, FormText, Help, Listing, Step, StepText, Theme, Variant,
    },
};
use qinghe_session::{
    practice::{Effect, End, Event, Now, Practice, Run, Setup, View},
    training::{Held, Offer, ProbeKind, offers},
};
use std::rc::Rc;

/// The exercise that is on.
pub struct Playing {
    /// The engine.
    pub practice: Practice,
    /// Id of the exercise.
    pub exercise: String,
    /// Id of the entry.
    pub entry: String,
    /// For whom.
    pub variant: Variant,
    /// Counts the screens, so that a component can tell a new one from the same one again.
    pub screen: u32,
    /// What the run was like, once it is over.
    pub run: Option<Run>,
}

/// What the browser is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The book changed.
    KeepBook,
    /// The run changed, or there is none any more.
    KeepRun,
    /// Show who is there.
    Person,
    /// Begin another exercise.
    Open(Elsewhere),
}

/// A reminder that the person has just wanted: first day and number of days.
pub type Wanted = (u32, u8);

/// Everything that the page knows.
#[derive(Default)]
pub struct Room {
    /// What stays.
    pub book: Book,
    /// The present language's exercises, once they came.
    pub shelf: Option<Shelf>,
    /// The exercise that is on.
    pub playing: Option<Playing>,
    /// A run of an earlier visit.
    pub broken: Option<Broken>,
    /// For the calendar.
    pub wanted: Option<Wanted>,
    /// Which lessons are shown: those about this, or all.
    pub theme: Option<Theme>,
    /// What is being asked.
    pub asking: Option<Asking>,
    /// The plan as it is written or looked at now.
    pub draft: Option<Plan>,
}

/// One line of the menu.
pub struct Card<'a> {
    /// The exercise.
    pub listing: &'a Listing,
    /// Whether it may be begun, or the day from which on it may.
    pub held: Result<(), Held>,
    /// Runs that were practice.
    pub practised: usize,
}

impl Room {
    /// Whose words are shown.
    #[must_use]
    pub fn variant(&self) -> Option<Variant> {
        self.book.settings.variant
    }

    /// Id of what the stage is asked of core knowledge; `None` where it has none.
    #[must_use]
    pub fn knowledge(&self) -> Option<&'static str> {
        let of = self.variant().and_then(knowledge_of);
        if self.book.settings.university { Some("knowledge-u") } else { of }
    }

    /// At most three things to begin with; one of them is always somebody to talk to.
    #[must_use]
    pub fn offers(&self, now: Now) -> Vec<Offer> {
        let (Some(shelf), Some(variant)) = (&self.shelf, self.variant()) else { return vec![Offer::Talk] };
        // Whoever says what it is about is offered what helps a little strain.
        let told = if self.book.about.is_empty() { Tier::Routine } else { Tier::Watch };
        let tier = self.book.tier.filter(|tier| *tier != Tier::Routine).unwrap_or(told);
        offers(shelf.listings(), &self.book.record, tier, &self.book.about, variant, now)
    }

    /// The exercises for this stage that help oneself, or another.
    #[must_use]
    pub fn cards(&self, help: Help, now: Now) -> Vec<Card<'_>> {
        let (Some(shelf), Some(variant)) = (&self.shelf, self.variant()) else { return Vec::new() };
        let fits = |listing: &&Listing| listing.help == help && listing.face(variant).is_some();
        shelf.listings().iter().filter(fits).map(|listing| self.card(listing, now)).collect()
    }

    /// One exercise on the menu.
    #[must_use]
    pub fn card<'a>(&'a self, listing: &'a Listing, now: Now) -> Card<'a> {
        let history = self.book.record.history(&listing.id);
        Card {
            listing,
            held: self.book.record.may_start(listing, now),
            practised: history.map_or(0, |history| history.practised.len()),
        }
    }

    /// What an exercise is called in this stage.
    #[must_use]
    pub fn title(&self, id: &str) -> Option<&str> {
        let listing = self.shelf.as_ref()?.listing(id)?;
        Some(listing.face(self.variant()?)?.title.as_str())
    }

    /// Domains that some exercise of this stage is about.
    #[must_use]
    pub fn domains(&self) -> Vec<Domain> {
        let (Some(shelf), Some(variant)) = (&self.shelf, self.variant()) else { return Vec::new() };
        let offered = |domain: &Domain| {
            let about = |listing: &Listing| listing.offers.iter().any(|rule| rule.domain == *domain);
            shelf.listings().iter().any(|listing| listing.face(variant).is_some() && about(listing))
        };
        Domain::ALL.into_iter().filter(offered).collect()
    }

    /// Ways into an exercise: those that come back to it only once it was done.
    #[must_use]
    pub fn entries(&self, id: &str) -> Vec<Entry> {
        let form = self.pack_of(id).zip(self.variant());
        let form =
            form.and_then(|(pack, variant)| pack.exercise.form(variant).map(|form| form.entries.clone()));
        let mut entries = form.unwrap_or_default();
        let done = self.book.record.history(id).is_some_and(|history| history.lesson.is_some());
        // A card that was written can be opened, whether or not the run came to its end.
        if !done && self.book.note(id).is_empty() {
            entries.truncate(1);
        }
        entries
    }

    fn pack_of(&self, id: &str) -> Option<Rc<ExercisePack>> {
        self.shelf.as_ref()?.pack(id)
    }

    /// The exercise whose card has to be written before this one begins, while it is not.
    #[must_use]
    pub fn requires(&self, id: &str) -> Option<&str> {
        let requires = self.shelf.as_ref()?.listing(id)?.requires.as_deref()?;
        self.book.note(requires).is_empty().then_some(requires)
    }

    /// Begins an exercise; `false` when it has not arrived, is resting, is not for this stage, or something is to be written
    /// first.
    pub fn start(&mut self, id: &str, entry: &str, now: Now) -> bool {
        let may = self.may_start(id, now);
        let (Some(pack), Some(variant), true) = (self.pack_of(id), self.variant(), may) else { return false };
        let setup =
            Setup { variant, entry, earlier: self.book.note(id), was_high: self.book.record.was_high(id) };
        let Some(practice) = Practice::new(pack, &setup, now) else { return false };
        let (exercise, entry) = (id.to_owned(), entry.to_owned());
        self.playing = Some(Playing { practice, exercise, entry, variant, screen: 0, run: None });
        self.broken = None;
        self.wanted = None;
        true
    }

    /// An exercise may rest or be held back; a lesson is there for everybody, always.
    #[must_use]
    pub fn may_start(&self, id: &str, now: Now) -> bool {
        let Some(shelf) = &self.shelf else { return false };
        let listing = shelf.listing(id);
        let exercise = listing.map(|listing| {
            self.book.record.may_start(listing, now).is_ok() && self.requires(&listing.id).is_none()
        });
        exercise.unwrap_or_else(|| shelf.lesson(id).is_some())
    }

    /// Begins where somebody was led.
    pub fn start_led(&mut self, to: &Elsewhere, now: Now) -> bool {
        match &to.entry {
            Some(entry) => self.start(&to.exercise, entry, now),
            None => self.start_first(&to.exercise, now),
        }
    }

    /// Begins with the first entry.
    pub fn start_first(&mut self, id: &str, now: Now) -> bool {
        let first = self.entries(id).first().map(|entry| entry.id.clone());
        first.is_some_and(|entry| self.start(id, &entry, now))
    }

    /// Goes on with a run of an earlier visit; `false` when its exercise or its shape is another by now.
    pub fn resume(&mut self, exercise: &str, entry: &str, snapshot: &[u8], now: Now) -> bool {
        let (Some(pack), Some(variant)) = (self.pack_of(exercise), self.variant()) else { return false };
        let was_high = self.book.record.was_high(exercise);
        let setup = Setup { variant, entry, earlier: self.book.note(exercise), was_high };
        let Some(practice) = Practice::resume(pack, &setup, snapshot, now) else { return false };
        let (exercise, entry) = (exercise.to_owned(), entry.to_owned());
        self.playing = Some(Playing { practice, exercise, entry, variant, screen: 0, run: None });
        true
    }

    /// The run for the store.
    #[must_use]
    pub fn broken_now(&self, today: u32) -> Option<Broken> {
        let playing = self.playing.as_ref().filter(|playing| playing.run.is_none())?;
        if matches!(playing.practice.view(), View::Over(_) | View::Worse) {
            return None;
        }
        Some(Broken {
            exercise: playing.exercise.clone(),
            entry: playing.entry.clone(),
            variant: playing.variant,
            day: today,
            snapshot: playing.practice.snapshot().as_bytes().to_vec(),
        })
    }

    /// Gives an event to the run. What the browser has to do comes back.
    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Ask> {
        let Some(playing) = &mut self.playing else { return Vec::new() };
        let before = shown(&playing.practice.view());
        let effects = playing.practice.handle(now, event);
        if shown(&playing.practice.view()) != before {
            playing.screen += 1;
        }
        let mut asks: Vec<Ask> = Vec::new();
        for effect in effects {
            let ask = self.act(effect, now);
            asks.extend(ask.into_iter().filter(|ask| !asks.contains(ask)).collect::<Vec<_>>());
        }
        asks
    }

    fn act(&mut self, effect: Effect, now: Now) -> Vec<Ask> {
        let Some(playing) = &mut self.playing else { return Vec::new() };
        match effect {
            Effect::Save => vec![Ask::KeepRun],
            Effect::Keep => {
                let bytes = playing.practice.notebook().as_bytes().to_vec();
                self.book.notes.insert(playing.exercise.clone(), bytes);
                vec![Ask::KeepBook]
            }
            Effect::Remind { entry, from_day, times } => {
                self.wanted = Some((from_day, times));
                self.book.remind(&playing.exercise, &entry, from_day, times);
                vec![Ask::KeepBook]
            }
            Effect::Handoff => vec![Ask::Person],
            Effect::Open(to) => self.over_to(&to, now).map(Ask::Open).into_iter().collect(),
            // The screen that follows offers it first; see [`Room::calm`].
            Effect::Calm => Vec::new(),
            Effect::Ended(run) => {
                let listing = self.shelf.as_ref().and_then(|shelf| shelf.listing(&playing.exercise));
                let flag = listing.and_then(|listing| self.book.record.after(&run, listing, now));
                if let (Some(flag), Some(listing)) = (flag, listing) {
                    self.book.waiting.add(flag, Some(listing.help));
                }
                if run.end == End::Done {
                    self.book.seen(&playing.exercise, now.day);
                }
                playing.run = Some(run);
                vec![Ask::KeepBook, Ask::KeepRun]
            }
        }
    }

    /// Begins to ask about a skill; `false` when nothing is new, it was asked today, or its bank has not come.
    pub fn ask(&mut self, exercise: &str, kind: ProbeKind, now: Now) -> bool {
        let Some((shelf, variant)) = self.shelf.as_ref().zip(self.variant()) else { return false };
        let bank = shelf.probes(&bank_of(exercise)).and_then(|pack| pack.bank(variant).cloned());
        let Some((bank, listing)) = bank.zip(shelf.listing(exercise).cloned()) else { return false };
        // Another order for every skill and day, the same for nobody else.
        let of_skill =
            exercise.bytes().fold(u64::from(now.day), |sum, byte| sum.rotate_left(7) ^ u64::from(byte));
        let seed = self.book.seed ^ of_skill;
        self.asking = Asking::probe(kind, bank, listing, &mut self.book.record, seed, now);
        self.asking.is_some()
    }

    /// Begins to ask core knowledge, or goes on; `false` where it has not come.
    pub fn ask_knowledge(&mut self, now: Now) -> bool {
        let known = self.shelf.as_ref().zip(self.knowledge());
        let Some(pack) = known.and_then(|(shelf, id)| shelf.knowledge(id)) else { return false };
        self.asking = Asking::knowledge(pack, &mut self.book.record, self.book.seed, now);
        self.asking.is_some()
    }

    /// Takes a choice.
    pub fn choose(&mut self, place: usize, now: Now) {
        let Some(asking) = &mut self.asking else { return };
        if let Some(flag) = asking.choose(place, &mut self.book.record, now) {
            let listing = self.shelf.as_ref().and_then(|shelf| shelf.listing(&flag.skill));
            self.book.waiting.add(flag, listing.map(|listing| listing.help));
        }
    }

    /// Begins to write a plan, or to look at the one there is.
    pub fn open_plan(&mut self, today: u32) {
        self.draft = Some(self.book.plan.clone().unwrap_or_else(|| Plan::new(today)));
    }

    /// Keeps the plan as it is written now.
    pub fn keep_plan(&mut self) {
        if let Some(plan) = self.draft.clone().filter(Plan::is_whole) {
            self.wanted = Some((plan.review, 1));
            self.book.plan = Some(plan);
        }
    }

    /// The plan is done with.
    pub fn end_plan(&mut self) {
        (self.book.plan, self.draft) = (None, None);
    }

    /// The exercise that is to be played now because another made things worse.
    #[must_use]
    pub fn calm(&self) -> Option<String> {
        let listing = self.shelf.as_ref()?.calm()?;
        let variant = self.variant()?;
        let playing = self.playing.as_ref().map(|playing| playing.exercise.as_str());
        (listing.face(variant).is_some() && playing != Some(listing.id.as_str())).then(|| listing.id.clone())
    }

    /// What to do in its place, where the running exercise is not for this person.
    #[must_use]
    pub fn instead(&self) -> Option<Elsewhere> {
        self.led(self.playing.as_ref()?.practice.instead()?)
    }

    /// Where somebody is led, by way of what has to be written first; `None` where that is not for this stage.
    #[must_use]
    pub fn led(&self, to: &Elsewhere) -> Option<Elsewhere> {
        let to = self.requires(&to.exercise).map_or_else(|| to.clone(), Elsewhere::first);
        self.shelf.as_ref()?.listing(&to.exercise)?.face(self.variant()?).is_some().then_some(to)
    }

    /// Where a step leads over to now; on a day on which that is not on the menu, what it requires, where that is.
    #[must_use]
    pub fn over_to(&self, to: &Elsewhere, now: Now) -> Option<Elsewhere> {
        let required = self.shelf.as_ref()?.listing(&to.exercise)?.requires.as_deref().map(Elsewhere::first);
        let all = [Some(to), required.as_ref()].into_iter().flatten();
        all.filter_map(|one| self.led(one)).find(|one| self.may_start(&one.exercise, now))
    }

    /// A run of an earlier visit that may go on now.
    #[must_use]
    pub fn waits(&self, now: Now) -> Option<&Broken> {
        self.broken.as_ref().filter(|broken| self.may_start(&broken.exercise, now))
    }

    /// What somebody wanted to come back to today, and may begin now.
    #[must_use]
    pub fn due(&self, now: Now) -> Vec<&Reminder> {
        let mut due = self.book.due(now.day);
        due.retain(|reminder| self.may_start(&reminder.exercise, now));
        due
    }

    /// What a way into an exercise is called; `None` where its pack has not come, and for the first.
    #[must_use]
    pub fn way(&self, id: &str, entry: &str) -> Option<String> {
        let pack = self.pack_of(id)?;
        let (form, text) = words_of(&pack, self.variant()?)?;
        let at = form.entries.iter().position(|one| one.id == entry)?;
        text.entries.get(at).filter(|name| !name.is_empty()).cloned()
    }

    /// The other language has come: the run goes on in it, if it has the same exercise.
    pub fn reword(&mut self) {
        let Some(playing) = &mut self.playing else { return };
        if let Some(pack) = self.shelf.as_ref().and_then(|shelf| shelf.pack(&playing.exercise)) {
            let _another_version_keeps_its_words = playing.practice.set_pack(pack);
        }
    }
}

/// Which screen it is, whatever is on it.
fn shown(view: &View) -> (u8, u16) {
    match view {
        View::NotFor => (0, 0),
        View::Step { step, .. } => (1, *step),
        View::Ease => (2, 0),
        View::Leaving => (3, 0),
        View::Worse => (4, 0),
        View::Over(_) => (5, 0),
    }
}

/// Form and wording of what is played.
#[must_use]
pub fn words_of(pack: &ExercisePack, variant: Variant) -> Option<(&Form, &FormText)> {
    let at = pack.exercise.forms.iter().position(|form| form.variant == variant)?;
    Some((pack.exercise.forms.get(at)?, pack.text.forms.get(at)?))
}

/// A step and its wording.
#[must_use]
pub fn step_of<'a>(form: &'a Form, text: &'a FormText, at: u16) -> Option<(&'a Step, &'a StepText)> {
    Some((form.steps.get(usize::from(at))?, text.steps.get(usize::from(at))?))
}
