//! Writing "closed" into a platform's book (Assignment and Grade Services 2.0): 1 of 1, for everybody.

use super::{LtiConfig, done::Ticket, login::random, token::SCORE};
use crate::App;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use std::{collections::HashMap, sync::Arc, time::Duration};

/// Longest that a platform may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Seconds that an assertion of the gateway is good.
const ASSERTION_S: i64 = 300;
const SIZE_MAX: u64 = 64 * 1024;
/// The platform has a result that is as new: told before.
const KNOWN_ALREADY: u16 = 409;

/// Leave to write, by platform, and until when in milliseconds.
#[derive(Default)]
pub struct Leaves(HashMap<String, (String, i64)>);

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    #[serde(default)]
    expires_in: i64,
}

impl Leaves {
    /// Tells the platform; `slot` in milliseconds is the time that it is told, the same for everybody of the slot.
    ///
    /// # Errors
    /// What went wrong, without anything about the person.
    pub async fn tell(&mut self, app: &Arc<App>, ticket: Ticket, slot: i64) -> Result<(), String> {
        let platform =
            app.config.lti.iter().find(|one| one.name == ticket.platform).ok_or("not configured")?;
        let leave = self.leave(app, platform).await?;
        let body = body(&ticket.person, slot)?;
        let status = tokio::task::spawn_blocking(move || post(&scores(&ticket.line), &leave, &body)).await;
        let status = status.map_err(|why| why.to_string())??;
        match status {
            200..=299 | KNOWN_ALREADY => Ok(()),
            status => {
                // Perhaps the leave was taken back.
                self.0.remove(&platform.name);
                Err(format!("the platform answered {status}"))
            }
        }
    }

    async fn leave(&mut self, app: &Arc<App>, platform: &LtiConfig) -> Result<String, String> {
        let now = app.now_ms();
        if let Some((leave, _)) = self.0.get(&platform.name).filter(|(_, until)| *until > now) {
            return Ok(leave.clone());
        }
        let form = ask(app, platform, now / 1000)?;
        let url = platform.token.clone().ok_or("no token address is configured")?;
        let granted = tokio::task::spawn_blocking(move || fetch(&url, &form)).await;
        let granted = granted.map_err(|why| why.to_string())??;
        // A minute early: it must still be good when it arrives.
        let until = now + (granted.expires_in.clamp(0, 86_400) - 60) * 1000;
        self.0.insert(platform.name.clone(), (granted.access_token.clone(), until));
        Ok(granted.access_token)
    }
}

/// The form that asks for leave, with an assertion that the gateway signs.
fn ask(app: &App, platform: &LtiConfig, now_s: i64) -> Result<String, String> {
    let audience = platform.token_audience.as_ref().or(platform.token.as_ref());
    let claims = json!({
        "iss": platform.client_id, "sub": platform.client_id, "aud": audience,
        "iat": now_s, "exp": now_s + ASSERTION_S, "jti": random().map_err(|problem| problem.code)?,
    });
    let assertion = app.lti.secrets.for_platform(&claims)?;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs([
        ("grant_type", "client_credentials"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", assertion.as_str()),
        ("scope", SCORE),
    ]);
    Ok(form.finish())
}

/// The whole body; the standard wants the time with a fraction, and a slot has none. No field here may ever depend on what somebody responded.
fn body(person: &str, slot: i64) -> Result<String, String> {
    let timestamp = Timestamp::from_millisecond(slot).map_err(|why| why.to_string())?;
    let body = json!({
        "userId": person, "scoreGiven": 1, "scoreMaximum": 1, "activityProgress": "Completed",
        "gradingProgress": "FullyGraded", "timestamp": timestamp.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
    });
    Ok(body.to_string())
}

/// The address of a column's results; a query of the column's own stays behind it (Moodle has one).
fn scores(line: &str) -> String {
    match line.split_once('?') {
        Some((path, query)) => format!("{path}/scores?{query}"),
        None => format!("{line}/scores"),
    }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).max_redirects(0);
    config.http_status_as_error(false).build().into()
}

fn fetch(url: &str, form: &str) -> Result<Granted, String> {
    let request = agent().post(url).header("content-type", "application/x-www-form-urlencoded");
    let mut answer =
        request.header("accept", "application/json").send(form).map_err(|why| why.to_string())?;
    if !answer.status().is_success() {
        return Err(format!("asked for leave to write, the platform answered {}", answer.status().as_u16()));
    }
    let text =
        answer.body_mut().with_config().limit(SIZE_MAX).read_to_string().map_err(|why| why.to_string())?;
    serde_json::from_str(&text).map_err(|_| "the platform's leave cannot be read".to_owned())
}

fn post(url: &str, leave: &str, body: &str) -> Result<u16, String> {
    let request = agent().post(url).header("authorization", format!("Bearer {leave}"));
    let request = request.header("content-type", "application/vnd.ims.lis.v1.score+json");
    // The error may name the address, which names a course and nobody.
    Ok(request.send(body).map_err(|_| "the platform did not answer")?.status().as_u16())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_of_a_column_stays_behind() {
        assert_eq!(scores("https://a/1/lineitem?type_id=2"), "https://a/1/lineitem/scores?type_id=2");
        assert_eq!(scores("https://a/1"), "https://a/1/scores");
    }
}
