//! A message that cannot leave, as a code for the psychology teacher to scan.

use crate::{Action, Node, On, Props, all, say, tag};
use qinghe_content::{Key, digits, joined};
use std::rc::Rc;

/// Light modules around the code that a scanner needs (ISO/IEC 18004, quiet zone).
const QUIET: usize = 4;

/// A drawn code.
#[derive(Clone, PartialEq)]
pub struct HandCode {
    /// Modules per side.
    pub size: usize,
    /// Row by row, whether a module is dark; `size * size` of them.
    pub dark: Vec<bool>,
}

/// Whether there is a message to carry, and its code.
#[derive(Clone, Default, PartialEq)]
pub enum Hand {
    /// Nothing has to be carried.
    #[default]
    No,
    /// It could be.
    Offered,
    /// The student wants to see the code; it is there as soon as it is sealed.
    Open(Option<Rc<HandCode>>),
}

impl HandCode {
    /// Dark runs as one path, in modules.
    fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.dark.chunks(self.size.max(1)).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run.first() == Some(&true) {
                    let (left, top, length) = (digits(x + QUIET), digits(y + QUIET), digits(run.len()));
                    // Joined by hand: the standard formatter is a kilobyte of code.
                    path += &joined(&["M", &left, " ", &top], "");
                    path += &joined(&["h", &length, "v1h-", &length, "z"], "");
                }
                x += run.len();
            }
        }
        path
    }
}

/// Folded away at first: a code on the screen would draw the eyes of the whole room.
pub fn view(props: &Props) -> Node {
    let (open, code) = match &props.hand {
        Hand::No => return Node::default(),
        Hand::Offered => (false, None),
        Hand::Open(code) => (true, code.as_deref()),
    };
    let turn = On::Press(Action::Hand(!open));
    let expanded = if open { "true" } else { "false" };
    all![
        tag!("div", "class" = "actions";
            tag!("button", "type" = "button", "class" = "other", "aria-expanded" = expanded, on turn;
                props.say(Key::HandTitle),
            ),
        ),
        if open {
            tag!("div", "class" = "hand";
                say(props, "body", Key::HandBody),
                code.map(|code| picture(props, code)).unwrap_or_default(),
            )
        } else {
            Node::default()
        },
    ]
}

fn picture(props: &Props, code: &HandCode) -> Node {
    let side = digits(code.size + 2 * QUIET);
    let (label, frame) = (props.text(Key::HandPicture).to_owned(), joined(&["0 0 ", &side, " ", &side], ""));
    tag!("svg", "viewBox" = frame, "role" = "img", "aria-label" = label, "shape-rendering" = "crispEdges";
        tag!("path", "d" = code.path();),
    )
}

#[cfg(test)]
mod tests {
    use super::HandCode;

    #[test]
    fn every_dark_module_is_drawn_and_no_other() {
        let dark = vec![true, true, false, false, false, false, true, false, true];
        assert_eq!(HandCode { size: 3, dark }.path(), "M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z");
    }
}
