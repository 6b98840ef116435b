//! `qinghe lint` and `qinghe pack`: for authors of scales, batteries, regions and texts.

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

#[derive(Parser)]
#[command(name = "qinghe", version, about = "Checks and packs the content of Qinghe.")]
struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Show every finding; fails when one is an error.
    Lint {
        /// Folder that holds `scales/`, `batteries/`, `regions/` and `locales/`.
        #[arg(default_value = ".")]
        root: PathBuf,
    },
    /// Lint, then write packs.
    Pack {
        /// Folder that holds the data rooms.
        #[arg(default_value = ".")]
        root: PathBuf,
        /// Where the packs go.
        #[arg(long)]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    let (root, out) = match Args::parse().what {
        What::Lint { root } => (root, None),
        What::Pack { root, out } => (root, Some(out)),
    };
    let report = qinghe_compiler::compile(&root, qinghe_compiler::today());
    println!("{}", report.render());
    if report.has_errors() {
        return ExitCode::FAILURE;
    }
    let Some(out) = out else { return ExitCode::SUCCESS };
    match qinghe_compiler::write_packs(&report, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{}: {why}", out.display());
            ExitCode::FAILURE
        }
    }
}
