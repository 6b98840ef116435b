//! Inputs to begin with: what ships and the fixtures, whole, cut off, and in other encodings.

use crate::readers::{
    extremes,
    folder::{fixture, root},
    kept, packs,
};
use encoding_rs::GB18030;
use qinghe_compiler::{Read, export_fhir, library};
use qinghe_content::{Locale, Pack};
use qinghe_session::{Event, Person, Session};
use qinghe_wire as wire;
use std::{fs, path::Path, rc::Rc};

/// Longest input with which a search gets anywhere.
const LONGEST: usize = 20_000;

/// Seeds of a reader: what is kept already, and everything below that a search can take.
pub fn of(reader: &str) -> Vec<Vec<u8>> {
    let mut whole = whole(reader);
    let text: Vec<Vec<u8>> =
        whole.iter().filter(|bytes| std::str::from_utf8(bytes).is_ok()).cloned().collect();
    for bytes in text.iter().take(3) {
        whole.extend(garbled(bytes));
    }
    if matches!(reader, "pack" | "text-pack" | "definition") {
        // Without the seal, which the reader's check puts behind what a search made of them.
        let bare: Vec<Vec<u8>> = whole.iter().map(|bytes| bytes[..bytes.len() - 8].to_vec()).collect();
        whole.extend(bare);
    }
    whole.extend(extremes::of(reader));
    whole.extend(kept::read(reader));
    whole.retain(|bytes| bytes.len() <= LONGEST);
    whole
}

fn whole(reader: &str) -> Vec<Vec<u8>> {
    match reader {
        "instrument" => files(&["scales"], "instrument.toml"),
        "wording" => files(&["scales"], "zh-Hans.toml"),
        "cases" => files(&["scales"], "cases.toml"),
        "battery" => files(&["batteries"], "battery.toml"),
        "battery-cases" => files(&["batteries"], "cases.toml"),
        "region" => files(&["regions"], ".toml"),
        "locale" => files(&["locales"], "zh-Hans.toml"),
        "pack" => every_pack(),
        "text-pack" => vec![packs::fixture_text()],
        "definition" => instruments().iter().filter_map(|read| read.instrument.encode().ok()).collect(),
        "snapshot" => snapshots(),
        "fhir" => instruments().iter().map(|read| export_fhir(read, Locale::En).text.into_bytes()).collect(),
        "osd" => scale_definitions(),
        "wire" => messages(),
        "table" => tables(),
        _ => Vec::new(),
    }
}

/// Files that end in `end` below rooms of the fixtures and of what ships.
fn files(rooms: &[&str], end: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for room in rooms {
        walk(&fixture(room), end, &mut found);
        walk(&root().join(room), end, &mut found);
    }
    if end == "zh-Hans.toml" {
        found.push(fs::read(fixture("own.zh-Hans.toml")).unwrap());
    }
    found
}

fn walk(folder: &Path, end: &str, found: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, end, found);
        } else if path.to_string_lossy().ends_with(end) {
            found.push(fs::read(path).unwrap());
        }
    }
}

fn garbled(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(bytes);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut twice = bytes.to_vec();
    twice.extend(bytes);
    vec![
        GB18030.encode(&text).0.into_owned(),
        [&[0xFF, 0xFE], little.as_slice()].concat(),
        [&[0xFE, 0xFF], big.as_slice()].concat(),
        little,
        [&[0xEF, 0xBB, 0xBF], bytes].concat(),
        text.replace('\n', "\r\n").into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        text.replace("= ", "=\0 ").into_bytes(),
        bytes[..bytes.len() / 2].to_vec(),
        bytes[..bytes.len().saturating_sub(3)].to_vec(),
        twice,
    ]
}

fn instruments() -> Vec<Read> {
    let (mut all, _) = library(&root().join("src/compiler/tests/room"));
    all.instruments.extend(library(&root()).0.instruments);
    all.instruments
}

fn every_pack() -> Vec<Vec<u8>> {
    let all = packs::fixtures();
    let mut found: Vec<Vec<u8>> = all.iter().filter_map(|pack| pack.encode().ok()).collect();
    let texts = packs::fixture_text();
    let behind: Vec<Vec<u8>> = found.iter().map(|bytes| [bytes.as_slice(), &texts].concat()).collect();
    found.extend(behind);
    // What a pack spends most of its bytes on says the least: short wording leaves room for the rest.
    found.extend(all.into_iter().filter_map(|pack| short(pack).encode().ok()));
    found
}

fn short(mut pack: Pack) -> Pack {
    for text in pack.wording.iter_mut().flatten() {
        text.items.iter_mut().for_each(|item| item.truncate(0));
        text.instruction.truncate(0);
    }
    pack.texts = qinghe_content::Texts::new(vec![String::new(); qinghe_content::Key::ALL.len()]).unwrap();
    pack
}

fn snapshots() -> Vec<Vec<u8>> {
    let pack = packs::fixtures().into_iter().find(|pack| pack.battery.id == "every-form").unwrap();
    let person = Person {
        informant: pack.battery.informant,
        age: Some(pack.battery.ages.min),
        guardian_consent: true,
        anonymous: false,
        second: false,
    };
    let Ok(mut session) = Session::new(Rc::new(pack), person) else { return Vec::new() };
    session.handle(0, Event::Next);
    session.handle(0, Event::Agree { share_domains: true, shared_device: false });
    let mut all = Vec::new();
    for step in 0..12 {
        session
            .handle(step * 900, if step == 4 { Event::Skip } else { Event::Choose(u8::from(step % 2 == 0)) });
        session.handle(step * 900, Event::HelpClose);
        all.push(session.snapshot().as_bytes().to_vec());
    }
    all
}

fn messages() -> Vec<Vec<u8>> {
    let (id, sitting) = ([1; 16], [2; 16]);
    let notice = wire::Notice {
        id,
        sitting,
        launch: "launch".to_owned(),
        battery: "every-form".to_owned(),
        battery_version: "1.2.3".to_owned(),
        stage: wire::Stage::Final,
        tier: wire::Tier::Priority,
        domains: vec!["mood".to_owned(), "study".to_owned()],
        trigger: Some(wire::Trigger::HelpAsked),
        validity: wire::Validity::Doubtful,
        informant: wire::Informant::Teacher,
        wish: wire::Wish::BeSeen,
        follow: None,
        hour: 500_000,
    };
    let head = wire::Head { urgency: wire::Urgency::Urgent, id, sitting, centre_key: [3; 8] };
    let receipt = wire::Receipt { disposition: wire::Disposition::Stored, id, seen: true }.encode();
    let mut envelope = wire::Envelope::prefix(&[4; 8]).to_vec();
    envelope.resize(wire::ENVELOPE_LEN, 5);
    vec![
        notice.encode().unwrap().to_vec(),
        wire::outer_plain(&head, &[6; wire::INNER_LEN]).unwrap(),
        envelope,
        receipt.to_vec(),
        qinghe_seal::receipt_seal(&[3; wire::RECEIPT_KEY_LEN], &receipt).unwrap(),
    ]
}

fn tables() -> Vec<Vec<u8>> {
    let header = extremes::HEADER;
    let rows =
        "a,1,2,3,1,0\nb,NA,,9,x,1\n\"c, d\",0,0,0,0,0\n\"e \"\"f\"\"\",1.0,2,3,1,0\r\n张三,1,1,1,1,1\n";
    let one = [header, rows].concat();
    let mut all = vec![one.clone().into_bytes()];
    all.push(one.replace(',', ";").into_bytes());
    all.push(one.replace(',', "\t").into_bytes());
    all.push(one.replace("id,", "age,sex,grade,").replace("\nb,", "\n13,女,7,").into_bytes());
    walk(&root().join("src/cli/tests/golden"), ".csv", &mut all);
    all
}

/// One of each type of item and of each way to score.
fn scale_definitions() -> Vec<Vec<u8>> {
    let whole = include_str!("scale.osd.json");
    vec![
        whole.into(),
        whole.replace("likert", "multi").into(),
        whole.replace("\"min\": 0", "\"min\": 1").into(),
    ]
}
