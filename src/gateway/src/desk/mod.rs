//! The desk's API. Rows leave here with their inner layer closed; the browser of somebody who was granted the centre's
//! key opens them.

mod alarms;
mod cases;
mod consents;
mod door;
mod duty;
mod figures;
mod handover;
mod rows;
mod team;

pub use alarms::{audit, list as alerts, try_out};
pub use cases::{lock as lock_case, unlock as unlock_case, write};
pub use consents::from_paper;
pub use door::{keys, lock, passphrase, renew, salt, set_up, state, unlock};
pub use duty::{get as duty, put as plan_duty};
pub use figures::{enrol, get as figures};
pub use handover::opened as handover;
#[cfg(test)]
pub use rows::news;
pub use rows::{acknowledge, carry, list};
pub use team::{disable, grant, invite, join, members, rotate};

use crate::{
    App, cases as stored,
    member::{Centre, Role, StaffId},
    problem::Problem,
    staff::{self, Member},
};
use axum::{
    Json,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::de::DeserializeOwned;
use serde_json::Value;

type Answer = Result<Response, Problem>;

fn ok(status: StatusCode, body: Value) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// What a call needs of whoever makes it. Each is written once, here; `tests/rights.rs` has the whole table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Any member.
    Member,
    /// Somebody who may open notices and holds the current key.
    Reader,
    /// A reader with a key of the own, so that others can be granted with it.
    Granter,
    /// A granter who leads.
    Lead,
}

/// Somebody at an open desk.
struct Caller {
    member: Member,
}

impl Caller {
    fn centre(&self) -> Centre {
        self.member.centre
    }

    /// For what is stored about what this person does.
    fn hand(&self, app: &App) -> stored::Hand {
        stored::Hand {
            centre: self.member.centre,
            staff: self.member.id,
            name: self.member.name.clone(),
            now_ms: app.now_ms(),
        }
    }
}

/// Who asks, if that person may do this.
async fn caller(app: &App, headers: &HeaderMap, needs: Needs) -> Result<Caller, Problem> {
    same_site(headers)?;
    let session = bearer(headers).and_then(|secret| app.sessions.who(secret, app.clock.steady_ms()));
    let id = session.ok_or(Problem::SESSION)?;
    let found = app.store.read(move |db| Ok((staff::by_id(db, &id)?, staff::grants_of(db, &id)?))).await?;
    let (Some(member), grants) = found else { return Err(Problem::SESSION) };
    if !member.active || !app.has(member.centre) {
        return Err(Problem::SESSION);
    }
    let current = app.known(member.centre).current().map(|key| key.id);
    let granted = member.legacy || grants.iter().any(|(key, _)| Some(*key) == current);
    if needs != Needs::Member {
        if !member.role.opens() || (needs == Needs::Lead && member.role != Role::Lead) {
            return Err(Problem::ROLE);
        }
        if !granted {
            return Err(Problem::NOT_GRANTED);
        }
        if needs != Needs::Reader && member.legacy {
            return Err(Problem::LEGACY);
        }
    }
    Ok(Caller { member })
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// The portal is same-site, so cookies and `SameSite` would not be enough; only the desk's own page may ask.
fn same_site(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get("sec-fetch-site") {
        Some(site) if site != "same-origin" => Err(Problem::SITE),
        _ => Ok(()),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|_| Problem::BODY_MALFORMED)
}

/// Bytes of exactly this length, from base64url.
fn exactly<const N: usize>(text: &str) -> Result<[u8; N], Problem> {
    BASE64.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(Problem::BODY_MALFORMED)
}

/// Bytes of one of these lengths, from base64url.
fn bytes(text: &str, lengths: std::ops::RangeInclusive<usize>) -> Result<Vec<u8>, Problem> {
    let bytes = BASE64.decode(text).ok().filter(|bytes| lengths.contains(&bytes.len()));
    bytes.ok_or(Problem::BODY_MALFORMED)
}

/// A public key. Sealing once proves that the point lies on the curve, before anybody seals to it.
fn point(text: &str) -> Result<[u8; 65], Problem> {
    let public = exactly(text)?;
    qinghe_seal::seal(&public, b"", b"", b"").map_err(|_| Problem::BODY_MALFORMED)?;
    Ok(public)
}

/// Something that the address names; what cannot be a name of anything is not there.
fn named<const N: usize>(text: &str) -> Result<[u8; N], Problem> {
    exactly(text).map_err(|_| Problem::NOT_FOUND)
}

fn centre(app: &App, word: &str) -> Result<Centre, Problem> {
    Centre::read(word).filter(|centre| app.has(*centre)).ok_or(Problem::NOT_FOUND)
}

fn id_text(id: &StaffId) -> String {
    id.to_string()
}
