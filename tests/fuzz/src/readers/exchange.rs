//! Files from other programs: FHIR questionnaires and Open Scale Definitions.

use super::folder::Folder;
use qinghe_compiler::{
    Code, Finding, Findings, Imported, Library, Read, RemarkKind, Severity, export_csv, export_fhir,
    import_fhir, import_osd, library,
};
use qinghe_content::Locale;

thread_local! {
    static ROOM: Folder = Folder::new();
}

/// A FHIR R4 `Questionnaire`.
pub fn fhir(bytes: &[u8]) {
    imported(&import_fhir(bytes, "tea"));
}

/// An Open Scale Definition.
pub fn osd(bytes: &[u8]) {
    imported(&import_osd(bytes, "tea"));
}

fn imported(imported: &Imported) {
    for remark in &imported.remarks {
        assert!(!remark.what.trim().is_empty(), "a remark says nothing");
        assert!(!remark.line().chars().any(char::is_control), "a remark reaches the terminal");
    }
    if imported.has_faults() {
        let told = imported.remarks.iter().any(|remark| remark.kind == RemarkKind::Fault);
        assert!(told, "an import is refused without a reason");
        assert!(imported.files.is_empty(), "files in spite of a fault");
        return;
    }
    let (library, findings) = written(imported, "tea");
    // A field that is unknown here may come from the file; what is no text or no table is our own writing. Texts
    // that are not there yet are named in a remark.
    let unread = |finding: &&Finding| {
        let form = [Code::Syntax, Code::Encoding, Code::TooDeep];
        form.contains(&finding.code) && finding.file.starts_with("scales/tea/")
    };
    let odd = findings.all.iter().find(unread);
    assert!(odd.is_none(), "an import cannot be read: {odd:?}");
    let faulty = findings.all.iter().any(|finding| {
        finding.file == "scales/tea/instrument.toml" && finding.code.severity() == Severity::Error
    });
    if let Some(read) = library.instruments.first().filter(|_| !faulty) {
        super::rooms::comes_back(&read.instrument);
        there_and_back(read);
    }
}

/// Writes an import as an instrument of a room of its own and reads it.
fn written(imported: &Imported, id: &str) -> (Library, Findings) {
    ROOM.with(|room| {
        room.clear();
        imported.write(&room.path().join("scales").join(id)).unwrap();
        let (library, findings) = library(room.path());
        let _shown = findings.render();
        (library, findings)
    })
}

/// An instrument without fault goes out as FHIR and comes in as what it was, but for being a draft.
pub fn there_and_back(read: &Read) {
    let one = &read.instrument;
    // Reads four times; what is large is large enough for the one reading that is looked at.
    if one.items.len() * one.scores.len() > 4096 {
        return;
    }
    for locale in Locale::ALL {
        let _table = export_csv(read, locale);
        let text = export_fhir(read, locale).text;
        let imported = import_fhir(text.as_bytes(), &one.id);
        assert!(!imported.has_faults(), "an export of our own is refused: {:?}", imported.remarks);
        let (library, findings) = written(&imported, &one.id);
        let back = library.instruments.first().map(|back| &back.instrument);
        let same = back.is_some_and(|back| {
            back.items == one.items
                && back.response_sets == one.response_sets
                && back.keys == one.keys
                && back.scores == one.scores
                && back.bank == one.bank
                && (back.ages, back.informant, back.recall_days) == (one.ages, one.informant, one.recall_days)
        });
        assert!(same, "an instrument does not come back: {}\n{:#?}", findings.render(), imported.remarks);
    }
}
