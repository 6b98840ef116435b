//! Delivery from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod follow;
mod other_pages;
mod outbox;
mod receipts;
mod slots;
mod support;
mod total;
