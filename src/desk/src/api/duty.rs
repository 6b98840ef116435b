//! Roster and duty lock.

use super::{Fault, Session};
use crate::duty::Duty;
use serde_json::json;

impl Session {
    /// The roster, and who is on duty now.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn duty(&self) -> Result<Duty, Fault> {
        let text = self.text("GET", "/desk/api/duty", None).await?;
        Duty::parse(&text).ok_or(Fault::Unreadable)
    }

    /// Keeps a new one.
    ///
    /// # Errors
    /// `role`, `duty`; any other [`Fault`].
    pub async fn set_duty(&self, duty: &Duty) -> Result<Duty, Fault> {
        let text = self.text("PUT", "/desk/api/duty", Some(json!(duty.body()))).await?;
        Duty::parse(&text).ok_or(Fault::Unreadable)
    }
}
