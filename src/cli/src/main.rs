//! `qinghe`: for authors of scales, batteries, exercises, regions and texts, and for whoever has a table to score.

mod course;
mod data;
mod draft;
mod explain;
mod export;
mod import;
mod new;
mod preview;
mod say;
mod score;
mod simulate;
mod table;
mod text_pack;

use clap::{Parser, Subcommand};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Parser)]
#[command(name = "qinghe", version, about = "Checks, packs, scores and simulates the content of Qinghe.")]
struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Show every finding; fails when one is an error.
    Lint {
        /// Folder that holds `scales/`, `batteries/`, `exercises/`, `regions/` and `locales/`.
        #[arg(default_value = ".")]
        root: PathBuf,
    },
    /// Lint, then write packs; or one package that a learning platform imports.
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Pack {
        /// A package for a learning platform.
        #[command(subcommand)]
        kind: Option<course::Kind>,
        /// Folder that holds the data rooms.
        #[arg(default_value = ".")]
        root: PathBuf,
        /// Where the packs go.
        #[arg(long, required = true)]
        out: Option<PathBuf>,
    },
    /// Score a table of responses: qinghe score --instrument phq-9 < responses.csv > scores.csv
    Score(score::Args),
    /// Make up sheets, careless ones among them, or measure a validity policy on them.
    Simulate(simulate::Args),
    /// Write the first form of a scale, battery, exercise, region or language.
    New(new::Args),
    /// Make a text pack from wording that the school may use and others may not.
    TextPack(text_pack::Args),
    /// Show one instrument in the real element, until Ctrl-C.
    Preview(preview::Args),
    /// Say an instrument, battery or exercise in plain words.
    Explain(explain::Args),
    /// Draft an instrument from a FHIR Questionnaire or an Open Scale Definition.
    Import(import::Args),
    /// Write an instrument or battery as a FHIR Questionnaire, or an instrument as CSV.
    Export(export::Args),
}

fn main() -> ExitCode {
    match Args::parse().what {
        What::Lint { root } => compile(&root, None),
        What::Pack { kind: Some(kind), .. } => course::run(&kind),
        What::Pack { root, out, kind: None } => compile(&root, out.as_deref()),
        What::Score(args) => score::run(&args),
        What::Simulate(args) => simulate::run(&args),
        What::New(args) => new::run(&args),
        What::TextPack(args) => text_pack::run(&args),
        What::Preview(args) => preview::run(&args),
        What::Explain(args) => explain::run(&args),
        What::Import(args) => import::run(&args),
        What::Export(args) => export::run(&args),
    }
}

fn compile(root: &Path, out: Option<&Path>) -> ExitCode {
    let report = qinghe_compiler::compile(root, qinghe_compiler::today());
    say::out(report.render());
    if report.has_errors() {
        return ExitCode::FAILURE;
    }
    let Some(out) = out else { return ExitCode::SUCCESS };
    match qinghe_compiler::write_packs(&report, out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say::err(format!("{} cannot be written: {why}. Name another folder with --out.", out.display()));
            ExitCode::FAILURE
        }
    }
}
