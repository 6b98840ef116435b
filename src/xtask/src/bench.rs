//! Scripts that drive the built demo in a real Chromium: `cargo xtask bench`, beside a page written by hand
//! in the same run, and `cargo xtask pictures`.

use crate::{Done, dist, step::shown, tools};
use std::{path::Path, process::Command};

/// Measures and prints; also writes JSON when asked.
pub fn run(json: Option<&Path>) -> Done {
    let mut bench = ready("tests/browser/bench.mjs")?;
    if let Some(path) = json {
        bench.arg("--json").arg(path);
    }
    shown("bench", &mut bench)
}

/// Photographs every screen into `folder`.
pub fn pictures(folder: &Path) -> Done {
    shown("pictures", ready("tests/browser/pictures.mjs")?.arg(folder))
}

fn ready(script: &str) -> Done<Command> {
    let chromium = tools::chromium()?;
    dist::with_gateway()?;
    let mut node = tools::with_browser(&chromium);
    node.arg(script);
    Ok(node)
}
