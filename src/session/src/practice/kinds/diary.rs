//! A row a day, made of ratings and words that were just given.

use super::{At, Given, Leave, Left, Others, Shows, Work};
use qinghe_content::exercise::Diary;

/// Rows that are kept: the last weeks are what a chart can show.
const MOST_ROWS: usize = 60;
/// Stands for a rating that was not given.
const NO_RATING: u8 = u8::MAX;

pub(super) struct Keeping {
    columns: usize,
    rows: Vec<(u16, Vec<u8>)>,
}

impl Keeping {
    pub(super) fn new(diary: &Diary, kept: &Given, others: Others<'_>, day: u32) -> Keeping {
        let columns = diary.columns.len();
        let mut rows = rows(kept, columns);
        // A rating of another day, which a card remembers, is none of today's.
        let rating = |at: &u16| {
            others.trail.contains(at).then_some(())?;
            let given = others.given.get(usize::from(*at))?;
            u8::try_from(*given.numbers.first()?).ok().filter(|one| *one != NO_RATING)
        };
        let ratings: Vec<Option<u8>> = diary.columns.iter().map(rating).collect();
        let today = u16::try_from(day).unwrap_or(u16::MAX);
        if ratings.iter().any(Option::is_some) {
            rows.retain(|(of, _)| *of != today);
            rows.push((today, ratings.into_iter().map(|one| one.unwrap_or(NO_RATING)).collect()));
            rows.sort();
        }
        let spare = rows.len().saturating_sub(MOST_ROWS);
        rows.drain(..spare);
        Keeping { columns, rows }
    }
}

fn rows(kept: &Given, columns: usize) -> Vec<(u16, Vec<u8>)> {
    let row = |row: &[u16]| {
        let (day, ratings) = row.split_first()?;
        let ratings = ratings.iter().map(|one| u8::try_from(*one).unwrap_or(NO_RATING));
        Some((*day, ratings.collect()))
    };
    kept.numbers.chunks_exact(columns + 1).filter_map(row).collect()
}

impl Work for Keeping {
    fn leave(&mut self, _at: At) -> Left {
        Left::Goes(Leave::faithful())
    }

    fn given(&self) -> Given {
        debug_assert!(self.rows.iter().all(|(_, row)| row.len() == self.columns));
        let flat = self
            .rows
            .iter()
            .flat_map(|(day, row)| std::iter::once(*day).chain(row.iter().copied().map(u16::from)));
        Given::numbers(flat.collect())
    }

    fn shows(&self, _at: At) -> Shows {
        Shows::Diary { rows: self.rows.clone() }
    }

    fn keeps(&self, at: u16) -> Vec<u16> {
        vec![at]
    }
}
