//! What waits and what was told to whom: all that a head of duty sees.

use super::{Fault, Session};
use serde::Deserialize;
use serde_json::json;

/// Something that somebody was told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// `unseen`, `desk-silent`, `unopened` or `test`.
    pub event: String,
    /// Whom, by name.
    pub staff: String,
    /// When, Unix milliseconds.
    pub at: i64,
    /// When it was sent.
    pub sent_at: Option<i64>,
    /// When it was given up.
    pub failed_at: Option<i64>,
    /// Whether its reason is gone.
    pub over: bool,
}

/// Whether somebody urgent waits.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Waiting {
    /// Whether.
    pub urgent: bool,
    /// Since when, Unix milliseconds.
    pub since: Option<i64>,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Alerts {
    /// Whether somebody urgent waits.
    pub waiting: Waiting,
    /// The newest first.
    pub alerts: Vec<Alert>,
}

impl Session {
    /// What waits and what was told.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn alerts(&self) -> Result<Alerts, Fault> {
        self.get("/desk/api/alerts").await
    }

    /// Sends an alarm that says it is a trial.
    ///
    /// # Errors
    /// `role`; any other [`Fault`].
    pub async fn try_alarm(&self) -> Result<(), Fault> {
        self.text("POST", "/desk/api/alerts/test", Some(json!({}))).await.map(drop)
    }
}
