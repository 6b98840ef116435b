//! Whatever stands in a file, reading ends soon and says what is wrong.

use crate::support::*;
use qinghe_compiler::{Code, Report};
use std::{
    fs,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// Reading the room as it stands takes some hundredths of a second.
const SOON: Duration = Duration::from_secs(20);

fn soon(folder: &TempDir) -> Report {
    let begin = Instant::now();
    let report = read(folder);
    // The findings have to be readable too.
    let _ = report.render();
    assert!(begin.elapsed() < SOON, "{:?}", begin.elapsed());
    // What has no error has packs that the module accepts.
    assert!(report.packs.iter().all(|pack| pack.encode().is_ok()));
    report
}

fn with(file: &str, bytes: &[u8]) -> Report {
    let folder = room();
    fs::write(folder.path().join(file), bytes).unwrap();
    soon(&folder)
}

fn says(report: &Report, code: Code, file: &str, part: &str) {
    let found = report.findings.iter().any(|finding| {
        finding.code == code
            && finding.file == file
            && (finding.what.contains(part) || finding.help.contains(part))
    });
    assert!(found, "{} with `{part}` not found in {file}:\n{}", code.id(), report.render());
    assert!(report.packs.is_empty());
}

#[test]
fn a_missing_file_is_named() {
    let files = [TEA, TEA_ZH, TEA_CASES, "scales/leaf/evidence.md", FORM, WHOLE_CASES, LOCALE];
    for file in files {
        let folder = room();
        fs::remove_file(folder.path().join(file)).unwrap();
        says(&read(&folder), Code::Unreadable, file, "");
    }
    let empty = tempfile::tempdir().unwrap();
    assert!(read(&empty).has_errors());
    let (library, findings) = qinghe_compiler::library(empty.path());
    assert!(library.instruments.is_empty() && findings.has_errors());
}

#[test]
fn other_encodings_are_named_with_what_to_do() {
    let text = fs::read(format!("{ROOM}/{TEA_ZH}")).unwrap();
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_slice()].concat();
    says(&with(TEA_ZH, &marked), Code::Encoding, TEA_ZH, "byte-order mark");
    let wide: Vec<u8> = String::from_utf8(text).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    says(&with(TEA_ZH, &[&[0xFF, 0xFE], wide.as_slice()].concat()), Code::Encoding, TEA_ZH, "UTF-16LE");
    // 没有 in GBK.
    says(&with(TEA_ZH, b"a = \"\xC3\xBB\xD3\xD0\""), Code::Encoding, TEA_ZH, "iconv -f GB18030");
    says(&with(TEA_ZH, b"a = \"\xFF\xFF\xFF\""), Code::Encoding, TEA_ZH, "byte 6");
}

#[test]
fn sizes_depths_and_numbers_have_limits() {
    let long = vec![b'#'; 1024 * 1024 + 1];
    says(&with(TEA, &long), Code::TooLarge, TEA, "");
    for text in ["a = ".to_owned() + &"[".repeat(100_000), "a.".repeat(50_000) + "b = 1"] {
        says(&with(TEA, text.as_bytes()), Code::TooDeep, TEA, "");
    }
    let list = format!("a = [{}]", "1, ".repeat(3_000));
    says(&with(TEA, list.as_bytes()), Code::TooMany, TEA, "list");
    let tables = "[[item]]\nid = \"x\"\n".repeat(20_000);
    says(&with(TEA, tables.as_bytes()), Code::TooMany, TEA, "list");
    let fields: String = (0..1_500).map(|nth| format!("field{nth} = 1\n")).collect();
    let folder = room();
    change(&folder, TEA, "recall_days = 7\n", &format!("recall_days = 7\n{fields}"));
    says(&soon(&folder), Code::TooMany, TEA, "findings");
    let items: String =
        (0..600).map(|nth| format!("[[item]]\nid = \"i{nth}\"\nresponse_set = \"often\"\n\n")).collect();
    let folder = room();
    change(&folder, TEA, "[[item]]\nid = \"hot\"", &(items + "[[item]]\nid = \"hot\""));
    says(&soon(&folder), Code::TooMany, TEA, "512");
}

#[test]
fn more_keys_or_scores_than_the_engine_can_hold_are_refused() {
    let scores = |count: usize| -> String {
        let one = |nth: usize| {
            format!(
                "[[score]]\nid = \"s{nth}\"\nmethod = \"sum\"\nitems = [\"hot\", \"sweet\", \"strong\"]\n\
                 points = {{ hot = [0, {nth}, 999, 1000], sweet = [0, {nth}, 998, 1000], \
                 strong = [0, {nth}, 997, 1000] }}\n\
                 missing = {{ rule = \"complete\", source = \"x\" }}\n\n\
                 [[score.band_set]]\nid = \"b\"\nsource = \"x\"\nbands = [{{ id = \"a\", from = 0 }}]\n\n"
            )
        };
        (0..count).map(one).collect()
    };
    for (count, part) in [(100, "256"), (200, "128")] {
        let folder = room();
        let path = folder.path().join(TEA);
        let text = fs::read_to_string(&path).unwrap() + &scores(count);
        fs::write(path, text).unwrap();
        says(&soon(&folder), Code::TooMany, TEA, part);
    }
}

#[test]
fn a_sitting_that_cannot_be_kept_is_refused() {
    let items: String =
        (0..500).map(|nth| format!("[[item]]\nid = \"i{nth}\"\nresponse_set = \"often\"\n\n")).collect();
    let folder = room();
    for (file, first) in [(TEA, "[[item]]\nid = \"hot\""), (CHECK, "[[item]]\nid = \"worth\"")] {
        let set = if file == TEA { "often" } else { "agree" };
        change(&folder, file, first, &(items.replace("often", set) + first));
    }
    says(&soon(&folder), Code::Snapshot, WHOLE, "1024");
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_pipes_end_at_once() {
    use std::os::unix::fs::symlink;
    let folder = room();
    symlink("loop", folder.path().join("scales/loop")).unwrap();
    says(&soon(&folder), Code::Unreadable, "scales/loop", "");
    let folder = room();
    fs::remove_file(folder.path().join(TEA_ZH)).unwrap();
    symlink("zh-Hans.toml", folder.path().join(TEA_ZH)).unwrap();
    says(&soon(&folder), Code::Unreadable, TEA_ZH, "");
    // A folder that holds itself is an instrument without files.
    let folder = room();
    symlink(".", folder.path().join("scales/again")).unwrap();
    says(&soon(&folder), Code::Unreadable, "scales/again/instrument.toml", "");
    let folder = room();
    fs::remove_file(folder.path().join(TEA)).unwrap();
    symlink("/dev/zero", folder.path().join(TEA)).unwrap();
    says(&soon(&folder), Code::Unreadable, TEA, "no plain file");
    let folder = room();
    fs::remove_file(folder.path().join(TEA)).unwrap();
    fs::create_dir(folder.path().join(TEA)).unwrap();
    says(&soon(&folder), Code::Unreadable, TEA, "no plain file");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf8_are_said() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let folder = room();
    let name = folder.path().join("scales").join(OsStr::from_bytes(b"\xFF\xFE"));
    // Some file systems take no such name; then there is nothing to say.
    if fs::create_dir(&name).is_ok() {
        let report = soon(&folder);
        assert!(codes(&report).contains(&Code::Id), "{}", report.render());
    }
}

/// Cut anywhere, a file is faulty or, cut between two of its parts, lacks something.
#[test]
fn a_file_that_is_cut_anywhere_is_read_to_an_end() {
    for file in [TEA, TEA_ZH, LEAF, FORM, FORM_CASES] {
        let bytes = fs::read(format!("{ROOM}/{file}")).unwrap();
        for at in (0..bytes.len() - 1).step_by(211) {
            let report = with(file, &bytes[..at]);
            let ends = bytes[..at].last().is_none_or(|byte| *byte == b'\n');
            assert!(report.has_errors() || ends, "{file} cut at {at}");
        }
    }
}

/// Every value of a file replaced by something of another kind or size.
#[test]
fn a_field_of_any_other_value_is_read_to_an_end() {
    let values = [
        "1",
        "-1",
        "0",
        "99999999999",
        "1e400",
        "nan",
        "true",
        "\"\"",
        "\"*\"",
        "[]",
        "{}",
        "[[]]",
        "2020-01-01",
    ];
    let folder = room();
    for file in [TEA, LEAF, CHECK, FORM, WHOLE, TEA_CASES] {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (nth, line) in lines.iter().enumerate() {
            let Some((name, _)) = line.split_once(" = ") else { continue };
            // One value for each line keeps the test short; all of them come up often.
            let new = format!("{name} = {}", values[nth % values.len()]);
            let mut changed = lines.clone();
            changed[nth] = &new;
            fs::write(&path, changed.join("\n")).unwrap();
            let begin = Instant::now();
            let (_, findings) = qinghe_compiler::library(folder.path());
            assert!(begin.elapsed() < SOON, "{file}:{nth} {new}");
            let _ = findings.render();
        }
        fs::write(&path, text).unwrap();
    }
    let (library, findings) = qinghe_compiler::library(folder.path());
    assert!(library.battery("whole").is_some() && !findings.has_errors(), "{}", findings.render());
}
