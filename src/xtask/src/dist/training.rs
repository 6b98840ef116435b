//! The training page, its exercises, the tag that draws it, and what keeps it at hand without a network.

use super::{Shelf, esbuild, minified_css, page, per_locale, read, read_json, scripts::Scripts};
use crate::{Done, place, wasm};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

const LOCALES: [&str; 2] = ["zh-Hans", "en"];

/// The page's two modules: what its menu needs, and what comes behind it.
pub struct Built {
    menu: wasm::Built,
    run: wasm::Built,
}

/// Builds both.
pub fn build() -> Done<Built> {
    Ok(Built { menu: wasm::build("qinghe-training-menu")?, run: wasm::build("qinghe-training-run")? })
}

/// Puts everything of the page; gives where it is, or nothing where there are no exercises.
pub fn put(shelf: &mut Shelf, packs: &Path, built: &Built, help: &Value, keep: &Value) -> Done<Value> {
    // Packs that were made elsewhere may be of batteries alone.
    if !packs.join("exercises.json").is_file() {
        return Ok(Value::Null);
    }
    let folder = place::root().join("src/training-page");
    let exercises = put_exercises(shelf, packs)?;
    let wasm = shelf.put_hashed("training", "wasm", &read(&built.menu.wasm)?)?;
    let run_wasm = shelf.put_hashed("training-run", "wasm", &read(&built.run.wasm)?)?;
    let run =
        Scripts::new("training-page", &built.run.glue).with("wasm", &json!(run_wasm))?.bundle("run.js")?;
    let run = shelf.put_hashed("training-run", "js", &run)?;
    let css = shelf.put_hashed("training", "css", &minified_css(&folder.join("www/training.css"))?)?;
    let script = Scripts::new("training-page", &built.menu.glue)
        .with("packs", &exercises)?
        .with("help", &per_locale(help, |own| own["lines"].clone())?)?
        .with("run", &json!(run))?
        .with("append", &keep["append"])?
        .bundle("page.js")?;
    let script = shelf.put_hashed("training", "js", &script)?;
    let page = page(
        &folder.join("www/training.html"),
        help,
        &[("css", &css), ("script", &script), ("wasm", &wasm)],
    )?;
    shelf.put("training.html", page.as_bytes())?;
    let loader = folder.join("js/loader.js").display().to_string();
    shelf.put("qinghe-training.js", &esbuild(&[loader, "--charset=ascii".into()])?)?;
    let mut files = vec![
        "/training".to_owned(),
        css.clone(),
        script.clone(),
        wasm.clone(),
        run.clone(),
        run_wasm.clone(),
    ];
    files.extend(addresses(&exercises));
    files.extend([&keep["append"], &keep["wasm"]].into_iter().filter_map(Value::as_str).map(str::to_owned));
    shelf.put("training-worker.js", &worker("/training", &page, &files)?)?;
    let catalogue = &exercises["catalogue"];
    Ok(
        json!({ "wasm": wasm, "css": css, "page": script, "catalogue": catalogue, "run": run, "runWasm": run_wasm }),
    )
}

/// What skills are called, for the desk: id → Chinese, English. Nothing where there are no exercises.
pub fn names(packs: &Path) -> Done<Value> {
    if !packs.join("exercises.json").is_file() {
        return Ok(json!({}));
    }
    let index = read_json(&packs.join("exercises.json"))?;
    let titles = index["titles"].as_object().ok_or("exercises.json has no titles")?;
    Ok(titles.iter().map(|(id, own)| (id.clone(), json!(LOCALES.map(|tag| &own[tag])))).collect())
}

/// The packs, and where they are: what is at hand in the worst moments comes first, then all in one order.
fn put_exercises(shelf: &mut Shelf, packs: &Path) -> Done<Value> {
    let index = read_json(&packs.join("exercises.json"))?;
    let mut put = |name: &Value| -> Done<Value> {
        let name = name.as_str().ok_or("exercises.json names a file that is not text")?;
        shelf.put(&format!("m/{name}"), &read(&packs.join(name))?)?;
        Ok(json!(format!("/m/{name}")))
    };
    let mut all = |of: &Value| -> Done<Value> {
        let of = of.as_object().ok_or("exercises.json has no files")?;
        let put: Done<Map<String, Value>> =
            of.iter().map(|(tag, name)| put(name).map(|name| (tag.clone(), name))).collect();
        put.map(Value::Object)
    };
    let catalogue = all(&index["catalogue"])?;
    let first: Vec<&str> =
        index["first"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let named = index["exercises"].as_object().ok_or("exercises.json has no exercises")?;
    let mut ids: Vec<&String> = named.keys().collect();
    ids.sort_by_key(|id| (first.iter().position(|one| one == id).unwrap_or(usize::MAX), *id));
    let mut exercises =
        ids.into_iter().map(|id| Ok(json!([id, all(&named[id])?]))).collect::<Done<Vec<Value>>>()?;
    // What is asked comes behind what is practised.
    let asked = [("probes", ".probes"), ("knowledge", "")];
    for (of, end) in asked {
        for (id, files) in index[of].as_object().into_iter().flatten() {
            let id = if end.is_empty() {
                format!("knowledge-{}", id.to_lowercase())
            } else {
                format!("{id}{end}")
            };
            exercises.push(json!([id, all(files)?]));
        }
    }
    Ok(json!({ "catalogue": catalogue, "exercises": exercises }))
}

fn addresses(exercises: &Value) -> Vec<String> {
    let of = |names: &Value| -> Vec<String> {
        names
            .as_object()
            .into_iter()
            .flat_map(Map::values)
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let packs = exercises["exercises"].as_array().into_iter().flatten().flat_map(|one| of(&one[1]));
    of(&exercises["catalogue"]).into_iter().chain(packs).collect()
}

/// The service worker of the page at `at`. Its version is that of the page and of everything it names.
pub fn worker(at: &str, page: &str, files: &[String]) -> Done<Vec<u8>> {
    let version =
        wasm::HexDigest(Sha256::digest([page.as_bytes(), files.concat().as_bytes()].concat()).into());
    let version = format!("{version:x}");
    esbuild(&[
        place::root().join("src/training-page/js/worker.js").display().to_string(),
        "--supported:destructuring=true".into(),
        format!("--define:__FILES__={}", json!(files)),
        format!("--define:__PAGE__={}", json!(at)),
        format!("--define:__VERSION__={}", json!(version[..16])),
    ])
}
