//! A text pack: the wording of one instrument, brought by a school that may use it.

use crate::{
    finding::{Code, Findings, Log},
    instrument,
    reader::Doc,
    wording,
    words::{Opens, is_kebab},
};
use qinghe_content::{FORMAT, Locale, TextPack};
use std::path::Path;

/// Checks a wording file against the structure in `root/scales/<id>` and makes the bytes of a text pack.
///
/// # Errors
/// The findings, when there is an error among them.
pub fn text_pack(root: &Path, id: &str, locale: Locale, file: &Path) -> Result<Vec<u8>, Findings> {
    let log = Log::default();
    let bytes = bytes(&log, root, id, locale, file);
    let findings = log.into_findings();
    match bytes {
        Some(bytes) if !findings.has_errors() => Ok(bytes),
        _ => Err(findings),
    }
}

fn bytes(log: &Log, root: &Path, id: &str, locale: Locale, file: &Path) -> Option<Vec<u8>> {
    let named = format!("scales/{id}");
    // An id is a folder's name, never a way to another folder.
    if !is_kebab(id) || !root.join(&named).is_dir() {
        let what = format!("there is no instrument `{id}`");
        log.file(Code::UnknownReference, "scales", what, "Name a folder of `scales/`.");
        return None;
    }
    let read = instrument::structure(log, root, id)?;
    if read.about.rights.permission.ships_wording() {
        let what = format!("the wording of `{id}` is here already");
        log.file(Code::Brought, &format!("{named}/instrument.toml"), what, "Use the packs as they are.");
    }
    let (folder, name) = (file.parent().unwrap_or(Path::new("")), file.file_name()?.to_string_lossy());
    let doc = Doc::open(log, folder, &name)?;
    let (text, _) = wording::read(doc.top(log), &read.instrument, locale, &Opens::new(false))?;
    let made = TextPack {
        format: FORMAT,
        instrument: read.instrument.id,
        version: read.instrument.version,
        locale,
        text,
    };
    made.encode().ok()
}
