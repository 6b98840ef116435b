//! Rules of consent from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used)]

mod sequences;
mod table;
