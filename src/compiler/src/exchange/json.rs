//! JSON from anywhere: bounded in size and depth, and never trusted to have a form.

use super::{
    Imported, Kind, Remark,
    draft::{Draft, kebab},
};
use serde_json::Value;

/// Largest file, in bytes. How deep it nests is bounded by the parser, at 128 levels.
pub(super) const LARGEST: u64 = 4 * 1024 * 1024;

/// Reads `bytes` and hands them to `read`.
pub(super) fn import(bytes: &[u8], id: &str, read: fn(&Value, &mut Draft)) -> Imported {
    let mut draft = Draft::default();
    if kebab(id).as_deref() != Some(id) {
        draft.say(
            Kind::Fault,
            id,
            "not an id: use small letters, digits and hyphens, beginning with a letter",
        );
        return draft.files(id);
    }
    match value(bytes) {
        Ok(value) => read(&value, &mut draft),
        Err(what) => return Imported { files: Vec::new(), remarks: vec![fault(what)] },
    }
    draft.files(id)
}

fn fault(what: String) -> Remark {
    Remark { kind: Kind::Fault, at: String::new(), what }
}

fn value(bytes: &[u8]) -> Result<Value, String> {
    if bytes.len() as u64 > LARGEST {
        return Err(format!("the file has more than {LARGEST} bytes"));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("the file is UTF-16; save it as UTF-8".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|why| match why.error_len() {
        None => "the file ends in the middle of a character".to_owned(),
        Some(_) => format!(
            "byte {} belongs to no character of UTF-8; from GBK: `iconv -f GB18030 -t UTF-8`",
            why.valid_up_to() + 1
        ),
    })?;
    serde_json::from_str(text).map_err(|why| format!("not JSON: {why}"))
}

/// A text that says something.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

/// The parts of a list; none when there is no list.
pub(super) fn parts<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// A whole number, also where it is written with a point or in quotes.
pub(super) fn whole(value: &Value) -> Option<i16> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (number.fract() == 0.0 && number.abs() <= 10_000.0).then_some(number as i16)
}
