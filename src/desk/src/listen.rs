//! Asks for news until the desk is locked.

use crate::{
    api::{Fault, Session, news::News},
    time,
};
use gloo_timers::future::TimeoutFuture;
use std::cell::{Cell, RefCell};
use web_sys::AbortController;
use yew::Callback;

/// The waiting request of this desk. Hung up when the desk is locked.
#[derive(Default)]
pub struct Line {
    closed: Cell<bool>,
    request: RefCell<Option<AbortController>>,
}

/// What came of one question.
pub enum Heard {
    /// An answer.
    News(Box<News>),
    /// None.
    Lost,
    /// The session is over.
    Ended,
}

impl Line {
    /// Hangs up.
    pub fn close(&self) {
        self.closed.set(true);
        if let Some(request) = self.request.take() {
            request.abort();
        }
    }
}

/// Asks until the line is closed or the session ends.
pub async fn listen(heard: Callback<Heard>, session: Session, line: std::rc::Rc<Line>) {
    let (mut cursor, mut failures, mut known) = (0, 0, false);
    while !line.closed.get() {
        let Ok(request) = AbortController::new() else { return heard.emit(Heard::Lost) };
        *line.request.borrow_mut() = Some(request.clone());
        let asked = time::now();
        // One below what is known is answered at once, even when nothing is new: the page says "connected"
        // only after an answer, and should not wait 25 s for it. A row that comes again changes nothing.
        let after = if known { cursor } else { cursor - 1 };
        let answer = session.news(after, request).await;
        if line.closed.get() {
            return;
        }
        match answer {
            Ok(news) => {
                (cursor, failures, known) = (news.page.cursor.max(cursor), 0, true);
                let nothing = news.page.is_empty();
                heard.emit(Heard::News(Box::new(news)));
                // A gateway that is stopping answers at once.
                if nothing && time::now() - asked < 1_000 {
                    TimeoutFuture::new(1_000).await;
                }
            }
            Err(Fault::Session) => return heard.emit(Heard::Ended),
            Err(_) => {
                heard.emit(Heard::Lost);
                TimeoutFuture::new(pause(failures)).await;
                (failures, known) = (failures + 1, false);
            }
        }
    }
}

/// Milliseconds until the next try: 1, 2, 4, 8, then 15 seconds.
fn pause(failures: u32) -> u32 {
    (1_000 << failures.min(4)).min(15_000)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn a_lost_connection_is_tried_again_sooner_at_first() {
        assert_eq!([0, 1, 2, 3, 4, 99].map(pause), [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    }
}
