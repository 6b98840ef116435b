//! Who must agree to what at which age, and what follows from what people said. Pure: no clock, no storage, no names.
//!
//! The table is [`rule`]; what people said are [`Answer`]s; [`standing`] joins them. Only [`standing`] makes a [`Given`]
//! and only [`admit`] an [`Admitted`], so nothing that asks for one of these can be begun without every yes it needs.

#![no_std]

mod purpose;
mod rule;
mod standing;

pub use purpose::{Edition, Purpose};
pub use rule::{Asks, Band, Law, Party, Rule, rule};
pub use standing::{Admitted, Answer, Given, NotYet, Said, Standing, Term, admit, standing};
