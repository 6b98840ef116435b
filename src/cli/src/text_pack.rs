//! `qinghe text-pack`: the wording that a school brings, checked and made into a file for its gateway.

use crate::{
    data::{self, Stop},
    explain::locale,
    say,
};
use qinghe_compiler::{Findings, text_pack};
use qinghe_content::{Locale, TextPack};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(clap::Args)]
pub struct Args {
    /// Id of the instrument.
    #[arg(long)]
    instrument: String,
    /// Language of the wording.
    #[arg(long, default_value = "zh-Hans", value_parser = locale)]
    locale: Locale,
    /// The wording: a file like scales/*/text/zh-Hans.toml.
    #[arg(long)]
    text: PathBuf,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Where the text pack goes: a file, or a folder, which gets a file with the name that a gateway looks for.
    #[arg(long)]
    out: PathBuf,
}

/// Writes the text pack.
pub fn run(args: &Args) -> ExitCode {
    match work(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

fn work(args: &Args) -> Result<(), Stop> {
    // Names the folder, where it is the wrong one.
    let _rooms = data::library(&args.root)?;
    let (bytes, name) = make(&args.root, &args.instrument, args.locale, &args.text)?;
    let out = if args.out.is_dir() { args.out.join(&name) } else { args.out.clone() };
    fs::write(&out, &bytes).map_err(|why| {
        Stop::Said(format!("{} cannot be written: {why}. Name another place with --out.", out.display()))
    })?;
    say::out(format!(
        "{} is written ({} bytes). Put it into the gateway's text folder under the name {name}; keep it from the public.",
        out.display(),
        bytes.len()
    ));
    Ok(())
}

/// The bytes of a text pack and the name under which a gateway looks for it.
pub fn make(root: &Path, id: &str, locale: Locale, text: &Path) -> Result<(Vec<u8>, String), Stop> {
    let said = |findings: Findings| {
        Stop::Said(format!("{}The text pack is not written. Correct this first.", findings.render()))
    };
    let bytes = text_pack(root, id, locale, text).map_err(said)?;
    let version = TextPack::decode(&bytes).map(|pack| pack.version);
    let version =
        version.map_err(|why| Stop::Said(format!("The text pack does not read back ({why:?}).")))?;
    Ok((bytes, format!("{id}.{version}.{}.text", locale.tag())))
}
