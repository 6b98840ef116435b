//! `qinghe simulate`.

use crate::support::{Said, copy, here, room, run, score};
use std::fs;

fn simulate(more: &[&str]) -> Said {
    let room = room();
    run(&[&["simulate", "--root", room.to_str().unwrap()], more].concat())
}

#[test]
fn a_seed_gives_the_same_sheets_everywhere() {
    let said = simulate(&["--instrument", "weather", "--rows", "8", "--seed", "42", "--careless", "50"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let golden = fs::read_to_string(here("tests/golden/sheets.csv")).unwrap();
    assert_eq!(said.out, golden);
    let longer = simulate(&["--instrument", "weather", "--rows", "20", "--seed", "42", "--careless", "50"]);
    assert!(longer.out.starts_with(&golden), "a row does not depend on how many there are");
    let other = simulate(&["--instrument", "weather", "--rows", "8", "--seed", "43", "--careless", "50"]);
    assert_ne!(other.out, golden);
}

#[test]
fn what_is_made_up_can_be_scored() {
    for form in [["--instrument", "weather"], ["--battery", "outlook"]] {
        let sheets = simulate(&[&form[..], &["--rows", "400", "--careless", "30"]].concat());
        assert_eq!(sheets.code, 0, "{}", sheets.err);
        let said = score(&[], sheets.out.as_bytes());
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.err.contains("400 rows, 400 scored, 0 have a fault."), "{}", said.err);
    }
}

/// Cells of one column.
fn column<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let mut lines = text.lines();
    let at = lines.next().unwrap().split(',').position(|one| one == name).unwrap();
    lines.map(|line| line.split(',').nth(at).unwrap()).collect()
}

#[test]
fn people_are_of_every_kind_and_as_careless_as_asked() {
    let said = simulate(&["--instrument", "weather", "--rows", "4000", "--careless", "20"]);
    let kinds = column(&said.out, "kind");
    let careless = kinds.iter().filter(|kind| **kind != "careful").count();
    assert!((700..900).contains(&careless), "{careless} of 4000");
    for kind in ["random", "straight", "long-string", "alternating", "quick", "ends-early"] {
        let many = kinds.iter().filter(|one| **one == kind).count();
        assert!(many > 80, "{kind}: {many}");
    }
    let none = simulate(&["--instrument", "weather", "--rows", "2000"]);
    assert!(column(&none.out, "kind").iter().all(|kind| *kind == "careful"));
    // The reverse item goes the other way, so rain and a clear sky seldom come together.
    let number = |name: &str| -> Vec<Option<f64>> {
        column(&none.out, name).iter().map(|cell| cell.parse().ok()).collect()
    };
    let (rain, clear, wind) = (number("rain"), number("clear-sky"), number("wind"));
    assert!(correlation(&rain, &wind) > 0.2, "{}", correlation(&rain, &wind));
    assert!(correlation(&rain, &clear) < -0.2, "{}", correlation(&rain, &clear));
}

fn correlation(one: &[Option<f64>], other: &[Option<f64>]) -> f64 {
    let pairs: Vec<(f64, f64)> = one.iter().zip(other).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let count = pairs.len() as f64;
    let mean = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0 / count, sum.1 + pair.1 / count));
    let sums = pairs.iter().fold((0.0, 0.0, 0.0), |sum, pair| {
        let (a, b) = (pair.0 - mean.0, pair.1 - mean.1);
        (sum.0 + a * b, sum.1 + a * a, sum.2 + b * b)
    });
    sums.0 / (sums.1 * sums.2).sqrt()
}

#[test]
fn gates_of_a_battery_are_kept() {
    let said = simulate(&["--battery", "outlook", "--rows", "300"]);
    let asked = column(&said.out, "kitchen/tea").iter().filter(|cell| !cell.is_empty()).count();
    assert!((20..280).contains(&asked), "{asked} of 300 came through the gate");
}

#[test]
fn a_report_measures_every_index_and_the_policy() {
    let said = simulate(&["--battery", "outlook", "--report", "--seed", "9"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("10000 simulated sheets"), "{}", said.out);
    for row in ["quick ≥ 40", "long-string ≥ 6", "straight ≥ 1", "instructed ≥ 1", "**policy: unusable**"]
    {
        assert!(said.out.contains(&format!("| {row} |")), "{row}: {}", said.out);
    }
    let row = |name: &str| -> Vec<f64> {
        let line = said.out.lines().find(|line| line.starts_with(&format!("| {name} |"))).unwrap();
        line.split('|').skip(2).filter_map(|cell| cell.trim().trim_end_matches(" %").parse().ok()).collect()
    };
    // Sheets that hurry through a floor of 900 ms are found, careful ones seldom suspected.
    let (quick, careful) = (row("quick"), row("careful"));
    assert!(quick[1] > 90.0 && careful[1] < 15.0, "{quick:?} {careful:?}");
    let (doubtful, unusable) = (row("**policy: doubtful or worse**"), row("**policy: unusable**"));
    assert!(unusable[0] > doubtful[0] && unusable[1] < doubtful[1], "{doubtful:?} {unusable:?}");
}

#[test]
fn a_report_that_would_say_nothing_is_refused() {
    let few = simulate(&["--battery", "outlook", "--report", "--rows", "500"]);
    assert!(few.code == 1 && few.err.contains("--rows 10000"), "{}", few.err);
    let copy = copy();
    let file = copy.path().join("batteries/outlook/battery.toml");
    let text = fs::read_to_string(&file).unwrap();
    let text = text.split("[validity]").next().unwrap().replace(", { unusable = true }", "");
    fs::write(&file, text).unwrap();
    let said =
        run(&["simulate", "--root", copy.path().to_str().unwrap(), "--battery", "outlook", "--report"]);
    assert!(said.code == 1 && said.err.contains("has no validity policy"), "{}", said.err);
}
