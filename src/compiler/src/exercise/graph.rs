//! Every step is reached and every way ends; both ratings stand on every way of what students practise.

use crate::{finding::Code, reader::At};
use qinghe_content::exercise::{Form, Goto, Role, Step, StepKind};
use std::collections::{BTreeMap, BTreeSet};

/// From how many nominal minutes on a run begins and ends with a rating: a daily minute does not.
const RATED_FROM: u8 = 3;

/// Every way out of a step.
pub(super) fn ways(step: &Step) -> Vec<Goto> {
    let own: Vec<Option<Goto>> = match &step.kind {
        StepKind::Slide(slide) => slide.ways.iter().map(|way| Some(way.to)).chain([None]).collect(),
        StepKind::Pick(pick) if pick.most == 1 => pick.options.iter().map(|one| one.to).collect(),
        StepKind::Branch(branch) => branch.options.iter().map(|(one, _)| one.to).collect(),
        _ => vec![None],
    };
    own.into_iter().map(|way| way.unwrap_or(step.next)).collect()
}

/// Positions reached from `start` without going through a step that `blocks`; `None` stands for the end.
pub(super) fn reached(form: &Form, start: u16, blocks: impl Fn(&Step) -> bool) -> BTreeSet<Option<u16>> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(at) = open.pop() {
        let Some(step) = form.steps.get(usize::from(at)).filter(|_| seen.insert(Some(at))) else { continue };
        if blocks(step) {
            continue;
        }
        for way in ways(step) {
            match way {
                Goto::Step(to) => open.push(to),
                Goto::End => {
                    seen.insert(None);
                }
            }
        }
    }
    seen
}

pub(super) fn check(at: &At<'_>, form: &Form) {
    let letter = form.variant.letter();
    let mut all = BTreeSet::new();
    for entry in &form.entries {
        all.extend(reached(form, entry.start, |_| false));
        let told = reached(form, entry.start, |_| false);
        let story = |at: &u16| match &form.steps.get(usize::from(*at))?.kind {
            StepKind::Branch(branch) => Some(branch.story.id.as_str()),
            _ => None,
        };
        let told: BTreeSet<&str> = told.iter().flatten().filter_map(story).collect();
        if usize::from(entry.stories) > told.len() {
            let what =
                format!("entry `{}` asks for {} stories and has {}", entry.id, entry.stories, told.len());
            at.say(Code::Story, what, "Write at most as many as can be told.");
        }
    }
    for (nth, step) in (0u16..).zip(&form.steps) {
        if !all.contains(&Some(nth)) {
            let what = format!("no way leads to step `{}` in variant {letter}", step.id);
            at.say(Code::Unreached, what, "Lead a way to it, take it out of this variant, or remove it.");
        } else if !reached(form, nth, |_| false).contains(&None) {
            let what = format!("no way leads from step `{}` to the end in variant {letter}", step.id);
            at.say(Code::Endless, what, "Give the circle a way out.");
        }
    }
    stories(at, form);
}

fn role(step: &Step) -> Option<Role> {
    if let StepKind::Slide(slide) = &step.kind { Some(slide.role) } else { None }
}

/// Whether a step gives this rating; a wave gives both, its first and its last.
fn rates(step: &Step, wanted: Role) -> bool {
    role(step) == Some(wanted) || matches!(step.kind, StepKind::Wave(_))
}

/// Every entry that takes a while begins and ends with a rating.
pub(super) fn ratings(at: &At<'_>, form: &Form) {
    for entry in &form.entries {
        rated(at, form, &entry.id, entry.start, entry.minutes);
    }
}

fn rated(at: &At<'_>, form: &Form, entry: &str, start: u16, minutes: u8) {
    if minutes < RATED_FROM {
        return;
    }
    let letter = form.variant.letter();
    for (wanted, name) in [(Role::Before, "before"), (Role::After, "after")] {
        if reached(form, start, |step| rates(step, wanted)).contains(&None) {
            let what = format!("entry `{entry}` can end without the rating `{name}` in variant {letter}");
            at.say(
                Code::Ratings,
                what,
                "Put a slide with this role, or a wave, on every way: only so a rise is noticed.",
            );
        }
    }
    let unmeasured = reached(form, start, |step| rates(step, Role::Before));
    let after = |at: &Option<u16>| {
        at.and_then(|at| form.steps.get(usize::from(at))).is_some_and(|step| role(step) == Some(Role::After))
    };
    if unmeasured.iter().any(after) {
        let what = format!("in entry `{entry}` `after` comes without `before` in variant {letter}");
        at.say(Code::Ratings, what, "Rate before, then after.");
    }
}

/// Moments of one story agree about how serious it is, and it begins with one of them, so that whoever tells it again
/// comes to that one a second time.
fn stories(at: &At<'_>, form: &Form) {
    let moment = |step: &Step| match &step.kind {
        StepKind::Branch(branch) => Some(branch.story.clone()),
        _ => None,
    };
    let mut all: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
    for story in form.steps.iter().filter_map(moment) {
        all.entry(story.id).or_default().insert(story.critical);
    }
    for (story, critical) in all {
        if critical.len() > 1 {
            let what = format!("moments of `{story}` disagree about `critical`");
            at.say(Code::Story, what, "Write it at every moment of the story, or at none.");
        }
        let of_it = |step: &Step| moment(step).is_some_and(|one| one.id == story);
        let met: BTreeSet<Option<u16>> =
            form.entries.iter().flat_map(|entry| reached(form, entry.start, of_it)).collect();
        let place = |at: &Option<u16>| form.steps.get(usize::from((*at)?));
        let first: Vec<&str> =
            met.iter().filter_map(place).filter(|step| of_it(step)).map(|step| step.id.as_str()).collect();
        if first.len() > 1 {
            let what = format!(
                "story `{story}` begins with {} in variant {}",
                first.join(" or "),
                form.variant.letter()
            );
            at.say(
                Code::Story,
                what,
                "Lead every way to one first moment: only so a second telling is noticed.",
            );
        }
    }
}
