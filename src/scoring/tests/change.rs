//! Change between two occasions, after Jacobson and Truax (1991): a difference over the standard error of a
//! difference, and 1.96 of that.

use qinghe_content::{Change, Tier};
use qinghe_scoring::change::{Direction, direction, reliable_difference, tier_changed};

fn near(got: f64, wanted: f64, within: f64) {
    assert!((got - wanted).abs() < within, "{got} and not {wanted}");
}

/// The example of the paper: 47.5 before, 32.5 after, SD 7.5, r 0.80. The standard error of measurement is
/// 3.35, that of a difference 4.74, and the index -3.16.
#[test]
fn the_example_of_jacobson_and_truax() {
    let least = reliable_difference(7.5, 0.80);
    near(least / 1.96, 4.74, 0.005);
    near((32.5 - 47.5) / (least / 1.96), -3.16, 0.005);
    near(least, 9.30, 0.005);
}

/// 1.96 × SD × √(2 (1 - r)) with roots that come out even.
#[test]
fn differences_worked_by_hand() {
    for (sd, r, wanted) in [
        // 2 × 0.5 = 1.
        (10.0, 0.5, 19.6),
        // 2 × 0.02 = 0.04, root 0.2.
        (5.0, 0.98, 1.96),
        // 2 × 0.18 = 0.36, root 0.6.
        (5.0, 0.82, 5.88),
        // 2 × 0.08 = 0.16, root 0.4.
        (6.25, 0.92, 4.9),
        // No reliability: 1.96 × √2 × SD. No error: nothing is noise.
        (1.0, 0.0, 2.771_859),
        (7.0, 1.0, 0.0),
    ] {
        near(reliable_difference(sd, r), wanted, 1e-6);
    }
    assert!(
        reliable_difference(5.0, 0.8) > reliable_difference(5.0, 0.9),
        "a better test sees smaller changes"
    );
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Worse => "worse",
        Direction::Same => "same",
        Direction::Better => "better",
    }
}

#[test]
fn a_difference_counts_from_the_bound_on() {
    for (before, now, up_is_worse) in [
        (10, 15, "same"),
        (10, 16, "worse"),
        (10, 27, "worse"),
        (10, 5, "same"),
        (10, 4, "better"),
        (10, 10, "same"),
        (-3, 3, "worse"),
        (3, -3, "better"),
        (i32::MIN, i32::MAX, "worse"),
        (i32::MAX, i32::MIN, "better"),
    ] {
        let down_is_worse = match up_is_worse {
            "worse" => "better",
            "better" => "worse",
            same => same,
        };
        for (higher_is_worse, wanted) in [(true, up_is_worse), (false, down_is_worse)] {
            let got = direction(Change { reliable: 6, higher_is_worse }, before, now);
            assert_eq!(word(got), wanted, "{before} to {now}, {higher_is_worse}");
        }
    }
}

/// Where nothing is noise, the same is still the same.
#[test]
fn without_noise_every_difference_counts_and_none_does_not() {
    let change = Change { reliable: 0, higher_is_worse: true };
    assert_eq!([9, 10, 11].map(|now| word(direction(change, 10, now))), ["better", "same", "worse"]);
}

/// Another tier, and a score that moved by more than noise: both.
#[test]
fn a_tier_changed_only_with_its_score() {
    let change = Change { reliable: 6, higher_is_worse: true };
    for (before, now, wanted) in [
        ((Tier::Watch, 10), (Tier::Priority, 16), true),
        ((Tier::Watch, 10), (Tier::Priority, 15), false),
        ((Tier::Watch, 10), (Tier::Watch, 16), false),
        ((Tier::Priority, 15), (Tier::Routine, 9), true),
        ((Tier::Watch, 10), (Tier::Routine, 9), false),
    ] {
        assert_eq!(tier_changed(change, before, now), wanted, "{} to {}", before.1, now.1);
    }
}
