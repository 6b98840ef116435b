//! Packs as files. The same data gives the same bytes and names.

use crate::{Report, help_title, locale::PageTexts};
use qinghe_content::{HelpKind, Key, Pack};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::{fs, io, path::Path};

/// Writes `<battery>.<locale>.<hash>.pack` for every pack, `packs.json` (battery → locale → pack and the text
/// packs that it needs) and `help.json` (locale → title and lines of the first battery's region, texts of the
/// plain HTML).
///
/// # Errors
/// When a file cannot be written, or a pack is not consistent, which the lints exclude.
pub fn write_packs(report: &Report, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let (mut index, mut help) = (Map::new(), Map::new());
    for pack in &report.packs {
        let bytes = pack.encode().map_err(|why| io::Error::other(format!("{why:?}")))?;
        let hash: String = Sha256::digest(&bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let tag = pack.locale.tag();
        let name = format!("{}.{tag}.{hash}.pack", pack.battery.id);
        fs::write(folder.join(&name), &bytes)?;
        let locales = index.entry(pack.battery.id.clone()).or_insert_with(|| json!({}));
        if let Some(locales) = locales.as_object_mut() {
            let texts: Vec<String> = pack
                .without_wording()
                .map(|instrument| format!("{}.{}.{tag}.text", instrument.id, instrument.version))
                .collect();
            locales.insert(tag.to_owned(), json!({ "pack": name, "texts": texts }));
        }
        help.entry(tag.to_owned()).or_insert_with(|| plain_help(pack, report.pages.get(tag)));
    }
    fs::write(folder.join("packs.json"), format!("{:#}\n", Value::Object(index)))?;
    fs::write(folder.join("help.json"), format!("{:#}\n", Value::Object(help)))
}

fn plain_help(pack: &Pack, page: Option<&PageTexts>) -> Value {
    let lines = pack.region.lines.iter().filter(|line| line.kind != HelpKind::Rights);
    let lines: Vec<Value> =
        lines.map(|line| json!({ "number": line.number, "name": line.name, "hours": line.hours })).collect();
    json!({ "title": help_title(pack), "need": pack.texts.get(Key::HelpButton), "lines": lines, "page": page })
}
