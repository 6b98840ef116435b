//! Who may import whom: the table of `ARCHITECTURE.md` against what Cargo resolves.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};

/// Crate folder to the folders that it may import.
pub type Table = BTreeMap<String, BTreeSet<String>>;

/// What one crate of the workspace is linked with; packages by name.
#[derive(Default)]
pub struct Graph {
    /// Packages of the workspace.
    pub members: BTreeSet<String>,
    /// Normal dependencies of every package; a procedural macro has none that are linked.
    pub edges: BTreeMap<String, BTreeSet<String>>,
}

/// Names of the browser's bindings.
pub const BROWSER: &[&str] =
    &["web-sys", "wasm-bindgen", "js-sys", "yew", "gloo-timers", "serde-wasm-bindgen"];
/// Names of runtimes and of what needs one.
pub const RUNTIMES: &[&str] = &["tokio", "axum", "hyper", "tower-http", "async-std", "smol"];
/// Author time: what must never be linked into the element.
pub const AUTHOR_TIME: &[&str] = &[
    "toml",
    "toml_edit",
    "toml_parser",
    "annotate-snippets",
    "jiff",
    "ferrous-opencc",
    "pinyin",
    "qinghe-compiler",
];

/// The table in the code block that names the layers.
///
/// # Errors
/// What is wrong with the block.
pub fn table(architecture: &str) -> Result<Table, String> {
    let blocks = architecture.split("```").skip(1).step_by(2);
    let block =
        blocks.into_iter().find(|block| block.contains("layer 0")).ok_or("there is no table of layers")?;
    let mut table = Table::new();
    for line in block.lines().filter(|line| !line.trim().is_empty()) {
        row(line, &mut table)?;
    }
    Ok(table)
}

fn row(line: &str, table: &mut Table) -> Result<(), String> {
    let is_label = |part: &&str| {
        ["run time", "school side", "author time"].contains(part)
            || part.starts_with("layer ")
            || part.starts_with('(')
    };
    // Columns are parted by at least two spaces.
    let parts: Vec<&str> = line
        .split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .filter(|part| !is_label(part))
        .collect();
    let text = parts.join(" ");
    let Some((name, imports)) = text.split_once('→') else {
        for name in parts {
            add(table, name, BTreeSet::new())?;
        }
        return Ok(());
    };
    let above = || table.keys().cloned().collect::<BTreeSet<String>>();
    let imports = match imports.trim().strip_prefix("everything above") {
        None => imports.split(',').map(|name| name.trim().to_owned()).collect(),
        Some(rest) => {
            let but = rest.trim().strip_prefix("but ").unwrap_or_default();
            above().into_iter().filter(|name| !but.split(", ").any(|one| one == name)).collect()
        }
    };
    add(table, name.trim(), imports)
}

fn add(table: &mut Table, name: &str, imports: BTreeSet<String>) -> Result<(), String> {
    let plain = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if let Some(odd) = imports.iter().map(String::as_str).chain([name]).find(|name| !plain(name)) {
        return Err(format!("`{odd}` is not the name of a crate"));
    }
    match table.insert(name.to_owned(), imports) {
        None => Ok(()),
        Some(_) => Err(format!("`{name}` has two rows")),
    }
}

/// The graph for the browser's target, where conditional dependencies of the element count.
///
/// # Panics
/// When Cargo does not answer.
#[must_use]
pub fn graph() -> Graph {
    let metadata = MetadataCommand::new()
        .manifest_path(crate::root().join("Cargo.toml"))
        .other_options(["--locked", "--filter-platform", "wasm32-unknown-unknown"].map(str::to_owned))
        .exec()
        .expect("cargo metadata");
    read(&metadata)
}

fn read(metadata: &Metadata) -> Graph {
    let mut graph = Graph::default();
    for id in &metadata.workspace_members {
        graph.members.insert(metadata[id].name.to_string());
    }
    let resolved = metadata.resolve.as_ref().map(|resolve| resolve.nodes.as_slice()).unwrap_or_default();
    for node in resolved {
        let linked = node
            .deps
            .iter()
            .filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        let names = linked.map(|dep| &metadata[&dep.pkg]).filter(|package| !is_macro(package));
        let edges = graph.edges.entry(metadata[&node.id].name.to_string()).or_default();
        edges.extend(names.map(|package| package.name.to_string()));
    }
    graph
}

/// A procedural macro runs in the compiler; nothing of it is in what it makes.
fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(cargo_metadata::Target::is_proc_macro)
}

impl Graph {
    fn direct(&self, package: &str) -> impl Iterator<Item = &str> {
        self.edges.get(package).into_iter().flatten().map(String::as_str)
    }

    /// Everything that is linked into `package`.
    #[must_use]
    pub fn reach(&self, package: &str) -> BTreeSet<&str> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = self.direct(package).collect();
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                open.extend(self.direct(name));
            }
        }
        reached
    }
}

/// Crates of the workspace against the table.
#[must_use]
pub fn against_table(graph: &Graph, table: &Table) -> Vec<String> {
    let mut breaches = Vec::new();
    let folders: BTreeSet<&str> = graph
        .members
        .iter()
        .filter_map(|name| name.strip_prefix("qinghe-"))
        .filter(|name| *name != "tests")
        .collect();
    for folder in &folders {
        let Some(allowed) = table.get(*folder) else {
            breaches.push(format!("`{folder}` is not on the map"));
            continue;
        };
        let package = format!("qinghe-{folder}");
        for import in graph.direct(&package).filter_map(|name| name.strip_prefix("qinghe-")) {
            if !allowed.contains(import) {
                breaches.push(format!("`{folder}` imports `{import}`"));
            }
        }
    }
    let unknown = table.iter().flat_map(|(name, imports)| imports.iter().chain([name]));
    let unknown: BTreeSet<&String> = unknown.filter(|name| !folders.contains(name.as_str())).collect();
    breaches.extend(unknown.into_iter().map(|name| format!("`{name}` is on the map and not in `src/`")));
    breaches
}

/// External crates: browser bindings, runtimes, author-time crates, and what the school side must not see.
#[must_use]
pub fn against_rules(graph: &Graph) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut forbid = |package: &str, reached: &BTreeSet<&str>, names: &[&str]| {
        for name in names.iter().filter(|name| reached.contains(*name)) {
            breaches.push(format!("`{package}` is linked with `{name}`"));
        }
    };
    for folder in ["content", "wire", "scoring", "session", "host"] {
        forbid(folder, &graph.reach(&format!("qinghe-{folder}")), BROWSER);
    }
    // In a browser build the system's random numbers come through bindings below `getrandom`.
    forbid("seal", &graph.direct("qinghe-seal").collect(), BROWSER);
    for member in graph.members.iter().filter(|name| *name != "qinghe-gateway") {
        forbid(member, &graph.direct(member).collect(), RUNTIMES);
    }
    for folder in ["content", "wire", "seal", "record", "scoring", "session", "host", "ui", "element", "desk"]
    {
        forbid(folder, &graph.reach(&format!("qinghe-{folder}")), RUNTIMES);
    }
    forbid("element", &graph.reach("qinghe-element"), AUTHOR_TIME);
    // A fourth of what a student waited for (decision 0010).
    forbid("element", &graph.reach("qinghe-element"), &["yew"]);
    for folder in ["family-menu", "training-menu", "training-run"] {
        let reached = graph.reach(&format!("qinghe-{folder}"));
        forbid(folder, &reached, AUTHOR_TIME);
        forbid(folder, &reached, RUNTIMES);
        // What practises is linked with nothing that keeps on sending.
        forbid(folder, &reached, &["qinghe-host"]);
    }
    // The record holds results: whoever is linked with it cannot name a response by that.
    forbid("record", &graph.reach("qinghe-record"), &["qinghe-content", "qinghe-scoring", "qinghe-session"]);
    for folder in ["gateway", "desk"] {
        let seen = ["qinghe-content", "qinghe-scoring", "qinghe-session", "qinghe-host", "qinghe-ui"];
        forbid(folder, &graph.reach(&format!("qinghe-{folder}")), &seen);
    }
    breaches
}
