//! The data rooms, as commands need them: one instrument, one battery, or why not.

use crate::say;
use qinghe_compiler::{Finding, Findings, Library, Read, Severity};
use qinghe_content::{FORMAT, Key, Locale, Pack, Region, Texts};
use std::{io, path::Path, process::ExitCode};

/// Why a command stops.
pub enum Stop {
    /// What, why and what to do.
    Said(String),
    /// Whoever read the output went away.
    Quiet,
}

impl Stop {
    /// Says it.
    pub fn exit(self) -> ExitCode {
        if let Stop::Said(why) = self {
            say::err(why);
        }
        ExitCode::FAILURE
    }
}

impl From<io::Error> for Stop {
    fn from(why: io::Error) -> Stop {
        match why.kind() {
            io::ErrorKind::BrokenPipe => Stop::Quiet,
            _ => Stop::Said(format!(
                "The result cannot be written: {why}. Is there room, and may you write there?"
            )),
        }
    }
}

/// Instruments and batteries below one folder.
pub struct Data {
    library: Library,
    findings: Findings,
}

/// Reads the data rooms below `root`.
pub fn library(root: &Path) -> Result<Data, Stop> {
    if !root.join("scales").is_dir() {
        return Err(Stop::Said(format!(
            "{} holds no folder `scales/`. Name the folder with the data rooms: --root DIR.",
            root.display()
        )));
    }
    let (library, findings) = qinghe_compiler::library(root);
    Ok(Data { library, findings })
}

impl Data {
    /// An instrument whose structure and golden cases are without fault. Wording does not matter.
    pub fn instrument(&self, id: &str) -> Result<&Read, Stop> {
        self.faultless(&[format!("scales/{id}/instrument.toml"), format!("scales/{id}/cases.toml")])?;
        self.found(id)
    }

    /// An instrument whose structure is without fault.
    pub fn structure(&self, id: &str) -> Result<&Read, Stop> {
        self.faultless(&[format!("scales/{id}/instrument.toml")])?;
        self.found(id)
    }

    /// An instrument that can be shown: without fault but for its cases.
    pub fn showable(&self, id: &str) -> Result<&Read, Stop> {
        self.faultless(&[format!("scales/{id}/instrument.toml"), format!("scales/{id}/text")])?;
        self.found(id)
    }

    /// The first instrument, for whoever names none.
    pub fn first(&self) -> Result<&Read, Stop> {
        let first = self.library.instruments.first();
        first.ok_or_else(|| {
            Stop::Said("There is no instrument yet. Begin with `qinghe new scale ID`.".to_owned())
        })
    }

    /// Minutes that a battery takes; `None` when they are more than a sitting may take.
    pub fn minutes(&self, battery: &str) -> Option<u8> {
        let read = self.library.battery(battery)?;
        let seconds = read.workload.iter().map(|workload| workload.seconds_most).max()?;
        u8::try_from(seconds.div_ceil(60).max(1)).ok().filter(|minutes| *minutes <= read.battery.minutes)
    }

    fn found(&self, id: &str) -> Result<&Read, Stop> {
        self.library.instrument(id).ok_or_else(|| {
            let known = self.library.instruments.iter().map(|read| read.instrument.id.as_str());
            unknown("instrument", id, known)
        })
    }

    /// A battery, packed without help lines and texts: enough to compute with.
    pub fn battery(&self, id: &str) -> Result<Pack, Stop> {
        let file = format!("batteries/{id}/battery.toml");
        let Some(read) = self.library.battery(id) else {
            // A fault in an instrument may be the reason why the battery could not be read.
            self.faultless(&[file, "scales/".to_owned()])?;
            let known = self.library.batteries.iter().map(|read| read.battery.id.as_str());
            return Err(unknown("battery", id, known));
        };
        let used: Vec<&Read> =
            read.instruments.iter().filter_map(|at| self.library.instruments.get(*at)).collect();
        let mut files: Vec<String> =
            used.iter().map(|read| format!("scales/{}/instrument.toml", read.instrument.id)).collect();
        files.push(file);
        self.faultless(&files)?;
        let texts = Texts::new(vec![String::new(); Key::ALL.len()]);
        let Some(texts) = texts else { return Err(Stop::Said("There are no interface texts.".to_owned())) };
        Ok(Pack {
            format: FORMAT,
            locale: Locale::ZhHans,
            // Nothing compares it with a pack of another locale.
            structure: 0,
            battery: read.battery.clone(),
            instruments: used.iter().map(|read| read.instrument.clone()).collect(),
            wording: used.iter().map(|read| read.text(Locale::ZhHans).cloned()).collect(),
            region: Region { id: read.region.clone(), checked_on: String::new(), lines: Vec::new() },
            texts,
        })
    }

    /// Every error in these files, or files below these folders.
    fn faultless(&self, files: &[String]) -> Result<(), Stop> {
        let here = |finding: &Finding| {
            finding.code.severity() == Severity::Error
                && files.iter().any(|file| finding.file.starts_with(file))
        };
        let mut findings = self.findings.clone();
        findings.all.retain(here);
        if findings.all.is_empty() {
            return Ok(());
        }
        let many = say::count(findings.all.len() as u64, "error");
        Err(Stop::Said(format!(
            "{}{many} in the data. Correct them first; `qinghe lint` shows all.",
            findings.render()
        )))
    }
}

fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> Stop {
    let known: Vec<&str> = known.collect();
    let there = if known.is_empty() { "there is none here".to_owned() } else { known.join(", ") };
    Stop::Said(format!("There is no {what} `{id}`. Name one of: {there}."))
}
