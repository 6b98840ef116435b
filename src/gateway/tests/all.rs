//! The gateway from outside: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used)]

mod alarms;
mod backup;
mod cases;
mod consent;
mod course;
mod desk;
mod envelopes;
mod flags;
mod guardian;
mod handover;
mod keeping;
mod kill;
mod limits;
mod lti;
mod lti_done;
mod parents;
mod permit;
mod rights;
mod staff;
mod storage;
mod support;
mod vectors;
