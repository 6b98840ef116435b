//! What may be said about a notice on its way.

/// Where the most important notice of the sitting is. Never ahead of the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// No notice was made.
    None,
    /// Being sealed.
    Saving,
    /// Sealed, waiting for its slot or for an answer.
    Queued {
        /// Whether it survives closing the page.
        saved: bool,
    },
    /// Tried in vain.
    Offline,
    /// Durably stored at the gateway.
    Stored,
    /// Durably stored, and nobody has opened it for half an hour.
    Late,
    /// A person has opened it.
    Seen,
    /// A person has spoken with the student.
    Contacted,
    /// The gateway will not take it.
    Refused,
}
