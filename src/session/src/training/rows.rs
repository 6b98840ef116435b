//! The layout of a record on the disk. Private to this file, so that no history is itself serialisable.

use super::{
    knowledge::{Going, Person, Sat},
    mastery::{Attempt, History},
    probe::{Halfway, ProbeKind},
    record::{Card, Record},
};
use crate::practice::{Now, Sealed, open_row, seal_row};
use serde::{Deserialize, Serialize};

/// Bytes of filling that are always there to be read.
const ROOM: usize = 2048;

/// Day, items, right, every critical one right.
type AttemptRow = (u32, Vec<String>, u16, bool);

#[derive(Serialize, Deserialize)]
struct CardRow {
    id: String,
    rises: u8,
    rests_until: Option<u32>,
    ended_high: bool,
    told_week: Option<u32>,
    told_mastered: bool,
    lesson: Option<u32>,
    practised: Vec<u32>,
    recalls: Vec<AttemptRow>,
    judgements: Vec<AttemptRow>,
    uses: Vec<(u32, bool)>,
}

#[derive(Serialize, Deserialize)]
struct RecordRow {
    cards: Vec<CardRow>,
    urgent: Option<(u64, u32)>,
    harm: Vec<(u32, u16)>,
    /// Day, form, answered, right, passed at first, passed in the end.
    sat: Vec<(u32, u8, u32, u32, bool, bool)>,
    going: Option<GoingRow>,
    halfway: Option<HalfwayRow>,
}

/// Skill, whether it is about situations, day, items with the order of their options, what was right.
type HalfwayRow = (String, bool, u32, Vec<(String, Vec<u8>)>, Vec<bool>);

/// Form, seed, first tries, what is open, the day of the last first try.
type GoingRow = (u8, u64, Vec<bool>, Vec<u8>, Option<u32>);

fn attempts(all: &[Attempt]) -> Vec<AttemptRow> {
    all.iter().map(|one| (one.day, one.items.clone(), one.right, one.critical_right)).collect()
}

fn attempt((day, items, right, critical_right): AttemptRow) -> Attempt {
    Attempt { day, items, right, critical_right }
}

fn sat(one: &Sat) -> (u32, u8, u32, u32, bool, bool) {
    let Person { answered, right, passed_first, passed_after } = one.person;
    (one.day, one.form, answered, right, passed_first, passed_after)
}

fn unsat((day, form, answered, right, passed_first, passed_after): (u32, u8, u32, u32, bool, bool)) -> Sat {
    Sat { day, form, person: Person { answered, right, passed_first, passed_after } }
}

pub(super) fn seal(record: &Record) -> Sealed {
    let card = |(id, card): (&String, &Card)| CardRow {
        id: id.clone(),
        rises: card.rises,
        rests_until: card.rests_until,
        ended_high: card.ended_high,
        told_week: card.told_week,
        told_mastered: card.told_mastered,
        lesson: card.history.lesson,
        practised: card.history.practised.clone(),
        recalls: attempts(&card.history.recalls),
        judgements: attempts(&card.history.judgements),
        uses: card.history.uses.clone(),
    };
    seal_row(&RecordRow {
        cards: record.cards.iter().map(card).collect(),
        urgent: record.urgent.map(|now| (now.ms, now.day)),
        harm: record.harm.iter().map(|(month, rises)| (*month, *rises)).collect(),
        sat: record.sat.iter().map(sat).collect(),
        going: record.going.clone().map(|one| (one.form, one.seed, one.first, one.open, one.answered_on)),
        halfway: record
            .halfway
            .clone()
            .map(|one| (one.skill, one.kind == ProbeKind::Judgement, one.day, one.items, one.right)),
    })
}

pub(super) fn open(bytes: &[u8]) -> Option<Record> {
    // A record from before probes could be left halfway ends where the filling begins, and 0 stands for none there. It may
    // have had no filling.
    let row: RecordRow = open_row(&[bytes, &[0; ROOM]].concat())?;
    let card = |row: CardRow| {
        let history = History {
            lesson: row.lesson,
            practised: row.practised,
            recalls: row.recalls.into_iter().map(attempt).collect(),
            judgements: row.judgements.into_iter().map(attempt).collect(),
            uses: row.uses,
        };
        let card = Card {
            rises: row.rises,
            rests_until: row.rests_until,
            ended_high: row.ended_high,
            told_week: row.told_week,
            told_mastered: row.told_mastered,
            history,
        };
        (row.id, card)
    };
    Some(Record {
        cards: row.cards.into_iter().map(card).collect(),
        urgent: row.urgent.map(|(ms, day)| Now { ms, day }),
        harm: row.harm.into_iter().collect(),
        sat: row.sat.into_iter().map(unsat).collect(),
        going: row.going.map(|(form, seed, first, open, answered_on)| Going {
            form,
            seed,
            first,
            open,
            answered_on,
        }),
        halfway: row.halfway.map(|(skill, judgement, day, items, right)| Halfway {
            skill,
            kind: if judgement { ProbeKind::Judgement } else { ProbeKind::Recall },
            day,
            items,
            right,
        }),
    })
}
