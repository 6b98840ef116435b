//! Placing a link in a course (deep linking): one form for each battery, each with its answer signed beforehand, so that
//! the page needs no script.

use super::{LtiConfig, PATH, login::random, page, token};
use crate::{App, problem::Problem};
use axum::response::Response;
use serde_json::{Value, json};

/// Seconds that somebody may take to choose.
const LIFE_S: i64 = 3600;

/// Shows what can be placed.
pub fn choose(
    app: &App,
    platform: &LtiConfig,
    claims: &token::Claims,
    now_s: i64,
) -> Result<Response, Problem> {
    let placing = claims.placing(platform)?;
    let mut choices = Vec::new();
    for (battery, title) in &platform.batteries {
        let answer = answer(app, platform, claims, (battery, title), now_s)?;
        choices.push((title.as_str(), app.lti.secrets.for_platform(&answer).map_err(|_| Problem::STORAGE)?));
    }
    Ok(page::choices(platform, claims.lang(), &placing.deep_link_return_url, &choices))
}

fn answer(
    app: &App,
    platform: &LtiConfig,
    claims: &token::Claims,
    (battery, title): (&str, &str),
    now_s: i64,
) -> Result<Value, Problem> {
    let mut item = json!({
        "type": "ltiResourceLink",
        "title": title,
        "url": format!("{}{PATH}", app.config.public_origin),
        "custom": { "battery": battery },
    });
    if platform.completion {
        item["lineItem"] = json!({ "label": title, "scoreMaximum": 1, "gradesReleased": false });
    }
    let mut answer = json!({
        "iss": platform.client_id,
        "aud": [platform.issuer],
        "iat": now_s,
        "exp": now_s + LIFE_S,
        "nonce": random()?,
        "https://purl.imsglobal.org/spec/lti/claim/deployment_id": claims.deployment,
        "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiDeepLinkingResponse",
        "https://purl.imsglobal.org/spec/lti/claim/version": "1.3.0",
        "https://purl.imsglobal.org/spec/lti-dl/claim/content_items": [item],
    });
    if let Some(data) = claims.placing.as_ref().and_then(|placing| placing.data.as_ref()) {
        answer["https://purl.imsglobal.org/spec/lti-dl/claim/data"] = json!(data);
    }
    Ok(answer)
}
