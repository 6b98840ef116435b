//! The real binary, and a data room made up for it.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// The data room of the tests.
pub fn room() -> PathBuf {
    here("tests/room")
}

/// A file of this crate.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A copy of the data room that may be written to, with languages and help lines.
pub fn copy() -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&room(), copy.path());
    for name in ["locales", "regions"] {
        copy_folder(&here("../..").join(name), &copy.path().join(name));
    }
    // Their lines are for the texts that ship.
    for name in ["zh-Hant.toml", "pinyin.toml"] {
        fs::remove_file(copy.path().join("locales").join(name)).unwrap();
    }
    // What these tests say does not change when the check of the numbers runs out.
    let region = copy.path().join("regions/cn.toml");
    let today = qinghe_compiler::today();
    let until = today.saturating_add(Duration::from_secs(100 * 86_400));
    let dated = |line: &str| match line.split_once(" = ") {
        Some(("checked_on", _)) => format!("checked_on = \"{today}\"\n"),
        Some(("valid_until", _)) => format!("valid_until = \"{until}\"\n"),
        _ => format!("{line}\n"),
    };
    let text: String = fs::read_to_string(&region).unwrap().lines().map(dated).collect();
    fs::write(&region, text).unwrap();
    copy
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// `qinghe` with these words.
pub fn qinghe(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qinghe"));
    command.args(args);
    command
}

/// What a run said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Said {
    fn from(output: Output) -> Said {
        let said = Said {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        assert!(!said.err.contains("panicked"), "{}", said.err);
        said
    }
}

/// Runs it to the end.
pub fn run(args: &[&str]) -> Said {
    qinghe(args).stdin(Stdio::null()).output().unwrap().into()
}

/// Begins to score.
pub fn scoring(instrument: &str, more: &[&str]) -> Child {
    let room = room();
    qinghe(&["score", "--instrument", instrument, "--root", room.to_str().unwrap()])
        .args(more)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Scores these bytes.
pub fn score(more: &[&str], input: &[u8]) -> Said {
    let mut child = scoring("weather", more);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A run that stops early closes the pipe; that is not what is tested here.
    let writing = thread::spawn(move || drop(stdin.write_all(&input)));
    let said = child.wait_with_output().unwrap().into();
    writing.join().unwrap();
    said
}
