//! The build door: `cargo xtask demo | test | bench | load | pictures | size | dist`.

mod bench;
mod budget;
mod cluster;
mod compress;
mod demo;
mod dist;
mod imports;
mod licences;
mod load;
mod place;
mod step;
mod suite;
mod tools;
mod trial;
mod wasm;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// What failed, in words for whoever typed the command.
type Done<T = ()> = Result<T, String>;

#[derive(Parser)]
#[command(about = "Builds, shows, tests and measures Qinghe.")]
struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Build everything and run portal and gateway on loopback until Ctrl-C.
    Demo {
        /// Port of the portal; the gateway takes the next one.
        #[arg(long, default_value_t = 8400)]
        port: u16,
        /// Folder for keys and databases.
        #[arg(long, default_value = "demo-data")]
        data: PathBuf,
        /// Seconds between two envelopes of a sitting, 1 to 60.
        #[arg(long, default_value_t = 15)]
        slot_seconds: u16,
        /// Serve the packs of this folder in place of those of the data rooms.
        #[arg(long)]
        packs: Option<PathBuf>,
        /// Open this battery as a page of its own, as soon as the desk is set up.
        #[arg(long)]
        battery: Option<String>,
        /// Who opens it: student, parent or teacher.
        #[arg(long, default_value = "student")]
        role: String,
        /// Age of the student, whoever responds.
        #[arg(long, default_value_t = 15)]
        age: u8,
        /// Language in which it opens.
        #[arg(long, default_value = "zh-Hans")]
        lang: String,
    },
    /// Run every test there is, browser journeys included.
    Test {
        /// Only journeys whose file name contains this; skips the other suites.
        #[arg(long)]
        journey: Option<String>,
    },
    /// Measure the built demo in a real browser, alone or beside form kits, a room on one line, or the scoring engine.
    Bench {
        /// What is measured.
        #[arg(value_enum, default_value = "page")]
        of: bench::Of,
        /// Write the figures as JSON too.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Measure how many notices a second the gateway stores for good.
    Load,
    /// Photograph every screen of the built demo.
    Pictures {
        /// Folder for the pictures.
        #[arg(long, default_value = "tests/browser/shots")]
        out: PathBuf,
    },
    /// Compare the built files with the committed budget.
    Size,
    /// Build the files that a gateway serves, into `pkg/`.
    Dist,
}

fn main() -> ExitCode {
    let done = match Args::parse().what {
        What::Demo { port, data, slot_seconds, packs, battery, role, age, lang } => {
            let visit = battery.map(|battery| demo::Visit { battery, role, age, lang });
            demo::run(port, &data, slot_seconds, packs.as_deref(), visit)
        }
        What::Test { journey } => suite::run(journey.as_deref()),
        What::Bench { of, json } => bench::run(of, json.as_deref()),
        What::Load => load::run(),
        What::Pictures { out } => bench::pictures(&out),
        What::Size => dist::run().and_then(|()| budget::check()),
        What::Dist => dist::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("\n{why}");
            ExitCode::FAILURE
        }
    }
}
