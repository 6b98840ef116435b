//! The clock of a shared computer: covered, warned, wiped.

use proptest::prelude::*;
use qinghe_session::{Cover, Idle};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A shared computer: covered, warned, wiped; the touches come at any time, and no state is a trap.
    #[test]
    fn a_shared_computer_warns_before_it_forgets(gaps in proptest::collection::vec((0u64..400_000, 0u8..3), 1..60)) {
        let (mut now, mut idle) = (1_000_000, Idle::new(1_000_000));
        let mut last = now;
        for (gap, kind) in gaps {
            let until = now + gap;
            while let Some(next) = idle.next_ms().filter(|next| *next <= until) {
                let before = idle.cover();
                prop_assert!(next > now || idle.cover() != Cover::Wiped);
                now = next.max(now);
                idle.tick(now);
                prop_assert!(idle.cover() != before, "every wake brings the next cover");
                if idle.cover() == Cover::Wiped {
                    prop_assert!(before == Cover::Warning && now - last >= 300_000, "never without a warning");
                }
            }
            now = until;
            let before = idle.cover();
            match kind {
                0 => idle.touch(now),
                1 => idle.acted(now),
                _ => idle.tick(now),
            }
            if before == Cover::Wiped {
                prop_assert!(idle.cover() == Cover::Wiped, "what is gone stays gone");
                break;
            }
            if kind < 2 && idle.cover() == Cover::None {
                last = now;
            }
        }
    }
}

#[test]
fn a_warning_can_be_stopped_ten_times_by_any_key_and_always_by_going_on() {
    let mut idle = Idle::new(0);
    let mut now = 0;
    for nth in 1..=11 {
        now += 280_000;
        idle.tick(now);
        assert_eq!(idle.cover(), Cover::Warning);
        idle.touch(now + 19_000);
        let stands = if nth <= 10 { Cover::None } else { Cover::Warning };
        assert_eq!(idle.cover(), stands, "touch {nth}");
        now += 19_000;
    }
    idle.acted(now);
    assert_eq!(idle.cover(), Cover::None);
    idle.tick(now + 60_000);
    assert_eq!(idle.cover(), Cover::Resting);
    idle.touch(now + 60_001);
    assert_eq!(idle.cover(), Cover::None);
}
