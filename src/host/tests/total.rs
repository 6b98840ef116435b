//! Any input in any state has a result: no panic, no second envelope in a slot, no false claim.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use proptest::prelude::*;
use qinghe_content::Tier;
use qinghe_host::{Delivery, Host, Input, OUTBOX_LEN, Output, SeededEntropy};
use qinghe_session::{Cause, Recipient};
use qinghe_wire::{Disposition, ENVELOPE_LEN, Progress, Receipt};
use support::{BEGIN_MS, SITTING, config, outcome};

/// An input as data. Jobs are small numbers, so that some are those that are open.
#[derive(Clone, Debug)]
enum Random {
    Start,
    Early(bool),
    Finish(u8),
    Sealed { job: u32, length: usize, key: usize },
    SealFailed(u32),
    Saved(bool),
    Answer { job: u32, status: u16, receipt: Option<Vec<u8>> },
    Genuine { job: u32, stored: bool },
    Lost(u32),
    Tick,
    PageHide,
    Online,
    NewLaunch,
}

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
    ];
    (prop_oneof![4 => 0u64..40_000, 1 => any::<u64>()], input)
}

fn give(host: &mut Host, now_ms: u64, random: &Random) -> Vec<Output> {
    let newest = host.sent().last().map_or([0; 16], |sent| sent.notice.id);
    let input = match random {
        Random::Start => Input::Start,
        Random::Early(noticed) => Input::Early {
            cause: if *noticed { Cause::Noticed } else { Cause::Asked },
            to: Recipient::School,
        },
        Random::Finish(nth) => {
            return host.handle(now_ms, Input::Finish(&outcome(Tier::ALL[usize::from(*nth)])));
        }
        Random::Sealed { job, length, key } => {
            let (envelope, receipt_key) = (vec![3; *length], vec![4; *key]);
            return host
                .handle(now_ms, Input::Sealed { job: *job, envelope: &envelope, receipt_key: &receipt_key });
        }
        Random::SealFailed(job) => Input::SealFailed { job: *job },
        Random::Saved(ok) => [Input::SaveFailed, Input::Saved][usize::from(*ok)],
        Random::Answer { job, status, receipt } => {
            Input::Answer { job: *job, status: *status, receipt: receipt.as_deref() }
        }
        Random::Genuine { job, stored } => {
            let disposition = if *stored { Disposition::Stored } else { Disposition::Cover };
            let receipt =
                Receipt { disposition, id: newest, progress: Progress::Waiting, epoch: [7; 8] }.encode();
            return host.handle(now_ms, Input::Answer { job: *job, status: 200, receipt: Some(&receipt) });
        }
        Random::Lost(job) => Input::Lost { job: *job },
        Random::Tick => Input::Tick,
        Random::PageHide => Input::PageHide,
        Random::Online => Input::Online,
        Random::NewLaunch => Input::NewLaunch,
    };
    host.handle(now_ms, input)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_inputs_in_any_order(inputs in proptest::collection::vec(random(), 1..200)) {
        let mut host = Host::new(config(), SITTING, Box::new(SeededEntropy(1)));
        let (mut now_ms, mut stored) = (BEGIN_MS, false);
        for (gap, input) in inputs {
            // Mostly forward, sometimes anywhere: a clock is what the device says it is.
            now_ms = if gap < 40_000 { now_ms.wrapping_add(gap) % (1 << 53) } else { gap % (1 << 53) };
            let outputs = give(&mut host, now_ms, &input);
            let sends = outputs.iter().filter(|output| matches!(output, Output::Send { .. })).count();
            prop_assert!(sends <= 1, "{input:?} sent {sends}");
            for output in outputs {
                match output {
                    Output::Send { envelope, .. } => prop_assert_eq!(envelope.len(), ENVELOPE_LEN),
                    Output::Save { row } => {
                        prop_assert_eq!(row.len(), OUTBOX_LEN);
                        prop_assert!(Host::restore(config(), &row, Box::new(SeededEntropy(3))).is_some());
                    }
                    _ => {}
                }
            }
            stored |= matches!(input, Random::Genuine { stored: true, .. } | Random::Answer { .. });
            let claimed = matches!(host.delivery(None), Delivery::Stored | Delivery::Seen);
            prop_assert!(stored || !claimed, "claimed after {input:?}");
            prop_assert!(host.sent().len() <= 3);
        }
    }
}
