//! The package for portals that build their pages with npm: the four tags as a module, their types, and what every file
//! a page may load directly must hash to.

use super::{Shelf, VERSION, esbuild, loader_args, read, read_json, scripts::Scripts, version};
use crate::{Done, licences, place, wasm::Built};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha384};
use std::{fs, path::Path};

/// The same for every build, so that a package outlives the gateway's next content.
pub const INLINE: &str = "/qinghe-inline.js";

/// Written by hand, and shipped as they are.
const WRITTEN: [&str; 5] = ["README.md", "index.d.ts", "headless.d.ts", "react.d.ts", "vue.d.ts"];

/// What the compiler writes for the engine without a screen.
const CONTENT: [&str; 4] = ["content.json", "content.bin", "explain.zh-Hans.json", "explain.en.json"];

/// Scripts of the gateway that a page may name.
const SERVED: [&str; 5] =
    ["qinghe.js", "qinghe-training.js", "qinghe-family.js", "qinghe-record.js", "qinghe-inline.js"];

/// Puts the whole package under `npm/`.
pub fn put(shelf: &mut Shelf, packs: &Path, headless: &Built, help: &Value, inline: &str) -> Done {
    shelf.put(INLINE.trim_start_matches('/'), format!("export{{mount}}from{};", json!(inline)).as_bytes())?;
    let folder = place::root().join("www/npm");
    let mut package = read_json(&folder.join("package.json"))?;
    package["version"] = json!(VERSION);
    package["license"] = json!(env!("CARGO_PKG_LICENSE"));
    put_plain(shelf, "package.json", format!("{package:#}\n").as_bytes())?;
    for name in WRITTEN {
        put_plain(shelf, name, &read(&folder.join(name))?)?;
    }
    put_plain(shelf, "LICENSE", &read(&place::root().join("LICENSE"))?)?;
    put_plain(shelf, "licences.txt", licences::text(&["qinghe-headless"])?.as_bytes())?;
    put_plain(shelf, "licences-of-rust.html", &licences::of_rust()?)?;
    for name in ["index.js", "define.js"] {
        shelf.put(&format!("npm/{name}"), &tags(help, name)?)?;
    }
    put_headless(shelf, packs, headless)?;
    let own = digests(shelf, "npm/", &["index.js", "define.js", "headless.js"])?;
    let served = digests(shelf, "", &SERVED)?;
    let integrity = json!({ "version": VERSION, "package": own, "gateway": served });
    put_plain(shelf, "integrity.json", format!("{integrity:#}\n").as_bytes())
}

/// The scoring engine without a screen, and what it scores. Packs that were made elsewhere come without that.
fn put_headless(shelf: &mut Shelf, packs: &Path, built: &Built) -> Done {
    let script = Scripts::beside("npm", &built.glue).bundle_with("headless.js", vec![version()])?;
    shelf.put("npm/headless.js", &script)?;
    shelf.put("npm/headless.wasm", &read(&built.wasm)?)?;
    for name in CONTENT.iter().filter(|name| packs.join(name).is_file()) {
        put_plain(shelf, name, &read(&packs.join(name))?)?;
    }
    Ok(())
}

/// Nobody serves these compressed, so they have no size to report.
fn put_plain(shelf: &Shelf, name: &str, bytes: &[u8]) -> Done {
    let path = shelf.pkg.join("npm").join(name);
    fs::create_dir_all(shelf.pkg.join("npm"))
        .and_then(|()| fs::write(&path, bytes))
        .map_err(|why| format!("{}: {why}", path.display()))
}

fn tags(help: &Value, name: &str) -> Done<Vec<u8>> {
    let mut args = loader_args(help, INLINE)?;
    args.push("--format=esm".into());
    // A module is UTF-8 wherever it stands.
    args.push("--charset=utf8".into());
    args.push(place::root().join("www/npm").join(name).display().to_string());
    esbuild(&args)
}

/// File → what stands in an `integrity` attribute (W3C, Subresource Integrity).
fn digests(shelf: &Shelf, folder: &str, names: &[&str]) -> Done<Value> {
    let of = |name: &&str| {
        let digest = Sha384::digest(read(&shelf.pkg.join(format!("{folder}{name}")))?);
        Ok(((*name).to_owned(), json!(format!("sha384-{}", STANDARD.encode(digest)))))
    };
    names.iter().map(of).collect::<Done<Map<String, Value>>>().map(Value::Object)
}
