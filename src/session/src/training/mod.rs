//! What happens between runs of exercises, over weeks and months: what is offered, what rests, what is
//! mastered, and the little that may leave. Time is an argument; months pass in milliseconds.

mod calendar;
mod knowledge;
mod mastery;
mod offers;
mod probe;
mod record;
mod rows;

pub use calendar::{Day, month, week};
pub use knowledge::{KNOWN_FROM, Knowledge, KnowledgeItem, Person, Rates, Ratio, rates};
pub use mastery::{Attempt, Gates, History, Standing};
pub use offers::{Offer, offers};
pub use probe::{Probe, ProbeItem, ProbeKind};
pub use record::{Flag, Harm, Held, Reached, Record};
