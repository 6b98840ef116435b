//! Instruments, batteries and sheets that nobody wrote.
pub mod drawn;
pub mod oracle;

use qinghe_content::{
    AgeRange, Band, BandSet, Battery, BatteryInstrument, Block, Combine, Condition, Critical, Disclosure,
    Domain, DomainRule, FORMAT, Informant, Input, Instrument, Item, ItemIndex, Key, Locale, MissingRule,
    Mode, Own, Pack, Policy, Region, Release, ResponseSet, Scaling, Score, ScoreRef, Texts, Tier, TierRule,
};
use qinghe_scoring::{Response, ScoreOutcome, Sheet, Who, Why};

pub const ANY_AGE: AgeRange = AgeRange { min: 0, max: None };

/// An instrument without scores: one response set, `items` items.
pub fn instrument(items: usize, values: &[i16]) -> Instrument {
    Instrument {
        id: "synthetic".to_owned(),
        version: "1.0.0".to_owned(),
        release: Release::Draft,
        informant: Informant::Student,
        ages: ANY_AGE,
        recall_days: 14,
        items: vec![item(0); items],
        response_sets: vec![ResponseSet { id: "set".to_owned(), values: values.to_vec() }],
        keys: vec![values.to_vec()],
        scores: Vec::new(),
        bank: None,
    }
}

pub fn item(response_set: u8) -> Item {
    Item { id: "item".to_owned(), response_set, reverse: false, critical: None }
}

pub fn critical(at_least: i16) -> Option<Critical> {
    Some(Critical { at_least })
}

/// Items of an instrument with the first key.
pub fn inputs(items: impl IntoIterator<Item = u16>) -> Vec<Input> {
    items.into_iter().map(|item| input(item, 0)).collect()
}

pub fn input(item: u16, key: u8) -> Input {
    Input::Item { item: ItemIndex(item), key, only_if: None }
}

/// A plain sum of complete responses.
pub fn sum(inputs: Vec<Input>) -> Score {
    Score {
        id: "total".to_owned(),
        inputs,
        combine: Combine::Sum,
        missing: MissingRule::Complete,
        scaling: Scaling::NONE,
        norms: Vec::new(),
        band_sets: vec![bands(&[i32::MIN])],
        change: None,
    }
}

pub fn bands(from: &[i32]) -> BandSet {
    let bands = from.iter().map(|from| Band { id: from.to_string(), from: *from }).collect();
    BandSet { id: "set".to_owned(), bands }
}

/// An instrument whose only score is the sum of all its items, in bands from these scores on.
pub fn summed(items: usize, values: &[i16], from: &[i32]) -> Instrument {
    let mut one = instrument(items, values);
    let all = 0..u16::try_from(items).unwrap();
    one.scores = vec![Score { band_sets: vec![bands(from)], ..sum(inputs(all)) }];
    one
}

/// Every item of every instrument in order, with this mode.
pub fn pack(instruments: Vec<Instrument>, mode: Mode) -> Pack {
    let whole = |(nth, one): (usize, &Instrument)| block(nth, 0..one.items.len(), mode);
    let blocks = instruments.iter().enumerate().map(whole).collect();
    Pack {
        format: FORMAT,
        locale: Locale::En,
        structure: 0,
        battery: Battery {
            id: "synthetic".to_owned(),
            version: "1.0.0".to_owned(),
            informant: Informant::Student,
            ages: ANY_AGE,
            minutes: 5,
            disclosure: Disclosure::Must,
            instruments: (0..instruments.len())
                .map(|nth| BatteryInstrument { instrument: byte(nth) })
                .collect(),
            blocks,
            policy: Policy { rules: Vec::new() },
            domains: Vec::new(),
            validity: None,
            own: Own { from: byte(instruments.len()), rules: Vec::new() },
        },
        wording: vec![None; instruments.len()],
        instruments,
        region: Region { id: "xx".to_owned(), checked_on: "2026-01-01".to_owned(), lines: Vec::new() },
        texts: Texts::new(vec![String::new(); Key::ALL.len()]).unwrap(),
    }
}

pub fn block(instrument: usize, items: impl IntoIterator<Item = usize>, mode: Mode) -> Block {
    let items = items.into_iter().map(|item| ItemIndex(u16::try_from(item).unwrap())).collect();
    Block { instrument: byte(instrument), items, ages: ANY_AGE, ask_if: None, mode }
}

pub fn rule(tier: Tier, when: Condition) -> TierRule {
    TierRule { tier, when }
}

pub fn domain(domain: Domain, when: Condition) -> DomainRule {
    DomainRule { domain, when }
}

/// A score with its first band set.
pub fn at(instrument: usize, score: usize) -> ScoreRef {
    ScoreRef { instrument: byte(instrument), score: byte(score), band_set: 0 }
}

pub fn at_least(instrument: usize, band: u8) -> Condition {
    Condition::BandAtLeast(at(instrument, 0), band)
}

pub fn byte(number: usize) -> u8 {
    u8::try_from(number).unwrap()
}

/// The pack as the element gets it: what a test builds must be what may be built.
pub fn through(pack: &Pack) -> Pack {
    Pack::decode(&pack.encode().unwrap()).unwrap()
}

/// One character per item: the position of the option, `-` skipped, `.` not reached. Spaces are for reading.
pub fn given(text: &str) -> Vec<Response> {
    let one = |letter: char| match letter {
        '-' => Response::Skipped,
        '.' => Response::NotReached,
        digit => Response::Given(byte(digit.to_digit(10).unwrap() as usize)),
    };
    text.chars().filter(|letter| !letter.is_whitespace()).map(one).collect()
}

pub fn sheet<'a>(pack: &'a Pack, responses: &'a [Vec<Response>]) -> Sheet<'a> {
    Sheet { pack, responses, quick: &[], who: Who::default(), earlier: &[] }
}

/// A score that can be compared and printed: it belongs to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Got {
    Value(i128),
    Missing(u16),
    NotAsked,
    NoNorm,
    Open,
}

pub fn got(outcome: ScoreOutcome) -> Got {
    match outcome {
        ScoreOutcome::Computed(value) => Got::Value(i128::from(value)),
        ScoreOutcome::NotComputed(Why::Missing(missing)) => Got::Missing(missing),
        ScoreOutcome::NotComputed(Why::NotAsked) => Got::NotAsked,
        ScoreOutcome::NotComputed(Why::NoNorm) => Got::NoNorm,
        ScoreOutcome::NotComputed(Why::Open) => Got::Open,
    }
}

/// All scores of an instrument.
pub fn scored(instrument: &Instrument, responses: &[Response], who: Who) -> Vec<Got> {
    qinghe_scoring::scores(instrument, responses, who).into_iter().map(got).collect()
}

/// What a failing test shows of a battery.
pub fn told(pack: &Pack) -> String {
    let battery = &pack.battery;
    let mut text =
        format!("blocks {:?}\nrules {:?}\ndomains {:?}\n", battery.blocks, battery.policy, battery.domains);
    for one in &pack.instruments {
        text += &format!("items {:?}\nsets {:?}\nkeys {:?}\n", one.items, one.response_sets, one.keys);
        text += &format!("scores {:#?}\n", one.scores);
    }
    text
}
