//! Scoring from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod care;
mod change;
mod gates;
mod irt;
mod open_items;
mod raw_score;
mod support;
