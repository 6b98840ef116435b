//! What happens between runs of exercises, over weeks and months: what is offered, what rests, what is
//! mastered, and the little that may leave. Time is an argument; months pass in milliseconds.

mod calendar;
mod handed;
mod knowledge;
mod mastery;
mod offers;
mod order;
mod probe;
mod record;
mod rows;

pub use calendar::{Day, month, week};
pub use handed::Handed;
pub use knowledge::{
    KNOWLEDGE, KNOWN_FROM, Knowledge, KnowledgeItem, Person, Rates, Ratio, Sat, form, rates,
};
pub use mastery::{Attempt, Gates, History, Standing};
pub use offers::{Offer, offers};
pub use probe::{Probe, ProbeItem, ProbeKind, bank};
pub use record::{Flag, Harm, Held, Reached, Record};
