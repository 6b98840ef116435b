//! Compares what a student downloads with the committed budget.

use crate::{Done, place};
use serde::Deserialize;
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    /// Most brotli bytes up to the first usable item, by part and in all.
    first_item: BTreeMap<String, usize>,
}

/// Prints every part with its budget; an error when one is over.
pub fn check() -> Done {
    let path = place::root().join("tests/budget.toml");
    let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let budget: Budget = toml::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
    let parts = first_item(&place::pkg())?;
    println!("\n── size: brotli bytes to the first usable item");
    let mut over = Vec::new();
    let total = ("total".to_owned(), parts.values().sum());
    for (name, size) in parts.iter().map(|(name, size)| (name.clone(), *size)).chain([total]) {
        let most = budget
            .first_item
            .get(&name)
            .copied()
            .ok_or_else(|| format!("{}: no budget for `{name}`.", path.display()))?;
        println!("   {size:>7} of {most:>7}  {name}");
        if size > most {
            over.push(format!("{name} is {size} bytes, {} over its budget.", size - most));
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\nMake it smaller, or change tests/budget.toml in a commit that says what the bytes buy.",
        over.join("\n")
    ))
}

/// What the iframe mount loads before item 1, by part.
fn first_item(pkg: &Path) -> Done<BTreeMap<String, usize>> {
    let path = pkg.join("manifest.json");
    let text = fs::read_to_string(&path)
        .map_err(|why| format!("{}: {why}. Run `cargo xtask dist`.", path.display()))?;
    let index: Value = serde_json::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
    let wasm = &index["manifest"]["wasm"];
    let pack = &index["manifest"]["packs"]["mood-and-anxiety"]["zh-Hans"][0];
    let named = [
        ("loader", "/qinghe.js"),
        ("page", "/embed.html"),
        ("page style", index["embedCss"].as_str().unwrap_or_default()),
        ("exits", index["exits"].as_str().unwrap_or_default()),
        ("script and style", index["frame"].as_str().unwrap_or_default()),
        ("wasm", wasm.as_str().unwrap_or_default()),
        ("pack", pack.as_str().unwrap_or_default()),
    ];
    named
        .into_iter()
        .map(|(part, address)| {
            let file = pkg.join(format!("{}.br", address.trim_start_matches('/')));
            let size = fs::metadata(&file).map_err(|why| format!("{}: {why}", file.display()))?.len();
            Ok((part.to_owned(), usize::try_from(size).unwrap_or(usize::MAX)))
        })
        .collect()
}
