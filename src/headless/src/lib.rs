//! The scoring engine without a screen: bytes and numbers in and out, so that nothing is formatted and
//! nothing is copied twice. For workers, Node and whoever scores many sheets.

mod adaptive;
mod batch;
mod plan;
mod sheet;

pub use adaptive::Adaptive;
pub use batch::{NONE, NOT_REACHED, SKIPPED, Scorer};
pub use sheet::{Battery, COMPUTED};
