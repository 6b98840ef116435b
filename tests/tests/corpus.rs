//! Every reader of bytes from outside, on everything that a search ever kept, on extreme inputs and on 2 000
//! mutations of what is kept. How inputs are searched for: `tests/fuzz/README.md`.

#[allow(dead_code)]
#[path = "../fuzz/src/readers/mod.rs"]
mod readers;

use qinghe_tests::{dice::Dice, root};
use readers::{Reader, extremes, folder::Folder, kept, timed};
use std::{
    collections::BTreeSet,
    env, fs,
    io::Write,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant, SystemTime},
};

/// Mutations of all readers together.
const MUTATIONS: usize = 2_000;
/// What one input may take; ten times of it without optimisation.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });
/// Kilobytes that this process may ever have.
const MEMORY: u64 = 512 * 1024;

macro_rules! replays {
    ($($test:ident $name:literal)+) => {
        const NAMES: &[&str] = &[$($name),+];
        $(#[test]
        fn $test() {
            let reader = readers::ALL.iter().find(|reader| reader.name == $name).unwrap();
            replay(reader, &inputs(reader.name), LONGEST).unwrap();
            in_memory();
        })+
    };
}

replays! {
    instruments "instrument"
    wording "wording"
    cases "cases"
    batteries "battery"
    cases_of_batteries "battery-cases"
    regions "region"
    locales "locale"
    packs "pack"
    text_packs "text-pack"
    definitions "definition"
    snapshots "snapshot"
    fhir_questionnaires "fhir"
    open_scale_definitions "osd"
    messages "wire"
}

/// An input, and where it comes from.
type Input = (String, Vec<u8>);

fn inputs(reader: &str) -> Vec<Input> {
    let kept = kept::read(reader);
    assert!(!kept.is_empty(), "{reader}: nothing is kept");
    let mutations = mutations(reader, &kept);
    let named = |kind: &'static str, all: Vec<Vec<u8>>| {
        all.into_iter().enumerate().map(move |(nth, bytes)| (format!("{kind} {nth}"), bytes))
    };
    let extremes = named("extreme", extremes::of(reader));
    named("kept", kept).chain(extremes).chain(named("mutation", mutations)).collect()
}

fn mutations(reader: &str, kept: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut dice = Dice::new(reader.bytes().fold(7u64, |seed, byte| seed.wrapping_mul(31) + u64::from(byte)));
    // The table reader is not among `ALL`.
    (0..MUTATIONS.div_ceil(readers::ALL.len() + 1)).map(|_| mutation(&mut dice, kept)).collect()
}

/// One to six changes, most of them small.
fn mutation(dice: &mut Dice, kept: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = one(dice, kept).clone();
    for _ in 0..=dice.below(6) {
        let (from, to) = range(dice, bytes.len());
        match dice.below(8) {
            0 if from < to => bytes[from] ^= 1 << dice.below(8),
            1 if from < to => bytes[from] = b"\0\xFF\x7F\x80\"[]{}=.,\n\r-9"[index(dice, 16)],
            2 => drop(bytes.drain(from..to)),
            3 => drop(bytes.splice(from..from, bytes[from..to].to_vec())),
            4 => bytes.truncate(to),
            5 => {
                let other = one(dice, kept);
                let (first, last) = range(dice, other.len());
                bytes.splice(from..to, other[first..last].to_vec());
            }
            6 => drop(bytes.splice(from..from, (0..8).map(|_| dice.roll().to_le_bytes()[0]))),
            _ => bytes[from..to].rotate_left((to - from) / 2),
        }
    }
    bytes
}

fn one<'a>(dice: &mut Dice, kept: &'a [Vec<u8>]) -> &'a Vec<u8> {
    &kept[index(dice, kept.len())]
}

fn index(dice: &mut Dice, end: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(end.max(1)).unwrap())).unwrap()
}

/// A place and a short way behind it.
fn range(dice: &mut Dice, length: usize) -> (usize, usize) {
    let from = index(dice, length);
    (from, (from + index(dice, 40)).min(length))
}

/// Reads every input. Gives the first that a reader cannot take, and leaves it as a file.
fn replay(reader: &Reader, inputs: &[Input], longest: Duration) -> Result<(), String> {
    for (from, bytes) in inputs {
        let mut took = Duration::ZERO;
        let read = catch_unwind(AssertUnwindSafe(|| took = timed(|| (reader.check)(bytes))));
        let why = match read {
            Ok(()) if took <= longest => continue,
            Ok(()) => format!("it takes {took:?}"),
            Err(why) => match (why.downcast_ref::<String>(), why.downcast_ref::<&str>()) {
                (Some(why), _) => why.clone(),
                (None, why) => why.copied().unwrap_or("it panics").to_owned(),
            },
        };
        let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.input", reader.name));
        fs::write(&place, bytes).unwrap();
        return Err(format!("{}, {from}: {why}. The input is {}", reader.name, place.display()));
    }
    Ok(())
}

/// Where the kernel tells, how much this process ever had.
fn in_memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) else { return };
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak < MEMORY, "{peak} kB");
}

#[test]
fn every_reader_is_replayed() {
    let all: Vec<&str> = readers::ALL.iter().map(|reader| reader.name).collect();
    assert_eq!(NAMES, all);
    let corpus: BTreeSet<String> = fs::read_dir(root().join("tests/corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    let wanted = all.into_iter().chain(["table"]).map(|name| format!("{name}.inputs"));
    assert_eq!(corpus, wanted.collect());
    let bytes: u64 =
        corpus.iter().map(|name| fs::metadata(root().join("tests/corpus").join(name)).unwrap().len()).sum();
    assert!(bytes < 2_000_000, "{bytes} bytes are kept");
}

#[test]
fn a_reader_that_breaks_or_dawdles_is_seen() {
    let inputs: Vec<Input> = kept::read("wire").into_iter().map(|bytes| ("kept".to_owned(), bytes)).collect();
    let whole = Reader { name: "made-up", check: |bytes| assert!(bytes.len() < 1_000_000) };
    assert!(replay(&whole, &inputs, LONGEST).is_ok());
    let breaks = Reader { name: "made-up", check: |bytes| assert!(bytes.len() != 32, "thirty-two") };
    assert!(replay(&breaks, &inputs, LONGEST).is_err_and(|why| why.contains("thirty-two")));
    let dawdles = |_: &[u8]| {
        let begin = Instant::now();
        while begin.elapsed() < Duration::from_millis(200) {}
    };
    let slow = Reader { name: "made-up", check: dawdles };
    assert!(replay(&slow, &inputs, Duration::from_millis(1)).is_err_and(|why| why.contains("it takes")));
}

// The table reader of `qinghe score`: the binary itself.

/// The binary of this build. Where only this crate is built, it is made now.
fn qinghe() -> PathBuf {
    let built = env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
    let binary = built.join(format!("qinghe{}", env::consts::EXE_SUFFIX));
    let changed =
        ["cli", "compiler", "content", "scoring"].map(|name| newest(&root().join("src").join(name)));
    let fresh =
        fs::metadata(&binary).is_ok_and(|about| Some(about.modified().unwrap()) > changed.into_iter().max());
    if !fresh {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--package", "qinghe-cli"]).current_dir(root());
        cargo.args(if cfg!(debug_assertions) { &[][..] } else { &["--release"] });
        assert!(cargo.env("CARGO_TARGET_DIR", built.parent().unwrap()).status().unwrap().success());
    }
    binary
}

/// When something below was last written.
fn newest(path: &Path) -> SystemTime {
    let own = fs::metadata(path).unwrap().modified().unwrap();
    let inside = fs::read_dir(path).into_iter().flatten().map(|entry| newest(&entry.unwrap().path()));
    inside.chain([own]).max().unwrap()
}

/// Every input is a process, so those that take a debug build long are left to the search.
#[cfg(unix)]
#[test]
fn tables() {
    let (qinghe, room) = (qinghe(), Folder::new());
    room.take("scales/tea");
    let all = inputs("table").into_iter().filter(|(_, bytes)| bytes.len() <= 100_000);
    for (from, bytes) in all {
        let done = scored(&qinghe, &room, bytes);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let out = String::from_utf8(done.stdout).unwrap();
        match done.status.code() {
            Some(0) => assert!(!out.is_empty(), "table, {from}"),
            Some(1) => assert!(out.is_empty() && said.contains(". "), "table, {from}: {said}"),
            Some(2) => assert!(out.contains("bad-row") && said.contains("fault"), "table, {from}: {said}"),
            other => panic!("table, {from}: {other:?} {said}"),
        }
    }
}

/// Scores a table, in as much memory as a reader may have.
fn scored(qinghe: &Path, room: &Folder, bytes: Vec<u8>) -> Output {
    let limited = format!("ulimit -v {MEMORY} 2>/dev/null; exec \"$0\" score --instrument tea --root \"$1\"");
    let mut command = Command::new("sh");
    command.args(["-c", &limited]).arg(qinghe).arg(room.path());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // It stops reading where it refuses.
    let writing = thread::spawn(move || drop(stdin.write_all(&bytes)));
    let done = child.wait_with_output().unwrap();
    writing.join().unwrap();
    done
}
