//! Counts of what was learnt, how many are enrolled, and what skills are called.

use super::{Ask, Fault, Session, ask, read};
use crate::figures::Figures;
use serde_json::json;
use std::collections::BTreeMap;

/// Id of a skill → its name, Chinese and English.
pub type Titles = BTreeMap<String, [String; 2]>;

impl Session {
    /// The figures as they may be shown now.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn figures(&self) -> Result<Figures, Fault> {
        self.get("/desk/api/figures").await
    }

    /// Says how many are enrolled, by grade.
    ///
    /// # Errors
    /// `role`, `body-malformed`; any other [`Fault`].
    pub async fn enrol(&self, grades: &BTreeMap<String, i64>) -> Result<(), Fault> {
        self.text("PUT", "/desk/api/enrolled", Some(json!({ "grades": grades }))).await.map(drop)
    }
}

/// What skills are called; nothing where the gateway serves no exercises.
pub async fn titles() -> Titles {
    let Ok(answer) = ask(Ask::new("GET", "/desk/m/skills.json")).await else { return Titles::new() };
    read(&answer.text).unwrap_or_default()
}
