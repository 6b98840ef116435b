//! `qinghe explain`: an instrument, battery or exercise in plain words.

use crate::{
    data::{self, Stop},
    say,
};
use qinghe_content::Locale;
use std::{path::PathBuf, process::ExitCode};

#[derive(clap::Args)]
pub struct Args {
    /// Id of an instrument, battery or exercise, for example phq-9.
    id: String,
    /// Language: zh-Hans or en.
    #[arg(long, default_value = "zh-Hans", value_parser = locale)]
    lang: Locale,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".")]
    root: PathBuf,
}

/// A language by its tag.
pub fn locale(tag: &str) -> Result<Locale, String> {
    let all: Vec<&str> = Locale::ALL.iter().map(|locale| locale.tag()).collect();
    let found = Locale::ALL.into_iter().find(|locale| locale.tag() == tag);
    found.ok_or(format!("there is no language `{tag}`; name one of: {}", all.join(", ")))
}

/// Writes the explanation to standard output.
pub fn run(args: &Args) -> ExitCode {
    match text(args) {
        Ok(text) => {
            say::out(text.trim_end());
            ExitCode::SUCCESS
        }
        Err(stop) => stop.exit(),
    }
}

fn text(args: &Args) -> Result<String, Stop> {
    // Says why when there are no data rooms here.
    data::library(&args.root)?;
    let (library, findings) = qinghe_compiler::library(&args.root);
    let Some(text) = qinghe_compiler::explain(&library, &args.id, args.lang) else {
        let instruments = library.instruments.iter().map(|read| read.instrument.id.as_str());
        let batteries = library.batteries.iter().map(|read| read.battery.id.as_str());
        let exercises = library.exercises.iter().map(|read| read.exercise.id.as_str());
        let known: Vec<&str> = instruments.chain(batteries).chain(exercises).collect();
        return Err(Stop::Said(format!(
            "There is no instrument, battery or exercise `{}` that can be read. Name one of: {}. `qinghe lint` shows what cannot.",
            args.id,
            known.join(", ")
        )));
    };
    let own = ["scales", "batteries", "exercises"].map(|room| format!("{room}/{}/", args.id));
    let faults =
        findings.all.iter().filter(|finding| own.iter().any(|folder| finding.file.starts_with(folder)));
    match faults.count() {
        0 => {}
        many => say::err(format!(
            "{} in its files; `qinghe lint` shows them.",
            say::count(many as u64, "finding")
        )),
    }
    Ok(text)
}
