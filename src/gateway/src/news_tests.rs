//! What a desk learns page by page, against all there is: nothing is missed, nothing comes twice for no reason, and every
//! answer moves on.

use crate::{
    cases::{self, Hand, Written},
    desk::news,
    launch::Launch,
    member::{Centre, StaffId},
    notices::{self, Arrival},
    store::{self, Connection, Place, Use},
};
use proptest::prelude::*;
use qinghe_wire::{CaseKind, Head, Urgency};
use std::collections::BTreeMap;

fn empty() -> (tempfile::TempDir, Box<dyn Connection>) {
    let folder = tempfile::tempdir().unwrap();
    let mut db = Place::Sqlite(folder.path().join("gateway.db")).connect(Use::Write).unwrap();
    store::migrate(db.as_mut(), store::newest()).unwrap();
    // Never committed: nothing here is about durability, and the disk is slow.
    db.begin_write().unwrap();
    (folder, db)
}

fn arrive(db: &mut dyn Connection, centre: Centre, n: u16, who: u8, urgent: bool) {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&n.to_be_bytes());
    let urgency = if urgent { Urgency::Urgent } else { Urgency::Normal };
    let launch = Launch {
        issuer: "i".into(),
        pseudonym: format!("p{who}"),
        about: None,
        jti: format!("j{who}"),
        role: "student".into(),
        place: [None, None, None],
        age: Some(15),
        claims_consent: false,
        anonymous: false,
        late_s: 0,
    };
    let head = Head { urgency, id, sitting: [who; 16], centre_key: [1; 8] };
    let arrival =
        Arrival { head, sealed: vec![0; 593], launch, asked: None, centre, key_retired: false, now_ms: 5 };
    notices::accept(db, &arrival).unwrap();
}

fn hand(centre: Centre) -> Hand {
    Hand { centre, staff: StaffId([1; 16]), name: "n".into(), now_ms: 6 }
}

/// Unique bytes stand for a ciphertext.
fn write(db: &mut dyn Connection, centre: Centre, n: u16, who: u8) {
    let sealed = n.to_be_bytes().to_vec();
    let written = Written { kind: CaseKind::Note, closes: false, releases: false, key: [1; 8], sealed };
    cases::write(db, &hand(centre), &[who; 16], &written).unwrap();
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Notice(bool),
    Entries(u16),
    Acknowledge(u16),
}

fn step() -> impl Strategy<Value = (bool, u8, Step)> {
    let step = prop_oneof![
        4 => any::<bool>().prop_map(Step::Notice),
        2 => (1u16..90).prop_map(Step::Entries),
        1 => (0u16..40).prop_map(Step::Acknowledge),
    ];
    (prop_oneof![4 => Just(true), 1 => Just(false)], 0u8..6, step)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    #[test]
    fn page_by_page_a_desk_learns_everything(steps in proptest::collection::vec(step(), 1..50)) {
        let (_folder, mut db) = empty();
        for (n, (school, who, step)) in (0u16..).zip(steps) {
            let centre = if school { Centre::School } else { Centre::Second };
            match step {
                Step::Notice(urgent) => arrive(db.as_mut(), centre, n, who + u8::from(school) * 10, urgent),
                Step::Entries(count) => {
                    for nth in 0..count {
                        write(db.as_mut(), centre, n * 100 + nth, who + u8::from(school) * 10);
                    }
                }
                Step::Acknowledge(which) => {
                    let mut id = [0; 16];
                    id[..2].copy_from_slice(&which.to_be_bytes());
                    notices::acknowledge(db.as_mut(), &hand(centre), &id).unwrap();
                }
            }
        }
        for centre in Centre::ALL {
            let (mut rows, mut known, mut cursor) = (BTreeMap::new(), BTreeMap::new(), 0);
            loop {
                let page = news(db.as_mut(), centre, cursor).unwrap();
                prop_assert!(page.cursor >= cursor);
                let entries: usize = page.cases.iter().map(|case| case.entries.len()).sum();
                prop_assert!(entries <= 400 || page.cases.len() == 1, "{} entries at once", entries);
                rows.extend(page.notices.into_iter().map(|row| (row.id, row)));
                known.extend(page.cases.into_iter().map(|case| (case.whose.clone(), case)));
                if page.cursor == cursor {
                    break;
                }
                cursor = page.cursor;
            }
            prop_assert_eq!(cursor, notices::newest(db.as_mut()).unwrap(), "it has looked at everything");
            let all = notices::after(db.as_mut(), centre, -1).unwrap();
            prop_assert_eq!(rows.into_values().collect::<Vec<_>>().len(), all.len());
            for row in &all {
                let whose = cases::Whose::of(row.issuer.clone(), row.pseudonym.clone(), row.sitting);
                let full = cases::load(db.as_mut(), centre, &whose).unwrap();
                if full.urgent || !full.entries.is_empty() {
                    prop_assert_eq!(known.get(&whose), Some(&full));
                } else {
                    prop_assert_eq!(known.get(&whose), None);
                }
            }
        }
    }
}
