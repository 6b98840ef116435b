//! `qinghe pack scorm12|scorm2004|cmi5`: one zip that a learning platform imports. It opens the gateway's own frame and tells the
//! platform "completed", the same for everybody. `docs/lms.md` says what a school does with it.

mod manifest;

use crate::{data::Stop, say};
use manifest::{About, escaped};
use qinghe_content::{Locale, Pack};
use std::{
    fs,
    io::{Cursor, Write},
    path::PathBuf,
    process::ExitCode,
};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// The kind of package.
#[derive(clap::Subcommand)]
pub enum Kind {
    /// SCORM 1.2: Moodle, Open edX and most others.
    Scorm12(Args),
    /// SCORM 2004, 4th edition.
    Scorm2004(Args),
    /// cmi5: platforms with a record store.
    Cmi5(Args),
}

/// What a platform can read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Scorm12,
    Scorm2004,
    Cmi5,
}

/// What the platform's book is told beside "completed".
#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Score {
    /// Nothing.
    #[default]
    None,
    /// Full marks for everybody: for platforms that take "completed" without a score for 0.
    Done,
}

#[derive(clap::Args)]
pub struct Args {
    /// Id of the battery.
    #[arg(long)]
    battery: String,
    /// Origin of the gateway.
    #[arg(long)]
    gateway: String,
    /// `key` of the [[course]] table in the gateway's configuration.
    #[arg(long)]
    key: String,
    /// What the course calls it.
    #[arg(long, default_value = "这两周过得怎么样")]
    title: String,
    /// What the platform's book is told beside "completed".
    #[arg(long, value_enum, default_value_t)]
    score: Score,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// The zip to write.
    #[arg(long)]
    out: PathBuf,
}

/// Writes the package.
pub fn run(kind: &Kind) -> ExitCode {
    let (form, args) = match kind {
        Kind::Scorm12(args) => (Form::Scorm12, args),
        Kind::Scorm2004(args) => (Form::Scorm2004, args),
        Kind::Cmi5(args) => (Form::Cmi5, args),
    };
    match work(form, args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

fn work(form: Form, args: &Args) -> Result<(), Stop> {
    let faults = faults(args);
    if !faults.is_empty() {
        return Err(Stop::Said(faults.join("\n")));
    }
    let report = qinghe_compiler::compile(&args.root, qinghe_compiler::today());
    if report.has_errors() {
        return Err(Stop::Said(format!(
            "{}\nThe package is not written. Correct this first.",
            report.render()
        )));
    }
    // Its page stands in the languages in which it is written.
    let own = |pack: &&Pack| pack.battery.id == args.battery && pack.locale.written() == pack.locale;
    let of: Vec<&Pack> = report.packs.iter().filter(own).collect();
    if of.is_empty() {
        let known: Vec<&str> = report.library.batteries.iter().map(|read| read.battery.id.as_str()).collect();
        return Err(Stop::Said(format!(
            "There is no battery `{}`. Name one of: {}.",
            args.battery,
            known.join(", ")
        )));
    }
    let bytes = zipped(&files(form, args, &help(&of)))
        .map_err(|why| Stop::Said(format!("The zip cannot be made: {why}.")))?;
    fs::write(&args.out, &bytes).map_err(|why| {
        Stop::Said(format!("{} cannot be written: {why}. Name another place with --out.", args.out.display()))
    })?;
    say::out(format!(
        "{} is written ({} bytes). Whoever can download it can begin a sitting without a name; change `key` when it leaks.",
        args.out.display(),
        bytes.len()
    ));
    Ok(())
}

fn faults(args: &Args) -> Vec<String> {
    let secure = args.gateway.starts_with("https://")
        || args.gateway.split(':').nth(1).is_some_and(|host| host.ends_with("localhost"));
    let plain = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    let origin =
        args.gateway.split_once("://").is_some_and(|(_, host)| !host.is_empty() && plain(host, "-.:"));
    let mut faults = Vec::new();
    if !secure || !origin {
        faults.push(format!("--gateway `{}` must be https://host[:port] without a path.", args.gateway));
    }
    if args.key.len() < 24 || !plain(&args.key, "-_") {
        faults.push(
            "--key must be the `key` of a [[course]] table: at least 24 of A-Z a-z 0-9 - _.".to_owned(),
        );
    }
    if !(1..=80).contains(&args.title.trim().chars().count()) || args.title.chars().any(char::is_control) {
        faults.push("--title must be a line of 1 to 80 characters.".to_owned());
    }
    faults
}

/// The region's lines in every language, as plain HTML: they are there before anything else, and without a network.
fn help(packs: &[&Pack]) -> String {
    let line = |pack: &&Pack| -> String {
        let lines = pack.region.lines.iter().map(|line| {
            format!(
                "<li><a href=\"tel:{0}\">{0} {1}</a> <small>{2}</small></li>",
                escaped(&line.number),
                escaped(&line.name),
                escaped(&line.hours)
            )
        });
        format!("<ul lang=\"{}\">{}</ul>\n", pack.locale.tag(), lines.collect::<String>())
    };
    packs.iter().map(line).collect()
}

/// Every file of the package, in its order: names and bytes.
fn files(form: Form, args: &Args, help: &str) -> Vec<(String, String)> {
    let scorm = ("scorm.js", include_str!("www/scorm.js"));
    let (word, (report, script)) = match form {
        Form::Scorm12 => ("scorm12", scorm),
        Form::Scorm2004 => ("scorm2004", scorm),
        Form::Cmi5 => ("cmi5", ("cmi5.js", include_str!("www/cmi5.js"))),
    };
    let score = if args.score == Score::Done { "done" } else { "none" };
    // All of it was checked above or is ours, so it needs no quoting.
    let settings = format!(
        "window.QINGHE = {{ kind: \"{word}\", score: \"{score}\", gateway: \"{}\", battery: \"{}\", key: \"{}\", lang: \"{}\" }};\n",
        args.gateway,
        args.battery,
        args.key,
        Locale::ZhHans.tag()
    );
    let page = include_str!("www/index.html")
        .replace("{{title}}", &escaped(&args.title))
        .replace("{{report}}", report)
        .replace("{{help}}", help);
    let about = About {
        battery: &args.battery,
        title: &args.title,
        gateway: &args.gateway,
        score: args.score,
        files: &["style.css", "settings.js", report, "frame.js"],
    };
    let (name, manifest) = about.manifest(form);
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    vec![
        (name.to_owned(), manifest),
        ("index.html".to_owned(), page),
        file("style.css", include_str!("www/style.css")),
        ("settings.js".to_owned(), settings),
        file(report, script),
        file("frame.js", include_str!("www/frame.js")),
    ]
}

/// The same files give the same bytes.
fn zipped(files: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (name, text) in files {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
