//! Entries as bytes and back.

use crate::{
    Band, Body, Change, Check, Entry, Fault, Journal, Outcome, Plan, SafetyPlan, Score, ScoreParts, Skill,
    Stage, Step, Support, Tier,
    bytes::{Reader, Writer},
    entry::MAX_LINES,
    handover::Handed,
    result::{MAX_BANDS, MAX_SCORES},
};
use qinghe_wire::SignedPermit;

const TIERS: [Tier; 5] = [Tier::Routine, Tier::Watch, Tier::Priority, Tier::Urgent, Tier::Unclear];
const STAGES: [Stage; 3] = [Stage::Practised, Stage::Completed, Stage::Mastered];

/// Position in a list as a byte.
fn place<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter().position(|other| other == one).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

pub(crate) fn write_tier(to: &mut Writer, tier: Tier) {
    to.u8(place(&TIERS, &tier));
}

pub(crate) fn read_tier(from: &mut Reader) -> Result<Tier, Fault> {
    one_of(from, &TIERS)
}

fn one_of<T: Copy>(from: &mut Reader, all: &[T]) -> Result<T, Fault> {
    let at = from.u8()?;
    all.get(usize::from(at)).copied().ok_or_else(|| from.fault())
}

/// Bytes of an entry.
pub(crate) fn length(entry: &Entry) -> usize {
    let mut to = Writer::default();
    write(&mut to, entry);
    to.done().len()
}

pub(crate) fn write(to: &mut Writer, entry: &Entry) {
    to.day(entry.day()).raw(&entry.id());
    match entry.body() {
        Body::Result(outcome) => write_outcome(to.u8(0), outcome),
        Body::Skill(skill) => {
            to.u8(1).text(&skill.exercise).text(&skill.name).u8(place(&STAGES, &skill.stage));
        }
        Body::Plan(plan) => {
            to.u8(2).text(&plan.goal).list(&plan.steps, |to, line| {
                to.text(line);
            });
            to.text(&plan.owner).day(plan.next).u8(u8::from(plan.done));
        }
        Body::Support(support) => {
            to.u8(3).text(&support.what).text(&support.who).option(support.until.as_ref(), |to, day| {
                to.day(*day);
            });
        }
        Body::Safety(plan) => write_safety(to.u8(4), plan),
        Body::Journal(journal) => {
            to.u8(5).text(&journal.text);
        }
        Body::Check(check) => {
            to.u8(6).text(&check.what).option(check.with.as_ref(), |to, line| {
                to.text(line);
            });
            to.option(check.note.as_ref(), |to, note| {
                to.text(note);
            });
        }
        Body::Handed(handed) => handed.write(to.u8(7)),
        Body::Permit(signed) => write_permit(to.u8(8), signed),
    }
}

pub(crate) fn read(from: &mut Reader) -> Result<Entry, Fault> {
    let (day, id) = (from.day()?, from.id()?);
    let body = match from.u8()? {
        0 => Body::Result(read_outcome(from)?),
        1 => Body::Skill(Skill { exercise: from.text()?, name: from.text()?, stage: one_of(from, &STAGES)? }),
        2 => Body::Plan(Plan {
            goal: from.text()?,
            steps: from.list(MAX_LINES, Reader::text)?,
            owner: from.text()?,
            next: from.day()?,
            done: from.bool()?,
        }),
        3 => {
            Body::Support(Support { what: from.text()?, who: from.text()?, until: from.option(Reader::day)? })
        }
        4 => Body::Safety(Box::new(read_safety(from)?)),
        5 => Body::Journal(Journal { text: from.text()? }),
        6 => Body::Check(Check {
            what: from.text()?,
            with: from.option(Reader::text)?,
            note: from.option(Reader::text)?,
        }),
        7 => Body::Handed(Handed::read(from)?),
        8 => Body::Permit(Box::new(read_permit(from)?)),
        _ => return Err(from.fault()),
    };
    // What breaks a rule of its own is damage here: nobody can have written it.
    Entry::new(id, day, body).map_err(|_| from.fault())
}

pub(crate) fn write_permit(to: &mut Writer, signed: &SignedPermit) {
    let text = signed.to_text();
    to.u16(u16::try_from(text.len()).unwrap_or(u16::MAX)).raw(text.as_bytes());
}

pub(crate) fn read_permit(from: &mut Reader) -> Result<SignedPermit, Fault> {
    let length = usize::from(from.u16()?);
    let text = core::str::from_utf8(from.raw(length)?).map_err(|_| from.fault())?;
    let signed = SignedPermit::from_text(text).map_err(|_| from.fault())?;
    // A text may be typed in many ways; in a record it has one.
    if signed.to_text() == text { Ok(signed) } else { Err(from.fault()) }
}

fn write_outcome(to: &mut Writer, outcome: &Outcome) {
    for line in outcome.lines() {
        to.text(line);
    }
    write_tier(to, outcome.tier());
    to.list(outcome.scores(), write_score);
}

fn read_outcome(from: &mut Reader) -> Result<Outcome, Fault> {
    let (battery, version, title) = (from.text()?, from.text()?, from.text()?);
    let tier = read_tier(from)?;
    let scores = from.list(MAX_SCORES, read_score)?;
    Outcome::new(battery, version, title, tier, scores).map_err(|_| from.fault())
}

fn write_score(to: &mut Writer, score: &Score) {
    let parts = score.parts();
    to.text(&parts.instrument).text(&parts.version).text(&parts.score).text(&parts.name);
    to.u8(parts.decimals).i32(parts.value);
    to.option(parts.range.as_ref(), |to, (low, high)| {
        to.i32(*low).i32(*high);
    });
    to.i32(parts.scale.0).i32(parts.scale.1);
    to.list(&parts.bands, |to, band| {
        to.i32(band.from).text(&band.name);
    });
    to.option(parts.change.as_ref(), |to, change| {
        to.i32(change.reliable).u8(u8::from(change.higher_is_worse));
    });
}

fn read_score(from: &mut Reader) -> Result<Score, Fault> {
    let parts = ScoreParts {
        instrument: from.text()?,
        version: from.text()?,
        score: from.text()?,
        name: from.text()?,
        decimals: from.u8()?,
        value: from.i32()?,
        range: from.option(|from| Ok((from.i32()?, from.i32()?)))?,
        scale: (from.i32()?, from.i32()?),
        bands: from.list(MAX_BANDS, |from| Ok(Band { from: from.i32()?, name: from.text()? }))?,
        change: from.option(|from| Ok(Change { reliable: from.i32()?, higher_is_worse: from.bool()? }))?,
    };
    Score::new(parts).map_err(|_| from.fault())
}

fn write_safety(to: &mut Writer, plan: &SafetyPlan) {
    for step in &plan.steps {
        // A step of no lines is one that waits.
        let lines = match step {
            Step::Lines(lines) => lines.as_slice(),
            Step::Later => &[],
        };
        to.list(lines, |to, line| {
            to.text(line);
        });
    }
    to.u8(plan.likely).option(plan.obstacles.as_ref(), |to, note| {
        to.text(note);
    });
    to.day(plan.review);
}

fn read_safety(from: &mut Reader) -> Result<SafetyPlan, Fault> {
    let mut steps = [const { Step::Later }; 7];
    for step in &mut steps {
        let lines = from.list(MAX_LINES, Reader::text)?;
        if !lines.is_empty() {
            *step = Step::Lines(lines);
        }
    }
    Ok(SafetyPlan { steps, likely: from.u8()?, obstacles: from.option(Reader::text)?, review: from.day()? })
}
