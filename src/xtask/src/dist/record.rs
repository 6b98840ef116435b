//! The record's page, and what keeps an entry in a shut record.

use super::{
    Shelf, minified_css, page as page_from, page_tag_args, read, scripts::Scripts, tag, traditional::Script,
};
use crate::{Done, place, wasm};
use serde_json::{Value, json};

/// The words to write down, one in a line. They are a key, so they stay in the script in which they were drawn.
const PHRASES: &str = "src/seal/words/zh-Hans.txt";

/// What puts an entry into a shut record.
pub struct Keep {
    /// Its module.
    pub wasm: String,
    /// For other pages of ours.
    pub append: String,
    /// Below the own result, in every script.
    pub below: Vec<String>,
    /// Everything that a sitting loads of it, in every script.
    pub files: Vec<String>,
}

/// Puts it in every script; what other pages load of it says nothing.
pub fn put_keep(shelf: &mut Shelf, keep: &wasm::Built, scripts: &[Script]) -> Done<Keep> {
    let module = read(&keep.wasm)?;
    let mut put = Keep { wasm: String::new(), append: String::new(), below: Vec::new(), files: Vec::new() };
    for script in scripts {
        let wasm = shelf.put_hashed("keep", "wasm", &script.wasm(&module, &[])?)?;
        let own = Scripts::new("keep", &keep.glue).with("wasm", &json!(wasm))?;
        let below = shelf.put_hashed("keep", "js", &script.text(&own.bundle("keep.js")?)?)?;
        put.files.extend([below.clone(), wasm.clone()]);
        put.below.push(below);
        if matches!(script, Script::Written) {
            put.append = shelf.put_hashed("append", "js", &own.bundle("append.js")?)?;
            put.wasm = wasm;
        }
    }
    Ok(put)
}

/// The record's page in every script, and the tag that draws it; gives where it is in the one that was written.
pub fn put(shelf: &mut Shelf, record: &wasm::Built, help: &Value, scripts: &[Script]) -> Done<Value> {
    let folder = place::root().join("src/record-page");
    let (module, phrases) = (read(&record.wasm)?, read(&place::root().join(PHRASES))?);
    let css = shelf.put_hashed("record", "css", &minified_css(&folder.join("www/record.css"))?)?;
    shelf.put("qinghe-record.js", &tag(&folder.join("js/loader.js"), page_tag_args())?)?;
    let mut given = Value::Null;
    for written in scripts {
        let wasm = shelf.put_hashed("record", "wasm", &written.wasm(&module, &[&phrases])?)?;
        let own = Scripts::new("record-page", &record.glue).with("wasm", &json!(wasm))?;
        let page = shelf.put_hashed("record", "js", &written.text(&own.bundle("page.js")?)?)?;
        let html = page_from(
            &folder.join("www/record.html"),
            help,
            &[("css", &css), ("script", &page), ("wasm", &wasm)],
        )?;
        shelf.put(&written.named("record", "html"), &written.text(html.as_bytes())?)?;
        if matches!(written, Script::Written) {
            given = json!({ "wasm": wasm, "css": css, "page": page });
        }
    }
    Ok(given)
}
