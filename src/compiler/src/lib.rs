//! Author time: reads the data rooms (`scales/`, `batteries/`, `regions/`, `locales/`), lints them, runs
//! the golden cases through the engine that students use, and writes packs.
//!
//! Nothing stops at the first fault: a [`Report`] holds every finding with its place, reason and remedy.

mod battery;
mod cases;
mod finding;
mod instrument;
mod locale;
mod reader;
mod region;
mod words;
mod write;

pub use finding::{Code, Finding, Severity};
pub use write::write_packs;

use finding::Log;
pub use jiff::civil::Date;
use locale::PageTexts;
use qinghe_content::{FORMAT, Key, Locale, Pack, Region, Texts};
use std::{collections::BTreeMap, fs, path::Path};

/// What compiling gave.
pub struct Report {
    /// Every finding, by file and place.
    pub findings: Vec<Finding>,
    /// Packs of every battery in every locale; empty when there is an error.
    pub packs: Vec<Pack>,
    pages: BTreeMap<&'static str, PageTexts>,
    texts: BTreeMap<String, String>,
}

impl Report {
    /// Whether a finding stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.code.severity() == Severity::Error)
    }

    /// All findings as text, then a line with their number.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = String::new();
        for finding in &self.findings {
            out += &finding::render(finding, &self.texts);
            out += "\n\n";
        }
        let errors =
            self.findings.iter().filter(|finding| finding.code.severity() == Severity::Error).count();
        out + &format!(
            "{errors} errors, {} warnings, {} packs",
            self.findings.len() - errors,
            self.packs.len()
        )
    }
}

/// Today, where this machine is.
#[must_use]
pub fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// Compiles every battery below `root`. `today` decides whether help numbers were checked recently.
#[must_use]
pub fn compile(root: &Path, today: Date) -> Report {
    let log = Log::default();
    let instruments: Vec<instrument::Read> = folders(&log, root, "scales")
        .iter()
        .filter_map(|folder| instrument::read(&log, root, folder))
        .collect();
    let (texts, pages): (Vec<Option<Texts>>, Vec<Option<PageTexts>>) =
        Locale::ALL.iter().map(|locale| locale::read(&log, root, *locale).unzip()).unzip();
    let regions: BTreeMap<String, Vec<Region>> = files(root, "regions")
        .into_iter()
        .filter_map(|name| region::read(&log, root, &name, today).map(|region| (name, region)))
        .collect();
    let mut packs = Vec::new();
    for folder in folders(&log, root, "batteries") {
        let drawn = battery::read(&log, root, &folder, &instruments);
        let cases = reader::Doc::open(&log, root, &format!("batteries/{folder}/cases.toml"));
        let Some(drawn) = drawn else { continue };
        if !regions.contains_key(&drawn.region) {
            let file = format!("batteries/{folder}/battery.toml");
            let what = format!("there is no usable region `{}`", drawn.region);
            log.add(Code::UnknownReference, &file, 0..0, what, "Name a file of `regions/` without faults.");
        }
        let made: Vec<Pack> = assemble(&drawn, &instruments, &texts, regions.get(&drawn.region));
        if let (Some(cases), Some(pack)) = (&cases, made.first()) {
            cases::of_battery(cases.top(&log), pack);
        }
        packs.extend(made);
    }
    let (findings, texts) = log.into_parts();
    let pages =
        Locale::ALL.iter().zip(pages).filter_map(|(locale, page)| Some((locale.tag(), page?))).collect();
    let mut report = Report { findings, packs, pages, texts };
    if report.has_errors() {
        report.packs.clear();
    }
    report
}

fn assemble(
    drawn: &battery::Drawn,
    all: &[instrument::Read],
    texts: &[Option<Texts>],
    region: Option<&Vec<Region>>,
) -> Vec<Pack> {
    let used: Vec<&instrument::Read> = drawn.instruments.iter().filter_map(|at| all.get(*at)).collect();
    let one = |(nth, locale): (usize, &Locale)| {
        Some(Pack {
            format: FORMAT,
            locale: *locale,
            battery: drawn.battery.clone(),
            instruments: used.iter().map(|read| read.instrument.clone()).collect(),
            wording: used.iter().map(|read| read.wording.get(nth).cloned()).collect::<Option<_>>()?,
            region: region?.get(nth)?.clone(),
            texts: texts.get(nth)?.clone()?,
        })
    };
    Locale::ALL.iter().enumerate().filter_map(one).collect()
}

/// Folders of a data room, by name.
fn folders(log: &Log, root: &Path, room: &str) -> Vec<String> {
    let found = entries(root, room, |path| path.is_dir().then(|| name(path)).flatten());
    if found.is_empty() {
        log.add(
            Code::Unreadable,
            room,
            0..0,
            format!("`{room}/` holds no folder"),
            "Run this in the folder that holds the data rooms.",
        );
    }
    found
}

fn files(root: &Path, room: &str) -> Vec<String> {
    entries(root, room, |path| {
        let toml = path.extension().is_some_and(|end| end == "toml");
        toml.then(|| path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned)).flatten()
    })
}

fn name(path: &Path) -> Option<String> {
    path.file_name().and_then(|name| name.to_str()).map(str::to_owned)
}

fn entries(root: &Path, room: &str, take: impl Fn(&Path) -> Option<String>) -> Vec<String> {
    // A room that is not there has no entries; whoever needs one from it says so.
    let all = fs::read_dir(root.join(room)).into_iter().flatten().flatten();
    let mut found: Vec<String> = all.filter_map(|entry| take(&entry.path())).collect();
    found.sort();
    found
}

/// Title of the help lines in plain HTML, before any Wasm is there.
pub(crate) fn help_title(pack: &Pack) -> &str {
    pack.texts.get(Key::HelpLinesTitle)
}
