//! Cargo (wasm32) → wasm-bindgen as a library → wasm-opt from npm. One build for every browser since
//! Chrome 69 and Safari 13: the instructions newer than that are lowered.

use crate::{
    Done, imports, place,
    step::{cargo, command, quiet, timed},
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// What the input may use, so that wasm-opt can parse it; then what must be lowered.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--signext-lowering",
    "--llvm-nontrapping-fptoint-lowering",
    "--llvm-memory-copy-fill-lowering",
];

/// Passes that save raw bytes by making alike code different. What travels is compressed, and it lives on
/// likeness: without them 7 % more raw bytes are 3 % fewer brotli bytes.
const KEPT_ALIKE: &[&str] =
    &["inlining", "inlining-optimizing", "code-folding", "local-cse", "simplify-locals", "merge-blocks"];

/// Glue and module of one crate.
pub struct Built {
    /// The glue, an ES module.
    pub glue: PathBuf,
    /// The optimised module.
    pub wasm: PathBuf,
}

/// Builds `package` for the browser.
pub fn build(package: &str) -> Done<Built> {
    let mut flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    flags.push_str(" -Zunstable-options -Cpanic=immediate-abort -Ctarget-cpu=mvp -Ctarget-feature=+mutable-globals -Zfmt-debug=none -Zlocation-detail=none");
    let mut build = library(package, "wasm");
    // Two switches that stable hides: the standard library is built with the same settings as our own code,
    // and a panic is a bare trap. A fifth fewer bytes on a student's phone, and no panic text that could
    // carry anything; recovery works from the trap.
    build.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    build.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", flags.trim());
    quiet(&format!("compile {package} to Wasm"), &mut build)?;

    let stem = package.replace('-', "_");
    let compiled = place::target().join(TARGET).join("wasm").join(format!("{stem}.wasm"));
    let out = place::staging().join(package);
    fs::create_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
    let raw = out.join(format!("{stem}_bg.wasm"));
    let small = out.join(format!("{stem}.opt.wasm"));
    timed(&format!("write the bindings of {package}"), || bind(&compiled, &stem, &out))?;
    optimise(package, &raw, &small)?;
    Ok(Built { glue: out.join(format!("{stem}.js")), wasm: small })
}

/// Cargo's command for the library of `package`. As a cdylib alone: where an rlib is made beside it, Cargo
/// leaves link-time optimisation out, whatever the profile says, and an eighth of the brotli bytes more travels.
fn library(package: &str, profile: &str) -> Command {
    let mut build = cargo();
    build.args(["rustc", "--locked", "--profile", profile, "--target", TARGET, "--package", package]);
    build.args(["--lib", "--crate-type", "cdylib"]);
    build
}

/// Builds `package` for Node, for speed: what is measured there is the engine, not its size.
pub fn for_node(package: &str) -> Done<PathBuf> {
    let mut build = library(package, "wasm-speed");
    quiet(&format!("compile {package} to Wasm for Node"), &mut build)?;
    let stem = package.replace('-', "_");
    let compiled = place::target().join(TARGET).join("wasm-speed").join(format!("{stem}.wasm"));
    let out = place::staging().join("node");
    fs::create_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
    Bindgen::new()
        .input_path(&compiled)
        .nodejs(true)
        .and_then(|bindgen| bindgen.typescript(false).generate(&out))
        .map_err(|why| format!("wasm-bindgen: {why:#}"))?;
    Ok(out)
}

fn bind(compiled: &Path, stem: &str, out: &Path) -> Done {
    let mut module =
        walrus::Module::from_file(compiled).map_err(|why| format!("{}: {why}", compiled.display()))?;
    // The precompiled standard library lists features that nothing here uses; with the list in place
    // wasm-bindgen would turn reference types on again.
    module.customs.remove_raw("target_features");
    let mut output = Bindgen::new()
        .input_bytes(stem, module.emit_wasm())
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                .remove_name_section(true)
                .remove_producers_section(true)
                .reset_state_function(true)
                .generate_output()
        })
        .map_err(|why| format!("wasm-bindgen: {why:#}"))?;
    let asked = imports::names(output.wasm_mut().imports.iter().map(|import| import.name.as_str()));
    let glue = shorten_imports(output.js().to_owned(), output.wasm_mut())?;
    let glue = shorten_closures(glue, output.wasm_mut())?;
    let write = |name: String, bytes: &[u8]| {
        let path = out.join(name);
        fs::write(&path, bytes).map_err(|why| format!("{}: {why}", path.display()))
    };
    write(imports::FILE.to_owned(), asked.as_bytes())?;
    write(format!("{stem}_bg.wasm"), &output.wasm_mut().emit_wasm())?;
    write(format!("{stem}.js"), glue.as_bytes())
}

/// Import names carry a hash each, which no compression shrinks; module and glue agree on short ones.
fn shorten_imports(mut glue: String, module: &mut walrus::Module) -> Done<String> {
    let mut short: BTreeMap<String, String> = BTreeMap::new();
    for import in module.imports.iter_mut() {
        if !short.contains_key(&import.name) {
            let name = format!("i{}", short.len());
            let (old, new) = (format!("{}: function(", import.name), format!("{name}: function("));
            if glue.matches(&old).count() != 1 {
                return Err(format!(
                    "wasm-bindgen's glue does not define `{}` once; its form has changed.",
                    import.name
                ));
            }
            glue = glue.replace(&old, &new);
            short.insert(import.name.clone(), name);
        }
        if let Some(name) = short.get(&import.name) {
            import.name.clone_from(name);
        }
    }
    Ok(glue)
}

/// The exports that call closures back are named after their whole Rust type.
fn shorten_closures(mut glue: String, module: &mut walrus::Module) -> Done<String> {
    let long = module.exports.iter_mut().filter(|export| export.name.contains("___convert__closures___"));
    for (nth, export) in long.enumerate() {
        let (old, name) = (format!("wasm.{}(", export.name), format!("c{nth}"));
        if glue.matches(&old).count() != 1 {
            return Err(format!(
                "wasm-bindgen's glue does not call `{}` once; its form has changed.",
                export.name
            ));
        }
        glue = glue.replace(&old, &format!("wasm.{name}("));
        export.name = name;
    }
    Ok(glue)
}

/// wasm-opt takes seconds, so a module that was shrunk in the same way before keeps its shrunk form.
fn optimise(package: &str, raw: &Path, small: &Path) -> Done {
    let skipped = KEPT_ALIKE.iter().map(|pass| format!("--skip-pass={pass}"));
    let always = ["-Oz", "--converge", "-lmu", "--strip-producers", "--strip-target-features"];
    let ways: Vec<String> =
        FEATURES.iter().chain(&always).map(|way| (*way).to_owned()).chain(skipped).collect();
    let bytes = fs::read(raw).map_err(|why| format!("{}: {why}", raw.display()))?;
    let digest = Sha256::new_with_prefix(ways.join(" ")).chain_update(&bytes).finalize();
    let mark = format!("{:x}", HexDigest(digest.into()));
    let marked = small.with_extension("from");
    if small.is_file() && fs::read_to_string(&marked).is_ok_and(|old| old == mark) {
        return Ok(());
    }
    let mut opt = command(place::node_tool("wasm-opt"));
    opt.args(ways).arg(raw).arg("-o").arg(small);
    quiet(&format!("shrink {package}"), &mut opt)?;
    fs::write(&marked, mark).map_err(|why| format!("{}: {why}", marked.display()))
}

/// A digest that prints as hexadecimal.
pub struct HexDigest(pub [u8; 32]);

impl std::fmt::LowerHex for HexDigest {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}
