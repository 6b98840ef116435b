//! Lines for a person. Whoever closes the pipe early makes us quiet, not panic.

use std::{
    fmt::Display,
    io::{Write, stderr, stdout},
};

/// A line on standard output.
pub fn out(line: impl Display) {
    let _closed = writeln!(stdout(), "{line}");
}

/// A line on standard error.
pub fn err(line: impl Display) {
    let _closed = writeln!(stderr(), "{line}");
}

/// A number with a noun that agrees with it.
pub fn count(many: u64, noun: &str) -> String {
    let s = if many == 1 { "" } else { "s" };
    format!("{many} {noun}{s}")
}
