//! Installs what is missing. Nothing comes from anywhere but rustup, npm and the system's packages.

use crate::{
    Done, place,
    step::{command, quiet},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

pub const WASM: &str = "wasm32-unknown-unknown";

/// The Rust target and the Node packages.
pub fn build_tools() -> Done {
    let have = command("rustup").args(["target", "list", "--installed"]).output();
    let installed =
        have.is_ok_and(|out| String::from_utf8_lossy(&out.stdout).lines().any(|line| line == WASM));
    if !installed {
        quiet("install the Wasm target", command("rustup").args(["target", "add", WASM]))?;
    }
    let root = place::root();
    let (wanted, present) = (root.join("package-lock.json"), root.join("node_modules/.package-lock.json"));
    if modified(&present) < modified(&wanted) || modified(&present).is_none() {
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        quiet("install Node packages", command(npm).args(["ci", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
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
        let apt = |args: &[&str]| {
            let mut apt = command("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive").args(args);
            apt
        };
        quiet("read the package lists", &mut apt(&["update", "-qq"]))?;
        quiet(
            "install Chromium and a Chinese font",
            &mut apt(&["install", "-y", "-qq", "chromium", "fonts-noto-cjk"]),
        )?;
        if let Some(found) = find_chromium() {
            return Ok(found);
        }
    }
    Err("No Chromium was found. Install one (Debian, Ubuntu: `sudo apt-get install chromium fonts-noto-cjk`; macOS: \
         `brew install --cask chromium`), or set QINGHE_CHROMIUM to its path."
        .to_owned())
}

fn find_chromium() -> Option<PathBuf> {
    if let Some(told) = env::var_os("QINGHE_CHROMIUM") {
        return Some(PathBuf::from(told)).filter(|path| path.is_file());
    }
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    let on_path = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let apps = ["Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"];
    let on_mac = apps.iter().map(|app| Path::new("/Applications").join(app));
    on_path.chain(on_mac).find(|path| path.is_file())
}

/// Only as root and only with apt: we never ask for a password in the middle of a test run.
fn may_install() -> bool {
    let root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0");
    root && Command::new("apt-get").arg("--version").output().is_ok_and(|out| out.status.success())
}
