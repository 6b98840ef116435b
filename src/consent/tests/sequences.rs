//! No sequence of yes, no, withdrawal, two guardians, school years and changed facts begins a sitting without every yes
//! it needs.

use proptest::prelude::*;
use qinghe_consent::{
    Admitted, Answer, Band, Edition, NotYet, Party, Purpose, Said, Standing, Term, admit, standing,
};
use std::collections::BTreeMap;

/// Something that happens.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Person 0 is the student, 1 and 2 are guardians.
    Says(usize, Purpose, Said),
    SchoolYear,
    FactsChange,
}

const PEOPLE: [(Party, &str); 3] =
    [(Party::Student, "self"), (Party::Guardian, "mother"), (Party::Guardian, "father")];

fn step() -> impl Strategy<Value = Step> {
    let said = prop_oneof![4 => Just(Said::Yes), 1 => Just(Said::No), 1 => Just(Said::Withdrawn)];
    let purpose = prop::sample::select(Purpose::ALL.to_vec());
    prop_oneof![
        12 => (0..3_usize, purpose, said).prop_map(|(who, purpose, said)| Step::Says(who, purpose, said)),
        1 => Just(Step::SchoolYear),
        1 => Just(Step::FactsChange),
    ]
}

/// The second telling of the rules, with the present state of everybody and no history: what each person's word is worth
/// now. A new school year forgets all, changed facts forget the yeses.
#[derive(Default)]
struct Oracle(BTreeMap<(usize, Purpose), bool>);

impl Oracle {
    fn step(&mut self, step: Step) {
        match step {
            Step::Says(who, purpose, said) => {
                self.0.insert((who, purpose), said == Said::Yes);
            }
            Step::SchoolYear => self.0.clear(),
            Step::FactsChange => self.0.retain(|_, yes| !*yes),
        }
    }

    fn says(&self, who: usize, purpose: Purpose) -> Option<bool> {
        self.0.get(&(who, purpose)).copied()
    }

    fn guardians(&self, purpose: Purpose) -> Option<bool> {
        match [self.says(1, purpose), self.says(2, purpose)] {
            [Some(false), _] | [_, Some(false)] => Some(false),
            [None, None] => None,
            _ => Some(true),
        }
    }

    /// What is needed, from the sentences of the research and not from the table.
    fn given(&self, band: Band, purpose: Purpose) -> Option<bool> {
        use Purpose::{Handover, ParentReport, Research, Screening, Skills};
        let both = |a: Option<bool>, b: Option<bool>| match (a, b) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        let (student, guardians) = (self.says(0, purpose), self.guardians(purpose));
        match (band, purpose) {
            (Band::Adult, ParentReport) => Some(false),
            (Band::Adult, _) | (Band::Youth, Skills | Handover) => student,
            (Band::Child, Screening) | (Band::Youth, Screening | Research) => both(student, guardians),
            (Band::Child, _) | (Band::Youth, ParentReport) => guardians,
        }
    }
}

fn agrees(found: &Standing, wanted: Option<bool>, purpose: Purpose) -> bool {
    match (found, wanted) {
        (Standing::Given(given), Some(true)) => given.purpose() == purpose,
        (Standing::Refused | Standing::NoPath, Some(false)) => true,
        (Standing::Open { guardian, student }, None) => *guardian || *student,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn nothing_begins_without_every_yes(steps in prop::collection::vec(step(), 0..24), age in 6..=20_u8) {
        let band = Band::of(age);
        let (mut oracle, mut answers) = (Oracle::default(), Vec::new());
        let mut term = Term { year: 2026, school: 1 };
        for step in steps {
            oracle.step(step);
            match step {
                Step::Says(who, purpose, said) => {
                    let (party, who) = PEOPLE[who];
                    let edition = Edition::current(purpose, term.school);
                    answers.push(Answer { purpose, party, who, said, year: term.year, edition });
                }
                Step::SchoolYear => term.year += 1,
                Step::FactsChange => term.school += 1,
            }
            for purpose in Purpose::ALL {
                let wanted = oracle.given(band, purpose);
                let found = standing(purpose, band, &answers, term);
                prop_assert!(agrees(&found, wanted, purpose), "{purpose:?} {band:?}: {found:?}, wanted {wanted:?}");
            }
            // A sitting: the guardian's part must be there, nobody may have said no, and the student still says yes.
            let admitted = admit(Purpose::Screening, band, &answers, term);
            let guardian = band == Band::Adult || oracle.guardians(Purpose::Screening) == Some(true);
            let student = oracle.says(0, Purpose::Screening) != Some(false);
            prop_assert_eq!(admitted.is_ok(), guardian && student);
            prop_assert!(admitted.ok().and_then(|admitted| admitted.with(false)).is_none());
        }
    }
}

fn yes(party: Party, who: &str) -> Answer<'_> {
    let edition = Edition::current(Purpose::Screening, 1);
    Answer { purpose: Purpose::Screening, party, who, said: Said::Yes, year: 2026, edition }
}

const NOW: Term = Term { year: 2026, school: 1 };

fn screening(band: Band, answers: &[Answer<'_>]) -> Result<Admitted, NotYet> {
    admit(Purpose::Screening, band, answers, NOW)
}

#[test]
fn nobody_reachable_means_that_nothing_begins() {
    assert_eq!(screening(Band::Child, &[]).err(), Some(NotYet::Open));
    assert_eq!(screening(Band::Youth, &[yes(Party::Student, "")]).err(), Some(NotYet::Open));
    assert!(screening(Band::Adult, &[]).is_ok());
}

#[test]
fn guardians_who_disagree_are_a_no_in_either_order() {
    let (mother, father) = (yes(Party::Guardian, "mother"), yes(Party::Guardian, "father"));
    for said in [Said::No, Said::Withdrawn] {
        let no = Answer { said, ..father };
        for answers in [[mother, no], [no, mother]] {
            assert_eq!(screening(Band::Child, &answers).err(), Some(NotYet::Refused));
        }
        // Only the one who refused can turn it round.
        assert!(screening(Band::Child, &[mother, no, mother]).is_err());
        assert!(screening(Band::Child, &[no, mother, father]).is_ok());
    }
}

#[test]
fn a_yes_is_worth_nothing_in_another_year_or_about_other_facts() {
    let mother = yes(Party::Guardian, "mother");
    for year in [2025, 2027] {
        assert!(screening(Band::Child, &[Answer { year, ..mother }]).is_err());
    }
    let before = Answer { edition: Edition { purpose: 1, school: 0 }, ..mother };
    assert!(screening(Band::Child, &[before]).is_err());
    let other = Answer { edition: Edition { purpose: 0, school: 1 }, ..mother };
    assert!(screening(Band::Child, &[other]).is_err());
    assert!(screening(Band::Child, &[mother]).is_ok());
}
