//! Between session and browser: the outbox, the slot clock and the one door out.
//!
//! Sans-IO. Inputs in, outputs out; no clock, randomness, storage or network of its own, so that a
//! simulation can run it against any schedule of faults. Everything that leaves the device is built in
//! `outbound.rs` and nowhere else.

mod delivery;
mod hand;
mod host;
mod jobs;
mod messages;
mod outbound;
mod outbox;
mod ports;

pub use delivery::Delivery;
pub use host::Host;
pub use messages::{Centres, Config, Input, Output};
pub use outbound::{FIELDS, Field, Sent};
pub use outbox::OUTBOX_LEN;
pub use ports::{Entropy, SeededEntropy};
