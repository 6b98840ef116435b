//! The record's page, and what keeps an entry in a shut record.

use super::{Shelf, help_lines, minified_css, page_tag_args, read, scripts::Scripts, tag};
use crate::{Done, place, wasm};
use serde_json::{Value, json};

/// What puts an entry into a shut record: below the own result, and for other pages of ours.
pub fn put_keep(shelf: &mut Shelf, keep: &wasm::Built) -> Done<Value> {
    let wasm = shelf.put_hashed("keep", "wasm", &read(&keep.wasm)?)?;
    let scripts = Scripts::new("keep", &keep.glue).with("wasm", &json!(wasm))?;
    let below = shelf.put_hashed("keep", "js", &scripts.bundle("keep.js")?)?;
    let append = shelf.put_hashed("append", "js", &scripts.bundle("append.js")?)?;
    Ok(json!({ "wasm": wasm, "keep": below, "append": append }))
}

/// The record's page, and the tag that draws it.
pub fn put(shelf: &mut Shelf, record: &wasm::Built, help: &Value) -> Done<Value> {
    let folder = place::root().join("src/record-page");
    let wasm = shelf.put_hashed("record", "wasm", &read(&record.wasm)?)?;
    let css = shelf.put_hashed("record", "css", &minified_css(&folder.join("www/record.css"))?)?;
    let scripts = Scripts::new("record-page", &record.glue).with("wasm", &json!(wasm))?;
    let page = shelf.put_hashed("record", "js", &scripts.bundle("page.js")?)?;
    let mut html = String::from_utf8(read(&folder.join("www/record.html"))?)
        .map_err(|why| format!("record.html: {why}"))?;
    for (name, value) in [("css", &css), ("script", &page), ("wasm", &wasm)] {
        html = html.replace(&format!("{{{{{name}}}}}"), value);
    }
    for locale in ["zh-Hans", "en"] {
        let lines = format!("<ul>{}</ul>", help_lines(&help[locale])?);
        html = html.replace(&format!("{{{{help {locale}}}}}"), &lines);
    }
    shelf.put("record.html", html.as_bytes())?;
    shelf.put("qinghe-record.js", &tag(&folder.join("js/loader.js"), page_tag_args())?)?;
    Ok(json!({ "wasm": wasm, "css": css, "page": page }))
}
