//! `qinghe import`: an instrument of somebody else as a draft in `scales/`.

use crate::{data::Stop, say};
use clap::Subcommand;
use qinghe_compiler::{Imported, LARGEST_IMPORT};
use std::{
    fs::File,
    io::{self, Read},
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
    /// FHIR R4 Questionnaire (JSON): qinghe import fhir gad-7.json --out scales/gad-7
    Fhir(Files),
    /// Open Scale Definition of OpenScales (JSON): qinghe import osd GAD7.osd --out scales/gad-7
    Osd(Files),
}

#[derive(clap::Args)]
struct Files {
    /// The file.
    file: PathBuf,
    /// A new folder; its name becomes the id.
    #[arg(long)]
    out: PathBuf,
}

/// How a format is read.
type Reader = fn(&[u8], &str) -> Imported;

/// Writes the draft, and on standard error what could not be taken over and what has to be checked.
pub fn run(args: &Args) -> ExitCode {
    let (files, read) = match &args.what {
        What::Fhir(files) => (files, qinghe_compiler::import_fhir as Reader),
        What::Osd(files) => (files, qinghe_compiler::import_osd as Reader),
    };
    match work(files, read) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

fn work(files: &Files, read: Reader) -> Result<(), Stop> {
    let shown = files.out.display();
    let id = files.out.file_name().and_then(|name| name.to_str());
    let id =
        id.ok_or_else(|| Stop::Said(format!("{shown} does not end in a name; write --out scales/ID.")))?;
    let bytes = bytes(&files.file)
        .map_err(|why| Stop::Said(format!("{} cannot be read: {why}.", files.file.display())))?;
    let imported = read(&bytes, id);
    for remark in &imported.remarks {
        say::err(remark.line());
    }
    if imported.has_faults() {
        return Err(Stop::Said("Nothing is written.".to_owned()));
    }
    imported.write(&files.out).map_err(|why| Stop::Said(format!("{shown} cannot be written: {why}.")))?;
    say::out(format!(
        "{shown}: a draft. Its open checks stand in evidence.md; `qinghe lint` says what is missing."
    ));
    Ok(())
}

/// Never much more than the limit, and never from a pipe or device, which could go on for ever.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no plain file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_IMPORT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
