//! The licences of what is linked into the Wasm, as one text. Nobody gets a module without them.

use crate::{
    Done, place,
    step::{cargo, command},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Our own crates that become a module each.
pub const MODULES: [&str; 8] = [
    "qinghe-element",
    "qinghe-desk",
    "qinghe-record-page",
    "qinghe-keep",
    "qinghe-training-menu",
    "qinghe-training-run",
    "qinghe-family-menu",
    "qinghe-headless",
];

/// Crates that are linked into nothing that is served, and whose data is: how characters are read.
const DATA: [&str; 1] = ["pinyin"];

const HEAD: &str = "Qinghe's WebAssembly modules contain code of others, and its pinyin their data, under these licences. Where a crate offers a choice, all texts that it \
carries stand here.\nThe Rust standard library, which is linked too: licences-of-rust.html.\n";

/// A crate of others that is linked.
struct Linked {
    /// Name and version.
    name: String,
    /// The expression of its manifest.
    licence: String,
    /// The texts that it carries.
    texts: Vec<String>,
}

/// What the modules of these packages have to carry.
pub fn text(modules: &[&str]) -> Done<String> {
    let own = read(&place::root().join("LICENSE"))?;
    let kept = place::root().join("src/xtask/licences");
    collect(linked(modules)?, &own, |name| fs::read_to_string(kept.join(format!("{name}.txt"))).ok())
}

/// What the toolchain says of the standard library.
pub fn of_rust() -> Done<Vec<u8>> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = lines(command(rustc).args(["--print", "sysroot"]))?;
    let path = Path::new(sysroot.trim()).join("share/doc/rust/COPYRIGHT-library.html");
    fs::read(&path).map_err(|why| format!("{}: {why}", path.display()))
}

/// Each text once, under the names of those that carry it. `own` is the Apache licence, which stands in for a crate that
/// offers it and carries no text; `kept` has the texts of those that carry theirs elsewhere, by name.
fn collect(linked: Vec<Linked>, own: &str, kept: impl Fn(&str) -> Option<String>) -> Done<String> {
    let mut under: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut bare = Vec::new();
    for Linked { name, licence, mut texts } in linked {
        if texts.is_empty() {
            let plain = name.split(' ').next().unwrap_or(&name);
            // Only where it stands alone on one side of an "or".
            let apache =
                !licence.contains("AND") && licence.split(['/', ' ']).any(|word| word == "Apache-2.0");
            texts.extend(kept(plain).or_else(|| apache.then(|| own.to_owned())));
        }
        if texts.is_empty() {
            bare.push(format!("{name} ({licence})"));
        }
        for text in texts {
            under.entry(even(&text)).or_default().insert(format!("{name}, {licence}"));
        }
    }
    if !bare.is_empty() {
        return Err(format!(
            "No licence text is found of: {}. Put each into src/xtask/licences/<name>.txt, or do without the crate.",
            bare.join("; ")
        ));
    }
    let mut all = HEAD.to_owned();
    for (text, names) in under {
        let names: Vec<String> = names.into_iter().collect();
        all.push_str(&format!("\n{}\n{}\n\n{text}\n", "=".repeat(80), names.join("\n")));
    }
    Ok(all)
}

/// The same text with other line ends is the same text.
fn even(text: &str) -> String {
    text.trim().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn linked(modules: &[&str]) -> Done<Vec<Linked>> {
    let mut tree = cargo();
    tree.args(["tree", "--locked", "--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"]);
    tree.args(["--prefix", "none", "--format", "{p}"]);
    for module in modules {
        tree.args(["--package", module]);
    }
    let tree = lines(&mut tree)?;
    let wanted: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty() && !line.contains(" (/"))
        .collect();
    let metadata = lines(cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|why| format!("cargo metadata: {why}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let third = packages.filter(|package| package["source"].is_string());
    let found: Vec<Linked> =
        third.filter_map(|package| one(package, &wanted).transpose()).collect::<Done<_>>()?;
    let named = wanted.len() + DATA.len();
    if found.len() == named {
        Ok(found)
    } else {
        Err(format!(
            "cargo tree and the list of data name {named} crates of others, cargo metadata {}.",
            found.len()
        ))
    }
}

fn one(package: &Value, wanted: &BTreeSet<&str>) -> Done<Option<Linked>> {
    let field = |name: &str| package[name].as_str().unwrap_or_default();
    let name = format!("{} v{}", field("name"), field("version"));
    if !wanted.contains(name.as_str()) && !DATA.contains(&field("name")) {
        return Ok(None);
    }
    let folder = Path::new(field("manifest_path")).parent().unwrap_or(Path::new(""));
    let texts = files(folder)?.iter().map(|path| read(path)).collect::<Done<_>>()?;
    Ok(Some(Linked { name, licence: field("license").to_owned(), texts }))
}

/// Files that by their name hold a licence or a notice.
fn files(folder: &Path) -> Done<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let is_one = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        let starts = ["licen", "copying", "copyright", "notice", "unlicense"];
        path.is_file() && starts.iter().any(|start| name.starts_with(start))
    };
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_one).collect();
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Done<String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn lines(command: &mut std::process::Command) -> Done<String> {
    let out = command.output().map_err(|why| format!("cannot be started: {why}"))?;
    if out.status.success() {
        String::from_utf8(out.stdout).map_err(|why| why.to_string())
    } else {
        Err(String::from_utf8_lossy(&out.stderr).into_owned())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Linked, MODULES, collect, text};

    fn linked(name: &str, licence: &str, texts: &[&str]) -> Linked {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        Linked { name: name.to_owned(), licence: licence.to_owned(), texts }
    }

    fn told(all: Vec<Linked>) -> Result<String, String> {
        collect(all, "APACHE", |name| (name == "elsewhere").then(|| "by hand".to_owned()))
    }

    #[test]
    fn a_crate_without_a_text_is_found() {
        let bare =
            |licence: &str| told(vec![linked("has v1", "MIT", &["x"]), linked("bare v2", licence, &[])]);
        for licence in ["MIT", "MIT OR Zlib", "(MIT OR Apache-2.0) AND ISC", "Apache-2.0-WITH", ""] {
            let why = bare(licence).unwrap_err();
            assert!(why.contains("bare v2") && !why.contains("has v1"), "{licence}: {why}");
        }
        for licence in ["MIT OR Apache-2.0", "MIT/Apache-2.0", "Apache-2.0 / MIT"] {
            assert!(bare(licence).unwrap().contains(&format!("\nbare v2, {licence}\n\nAPACHE\n")));
        }
        assert!(told(vec![linked("elsewhere v1", "MIT", &[])]).unwrap().ends_with("by hand\n"));
    }

    #[test]
    fn a_text_stands_once_under_all_who_carry_it() {
        let all =
            told(vec![linked("a v1", "MIT", &["same\r\n"]), linked("b v2", "MIT", &["same \n"])]).unwrap();
        assert!(all.ends_with("\na v1, MIT\nb v2, MIT\n\nsame\n"), "{all}");
    }

    #[test]
    fn whatever_is_linked_has_a_text() {
        let all = text(&MODULES).unwrap();
        for name in ["yew v", "postcard v", "qrcodegen v", "base45 v", "rqrr v", "curve25519-dalek v"] {
            assert!(all.contains(&format!("\n{name}")), "{name} is linked");
        }
        // What only the gateway and the build use.
        for name in ["axum v", "rusqlite v", "clap v", "syn v"] {
            assert!(!all.contains(&format!("\n{name}")), "{name} is not linked");
        }
    }
}
