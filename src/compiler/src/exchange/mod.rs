#![doc = include_str!("README.md")]

mod csv_out;
mod draft;
mod fhir_battery;
mod fhir_in;
mod fhir_items;
mod fhir_out;
mod fhirpath;
mod json;
mod known;
mod options;
mod osd_in;
mod osd_scores;
mod raise;
mod ratio;
mod table;

use crate::library::{Library, Read, ReadBattery};
use qinghe_content::Locale;
use std::{fs, io, path::Path};

/// What somebody has to know about an import or export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What kind of thing it is.
    pub kind: Kind,
    /// `linkId`, item, score or file; empty for the whole.
    pub at: String,
    /// What there is to know.
    pub what: String,
}

/// Kinds of remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The file cannot be used; nothing is written.
    Fault,
    /// Could not be expressed and is left out.
    Lost,
    /// Is taken over in a form that a person has to look at.
    Open,
    /// A foreign program will not understand it.
    Foreign,
}

impl Remark {
    /// As one line.
    #[must_use]
    pub fn line(&self) -> String {
        let word = match self.kind {
            Kind::Fault => "error",
            Kind::Lost => "left out",
            Kind::Open => "to check",
            Kind::Foreign => "not understood elsewhere",
        };
        let line = match self.at.as_str() {
            "" => format!("{word}: {}", self.what),
            at => format!("{word}: {at}: {}", self.what),
        };
        on_one_line(&line)
    }
}

/// A foreign text on one line, with nothing in it that a terminal would obey.
#[must_use]
pub fn on_one_line(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// A file for somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Its text.
    pub text: String,
    /// What it does not carry, or what others will not understand.
    pub remarks: Vec<Remark>,
}

/// Files of `scales/<id>/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Path below the folder, and text. Empty when there is a fault.
    pub files: Vec<(String, String)>,
    /// What could not be taken over, and what a person has to look at.
    pub remarks: Vec<Remark>,
}

impl Imported {
    /// Whether nothing can be written.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        self.files.is_empty() || self.remarks.iter().any(|remark| remark.kind == Kind::Fault)
    }

    /// Writes the files below `folder`, which must not hold any of them yet.
    ///
    /// # Errors
    /// When one is there already or cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        if let Some((name, _)) = self.files.iter().find(|(name, _)| folder.join(name).exists()) {
            return Err(io::Error::other(format!("`{name}` is there already; name a new folder")));
        }
        for (name, text) in &self.files {
            let path = folder.join(name);
            if let Some(above) = path.parent() {
                fs::create_dir_all(above)?;
            }
            fs::write(path, text)?;
        }
        Ok(())
    }
}

/// An instrument as a FHIR R4 `Questionnaire`; `locale` is its language, the other one rides along.
#[must_use]
pub fn export_fhir(read: &Read, locale: Locale) -> Exported {
    fhir_out::questionnaire(read, locale)
}

/// A battery as a FHIR R4 `Questionnaire` with gates. For renderers: it cannot be imported again.
#[must_use]
pub fn export_fhir_battery(library: &Library, battery: &ReadBattery, locale: Locale) -> Exported {
    fhir_battery::questionnaire(library, battery, locale)
}

/// The items of an instrument as a table of comma-separated values.
#[must_use]
pub fn export_csv(read: &Read, locale: Locale) -> Exported {
    csv_out::items(read, locale)
}

/// A FHIR R4 `Questionnaire` as the files of `scales/<id>/`.
#[must_use]
pub fn import_fhir(bytes: &[u8], id: &str) -> Imported {
    json::import(bytes, id, fhir_in::draft)
}

/// An Open Scale Definition as the files of `scales/<id>/`.
#[must_use]
pub fn import_osd(bytes: &[u8], id: &str) -> Imported {
    json::import(bytes, id, osd_in::draft)
}

/// Largest file that is imported, in bytes.
pub const LARGEST_IMPORT: u64 = json::LARGEST;
