//! Consent tokens: the platform's signed statement of who stands before the page `/consent`, and for which student. The
//! platform has made sure who that is; we have not and cannot.

use crate::{App, launch, problem::Problem};
use axum::http::{HeaderMap, header};
use qinghe_consent::{Band, Party};
use serde::Deserialize;

/// `typ`. Another one than a launch token's, so that neither can stand in for the other.
pub const TYPE: &str = "qinghe-consent+jwt";
/// Whoever reads slowly is not sent away: a token is taken for so long after its time.
const READING_S: i64 = 1800;

/// Whose consent it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Student {
    /// Issuer.
    pub issuer: String,
    /// Pseudonym, the one in the student's launch tokens.
    pub pseudonym: String,
}

/// Somebody before the page. Only [`visitor`] and a slip make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// About whom.
    pub student: Student,
    /// On whose behalf.
    pub party: Party,
    /// The pseudonym of whoever it is.
    pub who: String,
    /// The student's age in whole years.
    pub age: u8,
}

impl Visitor {
    /// The student's age band.
    #[must_use]
    pub fn band(&self) -> Band {
        Band::of(self.age)
    }
}

#[derive(Clone, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    jti: String,
    iat: i64,
    exp: i64,
    role: Role,
    student: Option<String>,
    age: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Role {
    Parent,
    Student,
}

/// Who asks.
///
/// # Errors
/// The problem to answer with.
pub async fn visitor(app: &App, headers: &HeaderMap) -> Result<Visitor, Problem> {
    own_page(app, headers)?;
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = given.and_then(|value| value.strip_prefix("Bearer ")).ok_or(Problem::TOKEN_MISSING)?;
    let key = launch::key_of(&app.platforms, token, TYPE).await?;
    let claims: Claims = launch::signed(token, &key)?;
    if claims.aud != app.config.public_origin {
        return Err(Problem::TOKEN_AUDIENCE);
    }
    let now_s = app.now_ms() / 1000;
    let shaped = launch::is_code(&claims.sub, 8, 64)
        && launch::is_code(&claims.jti, 16, 64)
        && launch::in_time(claims.iat, claims.exp, now_s);
    let (party, pseudonym) = match (claims.role, claims.student) {
        (Role::Parent, Some(student)) if launch::is_code(&student, 8, 64) && student != claims.sub => {
            (Party::Guardian, student)
        }
        (Role::Student, None) => (Party::Student, claims.sub.clone()),
        _ => return Err(Problem::TOKEN_INVALID),
    };
    if !shaped {
        return Err(Problem::TOKEN_INVALID);
    }
    if now_s > claims.exp.saturating_add(READING_S) {
        return Err(Problem::TOKEN_EXPIRED);
    }
    let student = Student { issuer: claims.iss, pseudonym };
    if !app.limits.visit(&student.issuer, &claims.sub) {
        return Err(Problem::SLOW_DOWN);
    }
    Ok(Visitor { student, party, who: claims.sub, age: claims.age })
}

/// Only the gateway's own page, or a server of the platform, which says no origin.
fn own_page(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin");
    let origin = headers.get(header::ORIGIN).is_none_or(|origin| origin == app.config.public_origin.as_str());
    if site && origin { Ok(()) } else { Err(Problem::ORIGIN_REFUSED) }
}
