//! Everything that crosses crates: one program, so that what every file stands on is compiled and linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod admission;
mod case;
mod catalogue;
mod corpus;
mod delivery;
mod early_stop;
mod elsewhere;
mod fuel;
mod help_card;
mod keep;
mod kept;
mod knowledge;
mod measures;
mod mood_and_anxiety;
mod non_interference;
mod offers;
mod own_state;
mod packs;
mod pair;
mod practice;
mod route;
mod shared_computer;
mod sitting;
mod stories;
mod training;
mod types;
mod walls;
mod ways;
mod wire;
