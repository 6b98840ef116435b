//! The first step: a platform says that somebody wants to come, and is asked who it is.

use super::{LtiConfig, PATH, State, page};
use crate::{App, problem::Problem};
use axum::{
    extract::{Form, State as Shared, rejection::FormRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use serde::Deserialize;
use std::sync::Arc;

/// Seconds that a login may take.
const LIFE_S: i64 = 600;
/// What a platform may hand over to be handed back.
const HINT_MAX: usize = 4096;

/// What a platform says. Nothing of it is believed; it only chooses whom to ask.
#[derive(Deserialize)]
pub struct Asked {
    iss: String,
    login_hint: String,
    target_link_uri: String,
    lti_message_hint: Option<String>,
    client_id: Option<String>,
    lti_storage_target: Option<String>,
}

/// Sends the browser to the platform's login.
pub async fn begin(Shared(app): Shared<Arc<App>>, asked: Result<Form<Asked>, FormRejection>) -> Response {
    let sent = asked.map_err(|_| Problem::BODY_MALFORMED).and_then(|Form(asked)| send(&app, &asked));
    sent.unwrap_or_else(|problem| page::refusal(&app, problem))
}

fn send(app: &App, asked: &Asked) -> Result<Response, Problem> {
    let all = || app.config.lti.iter().filter(|one| one.issuer == asked.iss);
    let named = |client: &String| all().find(|one| one.client_id == *client);
    // A platform that names no client must have one tool here only.
    let platform = match &asked.client_id {
        Some(client) => named(client),
        None => all().next().filter(|_| all().count() == 1),
    };
    let platform = platform.ok_or(Problem::TOKEN_ISSUER)?;
    let own = format!("{}{PATH}", app.config.public_origin);
    let target = &asked.target_link_uri;
    if target.strip_prefix(&own).is_none_or(|rest| !rest.is_empty() && !rest.starts_with('?')) {
        return Err(Problem::LTI_TARGET);
    }
    let hints = [Some(&asked.login_hint), asked.lti_message_hint.as_ref(), Some(target)];
    if hints.into_iter().flatten().any(|hint| hint.len() > HINT_MAX) {
        return Err(Problem::TOO_LARGE);
    }
    let frame = |name: &String| (1..=64).contains(&name.len()) && name.chars().all(|c| c.is_ascii_graphic());
    let state = State {
        platform: platform.name.clone(),
        nonce: random()?,
        target: target.clone(),
        storage: asked.lti_storage_target.clone().filter(frame),
        exp: app.now_ms() / 1000 + LIFE_S,
    };
    let signed = app.lti.secrets.state(&state).map_err(|_| Problem::STORAGE)?;
    let next = address(platform, asked, &state, &signed, &own);
    Ok(match &state.storage {
        None => {
            let headers = [(header::LOCATION, next), (header::CACHE_CONTROL, "no-store".to_owned())];
            (StatusCode::FOUND, headers).into_response()
        }
        Some(_) => page::store(platform, &state, &next),
    })
}

/// Sixteen random bytes as text.
pub fn random() -> Result<String, Problem> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Problem::STORAGE)?;
    Ok(BASE64.encode(bytes))
}

fn address(platform: &LtiConfig, asked: &Asked, state: &State, signed: &str, own: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs([
        ("scope", "openid"),
        ("response_type", "id_token"),
        ("response_mode", "form_post"),
        ("prompt", "none"),
        ("client_id", platform.client_id.as_str()),
        ("redirect_uri", own),
        ("login_hint", asked.login_hint.as_str()),
        ("nonce", state.nonce.as_str()),
        ("state", signed),
    ]);
    if let Some(hint) = &asked.lti_message_hint {
        query.append_pair("lti_message_hint", hint);
    }
    let and = if platform.authorize.contains('?') { '&' } else { '?' };
    format!("{}{and}{}", platform.authorize, query.finish())
}
