//! The family's page: one script, one style, one file of texts for each language, and what keeps it at hand without a network.

use super::{Shelf, esbuild, escape, help_lines, minified_css, read, read_json, training::worker};
use crate::{Done, place};
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

/// Puts everything of the page; gives where it is, or nothing where there are no guides.
pub fn put(shelf: &mut Shelf, packs: &Path, help: &Value) -> Done<Value> {
    if !packs.join("guides.json").is_file() {
        return Ok(Value::Null);
    }
    let folder = place::root().join("www/family");
    let index = read_json(&packs.join("guides.json"))?;
    let mut files = Map::new();
    for (tag, name) in index.as_object().into_iter().flatten() {
        let name = name.as_str().ok_or("guides.json names a file that is not text")?;
        shelf.put(&format!("m/{name}"), &read(&packs.join(name))?)?;
        files.insert(tag.clone(), json!(format!("/m/{name}")));
    }
    let css = shelf.put_hashed("family", "css", &minified_css(&folder.join("family.css"))?)?;
    let generated = place::staging().join("generated/family-files.js");
    fs::write(&generated, format!("export default {};\n", json!(files)))
        .map_err(|why| format!("{}: {why}", generated.display()))?;
    let kept = ["destructuring", "dynamic-import", "import-meta"];
    let mut args: Vec<String> = kept.iter().map(|name| format!("--supported:{name}=true")).collect();
    args.extend(["--bundle", "--format=esm", "--drop:console", "--charset=utf8"].map(str::to_owned));
    args.push(format!("--alias:#files={}", generated.display()));
    args.push(folder.join("js/page.js").display().to_string());
    let script = shelf.put_hashed("family", "js", &esbuild(&args)?)?;
    let page = page(&folder, help, &[("css", &css), ("script", &script)])?;
    shelf.put("family.html", page.as_bytes())?;
    let loader = folder.join("js/loader.js").display().to_string();
    shelf.put("qinghe-family.js", &esbuild(&[loader, "--charset=ascii".into()])?)?;
    let mut all = vec!["/family".to_owned(), css.clone(), script.clone()];
    all.extend(files.values().filter_map(Value::as_str).map(str::to_owned));
    shelf.put("family-worker.js", &worker("/family", &page, &all)?)?;
    Ok(json!({ "css": css, "page": script, "texts": files }))
}

fn page(folder: &Path, help: &Value, addresses: &[(&str, &str)]) -> Done<String> {
    let path = folder.join("family.html");
    let mut page = String::from_utf8(read(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
    let mut fill = |name: &str, value: &str| page = page.replace(&format!("{{{{{name}}}}}"), value);
    for (name, value) in addresses {
        fill(name, value);
    }
    for locale in ["zh-Hans", "en"] {
        fill(&format!("help {locale}"), &help_lines(&help[locale])?);
        let title = help[locale]["title"].as_str().ok_or("help.json has no title")?;
        fill(&format!("title {locale}"), &escape(title));
    }
    if page.contains("{{") {
        return Err(format!("{}: a placeholder was left unfilled.", path.display()));
    }
    Ok(page.lines().collect())
}
