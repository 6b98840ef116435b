//! When the one message of a visit is made, and when it leaves.

use crate::{book::Book, leaves::Message};

/// Milliseconds after the page began before which no message leaves: six digits are mostly entered by then, so that a
/// message which comes when it always comes does not tell that they were. What it cannot hide: a notebook that nobody
/// opens sends nothing, as a visit that is shorter than this sends nothing, and one that is opened late sends late.
const SETTLED_MS: u64 = 12_000;

/// The one message of a visit: made when the notebook is opened, before anything is done in it, and sent once everything
/// has come and the page has stood for a while, whatever is on the screen by then.
pub struct Post {
    since_ms: u64,
    stocked: bool,
    made: bool,
    waits: Option<Message>,
    /// It arrived, and the book does not know yet: a run may have it.
    pub told: Option<Message>,
}

/// What leaves now.
pub enum Leaves {
    /// Nothing; what is missing tells when it has come.
    Not,
    /// Nothing for so many milliseconds.
    In(u32),
    /// This.
    Message(Message),
}

impl Post {
    /// The page begins.
    #[must_use]
    pub fn new(now_ms: u64) -> Post {
        Post { since_ms: now_ms, stocked: false, made: false, waits: None, told: None }
    }

    /// The notebook is open; whether a message was made, so that the book has to be kept. One a visit, or none.
    pub fn make(&mut self, book: &mut Book, today: u32) -> bool {
        if std::mem::replace(&mut self.made, true) {
            return false;
        }
        book.waiting.add_months(book.record.harm(today));
        let first = book.record.sittings().first().map(|sat| sat.person);
        self.waits = book.waiting.message(today, first);
        self.waits.is_some()
    }

    /// What may leave at this moment. `stocked`: everything that the page fetches has come by now. A message is given once.
    pub fn now(&mut self, now_ms: u64, stocked: bool) -> Leaves {
        self.stocked |= stocked;
        let wait = self.since_ms.saturating_add(SETTLED_MS).saturating_sub(now_ms);
        match self.waits.take_if(|_| wait == 0 && self.stocked) {
            Some(message) => Leaves::Message(message),
            None if wait > 0 && self.waits.is_some() => Leaves::In(u32::try_from(wait).unwrap_or(1_000)),
            None => Leaves::Not,
        }
    }

    /// Whether it is still wanted: not by who says no, or clears everything.
    pub fn wanted(&mut self, yes: bool) {
        if !yes {
            (self.waits, self.told) = (None, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Leaves, Post, SETTLED_MS};
    use crate::book::Book;

    const DAY: u32 = 20_000;

    fn counted() -> Book {
        let mut book = Book::default();
        book.waiting.count(true);
        book
    }

    fn leaves(post: &mut Post, ms: u64) -> bool {
        matches!(post.now(ms, false), Leaves::Message(_))
    }

    /// At which second it leaves: every pack is there after `stocked` seconds, the notebook open after `opened`.
    fn leaves_at(stocked: u64, opened: Option<u64>, book: &mut Book) -> Option<u64> {
        let mut post = Post::new(0);
        (0..120).find(|second| {
            if opened == Some(*second) {
                post.make(book, DAY);
            }
            matches!(post.now(second * 1_000, *second == stocked), Leaves::Message(_))
        })
    }

    #[test]
    fn six_digits_that_are_soon_entered_change_nothing() {
        let settled = SETTLED_MS / 1_000;
        for opened in 0..=settled {
            assert_eq!(leaves_at(2, Some(opened), &mut counted()), Some(settled));
        }
        assert_eq!(leaves_at(2, Some(40), &mut counted()), Some(40), "late is better than never");
        assert_eq!(leaves_at(30, Some(1), &mut counted()), Some(30), "first everything comes");
        assert_eq!(leaves_at(2, None, &mut counted()), None, "what is shut is not read");
        assert_eq!(leaves_at(2, Some(1), &mut Book::default()), None, "nobody said yes");
    }

    #[test]
    fn one_message_a_visit_and_none_that_is_not_wanted_any_more() {
        let (mut post, mut book) = (Post::new(0), counted());
        assert!(post.make(&mut book, DAY) && !post.make(&mut book, DAY));
        assert!(matches!(post.now(1_000, true), Leaves::In(11_000)));
        assert!(leaves(&mut post, SETTLED_MS) && !leaves(&mut post, SETTLED_MS));
        let mut post = Post::new(0);
        assert!(post.make(&mut book, DAY) && matches!(post.now(0, true), Leaves::In(_)));
        post.wanted(false);
        assert!(!leaves(&mut post, SETTLED_MS));
    }
}
