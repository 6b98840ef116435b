//! State machines of one sitting: events in, effects out. No clock, randomness, storage or network.
//!
//! Every event has a defined result in every state; one that does not belong there changes nothing.
//! A critical response has its effect in the same step as the response, before any score. An early
//! message is append-only: changing the response later does not take it back.

mod said;
mod session;
mod snapshot;

pub use qinghe_scoring::{Care, Response};
pub use said::{About, Company, Guardian, MeetAt, MeetWhen, NAME_MAX, Name, Said, Whom};
pub use session::{
    Cause, Effect, Event, HelpView, ItemView, Outcome, Person, Recipient, Refusal, Session, Told, View,
};
pub use snapshot::{SNAPSHOT_LEN, Snapshot};
