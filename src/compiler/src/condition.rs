//! Conditions of rules, domains and gates, each leaf checked against what is asked.

use crate::{
    finding::Code,
    library::Read,
    reader::{At, Found, Table},
    words,
};
use qinghe_content::{
    BandSet, Block, Combine, Condition, Group, Input, Instrument, ItemIndex, Mode, Score, ScoreRef,
};
use std::collections::BTreeSet;

/// The instruments of a battery, in its order.
pub(crate) struct Used<'a> {
    pub instruments: Vec<&'a Instrument>,
    /// Beside them; empty where only names matter.
    pub reads: Vec<&'a Read>,
}

impl<'a> Used<'a> {
    pub(crate) fn new(instruments: &[&'a Instrument]) -> Used<'a> {
        Used { instruments: instruments.to_vec(), reads: Vec::new() }
    }

    pub(crate) fn of(reads: Vec<&'a Read>) -> Used<'a> {
        Used { instruments: reads.iter().map(|read| &read.instrument).collect(), reads }
    }

    /// `instrument/score` or `instrument/score/band-set`; without a band set the first is meant.
    pub(crate) fn named(&self, path: &str, at: &At<'_>) -> Option<ScoreRef> {
        let found = self.resolve(path);
        if found.is_none() {
            let help = "Write instrument/score, and instrument/score/band-set/band for a band.";
            at.say(Code::UnknownReference, format!("`{path}` stands for nothing"), help);
        }
        found
    }

    fn resolve(&self, path: &str) -> Option<ScoreRef> {
        let parts: Vec<&str> = path.split('/').collect();
        let (instrument, score, set) = match parts.as_slice() {
            [instrument, score] => (instrument, score, None),
            [instrument, score, set] => (instrument, score, Some(set)),
            _ => return None,
        };
        let position = |at: usize| u8::try_from(at).ok();
        let at = self.instruments.iter().position(|one| one.id == **instrument)?;
        let scores = &self.instruments.get(at)?.scores;
        let nth = scores.iter().position(|one| one.id == **score)?;
        let sets = &scores.get(nth)?.band_sets;
        let band_set = match set {
            Some(set) => sets.iter().position(|one| one.id == **set)?,
            None => 0,
        };
        sets.get(band_set)?;
        Some(ScoreRef { instrument: position(at)?, score: position(nth)?, band_set: position(band_set)? })
    }

    pub(crate) fn score(&self, at: ScoreRef) -> Option<&'a Score> {
        self.instruments.get(usize::from(at.instrument))?.scores.get(usize::from(at.score))
    }

    pub(crate) fn band_set(&self, at: ScoreRef) -> Option<&'a BandSet> {
        self.score(at)?.band_sets.get(usize::from(at.band_set))
    }

    fn group(&self, at: ScoreRef) -> Option<Group> {
        let about = &self.reads.get(usize::from(at.instrument))?.about;
        let set = about.scores.get(usize::from(at.score))?.band_sets.get(usize::from(at.band_set))?;
        Some(set.group)
    }

    /// The position of an instrument by its id.
    pub(crate) fn position(&self, id: &str) -> Option<u8> {
        u8::try_from(self.instruments.iter().position(|one| one.id == id)?).ok()
    }
}

/// What a condition can look at.
pub(crate) struct Around<'a> {
    pub used: &'a Used<'a>,
    /// All blocks.
    pub blocks: &'a [Block],
    /// Blocks before the gate that is being read; all of them for rules and domains.
    pub before: usize,
    /// Whether there is a validity policy.
    pub validity: bool,
    /// Whom the battery is for.
    pub people: Group,
}

impl Around<'_> {
    fn gate(&self) -> bool {
        self.before < self.blocks.len()
    }

    fn items(&self, instrument: u8, before: usize) -> BTreeSet<ItemIndex> {
        let blocks = self.blocks.iter().take(before).filter(|block| block.instrument == instrument);
        blocks.flat_map(|block| &block.items).copied().collect()
    }

    /// Whether the score can be there when the condition is read.
    fn reachable(&self, at: ScoreRef, name: &Found<'_, &str>) {
        let Some(instrument) = self.used.instruments.get(usize::from(at.instrument)) else { return };
        let needs = needs(instrument, usize::from(at.score));
        let ever = self.items(at.instrument, self.blocks.len());
        let before = self.items(at.instrument, self.before);
        let id = |item: &ItemIndex| {
            instrument.items.get(usize::from(item.0)).map_or(String::new(), |item| item.id.clone())
        };
        // A trait estimate takes what there is; all of it has to be there before it is read.
        let estimated: BTreeSet<ItemIndex> = needs.estimated.intersection(&ever).copied().collect();
        if let Some(never) = needs.items.difference(&ever).next() {
            let what = format!("`{}` needs `{}`, which no block asks", name.value, id(never));
            name.say(Code::Vacuous, what, "Ask the item, or use another score.");
        } else if estimated.is_empty() && !needs.estimated.is_empty() {
            let what = format!("`{}` needs items that no block asks", name.value);
            name.say(Code::Vacuous, what, "Ask some, or use another score.");
        } else if let Some(later) = needs.items.union(&estimated).find(|item| !before.contains(item)) {
            let what =
                format!("`{}` needs `{}`, which is not asked before this block", name.value, id(later));
            name.say(Code::Gate, what, "Use scores of earlier blocks only.");
        }
        let adaptive =
            |block: &&Block| block.instrument == at.instrument && matches!(block.mode, Mode::Adaptive(_));
        let mut adapted = self.blocks.iter().filter(adaptive).flat_map(|block| &block.items);
        if adapted.any(|item| needs.items.contains(item)) {
            let what = format!("`{}` needs items of an adaptive block, which asks only some", name.value);
            name.say(Code::Adaptive, what, "Use the trait estimate, or ask the block as a whole.");
        }
    }
}

/// What a score depends on, through other scores too.
#[derive(Default)]
struct Needs {
    /// Items that it needs, each of them.
    items: BTreeSet<ItemIndex>,
    /// Items of a trait estimate, of which some are enough.
    estimated: BTreeSet<ItemIndex>,
}

fn needs(instrument: &Instrument, at: usize) -> Needs {
    let mut needs = Needs::default();
    let mut open = vec![at];
    let mut seen = BTreeSet::new();
    // Scores use only scores before them, so this ends.
    while let Some(at) = open.pop() {
        let Some(score) = instrument.scores.get(at).filter(|_| seen.insert(at)) else { continue };
        let own = if score.combine == Combine::Theta { &mut needs.estimated } else { &mut needs.items };
        for input in &score.inputs {
            match input {
                Input::Item { item, only_if, .. } => {
                    own.insert(*item);
                    own.extend(only_if.map(|only| only.item));
                }
                Input::Score { score, .. } => open.push(usize::from(*score)),
            }
        }
    }
    needs
}

/// Reads one condition; parts lie inside each other no deeper than the file may nest.
pub(crate) fn read(table: Table<'_>, around: &Around<'_>) -> Option<Condition> {
    let mut found = Vec::new();
    for (name, condition) in [
        ("critical", Condition::AnyCritical),
        ("unusable", Condition::Unusable),
        ("doubtful", Condition::Doubtful),
    ] {
        if let Some(field) = table.find(name) {
            if table.yes(name) {
                plain(&condition, &field.at, around);
                found.push(condition);
            } else {
                let help = "Write true, or leave the condition out.";
                field.at.say(Code::WrongKind, format!("`{name}` that is not true"), help);
            }
        }
    }
    if let Some(name) = table.text_opt("not_computed") {
        found.extend(score(&name, around).map(Condition::NotComputed));
    }
    if let Some(name) = table.text_opt("worsened")
        && let Some(at) = score(&name, around)
    {
        if around.used.score(at).is_none_or(|score| score.change.is_none()) {
            let what = format!("nobody says how much of a change of `{}` is noise", name.value);
            name.say(Code::Change, what, "Give the score `change`, or use another score.");
        }
        found.push(Condition::Worsened(at));
    }
    for (name, lower) in [("at_least", false), ("at_most", true)] {
        if let Some(name) = table.text_opt(name) {
            found.extend(band(&name, around, lower));
        }
    }
    type Make = fn(Vec<Condition>) -> Condition;
    for (name, make) in [("all", Condition::All as Make), ("any", Condition::Any as Make)] {
        if table.has(name) {
            let wanted = table.tables(name);
            let count = wanted.len();
            let parts: Vec<Condition> = wanted.into_iter().filter_map(|part| read(part, around)).collect();
            // A part that could not be read must not make the rule milder.
            found.extend((parts.len() == count && count > 0).then(|| make(parts)));
        }
    }
    let at = table.at.clone();
    let fields = table.finish_counting();
    if fields != 1 {
        let help = "Write one of `critical`, `not_computed`, `at_least`, `at_most`, `unusable`, `doubtful`, \
                    `worsened`, `all`, `any`.";
        at.say(Code::WrongKind, format!("a condition with {fields} parts side by side"), help);
    }
    found.pop()
}

/// A condition that names no score.
fn plain(condition: &Condition, at: &At<'_>, around: &Around<'_>) {
    if *condition == Condition::AnyCritical {
        let critical = |(nth, instrument): (u8, &&Instrument)| {
            let critical = |item: &ItemIndex| {
                instrument.items.get(usize::from(item.0)).is_some_and(|item| item.critical.is_some())
            };
            around.items(nth, around.before).iter().any(critical)
        };
        if !(0u8..).zip(&around.used.instruments).any(critical) {
            let what = "no critical item is asked before this".to_owned();
            at.say(Code::Vacuous, what, "Leave the condition out.");
        }
    } else if around.gate() {
        let what = "whether responses can be used is known at the end only".to_owned();
        at.say(Code::Gate, what, "Use scores of earlier blocks only.");
    } else if !around.validity {
        let what = "nothing says when responses cannot be used".to_owned();
        at.say(Code::Vacuous, what, "Add [validity], or leave the condition out.");
    }
}

fn score(name: &Found<'_, &str>, around: &Around<'_>) -> Option<ScoreRef> {
    let found = around.used.named(name.value, &name.at)?;
    around.reachable(found, name);
    Some(found)
}

fn band(name: &Found<'_, &str>, around: &Around<'_>, lower: bool) -> Option<Condition> {
    let (front, band) = name.value.rsplit_once('/').unwrap_or(("", name.value));
    let front = if front.matches('/').count() == 2 { front } else { "" };
    let Some(at) = around.used.resolve(front) else {
        let help = "Write instrument/score/band-set/band.";
        name.say(Code::UnknownReference, format!("`{}` stands for nothing", name.value), help);
        return None;
    };
    let set = around.used.band_set(at)?;
    let Some(nth) = set.bands.iter().position(|one| one.id == band) else {
        name.say(
            Code::UnknownReference,
            format!("there is no band `{band}`"),
            "Name a band of that band set.",
        );
        return None;
    };
    if nth == if lower { set.bands.len() - 1 } else { 0 } {
        let what = format!("every score lies in `{band}` or beyond");
        name.say(Code::Vacuous, what, "Name the first band that should count.");
    }
    let front = Found { at: name.at.clone(), value: front };
    around.reachable(at, &front);
    if around.used.group(at).is_some_and(|group| !words::group_inside(around.people, group)) {
        let what = format!("the cut scores of `{}` are not made for everybody here", front.value);
        name.say(Code::Group, what, "Narrow the battery, or use norms by group and one band set.");
    }
    let nth = u8::try_from(nth).ok()?;
    Some(if lower { Condition::BandAtMost(at, nth) } else { Condition::BandAtLeast(at, nth) })
}
