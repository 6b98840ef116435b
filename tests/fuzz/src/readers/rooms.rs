//! Files of the data rooms, each in a room that is otherwise without fault.

use super::{exchange, folder::Folder};
use qinghe_compiler::{Date, Finding, Library, Report, Severity, compile, explain, library, text_pack};
use qinghe_content::{Instrument, Locale, Pack, TextPack};
use std::path::Path;

const INSTRUMENT: &str = "scales/tea/instrument.toml";
const CASES: &str = "scales/tea/cases.toml";
const WORDING: &str = "own.zh-Hans.toml";
const BATTERY: &str = "batteries/every-form/battery.toml";
const BATTERY_CASES: &str = "batteries/every-form/cases.toml";
const REGION: &str = "regions/aa.toml";
const LOCALE: &str = "locales/zh-Hans.toml";
/// Packs of a whole room without fault: two batteries, each in what is written and in the script that is made of it.
const PACKS: usize = 2 * (Locale::ALL.len() + 1);

thread_local! {
    static TEA: Folder = room(&["scales/tea"]);
    static OWN: Folder = room(&["scales/own"]);
    static WHOLE: Folder = room(&["scales", "batteries", "regions", "locales"]);
    static LONE: Folder = Folder::new();
}

fn room(parts: &[&str]) -> Folder {
    let folder = Folder::new();
    parts.iter().for_each(|part| folder.take(part));
    folder
}

/// On the day on which the region of the fixtures was checked.
fn compiled(root: &Path) -> Report {
    let today: Date = "2026-11-24".parse().unwrap();
    compile(root, today)
}

fn is_error(finding: &Finding) -> bool {
    finding.code.severity() == Severity::Error
}

/// Every finding says what is wrong and what to do, and can be shown without a terminal obeying anything in
/// it. Gives whether `file` has an error.
fn judge(findings: &[Finding], shown: &str, file: &str) -> bool {
    for finding in findings {
        let said = [&finding.what, &finding.help].iter().all(|text| !text.trim().is_empty());
        assert!(said, "{} in {} says nothing", finding.code.id(), finding.file);
        assert!(shown.contains(finding.code.id()), "{} is not shown", finding.code.id());
    }
    plain(shown, &['\n']);
    findings.iter().any(|finding| finding.file == file && is_error(finding))
}

/// Text for a terminal holds nothing that it would obey but its `layout`.
fn plain(text: &str, layout: &[char]) {
    let obeyed = text.chars().find(|c| c.is_control() && !layout.contains(c));
    assert!(obeyed.is_none(), "{obeyed:?} reaches the terminal");
}

/// What could be read is told in plain words, whatever else is wrong with it.
fn told(library: &Library) {
    let instruments = library.instruments.iter().map(|read| &read.instrument.id);
    for id in instruments.chain(library.batteries.iter().map(|read| &read.battery.id)) {
        for locale in Locale::ALL {
            // A text may hold a tab, and is told as it stands.
            plain(&explain(library, id, locale).expect("what could be read can be told"), &['\n', '\t']);
        }
    }
}

fn judged(report: &Report, file: &str) -> bool {
    let faulty = judge(&report.findings, &report.render(), file);
    assert_eq!(report.has_errors(), report.findings.iter().any(is_error));
    assert!(!report.has_errors() || report.packs.is_empty(), "packs in spite of an error");
    faulty
}

/// `scales/<id>/instrument.toml`.
pub fn instrument(bytes: &[u8]) {
    TEA.with(|room| {
        let (library, findings) = room.changed(INSTRUMENT, bytes, library);
        let faulty = judge(&findings.all, &findings.render(), INSTRUMENT);
        told(&library);
        match library.instruments.first() {
            None => assert!(faulty, "an instrument is lost without a reason"),
            Some(read) if !faulty => {
                comes_back(&read.instrument);
                exchange::there_and_back(read);
            }
            Some(_) => {}
        }
    });
}

/// An instrument without fault has bytes, and they are its own.
pub fn comes_back(instrument: &Instrument) {
    let bytes = instrument.encode().expect("what the lints accept can be encoded");
    assert!(Instrument::decode(&bytes).as_ref() == Ok(instrument), "an instrument does not come back");
}

/// A wording file that a school brings; those that ship are read by the same rules.
pub fn wording(bytes: &[u8]) {
    OWN.with(|room| {
        let pack = |path: &Path| text_pack(path, "own", Locale::ZhHans, &path.join(WORDING));
        match room.changed(WORDING, bytes, pack) {
            Err(findings) => {
                judge(&findings.all, &findings.render(), WORDING);
                assert!(findings.has_errors(), "wording is refused without a reason");
            }
            Ok(bytes) => {
                let again = TextPack::decode(&bytes).expect("a text pack of our own can be read");
                assert_eq!(again.encode().as_ref(), Ok(&bytes));
            }
        }
    });
}

/// `scales/<id>/cases.toml`.
pub fn cases(bytes: &[u8]) {
    TEA.with(|room| {
        let (library, findings) = room.changed(CASES, bytes, library);
        judge(&findings.all, &findings.render(), CASES);
        assert_eq!(library.instruments.len(), 1, "cases take nothing from the instrument");
    });
}

/// `batteries/<id>/battery.toml`.
pub fn battery(bytes: &[u8]) {
    WHOLE.with(|room| {
        let (library, findings) = room.changed(BATTERY, bytes, library);
        let faulty = judge(&findings.all, &findings.render(), BATTERY);
        told(&library);
        let read = library.batteries.iter().any(|read| read.battery.id == "every-form");
        assert!(read || faulty, "a battery is lost without a reason");
        if !faulty {
            let report = room.changed(BATTERY, bytes, compiled);
            judged(&report, BATTERY);
            packs_come_back(&report.packs);
        }
    });
}

/// `batteries/<id>/cases.toml`.
pub fn battery_cases(bytes: &[u8]) {
    WHOLE.with(|room| {
        let report = room.changed(BATTERY_CASES, bytes, compiled);
        if !judged(&report, BATTERY_CASES) {
            assert_eq!(report.packs.len(), PACKS, "{}", report.render());
        }
    });
}

/// `regions/<id>.toml`.
pub fn region(bytes: &[u8]) {
    alone(REGION, bytes);
}

/// `locales/<tag>.toml`.
pub fn locale(bytes: &[u8]) {
    alone(LOCALE, bytes);
}

/// Alone first, which is quick; then, without fault, among everything else.
fn alone(file: &str, bytes: &[u8]) {
    if LONE.with(|room| judged(&room.changed(file, bytes, compiled), file)) {
        return;
    }
    WHOLE.with(|whole| {
        let report = whole.changed(file, bytes, compiled);
        assert!(!judged(&report, file), "faulty among others and not alone");
        assert_eq!(report.packs.len(), PACKS, "{}", report.render());
        packs_come_back(&report.packs);
    });
}

fn packs_come_back(packs: &[Pack]) {
    for pack in packs {
        let bytes = pack.encode().expect("what the lints accept can be encoded");
        assert!(Pack::decode(&bytes).as_ref() == Ok(pack), "a pack does not come back");
    }
}
