//! Signs that responses were not given with care.

use crate::{
    Place,
    sheet::Reading,
    span::{Reply, Span},
};
use qinghe_content::{Index, IndexKind, Instrument, ItemRef};

/// What a validity policy says about the responses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// No sign of carelessness that weighs enough.
    Ok,
    /// Read with caution.
    Doubtful,
    /// Not to be read.
    Unusable,
}

impl Reading<'_> {
    pub(crate) fn care(&self) -> Care {
        let Some(policy) = &self.sheet.pack.battery.validity else { return Care::Ok };
        let mut aside = Vec::new();
        let points: u32 = policy.indices.iter().map(|index| self.points(index, &mut aside)).sum();
        if points >= u32::from(policy.unusable_from) {
            Care::Unusable
        } else if points >= u32::from(policy.doubtful_from) {
            Care::Doubtful
        } else {
            Care::Ok
        }
    }

    pub(crate) fn indices(&self) -> Vec<i32> {
        let policy = self.sheet.pack.battery.validity.iter();
        policy
            .flat_map(|policy| &policy.indices)
            .map(|one| self.measure(&one.kind, &mut Vec::new()))
            .collect()
    }

    pub(crate) fn look_again(&self) -> Vec<Place> {
        let mut all = Vec::new();
        if self.care() != Care::Ok {
            for index in self.sheet.pack.battery.validity.iter().flat_map(|policy| &policy.indices) {
                let mut here = Vec::new();
                if self.points(index, &mut here) > 0 {
                    all.extend(here);
                }
            }
        }
        let mut places = self.places();
        places.retain(|place| all.contains(place));
        places
    }

    fn points(&self, index: &Index, places: &mut Vec<Place>) -> u32 {
        let value = self.measure(&index.kind, places);
        let reached = index.cuts.iter().rfind(|cut| cut.from <= value);
        reached.map_or(0, |cut| u32::from(cut.points))
    }

    /// The value of an index; the places it points at are added to `places`.
    fn measure(&self, kind: &IndexKind, places: &mut Vec<Place>) -> i32 {
        match kind {
            IndexKind::Quick => self.quick(places),
            IndexKind::LongString { lowest_option } => self.long_string(*lowest_option, places),
            IndexKind::Straight { instruments, lowest_option } => {
                count(instruments.iter().filter(|nth| self.straight(**nth, *lowest_option, places)))
            }
            IndexKind::Contradiction { pairs, apart } => count(pairs.iter().filter(|(one, other)| {
                let both = (self.keyed(*one), self.keyed(*other));
                let found = matches!(both, (Some(a), Some(b)) if a.abs_diff(b) >= *apart);
                if found {
                    places.extend([place(*one), place(*other)]);
                }
                found
            })),
            IndexKind::Instructed { items } => count(items.iter().filter(|(at, wanted)| {
                let missed = self.chosen(*at).is_some_and(|option| option != *wanted);
                if missed {
                    places.push(place(*at));
                }
                missed
            })),
            IndexKind::Lie(at) => match self.span(*at) {
                Span::Within(low, high) if low == high => low,
                _ => 0,
            },
            IndexKind::OddEven { instruments } => self.odd_even(instruments),
        }
    }

    /// Every given response in the order asked.
    fn given(&self) -> Vec<(Place, u8)> {
        let mut given = Vec::new();
        for place in self.places() {
            if let Some(Reply::Given(option)) = self.reply(place) {
                given.push((place, option));
            }
        }
        given
    }

    fn chosen(&self, at: ItemRef) -> Option<u8> {
        match self.reply(place(at))? {
            Reply::Given(option) => Some(option),
            _ => None,
        }
    }

    /// The chosen position, counted in the direction of the instrument.
    fn keyed(&self, at: ItemRef) -> Option<u8> {
        let option = self.chosen(at)?;
        let instrument = self.instrument(at.instrument)?;
        let item = instrument.items.get(usize::from(at.item.0))?;
        if !item.reverse {
            return Some(option);
        }
        let set = instrument.response_sets.get(usize::from(item.response_set))?;
        u8::try_from(set.values.len()).ok()?.checked_sub(1)?.checked_sub(option)
    }

    fn quick(&self, places: &mut Vec<Place>) -> i32 {
        let (mut given, mut quick) = (0, 0);
        for (place, _) in self.given() {
            given += 1;
            let flags = self.sheet.quick.get(place.instrument);
            if flags.and_then(|flags| flags.get(place.item)).is_some_and(|quick| *quick) {
                quick += 1;
                places.push(place);
            }
        }
        if given == 0 { 0 } else { quick * 100 / given }
    }

    fn long_string(&self, lowest_option: u8, places: &mut Vec<Place>) -> i32 {
        let (mut longest, mut run): (Vec<Place>, Vec<Place>) = (Vec::new(), Vec::new());
        let mut before = None;
        for (place, option) in self.given() {
            if before != Some(option) || option < lowest_option {
                run.clear();
            }
            before = Some(option);
            if option >= lowest_option {
                run.push(place);
            }
            if run.len() > longest.len() {
                longest.clone_from(&run);
            }
        }
        let value = count(longest.iter());
        places.extend(longest);
        value
    }

    fn straight(&self, nth: u8, lowest_option: u8, places: &mut Vec<Place>) -> bool {
        let Some(instrument) = self.instrument(nth) else { return false };
        let mut given = self.given();
        given.retain(|(place, _)| place.instrument == usize::from(nth));
        let [(_, option), rest @ ..] = given.as_slice() else { return false };
        let same = !rest.is_empty() && rest.iter().all(|(_, other)| other == option);
        let items = &instrument.items;
        let both_ways = items.iter().any(|item| item.reverse) && items.iter().any(|item| !item.reverse);
        let found = same && (both_ways || *option >= lowest_option);
        if found {
            places.extend(given.iter().map(|(place, _)| *place));
        }
        found
    }

    fn odd_even(&self, instruments: &[u8]) -> i32 {
        let halves: Vec<(f64, f64)> =
            instruments.iter().filter_map(|nth| self.halves(*nth, self.instrument(*nth)?)).collect();
        if halves.len() < 3 {
            return 0;
        }
        let count = halves.len() as f64;
        let mean = |side: fn(&(f64, f64)) -> f64| halves.iter().map(side).sum::<f64>() / count;
        let (odd, even) = (mean(|half| half.0), mean(|half| half.1));
        let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
        for half in &halves {
            let (a, b) = (half.0 - odd, half.1 - even);
            both += a * b;
            first += a * a;
            second += b * b;
        }
        // Nobody is doubted for being the same everywhere. Halves that differ at all differ by far more than
        // the last bits of a sum.
        if first < 1e-9 || second < 1e-9 {
            return 0;
        }
        let r = both / (first * second).sqrt();
        // Spearman and Brown, not below -1.
        let stepped = if r <= -0.5 { -1.0 } else { (2.0 * r / (1.0 + r)).max(-1.0) };
        (100.0 * (1.0 - stepped) + 0.5) as i32
    }

    /// Means of the odd and the even items, as parts of the item's range.
    fn halves(&self, nth: u8, instrument: &Instrument) -> Option<(f64, f64)> {
        let (mut sums, mut counts) = ([0.0f64; 2], [0u32; 2]);
        for ((at, item), side) in (0u16..).zip(&instrument.items).zip([0usize, 1].into_iter().cycle()) {
            let at = ItemRef { instrument: nth, item: qinghe_content::ItemIndex(at) };
            let Some(option) = self.keyed(at) else { continue };
            let options = instrument.response_sets.get(usize::from(item.response_set))?.values.len();
            let (Some(sum), Some(count)) = (sums.get_mut(side), counts.get_mut(side)) else { continue };
            *sum += f64::from(option) / (options.max(2) - 1) as f64;
            *count += 1;
        }
        let [odd, even] = counts;
        let [first, second] = sums;
        (odd > 0 && even > 0).then(|| (first / f64::from(odd), second / f64::from(even)))
    }
}

fn place(at: ItemRef) -> Place {
    Place { instrument: usize::from(at.instrument), item: usize::from(at.item.0) }
}

fn count<T>(found: impl Iterator<Item = T>) -> i32 {
    i32::try_from(found.count()).unwrap_or(i32::MAX)
}
