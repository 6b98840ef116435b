//! Every position inside a pack points somewhere. Asked where packs are made; a device only asks whether
//! the pack is what was made.

use crate::{
    Battery, Block, Combine, Condition, IndexKind, Input, Instrument, InstrumentText, ItemIndex, ItemRef,
    Mode, Pack, PackError, Score, ScoreRef,
};

type Checked = Result<(), PackError>;

fn require(ok: bool, what: &'static str) -> Checked {
    if ok { Ok(()) } else { Err(PackError::Inconsistent(what)) }
}

pub(crate) fn pack(pack: &Pack) -> Checked {
    require(pack.texts.len() == crate::Key::ALL.len(), "interface texts")?;
    require(pack.wording.len() == pack.instruments.len(), "wording per instrument")?;
    for (one, text) in pack.instruments.iter().zip(&pack.wording) {
        instrument(one)?;
        if let Some(text) = text {
            wording(one, text)?;
        }
    }
    let battery = &pack.battery;
    require(!battery.blocks.is_empty(), "battery without blocks")?;
    for used in &battery.instruments {
        require(usize::from(used.instrument) < pack.instruments.len(), "instrument of the battery")?;
    }
    blocks(pack)?;
    let rules = battery.policy.rules.iter().map(|rule| &rule.when);
    for one in rules.chain(battery.domains.iter().map(|rule| &rule.when)) {
        condition(pack, one)?;
    }
    validity(pack, battery)?;
    own(pack, battery)
}

/// What is told looks at nothing own, and the own state at nothing else.
fn own(pack: &Pack, battery: &Battery) -> Checked {
    let from = battery.own.from;
    require(usize::from(from) <= battery.instruments.len() && from > 0, "own instruments")?;
    let gates = battery.blocks.iter().filter_map(|block| block.ask_if.as_ref());
    let rules = battery.policy.rules.iter().map(|rule| &rule.when);
    let mut told = rules.chain(battery.domains.iter().map(|rule| &rule.when)).chain(gates);
    require(told.all(|one| all_at(one, |at| at < from)), "own score in what is told")?;
    for rule in &battery.own.rules {
        condition(pack, &rule.when)?;
        require(all_at(&rule.when, |at| at >= from), "score of the report in the own state")?;
    }
    for (block, later) in battery.blocks.iter().zip(battery.blocks.iter().skip(1)) {
        require(block.instrument < from || later.instrument >= from, "own items behind the others")?;
    }
    for position in from..u8::try_from(battery.instruments.len()).unwrap_or(u8::MAX) {
        let critical =
            used(pack, position).is_some_and(|one| one.items.iter().any(|item| item.critical.is_some()));
        require(!critical, "critical item among the own ones")?;
    }
    let told = |at: u8| at < from;
    for index in battery.validity.iter().flat_map(|policy| &policy.indices) {
        let fits = match &index.kind {
            IndexKind::Quick | IndexKind::LongString { .. } => true,
            IndexKind::Straight { instruments, .. } | IndexKind::OddEven { instruments } => {
                instruments.iter().all(|at| told(*at))
            }
            IndexKind::Contradiction { pairs, .. } => {
                pairs.iter().all(|(a, b)| told(a.instrument) && told(b.instrument))
            }
            IndexKind::Instructed { items } => items.iter().all(|(at, _)| told(at.instrument)),
            IndexKind::Lie(at) => told(at.instrument),
        };
        require(fits, "own items in a validity index")?;
    }
    Ok(())
}

/// Whether every score that a condition names lies where `at` says; care and critical items lie with what is told.
fn all_at(condition: &Condition, at: impl Fn(u8) -> bool + Copy) -> bool {
    match condition {
        Condition::AnyCritical | Condition::Doubtful | Condition::Unusable => at(0),
        Condition::NotComputed(score)
        | Condition::Worsened(score)
        | Condition::BandAtLeast(score, _)
        | Condition::BandAtMost(score, _) => at(score.instrument),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(|part| all_at(part, at)),
    }
}

fn used(pack: &Pack, position: u8) -> Option<&Instrument> {
    let used = pack.battery.instruments.get(usize::from(position))?;
    pack.instruments.get(usize::from(used.instrument))
}

fn blocks(pack: &Pack) -> Checked {
    let all = &pack.battery.blocks;
    for (nth, block) in all.iter().enumerate() {
        let Some(instrument) = used(pack, block.instrument) else {
            return Err(PackError::Inconsistent("instrument of a block"));
        };
        require(!block.items.is_empty(), "block without items")?;
        require(block.items.iter().all(|item| has(instrument, *item)), "item of a block")?;
        let earlier = all.iter().take(nth).filter(|other| other.instrument == block.instrument);
        let apart = earlier.flat_map(|other| &other.items).all(|item| !block.items.contains(item));
        require(apart, "item in two blocks")?;
        if let Some(gate) = &block.ask_if {
            condition(pack, gate)?;
        }
        mode(pack, block, instrument)?;
    }
    Ok(())
}

fn mode(pack: &Pack, block: &Block, instrument: &Instrument) -> Checked {
    let Mode::Adaptive(adaptive) = block.mode else { return Ok(()) };
    bands(pack, adaptive.score)?;
    require(adaptive.score.instrument == block.instrument, "score of an adaptive block")?;
    let calibrated = instrument.bank.as_ref().is_some_and(|bank| {
        block.items.iter().all(|item| bank.items.iter().any(|known| known.item == *item))
    });
    require(calibrated, "item without parameters")
}

fn condition(pack: &Pack, condition: &Condition) -> Checked {
    match condition {
        Condition::AnyCritical | Condition::Doubtful | Condition::Unusable => Ok(()),
        Condition::NotComputed(score) => bands(pack, *score).map(|_| ()),
        Condition::Worsened(score) => {
            require(found(pack, *score).is_some_and(|score| score.change.is_some()), "score with change")
        }
        Condition::BandAtLeast(score, band) | Condition::BandAtMost(score, band) => {
            require(usize::from(*band) < bands(pack, *score)?, "band of a condition")
        }
        Condition::All(parts) | Condition::Any(parts) => {
            require(!parts.is_empty(), "condition without parts")?;
            parts.iter().try_for_each(|part| self::condition(pack, part))
        }
    }
}

fn found(pack: &Pack, at: ScoreRef) -> Option<&Score> {
    used(pack, at.instrument)?.scores.get(usize::from(at.score))
}

fn bands(pack: &Pack, at: ScoreRef) -> Result<usize, PackError> {
    found(pack, at)
        .and_then(|score| score.band_sets.get(usize::from(at.band_set)))
        .map(|set| set.bands.len())
        .ok_or(PackError::Inconsistent("score of a condition"))
}

fn validity(pack: &Pack, battery: &Battery) -> Checked {
    let item = |at: &ItemRef| used(pack, at.instrument).is_some_and(|one| has(one, at.item));
    for index in battery.validity.iter().flat_map(|policy| &policy.indices) {
        let fits = match &index.kind {
            IndexKind::Quick | IndexKind::LongString { .. } => true,
            IndexKind::Straight { instruments, .. } | IndexKind::OddEven { instruments } => {
                instruments.iter().all(|at| used(pack, *at).is_some())
            }
            IndexKind::Contradiction { pairs, .. } => pairs.iter().all(|(a, b)| item(a) && item(b)),
            IndexKind::Instructed { items } => items.iter().all(|(at, _)| item(at)),
            IndexKind::Lie(score) => found(pack, *score).is_some(),
        };
        require(fits, "validity index")?;
    }
    Ok(())
}

fn has(instrument: &Instrument, item: ItemIndex) -> bool {
    usize::from(item.0) < instrument.items.len()
}

pub(crate) fn instrument(one: &Instrument) -> Checked {
    require(!one.items.is_empty(), "instrument without items")?;
    for set in &one.response_sets {
        require(set.values.len() >= 2, "response set with fewer than two options")?;
    }
    for item in &one.items {
        require(usize::from(item.response_set) < one.response_sets.len(), "response set of an item")?;
    }
    for (nth, score) in one.scores.iter().enumerate() {
        self::score(one, nth, score)?;
    }
    for known in one.bank.iter().flat_map(|bank| &bank.items) {
        require(has(one, known.item) && keyed(one, known.item, known.key), "item of the bank")?;
        let ascending = known.b.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
        require(known.a > 0 && !known.b.is_empty() && ascending, "parameters of the bank")?;
    }
    Ok(())
}

/// The key exists and has points for every option of the item.
fn keyed(one: &Instrument, item: ItemIndex, key: u8) -> bool {
    let options = one
        .items
        .get(usize::from(item.0))
        .and_then(|item| one.response_sets.get(usize::from(item.response_set)).map(|set| set.values.len()));
    options.is_some() && one.keys.get(usize::from(key)).map(|key| key.len()) == options
}

fn score(one: &Instrument, nth: usize, score: &Score) -> Checked {
    require(!score.inputs.is_empty(), "score without inputs")?;
    for input in &score.inputs {
        let fits = match input {
            Input::Item { item, key, only_if } => {
                has(one, *item) && keyed(one, *item, *key) && only_if.is_none_or(|only| has(one, only.item))
            }
            Input::Score { score, .. } => usize::from(*score) < nth,
        };
        require(fits, "input of a score")?;
    }
    if let Combine::First(patterns) = &score.combine {
        let inside = patterns.iter().flat_map(|one| &one.all);
        require(inside.clone().all(|at| usize::from(at.input) < score.inputs.len()), "pattern")?;
    }
    require(!matches!(score.combine, Combine::Theta) || one.bank.is_some(), "theta without a bank")?;
    let scaling = score.scaling;
    require(scaling.multiply != 0 && scaling.divide > 0 && scaling.decimals <= 4, "scaling of a score")?;
    for set in &score.band_sets {
        let ascending = set.bands.windows(2).all(|pair| matches!(pair, [a, b] if a.from < b.from));
        require(!set.bands.is_empty() && ascending, "ascending bands")?;
    }
    Ok(())
}

pub(crate) fn wording(instrument: &Instrument, wording: &InstrumentText) -> Checked {
    require(wording.items.len() == instrument.items.len(), "stem per item")?;
    require(wording.options.len() == instrument.response_sets.len(), "labels per response set")?;
    for (set, labels) in instrument.response_sets.iter().zip(&wording.options) {
        require(labels.len() == set.values.len(), "label per option")?;
    }
    Ok(())
}
