//! State machines of one sitting: events in, effects out. No clock, randomness, storage or network.
//!
//! Every event has a defined result in every state; one that does not belong there changes nothing.
//! A critical response has its effect in the same step as the response, before any score. An early
//! message is append-only: changing the response later does not take it back.

mod event;
mod idle;
pub mod practice;
mod safety;
mod said;
mod session;
mod snapshot;
pub mod training;
mod view;

pub use event::{Cause, Effect, Event, Recipient};
pub use idle::{Cover, Idle};
pub use qinghe_scoring::{Care, Earlier, Response};
pub use safety::{FOLLOWS_MAX, Frame, HelpPage, HelpView, Told};
pub use said::{About, Company, Guardian, MeetAt, MeetWhen, NAME_MAX, Name, Said, Whom, Wish};
pub use session::{Person, Refusal, Session};
pub use snapshot::{SNAPSHOT_LEN, Snapshot};
pub use view::{ItemView, Outcome, View};
