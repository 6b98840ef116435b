//! Any input in any state has a result: no panic, no second envelope in a slot, no false claim.

use crate::support::{BEGIN_MS, SITTING, at, config, outcome};
use proptest::prelude::*;
use qinghe_content::Tier;
use qinghe_host::{Centres, Delivery, Host, Input, OUTBOX_LEN, Output, SeededEntropy};
use qinghe_session::{Cause, Recipient};
use qinghe_wire::{Disposition, ENVELOPE_LEN, INNER_LEN, Progress, Receipt};

/// An input as data. Jobs are small numbers, so that some are those that are open.
#[derive(Clone, Debug)]
enum Random {
    Start,
    Early(bool),
    Finish(u8),
    Sealed {
        job: u32,
        length: usize,
        key: usize,
    },
    SealFailed(u32),
    Saved(bool),
    Answer {
        job: u32,
        status: u16,
        receipt: Option<Vec<u8>>,
    },
    Genuine {
        job: u32,
        stored: bool,
    },
    Lost(u32),
    Tick,
    PageHide,
    Online,
    NewLaunch,
    Moved,
    DiskLost,
    /// A row of this host from so many rows ago, or another one's; in place of a write or not.
    Row {
        ago: usize,
        instead: bool,
        from: bool,
    },
    Keys(u8),
    Hand(bool),
    HandSealed {
        job: u32,
        length: usize,
    },
}

const PROBLEMS: [Option<&str>; 5] =
    [None, Some("key-unknown"), Some("envelope-malformed"), Some("id-conflict"), Some("token-expired")];

fn random() -> impl Strategy<Value = (u64, Random)> {
    let job = 0u32..24;
    let length = prop_oneof![4 => Just(ENVELOPE_LEN), 1 => 0usize..4_096];
    let key = prop_oneof![4 => Just(16usize), 1 => 0usize..32];
    let status = prop_oneof![Just(200u16), Just(400), Just(401), Just(409), Just(503), any::<u16>()];
    let receipt = proptest::option::of(proptest::collection::vec(any::<u8>(), 0..40));
    let input = prop_oneof![
        1 => Just(Random::Start),
        1 => any::<bool>().prop_map(Random::Early),
        1 => (0u8..5).prop_map(Random::Finish),
        4 => (job.clone(), length, key).prop_map(|(job, length, key)| Random::Sealed { job, length, key }),
        1 => job.clone().prop_map(Random::SealFailed),
        3 => any::<bool>().prop_map(Random::Saved),
        2 => (job.clone(), status, receipt)
            .prop_map(|(job, status, receipt)| Random::Answer { job, status, receipt }),
        2 => (job.clone(), any::<bool>()).prop_map(|(job, stored)| Random::Genuine { job, stored }),
        1 => job.prop_map(Random::Lost),
        3 => Just(Random::Tick),
        1 => Just(Random::PageHide),
        1 => Just(Random::Online),
        1 => Just(Random::NewLaunch),
        1 => Just(Random::Moved),
        1 => Just(Random::DiskLost),
        2 => (0usize..9, any::<bool>(), any::<bool>())
            .prop_map(|(ago, instead, from)| Random::Row { ago, instead, from }),
        1 => any::<u8>().prop_map(Random::Keys),
        1 => any::<bool>().prop_map(Random::Hand),
        1 => (0u32..24, prop_oneof![Just(INNER_LEN), 0usize..900])
            .prop_map(|(job, length)| Random::HandSealed { job, length }),
    ];
    (prop_oneof![4 => 0u64..40_000, 1 => any::<u64>()], input)
}

fn give(host: &mut Host, now_ms: u64, random: &Random, rows: &[Vec<u8>]) -> Vec<Output> {
    let newest = host.sent().last().map_or([0; 16], |sent| sent.notice.id);
    let input = match random {
        Random::Start => Input::Start,
        Random::Early(noticed) => Input::Early {
            cause: if *noticed { Cause::Noticed } else { Cause::Asked },
            to: Recipient::School,
        },
        Random::Finish(nth) => {
            return host.handle(at(now_ms), Input::Finish(&outcome(Tier::ALL[usize::from(*nth)])));
        }
        Random::Sealed { job, length, key } => {
            let done = Input::Sealed { job: *job, envelope: &vec![3; *length], receipt_key: &vec![4; *key] };
            return host.handle(at(now_ms), done);
        }
        Random::SealFailed(job) => Input::SealFailed { job: *job },
        Random::Saved(ok) => [Input::SaveFailed, Input::Saved][usize::from(*ok)],
        Random::Answer { job, status, receipt } => Input::Answer {
            job: *job,
            status: *status,
            receipt: receipt.as_deref(),
            problem: PROBLEMS[usize::from(*status) % PROBLEMS.len()],
            retry_after_ms: Some(u32::from(*status) * 70),
        },
        Random::Genuine { job, stored } => {
            let disposition = if *stored { Disposition::Stored } else { Disposition::Cover };
            let receipt =
                Receipt { disposition, id: newest, progress: Progress::Waiting, epoch: [7; 8] }.encode();
            let receipt = Some(receipt.as_slice());
            let answer =
                Input::Answer { job: *job, status: 200, receipt, problem: None, retry_after_ms: None };
            return host.handle(at(now_ms), answer);
        }
        Random::Lost(job) => Input::Lost { job: *job },
        Random::Tick => Input::Tick,
        Random::PageHide => Input::PageHide,
        Random::Online => Input::Online,
        Random::NewLaunch => Input::NewLaunch,
        Random::Moved => Input::Moved,
        Random::DiskLost => Input::DiskLost,
        Random::Row { ago, instead, from } => {
            let row = rows.iter().rev().nth(*ago).map_or(&[][..], Vec::as_slice);
            if *instead { Input::Overtaken { row } } else { Input::Found { from: from.then_some(3), row } }
        }
        Random::Keys(key) => {
            Input::Keys(Centres { school: [*key; 8], second: (key % 2 == 0).then_some([9; 8]) })
        }
        Random::Hand(open) => Input::Hand { open: *open },
        Random::HandSealed { job, length } => {
            return host.handle(at(now_ms), Input::HandSealed { job: *job, inner: &vec![5; *length] });
        }
    };
    host.handle(at(now_ms), input)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_inputs_in_any_order(inputs in proptest::collection::vec(random(), 1..200)) {
        let mut host = Host::new(config(), SITTING, Box::new(SeededEntropy(1)));
        let (mut now_ms, mut stored, mut rows) = (BEGIN_MS, false, Vec::new());
        for (gap, input) in inputs {
            // Mostly forward, sometimes anywhere: a clock is what the device says it is.
            now_ms = if gap < 40_000 { now_ms.wrapping_add(gap) % (1 << 53) } else { gap % (1 << 53) };
            let outputs = give(&mut host, now_ms, &input, &rows);
            let sends = outputs.iter().filter(|output| matches!(output, Output::Send { .. })).count();
            prop_assert!(sends <= 1, "{input:?} sent {sends}");
            for output in outputs {
                match output {
                    Output::Send { envelope, .. } => prop_assert_eq!(envelope.len(), ENVELOPE_LEN),
                    Output::Save { row } => {
                        prop_assert_eq!(row.len(), OUTBOX_LEN);
                        prop_assert!(Host::restore(config(), &row, Box::new(SeededEntropy(3))).is_some());
                        rows.push(row);
                    }
                    _ => {}
                }
            }
            stored |= matches!(input, Random::Genuine { stored: true, .. } | Random::Answer { .. });
            let claimed = matches!(host.delivery(None), Delivery::Stored | Delivery::Seen);
            prop_assert!(stored || !claimed, "claimed after {input:?}");
            // Two triggers and ten ends, with what other rows held.
            prop_assert!(host.sent().len() <= 12);
        }
    }
}
