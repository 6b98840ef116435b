//! The record from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used, clippy::panic)]

mod handover;
mod kept;
mod merge;
mod record;
mod sheets;
mod support;
mod timeline;
