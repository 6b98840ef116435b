//! Bytes of a file before it is read as a table. UTF-16 is decoded on the way; what is no text at all is
//! refused. Whether the rest is UTF-8 or GBK is decided row by row, see [`super::Records`].

use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// Bytes read at once.
const CHUNK: usize = 16 * 1024;

/// What files begin with that are not text, what they are, and what to do.
const NO_TEXT: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "an Excel workbook or another zip file", "In Excel: save as, CSV UTF-8 (逗号分隔)."),
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook (.xls)", "In Excel: save as, CSV UTF-8 (逗号分隔)."),
    (b"$FL2", "an SPSS file (.sav)", "In SPSS: save as, comma delimited (.csv), values and not labels."),
    (b"%PDF", "a PDF", "Give the table as CSV."),
    (b"\x1F\x8B", "a gzip file", "Unpack it first: `gunzip -c file.csv.gz | qinghe score …`."),
];

/// A reader of UTF-8 or GBK, whatever the file was.
pub struct Source<R> {
    inner: R,
    ready: Vec<u8>,
    at: usize,
    utf16: Option<Decoder>,
    /// Whether the file began with a byte-order mark.
    pub mark: bool,
    /// What a person should know about the encoding.
    pub note: Option<String>,
}

impl<R: Read> Source<R> {
    /// Looks at the first bytes.
    ///
    /// # Errors
    /// What the input is, where it is no text, and what to do; or why it cannot be read.
    pub fn open(mut inner: R) -> Result<Source<R>, String> {
        let head = head(&mut inner).map_err(|why| format!("The input cannot be read: {why}."))?;
        for (magic, what, help) in NO_TEXT {
            if head.starts_with(magic) {
                return Err(format!("The input is {what}, not CSV. {help}"));
            }
        }
        let mut source = Source { inner, ready: head, at: 0, utf16: None, mark: false, note: None };
        match utf16(&source.ready) {
            Some((encoding, mark)) => {
                source.mark = mark;
                source.note =
                    Some(format!("The input is {}; it is decoded. The output is UTF-8.", encoding.name()));
                let mut decoder = encoding.new_decoder_with_bom_removal();
                let mut out = Vec::new();
                decode(&mut decoder, &source.ready, false, &mut out);
                (source.ready, source.utf16) = (out, Some(decoder));
            }
            None if source.ready.starts_with(b"\xEF\xBB\xBF") => {
                source.mark = true;
                source.at = 3;
            }
            None if source.ready.contains(&0) => {
                let what = "The input holds zero bytes, so it is no text that we know.";
                return Err(format!("{what} Give the table as CSV in UTF-8, GBK or UTF-16."));
            }
            None => {}
        }
        Ok(source)
    }
}

/// The first bytes: at least the longest mark, or all there are.
fn head(inner: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = vec![0; CHUNK];
    let mut filled = 0;
    while filled < 4 {
        match inner.read(head.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
            Err(why) => return Err(why),
        }
    }
    head.truncate(filled);
    Ok(head)
}

/// Which UTF-16 the bytes are, if any, and whether they say so themselves.
fn utf16(head: &[u8]) -> Option<(&'static Encoding, bool)> {
    match head {
        [0xFF, 0xFE, ..] => return Some((UTF_16LE, true)),
        [0xFE, 0xFF, ..] => return Some((UTF_16BE, true)),
        _ => {}
    }
    // A table is mostly digits and delimiters: every second byte is zero then.
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    // The character 一 has a zero on the other side.
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 8;
    if odd > many && odd > 4 * even {
        Some((UTF_16LE, false))
    } else if even > many && even > 4 * odd {
        Some((UTF_16BE, false))
    } else {
        None
    }
}

fn decode(decoder: &mut Decoder, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
    // UTF-16 grows to at most three bytes for two, and a character may have waited from before.
    out.clear();
    out.resize(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16), 0);
    let (_, _, written, _) = decoder.decode_to_utf8(bytes, out, last);
    out.truncate(written);
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let rest = self.ready.get(self.at..).unwrap_or_default();
            if !rest.is_empty() {
                let many = rest.len().min(out.len());
                for (to, from) in out.iter_mut().zip(rest) {
                    *to = *from;
                }
                self.at += many;
                return Ok(many);
            }
            let Some(decoder) = &mut self.utf16 else { return self.inner.read(out) };
            let mut raw = [0; CHUNK];
            let many = self.inner.read(&mut raw)?;
            decode(decoder, raw.get(..many).unwrap_or_default(), many == 0, &mut self.ready);
            self.at = 0;
            if many == 0 {
                self.utf16 = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> (String, Option<String>) {
        let mut source = Source::open(bytes).unwrap();
        let mut text = String::new();
        source.read_to_string(&mut text).unwrap();
        (text, source.note)
    }

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn utf16_is_decoded_with_and_without_a_mark() {
        let text = "编号,interest\n甲,1\n".repeat(4000);
        for bytes in [utf16le(&format!("\u{feff}{text}")), utf16le(&text)] {
            let (read, note) = all(&bytes);
            assert!(read == text && note.is_some_and(|note| note.contains("UTF-16LE")));
        }
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(all(&big).0 == text);
    }

    #[test]
    fn a_mark_is_dropped_and_remembered() {
        let source = Source::open(&b"\xEF\xBB\xBFa,b"[..]).unwrap();
        assert!(source.mark);
        assert_eq!(all(b"\xEF\xBB\xBFa,b").0, "a,b");
    }

    #[test]
    fn what_is_no_text_is_refused_with_what_to_do() {
        for bytes in [&b"PK\x03\x04rest"[..], b"$FL2@(#)", b"a\0\0\0\0\0b,c\n"] {
            let why = Source::open(bytes).err().unwrap();
            assert!(why.contains("CSV") || why.contains("SPSS"), "{why}");
        }
        assert!(Source::open(&b""[..]).is_ok());
    }

    #[test]
    fn a_utf16_file_cut_in_a_character_ends_and_does_not_hang() {
        let mut bytes = utf16le("\u{feff}a,b\n1,2\n");
        bytes.pop();
        assert!(all(&bytes).0.starts_with("a,b\n1,2"));
    }
}
