//! The compiler from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used)]

mod asked;
mod exchange;
mod exchange_import;
mod exchange_reference;
mod exercises;
mod explain;
mod family;
mod guides;
mod input;
mod led;
mod lints;
mod lowering;
mod own;
mod packs;
mod script;
mod support;
