//! `cargo xtask test`: form, lints, native tests, the built files, the portal, browser journeys.

use crate::{
    Done, budget,
    cluster::{self, Cluster},
    dist, imports, place,
    step::{cargo, command, quiet, shown},
    tools::{self, engines},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The report for people, wherever it goes; Node would choose another one for a file.
const REPORT: &str = "--test-reporter=spec";

/// How many journey files run side by side: most of a journey is waiting for slots and floors. Each has a gateway, a portal and a
/// browser of its own.
const LANES: &str = "--test-concurrency=3";

/// How often the gateway is killed under load.
const KILLS: &str = "200";

/// Runs everything, or only the journeys whose file name contains `journey`.
pub fn run(journey: Option<&str>) -> Done {
    tools::build_tools()?;
    let chromium = tools::chromium()?;
    if journey.is_none() {
        native()?;
        age()?;
        exchange()?;
    }
    // The native tests have built the programs already, and with the features of the whole workspace.
    if journey.is_some() {
        dist::with_gateway()?
    } else {
        dist::run()?
    }
    if journey.is_none() {
        budget::check()?;
        imports::check()?;
        let portal = files("www/portal", "")?;
        shown("portal", command("node").args(["--test", REPORT]).args(portal))?;
        samples()?;
        packaging(&chromium)?;
    }
    let mut journeys = tools::with_browser(&chromium);
    journeys.env("QINGHE_RAGE", tools::rage()?);
    let files = files("tests/browser", journey.unwrap_or_default())?;
    if files.iter().any(|file| file.ends_with(engines::JOURNEYS)) {
        journeys.envs(engines::engines()?);
    }
    journeys.args(["--test", LANES, REPORT]).args(files);
    shown("browser journeys", &mut journeys)
}

fn native() -> Done {
    shown("form", cargo().args(["fmt", "--all", "--check"]))?;
    shown(
        "lints",
        cargo().args(["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]),
    )?;
    let nextest = cargo().args(["nextest", "--version"]).output().is_ok_and(|out| out.status.success());
    let runner: &[&str] = if nextest { &["nextest", "run"] } else { &["test"] };
    let cluster = Cluster::start()?;
    let mut tests = cargo();
    tests
        .args(runner)
        .args(["--locked", "--workspace"])
        .env(cluster::URL, cluster.url())
        .env("QINGHE_KILL_ROUNDS", KILLS);
    shown("native tests", &mut tests)
}

/// Sealed files, opened and written by somebody else's program, and everybody's vectors.
fn age() -> Done {
    let mut tests = cargo();
    tests.env("QINGHE_RAGE", tools::rage()?);
    // The whole workspace, so that nothing is built again with fewer features.
    tests.args(["test", "--locked", "--workspace", "--test", "all", "--", "--ignored", "age_outside::"]);
    shown("age, by another program", &mut tests)
}

/// Exported questionnaires, scored by somebody else's program.
fn exchange() -> Done {
    let folder = "tests/reference/fhir";
    let mut install = command("npm");
    quiet("install the other renderer", install.args(["ci", "--no-audit", "--no-fund", "--prefix", folder]))?;
    shown("FHIR, by another program", command("node").args(["--test", REPORT]).args(files(folder, "")?))
}

/// Hosts in other languages, against the vectors of `docs/vectors.json` and beside the gateway.
fn samples() -> Done {
    tools::sample_languages()?;
    let mut tests = command("node");
    tests.env("QINGHE_GATEWAY", place::gateway()).args(["--test", REPORT]).args(files("samples", "")?);
    shown("samples of hosts", &mut tests)
}

/// The npm package: packed, installed from the tarball, built into small projects, and opened in the browser.
fn packaging(chromium: &Path) -> Done {
    let folder = "tests/packaging";
    tools::node_packages(folder)?;
    let mut tests = tools::with_browser(chromium);
    shown("npm package", tests.args(["--test", REPORT]).args(files(folder, "")?))
}

/// Test files of one folder, in the order of their names.
fn files(folder: &str, part: &str) -> Done<Vec<PathBuf>> {
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
