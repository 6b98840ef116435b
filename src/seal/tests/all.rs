//! Sealing from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod age;
mod age_outside;
mod locks;
mod seal;
