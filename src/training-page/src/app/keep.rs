//! Writing to the store: one write at a time, and what changes meanwhile is written after it.

use super::{App, Msg, later};
use crate::{ports::NotStored, words::menu as wm};
use qinghe_session::practice::Now;
use yew::prelude::*;

impl App {
    /// Book or run changed.
    pub(super) fn keep(&mut self, ctx: &Context<App>, (book, run): (bool, bool), now: Now) {
        self.dirty = (self.dirty.0 | book, self.dirty.1 | run);
        self.write(ctx, now);
    }

    fn write(&mut self, ctx: &Context<App>, now: Now) {
        if !self.keeps || self.writing > 0 {
            return;
        }
        let (book, run) = std::mem::take(&mut self.dirty);
        let browser = &ctx.props().browser;
        if book {
            self.writing += 1;
            let (browser, row) = (browser.clone(), self.room.book.stays());
            later(ctx, Box::pin(async move { Msg::Stored(browser.put("book", Some(&row)).await) }));
        }
        if run {
            self.writing += 1;
            let row = self.room.broken_now(now.day).map(|broken| broken.stays());
            let browser = browser.clone();
            later(ctx, Box::pin(async move { Msg::Stored(browser.put("run", row.as_deref()).await) }));
        }
    }

    pub(super) fn stored(&mut self, ctx: &Context<App>, done: Result<(), NotStored>, now: Now) -> bool {
        self.writing = self.writing.saturating_sub(1);
        if done.is_err() {
            self.notice = Some(wm::NOT_KEPT);
        }
        if self.dirty != (false, false) {
            self.write(ctx, now);
        }
        done.is_err()
    }
}
