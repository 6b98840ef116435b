//! The readers with what must hold for each of them, and the inputs to begin with.

pub mod readers;
pub mod scored;
pub mod seeds;

// The command line is no library, so the source of its table reader is compiled in.
mod score;
#[allow(dead_code)]
#[path = "../../../src/cli/src/table/mod.rs"]
mod table;

use readers::Reader;

/// Every reader.
pub fn all() -> Vec<Reader> {
    let mut all = readers::ALL.to_vec();
    all.push(Reader { name: "table", check: scored::table });
    all
}

/// The reader with this name.
pub fn reader(name: &str) -> Option<Reader> {
    all().into_iter().find(|reader| reader.name == name)
}
