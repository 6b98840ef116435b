//! What keeps the element at hand without a network, where a host asks for it: a page that a hidden frame opens, and its worker.

use super::{Shelf, esbuild, read};
use crate::{Done, place, wasm};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// `page`: the element's own page. `files`: what it loads by name. `packs`: those of all batteries, with the wording that a
/// school brings (`put_packs`). `named`: what the page has to name to be the page of these files.
pub fn put(shelf: &mut Shelf, page: &str, mut files: Vec<String>, packs: &Value, named: &[&str]) -> Done {
    let own = packs.as_object().into_iter().flat_map(|all| all.values());
    let names = own.filter_map(Value::as_object).flat_map(|locales| locales.values());
    let names = names.filter_map(Value::as_array).flatten().filter_map(Value::as_str);
    let (mut texts, packs): (Vec<&str>, Vec<&str>) = names.partition(|name| name.starts_with("/texts/"));
    // Both scripts of Chinese show the wording that was brought in one.
    texts.sort_unstable();
    texts.dedup();
    files.extend(packs.into_iter().map(str::to_owned));
    let js = place::root().join("src/element/js");
    let source = read(&js.join("offline-worker.js"))?;
    // Two workers that differ share no shelf.
    let version = Sha256::new().chain_update(page).chain_update(files.concat()).chain_update(texts.concat());
    let version = version.chain_update(named.concat()).chain_update(source);
    let version = format!("{:x}", wasm::HexDigest(version.finalize().into()));
    let worker = esbuild(&[
        js.join("offline-worker.js").display().to_string(),
        "--supported:destructuring=true".into(),
        format!("--define:__FILES__={}", json!(files)),
        format!("--define:__TEXTS__={}", json!(texts)),
        format!("--define:__NAMED__={}", json!(named)),
        format!("--define:__VERSION__={}", json!(version[..16])),
    ])?;
    shelf.put("offline-worker.js", &worker)?;
    let script = esbuild(&[
        js.join("offline.js").display().to_string(),
        "--bundle".into(),
        "--format=iife".into(),
        "--supported:destructuring=true".into(),
    ])?;
    let script = shelf.put_hashed("offline", "js", &script)?;
    let path = place::root().join("src/element/www/offline.html");
    let html = String::from_utf8(read(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
    let html: String = html.replace("{{script}}", &script).lines().collect();
    shelf.put("offline.html", html.as_bytes())
}
