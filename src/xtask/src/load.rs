//! `cargo xtask load`: the release build under load, on SQLite and on a PostgreSQL of our own.

use crate::{
    Done,
    cluster::{self, Cluster},
    step::{cargo, shown},
};

/// Measures and prints.
pub fn run() -> Done {
    let cluster = Cluster::start()?;
    let mut bench = cargo();
    bench.args(["bench", "--locked", "--package", "qinghe-gateway", "--bench", "load"]);
    shown("load", bench.env(cluster::URL, cluster.url()))
}
