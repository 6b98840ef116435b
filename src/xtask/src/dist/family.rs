//! The family's page: one script, one style, one file of texts for each language, and what keeps it at hand without a network.

use super::{
    Shelf, minified_css, page, page_tag_args, read, read_json, scripts::Scripts, tag, training::worker,
};
use crate::{Done, place};
use serde_json::{Map, Value, json};
use std::path::Path;

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
    let script = Scripts::plain("family").with("files", &json!(files))?.bundle("page.js")?;
    let script = shelf.put_hashed("family", "js", &script)?;
    let page = page(&folder.join("family.html"), help, &[("css", &css), ("script", &script)])?;
    shelf.put("family.html", page.as_bytes())?;
    shelf.put("qinghe-family.js", &tag(&folder.join("js/loader.js"), page_tag_args())?)?;
    let mut all = vec!["/family".to_owned(), css.clone(), script.clone()];
    all.extend(files.values().filter_map(Value::as_str).map(str::to_owned));
    shelf.put("family-worker.js", &worker("/family", &page, &all)?)?;
    Ok(json!({ "css": css, "page": script, "texts": files }))
}
