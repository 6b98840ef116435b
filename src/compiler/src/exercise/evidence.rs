//! `evidence.md`: the grade, and where it comes from.

use crate::{
    file,
    finding::{Code, Log},
    reader::Found,
};
use std::path::Path;

/// How a line of `## Sources` ends: read in the original, or not.
pub(super) const STATES: &[&str] = &["(read)", "(abstract read)", "(unverified)"];

/// The grade that the page gives, in dots. `None` when it gives none; the log says what is missing.
pub(super) fn read(log: &Log, root: &Path, name: &str) -> Option<u8> {
    let text = file::text(log, root, name)?;
    let say = |what: String, help: &str| log.file(Code::Grade, name, what, help);
    let grade = text.lines().find_map(|line| line.strip_prefix("Grade: "));
    let grade = grade.map(|dots| dots.chars().take_while(|one| *one == '●').count());
    let grade = grade.and_then(|dots| u8::try_from(dots).ok()).filter(|dots| (1..=3).contains(dots));
    if grade.is_none() {
        say("there is no line `Grade: ●`, `Grade: ●●` or `Grade: ●●●`".to_owned(), "Add it.");
    }
    let sources: Vec<&str> = text
        .lines()
        .skip_while(|line| *line != "## Sources")
        .skip(1)
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("- "))
        .collect();
    for line in sources.iter().filter(|line| !STATES.iter().any(|state| line.trim_end().ends_with(state))) {
        let help = format!("End the line with one of: {}.", STATES.join(", "));
        say(format!("a source does not say whether it was read: {line}"), &help);
    }
    if sources.len() < usize::from(grade.unwrap_or(1)) {
        let what = format!("{} sources for this grade", sources.len());
        say(what, "Name as many lines under `## Sources` as the grade has dots, or lower the grade.");
    }
    for wanted in ["## What it can and cannot do", "## Not for"] {
        if !text.lines().any(|line| line == wanted) {
            say(format!("there is no part `{wanted}`"), "Add it; whoever signs off reads it first.");
        }
    }
    grade
}

/// Whether `evidence` in the data is what the page says.
pub(super) fn same(given: &Found<'_, u8>, page: Option<u8>) {
    let Some(page) = page else { return };
    if given.value != page {
        let what = format!("{} here, {page} in evidence.md", given.value);
        given.say(Code::Grade, what, "Correct the one that is wrong.");
    }
}
