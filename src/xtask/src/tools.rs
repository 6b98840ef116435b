//! Installs what is missing. Nothing comes from anywhere but rustup, npm and the system's packages.

pub mod engines;

use crate::{
    Done, place,
    step::{cargo, command, quiet},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The sources of the standard library, which is built with our own settings, and the Node packages.
pub fn build_tools() -> Done {
    if !library_sources()?.is_file() {
        quiet("install the standard library's sources", command("rustup").args(["component", "add", "rust-src"]))
            .map_err(|why| format!("{why}\nWithout rustup, install your distribution's package of the Rust library sources (`rust-src`)."))?;
    }
    node_packages(".")
}

/// The packages that a folder's lock file names; nothing is fetched when they are there.
pub fn node_packages(folder: &str) -> Done {
    let root = place::root().join(folder);
    let (wanted, present) = (root.join("package-lock.json"), root.join("node_modules/.package-lock.json"));
    if modified(&present) < modified(&wanted) || modified(&present).is_none() {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let mut install = command(npm);
        quiet(
            &format!("install Node packages of {folder}"),
            install.args(["ci", "--no-audit", "--no-fund", "--prefix", folder]),
        )?;
    }
    Ok(())
}

/// Where rustc keeps the lock file of its library sources.
fn library_sources() -> Done<PathBuf> {
    let say = |why: &dyn std::fmt::Display| {
        format!("`rustc --print sysroot`: {why}. Is Rust installed and on the PATH?")
    };
    let out = command("rustc").args(["--print", "sysroot"]).output().map_err(|why| say(&why))?;
    let sysroot = String::from_utf8(out.stdout).map_err(|why| say(&why))?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/Cargo.lock"))
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).and_then(|meta| meta.modified()).ok()
}

/// A Chromium; installed with the system's package manager when there is none and we may.
pub fn chromium() -> Done<PathBuf> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    if may_install() {
        install("install Chromium and a Chinese font", &["chromium", "fonts-noto-cjk"])?;
        if let Some(found) = find_chromium() {
            return Ok(found);
        }
    }
    Err("No Chromium was found. Install one (Debian, Ubuntu: `sudo apt-get install chromium fonts-noto-cjk`; macOS: \
         `brew install --cask chromium`), or set QINGHE_CHROMIUM to its path."
        .to_owned())
}

/// The age program that our files are held against.
pub fn rage() -> Done<PathBuf> {
    built("build the age program", "rage", "0.12.1", &["--no-default-features"])
}

/// A program from crates.io, built once into the target folder.
fn built(what: &str, name: &str, version: &str, how: &[&str]) -> Done<PathBuf> {
    let tools = place::target().join("tools");
    let program = tools.join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let there = Command::new(&program).arg("--version").output();
    if !there.is_ok_and(|out| String::from_utf8_lossy(&out.stdout).contains(version)) {
        let mut install = cargo();
        install
            .args(["install", name, "--locked", "--force", "--version", version])
            .args(how)
            .arg("--root")
            .arg(&tools);
        // Beside our own build, whose profile and lock it does not share.
        quiet(what, install.arg("--target-dir").arg(tools.join("build")))?;
    }
    Ok(program)
}

/// The folder with `initdb` and `postgres`; installed like Chromium when there is none and we may.
pub fn postgres() -> Done<PathBuf> {
    if let Some(found) = find_postgres() {
        return Ok(found);
    }
    if may_install() {
        install("install PostgreSQL", &["postgresql"])?;
        if let Some(found) = find_postgres() {
            return Ok(found);
        }
    }
    Err("No PostgreSQL was found. Install one (Debian, Ubuntu: `sudo apt-get install postgresql`; macOS: \
         `brew install postgresql`), or put the folder of its `initdb` on the PATH."
        .to_owned())
}

/// The languages of `samples/`; what is missing is installed like Chromium when we may.
pub fn sample_languages() -> Done {
    let missing = || -> Done<String> {
        let out =
            command("node").arg("samples/programs.mjs").output().map_err(|why| format!("node: {why}"))?;
        if !out.status.success() {
            return Err(String::from_utf8_lossy(&out.stderr).into_owned());
        }
        Ok(String::from_utf8_lossy(&out.stdout).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let mut packages = missing()?;
    if !packages.is_empty() && may_install() {
        install("install the languages of the samples", &packages.split(' ').collect::<Vec<_>>())?;
        packages = missing()?;
    }
    if packages.is_empty() {
        return Ok(());
    }
    Err(format!(
        "The samples need more languages. Debian, Ubuntu: `sudo apt-get install {packages}`; elsewhere a JDK from 17 with \
         Gson (QINGHE_GSON names its jar), PHP from 8.1 and Python from 3.9 with `cryptography`, all on the PATH."
    ))
}

/// Debian keeps the server's programs beside the PATH, one folder per version.
fn find_postgres() -> Option<PathBuf> {
    let has = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_isready"].iter().all(|program| folder.join(program).is_file())
    };
    let on_path = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let mut debian: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    debian.sort();
    on_path.into_iter().chain(debian.into_iter().rev().map(|(_, folder)| folder)).find(has)
}

fn install(what: &str, packages: &[&str]) -> Done {
    let apt = |args: &[&str]| {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(args);
        apt
    };
    quiet("read the package lists", &mut apt(&["update", "-qq"]))?;
    quiet(what, apt(&["install", "-y", "-qq", "--no-install-recommends"]).args(packages))
}

/// Node with what the scripts in `tests/browser` need to know.
pub fn with_browser(chromium: &Path) -> Command {
    let mut node = command("node");
    node.env("QINGHE_CHROMIUM", chromium)
        .env("QINGHE_GATEWAY", place::gateway())
        .env("QINGHE_CLI", place::cli());
    node
}

/// What journeys, but no bench, start instead of a whole Chromium: the same engine without a window, whose toolbar is a page that costs
/// a quarter of a journey. Not every system has it as a package, and nothing hangs on it.
pub fn headless_shell() -> Option<PathBuf> {
    let find = || {
        told("QINGHE_HEADLESS_SHELL")
            .or_else(|| on_path(&["chromium-headless-shell", "chrome-headless-shell"]))
    };
    find().or_else(|| {
        let installed = may_install()
            && install("install a Chromium without a window", &["chromium-headless-shell"]).is_ok();
        installed.then(find).flatten()
    })
}

fn find_chromium() -> Option<PathBuf> {
    if let Some(told) = env::var_os("QINGHE_CHROMIUM") {
        return Some(PathBuf::from(told)).filter(|path| path.is_file());
    }
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let apps = ["Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"];
    let on_mac = || apps.iter().map(|app| Path::new("/Applications").join(app)).find(|path| path.is_file());
    on_path(&names).or_else(on_mac)
}

/// The file that a variable names.
fn told(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

/// The first of these programs that is on the PATH.
fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| Path::is_file(path))
}

/// Only as root and only with apt: we never ask for a password in the middle of a test run.
fn may_install() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0");
    root && Command::new("apt-get").arg("--version").output().is_ok_and(|out| out.status.success())
}
