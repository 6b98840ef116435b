//! Builds `pkg/`: what a gateway serves. Files under `m/` carry their hash in their name and never change.

mod family;
mod npm;
mod offline;
mod record;
mod scripts;
mod traditional;
mod training;

use crate::{
    Done,
    compress::{self, Sizes},
    licences, place,
    step::{cargo, command, quiet, timed},
    tools,
    wasm::{self, HexDigest},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The level of the JavaScript. Which browsers can run it also hangs on the gateway's policy: docs/host-api.md.
const BROWSERS: &str = "--target=chrome69,safari13.1,firefox68";
/// Two tags of different versions do not share a page.
const VERSION: &str = env!("CARGO_PKG_VERSION");

pub fn run() -> Done {
    build(None, place::pkg())
}

/// `given`: packs made elsewhere, in place of those of the data rooms.
fn build(given: Option<&Path>, pkg: PathBuf) -> Done {
    tools::build_tools()?;
    let packs = match given {
        Some(packs) => packs.to_path_buf(),
        None => timed("check and pack the content", packs)?,
    };
    let element = wasm::build("qinghe-element")?;
    let desk = wasm::build("qinghe-desk")?;
    let record = wasm::build("qinghe-record-page")?;
    let keep = wasm::build("qinghe-keep")?;
    let headless = wasm::build("qinghe-headless")?;
    let built = Modules { element, desk, record, keep, training: training::build()?, headless };
    let sizes = timed("write pkg/", || assemble(pkg, &packs, &built))?;
    report(&sizes);
    Ok(())
}

/// Everything that a running demo needs: `pkg/` and the gateway.
pub fn with_gateway() -> Done {
    run()?;
    gateway()
}

/// The same with other packs. They go into a folder of their own: `pkg/` stays what is shipped.
pub fn with_packs(packs: &Path) -> Done<PathBuf> {
    let pkg = place::staging().join("pkg-of-other-packs");
    build(Some(packs), pkg.clone())?;
    gateway().map(|()| pkg)
}

fn gateway() -> Done {
    let programs = ["--package", "qinghe-gateway", "--package", "qinghe-cli"];
    quiet("build gateway and command line", cargo().args(["build", "--locked"]).args(programs))
}

/// Compiles the data rooms. Any finding stops the build; all of them are shown.
fn packs() -> Done<PathBuf> {
    let folder = place::staging().join("packs");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    }
    let report = qinghe_compiler::compile(&place::root(), qinghe_compiler::today());
    if report.has_errors() {
        return Err(report.render());
    }
    qinghe_compiler::write_packs(&report, &folder)
        .and_then(|()| qinghe_compiler::write_headless(&report, &folder))
        .map_err(|why| format!("{}: {why}", folder.display()))?;
    Ok(folder)
}

/// Collects files for `pkg/`, and squeezes them when all are there.
struct Shelf {
    pkg: PathBuf,
    names: BTreeSet<String>,
}

impl Shelf {
    fn put(&mut self, name: &str, bytes: &[u8]) -> Done {
        let path = self.pkg.join(name);
        let say = |why: std::io::Error| format!("{}: {why}", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(say)?;
        }
        fs::write(&path, bytes).map_err(say)?;
        self.names.insert(name.to_owned());
        Ok(())
    }

    /// Puts a file under a name that changes with its content; gives the address.
    fn put_hashed(&mut self, stem: &str, end: &str, bytes: &[u8]) -> Done<String> {
        let hash = format!("{:x}", HexDigest(Sha256::digest(bytes).into()));
        let name = format!("m/{stem}-{}.{end}", &hash[..16]);
        self.put(&name, bytes)?;
        Ok(format!("/{name}"))
    }

    fn squeezed(self) -> Done<BTreeMap<String, Sizes>> {
        let paths: Vec<PathBuf> = self.names.iter().map(|name| self.pkg.join(name)).collect();
        let sizes = compress::beside(&paths)?;
        Ok(self.names.into_iter().zip(sizes).collect())
    }
}

/// Most functions of the element's script run before item 1. Said in front, Chromium since 136 compiles them beside the download and not
/// one by one on the thread that draws (explicit compile hints); elsewhere it is a comment. 50 of 1 400 ms on a slow phone, for 25 bytes.
const CALLED: &[u8] = b"//# allFunctionsCalledOnLoad\n";

/// What was compiled for the browser.
struct Modules {
    element: wasm::Built,
    desk: wasm::Built,
    record: wasm::Built,
    keep: wasm::Built,
    training: training::Built,
    headless: wasm::Built,
}

fn assemble(pkg: PathBuf, packs: &Path, built: &Modules) -> Done<BTreeMap<String, Sizes>> {
    let Modules { element, desk, record, keep, training, headless } = built;
    clear(&pkg)?;
    let mut shelf = Shelf { pkg, names: BTreeSet::new() };
    let www = place::root().join("src/element/www");
    let wasm = shelf.put_hashed("qinghe", "wasm", &read(&element.wasm)?)?;
    let css = minified_css(&www.join("element.css"))?;
    let css_address = shelf.put_hashed("element", "css", &css)?;
    let pinyin = put_pinyin(&mut shelf, packs)?;
    let code = shelf.put_hashed("code", "js", &later("code.js", &pinyin)?)?;
    let consent = shelf.put_hashed("consent", "js", &later("consent.js", &pinyin)?)?;
    let packs_at = put_packs(&mut shelf, packs)?;
    let scripts = traditional::Script::all()?;
    let keep = record::put_keep(&mut shelf, keep, &scripts)?;
    let manifest = json!({ "wasm": wasm, "css": css_address, "code": code, "consent": consent, "keep": keep.below, "packs": packs_at });
    let help = read_json(&packs.join("help.json"))?;
    let staged = stage(&css, &manifest, &help)?;
    let script = |name: &str| bundle(name, &element.glue, &staged);
    // The wall is the first statement of the one script that the frame runs.
    let frame = [CALLED.to_vec(), walls()?, script("frame.js")?].concat();
    let frame = shelf.put_hashed("frame", "js", &frame)?;
    let inline = [CALLED.to_vec(), script("inline.js")?].concat();
    let inline = shelf.put_hashed("inline", "js", &inline)?;

    shelf.put("qinghe.js", &loader(&help, &inline)?)?;
    let page = embed_page(&help, &[("css", &page_style(&www)?), ("frame", &frame), ("wasm", &wasm)])?;
    shelf.put("embed.html", page.as_bytes())?;
    let at_hand = [&frame, &wasm, &css_address, &code, &pinyin].map(Clone::clone).into_iter();
    let at_hand = at_hand.chain(keep.files.iter().cloned());
    offline::put(&mut shelf, &page, at_hand.collect(), &manifest["packs"], &[&frame, &wasm])?;
    put_desk(&mut shelf, desk, packs)?;
    put_consent_words(&mut shelf, &scripts)?;
    let record = record::put(&mut shelf, record, &help, &scripts)?;
    let [training, lessons] = training::put(&mut shelf, packs, training, &help, &keep, &scripts)?;
    let family = family::put(&mut shelf, packs, &help, &scripts)?;
    npm::put(&mut shelf, packs, headless, &help, &inline)?;
    shelf.put("licences.txt", licences::text(&licences::MODULES)?.as_bytes())?;
    shelf.put("licences-of-rust.html", &licences::of_rust()?)?;
    let manifest = json!({ "manifest": manifest, "frame": frame, "inline": inline, "record": record, "keep": { "keep": keep.below.first(), "wasm": keep.wasm, "append": keep.append }, "training": training, "lessons": lessons, "family": family, "back": back(&help, &scripts)? });
    shelf.put("manifest.json", format!("{manifest:#}\n").as_bytes())?;
    shelf.squeezed()
}

/// What the way home is called, in every locale: words that the gateway writes into the element's page where it is asked to.
fn back(help: &Value, scripts: &[traditional::Script]) -> Done<Value> {
    let mut words = json!({});
    for (script, locale) in scripts.iter().flat_map(|script| script.tags().map(|tag| (script, tag))) {
        let own = if locale == "en" { "en" } else { "zh-Hans" };
        let word = help[own]["back"].as_str().ok_or("help.json does not say what the way home is called")?;
        words[locale] =
            String::from_utf8(script.text(word.as_bytes())?).map_err(|why| why.to_string())?.into();
    }
    Ok(words)
}

fn put_packs(shelf: &mut Shelf, packs: &Path) -> Done<Value> {
    let mut index = read_json(&packs.join("packs.json"))?;
    let batteries = index.as_object_mut().ok_or("packs.json is not an object")?;
    for locales in batteries.values_mut().filter_map(Value::as_object_mut) {
        for entry in locales.values_mut() {
            let name = entry["pack"].as_str().ok_or("packs.json names a file that is not text")?.to_owned();
            shelf.put(&format!("m/{name}"), &read(&packs.join(&name))?)?;
            let texts = entry["texts"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let texts = texts.map(|text| format!("/texts/{text}"));
            *entry = std::iter::once(format!("/m/{name}")).chain(texts).collect();
        }
    }
    Ok(index)
}

/// What is read over characters; a file without anything where packs were made elsewhere.
fn put_pinyin(shelf: &mut Shelf, packs: &Path) -> Done<String> {
    let table = packs.join("pinyin.json");
    let table = if table.is_file() { read(&table)? } else { b"{}".to_vec() };
    shelf.put_hashed("pinyin", "json", &table)
}

/// What the gateway's page of consents says, in every script that it was not written in.
fn put_consent_words(shelf: &mut Shelf, scripts: &[traditional::Script]) -> Done {
    let words = read(&place::root().join("src/gateway/www/consent-words.js"))?;
    for made in scripts.iter().filter(|script| !matches!(script, traditional::Script::Written)) {
        shelf.put(&made.named("consent-words", "js"), &made.text(&words)?)?;
    }
    Ok(())
}

fn put_desk(shelf: &mut Shelf, desk: &wasm::Built, packs: &Path) -> Done {
    let www = place::root().join("src/desk/www");
    shelf.put("desk/m/skills.json", training::names(packs)?.to_string().as_bytes())?;
    shelf.put("desk/desk.html", &read(&www.join("desk.html"))?)?;
    shelf.put("desk/m/desk.js", &read(&www.join("desk.js"))?)?;
    shelf.put("desk/m/desk.css", &read(&www.join("desk.css"))?)?;
    shelf.put("desk/m/qinghe_desk.js", &read(&desk.glue)?)?;
    shelf.put("desk/m/qinghe_desk_bg.wasm", &read(&desk.wasm)?)
}

/// The generated modules that the element's scripts import.
struct Staged {
    css: PathBuf,
    manifest: PathBuf,
    page: PathBuf,
}

fn stage(css: &[u8], manifest: &Value, help: &Value) -> Done<Staged> {
    let folder = place::staging().join("generated");
    fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let staged = Staged {
        css: folder.join("element.css"),
        manifest: folder.join("manifest.js"),
        page: folder.join("page.js"),
    };
    let write =
        |path: &Path, text: &[u8]| fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()));
    write(&staged.css, css)?;
    write(&staged.manifest, format!("export default {};\n", with_hashes(manifest)?).as_bytes())?;
    let page = per_locale(help, |own| own["page"].clone())?;
    write(&staged.page, format!("export default {page};\n").as_bytes())?;
    Ok(staged)
}

/// The manifest as the scripts have it: battery → the hash that its packs share in every locale, then the instruments whose
/// wording a school brings; locale and battery say the rest.
fn with_hashes(manifest: &Value) -> Done<Value> {
    let mut short = manifest.clone();
    let batteries = short["packs"].as_object_mut().ok_or("the manifest has no packs")?;
    for entry in batteries.values_mut() {
        let locales: Vec<(&String, &Value)> = entry.as_object().into_iter().flatten().collect();
        let mut same = locales.iter().map(|(tag, files)| shared(tag, files));
        let first = same.next().flatten().ok_or("a pack or text without its locale in its name")?;
        if same.any(|other| other.as_ref() != Some(&first)) {
            return Err("the locales of a battery differ in more than their tag".to_owned());
        }
        *entry = json!(first);
    }
    Ok(short)
}

/// What the names of the files of one locale say beside battery and locale: `/m/<battery>.<tag>.<hash>.pack`, then
/// `/texts/<instrument>.<version>.<tag>.text`.
fn shared(tag: &str, files: &Value) -> Option<Vec<String>> {
    let mut names = files.as_array()?.iter().map(|name| name.as_str());
    let hash = names.next()??.rsplit('.').nth(1)?.to_owned();
    // What a school brings stands in the script in which it was printed.
    let end = format!(".{}.text", tag.replace("Hant", "Hans"));
    let brought = names.map(|name| Some(name?.strip_prefix("/texts/")?.strip_suffix(&end)?.to_owned()));
    std::iter::once(Some(hash)).chain(brought).collect()
}

fn bundle(name: &str, glue: &Path, staged: &Staged) -> Done<Vec<u8>> {
    let entry = place::root().join("src/element/js").join(name);
    let alias = |from: &str, to: &Path| format!("--alias:{from}={}", to.display());
    esbuild(&[
        entry.display().to_string(),
        "--bundle".into(),
        "--format=esm".into(),
        "--supported:destructuring=true".into(),
        "--supported:dynamic-import=true".into(),
        "--supported:import-meta=true".into(),
        "--loader:.css=text".into(),
        // The glue's advice to developers. Our own scripts write nothing to a student's console.
        "--drop:console".into(),
        "--charset=utf8".into(),
        alias("#pkg", glue),
        alias("#manifest", &staged.manifest),
        alias("#page", &staged.page),
        alias("#css", &staged.css),
    ])
}

/// A script that is loaded behind the first screen, or before it where a gateway asks for more.
fn later(name: &str, pinyin: &str) -> Done<Vec<u8>> {
    let entry = place::root().join("src/element/js").join(name);
    esbuild(&[
        entry.display().to_string(),
        "--bundle".into(),
        "--format=esm".into(),
        "--supported:destructuring=true".into(),
        "--charset=utf8".into(),
        format!("--define:__PINYIN__={}", json!(pinyin)),
    ])
}

/// What closes the ways out of the frame, in one line.
fn walls() -> Done<Vec<u8>> {
    let entry = place::root().join("src/element/js/exits.js");
    let script = esbuild(&[entry.display().to_string(), "--charset=utf8".into()])?;
    let lines = script.split_inclusive(|byte| *byte == b'\n').count();
    if lines == 1 {
        Ok(script)
    } else {
        Err(format!("{}: more than one line is left of it.", entry.display()))
    }
}

/// The style of the page before the element is there; the page holds it itself, and the gateway's policy names it.
fn page_style(www: &Path) -> Done<String> {
    let path = www.join("embed.css");
    let style =
        String::from_utf8(minified_css(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
    if style.contains("</") {
        Err(format!("{}: it would end where it is not over.", path.display()))
    } else {
        Ok(style)
    }
}

fn loader(help: &Value, inline: &str) -> Done<Vec<u8>> {
    tag(&place::root().join("src/element/js/loader.js"), loader_args(help, inline)?)
}

/// The script of one tag, for a page that is written by hand. A portal in another encoding must still show the names of
/// the help lines.
fn tag(loader: &Path, mut args: Vec<String>) -> Done<Vec<u8>> {
    args.extend(["--format=iife", "--charset=ascii"].map(str::to_owned));
    args.push(loader.display().to_string());
    esbuild(&args)
}

/// What every script with tags is built with. `inline`: what `mount="inline"` imports from the gateway.
fn loader_args(help: &Value, inline: &str) -> Done<Vec<String>> {
    // Only what is said where the module cannot speak for itself.
    let help = per_locale(help, |own| {
        let page = &own["page"];
        let page = json!({
            "attribute": page["attribute"], "token": page["token"], "wasm": page["wasm"], "now": page["now"],
        });
        json!({ "title": own["title"], "need": own["need"], "lines": own["lines"], "page": page })
    })?;
    let mut args = page_tag_args();
    args.push("--supported:dynamic-import=true".into());
    args.push(format!("--define:__HELP__={help}"));
    args.push(format!("--define:__INLINE__={}", json!(inline)));
    Ok(args)
}

/// The same for a tag that only draws a page of the gateway.
fn page_tag_args() -> Vec<String> {
    vec!["--bundle".into(), version()]
}

fn version() -> String {
    format!("--define:__VERSION__={}", json!(VERSION))
}

fn per_locale(help: &Value, make: impl Fn(&Value) -> Value) -> Done<Value> {
    let locales = help.as_object().ok_or("help.json is not an object")?;
    Ok(Value::Object(locales.iter().map(|(tag, own)| (tag.clone(), make(own))).collect()))
}

fn minified_css(path: &Path) -> Done<Vec<u8>> {
    esbuild(&[path.display().to_string(), "--charset=utf8".into()])
}

fn esbuild(args: &[String]) -> Done<Vec<u8>> {
    let out = command(place::node_tool("esbuild"))
        .args(args)
        .args(["--minify", "--legal-comments=none", BROWSERS])
        .output()
        .map_err(|why| format!("esbuild cannot be started: {why}"))?;
    if out.status.success() { Ok(out.stdout) } else { Err(String::from_utf8_lossy(&out.stderr).into_owned()) }
}

fn embed_page(help: &Value, addresses: &[(&str, &str)]) -> Done<String> {
    let path = place::root().join("src/element/www/embed.html");
    let mut page = String::from_utf8(read(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
    for (name, value) in addresses {
        page = page.replace(&format!("{{{{{name}}}}}"), value);
    }
    for locale in ["zh-Hans", "en"] {
        page = page.replace(&format!("{{{{plain {locale}}}}}"), &plain_page(&help[locale])?);
    }
    if page.contains("{{") {
        return Err(format!("{}: a placeholder was left unfilled.", path.display()));
    }
    // One idea per line is for the author; the student's phone gets none of the line ends.
    Ok(page.lines().collect())
}

/// A page of its own, in one line, with these addresses and what it says without its script in every language: `title`, `help`
/// (the lines) and `now`.
fn page(path: &Path, help: &Value, addresses: &[(&str, &str)]) -> Done<String> {
    let mut page = String::from_utf8(read(path)?).map_err(|why| format!("{}: {why}", path.display()))?;
    let mut fill = |name: &str, value: &str| page = page.replace(&format!("{{{{{name}}}}}"), value);
    for (name, value) in addresses {
        fill(name, value);
    }
    for locale in ["zh-Hans", "en"] {
        let own = &help[locale];
        fill(&format!("help {locale}"), &help_lines(own)?);
        for (name, text) in [("title", &own["title"]), ("now", &own["page"]["now"])] {
            let text = text.as_str().ok_or("help.json lacks a text of the plain page")?;
            fill(&format!("{name} {locale}"), &escape(text));
        }
    }
    if page.contains("{{") {
        return Err(format!("{}: a placeholder was left unfilled.", path.display()));
    }
    // One idea per line is for the author; the phone gets none of the line ends.
    Ok(page.lines().collect())
}

/// What the page says in one language without the module: the wait, a hidden sentence for every refusal,
/// and the help lines.
fn plain_page(help: &Value) -> Done<String> {
    let texts = help["page"].as_object().ok_or("help.json has no page texts")?;
    let mut out = String::new();
    for (code, text) in texts.iter().filter(|(code, _)| *code != "now") {
        let text = escape(text.as_str().ok_or("help.json has a page text that is not text")?);
        let hidden = if code == "wait" { "" } else { " hidden" };
        out += &format!("<p data-for=\"{code}\"{hidden}>{text}</p>");
    }
    let title = escape(help["title"].as_str().ok_or("help.json has no title")?);
    let need = escape(help["need"].as_str().ok_or("help.json does not say who needs help")?);
    let now = escape(texts["now"].as_str().ok_or("help.json does not say what to do now")?);
    let need = format!("<details><summary>{need}</summary><p>{now}</p></details>");
    Ok(format!("{out}{need}<h1>{title}</h1><ul>{}</ul>", help_lines(help)?))
}

fn help_lines(help: &Value) -> Done<String> {
    let lines = help["lines"].as_array().ok_or("help.json has no lines")?;
    let text = |line: &Value, name: &str| {
        line[name].as_str().map(escape).ok_or("help.json has a line without its texts")
    };
    let mut out = String::new();
    for line in lines {
        let (number, name, hours) = (text(line, "number")?, text(line, "name")?, text(line, "hours")?);
        out += &format!("<li><a href=\"tel:{number}\">{number} {name}</a><small>{hours}</small></li>");
    }
    Ok(out)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Removes what an earlier build left, but not the committed README.
fn clear(pkg: &Path) -> Done {
    let say = |why: std::io::Error| format!("{}: {why}", pkg.display());
    fs::create_dir_all(pkg).map_err(say)?;
    for entry in fs::read_dir(pkg).map_err(say)? {
        let path = entry.map_err(say)?.path();
        let done = match path.file_name().and_then(|name| name.to_str()) {
            Some("README.md") => Ok(()),
            _ if path.is_dir() => fs::remove_dir_all(&path),
            _ => fs::remove_file(&path),
        };
        done.map_err(say)?;
    }
    Ok(())
}

fn report(sizes: &BTreeMap<String, Sizes>) {
    println!("\n   {:>9} {:>9} {:>9}", "raw", "gzip", "brotli");
    for (name, size) in sizes {
        println!("   {:>9} {:>9} {:>9}  {name}", size.raw, size.gzip, size.brotli);
    }
}

fn read(path: &Path) -> Done<Vec<u8>> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn read_json(path: &Path) -> Done<Value> {
    serde_json::from_slice(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))
}
