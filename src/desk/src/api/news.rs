//! What arrives, and what people write about it.

use super::{Ask, Fault, Session, ask};
use crate::{
    kept::{Order, Pending},
    row::{Page, Row},
    time,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_wire::Id;
use serde_json::json;
use web_sys::AbortController;

/// How long news may take: the gateway waits up to 25 s.
const NEWS_PATIENCE_MS: u32 = 35_000;

/// News, and how far this computer's clock is behind the gateway's, milliseconds.
pub struct News {
    /// The rows and cases.
    pub page: Page,
    /// Gateway's clock minus this one; `None` without a `Date` header.
    pub skew: Option<i64>,
}

impl Session {
    /// Everything that changed after `cursor`; waits for it. `stop` ends the waiting.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn news(&self, cursor: i64, stop: AbortController) -> Result<News, Fault> {
        let path = format!("/desk/api/notices?after={cursor}");
        let asked = Ask {
            bearer: Some(&self.0),
            patience: NEWS_PATIENCE_MS,
            stop: Some(stop),
            ..Ask::new("GET", &path)
        };
        let answer = ask(asked).await?;
        let page = Page::parse(&answer.text).ok_or(Fault::Unreadable)?;
        Ok(News { page, skew: answer.date.map(|date| date - time::now()) })
    }

    /// Sends what was written. The same bytes twice make one entry.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn send(&self, one: &Pending) -> Result<(), Fault> {
        let (sitting, sealed, key) =
            (Row::id_text(&one.sitting), BASE64.encode(&one.sealed), BASE64.encode(one.key));
        let case = format!("/desk/api/cases/{sitting}");
        let (path, body) = match &one.order {
            Order::Entry { kind, closes, releases } => (
                format!("{case}/entries"),
                json!({ "kind": kind, "closes": closes, "releases": releases, "key": key, "sealed": sealed }),
            ),
            Order::Lock => (format!("{case}/lock"), json!({ "key": key, "sealed": sealed })),
            Order::Hand { id, urgent } => (
                "/desk/api/hand".to_owned(),
                json!({
                    "id": Row::id_text(id), "sitting": sitting, "centreKey": key,
                    "urgency": if *urgent { "urgent" } else { "normal" }, "sealed": sealed,
                }),
            ),
        };
        self.text("POST", &path, Some(body)).await.map(drop)
    }

    /// Asks to open the guardian lock, or agrees to it. What came of it stands in the next news.
    ///
    /// # Errors
    /// `another-person`; any other [`Fault`].
    pub async fn unlock_case(&self, sitting: &Id) -> Result<(), Fault> {
        let path = format!("/desk/api/cases/{}/unlock", Row::id_text(sitting));
        self.text("POST", &path, Some(json!({}))).await.map(drop)
    }
}
