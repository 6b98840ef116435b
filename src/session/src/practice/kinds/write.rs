//! Something is written, for oneself.

use super::{At, Event, Given, Leave, Left, Shows, Took, Work};
use qinghe_content::exercise::Field;

/// Characters of one line that are kept: more than anybody writes on a card.
pub(super) const LONGEST: usize = 2_000;

pub(super) struct Writing {
    fields: Vec<Field>,
    may_wait: bool,
    lines: Vec<String>,
    waits: bool,
}

impl Writing {
    pub(super) fn new(fields: Vec<Field>, may_wait: bool, kept: &Given) -> Writing {
        let mut lines = kept.texts.clone();
        lines.resize(fields.len(), String::new());
        let waits = may_wait && kept.numbers.first() == Some(&1);
        Writing { fields, may_wait, lines, waits }
    }
}

/// Whether every line that is needed holds enough.
pub(super) fn complete(fields: &[Field], lines: &[String]) -> bool {
    fields.iter().zip(lines).all(|(field, line)| {
        let least = usize::from(field.least);
        least == 0 || line.trim().chars().take(least).count() == least
    })
}

impl Work for Writing {
    fn take(&mut self, event: &Event, _at: At) -> Took {
        match event {
            Event::Write { field, text } => {
                let Some(line) = self.lines.get_mut(usize::from(*field)) else { return Took::Nothing };
                *line = text.chars().take(LONGEST).collect();
                self.waits = false;
                Took::Changed
            }
            Event::Skip if self.may_wait => {
                self.waits = true;
                Took::Changed
            }
            _ => Took::Nothing,
        }
    }

    fn leave(&mut self, at: At) -> Left {
        if self.ready(at) { Left::Goes(Leave::faithful()) } else { Left::Stays }
    }

    fn ready(&self, _at: At) -> bool {
        self.waits || complete(&self.fields, &self.lines)
    }

    fn given(&self) -> Given {
        Given { numbers: if self.waits { vec![1] } else { Vec::new() }, texts: self.lines.clone() }
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Written { lines: self.lines.clone() }
    }
}
