//! State machines of one sitting: events in, effects out. No clock, randomness, storage or network.
//!
//! Every event has a defined result in every state; one that does not belong there changes nothing.
//! A critical response has its effect in the same step as the response, before any score. An early
//! message is append-only: changing the response later does not take it back.

pub mod practice;
mod session;
mod snapshot;
pub mod training;

pub use qinghe_scoring::{Care, Response};
pub use session::{Cause, Effect, Event, HelpView, ItemView, Outcome, Person, Refusal, Session, Told, View};
pub use snapshot::{SNAPSHOT_LEN, Snapshot};
