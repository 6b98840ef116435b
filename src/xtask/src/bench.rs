//! `cargo xtask bench`: the built demo in a real Chromium, beside a handwritten page in the same run.

use crate::{
    Done, dist, place,
    step::{cargo, command, quiet, shown},
    tools,
};
use std::path::Path;

/// Measures and prints; also writes JSON when asked.
pub fn run(json: Option<&Path>) -> Done {
    let chromium = tools::chromium()?;
    dist::run()?;
    quiet("build the gateway", cargo().args(["build", "--locked", "--package", "qinghe-gateway"]))?;
    let mut bench = command("node");
    bench
        .arg("tests/browser/bench.mjs")
        .env("QINGHE_CHROMIUM", chromium)
        .env("QINGHE_GATEWAY", place::gateway());
    if let Some(path) = json {
        bench.arg("--json").arg(path);
    }
    shown("bench", &mut bench)
}
