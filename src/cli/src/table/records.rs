//! One row after the other out of a window that never grows.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::GB18030;
use std::io::{self, Read};

/// Bytes of the longest row.
pub const LONGEST: usize = 64 * 1024;
/// Columns of the widest table.
const WIDEST: usize = 4096;

/// What comes next.
pub enum Next<'a> {
    /// A row.
    Row(Row<'a>),
    /// Something that is no row: its line, and what is wrong with it.
    Fault(u64, String),
    /// Nothing.
    End,
}

/// One row of a table.
pub struct Row<'a> {
    /// Line on which it begins, from 1.
    pub line: u64,
    text: &'a str,
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Its cells.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let (text, mut from) = (self.text, 0);
        self.ends.iter().map(move |end| {
            let cell = text.get(from..*end).unwrap_or_default();
            from = *end;
            cell
        })
    }
}

/// How the bytes become characters. ASCII is the same in both.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Undecided,
    Utf8,
    Gb,
}

/// The rows of a table. Memory: two windows of [`LONGEST`] and what decoding one row needs.
pub struct Records<R> {
    input: R,
    parser: Reader,
    delimiter: u8,
    window: Vec<u8>,
    from: usize,
    to: usize,
    ended: bool,
    line: u64,
    after_return: bool,
    out: Vec<u8>,
    ends: Vec<usize>,
    text: String,
    encoding: Encoding,
    /// Columns that every row should have; a row of several lines that has another number is taken for one
    /// whose quote was never closed.
    pub columns: Option<usize>,
    /// Whether the last row ended without a line break.
    pub cut: bool,
}

/// A parsed record in `out` and `ends`.
struct Parsed {
    consumed: usize,
    bytes: usize,
    cells: usize,
}

enum Step {
    Parsed(Parsed),
    TooWide,
    /// The file ends inside a quote.
    Open,
    More,
}

impl<R: Read> Records<R> {
    /// Rows of `input`, cells parted by `delimiter`.
    pub fn new(input: R, delimiter: u8) -> Records<R> {
        Records {
            input,
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            window: vec![0; 2 * LONGEST],
            from: 0,
            to: 0,
            ended: false,
            line: 1,
            after_return: false,
            out: vec![0; 2 * LONGEST],
            ends: vec![0; WIDEST],
            text: String::new(),
            encoding: Encoding::Undecided,
            columns: None,
            cut: false,
        }
    }

    /// Whether the rows turned out to be GBK or GB 18030.
    pub fn is_gb(&self) -> bool {
        self.encoding == Encoding::Gb
    }

    /// The next row or fault.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next(&mut self) -> io::Result<Next<'_>> {
        loop {
            self.skip_line_ends();
            if self.from == self.to {
                if self.ended {
                    return Ok(Next::End);
                }
                self.refill()?;
                continue;
            }
            match self.parse() {
                Step::Parsed(parsed) if parsed.consumed > LONGEST => return self.too_long(),
                Step::Parsed(parsed) => return Ok(self.finish(&parsed)),
                Step::TooWide => {
                    let line = self.line;
                    self.drop_line()?;
                    return Ok(Next::Fault(line, format!("it has more than {WIDEST} columns")));
                }
                Step::Open if self.rest().contains(&b'\n') => return Ok(self.leave_line(NOT_CLOSED)),
                Step::Open => return Ok(self.leave_line("the file ends inside a quote: it was cut off")),
                Step::More if self.to - self.from >= LONGEST => return self.too_long(),
                Step::More => self.refill()?,
            }
        }
    }

    fn rest(&self) -> &[u8] {
        self.window.get(self.from..self.to).unwrap_or_default()
    }

    fn skip_line_ends(&mut self) {
        while let Some(byte) = self.rest().first().copied() {
            match byte {
                b'\n' => self.line += 1,
                b'\r' if self.after_return => self.line += 1,
                b'\r' => {}
                _ => break,
            }
            self.after_return = byte == b'\r';
            self.from += 1;
        }
        if self.from < self.to && self.after_return {
            // A lone carriage return, as old Macs wrote it.
            self.line += 1;
            self.after_return = false;
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.window.copy_within(self.from..self.to, 0);
        (self.from, self.to) = (0, self.to - self.from);
        loop {
            match self.input.read(self.window.get_mut(self.to..).unwrap_or_default()) {
                Ok(0) => self.ended = true,
                Ok(more) => self.to += more,
                Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
                Err(why) => return Err(why),
            }
            return Ok(());
        }
    }

    /// Tries to read one record from the beginning of the window.
    fn parse(&mut self) -> Step {
        self.parser.reset();
        let window = self.window.get(self.from..self.to).unwrap_or_default();
        let (result, consumed, bytes, cells) = self.parser.read_record(window, &mut self.out, &mut self.ends);
        match result {
            ReadRecordResult::Record => Step::Parsed(Parsed { consumed, bytes, cells }),
            ReadRecordResult::OutputEndsFull | ReadRecordResult::OutputFull => Step::TooWide,
            ReadRecordResult::End => Step::Parsed(Parsed { consumed, bytes, cells: 0 }),
            ReadRecordResult::InputEmpty if !self.ended => Step::More,
            ReadRecordResult::InputEmpty if ends_in_quote(window, self.delimiter) => Step::Open,
            ReadRecordResult::InputEmpty => {
                let (mut none, mut no_ends) = ([], []);
                let out = self.out.get_mut(bytes..).unwrap_or(&mut none);
                let ends = self.ends.get_mut(cells..).unwrap_or(&mut no_ends);
                let (_, _, more, more_cells) = self.parser.read_record(&[], out, ends);
                self.cut = true;
                Step::Parsed(Parsed { consumed, bytes: bytes + more, cells: cells + more_cells })
            }
        }
    }

    /// Takes a parsed record out of the window, unless it is a quote that swallowed the lines after it.
    fn finish(&mut self, parsed: &Parsed) -> Next<'_> {
        let line = self.line;
        let raw = self.window.get(self.from..self.from + parsed.consumed).unwrap_or_default();
        let breaks = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let first = raw.iter().position(|byte| *byte == b'\n');
        let several = first.filter(|at| at + 1 < raw.len());
        let odd = self.columns.is_some_and(|columns| columns != parsed.cells);
        if let Some(at) = several.filter(|_| odd) {
            self.from += at + 1;
            self.line += 1;
            self.cut = false;
            return Next::Fault(line, NOT_CLOSED.to_owned());
        }
        self.after_return = raw.last() == Some(&b'\r');
        self.line += breaks(raw);
        self.from += parsed.consumed;
        match self.decode(parsed) {
            Err(what) => Next::Fault(line, what.to_owned()),
            Ok(true) => Next::Row(Row {
                line,
                text: &self.text,
                ends: self.ends.get(..parsed.cells).unwrap_or_default(),
            }),
            Ok(false) => {
                let bytes = self.out.get(..parsed.bytes).unwrap_or_default();
                match std::str::from_utf8(bytes) {
                    Err(_) => Next::Fault(line, NOT_UTF8.to_owned()),
                    Ok(text) => {
                        Next::Row(Row { line, text, ends: self.ends.get(..parsed.cells).unwrap_or_default() })
                    }
                }
            }
        }
    }

    /// Whether the record had to be decoded into `text`; its ends are moved along.
    fn decode(&mut self, parsed: &Parsed) -> Result<bool, &'static str> {
        let bytes = self.out.get(..parsed.bytes).unwrap_or_default();
        if bytes.is_ascii() {
            return Ok(false);
        }
        if self.encoding == Encoding::Undecided {
            self.encoding = self.recognise(bytes);
        }
        match self.encoding {
            Encoding::Utf8 => return Ok(false),
            Encoding::Undecided => return Err("its bytes are neither UTF-8 nor GBK"),
            Encoding::Gb => {}
        }
        self.text.clear();
        let mut from = 0;
        for end in self.ends.iter_mut().take(parsed.cells) {
            let cell = bytes.get(from..*end).unwrap_or_default();
            from = *end;
            let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(cell) else {
                return Err("its bytes are not GBK, as the rows before it are");
            };
            self.text.push_str(&text);
            *end = self.text.len();
        }
        Ok(true)
    }

    /// Decides by this record and the whole lines that already wait behind it.
    fn recognise(&self, record: &[u8]) -> Encoding {
        let waiting = self.rest();
        let whole = waiting.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let waiting = waiting.get(..whole).unwrap_or_default();
        let gb = |bytes| GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some();
        let utf8 = std::str::from_utf8(record).is_ok();
        if utf8 && (std::str::from_utf8(waiting).is_ok() || !gb(record) || !gb(waiting)) {
            Encoding::Utf8
        } else if gb(record) {
            Encoding::Gb
        } else {
            Encoding::Undecided
        }
    }

    fn too_long(&mut self) -> io::Result<Next<'_>> {
        let line = self.rest().iter().position(|byte| *byte == b'\n');
        if line.is_some_and(|end| end < LONGEST) {
            return Ok(self.leave_line(NOT_CLOSED));
        }
        let line = self.line;
        self.drop_line()?;
        Ok(Next::Fault(line, format!("it is longer than {LONGEST} bytes")))
    }

    /// Leaves the first line of the window and goes on behind it.
    fn leave_line(&mut self, what: &str) -> Next<'static> {
        let line = self.line;
        match self.rest().iter().position(|byte| *byte == b'\n') {
            Some(at) => {
                self.from += at + 1;
                self.line += 1;
            }
            None => self.from = self.to,
        }
        Next::Fault(line, what.to_owned())
    }

    /// Drops everything up to the end of the line, however far that is.
    fn drop_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(at) = self.rest().iter().position(|byte| *byte == b'\n') {
                self.from += at + 1;
                self.line += 1;
                return Ok(());
            }
            self.from = self.to;
            if self.ended {
                return Ok(());
            }
            self.refill()?;
        }
    }
}

/// Whether the last cell of these bytes is in quotes that are not closed.
fn ends_in_quote(bytes: &[u8], delimiter: u8) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Begin,
        Plain,
        Quoted,
        Closed,
    }
    let step = |at, byte: &u8| match (at, *byte) {
        (At::Quoted, b'"') => At::Closed,
        (At::Quoted, _) | (At::Begin | At::Closed, b'"') => At::Quoted,
        (_, b'\n' | b'\r') => At::Begin,
        (_, byte) if byte == delimiter => At::Begin,
        _ => At::Plain,
    };
    bytes.iter().fold(At::Begin, step) == At::Quoted
}

const NOT_CLOSED: &str = "a quote is opened and not closed on this line";
const NOT_UTF8: &str = "its bytes are not UTF-8, as the rows before it are";

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time, as a slow pipe does.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let many = self.1.min(self.0.len()).min(out.len());
            let (now, later) = self.0.split_at(many);
            out[..many].copy_from_slice(now);
            self.0 = later;
            Ok(many)
        }
    }

    fn read(bytes: &[u8], step: usize, columns: Option<usize>) -> Vec<String> {
        let mut records = Records::new(Slow(bytes, step), b',');
        records.columns = columns;
        let mut all = Vec::new();
        loop {
            match records.next().unwrap() {
                Next::End => return all,
                Next::Fault(line, what) => all.push(format!("{line}! {what}")),
                Next::Row(row) => {
                    all.push(format!("{} {}", row.line, row.cells().collect::<Vec<_>>().join("|")));
                }
            }
        }
    }

    #[test]
    fn rows_are_the_same_however_the_bytes_arrive() {
        let text = "a,b\r\n1,\"x, \"\"y\"\"\"\r\n\r\n\"two\nlines\",3\n4,终\r5,6";
        let wanted = ["1 a|b", "2 1|x, \"y\"", "4 two\nlines|3", "6 4|终", "7 5|6"];
        for step in [1, 2, 3, 7, 100] {
            assert_eq!(read(text.as_bytes(), step, Some(2)), wanted, "{step}");
        }
    }

    #[test]
    fn gbk_is_recognised_and_decoded() {
        let (bytes, _, _) = GB18030.encode("编号,心情\n一,1\n二,2\n");
        assert_eq!(read(&bytes, 1000, None), ["1 编号|心情", "2 一|1", "3 二|2"]);
        // Recognised late too: the first rows are ASCII.
        let (bytes, _, _) = GB18030.encode("a,b\n1,2\n张,3\n");
        assert_eq!(read(&bytes, 1000, None), ["1 a|b", "2 1|2", "3 张|3"]);
    }

    #[test]
    fn two_characters_that_are_also_utf8_do_not_mislead() {
        // "联通" in GBK is valid UTF-8 by accident; the rows behind it are not.
        let (bytes, _, _) = GB18030.encode("联通,b\n姓名,3\n");
        assert_eq!(read(&bytes, 1000, None)[1], "2 姓名|3");
    }

    #[test]
    fn a_row_in_another_encoding_is_a_fault_and_the_rest_goes_on() {
        let mut bytes = "a,b\n终,1\n".as_bytes().to_vec();
        bytes.extend(b"\xFF\xFE,2\n3,4\n");
        let all = read(&bytes, 1000, Some(2));
        assert!(all[2].starts_with("3! ") && all[3] == "4 3|4", "{all:?}");
    }

    #[test]
    fn an_open_quote_costs_one_line() {
        let all = read(b"a,b\n\"1,2\n3,4\n5,6\n", 1000, Some(2));
        assert_eq!(all.len(), 4, "{all:?}");
        assert!(all[1].starts_with("2! a quote") && all[2] == "3 3|4" && all[3] == "4 5|6", "{all:?}");
    }

    #[test]
    fn a_huge_line_is_refused_and_the_next_is_read() {
        for step in [4096, 100_000] {
            let mut bytes = b"a,b\n".to_vec();
            bytes.extend(vec![b'9'; 10 * LONGEST]);
            bytes.extend(b"\n1,2\n\"");
            bytes.extend(vec![b'8'; 3 * LONGEST]);
            bytes.extend(b"\n3,4\n");
            let all = read(&bytes, step, Some(2));
            assert_eq!(all.len(), 5, "{}", all.len());
            assert!(all[1].starts_with("2! it is longer") && all[2] == "3 1|2", "{}", all[1]);
            assert!(all[3].starts_with("4! ") && all[4] == "5 3|4", "{}", all[3]);
        }
        // Longer than allowed, and yet inside the window.
        let bytes = [b"a,b\n1,".to_vec(), vec![b'9'; LONGEST + 5], b"\n3,4\n".to_vec()].concat();
        let all = read(&bytes, 1 << 20, Some(2));
        assert!(
            all.len() == 3 && all[1].starts_with("2! it is longer") && all[2] == "3 3|4",
            "{}",
            all.len()
        );
        let wide = [b"a,b\n".to_vec(), vec![b','; 5000], b"\n1,2\n".to_vec()].concat();
        let all = read(&wide, 1000, Some(2));
        assert!(all[1].contains("more than 4096 columns") && all[2] == "3 1|2", "{all:?}");
    }

    #[test]
    fn a_file_cut_off_inside_a_quote_says_so() {
        let all = read(b"a,b\n1,\"2", 1000, Some(2));
        assert_eq!(all, ["1 a|b", "2! the file ends inside a quote: it was cut off"]);
        assert_eq!(read(b"a,b\n1,2", 1000, Some(2)), ["1 a|b", "2 1|2"]);
        assert_eq!(read(b"a,b\n1,in\"ch", 1000, Some(2))[1], "2 1|in\"ch");
        assert_eq!(read(b"a,b\n1,\"x\"\"\"", 1000, Some(2))[1], "2 1|x\"");
    }

    #[test]
    fn no_bytes_no_rows() {
        assert!(read(b"", 1, None).is_empty());
        assert!(read(b"\n\r\n\n", 1, None).is_empty());
    }
}
