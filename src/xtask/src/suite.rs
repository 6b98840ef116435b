//! `cargo xtask test`: form, lints, native tests, the built files, the portal, browser journeys.

use crate::{
    Done, budget,
    cluster::{self, Cluster},
    dist, imports, place,
    step::{cargo, command, quiet, shown},
    tools::{self, engines},
    trial::{files, journeys, trial},
};
use std::path::{Path, PathBuf};

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
        trial("portal", &mut command("node"), &files("www/portal", "")?)?;
        samples()?;
        packaging(&chromium)?;
    }
    browser(&chromium, &files("tests/browser", journey.unwrap_or_default())?)
}

fn browser(chromium: &Path, files: &[PathBuf]) -> Done {
    let (rage, shell) = (tools::rage()?, tools::headless_shell());
    let needed = files.iter().any(|file| file.ends_with(engines::JOURNEYS));
    let engines = if needed { engines::engines()? } else { Vec::new() };
    let node = || {
        let mut node = tools::with_browser(chromium);
        node.envs(shell.iter().map(|program| ("QINGHE_HEADLESS_SHELL", program)));
        node.env("QINGHE_RAGE", &rage).envs(engines.iter().map(|(name, program)| (name, program)));
        node
    };
    journeys("browser journeys", node, files)
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
    trial("FHIR, by another program", &mut command("node"), &files(folder, "")?)
}

/// Hosts in other languages, against the vectors of `docs/vectors.json` and beside the gateway.
fn samples() -> Done {
    tools::sample_languages()?;
    let mut tests = command("node");
    tests.env("QINGHE_GATEWAY", place::gateway());
    trial("samples of hosts", &mut tests, &files("samples", "")?)
}

/// The npm package: packed, installed from the tarball, built into small projects, and opened in the browser.
fn packaging(chromium: &Path) -> Done {
    let folder = "tests/packaging";
    tools::node_packages(folder)?;
    journeys("npm package", || tools::with_browser(chromium), &files(folder, "")?)
}
