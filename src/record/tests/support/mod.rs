//! Records drawn from a seed: every kind of entry, every optional part there and not there.

use qinghe_record::{
    Band, Body, Change, Check, Day, Entry, Id, Journal, Line, Note, Outcome, Plan, Record, SafetyPlan, Score,
    ScoreParts, Skill, Stage, Step, Support, Tier,
};
use qinghe_seal::age::{self, Identity, To};

/// SplitMix64: a seed in a failure message is a replay.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    pub fn coin(&mut self) -> bool {
        self.roll() & 1 == 1
    }

    pub fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    pub fn id(&mut self) -> Id {
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.roll().to_le_bytes());
        id[8..].copy_from_slice(&self.roll().to_le_bytes());
        id
    }

    pub fn day(&mut self) -> Day {
        Day::new(20_000 + self.below(2_000) as u32).unwrap()
    }

    pub fn text(&mut self, most: usize) -> String {
        let letters: Vec<char> = "青禾一生一策 plan 我会去找李老师👩‍👩‍👧é".chars().collect();
        let length = 1 + self.below(most);
        let middle: String = (0..length).map(|_| self.one(&letters)).collect();
        let text: String = middle.trim().chars().take(most).collect();
        if text.trim().is_empty() { "x".to_owned() } else { text.trim().to_owned() }
    }

    pub fn line(&mut self) -> Line {
        Line::new(&self.text(20)).unwrap()
    }

    pub fn lines(&mut self, least: usize) -> Vec<Line> {
        (0..least + self.below(4)).map(|_| self.line()).collect()
    }

    pub fn score(&mut self, nth: usize) -> Score {
        let scale = (0, 20 + self.below(80) as i32);
        let value = self.below(scale.1 as usize + 1) as i32;
        let reach = self.below(5) as i32;
        let bands = 0..self.below(5);
        let bands: Vec<Band> = bands.map(|nth| Band { from: nth as i32 * 5, name: self.line() }).collect();
        Score::new(ScoreParts {
            instrument: Line::new(self.one(&["phq-9", "gad-7"])).unwrap(),
            version: Line::new(self.one(&["1.0.0", "2.0.0"])).unwrap(),
            score: Line::new(&format!("total-{nth}")).unwrap(),
            name: self.line(),
            decimals: self.below(5) as u8,
            value,
            range: self.coin().then_some(((value - reach).max(0), (value + reach).min(scale.1))),
            scale,
            bands,
            change: self
                .coin()
                .then(|| Change { reliable: self.below(9) as i32, higher_is_worse: self.coin() }),
        })
        .unwrap()
    }

    pub fn outcome(&mut self) -> Outcome {
        let tier = self.one(&[Tier::Routine, Tier::Watch, Tier::Priority, Tier::Urgent, Tier::Unclear]);
        let scores = (0..self.below(4)).map(|nth| self.score(nth)).collect();
        let (battery, version) = (Line::new("mood-and-anxiety").unwrap(), Line::new("1.2.0").unwrap());
        Outcome::new(battery, version, self.line(), tier, scores).unwrap()
    }

    fn safety(&mut self) -> SafetyPlan {
        let steps = [(); 7].map(|()| if self.coin() { Step::Later } else { Step::Lines(self.lines(1)) });
        SafetyPlan {
            steps,
            likely: self.below(11) as u8,
            obstacles: self.coin().then(|| Note::new(&self.text(300)).unwrap()),
            review: self.day(),
        }
    }

    pub fn body(&mut self) -> Body {
        match self.below(7) {
            0 => Body::Result(self.outcome()),
            1 => {
                let stage = self.one(&[Stage::Practised, Stage::Completed, Stage::Mastered]);
                Body::Skill(Skill { exercise: self.line(), name: self.line(), stage })
            }
            2 => Body::Plan(Plan {
                goal: self.line(),
                steps: self.lines(0),
                owner: self.line(),
                next: self.day(),
                done: self.coin(),
            }),
            3 => {
                let until = self.coin().then(|| self.day());
                Body::Support(Support { what: self.line(), who: self.line(), until })
            }
            4 => Body::Safety(Box::new(self.safety())),
            5 => Body::Journal(Journal { text: Note::new(&self.text(600)).unwrap() }),
            _ => Body::Check(Check {
                what: self.line(),
                with: self.coin().then(|| self.line()),
                note: self.coin().then(|| Note::new(&self.text(200)).unwrap()),
            }),
        }
    }

    pub fn entry(&mut self) -> Entry {
        let (id, day) = (self.id(), self.day());
        Entry::new(id, day, self.body()).unwrap()
    }

    pub fn record(&mut self, entries: usize) -> Record {
        let mut record = Record::default();
        for _ in 0..entries {
            record.add(self.entry()).unwrap_or_else(|why| panic!("{why}"));
        }
        record
    }
}

/// What `plain` says, sealed: the way into every reader of a file.
pub fn sealed(plain: &[u8], identity: &Identity) -> Vec<u8> {
    age::seal(plain, To::Keys(&[identity.recipient()])).unwrap()
}

/// Breaks bytes in one of the ways that break readers.
pub fn mutated(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + dice.below(3) {
        let at = dice.below(bytes.len().max(1));
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 if at < bytes.len() => bytes[at] = dice.one(&[0, 1, 127, 128, 255]),
            2 => bytes.truncate(at),
            3 => bytes.insert(at.min(bytes.len()), dice.roll() as u8),
            4 if at < bytes.len() => drop(bytes.remove(at)),
            _ => {
                let (from, to) = (dice.below(bytes.len().max(1)), dice.below(bytes.len().max(1)));
                let part = bytes.get(from.min(to)..from.max(to)).unwrap_or_default().to_vec();
                bytes.splice(at.min(bytes.len())..at.min(bytes.len()), part.into_iter().take(600));
            }
        }
    }
    bytes
}
