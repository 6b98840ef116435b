//! What is opened of a student's handover goes into the log. The files stay in this browser.

use super::{Ask, Fault, Session, ask};
use crate::{permit::ConsentKey, row::bytes};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_record::{Id, handover::ReasonKind};
use serde_json::{Value, json};

impl Session {
    /// Has it written that a part of a handover is opened: the summary, or the history for a kind of reason.
    ///
    /// # Errors
    /// Any [`Fault`]; then nothing may be opened.
    pub async fn handover_opened(&self, id: &Id, reason: Option<ReasonKind>) -> Result<(), Fault> {
        self.text("POST", "/desk/api/handovers", Some(body(id, reason))).await.map(drop)
    }
}

/// The key with which this gateway signs consents; `None` when it does not come.
pub async fn consent_key() -> Option<ConsentKey> {
    let answer = ask(Ask::new("GET", "/v1/centre")).await.ok()?;
    let told: Value = serde_json::from_str(&answer.text).ok()?;
    let part = |name: &str| told.get("consentKey")?.get(name)?.as_str().map(str::to_owned);
    Some(ConsentKey { id: bytes(&part("id")?)?, public: BASE64.decode(part("public")?).ok()? })
}

fn body(id: &Id, reason: Option<ReasonKind>) -> Value {
    let id = BASE64.encode(id);
    match reason {
        None => json!({ "part": "summary", "id": id }),
        Some(reason) => json!({ "part": "history", "id": id, "reason": word(reason) }),
    }
}

const fn word(reason: ReasonKind) -> &'static str {
    match reason {
        ReasonKind::Asked => "asked",
        ReasonKind::Planning => "planning",
        ReasonKind::Safety => "safety",
        ReasonKind::Duty => "duty",
        ReasonKind::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::body;
    use qinghe_record::handover::ReasonKind;

    #[test]
    fn nothing_but_the_part_the_id_and_the_kind_of_reason_leaves() {
        let text = body(&[0; 16], Some(ReasonKind::Planning)).to_string();
        assert_eq!(text, r#"{"id":"AAAAAAAAAAAAAAAAAAAAAA","part":"history","reason":"planning"}"#);
        assert_eq!(body(&[0; 16], None).to_string(), r#"{"id":"AAAAAAAAAAAAAAAAAAAAAA","part":"summary"}"#);
    }
}
