//! The staff of a centre and its keys.

use super::{Fault, Session};
use crate::{
    keys::KeyId,
    row::Row,
    team::{Duties, Member},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_wire::PUBLIC_KEY_LEN;
use serde::Deserialize;
use serde_json::{Value, json};

/// One line of what was done.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Done {
    /// Unix milliseconds.
    pub at: i64,
    /// Who.
    pub who: String,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
}

impl Session {
    /// Everybody who is or was a member.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn staff(&self) -> Result<Vec<Member>, Fault> {
        let text = self.text("GET", "/desk/api/staff", None).await?;
        Member::list(&text).ok_or(Fault::Unreadable)
    }

    /// Invites somebody; gives the code.
    ///
    /// # Errors
    /// `name-taken`, `role`; any other [`Fault`].
    pub async fn invite(&self, name: &str, role: Duties) -> Result<String, Fault> {
        #[derive(Deserialize)]
        struct Code {
            code: String,
        }
        let body = json!({ "name": name, "role": role.code() });
        self.post::<Code>("/desk/api/staff/invite", body).await.map(|answer| answer.code)
    }

    /// Hands keys to a colleague.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn grant(&self, colleague: &str, grants: &[(KeyId, Vec<u8>)]) -> Result<(), Fault> {
        let grants: Vec<Value> = grants
            .iter()
            .map(|(key, sealed)| json!({ "key": BASE64.encode(key), "sealed": BASE64.encode(sealed) }))
            .collect();
        let path = format!("/desk/api/staff/{colleague}/grant");
        self.text("POST", &path, Some(json!({ "grants": grants }))).await.map(drop)
    }

    /// Closes a colleague.
    ///
    /// # Errors
    /// `last-lead`, `role`; any other [`Fault`].
    pub async fn disable(&self, colleague: &str) -> Result<(), Fault> {
        self.text("POST", &format!("/desk/api/staff/{colleague}/disable"), Some(json!({}))).await.map(drop)
    }

    /// Makes a key the present one, granted to these colleagues: id and sealed bytes.
    ///
    /// # Errors
    /// `role`; any other [`Fault`].
    pub async fn rotate(
        &self,
        public: &[u8; PUBLIC_KEY_LEN],
        grants: &[(String, Vec<u8>)],
    ) -> Result<(), Fault> {
        let grants: Vec<Value> = grants
            .iter()
            .map(|(staff, sealed)| json!({ "staff": staff, "sealed": BASE64.encode(sealed) }))
            .collect();
        let body = json!({ "public": BASE64.encode(public), "grants": grants });
        self.text("POST", "/desk/api/keys", Some(body)).await.map(drop)
    }

    /// What was done, oldest first; of a long log the newest `most`.
    ///
    /// # Errors
    /// `role`; any other [`Fault`].
    pub async fn audit(&self, most: usize) -> Result<Vec<Done>, Fault> {
        #[derive(Deserialize)]
        struct Rows {
            rows: Vec<Done>,
            cursor: i64,
        }
        let (mut all, mut after) = (Vec::new(), 0);
        loop {
            let page = self.get::<Rows>(&format!("/desk/api/audit?after={after}")).await?;
            if page.rows.is_empty() || page.cursor <= after {
                return Ok(all);
            }
            after = page.cursor;
            all.extend(page.rows);
            let spare = all.len().saturating_sub(most);
            all.drain(..spare);
        }
    }

    /// Says that a person has seen it. Asking twice changes nothing.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn acknowledge(&self, id: &qinghe_wire::Id) -> Result<Row, Fault> {
        let path = format!("/desk/api/notices/{}/acknowledge", Row::id_text(id));
        let text = self.text("POST", &path, None).await?;
        Row::parse(&text).ok_or(Fault::Unreadable)
    }
}
