//! `qinghe score` on good tables.

use crate::support::{here, room, run, score};
use std::fs;

fn golden(name: &str) -> Vec<u8> {
    fs::read(here("tests/golden").join(name)).unwrap()
}

const HEADER: &str = "rain,clear-sky,wind,storm,rainbow,frost";

#[test]
fn a_table_is_scored_as_worked_by_hand() {
    let said = score(&[], &golden("weather.csv"));
    assert_eq!(said.out, String::from_utf8(golden("weather.scores.csv")).unwrap());
    assert_eq!(said.err, String::from_utf8(golden("weather.said.txt")).unwrap());
    assert_eq!(said.code, 2, "two rows have a fault");
}

#[test]
fn columns_may_stand_in_any_order_and_be_written_as_other_programs_do() {
    let one = score(&[], format!("{HEADER}\n2,1,1,0,0,0\n").as_bytes());
    let other = score(&[], b"frost,Storm,clear_sky,weather/rain,wind,rainbow\n0.0,0,1.0,2,1,0\n");
    assert_eq!((one.code, other.code), (0, 0), "{}{}", one.err, other.err);
    assert_eq!(one.out, other.out);
    assert!(one.out.ends_with("\n5,fair,,0.33,still,,,,,no-norm,no\n"), "{}", one.out);
}

#[test]
fn delimiters_and_missing_codes_can_be_named() {
    let text = format!("{HEADER}\n2,1,1,-9,99,0\n");
    for (name, mark) in [("comma", ','), ("semicolon", ';'), ("tab", '\t')] {
        let args = ["--delimiter", name, "--missing", "-9", "--missing", "99"];
        let said = score(&args, text.replace(',', &mark.to_string()).as_bytes());
        assert_eq!(said.code, 0, "{}", said.err);
        let last = said.out.lines().last().unwrap().replace(mark, ",");
        // (2 + 2 + 1) × 4 / 3 = 6.67
        assert_eq!(last, "7,rough,,,,,missing-1,,,no-norm,", "{name}");
    }
}

#[test]
fn other_encodings_give_the_same_scores() {
    let text = "姓名,rain,clear-sky,wind,storm,rainbow,frost\n江一帆,2,1,1,0,0,0\n";
    let wanted = score(&[], text.as_bytes());
    assert_eq!(wanted.code, 0, "{}", wanted.err);
    assert!(wanted.out.contains("江一帆"));
    let utf16 = |mark: &str| -> Vec<u8> {
        format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    for (name, bytes) in [("UTF-16LE", utf16("\u{feff}")), ("UTF-16LE", utf16("")), ("GBK", gbk)] {
        let said = score(&[], &bytes);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.err.contains(name) && said.err.contains("decoded"), "{}", said.err);
        assert_eq!(said.out.trim_start_matches('\u{feff}'), wanted.out);
    }
    // Who wrote a mark needs one to read it again.
    let marked = score(&[], format!("\u{feff}{text}").as_bytes());
    assert_eq!(marked.out, format!("\u{feff}{}", wanted.out));
}

#[test]
fn a_file_appears_under_its_name_only_when_it_is_complete() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("scores.csv");
    let args = ["--out", out.to_str().unwrap()];
    let bad = score(&args, b"rain,wind\n1,1\n");
    assert_eq!(bad.code, 1);
    assert!(!out.exists());
    let good = score(&args, format!("{HEADER}\n2,1,1,0,0,0\n").as_bytes());
    assert_eq!((good.code, good.out.as_str()), (0, ""));
    assert!(fs::read_to_string(&out).unwrap().contains("\n5,fair,"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no half file stays");
}

#[test]
fn what_is_not_there_is_named() {
    let room = room();
    let said = run(&["score", "--instrument", "wether", "--root", room.to_str().unwrap()]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no instrument `wether`") && said.err.contains("weather"), "{}", said.err);
    let said = run(&["score", "--instrument", "weather", "--root", "/nowhere"]);
    assert!(said.code == 1 && said.err.contains("--root"), "{}", said.err);
}
