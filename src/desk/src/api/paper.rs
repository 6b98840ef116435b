//! What a slip of paper says, written down.

use super::{Fault, Session};
use serde_json::{Map, Value, json};

impl Session {
    /// Has the gateway keep what a slip says: answers by purpose.
    ///
    /// # Errors
    /// Any [`Fault`]; then nothing was kept.
    pub async fn from_paper(&self, code: &str, answers: &[(&'static str, bool)]) -> Result<(), Fault> {
        self.text("POST", "/desk/api/consents", Some(body(code, answers))).await.map(drop)
    }
}

fn body(code: &str, answers: &[(&'static str, bool)]) -> Value {
    let answers: Map<String, Value> =
        answers.iter().map(|(purpose, yes)| ((*purpose).to_owned(), json!(yes))).collect();
    json!({ "code": code, "answers": answers })
}

#[cfg(test)]
mod tests {
    use super::body;

    #[test]
    fn the_body_is_the_one_of_the_contract() {
        let text = r#"{"answers":{"research":false,"screening":true},"code":"QH-AAAAA-22222"}"#;
        assert_eq!(body("QH-AAAAA-22222", &[("screening", true), ("research", false)]).to_string(), text);
    }
}
