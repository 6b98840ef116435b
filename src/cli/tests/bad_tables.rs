//! `qinghe score` on tables as they come: cut off, garbled, huge. Never a panic, never silence.

use crate::support::{score, scoring};
use std::io::{Read, Write};

const HEADER: &str = "rain,clear-sky,wind,storm,rainbow,frost,id";

fn table(rows: &str) -> Vec<u8> {
    format!("{HEADER}\n{rows}").into_bytes()
}

#[test]
fn headers_that_cannot_be_used_say_everything_at_once() {
    for (header, wanted) in [
        ("rain,wind\n1,1\n", &["4 of 6 items have no column: `clear-sky`, `storm`, `rainbow`, `frost`"][..]),
        ("rain,rain,wind,x,x\n", &["Columns 1, 2 have the same name `rain`", "Columns 4, 5", "4 of 6 items"]),
        ("rain,clear-sky,clear_sky,wind,storm,rainbow,frost\n", &["`clear-sky`, `clear_sky` all stand for"]),
        ("rain,clear-sky,wind,storm,rainbow,frost,total\n", &["A column is called `total`"]),
        ("rain;clear-sky;wind;storm;rainbow;frost\n", &["--delimiter semicolon"]),
        ("", &["The input is empty"]),
        ("\n\n\n", &["The input is empty"]),
        ("PK\u{3}\u{4}xl/workbook.xml", &["Excel workbook", "CSV UTF-8"]),
        ("a\0b\0\0\0c", &["zero bytes"]),
    ] {
        let said = score(&[], header.as_bytes());
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{header:?}");
        for part in wanted {
            assert!(said.err.contains(part), "{header:?}: {}", said.err);
        }
    }
}

#[test]
fn every_bad_cell_of_a_row_is_told_and_the_other_rows_are_scored() {
    let said = score(&[], &table("2,1,1,0,0,0,a\n9,x,1,3,2,,b\n2,1,1,0,0,0,c\n"));
    assert_eq!(said.code, 2);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), 4, "a row for every row: {}", said.out);
    assert!(lines[1].starts_with("a,5,fair,") && lines[3].starts_with("c,5,fair,"), "{}", said.out);
    assert_eq!(lines[2], "b,,,bad-row,,,,bad-row,,,bad-row,yes", "a critical response is told all the same");
    let wanted = "line 3: `rain`: `9` is not one of 0, 1, 2, 3; `clear-sky`: `x` is not one of 0, 1, 2, 3; \
                  `rainbow`: `2` is not one of 0, 1\n";
    assert!(said.err.contains(wanted), "{}", said.err);
    assert!(said.err.contains("3 rows, 2 scored, 1 has a fault."), "{}", said.err);
}

#[test]
fn many_bad_rows_are_counted_and_not_all_printed() {
    let said = score(&[], &table(&"9,1,1,0,0,0,a\n".repeat(500)));
    assert_eq!(said.code, 2);
    assert_eq!(said.err.lines().filter(|line| line.starts_with("line ")).count(), 20);
    assert!(said.err.contains("… and 480 more rows with a fault."), "{}", said.err);
    assert!(said.err.contains("500 × `rain`: not a value of the column"), "{}", said.err);
    assert_eq!(said.out.lines().count(), 501);
}

#[test]
fn a_file_cut_off_is_noticed_wherever_the_cut_is() {
    let whole = "2,1,1,0,0,0,\"a, b\"\n";
    let said = score(&[], &table(&format!("{whole}{whole}")));
    assert!(said.code == 0 && !said.err.contains("cut off"), "{}", said.err);
    for cut in 1..whole.len() {
        let said = score(&[], &table(&format!("{whole}{}", &whole[..cut])));
        let noticed = said.err.contains("cut off") || said.err.contains("columns, the header has");
        assert!(noticed, "cut at {cut}: {}", said.err);
        assert!(said.out.lines().nth(1).unwrap().contains("\"a, b\",5,fair"), "{}", said.out);
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_one_row() {
    let said = score(&[], &table(&format!("2,1,1,0,0,0,\"a\n{}", "2,1,1,0,0,0,b\n".repeat(9_000))));
    assert_eq!(said.code, 2);
    assert!(said.err.contains("line 2: a quote is opened and not closed on this line"), "{}", said.err);
    assert!(said.err.contains("9001 rows, 9000 scored, 1 has a fault."), "{}", said.err);
}

#[test]
fn a_huge_line_costs_one_row() {
    let huge = "x".repeat(70_000);
    let said = score(&[], &table(&format!("2,1,1,0,0,0,{huge}\n2,1,1,0,0,0,b\n")));
    assert_eq!(said.code, 2);
    assert!(said.err.contains("line 2: it is longer than 65536 bytes"), "{}", said.err);
    assert!(said.out.lines().last().unwrap().starts_with("b,5,fair"), "{}", said.out);
    let header = score(&[], format!("{}\n", "x".repeat(70_000)).as_bytes());
    assert!(header.code == 1 && header.err.contains("The header cannot be read"), "{}", header.err);
    let wide = score(&[], format!("{}\n", "x,".repeat(5_000)).as_bytes());
    assert!(wide.code == 1 && wide.err.contains("more than 4096 columns"), "{}", wide.err);
}

#[test]
fn a_row_in_another_encoding_costs_one_row() {
    let mut bytes = table("2,1,1,0,0,0,江一帆\n");
    bytes.extend(b"2,1,1,0,0,0,\xFF\xFE\xFA\n2,1,1,0,0,0,c\n");
    let said = score(&[], &bytes);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("line 3: its bytes are not UTF-8"), "{}", said.err);
    assert!(said.out.lines().last().unwrap().starts_with("c,5,fair"), "{}", said.out);
}

#[test]
fn nothing_in_a_cell_reaches_the_terminal_as_a_command() {
    let said = score(&[], &table("\u{1b}[2J\u{7},1,1,0,0,0,a\n"));
    assert!(
        said.err.contains("`\\u{1b}[2J\\u{7}` is not one of") && !said.err.contains('\u{1b}'),
        "{}",
        said.err
    );
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let mut child = scoring("weather", &[]);
    let mut stdin = child.stdin.take().unwrap();
    let writing = std::thread::spawn(move || {
        let rows = "2,1,1,0,0,0,a\n".repeat(10_000);
        // It stops when the other end stops; that is the point.
        let _closed = stdin.write_all(format!("{HEADER}\n").as_bytes());
        for _ in 0..50 {
            if stdin.write_all(rows.as_bytes()).is_err() {
                break;
            }
        }
    });
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    // The reader is dropped here.
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.lines().all(|line| line.starts_with("There is no column")), "{said}");
}

/// Bytes of a good table, changed at random. Whatever comes in, each line is scored or told.
#[test]
fn garbage_is_told_and_never_a_panic() {
    let good = table(&"2,1,1,0,0,0,\"江, a\"\n0,NA,2,2,1,1,b\n".repeat(40));
    let mut state = 0x5EED_u64;
    let mut roll = move |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    for _ in 0..150 {
        let mut bytes = good.clone();
        for _ in 0..=roll(30) {
            let at = roll(bytes.len());
            match roll(4) {
                0 => bytes[at] = u8::try_from(roll(256)).unwrap(),
                1 => bytes.insert(at, b"\",\n\r\0"[roll(5)]),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(20)),
            }
        }
        let said = score(&[], &bytes);
        let told = said.code == 0
            || (said.code == 2 && said.err.contains("fault"))
            || (said.code == 1 && !said.err.is_empty());
        assert!(told, "{} {}", said.code, said.err);
    }
}
