//! `cases.toml`: scripted runs. What is done is written one event a line; what comes of it is worked out by
//! hand and compared with the engine that students use.

use crate::{
    finding::Code,
    reader::{Found, Table},
};
use qinghe_content::exercise::{ExercisePack, Form, StepKind, Variant};
use qinghe_session::practice::{Effect, End, Event, Now, Practice, Run, Setup, View};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

const ENDS: &[(&str, Option<End>)] = &[
    ("done", Some(End::Done)),
    ("stopped", Some(End::Stopped)),
    ("worse", Some(End::Worse)),
    ("long", Some(End::Long)),
    ("not-for-me", Some(End::NotForMe)),
    ("open", None),
];
/// Milliseconds that pass with every event.
const STEP_MS: u64 = 1_000;
/// Longest wait of one line, in seconds.
const LONGEST_WAIT: u64 = 3_600;
/// The day on which every case begins.
const FIRST_DAY: u32 = 20_000;

/// What one case did.
struct Played {
    notebook: Vec<u8>,
    visited: BTreeSet<u16>,
    ended: Option<End>,
    run: Option<Run>,
    does: Vec<String>,
}

pub(super) fn run(top: Table<'_>, pack: ExercisePack) {
    let pack = Rc::new(pack);
    let mut notebooks: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut seen: BTreeMap<Variant, BTreeSet<u16>> = BTreeMap::new();
    let mut finished: BTreeSet<Variant> = BTreeSet::new();
    for case in top.tables("case") {
        let name = case.filled("name", Code::MissingField, "Say what the case shows.");
        let Some((variant, form)) = variant(&case, &pack) else { continue };
        let first = form.entries.first().map_or("", |entry| entry.id.as_str());
        let entry = case.text_opt("entry").map_or(first, |found| found.value);
        let earlier = case.text_opt("earlier");
        let earlier = earlier.map(|found| match notebooks.get(found.value) {
            Some(bytes) => bytes.clone(),
            None => {
                let what = format!("no case above is called `{}`", found.value);
                found.say(Code::UnknownReference, what, "Name a case of this file that stands above.");
                Vec::new()
            }
        });
        let earlier = earlier.unwrap_or_default();
        let was_high = case.yes("was_high");
        let setup = Setup { variant, entry, earlier: &earlier, was_high };
        let played = case.texts("do").and_then(|script| play(&case, &pack, form, &setup, &script.value));
        compare(&case, played.as_ref());
        case.finish();
        let Some(played) = played else { continue };
        seen.entry(variant).or_default().extend(&played.visited);
        if played.ended == Some(End::Done) {
            finished.insert(variant);
        }
        if let Some(name) = name {
            notebooks.insert(name.value.to_owned(), played.notebook);
        }
    }
    cover(&top, &pack, &seen, &finished);
    top.finish();
}

fn variant<'a>(case: &Table<'_>, pack: &'a ExercisePack) -> Option<(Variant, &'a Form)> {
    let found = case.text("for")?;
    let one = |form: &&Form| found.value.chars().eq([form.variant.letter()]);
    let form = pack.exercise.forms.iter().find(one);
    if form.is_none() {
        let what = format!("there is no variant `{}`", found.value);
        found.say(Code::UnknownReference, what, "Write the letter of one variant of this exercise.");
    }
    form.map(|form| (form.variant, form))
}

/// Every step of every variant stands in a case, and every variant comes to its end in one.
fn cover(
    top: &Table<'_>,
    pack: &ExercisePack,
    seen: &BTreeMap<Variant, BTreeSet<u16>>,
    finished: &BTreeSet<Variant>,
) {
    let by_id = |form: &Form, at: u16| form.steps.get(usize::from(at)).map(|step| step.id.clone());
    let of_form = |form: &Form| {
        seen.get(&form.variant)
            .into_iter()
            .flatten()
            .filter_map(|at| by_id(form, *at))
            .collect::<BTreeSet<_>>()
    };
    let everywhere: BTreeSet<String> = pack.exercise.forms.iter().flat_map(of_form).collect();
    let mut told = BTreeSet::new();
    for form in &pack.exercise.forms {
        if !finished.contains(&form.variant) {
            let what = format!("no case goes to the end in variant {}", form.variant.letter());
            top.at.say(Code::CaseCover, what, "Add one.");
        }
        for step in form.steps.iter().filter(|step| !everywhere.contains(&step.id)) {
            if told.insert(&step.id) {
                let what = format!("no case comes to step `{}`", step.id);
                top.at.say(Code::CaseCover, what, "Let a case go there, in any variant.");
            }
        }
    }
}

fn compare(case: &Table<'_>, played: Option<&Played>) {
    let ends = case.word("ends", ENDS);
    let practised = case.yes("practised");
    let does = case.find("does").and_then(|field| field.texts());
    let stories = case.table_opt("stories");
    let Some(played) = played else {
        if let Some(stories) = stories {
            stories.every().for_each(drop);
        }
        return;
    };
    let say =
        |what: String| case.at.say(Code::Script, what, "Work it again by hand; then correct case or steps.");
    if let Some(ends) = ends
        && ends != played.ended
    {
        let word = |end| ENDS.iter().find(|(_, one)| *one == end).map_or("", |(word, _)| word);
        say(format!("the engine says `{}`", word(played.ended)));
    }
    let got = played.run.as_ref().is_some_and(|run| run.practised);
    if got != practised {
        say(format!("the engine says `practised = {got}`"));
    }
    let wanted: Vec<&str> = does.iter().flat_map(|does| &does.value).map(|one| one.value).collect();
    if wanted != played.does {
        say(format!("the engine does: {}", played.does.join(", ")));
    }
    let told = played.run.iter().flat_map(|run| &run.stories);
    let told: BTreeMap<&str, bool> = told.map(|story| (story.id.as_str(), story.right)).collect();
    let Some(stories) = stories else { return };
    for wanted in stories.every() {
        let right = told.get(wanted.name).copied();
        let Some(given) = wanted.text() else { continue };
        let word = match right {
            None => "untold",
            Some(true) => "right",
            Some(false) => "wrong",
        };
        if given.value != word {
            given.say(Code::Script, format!("the engine says `{word}`"), "Work it again by hand.");
        }
    }
}

/// A run in the hands of a script.
struct Hand<'a> {
    practice: Practice,
    form: &'a Form,
    now: Now,
    played: Played,
}

fn play(
    case: &Table<'_>,
    pack: &Rc<ExercisePack>,
    form: &Form,
    setup: &Setup<'_>,
    script: &[Found<'_, &str>],
) -> Option<Played> {
    let now = Now { ms: u64::from(FIRST_DAY) * 86_400_000, day: FIRST_DAY };
    let Some(practice) = Practice::new(pack.clone(), setup, now) else {
        let what = format!("there is no entry `{}`", setup.entry);
        case.at.say(Code::UnknownReference, what, "Name an [[entry]].");
        return None;
    };
    let played =
        Played { notebook: Vec::new(), visited: BTreeSet::new(), ended: None, run: None, does: Vec::new() };
    let mut hand = Hand { practice, form, now, played };
    hand.look();
    for line in script {
        if let Err(what) = hand.line(line.value) {
            line.say(Code::Script, what, "Work it again by hand; then correct case or steps.");
            break;
        }
    }
    hand.played.notebook = hand.practice.notebook().as_bytes().to_vec();
    Some(hand.played)
}

impl Hand<'_> {
    fn look(&mut self) {
        match self.practice.view() {
            View::Step { step, .. } => {
                self.played.visited.insert(step);
            }
            View::Over(end) => self.played.ended = Some(end),
            View::Worse => self.played.ended = Some(End::Worse),
            _ => {}
        }
    }

    fn does(&mut self, event: Event) {
        self.now.ms += STEP_MS;
        for effect in self.practice.handle(self.now, event) {
            match effect {
                Effect::Save => {}
                Effect::Keep => self.played.does.push("keep".to_owned()),
                Effect::Handoff => self.played.does.push("handoff".to_owned()),
                Effect::Calm => self.played.does.push("calm".to_owned()),
                Effect::Remind { entry, from_day, times } => {
                    self.played.does.push(format!("remind {entry} +{} x{times}", from_day - FIRST_DAY));
                }
                Effect::Open(to) => {
                    let entry = to.entry.map_or_else(String::new, |entry| format!("/{entry}"));
                    self.played.does.push(format!("open {}{entry}", to.exercise));
                }
                Effect::Ended(run) => self.played.run = Some(run),
            }
        }
        self.look();
    }

    /// The step that is shown.
    fn here(&self) -> Option<&qinghe_content::exercise::Step> {
        let View::Step { step, .. } = self.practice.view() else { return None };
        self.form.steps.get(usize::from(step))
    }

    fn screen(&self) -> String {
        match self.practice.view() {
            View::Step { .. } => self.here().map_or(String::new(), |step| step.id.clone()),
            View::NotFor => "not-for".to_owned(),
            View::Ease => "ease".to_owned(),
            View::Leaving => "leaving".to_owned(),
            View::Worse => "worse".to_owned(),
            View::Over(_) => "over".to_owned(),
        }
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        if let Some(wanted) = verb.strip_prefix('@') {
            let screen = self.screen();
            return if screen == wanted { Ok(()) } else { Err(format!("the engine shows `{screen}`")) };
        }
        let number = || rest.parse::<u8>().map_err(|_| format!("`{rest}` is no number"));
        let event = match verb {
            "begin" => Event::Begin,
            "applies" if rest.is_empty() => Event::Applies(0),
            "applies" => Event::Applies(self.not_for(rest)?),
            "open" => Event::Open,
            "next" => return self.onward(),
            "back" => Event::Back,
            "stop" => Event::Stop,
            "dizzy" => Event::Dizzy,
            "skip" => Event::Skip,
            "tap" => Event::Tap,
            "slower" => Event::Pace(1),
            "faster" => Event::Pace(-1),
            "away" => Event::Away,
            "here" => Event::Here,
            "yes" => Event::Agree(true),
            "no" => Event::Agree(false),
            "rate" => Event::Rate(number()?),
            "choose" => Event::Choose(self.part(rest)?),
            "put" => {
                let (card, bin) = rest.split_once(' ').ok_or("write `put card bin`")?;
                Event::Put { card: self.part(card)?, bin: self.bin(bin)? }
            }
            "write" => {
                let (field, text) = rest.split_once(' ').ok_or("write `write line text`")?;
                Event::Write { field: self.part(field)?, text: text.to_owned() }
            }
            "wait" => return self.wait(rest),
            other => return Err(format!("`{other}` is no event")),
        };
        self.does(event);
        Ok(())
    }

    /// Going on goes on: a line that does not is a mistake in the script, unless cards come back.
    fn onward(&mut self) -> Result<(), String> {
        let before = self.practice.view();
        self.does(Event::Next);
        if self.practice.view() == before { Err("the engine stays where it is".to_owned()) } else { Ok(()) }
    }

    fn wait(&mut self, seconds: &str) -> Result<(), String> {
        let seconds = seconds.parse::<u64>().ok().filter(|seconds| *seconds <= LONGEST_WAIT);
        let seconds = seconds.ok_or("write `wait` and at most 3600 seconds")?;
        for _ in 0..seconds {
            self.does(Event::Tick);
        }
        Ok(())
    }

    fn part(&self, name: &str) -> Result<u8, String> {
        let names = self.here().map(|step| names(&step.kind)).unwrap_or_default();
        let found = names.iter().position(|one| *one == name).and_then(|at| u8::try_from(at).ok());
        found.ok_or_else(|| format!("`{}` has no part `{name}`", self.screen()))
    }

    fn not_for(&self, name: &str) -> Result<u8, String> {
        let found = self.form.not_for.iter().position(|one| one == name);
        found.and_then(|at| u8::try_from(at).ok()).ok_or_else(|| format!("there is no `{name}` in `not_for`"))
    }

    fn bin(&self, name: &str) -> Result<u8, String> {
        let found = match self.here().map(|step| &step.kind) {
            Some(StepKind::Sort(sort)) => sort.bins.iter().position(|one| one == name),
            _ => None,
        };
        found.and_then(|at| u8::try_from(at).ok()).ok_or_else(|| format!("there is no bin `{name}`"))
    }
}

/// Names of what can be chosen, written or put.
fn names(kind: &StepKind) -> Vec<&str> {
    match kind {
        StepKind::Pick(pick) => pick.options.iter().map(|one| one.id.as_str()).collect(),
        StepKind::Branch(branch) => branch.options.iter().map(|(one, _)| one.id.as_str()).collect(),
        StepKind::Check(check) => check.options.iter().map(String::as_str).collect(),
        StepKind::Sort(sort) => sort.cards.iter().map(|one| one.id.as_str()).collect(),
        StepKind::Grid(grid) => grid.words.iter().map(|one| one.id.as_str()).collect(),
        StepKind::Write(write) => write.fields.iter().map(|one| one.id.as_str()).collect(),
        StepKind::Plan(plan) => plan.fields.iter().map(|one| one.id.as_str()).collect(),
        StepKind::Seats(seats) => seats.fields.iter().map(|one| one.id.as_str()).collect(),
        _ => Vec::new(),
    }
}
