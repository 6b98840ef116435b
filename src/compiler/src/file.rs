//! From a path to text that is safe to parse: a real file, small, UTF-8, and not nested without end.

use crate::finding::{Code, Log};
use std::{fs::File, io::Read, path::Path};

/// Largest file of a data room, in bytes.
const LARGEST: u64 = 1024 * 1024;
/// Deepest nesting of brackets, and longest dotted name. Conditions need the most.
const DEEPEST: usize = 16;

/// The text of `root/file`; faults go to the log.
pub(crate) fn text(log: &Log, root: &Path, file: &str) -> Option<String> {
    let bytes = match bytes(&root.join(file)) {
        Ok(bytes) => bytes,
        Err(why) => {
            let what = format!("`{file}` cannot be read: {why}");
            log.file(
                Code::Unreadable,
                file,
                what,
                "Add the file; CONTRIBUTING lists what a data room holds.",
            );
            return None;
        }
    };
    if bytes.len() as u64 > LARGEST {
        let what = format!("`{file}` has more than {LARGEST} bytes");
        log.file(Code::TooLarge, file, what, "Keep to what the data room needs.");
        return None;
    }
    let text = match utf8(&bytes) {
        Ok(text) => text,
        Err((looks, name)) => {
            let what = format!("`{file}` looks like {looks}");
            let help = match name {
                Some(name) => format!("Save it as UTF-8: `iconv -f {name} -t UTF-8`, or 另存为, 编码 UTF-8."),
                None => "Save it again as UTF-8 without a mark in front.".to_owned(),
            };
            log.file(Code::Encoding, file, what, &help);
            return None;
        }
    };
    log.keep_text(file, text);
    if let Some(at) = too_deep(text) {
        let what = format!("more than {DEEPEST} levels inside each other");
        log.add(Code::TooDeep, file, at..at + 1, what, "Write it flat; the format nests nothing this deep.");
        return None;
    }
    Some(text.to_owned())
}

/// Never more than one byte beyond the limit, and never from a pipe or a device, which could go on for ever.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(std::io::Error::other("it is no plain file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text, or what its encoding looks like and its name for `iconv`.
fn utf8(bytes: &[u8]) -> Result<&str, (String, Option<&'static str>)> {
    for (mark, looks, name) in [
        (&[0xEF, 0xBB, 0xBF][..], "UTF-8 with a byte-order mark", None),
        (&[0xFF, 0xFE], "UTF-16 (little-endian)", Some("UTF-16LE")),
        (&[0xFE, 0xFF], "UTF-16 (big-endian)", Some("UTF-16BE")),
    ] {
        if bytes.starts_with(mark) {
            return Err((looks.to_owned(), name));
        }
    }
    // Every second byte of ASCII in UTF-16 is zero, and TOML is mostly ASCII.
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    if zeros(0) + zeros(1) > bytes.len() / 8 {
        let little = zeros(1) > zeros(0);
        let (looks, name) = if little { ("little-endian", "UTF-16LE") } else { ("big-endian", "UTF-16BE") };
        return Err((format!("UTF-16 ({looks}) without a mark"), Some(name)));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(why) if why.error_len().is_none() => {
            Err(("UTF-8 cut off in the middle of a character".to_owned(), None))
        }
        Err(_) if gbk(bytes) => Err(("GBK or GB 18030".to_owned(), Some("GB18030"))),
        Err(why) => Err((format!("no text: byte {} belongs to no character", why.valid_up_to() + 1), None)),
    }
}

/// Whether all bytes make characters of GB 18030, which holds GBK and GB 2312.
fn gbk(mut bytes: &[u8]) -> bool {
    loop {
        bytes = match bytes {
            [] => return true,
            [0..=0x7F, rest @ ..] => rest,
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, rest @ ..] => rest,
            [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, rest @ ..] => rest,
            _ => return false,
        };
    }
}

/// Where a text begins to nest too deep. Brackets count outside strings and comments, and so do the dots of
/// a name, because `a.b.c` is a table in a table.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut dots, mut at) = (0usize, 0usize, 0usize);
    while let Some(byte) = bytes.get(at) {
        let next = match byte {
            b'"' | b'\'' => after_string(bytes, at),
            b'#' => bytes.iter().skip(at).position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end),
            _ => at + 1,
        };
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'.' => dots += 1,
            _ => {}
        }
        let of_a_name =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'"' | b'\'' | b'.' | b' ' | b'\t');
        if !of_a_name {
            dots = 0;
        }
        if depth > DEEPEST || dots > DEEPEST {
            return Some(at);
        }
        at = next;
    }
    None
}

/// The place after the string that begins at `at`. One that does not end reaches to the end of its line, or
/// of the file when it may hold several.
fn after_string(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let Some(quote) = rest.first().copied() else { return at };
    let three = rest.get(..3).is_some_and(|three| three.iter().all(|byte| *byte == quote));
    let mut here = if three { 3 } else { 1 };
    while let Some(byte) = rest.get(here) {
        let closes = match three {
            true => rest.get(here..here + 3).is_some_and(|three| three.iter().all(|byte| *byte == quote)),
            false => *byte == quote || *byte == b'\n',
        };
        if closes {
            return at + here + if three { 3 } else { 1 };
        }
        here += if *byte == b'\\' && quote == b'"' { 2 } else { 1 };
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, gbk, too_deep, utf8};

    #[test]
    fn the_encoding_is_named() {
        let looks = |bytes: &[u8]| utf8(bytes).err().map(|(looks, _)| looks).unwrap_or_default();
        assert_eq!(utf8("名 = \"青禾\"".as_bytes()).unwrap(), "名 = \"青禾\"");
        assert_eq!(utf8(b"").unwrap(), "");
        assert!(looks(b"\xEF\xBB\xBFid = 1").contains("byte-order mark"));
        assert!(looks(b"\xFF\xFEi\0d\0").contains("UTF-16 (little-endian)"));
        assert!(looks(b"i\0d\0 \0=\0").contains("UTF-16 (little-endian) without"));
        assert!(looks(b"\0i\0d\0 \0=").contains("UTF-16 (big-endian) without"));
        // 青禾 in GBK.
        assert!(looks(b"id = \"\xC7\xE0\xBA\xCC\"").contains("GBK"));
        assert!(looks("青".as_bytes().get(..2).unwrap()).contains("cut off"));
        assert!(looks(b"ab\xFF\xFFcd").contains("byte 3"));
        assert!(!gbk(b"\x80"));
    }

    #[test]
    fn depth_is_counted_outside_strings_and_comments() {
        let deep = |text: &str| too_deep(text).is_some();
        assert!(!deep(&"[".repeat(DEEPEST)));
        assert!(deep(&"[".repeat(DEEPEST + 1)));
        assert!(!deep(&format!("a = \"{}\"", "[".repeat(99))));
        assert!(!deep(&format!("a = \"\\\"{}\"", "[".repeat(99))));
        assert!(!deep(&format!("a = '{}'", "{".repeat(99))));
        assert!(!deep(&format!("a = \"\"\"\n\"{}\n\"\"\"", "[".repeat(99))));
        assert!(!deep(&format!("# {}", "[".repeat(99))));
        assert!(deep(&format!("a = 'x'\nb = {}", "{c=".repeat(99))));
        assert!(deep(&format!("a{} = 1", ".a".repeat(99))));
        assert!(deep(&format!("[a{}]", " . 'a'".repeat(99))));
        assert!(!deep(&format!("a = [{}]", "0.5, ".repeat(99))));
        // Unterminated: ends with the line, or with the file.
        assert!(deep(&format!("a = \"\n{}", "[".repeat(99))));
        assert!(!deep(&format!("a = '''\n{}", "[".repeat(99))));
    }
}
