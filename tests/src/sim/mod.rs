//! The student's whole side, the network and the gateway in one process under one clock. The session and the host are
//! the real ones; what surrounds them is written so that a seed decides everything.

mod browser;
pub mod bugs;
pub mod device;
pub mod disk;
mod event;
pub mod faults;
pub mod gateway;
pub mod ledger;
mod network;
mod setting;
mod store;
mod strike;
mod student;
mod world;

pub use setting::Setting;
pub use world::{Report, World};
