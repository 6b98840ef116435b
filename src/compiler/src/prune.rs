//! What a battery never reads does not travel: scores without a part in any rule, gate or index are left
//! out of its packs.

use qinghe_content::{Battery, Combine, Condition, IndexKind, Input, Instrument, Mode, ScoreRef};

/// Leaves out of `instruments` (in the order of [`Battery::instruments`]) the scores that nothing in
/// `battery` needs, and moves every position accordingly.
pub(crate) fn prune(battery: &mut Battery, instruments: &mut [Instrument]) {
    let mut wanted = Vec::new();
    refs(battery, &mut |at| wanted.push((at.instrument, at.score)));
    let mut moves: Vec<Vec<Option<u8>>> = Vec::new();
    for (nth, instrument) in (0u8..).zip(instruments.iter_mut()) {
        let mut needed: Vec<bool> = vec![false; instrument.scores.len()];
        for (_, score) in wanted.iter().filter(|(instrument, _)| *instrument == nth) {
            if let Some(needed) = needed.get_mut(usize::from(*score)) {
                *needed = true;
            }
        }
        // A score uses only scores before it, so one pass from the back finds them all.
        for at in (0..needed.len()).rev() {
            if needed.get(at) == Some(&true) {
                for used in inputs(instrument, at) {
                    if let Some(needed) = needed.get_mut(used) {
                        *needed = true;
                    }
                }
            }
        }
        moves.push(keep(instrument, &needed));
        if !instrument.scores.iter().any(|score| matches!(score.combine, Combine::Theta)) {
            instrument.bank = None;
        }
    }
    refs(battery, &mut |at| {
        let moved = moves.get(usize::from(at.instrument)).and_then(|all| all.get(usize::from(at.score)));
        if let Some(Some(moved)) = moved {
            at.score = *moved;
        }
    });
}

fn inputs(instrument: &Instrument, at: usize) -> Vec<usize> {
    let inputs = instrument.scores.get(at).map_or(&[][..], |score| &score.inputs);
    let used = inputs.iter().filter_map(|input| match input {
        Input::Score { score, .. } => Some(usize::from(*score)),
        Input::Item { .. } => None,
    });
    used.collect()
}

/// Keeps the scores that are needed; where each score went.
fn keep(instrument: &mut Instrument, needed: &[bool]) -> Vec<Option<u8>> {
    let mut next = 0u8;
    let moves: Vec<Option<u8>> = needed
        .iter()
        .map(|needed| {
            needed.then(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    let mut at = needed.iter();
    instrument.scores.retain(|_| at.next() == Some(&true));
    for input in instrument.scores.iter_mut().flat_map(|score| &mut score.inputs) {
        if let Input::Score { score, .. } = input
            && let Some(Some(moved)) = moves.get(usize::from(*score))
        {
            *score = *moved;
        }
    }
    moves
}

/// Every place of a battery that names a score.
fn refs(battery: &mut Battery, visit: &mut impl FnMut(&mut ScoreRef)) {
    for rule in &mut battery.policy.rules {
        of_condition(&mut rule.when, visit);
    }
    for rule in &mut battery.domains {
        of_condition(&mut rule.when, visit);
    }
    for rule in &mut battery.own.rules {
        of_condition(&mut rule.when, visit);
    }
    for block in &mut battery.blocks {
        if let Some(gate) = &mut block.ask_if {
            of_condition(gate, visit);
        }
        if let Mode::Adaptive(adaptive) = &mut block.mode {
            visit(&mut adaptive.score);
        }
    }
    for index in battery.validity.iter_mut().flat_map(|policy| &mut policy.indices) {
        if let IndexKind::Lie(score) = &mut index.kind {
            visit(score);
        }
    }
}

fn of_condition(condition: &mut Condition, visit: &mut impl FnMut(&mut ScoreRef)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                of_condition(part, visit);
            }
        }
        Condition::NotComputed(at)
        | Condition::BandAtLeast(at, _)
        | Condition::BandAtMost(at, _)
        | Condition::Worsened(at) => visit(at),
        Condition::AnyCritical | Condition::Doubtful | Condition::Unusable => {}
    }
}
