//! The walls as functions over text: each gives the list of breaches, empty when the wall stands.

pub mod door;
pub mod forms;
pub mod imports;
pub mod sizes;
pub mod style;
pub mod tidy;

use crate::root;
use std::{fs, path::Path};
use syn::Attribute;

/// One file, by its path below the root.
pub struct Source {
    /// Path with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Source {
    /// A file that is not on the disk: the broken input of a rule.
    #[must_use]
    pub fn made_up(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// The file as Rust.
    ///
    /// # Panics
    /// When it does not parse.
    #[must_use]
    pub fn parse(&self) -> syn::File {
        syn::parse_file(&self.text).unwrap_or_else(|why| panic!("{}: {why}", self.path))
    }

    /// Whether the file is a test or a bench from its first to its last line.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.path.contains("/benches/")
            || self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.ends_with("_tests.rs")
    }
}

/// Every file below `folder` that ends in one of `endings`, by path. What tools make is left out.
#[must_use]
pub fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    walk(&root(), Path::new(folder), endings, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "{folder} holds no {endings:?}");
    found
}

fn walk(root: &Path, folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    for entry in fs::read_dir(root.join(folder)).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let below = folder.join(&name);
        let made = ["node_modules", "target", "pkg", "demo-data", "shots"].contains(&name.as_str());
        if made || name.starts_with('.') {
            continue;
        }
        if entry.path().is_dir() {
            walk(root, &below, endings, found);
        } else if endings.iter().any(|end| name.ends_with(end)) {
            let path = below.to_string_lossy().replace('\\', "/").trim_start_matches("./").to_owned();
            found.push(Source { path, text: fs::read_to_string(entry.path()).unwrap() });
        }
    }
}

/// The Rust of one crate that people run, without its tests.
#[must_use]
pub fn run_time(krate: &str) -> Vec<Source> {
    let mut all = sources(&format!("src/{krate}/src"), &[".rs"]);
    all.retain(|source| !source.is_test());
    all
}

/// Whether an item is there for tests only.
fn only_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test")
    })
}

/// The last name of a path: `Serialize` of `serde::Serialize`.
fn last(path: &syn::Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
