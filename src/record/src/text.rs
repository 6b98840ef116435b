//! Text that somebody wrote, or that came from a file: bounded, and without signs that nobody sees.

use crate::Fault;
use zeroize::Zeroize;

/// Most characters of a line.
pub const LINE: usize = 120;
/// Most characters of a note.
pub const NOTE: usize = 2_000;

/// One line.
pub type Line = Text<LINE>;
/// Several lines.
pub type Note = Text<NOTE>;

/// Text of 1 to `MOST` characters. Prints nothing, and is wiped when dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<const MOST: usize>(String);

impl<const MOST: usize> Drop for Text<MOST> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const MOST: usize> Text<MOST> {
    /// What was typed, without blanks around it and without signs that nobody sees.
    ///
    /// # Errors
    /// [`Fault::Empty`], [`Fault::Long`].
    pub fn new(typed: &str) -> Result<Text<MOST>, Fault> {
        let text = Text::<MOST>(cleaned(typed, MOST > LINE));
        match text.0.chars().count() {
            0 => Err(Fault::Empty),
            length if length > MOST => Err(Fault::Long { most: MOST }),
            _ => Ok(text),
        }
    }

    /// A text from a file: only as [`Text::new`] would have made it.
    pub(crate) fn exact(text: String) -> Option<Text<MOST>> {
        Text::new(&text).ok().filter(|clean| clean.0 == text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn cleaned(typed: &str, lines: bool) -> String {
    let mut text = String::with_capacity(typed.len());
    for letter in typed.chars() {
        match letter {
            '\n' if lines => text.push('\n'),
            '\n' | '\t' => text.push(' '),
            _ if hidden(letter) => {}
            _ => text.push(letter),
        }
    }
    let clean = text.trim().to_owned();
    text.zeroize();
    clean
}

/// Control characters, and signs that turn the direction of writing or have no width. The joiner stays: emoji of
/// several people are made with it.
fn hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}
