//! The command line from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authors;
mod bad_tables;
mod course;
mod memory;
mod score;
mod simulate;
mod support;
