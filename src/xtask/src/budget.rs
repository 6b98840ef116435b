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
    /// Most brotli bytes of what keeps the own result, loaded behind the first screen.
    keep: BTreeMap<String, usize>,
    /// Most brotli bytes of the record's page.
    record: BTreeMap<String, usize>,
    /// Most brotli bytes until the training page's menu can be used.
    training: BTreeMap<String, usize>,
    /// Most brotli bytes until a lesson can be chosen.
    lessons: BTreeMap<String, usize>,
    /// Most brotli bytes of what comes behind the menu, the packs aside.
    training_run: BTreeMap<String, usize>,
    /// Most brotli bytes of the family's page.
    family: BTreeMap<String, usize>,
    /// Most brotli bytes of the package's loader, whichever of its two files is taken.
    npm: BTreeMap<String, usize>,
    /// Most brotli bytes of the package's scoring engine without a screen.
    headless: BTreeMap<String, usize>,
}

/// Prints every part with its budget; an error when one is over.
pub fn check() -> Done {
    let path = place::root().join("tests/budget.toml");
    let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let budget: Budget = toml::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
    let index = index(&place::pkg())?;
    let mut over = Vec::new();
    println!("\n── size: brotli bytes to the first usable item");
    over.extend(compare(&measured(&place::pkg(), &first_item(&index))?, &budget.first_item)?);
    println!("\n── size: brotli bytes behind the first screen, to keep the own result");
    over.extend(compare(&measured(&place::pkg(), &keep(&index))?, &budget.keep)?);
    println!("\n── size: brotli bytes of the record's page");
    over.extend(compare(&measured(&place::pkg(), &record(&index))?, &budget.record)?);
    println!("\n── size: brotli bytes to the training page's menu");
    over.extend(compare(&measured(&place::pkg(), &front(&index, "training"))?, &budget.training)?);
    println!("\n── size: brotli bytes to the start of the family's lessons");
    over.extend(compare(&measured(&place::pkg(), &front(&index, "lessons"))?, &budget.lessons)?);
    println!("\n── size: brotli bytes behind it, until an exercise can be begun");
    let run =
        [("script", address(&index["training"]["run"])), ("wasm", address(&index["training"]["runWasm"]))];
    over.extend(compare(&measured(&place::pkg(), &run)?, &budget.training_run)?);
    println!("\n── size: brotli bytes of the family's page");
    let own = &index["family"];
    let family = [
        ("page", "/family.html"),
        ("style", address(&own["css"])),
        ("script", address(&own["page"])),
        ("texts", address(&own["texts"]["zh-Hans"])),
    ];
    over.extend(compare(&measured(&place::pkg(), &family)?, &budget.family)?);
    println!("\n── size: brotli bytes of the package's loader");
    over.extend(compare(&measured(&place::pkg(), &[("tags", "/npm/index.js")])?, &budget.npm)?);
    println!("\n── size: brotli bytes of the scoring engine without a screen, its content aside");
    let headless = [("script", "/npm/headless.js"), ("wasm", "/npm/headless.wasm")];
    over.extend(compare(&measured(&place::pkg(), &headless)?, &budget.headless)?);
    if over.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\nMake it smaller, or change tests/budget.toml in a commit that says what the bytes buy.",
        over.join("\n")
    ))
}

/// Prints every part with its budget; gives what is over.
fn compare(parts: &BTreeMap<String, usize>, budget: &BTreeMap<String, usize>) -> Done<Vec<String>> {
    let mut over = Vec::new();
    let total = ("total".to_owned(), parts.values().sum());
    for (name, size) in parts.iter().map(|(name, size)| (name.clone(), *size)).chain([total]) {
        let most = budget.get(&name).copied();
        let most = most.ok_or_else(|| format!("tests/budget.toml: no budget for `{name}`."))?;
        println!("   {size:>7} of {most:>7}  {name}");
        if size > most {
            over.push(format!("{name} is {size} bytes, {} over its budget.", size - most));
        }
    }
    Ok(over)
}

fn address(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn index(pkg: &Path) -> Done<Value> {
    let path = pkg.join("manifest.json");
    let text = fs::read_to_string(&path)
        .map_err(|why| format!("{}: {why}. Run `cargo xtask dist`.", path.display()))?;
    serde_json::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))
}

/// What the iframe mount loads before item 1, by part.
fn first_item(index: &Value) -> Vec<(&str, &str)> {
    vec![
        ("loader", "/qinghe.js"),
        ("page", "/embed.html"),
        ("script and style", address(&index["frame"])),
        ("wasm", address(&index["manifest"]["wasm"])),
        ("pack", address(&index["manifest"]["packs"]["mood-and-anxiety"]["zh-Hans"][0])),
    ]
}

/// What every frame loads behind its first screen, so that keeping the own result asks for nothing.
fn keep(index: &Value) -> Vec<(&str, &str)> {
    vec![("script", address(&index["keep"]["keep"])), ("wasm", address(&index["keep"]["wasm"]))]
}

/// What the record's page loads, by part.
fn record(index: &Value) -> Vec<(&str, &str)> {
    let own = &index["record"];
    vec![
        ("page", "/record.html"),
        ("style", address(&own["css"])),
        ("script", address(&own["page"])),
        ("wasm", address(&own["wasm"])),
    ]
}

/// What a page loads before its menu can be used.
fn front<'a>(index: &'a Value, name: &str) -> Vec<(&'static str, &'a str)> {
    let own = &index[name];
    let page = if name == "lessons" { "/lessons.html" } else { "/training.html" };
    vec![
        ("page", page),
        ("style", address(&own["css"])),
        ("script", address(&own["page"])),
        ("wasm", address(&own["wasm"])),
        ("catalogue", address(&own["catalogue"]["zh-Hans"])),
    ]
}

fn measured(pkg: &Path, parts: &[(&str, &str)]) -> Done<BTreeMap<String, usize>> {
    let size = |(part, address): &(&str, &str)| {
        let file = pkg.join(format!("{}.br", address.trim_start_matches('/')));
        let size = fs::metadata(&file).map_err(|why| format!("{}: {why}", file.display()))?.len();
        Ok(((*part).to_owned(), usize::try_from(size).unwrap_or(usize::MAX)))
    };
    parts.iter().map(size).collect()
}
