//! Tables of text: rows of CSV in bounded memory, whatever encoding they come in.

mod records;
mod source;

pub use records::{Next, Records, Row};
pub use source::Source;

use qinghe_compiler::on_one_line;
use std::borrow::Cow;

/// A cell as it stands in a CSV file: quoted where it must be.
pub fn cell(text: &str, delimiter: u8) -> Cow<'_, str> {
    let special = |byte: u8| byte == delimiter || matches!(byte, b'"' | b'\n' | b'\r');
    if text.bytes().any(special) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

/// A cell for a message: short, on one line, and nothing in it that a terminal would obey.
pub fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let mut out = on_one_line(&text.chars().take(MOST).collect::<String>());
    if text.chars().count() > MOST {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_only_where_they_must_be() {
        assert_eq!(cell("a b", b','), "a b");
        assert_eq!(cell("a,b", b','), "\"a,b\"");
        assert_eq!(cell("a,b", b';'), "a,b");
        assert_eq!(cell("say \"so\"", b','), "\"say \"\"so\"\"\"");
        assert_eq!(cell("two\nlines", b','), "\"two\nlines\"");
    }

    #[test]
    fn messages_carry_no_control_characters() {
        assert_eq!(shown("\u{1b}[2J"), "\\u{1b}[2J");
        assert_eq!(shown(&"长".repeat(50)).chars().count(), 41);
    }
}
