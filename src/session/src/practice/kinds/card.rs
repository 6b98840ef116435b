//! A result to keep: what was given at other steps, today or before.

use super::{At, Leave, Left, Line, Others, Shows, Work, seats::both, wave::points};
use qinghe_content::exercise::StepKind;

pub(super) struct Showing {
    /// What is kept as it is shown: a line of two people not before both have written.
    kept: Vec<u16>,
    lines: Vec<Line>,
}

impl Showing {
    pub(super) fn new(of: &[u16], others: Others<'_>) -> Showing {
        let lines: Vec<Line> = of.iter().map(|at| line(*at, others)).collect();
        let half = |at: &u16| {
            let place = usize::from(*at);
            let seats = others.steps.get(place).zip(others.given.get(place));
            seats.is_some_and(|(step, given)| match &step.kind {
                StepKind::Seats(seats) => !given.is_empty() && both(given, seats).is_none(),
                _ => false,
            })
        };
        Showing { kept: of.iter().copied().filter(|at| !half(at)).collect(), lines }
    }
}

fn line(at: u16, others: Others<'_>) -> Line {
    let place = usize::from(at);
    let (Some(step), Some(given)) = (others.steps.get(place), others.given.get(place)) else {
        return Line::Empty;
    };
    if given.is_empty() {
        return Line::Empty;
    }
    let small = |number: &u16| u8::try_from(*number).ok();
    match &step.kind {
        StepKind::Write(_) | StepKind::Plan(_) => Line::Texts(given.texts.clone()),
        StepKind::Slide(_) => given.numbers.first().and_then(small).map_or(Line::Empty, Line::Rating),
        StepKind::Pick(_) | StepKind::Grid(_) => {
            Line::Parts(at, given.numbers.iter().filter_map(small).collect())
        }
        StepKind::Wave(wave) => Line::Wave(points(given, wave.seconds)),
        StepKind::Seats(seats) => both(given, seats).map_or(Line::Empty, Line::Seats),
        _ => Line::Empty,
    }
}

impl Work for Showing {
    fn leave(&mut self, _at: At) -> Left {
        Left::Goes(Leave::faithful())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Card { lines: self.lines.clone() }
    }

    fn keeps(&self, _at: u16) -> Vec<u16> {
        self.kept.clone()
    }
}
