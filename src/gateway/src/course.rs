//! Packages in a course (SCORM, cmi5): nobody signs their launches, so every sitting is one without a name. `POST /v1/course`
//! makes its launch token. The package never says who it is, and the gateway could not find out.

use crate::{
    App,
    config::{Faults, ORIGIN_SAYS, is_origin},
    launch::LIFE_S,
    lti::random,
    problem::Problem,
};
use axum::{
    Json,
    body::Bytes,
    extract::State as Shared,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{path::Path, sync::Arc};

/// One package, as `qinghe pack` makes it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CourseConfig {
    /// Short name, 1 to 32 of `a–z 0–9 -`.
    pub name: String,
    /// In the package and here: whoever has the package can begin a sitting without a name. At least 24 characters.
    key: String,
    /// Origins of the platform's pages; they may frame the element.
    pub origins: Vec<String>,
    /// The battery.
    pub battery: String,
    /// Whole years of the youngest who can be in the course.
    pub age: u8,
    /// Reference of the guardians' consents, where `age` is under 14.
    #[serde(default)]
    pub guardians: Option<String>,
}

impl std::fmt::Debug for CourseConfig {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The key may not be printed.
        write!(out, "CourseConfig({})", self.name)
    }
}

impl CourseConfig {
    /// The issuer of its launch tokens.
    #[must_use]
    pub fn own_issuer(&self, gateway: &str) -> String {
        format!("{gateway}/course/{}", self.name)
    }
}

/// All that is wrong, each with what to do.
pub fn faults(all: &[CourseConfig], assets: &Path, faults: &mut Faults) {
    let plain = |text: &str, more: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c));
    for (nth, one) in all.iter().enumerate() {
        let name = &one.name;
        faults.check(
            (1..=32).contains(&name.len()) && plain(name, "-"),
            format!("[[course]] name `{name}` must be 1 to 32 letters, digits and -."),
        );
        let before = all.get(..nth).unwrap_or_default();
        faults.check(
            before.iter().all(|other| other.name != *name && other.key != one.key),
            format!("[[course]] `{name}`: name or key stands in an earlier table; each package has its own."),
        );
        faults.check(
            one.key.len() >= 24 && plain(&one.key, "-_"),
            format!("[[course]] `{name}`: key must be at least 24 of A-Z a-z 0-9 - _, drawn at random."),
        );
        faults.check(
            !one.origins.is_empty(),
            format!("[[course]] `{name}`: origins names none; write the origin of the platform's pages."),
        );
        for origin in one.origins.iter().filter(|origin| !is_origin(origin)) {
            faults.0.push(format!("[[course]] `{name}`: origin `{origin}` {ORIGIN_SAYS}."));
        }
        faults.check(
            (6..=99).contains(&one.age),
            format!("[[course]] `{name}`: age must be 6 to 99: whole years of the youngest in the course."),
        );
        let said = one.guardians.as_ref().is_some_and(|text| (1..=64).contains(&text.trim().chars().count()));
        faults.check(
            one.age >= 14 || said,
            format!("[[course]] `{name}`: under 14 write `guardians`, a reference of 1 to 64 characters to the guardians' consents of everybody in the course."),
        );
        faults.check(
            crate::lti::has_pack(assets, &one.battery),
            format!(
                "[[course]] `{name}`: assets hold no battery `{}`; `qinghe lint` lists the batteries.",
                one.battery
            ),
        );
    }
}

/// A launch token for somebody without a name.
pub async fn take(Shared(app): Shared<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default();
    let mut response = match launch(&app, origin, &body) {
        Ok(token) => ([(header::CACHE_CONTROL, "no-store")], Json(json!({ "token": token }))).into_response(),
        Err(problem) => problem.into_response(),
    };
    let known = app.config.courses.iter().any(|course| course.origins.iter().any(|own| own == origin));
    if let (true, Ok(value)) = (known, HeaderValue::from_str(origin)) {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
    }
    response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
    response
}

fn launch(app: &App, origin: &str, key: &[u8]) -> Result<String, Problem> {
    // Hashes are compared, so that the time says nothing about a key.
    let given = Sha256::digest(key);
    let course = app.config.courses.iter().find(|course| Sha256::digest(&course.key) == given);
    let course = course.ok_or(Problem::COURSE_KEY)?;
    if !course.origins.iter().any(|own| own == origin) {
        return Err(Problem::ORIGIN_REFUSED);
    }
    if !app.limits.course(&course.name) {
        return Err(Problem::SLOW_DOWN);
    }
    let now_s = app.now_ms() / 1000;
    let mut claims = json!({
        "iss": course.own_issuer(&app.config.public_origin), "aud": app.config.public_origin, "sub": random()?,
        "jti": random()?, "iat": now_s, "exp": now_s + LIFE_S, "role": "student", "battery": course.battery,
        "age": course.age, "anonymous": true,
    });
    if let Some(guardians) = &course.guardians {
        claims["consent"] = json!(guardians.trim());
    }
    app.lti.secrets.launch(&claims).map_err(|_| Problem::STORAGE)
}
