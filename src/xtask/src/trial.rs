//! Test files under Node's own runner.

use crate::{Done, place, step::shown};
use std::{fs, path::PathBuf, process::Command};

/// The report for people, wherever it goes; Node would choose another one for a file. A test that broke off may have left open what
/// keeps its file's process for ever. And no file needs twenty minutes: one that hangs would take the whole run with it.
const RUNNER: [&str; 5] = [
    "--test",
    "--test-force-exit",
    "--test-timeout=1200000",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
];

/// How many files of journeys run side by side: a journey waits for slots and floors, and three keep two cores busy. Each has a gateway, a portal and a
/// browser of its own.
const LANES: &str = "--test-concurrency=3";

/// More red files than this are no accident.
const UNSTEADY: usize = 3;

/// Runs the files of one folder.
pub fn trial(what: &str, node: &mut Command, files: &[PathBuf]) -> Done {
    shown(what, node.args(RUNNER).args(files))
}

/// How often a red file is asked once more.
const AGAIN: usize = 2;

/// Runs journeys, whose browsers now and then lose a press or a frame beside other browsers, or end of their own accord. What is red is
/// asked once more, alone; it must be green then, and its name stands at the end.
pub fn journeys(what: &str, node: impl Fn() -> Command, files: &[PathBuf]) -> Done {
    let Err(mut why) = noting(what, &mut node(), LANES, files) else { return Ok(()) };
    let first = red()?;
    let mut left = first.clone();
    for _ in 0..AGAIN {
        if left.is_empty() || left.len() > UNSTEADY {
            return Err(why);
        }
        let again = format!("{what}, once more and alone: {}", names(&left));
        match noting(&again, &mut node(), "--test-concurrency=1", &left) {
            Ok(()) => {
                let names = names(&first);
                println!("── {what}: green alone, red beside others (the lines above say how): {names}");
                return Ok(());
            }
            Err(still) => why = still,
        }
        left = red()?;
    }
    Err(why)
}

/// Runs files and writes down which are red.
fn noting(what: &str, node: &mut Command, lanes: &str, files: &[PathBuf]) -> Done {
    fs::create_dir_all(place::staging()).map_err(|why| format!("{}: {why}", place::staging().display()))?;
    node.arg(lanes)
        .args(["--test-reporter", "./tests/browser/red-files.mjs"])
        .arg(format!("--test-reporter-destination={}", list().display()));
    trial(what, node, files)
}

fn list() -> PathBuf {
    place::staging().join("red-journeys")
}

fn names(files: &[PathBuf]) -> String {
    files.iter().filter_map(|file| file.file_name()?.to_str()).collect::<Vec<_>>().join(", ")
}

/// The files that were red in the last run.
fn red() -> Done<Vec<PathBuf>> {
    let text = fs::read_to_string(list()).map_err(|why| format!("{}: {why}", list().display()))?;
    Ok(text.lines().map(PathBuf::from).collect())
}

/// Test files of one folder whose name contains `part`, in the order of their names.
pub fn files(folder: &str, part: &str) -> Done<Vec<PathBuf>> {
    let say = |why: std::io::Error| format!("{folder}: {why}");
    let mut found = Vec::new();
    for entry in fs::read_dir(place::root().join(folder)).map_err(say)? {
        let path = entry.map_err(say)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".test.mjs") && name.contains(part) {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() { Err(format!("{folder}: no test file matches `{part}`.")) } else { Ok(found) }
}
