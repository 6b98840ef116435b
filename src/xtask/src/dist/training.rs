//! The pages on which people practise: students' (`/training`) and families' (`/lessons`). One shell with two fronts: their
//! packs, the tag that draws the students', and what keeps both at hand without a network.

use super::{
    Shelf, esbuild, minified_css, page_tag_args, per_locale, read, read_json, record::Keep, scripts::Scripts,
    tag, traditional::Script,
};
use crate::{Done, place, wasm};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

const LOCALES: [&str; 2] = ["zh-Hans", "en"];

/// The modules: what each menu needs, and what comes behind both.
pub struct Built {
    training: wasm::Built,
    family: wasm::Built,
    run: wasm::Built,
}

/// Builds all of them.
pub fn build() -> Done<Built> {
    Ok(Built {
        training: wasm::build("qinghe-training-menu")?,
        family: wasm::build("qinghe-family-menu")?,
        run: wasm::build("qinghe-training-run")?,
    })
}

/// One of the two pages.
struct Page {
    /// Its route, its place in the page, and what its files begin with.
    name: &'static str,
    /// Folder of `www/` with its page.
    folder: &'static str,
    /// Styles, the later over the earlier.
    styles: &'static [&'static str],
    /// What the packs are listed in.
    index: &'static str,
    /// What the page's script imports as `#leaves`: the ways out of the page, if it has any.
    leaves: &'static str,
    /// The script of its second part.
    run: &'static str,
}

const TRAINING: Page = Page {
    name: "training",
    folder: "src/training-page",
    styles: &["src/training-page/www/training.css"],
    index: "exercises.json",
    leaves: "src/training-page/js/leaves.js",
    run: "run.js",
};

const LESSONS: Page = Page {
    name: "lessons",
    folder: "src/family-menu",
    styles: &["src/training-page/www/training.css", "src/family-menu/www/lessons.css"],
    index: "family.json",
    leaves: "src/family-menu/js/no-leaves.js",
    run: "run-alone.js",
};

/// Puts everything of both pages in every script; gives where it is in the one that was written, with nothing for a page that has
/// no packs. `keep`: what puts an entry into a growth record.
pub fn put(
    shelf: &mut Shelf,
    packs: &Path,
    built: &Built,
    help: &Value,
    keep: &Keep,
    scripts: &[Script],
) -> Done<[Value; 2]> {
    // Packs that were made elsewhere may be of batteries alone.
    let there = |page: &Page| packs.join(page.index).is_file();
    if !there(&TRAINING) && !there(&LESSONS) {
        return Ok([Value::Null, Value::Null]);
    }
    let mut both = [Value::Null, Value::Null];
    for script in scripts {
        let run_wasm =
            shelf.put_hashed("training-run", "wasm", &script.wasm(&read(&built.run.wasm)?, &[])?)?;
        let mut one = |page: &Page, menu: &wasm::Built, keep: Option<&Keep>| -> Done<Value> {
            if !there(page) {
                return Ok(Value::Null);
            }
            let run = Scripts::new("training-page", &built.run.glue).of(page.name);
            let run = script.text(&run.with("wasm", &json!(run_wasm))?.bundle(page.run)?)?;
            let run = shelf.put_hashed(&format!("{}-run", page.name), "js", &run)?;
            let behind = Behind { script: run, wasm: run_wasm.clone(), keep };
            put_page(shelf, packs, page, script, menu, &behind, help)
        };
        let made = [one(&TRAINING, &built.training, Some(keep))?, one(&LESSONS, &built.family, None)?];
        if matches!(script, Script::Written) {
            both = made;
        }
    }
    let loader = place::root().join("src/training-page/js/loader.js");
    shelf.put("qinghe-training.js", &tag(&loader, page_tag_args())?)?;
    Ok(both)
}

/// The second part: its script, the module that both pages share, and what the page may put into a growth record with.
struct Behind<'a> {
    script: String,
    wasm: String,
    keep: Option<&'a Keep>,
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

fn put_page(
    shelf: &mut Shelf,
    packs: &Path,
    page: &Page,
    written: &Script,
    menu: &wasm::Built,
    behind: &Behind<'_>,
    help: &Value,
) -> Done<Value> {
    let name = page.name;
    let listed = put_packs(shelf, packs, page)?;
    let wasm = shelf.put_hashed(name, "wasm", &written.wasm(&read(&menu.wasm)?, &[])?)?;
    let styles: Done<Vec<Vec<u8>>> =
        page.styles.iter().map(|style| minified_css(&place::root().join(style))).collect();
    let css = shelf.put_hashed(name, "css", &styles?.concat())?;
    let script = Scripts::new("training-page", &menu.glue)
        .of(name)
        .with("packs", &listed.short())?
        .with("help", &per_locale(help, |own| own["lines"].clone())?)?
        .with("run", &json!(behind.script))?
        .with("where", &json!({ "name": name, "worker": format!("/{name}-worker.js{}", written.query()) }))?
        .with("append", &json!(behind.keep.map(|keep| &keep.append)))?
        .with_file("leaves", place::root().join(page.leaves))
        .bundle("page.js")?;
    let script = shelf.put_hashed(name, "js", &written.text(&script)?)?;
    let path = place::root().join(page.folder).join(format!("www/{name}.html"));
    let html = super::page(&path, help, &[("css", &css), ("script", &script), ("wasm", &wasm)])?;
    let html = written.text(html.as_bytes())?;
    shelf.put(&written.named(name, "html"), &html)?;
    let mut files = vec![format!("/{name}{}", written.query())];
    files.extend([&css, &script, &wasm, &behind.script, &behind.wasm].map(Clone::clone));
    files.extend(listed.all(written));
    files.extend(behind.keep.into_iter().flat_map(|keep| [keep.append.clone(), keep.wasm.clone()]));
    let worker = worker(&format!("/{name}"), &html, &files)?;
    shelf.put(&written.named(&format!("{name}-worker"), "js"), &worker)?;
    let catalogue: Map<String, Value> =
        written.tags().iter().map(|tag| ((*tag).to_owned(), json!(listed.catalogue.address(tag)))).collect();
    Ok(json!({
        "wasm": wasm, "css": css, "page": script, "catalogue": catalogue,
        "run": behind.script, "runWasm": behind.wasm,
    }))
}

/// A pack as the scripts have it: its locales share a hash.
struct Listed {
    id: String,
    hash: String,
}

impl Listed {
    fn address(&self, tag: &str) -> String {
        format!("/m/{}.{tag}.{}.pack", self.id, self.hash)
    }

    fn short(&self) -> Value {
        json!([self.id, self.hash])
    }
}

/// Catalogue and packs of a page.
struct Packs {
    catalogue: Listed,
    exercises: Vec<Listed>,
}

impl Packs {
    fn short(&self) -> Value {
        let exercises: Vec<Value> = self.exercises.iter().map(Listed::short).collect();
        json!({ "catalogue": self.catalogue.short(), "exercises": exercises })
    }

    /// Every address that a page in this script asks for.
    fn all(&self, script: &Script) -> impl Iterator<Item = String> {
        let all = [&self.catalogue].into_iter().chain(&self.exercises);
        all.flat_map(|one| script.tags().map(|tag| one.address(tag)))
    }
}

/// Puts the packs in every locale and lists them: what is at hand in the worst moments, or for everybody, comes first, then all
/// in one order.
fn put_packs(shelf: &mut Shelf, packs: &Path, page: &Page) -> Done<Packs> {
    let index = read_json(&packs.join(page.index))?;
    let mut listed = |(id, own): (&String, &Value)| -> Done<Listed> {
        let odd = || format!("{} lists `{id}` under names that are not its own", page.index);
        let own = own.as_object().ok_or_else(odd)?;
        let first = own.values().next().and_then(Value::as_str).ok_or_else(odd)?;
        let hash = first.rsplit('.').nth(1).ok_or_else(odd)?.to_owned();
        let listed = Listed { id: id.clone(), hash };
        for (tag, name) in own {
            let name = name.as_str().ok_or_else(odd)?;
            if format!("/m/{name}") != listed.address(tag) {
                return Err(odd());
            }
            shelf.put(&format!("m/{name}"), &read(&packs.join(name))?)?;
        }
        Ok(listed)
    };
    let first: Vec<&str> =
        index["first"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let of = |what: &str| index[what].as_object().into_iter().flatten();
    let mut named: Vec<(&String, &Value)> = of("exercises").collect();
    named.sort_by_key(|(id, _)| (first.iter().position(|one| one == id).unwrap_or(usize::MAX), *id));
    // What is asked comes behind what is practised.
    let named = named.into_iter().chain(of("probes")).chain(of("knowledge"));
    let exercises = named.map(&mut listed).collect::<Done<Vec<Listed>>>()?;
    let catalogue = of("catalogue").next().ok_or_else(|| format!("{} has no catalogue", page.index))?;
    Ok(Packs { catalogue: listed(catalogue)?, exercises })
}

/// The service worker of the page at `at`. Its version is that of the page and of everything it names.
pub fn worker(at: &str, page: &[u8], files: &[String]) -> Done<Vec<u8>> {
    let version = wasm::HexDigest(Sha256::digest([page, files.concat().as_bytes()].concat()).into());
    let version = format!("{version:x}");
    esbuild(&[
        place::root().join("src/training-page/js/worker.js").display().to_string(),
        "--supported:destructuring=true".into(),
        format!("--define:__FILES__={}", json!(files)),
        format!("--define:__PAGE__={}", json!(at)),
        format!("--define:__VERSION__={}", json!(version[..16])),
    ])
}
