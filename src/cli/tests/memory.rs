//! However long the table, the memory stays the same.

#![cfg(target_os = "linux")]
use crate::support::scoring;
use std::{fs, io::Write, process::Child, thread, time::Duration};

/// Kilobytes that the process has in memory, and the most it ever had.
fn kilobytes(child: &Child) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    (field("VmRSS:"), field("VmHWM:"))
}

fn grows(rows: usize) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("scores.csv");
    let mut child = scoring("weather", &["--out", out.to_str().unwrap()]);
    let mut stdin = child.stdin.take().unwrap();
    let part = "a,2,1,1,0,0,0\nb,9,x,1,0,0,0\n\"江, 一\",0,NA,2,2,1,1\n".repeat(1_000);
    stdin.write_all(b"id,rain,clear-sky,wind,storm,rainbow,frost\n").unwrap();
    for _ in 0..10 {
        stdin.write_all(part.as_bytes()).unwrap();
    }
    thread::sleep(Duration::from_millis(300));
    let early = kilobytes(&child);
    for _ in 0..rows / 3_000 {
        stdin.write_all(part.as_bytes()).unwrap();
    }
    thread::sleep(Duration::from_millis(300));
    let late = kilobytes(&child);
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(2));
    let lines = fs::read_to_string(&out).unwrap().lines().count();
    assert_eq!(lines, 1 + 30_000 + rows / 3_000 * 3_000);
    println!("{rows} rows: {} kB after 30 000 rows, {} kB at most", early.0, late.1);
    assert!(late.1 < early.0 + 512, "it grew from {} kB to {} kB", early.0, late.1);
}

#[test]
fn a_long_table_takes_no_more_memory_than_a_short_one() {
    grows(300_000);
}

#[test]
#[ignore = "takes ten seconds without optimisation"]
fn a_million_rows_take_no_more_memory_than_a_few() {
    grows(1_000_000);
}
