//! Scripts that drive the built demo in a real Chromium: `cargo xtask bench`, beside a page written by hand
//! in the same run, and `cargo xtask pictures`.

use crate::{
    Done, dist, place,
    step::{cargo, command, quiet, shown},
    tools, wasm,
};
use std::{fs, path::Path, process::Command};

/// What can be measured.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Of {
    /// The element up to its first item.
    Page,
    /// PHQ-9 in the element, beside form kits and a page by hand.
    Web,
    /// Fifty students who begin at once on one line.
    Room,
    /// Whether sealing takes longer for who needs a person.
    Timing,
    /// The scoring engine.
    Scoring,
}

/// Measures and prints; also writes JSON when asked.
pub fn run(of: Of, json: Option<&Path>) -> Done {
    let mut bench = match of {
        Of::Page => ready("tests/browser/bench.mjs")?,
        Of::Web => beside("web.mjs")?,
        Of::Room => beside("room.mjs")?,
        Of::Timing => timing()?,
        Of::Scoring => scoring()?,
    };
    if let Some(path) = json {
        bench.arg("--json").arg(path);
    }
    shown("bench", &mut bench)
}

/// A script of `tests/bench`, with the packages that only it needs.
fn beside(script: &str) -> Done<Command> {
    let folder = "tests/bench";
    tools::node_packages(folder)?;
    ready(&format!("{folder}/{script}"))
}

/// Needs nothing built: the script that seals is shipped as it is written.
fn timing() -> Done<Command> {
    let mut bench = tools::with_browser(&tools::chromium()?);
    bench.arg("tests/bench/timing.mjs");
    Ok(bench)
}

/// The engine natively first, then everything that runs in Node side by side in one process.
fn scoring() -> Done<Command> {
    tools::build_tools()?;
    let folder = "tests/scoring-bench";
    let mut install = command("npm");
    quiet("install the other engines", install.args(["ci", "--no-audit", "--no-fund", "--prefix", folder]))?;
    let out = wasm::for_node("qinghe-headless")?;
    let native = out.join("native.json");
    let mut bench = cargo();
    bench.args(["bench", "--locked", "--package", "qinghe-headless", "--bench", "scoring", "--"]).arg(&out);
    let measured = bench.output().map_err(|why| format!("cargo bench: {why}"))?;
    if !measured.status.success() {
        return Err(format!("cargo bench: failed.\n{}", String::from_utf8_lossy(&measured.stderr)));
    }
    fs::write(&native, &measured.stdout).map_err(|why| format!("{}: {why}", native.display()))?;
    let mut node = command("node");
    node.arg(place::root().join(folder).join("bench.mjs")).arg(&out).arg("--native").arg(&native);
    Ok(node)
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
