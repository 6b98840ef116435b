//! "Closed": the one thing that a learning platform may hear of a sitting. The page says it for everybody who has closed one,
//! whatever came out of it and for "not today" as well; it is told at the next slot of a fixed grid and never at once.

use super::{LtiConfig, rows, score};
use crate::{App, problem::Problem, store::Room, webhook};
use axum::{
    body::Bytes,
    extract::State as Shared,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{open, seal};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

const INFO: &[u8] = b"qinghe/1 lti completion";
/// Seconds that a sitting may take from the launch on.
const LIFE_S: i64 = 12 * 3600;
/// Between two looks.
const EVERY: Duration = Duration::from_secs(1);

/// Whom to tell about whom. The page carries it sealed to the gateway's own key: the platform's name for the person
/// stands in no page and no row.
#[derive(Serialize, Deserialize)]
pub struct Ticket {
    /// Name of the platform.
    pub platform: String,
    /// The platform's name for the person.
    pub person: String,
    /// Address of the column in the platform's book.
    pub line: String,
    /// Seconds since 1970.
    exp: i64,
}

impl Ticket {
    /// A sealed ticket as text.
    ///
    /// # Errors
    /// [`Problem::STORAGE`] when it cannot be sealed.
    pub fn seal(
        app: &App,
        platform: &LtiConfig,
        person: &str,
        line: &str,
        now_s: i64,
    ) -> Result<String, Problem> {
        let (platform, person, line) = (platform.name.clone(), person.to_owned(), line.to_owned());
        let plain = serde_json::to_vec(&Ticket { platform, person, line, exp: now_s + LIFE_S });
        let plain = plain.map_err(|_| Problem::STORAGE)?;
        let sealed = seal(&app.keys.public, INFO, &[], &plain).map_err(|_| Problem::STORAGE)?;
        Ok(BASE64.encode(sealed))
    }

    /// Opens what [`Ticket::seal`] made; `None` for anything else. Anybody can seal to a public key, so the address is
    /// compared with the configuration before anything is sent to it.
    #[must_use]
    pub fn open(app: &App, sealed: &[u8]) -> Option<Ticket> {
        let plain = open(&app.keys.private, INFO, &[], sealed).ok()?;
        let ticket: Ticket = serde_json::from_slice(&plain).ok()?;
        let config = &app.lti.named(&ticket.platform)?.config;
        (config.completion && config.is_there(&ticket.line)).then_some(ticket)
    }
}

/// Takes a ticket; the answer is empty and the same whether it was known already.
pub async fn take(Shared(app): Shared<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    match queue(&app, &headers, &body).await {
        Ok(()) => (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn queue(app: &App, headers: &HeaderMap, body: &Bytes) -> Result<(), Problem> {
    let own = headers.get(header::ORIGIN).is_some_and(|origin| origin == app.config.public_origin.as_str());
    if !own {
        return Err(Problem::ORIGIN_REFUSED);
    }
    let sealed = BASE64.decode(body).map_err(|_| Problem::BODY_MALFORMED)?;
    let ticket = Ticket::open(app, &sealed).ok_or(Problem::BODY_MALFORMED)?;
    let now = app.now_ms();
    if ticket.exp < now / 1000 {
        return Err(Problem::TOKEN_EXPIRED);
    }
    let secrets = &app.lti.secrets;
    let parts = ["told", ticket.platform.as_str(), ticket.person.as_str(), ticket.line.as_str()];
    let id = secrets.hash(&parts).map_err(|_| Problem::STORAGE)?;
    let every = app.lti.named(&ticket.platform).map_or(300, |found| found.config.completion_slot_seconds);
    let slot = next_slot(now, i64::from(every) * 1000);
    let waiting = rows::Waiting { id, sealed, slot, tries: 0 };
    Ok(app.store.write(Room::Usual, move |db| rows::queue(db, &waiting)).await?)
}

/// The next moment of the grid; `every` in milliseconds. Everybody who closes within one slot is told about at its end.
#[must_use]
pub fn next_slot(now_ms: i64, every: i64) -> i64 {
    (now_ms.div_euclid(every.max(1)) + 1) * every.max(1)
}

/// Tells platforms what is due, until the gateway stops.
pub async fn over(app: Arc<App>) {
    let mut stopping = app.stopping.clone();
    let mut leaves = score::Leaves::default();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        let now = app.now_ms();
        let Ok(due) = app.store.read(move |db| rows::due(db, now)).await else { continue };
        for waiting in due {
            tell(&app, &mut leaves, waiting).await;
        }
    }
}

async fn tell(app: &Arc<App>, leaves: &mut score::Leaves, waiting: rows::Waiting) {
    let Some(ticket) = Ticket::open(app, &waiting.sealed) else {
        // Its platform is not configured any more.
        let _logged = app.store.write(Room::Usual, move |db| rows::forget(db, &waiting.id)).await;
        return;
    };
    let platform = ticket.platform.clone();
    let told = leaves.tell(app, ticket, waiting.slot).await;
    let now = app.now_ms();
    let next = match &told {
        Ok(()) => None,
        Err(why) => {
            tracing::warn!(platform, why, "a platform could not be told that a sitting was closed");
            webhook::next_try(waiting.slot, waiting.tries + 1, now)
        }
    };
    // If this fails it is told again, and the platform answers that it knows.
    let _logged = app
        .store
        .write(Room::Usual, move |db| match next {
            None => rows::forget(db, &waiting.id),
            Some(next) => rows::later(db, &waiting.id, next),
        })
        .await;
}

#[cfg(test)]
mod tests {
    use super::next_slot;

    #[test]
    fn everybody_within_a_slot_is_told_about_at_its_end() {
        for now in [0, 1, 299_999] {
            assert_eq!(next_slot(now, 300_000), 300_000);
        }
        assert_eq!(next_slot(300_000, 300_000), 600_000);
    }
}
