//! `qinghe export`: an instrument or battery as FHIR, items as a table.

use crate::{
    data::{self, Stop},
    explain::locale,
    say,
};
use clap::Subcommand;
use qinghe_compiler::Exported;
use qinghe_content::Locale;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// FHIR R4 Questionnaire: qinghe export fhir --instrument phq-9 --out phq-9.json
    Fhir {
        /// Id of an instrument.
        #[arg(long, required_unless_present = "battery", conflicts_with = "battery")]
        instrument: Option<String>,
        /// Id of a battery: for renderers, it cannot be imported again.
        #[arg(long)]
        battery: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// One row per item: qinghe export csv --instrument phq-9
    Csv {
        /// Id of an instrument.
        #[arg(long)]
        instrument: String,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(clap::Args)]
struct Place {
    /// Main language of the wording: zh-Hans or en.
    #[arg(long, default_value = "zh-Hans", value_parser = locale)]
    locale: Locale,
    /// Where the file goes; standard output when not given.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".")]
    root: PathBuf,
}

/// Writes the file, and on standard error what others will not understand.
pub fn run(args: &Args) -> ExitCode {
    match work(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

fn work(args: &Args) -> Result<(), Stop> {
    let (made, place, mark) = match &args.what {
        What::Fhir { instrument: Some(id), place, .. } => {
            let data = data::library(&place.root)?;
            (qinghe_compiler::export_fhir(data.showable(id)?, place.locale), place, "")
        }
        What::Fhir { battery, place, .. } => {
            (of_battery(battery.as_deref().unwrap_or_default(), place)?, place, "")
        }
        // A mark in front tells spreadsheets that the file is UTF-8. A pipe does not want it.
        What::Csv { instrument, place } => {
            let data = data::library(&place.root)?;
            (qinghe_compiler::export_csv(data.showable(instrument)?, place.locale), place, "\u{FEFF}")
        }
    };
    match &place.out {
        Some(out) => fs::write(out, format!("{mark}{}", made.text)).map_err(|why| unwritten(out, &why))?,
        None => io::stdout().write_all(made.text.as_bytes())?,
    }
    for remark in &made.remarks {
        say::err(remark.line());
    }
    Ok(())
}

fn of_battery(id: &str, place: &Place) -> Result<Exported, Stop> {
    // Says why when there is no such battery, or one with a fault.
    data::library(&place.root)?.battery(id)?;
    let (library, _) = qinghe_compiler::library(&place.root);
    let battery = library.battery(id).ok_or_else(|| Stop::Said(format!("There is no battery `{id}`.")))?;
    Ok(qinghe_compiler::export_fhir_battery(&library, battery, place.locale))
}

fn unwritten(out: &Path, why: &io::Error) -> Stop {
    Stop::Said(format!("{} cannot be written: {why}. Name another file with --out.", out.display()))
}
