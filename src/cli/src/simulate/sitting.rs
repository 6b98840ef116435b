//! One made-up person in front of an instrument or a battery.

use super::{dice::Dice, model::InstrumentModel, person::Person};
use qinghe_content::{AgeRange, Mode, Pack};
use qinghe_scoring::{Response, Sheet};

/// What is filled in.
pub enum Form<'a> {
    /// So many items of one instrument.
    Instrument { items: usize, ages: AgeRange },
    /// A battery, the way a sitting goes through it.
    Battery(&'a Pack),
}

/// A filled sheet: per instrument, per item.
pub struct Filled {
    pub person: Person,
    pub responses: Vec<Vec<Response>>,
    pub ms: Vec<Vec<u32>>,
}

impl Form<'_> {
    fn ages(&self) -> AgeRange {
        match self {
            Form::Instrument { ages, .. } => *ages,
            Form::Battery(pack) => pack.battery.ages,
        }
    }

    fn sizes(&self) -> Vec<usize> {
        match self {
            Form::Instrument { items, .. } => vec![*items],
            Form::Battery(pack) => {
                let used = pack.battery.instruments.iter();
                used.map(|used| pack.instruments.get(usize::from(used.instrument)))
                    .map(|instrument| instrument.map_or(0, |instrument| instrument.items.len()))
                    .collect()
            }
        }
    }

    /// One person fills it in; `careless` is the probability that the person does so without care.
    pub fn fill(&self, models: &[InstrumentModel], careless: f64, mut dice: Dice) -> Filled {
        let person = Person::new(models, self.ages(), careless, &mut dice);
        let sizes = self.sizes();
        let mut filled = Filled {
            person,
            responses: sizes.iter().map(|size| vec![Response::NotReached; *size]).collect(),
            ms: sizes.iter().map(|size| vec![0; *size]).collect(),
        };
        match self {
            Form::Battery(pack) if !is_fixed(pack) => filled.walk(pack, models, &mut dice),
            Form::Battery(pack) => {
                let asked = asked(pack, filled.person.who.age.unwrap_or(0));
                filled.go(&asked, models, &mut dice);
            }
            Form::Instrument { items, .. } => {
                let all: Vec<(usize, usize)> = (0..*items).map(|item| (0, item)).collect();
                filled.go(&all, models, &mut dice);
            }
        }
        filled
    }
}

/// Whether everybody of an age is asked the same.
fn is_fixed(pack: &Pack) -> bool {
    pack.battery.blocks.iter().all(|block| block.ask_if.is_none() && block.mode == Mode::Fixed)
}

/// Every item that somebody of this age is asked.
fn asked(pack: &Pack, age: u8) -> Vec<(usize, usize)> {
    let battery = &pack.battery;
    let mut all = Vec::new();
    for block in &battery.blocks {
        let used = battery.instruments.get(usize::from(block.instrument));
        let instrument = used.and_then(|used| pack.instruments.get(usize::from(used.instrument)));
        let fits = instrument.is_some_and(|instrument| instrument.ages.contains(age));
        if fits && block.ages.contains(age) {
            all.extend(block.items.iter().map(|item| (usize::from(block.instrument), usize::from(item.0))));
        }
    }
    all
}

impl Filled {
    fn go(&mut self, places: &[(usize, usize)], models: &[InstrumentModel], dice: &mut Dice) {
        for (nth, place) in places.iter().enumerate() {
            self.respond(*place, (nth, places.len()), models, dice);
        }
    }

    /// Where gates and stops decide what comes next, the engine is asked, as in a real sitting.
    fn walk(&mut self, pack: &Pack, models: &[InstrumentModel], dice: &mut Dice) {
        let all = self.sheet(pack, &[]).left();
        let most: usize = self.responses.iter().map(Vec::len).sum();
        for nth in 0..most {
            let Some(place) = self.sheet(pack, &[]).next() else { return };
            self.respond((place.instrument, place.item), (nth, all), models, dice);
        }
    }

    fn respond(
        &mut self,
        place: (usize, usize),
        so_far: (usize, usize),
        models: &[InstrumentModel],
        dice: &mut Dice,
    ) {
        let (response, ms) = self.person.respond(models, place, so_far, dice);
        let at = self.responses.get_mut(place.0).and_then(|all| all.get_mut(place.1));
        let time = self.ms.get_mut(place.0).and_then(|all| all.get_mut(place.1));
        if let (Some(at), Some(time)) = (at, time) {
            (*at, *time) = (response, ms);
        }
    }

    /// As the engine sees it.
    pub fn sheet<'a>(&'a self, pack: &'a Pack, quick: &'a [Vec<bool>]) -> Sheet<'a> {
        Sheet { pack, responses: &self.responses, quick, who: self.person.who, earlier: &[] }
    }

    /// Which responses came sooner than the floor.
    pub fn quick(&self, floor_ms: u16) -> Vec<Vec<bool>> {
        let soon = |(ms, response): (&u32, &Response)| {
            *ms < u32::from(floor_ms) && matches!(response, Response::Given(_))
        };
        let one = |(ms, responses): (&Vec<u32>, &Vec<Response>)| ms.iter().zip(responses).map(soon).collect();
        self.ms.iter().zip(&self.responses).map(one).collect()
    }
}
