//! Where things are.

use std::{env, path::Path, path::PathBuf};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).unwrap_or(own).to_path_buf()
}

/// Cargo's output folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// What a gateway serves.
pub fn pkg() -> PathBuf {
    root().join("pkg")
}

/// Half-finished files of the build.
pub fn staging() -> PathBuf {
    target().join("xtask")
}

/// A Node tool from `node_modules`.
pub fn node_tool(name: &str) -> PathBuf {
    let name = if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() };
    root().join("node_modules/.bin").join(name)
}

/// The gateway that `cargo build` made.
pub fn gateway() -> PathBuf {
    target().join("debug").join(format!("qinghe-gateway{}", env::consts::EXE_SUFFIX))
}

/// The command line's program.
pub fn cli() -> PathBuf {
    target().join("debug").join(format!("qinghe{}", env::consts::EXE_SUFFIX))
}
