//! Small files, short functions, names that say what a thing is, no panics by convenience.

use super::{Source, only_for_tests};
use syn::{
    Block, ExprMethodCall, ImplItemFn, ItemFn, ItemMod, Signature,
    spanned::Spanned,
    visit::{self, Visit},
};

/// Lines of the longest file, and one more.
pub const FILE_LINES: usize = 500;
/// Lines of the longest function, and one more.
pub const FUNCTION_LINES: usize = 60;
/// Names that say nothing.
const EMPTY_NAMES: &[&str] = &["util", "utils", "manager", "helper", "helpers", "misc", "common"];

/// Files that are too long.
#[must_use]
pub fn long_files(sources: &[Source]) -> Vec<String> {
    let lines = |source: &Source| source.text.lines().count();
    sources
        .iter()
        .filter(|source| lines(source) >= FILE_LINES)
        .map(|source| format!("{}: {} lines", source.path, lines(source)))
        .collect()
}

/// Files, folders and modules whose name says nothing.
#[must_use]
pub fn empty_names(sources: &[Source]) -> Vec<String> {
    let is_empty =
        |name: &str| name.split(['-', '_']).any(|word| EMPTY_NAMES.contains(&word.to_lowercase().as_str()));
    let in_path = |source: &&Source| {
        source.path.split('/').any(|part| is_empty(part.split('.').next().unwrap_or_default()))
    };
    let mut found: Vec<String> = sources
        .iter()
        .filter(in_path)
        .map(|source| format!("{}: the name says nothing", source.path))
        .collect();
    for source in sources.iter().filter(|source| source.path.ends_with(".rs")) {
        let mut scan = Scan::new(source);
        scan.visit_file(&source.parse());
        let empty = scan.modules.iter().filter(|name| is_empty(name));
        found.extend(empty.map(|name| format!("{}: `mod {name}` says nothing", source.path)));
    }
    found
}

/// Functions that are too long.
#[must_use]
pub fn long_functions(sources: &[Source]) -> Vec<String> {
    let of_one = |source: &Source| {
        let mut scan = Scan::new(source);
        scan.visit_file(&source.parse());
        scan.long
    };
    sources.iter().flat_map(of_one).collect()
}

/// Calls that panic by convenience, outside tests.
#[must_use]
pub fn convenient_panics(sources: &[Source]) -> Vec<String> {
    let of_one = |source: &Source| {
        let mut scan = Scan::new(source);
        scan.visit_file(&source.parse());
        scan.panics
    };
    sources.iter().filter(|source| !source.is_test()).flat_map(of_one).collect()
}

/// Paths that exist on one machine only.
#[must_use]
pub fn home_paths(sources: &[Source]) -> Vec<String> {
    // In two halves, or this file would find itself.
    let homes =
        [["/ho", "me/"], ["/Use", "rs/"], ["/ro", "ot/"], ["C:\\", "Users"]].map(|halves| halves.concat());
    let is_home = |source: &&Source| homes.iter().any(|home| source.text.contains(home));
    sources
        .iter()
        .filter(is_home)
        .map(|source| format!("{}: names a folder of one machine", source.path))
        .collect()
}

/// Folders of `src/` that `ARCHITECTURE.md` does not speak of.
#[must_use]
pub fn unmapped(folders: &[String], architecture: &str) -> Vec<String> {
    let spoken = |folder: &&String| !architecture.contains(&format!("`{folder}`"));
    folders.iter().filter(spoken).map(|folder| format!("src/{folder}: not in ARCHITECTURE.md")).collect()
}

/// Waits of journeys that wait for nothing: Playwright takes the promise of an async predicate for a yes. `until.mjs`
/// waits for what it becomes.
#[must_use]
pub fn empty_waits(sources: &[Source]) -> Vec<String> {
    // In two halves, or a text about it would be found.
    let wait = ["waitForFunction(", "async"].concat();
    let waits = sources.iter().filter(|source| source.text.contains(&wait));
    waits.map(|source| format!("{}: `{wait}` waits for nothing", source.path)).collect()
}

/// Test files beside an `all.rs` that it does not list: they would never run.
#[must_use]
pub fn unlisted(sources: &[Source]) -> Vec<String> {
    let all = sources.iter().filter_map(|source| Some((source.path.strip_suffix("/all.rs")?, source)));
    let of_one = |(folder, source): (&str, &Source)| {
        let mut scan = Scan::new(source);
        scan.visit_file(&source.parse());
        let beside = sources
            .iter()
            .filter_map(|one| one.path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".rs"));
        let unlisted = beside.filter(|name| {
            !name.contains('/') && *name != "all" && !scan.modules.iter().any(|known| known == name)
        });
        unlisted.map(|name| format!("{folder}/{name}.rs: not in {}", source.path)).collect::<Vec<_>>()
    };
    all.flat_map(of_one).collect()
}

struct Scan<'a> {
    path: &'a str,
    modules: Vec<String>,
    long: Vec<String>,
    panics: Vec<String>,
    in_tests: bool,
}

impl Scan<'_> {
    fn new(source: &Source) -> Scan<'_> {
        Scan {
            path: &source.path,
            modules: Vec::new(),
            long: Vec::new(),
            panics: Vec::new(),
            in_tests: false,
        }
    }

    fn measure(&mut self, signature: &Signature, block: &Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        if lines >= FUNCTION_LINES {
            self.long.push(format!("{}: `{}` has {lines} lines", self.path, signature.ident));
        }
    }
}

impl<'ast> Visit<'ast> for Scan<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.modules.push(item.ident.to_string());
        let outside = self.in_tests;
        self.in_tests |= only_for_tests(&item.attrs);
        visit::visit_item_mod(self, item);
        self.in_tests = outside;
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if !self.in_tests && ["unwrap", "expect"].contains(&call.method.to_string().as_str()) {
            self.panics.push(format!("{}:{}: `{}`", self.path, call.span().start().line, call.method));
        }
        visit::visit_expr_method_call(self, call);
    }
}
