//! Author time: reads the data rooms (`scales/`, `batteries/`, `exercises/`, `knowledge/`, `family/`, `regions/`, `locales/`),
//! lints them, runs the golden cases through the engine that students use, and writes packs.
//!
//! Nothing stops at the first fault: a [`Report`] holds every finding with its place, reason and remedy.

mod attain;
mod bands;
mod bank;
mod battery;
mod battery_cases;
mod block;
mod cases;
mod change;
mod condition;
mod decimal;
mod exercise;
mod file;
mod finding;
mod headless;
mod instrument;
mod keys;
mod library;
mod locale;
mod missing;
mod norms;
mod pattern;
mod policy;
mod prune;
mod reader;
mod region;
mod responses;
mod sandhi;
mod scaling;
mod score;
mod script;
mod syllables;
mod text_pack;
mod validity;
mod wording;
mod words;
mod workload;
mod write;

pub use decimal::decimal;
pub use exercise::{Guide, Known, Minutes, ReadExercise, coverage};
pub use finding::{Code, Finding, Findings, Severity};
pub use headless::write_headless;
pub use jiff::civil::Date;
pub use library::{
    About, AboutBandSet, AboutChange, AboutNorm, AboutScore, AboutText, Library, Method, Noise, Order,
    Permission, Read, ReadBattery, Reliability, Rights, Sourced, Stage, Translation,
};
pub use script::{Traditional, is_han};
pub use text_pack::text_pack;
pub use workload::Workload;
pub use write::write_packs;

use finding::Log;
use locale::{PageTexts, Voices};
use qinghe_content::{
    FORMAT, Instrument, Key, Locale, Pack, Region, asked::ProbePack, exercise::ExercisePack, structure,
};
use script::Script;
use std::{collections::BTreeMap, fs, path::Path};
use syllables::Syllables;

/// What compiling gave.
pub struct Report {
    /// Every finding, by file and place.
    pub findings: Vec<Finding>,
    /// Packs of every battery in every locale; empty when there is an error.
    pub packs: Vec<Pack>,
    /// Packs of every exercise in every locale; empty when there is an error.
    pub exercises: Vec<ExercisePack>,
    /// Banks of exercises in every locale; empty when there is an error.
    pub probes: Vec<ProbePack>,
    /// Core knowledge of every stage in every locale; empty when there is an error.
    pub knowledge: Vec<Known>,
    /// What families read without a lesson; empty when there is an error.
    pub guides: Vec<Guide>,
    /// Packs of every family lesson in every locale; empty when there is an error.
    pub lessons: Vec<ExercisePack>,
    /// Everything that could be read, with what only authors need; also when there is an error.
    pub library: Library,
    pages: BTreeMap<&'static str, PageTexts>,
    texts: BTreeMap<String, String>,
    syllables: Option<Syllables>,
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
        let all = Findings { all: self.findings.clone(), texts: self.texts.clone() };
        let errors = all.errors();
        let warnings = self.findings.len() - errors;
        all.render()
            + &format!(
                "{errors} errors, {warnings} warnings, {} packs",
                self.packs.len()
                    + self.exercises.len()
                    + self.probes.len()
                    + self.knowledge.len()
                    + self.lessons.len()
            )
    }
}

/// Today, where this machine is.
#[must_use]
pub fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// Reads instruments, batteries and exercises below `root`, and nothing else: no regions, no interface texts, no packs.
#[must_use]
pub fn library(root: &Path) -> (Library, Findings) {
    let log = Log::default();
    let instruments = instruments(&log, root);
    let batteries = folders(&log, root, "batteries");
    let batteries =
        batteries.iter().filter_map(|folder| battery::read(&log, root, folder, &instruments)).collect();
    let exercises = exercise::read_all(&log, root);
    let knowledge = exercise::read_knowledge(&log, root);
    let lessons = exercise::read_family(&log, root);
    (Library { instruments, batteries, exercises, knowledge, lessons }, log.into_findings())
}

fn instruments(log: &Log, root: &Path) -> Vec<Read> {
    folders(log, root, "scales").iter().filter_map(|folder| instrument::read(log, root, folder)).collect()
}

/// Compiles every battery and exercise below `root`. `today` decides whether help numbers were checked recently.
#[must_use]
pub fn compile(root: &Path, today: Date) -> Report {
    let log = Log::default();
    let instruments = instruments(&log, root);
    let exercises = exercise::read_all(&log, root);
    let knowledge = exercise::read_knowledge(&log, root);
    let mut guides = exercise::read_guides(&log, root);
    let lessons = exercise::read_family(&log, root);
    let mut library = Library { instruments, batteries: Vec::new(), exercises, knowledge, lessons };
    let (texts, pages): (Vec<Option<Voices>>, Vec<Option<PageTexts>>) =
        Locale::ALL.iter().map(|locale| locale::read(&log, root, *locale).unzip()).unzip();
    let regions: BTreeMap<String, Vec<Region>> = files(&log, root, "regions")
        .into_iter()
        .filter_map(|name| region::read(&log, root, &name, today).map(|region| (name, region)))
        .collect();
    let corrections = script::open(&log, root);
    let script = corrections.as_ref().and_then(|doc| Script::new(&log, doc));
    let packs = batteries(&log, root, &mut library, &texts, &regions, script.as_ref());
    let made = Practised::of(&library, &mut guides, script.as_ref());
    // A text with a fault is missing here; what it would need is not known then.
    if let Some(script) = script.filter(|_| !log.has_errors()) {
        script.finish();
    }
    // What a fault leaves out would seem to need no reading.
    let syllables = if log.has_errors() { None } else { syllables::read(&log, root, &packs) };
    let Findings { all: findings, texts } = log.into_findings();
    let pages =
        Locale::ALL.iter().zip(pages).filter_map(|(locale, page)| Some((locale.tag(), page?))).collect();
    let Practised { exercises, probes, knowledge, lessons } = made;
    let mut report = Report {
        findings,
        packs,
        exercises,
        probes,
        knowledge,
        guides,
        lessons,
        library,
        pages,
        texts,
        syllables,
    };
    if report.has_errors() {
        report.packs.clear();
        report.exercises.clear();
        report.probes.clear();
        report.knowledge.clear();
        report.guides.clear();
        report.lessons.clear();
    }
    report
}

/// What is practised, learnt and asked.
struct Practised {
    exercises: Vec<ExercisePack>,
    probes: Vec<ProbePack>,
    knowledge: Vec<Known>,
    lessons: Vec<ExercisePack>,
}

impl Practised {
    /// All of it as it was written and, where there is a script, in traditional script behind that; the guides' texts too.
    fn of(library: &Library, guides: &mut [Guide], script: Option<&Script<'_>>) -> Practised {
        let mut made = Practised {
            exercises: library.exercises.iter().flat_map(ReadExercise::packs).collect(),
            probes: library.exercises.iter().flat_map(|read| read.probes.clone()).collect(),
            knowledge: library.knowledge.clone(),
            lessons: library.lessons.iter().flat_map(ReadExercise::packs).collect(),
        };
        let Some(script) = script else { return made };
        let simplified = |locale: Locale| locale == Locale::ZhHans;
        let of = |packs: &[ExercisePack]| -> Vec<ExercisePack> {
            packs.iter().filter(|pack| simplified(pack.locale)).map(|pack| script.exercise(pack)).collect()
        };
        let (exercises, lessons) = (of(&made.exercises), of(&made.lessons));
        let probes = made.probes.iter().filter(|pack| simplified(pack.locale));
        let probes: Vec<ProbePack> = probes.map(|pack| script.probes(pack)).collect();
        let knowledge = made.knowledge.iter().filter(|known| simplified(known.pack.locale));
        let knowledge: Vec<Known> = knowledge.map(|known| script.knowledge(known)).collect();
        made.exercises.extend(exercises);
        made.probes.extend(probes);
        made.knowledge.extend(knowledge);
        made.lessons.extend(lessons);
        guides.iter_mut().for_each(|guide| script.guide(guide));
        made
    }
}

/// Reads every battery into the library and makes its packs, those in traditional script too.
fn batteries(
    log: &Log,
    root: &Path,
    library: &mut Library,
    texts: &[Option<Voices>],
    regions: &BTreeMap<String, Vec<Region>>,
    script: Option<&Script<'_>>,
) -> Vec<Pack> {
    let mut packs = Vec::new();
    for folder in folders(log, root, "batteries") {
        let read = battery::read(log, root, &folder, &library.instruments);
        let cases = reader::Doc::open(log, root, &format!("batteries/{folder}/cases.toml"));
        let Some(read) = read else { continue };
        if !regions.contains_key(&read.region) {
            let file = format!("batteries/{folder}/battery.toml");
            let what = format!("there is no usable region `{}`", read.region);
            log.file(Code::UnknownReference, &file, what, "Name a file of `regions/` without faults.");
        }
        let made: Vec<Pack> = assemble(&read, &library.instruments, texts, regions.get(&read.region));
        if let (Some(cases), Some(pack)) = (&cases, made.first()) {
            battery_cases::of_battery(cases.top(log), pack);
        }
        let chinese = made.iter().find(|pack| pack.locale == Locale::ZhHans);
        let used: Vec<&Read> =
            read.instruments.iter().filter_map(|at| library.instruments.get(*at)).collect();
        let traditional = script.zip(chinese).and_then(|(script, pack)| script.pack(pack, &used));
        packs.extend(made.into_iter().chain(traditional));
        library.batteries.push(read);
    }
    packs
}

fn assemble(
    read: &ReadBattery,
    all: &[Read],
    texts: &[Option<Voices>],
    region: Option<&Vec<Region>>,
) -> Vec<Pack> {
    let used: Vec<&Read> = read.instruments.iter().filter_map(|at| all.get(*at)).collect();
    let mut instruments: Vec<Instrument> = used.iter().map(|read| read.instrument.clone()).collect();
    let mut battery = read.battery.clone();
    prune::prune(&mut battery, &mut instruments);
    let one = |(nth, locale): (usize, &Locale)| {
        Some(Pack {
            format: FORMAT,
            locale: *locale,
            structure: structure(&battery, &instruments).ok()?,
            battery: battery.clone(),
            instruments: instruments.clone(),
            wording: used.iter().map(|read| read.wording.get(nth).cloned().flatten()).collect(),
            region: region?.get(nth)?.clone(),
            texts: texts.get(nth)?.as_ref()?.to(battery.informant).clone(),
        })
    };
    Locale::ALL.iter().enumerate().filter_map(one).collect()
}

/// Folders of a data room, by name.
fn folders(log: &Log, root: &Path, room: &str) -> Vec<String> {
    let found = entries(log, root, room, |path| path.is_dir().then(|| name(path)));
    if found.is_empty() {
        let what = format!("`{room}/` holds no folder");
        log.file(Code::Unreadable, room, what, "Run this in the folder that holds the data rooms.");
    }
    found
}

fn files(log: &Log, root: &Path, room: &str) -> Vec<String> {
    entries(log, root, room, |path| {
        let toml = path.extension().is_some_and(|end| end == "toml");
        toml.then(|| path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned))
    })
}

fn name(path: &Path) -> Option<String> {
    path.file_name().and_then(|name| name.to_str()).map(str::to_owned)
}

/// What `take` takes, by name. A name that is no UTF-8, and a link that leads nowhere or in a circle, are
/// said: left out in silence, a folder would not be checked.
fn entries(
    log: &Log,
    root: &Path,
    room: &str,
    take: impl Fn(&Path) -> Option<Option<String>>,
) -> Vec<String> {
    // A room that is not there has no entries; whoever needs one from it says so.
    let all = fs::read_dir(root.join(room)).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for path in all.map(|entry| entry.path()) {
        let shown = || format!("{room}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if let Err(why) = fs::metadata(&path) {
            let what = format!("`{}` cannot be read: {why}", shown());
            log.file(Code::Unreadable, &shown(), what, "Remove the link, or let it lead to a folder.");
            continue;
        }
        match take(&path) {
            Some(Some(name)) => found.push(name),
            Some(None) => {
                let what = format!("`{}` has a name that is no UTF-8", shown());
                log.file(Code::Id, &shown(), what, "Use small letters, digits and hyphens.");
            }
            None => {}
        }
    }
    found.sort();
    found
}

/// Title of the help lines in plain HTML, before any Wasm is there.
pub(crate) fn help_title(pack: &Pack) -> &str {
    pack.texts.get(Key::HelpLinesTitle)
}

mod exchange;
mod explain;

pub use exchange::{
    Exported, Imported, Kind as RemarkKind, LARGEST_IMPORT, Remark, export_csv, export_fhir,
    export_fhir_battery, import_fhir, import_osd, on_one_line,
};
pub use explain::explain;
