//! From one list of steps to the graph of one age variant.

use super::raw::{RawEntry, RawKind, RawOption, RawStep, Target};
use crate::{finding::Code, reader::At};
use qinghe_content::exercise::{
    Branch, Check, Choice, Dialogue, Diary, Elsewhere, Entry, Expression, Faces, Field, Fits, Form, Goto,
    Grid, Pacer, Pick, Picture, Plan, Remind, Role, Seats, Slide, Sort, SortCard, Step, StepKind, Story,
    Threshold, Variant, Wave, Word, Write,
};

/// Longest pacer and timer, in seconds: a screen that asks for more is put away.
const LONGEST: u64 = 20 * 60;

/// Shortest timer for which anybody puts the device away, in seconds.
const LEAST_BACKGROUND: u16 = 60;

/// So many options are parts of the body where one is drawn.
const BODY_PARTS: usize = 3;

struct Names<'a> {
    variant: Variant,
    steps: Vec<&'a RawStep<'a>>,
    entries: &'a [RawEntry<'a>],
}

/// `None` when a name stands for nothing; the log says which.
pub(super) fn form(
    variant: Variant,
    with_adult: bool,
    not_for: Vec<String>,
    entries: &[RawEntry<'_>],
    steps: &[RawStep<'_>],
) -> Option<Form> {
    let here = |step: &&RawStep<'_>| step.only.as_ref().is_none_or(|only| only.contains(&variant));
    let names = Names { variant, steps: steps.iter().filter(here).collect(), entries };
    let laid: Vec<Option<Step>> = (0..names.steps.len()).map(|nth| names.step(nth)).collect();
    let skips = |step: &&&RawStep<'_>| matches!(&step.kind, RawKind::Pacer { may_skip: true, .. });
    if let [only] = names.steps.iter().filter(skips).collect::<Vec<_>>()[..] {
        sound(&only.at, false, "`may_skip` at one rhythm alone: to leave it out is to practise nothing");
    }
    let entries: Vec<Option<Entry>> = entries.iter().map(|entry| names.entry(entry)).collect();
    Some(Form {
        variant,
        with_adult,
        not_for,
        entries: entries.into_iter().collect::<Option<_>>()?,
        steps: laid.into_iter().collect::<Option<_>>()?,
    })
}

impl<'a> Names<'a> {
    fn position(&self, target: &Target<'_>) -> Option<u16> {
        let found = self.steps.iter().position(|step| step.id == target.name);
        if found.is_none() {
            let what = format!("variant {} has no step `{}`", self.variant.letter(), target.name);
            target.at.say(Code::UnknownReference, what, "Name a step that this variant has, or `end`.");
        }
        u16::try_from(found?).ok()
    }

    fn goto(&self, target: &Target<'_>) -> Option<Goto> {
        if target.name == "end" { Some(Goto::End) } else { self.position(target).map(Goto::Step) }
    }

    fn goto_opt(&self, target: Option<&Target<'_>>) -> Option<Option<Goto>> {
        target.map_or(Some(None), |target| self.goto(target).map(Some))
    }

    fn positions(&self, targets: &[Target<'_>]) -> Option<Vec<u16>> {
        let all: Vec<Option<u16>> = targets.iter().map(|target| self.position(target)).collect();
        all.into_iter().collect()
    }

    fn entry(&self, raw: &RawEntry<'_>) -> Option<Entry> {
        let start = self.position(&raw.start);
        let mine = |(of, _): &&(Option<Variant>, u8)| of.is_none_or(|of| of == self.variant);
        let minutes = raw.minutes.iter().find(mine).map(|(_, minutes)| *minutes);
        if minutes.is_none() {
            let what = format!("`minutes` says nothing for variant {}", self.variant.letter());
            raw.at.say(Code::MissingField, what, "Write one number, or one for each variant.");
        }
        if raw.asked && self.entries.first().is_some_and(|first| first.id == raw.id) {
            let what = "the first entry says `asked = true`".to_owned();
            raw.at.say(Code::NotFor, what, "Leave it out: on the first day everybody is asked.");
        }
        let (id, stories, asked) = (raw.id.clone(), raw.stories, raw.asked);
        Some(Entry { id, start: start?, minutes: minutes?, stories, asked })
    }

    fn step(&self, nth: usize) -> Option<Step> {
        let raw = self.steps.get(nth)?;
        let next = match &raw.next {
            Some(target) => self.goto(target),
            None if nth + 1 < self.steps.len() => Some(Goto::Step(u16::try_from(nth + 1).ok()?)),
            None => Some(Goto::End),
        };
        let kind = self.kind(raw);
        let kind = kind?;
        sound(
            &raw.at,
            raw.picture.is_none_or(|one| fits(one, &kind)),
            "a picture that this step cannot fill",
        );
        let opens = raw.opens.as_ref().map(|found| elsewhere(found.value));
        let offers = matches!(kind, StepKind::Say | StepKind::Handoff | StepKind::Card(_));
        sound(&raw.at, opens.is_none() || offers, "`opens` at something other than say, handoff or card");
        let (id, keep, picture) = (raw.id.clone(), self.keeps(raw), raw.picture);
        // How long it takes is known when its wording is.
        Some(Step { id, kind, next: next?, least_tenths: 0, keep, opens, picture })
    }

    /// What is kept for another day is there to be seen.
    fn keeps(&self, raw: &RawStep<'_>) -> bool {
        let shows = |step: &&RawStep<'_>| match &step.kind {
            RawKind::Card { lines } => lines.iter().any(|line| line.name == raw.id),
            _ => false,
        };
        sound(&raw.at, !raw.keep || self.steps.iter().any(shows), "`keep` without a card that shows it");
        raw.keep
    }

    fn kind(&self, raw: &RawStep<'_>) -> Option<StepKind> {
        let at = &raw.at;
        Some(match &raw.kind {
            RawKind::Say => StepKind::Say,
            RawKind::Handoff => StepKind::Handoff,
            RawKind::Pacer { phases, cycles, may_skip, .. } => {
                let pacer = Pacer { phases: phases.clone(), cycles: *cycles, may_skip: *may_skip };
                let whole = pacer.cycle_ms() * u64::from(pacer.cycles) / 1000;
                sound(at, whole > 0 && whole <= LONGEST, "a rhythm of no time, or of more than 20 minutes");
                StepKind::Pacer(pacer)
            }
            RawKind::Timer(timer) => {
                let good = timer.seconds > 0 && u64::from(timer.seconds) <= LONGEST;
                sound(at, good, "a timer of no time, or of more than 20 minutes");
                let long = !timer.in_background || timer.seconds >= LEAST_BACKGROUND;
                sound(at, long, "`in_background` at a timer of less than a minute");
                StepKind::Timer(*timer)
            }
            RawKind::Slide { role, ways } => self.slide(*role, ways)?,
            RawKind::Pick { options, least, most } => self.pick(at, options, *least, *most)?,
            RawKind::Write { fields, may_wait } => {
                StepKind::Write(Write { fields: fields.clone(), may_wait: *may_wait })
            }
            RawKind::Plan { fields } => {
                sound(at, fields.iter().any(|field| field.least > 0), "a plan of which nothing is needed");
                StepKind::Plan(Plan { fields: fields.clone() })
            }
            RawKind::Sort { bins, cards, right_at_least } => {
                sound(at, bins.len() >= 2 && cards.len() >= 2, "fewer than two bins or cards");
                let bin = |name: &String| {
                    bins.iter().position(|one| one == name).and_then(|bin| u8::try_from(bin).ok())
                };
                let card = |card: &super::raw::RawCard| SortCard {
                    id: card.id.clone(),
                    bin: card.bin.as_ref().and_then(bin),
                    critical: card.critical,
                };
                let cards = cards.iter().map(card).collect();
                StepKind::Sort(Sort { bins: bins.clone(), cards, right_at_least: *right_at_least })
            }
            RawKind::Branch { story, critical, options, face } => {
                let story = Story { id: story.clone(), critical: *critical };
                self.branch(at, story, options, *face)?
            }
            RawKind::Dialogue { turns } => {
                sound(at, turns.len() >= 2, "a talk of fewer than two turns");
                StepKind::Dialogue(Dialogue { turns: turns.clone() })
            }
            RawKind::Remind { entry, in_days, times } => self.remind(entry, *in_days, *times)?,
            RawKind::Check { options, right } => check(at, options, right)?,
            RawKind::Card { lines } => StepKind::Card(self.positions(lines)?),
            RawKind::Grid { words } => grid(at, words),
            RawKind::Diary { columns } => StepKind::Diary(self.diary(at, columns)?),
            RawKind::Wave(one) => wave(at, *one),
            RawKind::Seats { seats, fields } => two(at, seats, fields),
        })
    }

    fn slide(&self, role: Role, ways: &[(u8, Target<'_>)]) -> Option<StepKind> {
        let ways: Vec<Option<Threshold>> = ways
            .iter()
            .map(|(at_least, to)| Some(Threshold { at_least: *at_least, to: self.goto(to)? }))
            .collect();
        Some(StepKind::Slide(Slide { role, ways: ways.into_iter().collect::<Option<_>>()? }))
    }

    fn choice(&self, raw: &RawOption<'_>) -> Option<Choice> {
        Some(Choice { id: raw.id.clone(), to: self.goto_opt(raw.to.as_ref())? })
    }

    fn pick(&self, at: &At<'_>, options: &[RawOption<'_>], least: u8, most: u8) -> Option<StepKind> {
        let count = options.len();
        sound(
            at,
            count >= 2 && least <= most && usize::from(most) <= count && most > 0,
            "`least` and `most`",
        );
        sound(
            at,
            most == 1 || options.iter().all(|one| one.to.is_none()),
            "a way out beside several choices",
        );
        sound(at, options.iter().all(|one| one.fits.is_none()), "`fits` where nothing is right or wrong");
        sound(at, options.iter().all(|one| one.face.is_none()), "`face` where nobody reacts");
        let options: Vec<Option<Choice>> = options.iter().map(|one| self.choice(one)).collect();
        Some(StepKind::Pick(Pick { options: options.into_iter().collect::<Option<_>>()?, least, most }))
    }

    fn branch(
        &self,
        at: &At<'_>,
        story: Story,
        options: &[RawOption<'_>],
        begins: Option<Expression>,
    ) -> Option<StepKind> {
        let mut laid = Vec::new();
        for one in options {
            sound(at, one.fits.is_some(), "an option that does not say whether it helps (`fits`)");
            laid.push(self.choice(one).zip(one.fits));
        }
        let helps = options.iter().any(|one| one.fits == Some(Fits::Yes));
        let differs = options.iter().any(|one| one.fits != Some(Fits::Yes));
        if !helps || !differs || options.len() < 2 {
            let help = "Give at least one option that helps (`fits = \"yes\"`) and one that does not.";
            at.say(Code::Story, "a moment in which there is nothing to decide".to_owned(), help);
        }
        let after: Option<Vec<Expression>> = options.iter().map(|one| one.face).collect();
        let some = begins.is_some() || options.iter().any(|one| one.face.is_some());
        let faces = begins.zip(after).map(|(begins, after)| Faces { begins, after });
        sound(
            at,
            faces.is_some() || !some,
            "`face` at the moment or at some options, and not at all of them",
        );
        Some(StepKind::Branch(Branch { story, options: laid.into_iter().collect::<Option<_>>()?, faces }))
    }

    fn remind(&self, entry: &Target<'_>, in_days: u8, times: u8) -> Option<StepKind> {
        let found = self.entries.iter().position(|one| one.id == entry.name);
        if found.is_none() {
            let what = format!("there is no entry `{}`", entry.name);
            entry.at.say(Code::UnknownReference, what, "Name an [[entry]].");
        }
        Some(StepKind::Remind(Remind { entry: u8::try_from(found?).ok()?, in_days, times }))
    }

    fn diary(&self, at: &At<'_>, columns: &[Target<'_>]) -> Option<Diary> {
        let columns = self.positions(columns)?;
        let column = |at: &u16| {
            self.steps
                .get(usize::from(*at))
                .is_some_and(|step| matches!(step.kind, RawKind::Slide { .. } | RawKind::Grid { .. }))
        };
        sound(
            at,
            !columns.is_empty() && columns.iter().all(column),
            "a column that is neither a slide nor a grid",
        );
        Some(Diary { columns })
    }
}

/// What is drawn on a body needs parts of it to colour.
fn fits(picture: Picture, kind: &StepKind) -> bool {
    match (picture, kind) {
        (Picture::BodyMap, StepKind::Pick(pick)) => {
            pick.options.iter().filter(|one| Picture::BODY.contains(&one.id.as_str())).count() >= BODY_PARTS
        }
        (Picture::BodyMap, _) => false,
        (_, kind) => matches!(kind, StepKind::Say | StepKind::Pacer(_) | StepKind::Timer(_)),
    }
}

/// An exercise, or one of its entries: `id` or `id/entry`.
pub(super) fn elsewhere(text: &str) -> Elsewhere {
    let (exercise, entry) = text.split_once('/').map_or((text, None), |(id, entry)| (id, Some(entry)));
    Elsewhere { exercise: exercise.to_owned(), entry: entry.map(str::to_owned) }
}

fn grid(at: &At<'_>, words: &[(String, bool, bool)]) -> StepKind {
    let word = |(id, pleasant, lively): &(String, bool, bool)| Word {
        id: id.clone(),
        pleasant: *pleasant,
        lively: *lively,
    };
    let words: Vec<Word> = words.iter().map(word).collect();
    let corner = |corner| words.iter().any(|word| word.corner() == corner);
    sound(at, (0..4).all(corner), "a corner without a word");
    StepKind::Grid(Grid { words })
}

fn check(at: &At<'_>, options: &[String], right: &Target<'_>) -> Option<StepKind> {
    sound(at, options.len() >= 2, "fewer than two options");
    let found = options.iter().position(|one| one == right.name);
    if found.is_none() {
        let what = format!("there is no option `{}`", right.name);
        right.at.say(Code::UnknownReference, what, "Name one of `options`.");
    }
    Some(StepKind::Check(Check { options: options.to_vec(), right: u8::try_from(found?).ok()? }))
}

/// Fewest and most intervals of a wave: fewer draw no curve, more are a nuisance.
const INTERVALS: std::ops::RangeInclusive<u16> = 3..=30;
/// Shortest interval, in seconds.
const SHORTEST_INTERVAL: u16 = 10;

fn wave(at: &At<'_>, wave: Wave) -> StepKind {
    let whole = wave.every >= SHORTEST_INTERVAL && wave.seconds.is_multiple_of(wave.every);
    let intervals = wave.seconds.checked_div(wave.every).unwrap_or(0);
    let good = whole && INTERVALS.contains(&intervals) && u64::from(wave.seconds) <= LONGEST;
    sound(
        at,
        good,
        "a wave that is not 3 to 30 whole intervals of at least 10 seconds, or of more than 20 minutes",
    );
    let soon = wave.least < wave.seconds.div_ceil(3) || wave.least > wave.seconds;
    sound(at, !soon, "a wave that may be left before a third of its time, or only after all of it");
    StepKind::Wave(wave)
}

fn two(at: &At<'_>, seats: &[String], fields: &[Field]) -> StepKind {
    sound(at, seats.len() == 2, "a device for other than two people");
    sound(at, fields.iter().any(|field| field.least > 0), "seats where nothing needs to be written");
    StepKind::Seats(Seats { seats: seats.to_vec(), fields: fields.to_vec() })
}

fn sound(at: &At<'_>, good: bool, what: &str) {
    if !good {
        at.say(Code::StepData, what.to_owned(), "docs/exercises.md lists what each kind of step needs.");
    }
}
