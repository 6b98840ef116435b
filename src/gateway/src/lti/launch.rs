//! The second step: the platform has said who comes. A launch that holds becomes a launch token.

use super::{Platform, State, done::Ticket, login::random, page, place, rows, token};
use crate::{App, launch::LIFE_S, problem::Problem, store::Room};
use axum::{
    extract::{Form, State as Shared, rejection::FormRejection},
    http::{HeaderMap, header},
    response::Response,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the platform posts.
#[derive(Deserialize)]
pub struct Posted {
    id_token: Option<String>,
    state: Option<String>,
}

/// The claims of a portal's launch token; `docs/wire.md` lists them.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    jti: &'a str,
    iat: i64,
    exp: i64,
    role: &'a str,
    battery: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<&'a str>,
}

/// Shows the element to whoever comes from a course, and the batteries to whoever places a link.
pub async fn take(
    Shared(app): Shared<Arc<App>>,
    headers: HeaderMap,
    posted: Result<Form<Posted>, FormRejection>,
) -> Response {
    let judged = match posted {
        Ok(Form(posted)) => judge(&app, &headers, &posted).await,
        Err(_) => Err(Problem::BODY_MALFORMED),
    };
    judged.unwrap_or_else(|problem| page::refusal(&app, problem))
}

async fn judge(app: &App, headers: &HeaderMap, posted: &Posted) -> Result<Response, Problem> {
    let now_s = app.now_ms() / 1000;
    let state = posted.state.as_deref().and_then(|text| app.lti.secrets.read_state::<State>(text));
    let state = state.filter(|state| state.exp >= now_s).ok_or(Problem::LTI_STATE)?;
    let platform = app.lti.named(&state.platform).ok_or(Problem::LTI_STATE)?;
    let id_token = posted.id_token.as_deref().ok_or(Problem::LTI_REFUSED)?;
    // The browser says whose page posts. Without it somebody else's page could open this browser's window under the name of
    // whoever made that page; other tools keep a cookie against that.
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    if !platform.config.origins.iter().any(|known| known == origin) {
        return Err(Problem::LTI_ORIGIN);
    }
    let key = platform.keys.find(&platform.config.name, &token::key_id(id_token)?).await?;
    let claims = token::read(id_token, &key)?;
    let message = claims.judge(&platform.config, &state, now_s)?;
    let answer = match message {
        token::Message::Open => open(app, platform, &claims, &state, origin, now_s)?,
        token::Message::Place => place::choose(app, &platform.config, &claims, now_s)?,
    };
    // Last, so that a launch that was refused for another reason can be corrected and tried again.
    let (name, nonce, now_ms) = (platform.config.name.clone(), state.nonce.clone(), app.now_ms());
    let fresh = app.store.write(Room::Usual, move |db| rows::spend(db, &name, &nonce, now_ms)).await?;
    if fresh { Ok(answer) } else { Err(Problem::LTI_NONCE) }
}

fn open(
    app: &App,
    platform: &Platform,
    claims: &token::Claims,
    state: &State,
    origin: &str,
    now_s: i64,
) -> Result<Response, Problem> {
    let (config, secrets) = (&platform.config, &app.lti.secrets);
    let battery = claims.battery(config)?;
    let role = claims.role();
    let issuer = config.own_issuer(&app.config.public_origin);
    let pseudonym = secrets.pseudonym(&config.name, &claims.sub).map_err(|_| Problem::STORAGE)?;
    if !app.limits.visit(&issuer, &pseudonym) {
        return Err(Problem::SLOW_DOWN);
    }
    let student = role == "student";
    let launch = Claims {
        iss: &issuer,
        aud: &app.config.public_origin,
        sub: &pseudonym,
        jti: &random()?,
        iat: now_s,
        exp: now_s + LIFE_S,
        role,
        battery: &battery,
        age: student.then_some(config.age),
        consent: config.guardians.as_deref().map(str::trim).filter(|_| student),
    };
    let line = claims.line(config).filter(|_| student);
    let ticket = line.map(|line| Ticket::seal(app, config, &claims.sub, line, now_s)).transpose()?;
    let shown = page::Shown {
        gateway: &app.config.public_origin,
        battery: &battery,
        token: &secrets.launch(&launch).map_err(|_| Problem::STORAGE)?,
        lang: claims.lang(),
        ticket: ticket.as_deref().unwrap_or_default(),
        around: origin,
    };
    Ok(page::element(config, state, &shown))
}
