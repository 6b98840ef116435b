//! One door out: only `outbound.rs` builds a notice or an envelope's head, and people can read in
//! `PRIVACY.md` exactly what it puts inside.

use super::{Source, last, only_for_tests};
use syn::{
    ExprStruct, ItemMod, UseRename,
    visit::{self, Visit},
};

/// Where what leaves is built.
pub const DOOR: &str = "src/host/src/outbound.rs";
/// Types that leave.
const LEAVING: &[&str] = &["Notice", "Head"];

struct Scan<'a> {
    path: &'a str,
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Scan<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !only_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr_struct(&mut self, item: &'ast ExprStruct) {
        let name = last(&item.path);
        if LEAVING.contains(&name.as_str()) {
            self.found.push(format!("{}: builds a `{name}`", self.path));
        }
        visit::visit_expr_struct(self, item);
    }

    // Under another name the scan would look past it.
    fn visit_use_rename(&mut self, item: &'ast UseRename) {
        if LEAVING.contains(&item.ident.to_string().as_str()) {
            self.found.push(format!("{}: renames `{}`", self.path, item.ident));
        }
    }
}

/// Every place but the door that builds what leaves.
#[must_use]
pub fn other_doors(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.path != DOOR) {
        let mut scan = Scan { path: &source.path, found: Vec::new() };
        scan.visit_file(&source.parse());
        found.extend(scan.found);
    }
    found
}

/// Where what leaves of exercises is built.
pub const LITTLE_DOOR: &str = "src/training-page/src/leaves.rs";

struct Names<'a> {
    name: &'a str,
    found: bool,
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.found |= ident == self.name;
    }
}

/// Every place of the training page, but its door, that knows the form in which something leaves.
#[must_use]
pub fn other_little_doors(sources: &[Source]) -> Vec<String> {
    let others = sources.iter().filter(|source| source.path != LITTLE_DOOR);
    let knows = others.filter(|source| names_wire(source));
    knows.map(|source| format!("{}: knows `qinghe_wire`", source.path)).collect()
}

/// Whether a file names the crate of what travels.
#[must_use]
pub fn names_wire(source: &Source) -> bool {
    let mut names = Names { name: "qinghe_wire", found: false };
    names.visit_file(&source.parse());
    names.found
}

/// How often a file builds what leaves: the door itself is not empty.
#[must_use]
pub fn builds(source: &Source) -> usize {
    let mut scan = Scan { path: &source.path, found: Vec::new() };
    scan.visit_file(&source.parse());
    scan.found.len()
}

/// The rows of the table under `## Every field` of `PRIVACY.md`.
///
/// # Errors
/// Says what is missing.
pub fn told(privacy: &str) -> Result<Vec<[String; 3]>, String> {
    let section = privacy.split("\n## ").find(|part| part.starts_with("Every field\n"));
    let section = section.ok_or("there is no section `## Every field`")?;
    let mut lines = section.lines().map(str::trim).filter(|line| line.starts_with('|'));
    if lines.next() != Some("| field | what it says | who can read it |") || lines.next().is_none() {
        return Err("the table does not begin as `| field | what it says | who can read it |`".to_owned());
    }
    let cells = |line: &str| {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        <[String; 3]>::try_from(cells).map_err(|_| format!("not three cells: {line}"))
    };
    lines.map(cells).collect()
}
