//! The family's page: one script, one style, one file of texts for each language, and what keeps it at hand without a network.

use super::{
    Shelf, minified_css, page, page_tag_args, read, read_json, scripts::Scripts, tag, traditional::Script,
    training::worker,
};
use crate::{Done, place};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Puts everything of the page in every script; gives where it is in the one that was written, or nothing where there are no guides.
pub fn put(shelf: &mut Shelf, packs: &Path, help: &Value, scripts: &[Script]) -> Done<Value> {
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
    shelf.put("qinghe-family.js", &tag(&folder.join("js/loader.js"), page_tag_args())?)?;
    let mut given = Value::Null;
    for written in scripts {
        let own: Map<String, Value> = written
            .tags()
            .map(|tag| (tag.to_owned(), files.get(tag).cloned().unwrap_or_default()))
            .into_iter()
            .collect();
        let worker_at = format!("/family-worker.js{}", written.query());
        let script =
            Scripts::plain("family").with("files", &json!(own))?.with("worker", &json!(worker_at))?;
        let script = shelf.put_hashed("family", "js", &written.text(&script.bundle("page.js")?)?)?;
        let page = page(&folder.join("family.html"), help, &[("css", &css), ("script", &script)])?;
        let page = written.text(page.as_bytes())?;
        shelf.put(&written.named("family", "html"), &page)?;
        let mut all = vec![format!("/family{}", written.query()), css.clone(), script.clone()];
        all.extend(own.values().filter_map(Value::as_str).map(str::to_owned));
        shelf.put(&written.named("family-worker", "js"), &worker("/family", &page, &all)?)?;
        if matches!(written, Script::Written) {
            given = json!({ "css": css, "page": script, "texts": own });
        }
    }
    Ok(given)
}
