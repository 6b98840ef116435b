//! Problem details (RFC 9457). Says what happened and what to do, never a word about the content.

use crate::store::StoreError;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// One refusal. `code` is the last part of the problem's `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    status: u16,
    /// Stable code, as in `docs/wire.md`.
    pub code: &'static str,
    title: &'static str,
    detail: &'static str,
    retry_after_s: Option<u16>,
}

macro_rules! problems {
    ($($name:ident = $status:literal $code:literal $title:literal, $detail:literal $(, retry $retry:literal)? ;)+) => {
        impl Problem {
            $(
                #[doc = $title]
                pub const $name: Problem = Problem {
                    status: $status, code: $code, title: $title, detail: $detail,
                    retry_after_s: problems!(@retry $($retry)?),
                };
            )+
            /// Every problem this gateway can answer with.
            pub const ALL: &'static [Problem] = &[$(Problem::$name),+];
        }
    };
    (@retry) => { None };
    (@retry $retry:literal) => { Some($retry) };
}

problems! {
    ENVELOPE_MALFORMED = 400 "envelope-malformed" "The envelope cannot be read.", "It is not 2048 bytes of version 1, suite 1, or was altered on the way. Send it again as it was sealed; if that fails too, update the element.";
    KEY_UNKNOWN = 400 "key-unknown" "Sealed to another key.", "Fetch /v1/centre again and seal to the keys given there.";
    BODY_MALFORMED = 400 "body-malformed" "The request body cannot be read.", "Send the JSON object described in docs/wire.md.";
    TOKEN_MISSING = 401 "token-missing" "No launch token.", "Send `authorization: Bearer <launch token>`.";
    TOKEN_INVALID = 401 "token-invalid" "The launch token is not valid.", "Its signature, key id, type or a claim is wrong. Ask the platform for a new one; docs/wire.md lists the claims.";
    TOKEN_EXPIRED = 401 "token-expired" "The launch token has expired.", "Ask the platform for a new one.";
    TOKEN_AUDIENCE = 403 "token-audience" "The launch token is for another gateway.", "`aud` must be this gateway's public origin.";
    TOKEN_ISSUER = 403 "token-issuer" "The platform is not known here.", "Add a [[host]] with this issuer to the gateway's configuration.";
    CONSENT_MISSING = 403 "consent-missing" "A consent is missing.", "Where the platform keeps it, students under 14 need the `consent` claim; where this gateway keeps it, a guardian agrees on /consent first (docs/consent.md).";
    CONSENT_ELSEWHERE = 409 "consent-elsewhere" "This gateway keeps no consent for this platform.", "Set `consent = \"gateway\"` in its [[host]] table, with a [consent] table (docs/consent.md).";
    SLIP_CODE = 403 "slip-code" "There is no slip with this code.", "Compare the ten characters on the paper; a slip is good for a school year.";
    ORIGIN_REFUSED = 403 "origin-refused" "This page may not send here.", "Requests come from the gateway's own pages or from the configured origin of the token's platform.";
    LAUNCH_USED = 409 "launch-used" "The launch token already serves another sitting.", "Ask the platform for a new token.";
    ID_CONFLICT = 409 "id-conflict" "Another notice with this id is stored.", "Make a new id; the stored notice is unchanged.";
    TOO_SLOW = 408 "too-slow" "The request did not arrive in time.", "Send it again, in one go.";
    TOO_LARGE = 413 "too-large" "The request is too large.", "An envelope is 2048 bytes.";
    SLOW_DOWN = 429 "slow-down" "Too many requests.", "Wait and send again.", retry 30;
    BUSY = 503 "slow-down" "The gateway is busy.", "Nothing was stored. Keep the envelope and send it again.", retry 5;
    NOT_READY = 503 "not-ready" "The counselling centre is not set up yet.", "The counsellor opens /desk once and makes the centre's key.", retry 60;
    STORAGE = 503 "storage" "The message could not be stored.", "Nothing was stored. Keep the envelope and send it again.", retry 10;
    SETUP_CODE = 403 "setup-code" "The set-up code is wrong.", "It stands in the gateway's log and in `setup-code` in its data folder.";
    ALREADY_SET_UP = 409 "already-set-up" "The desk is already set up.", "Open it with the passphrase.";
    PASSPHRASE = 403 "passphrase" "The passphrase is wrong.", "Try again; capitals and spaces count.";
    ROLE = 403 "role" "This is not for your role.", "Ask a lead of your centre.";
    NOT_GRANTED = 403 "not-granted" "You have not been granted the centre's key yet.", "A colleague who has it opens the desk and grants it to you.";
    INVITE_CODE = 403 "invite-code" "The code is wrong, was used, or is older than a day.", "Ask a lead of your centre for a new one.";
    LEGACY = 409 "legacy" "You have no key of your own yet.", "Open the desk once more; it makes one for you.";
    NAME_TAKEN = 409 "name-taken" "Somebody at this centre has this name.", "Choose another one, for example with a number.";
    ANOTHER_PERSON = 409 "another-person" "You have asked before.", "Another person must ask as well, within a day.";
    NOT_LOCKED = 409 "not-locked" "There is no lock.", "Nothing needs to be done.";
    MEMBERS_CHANGED = 409 "members-changed" "The members have changed meanwhile.", "Fetch /desk/api/staff again and grant the new key to everybody who has the old one.";
    KEY_KNOWN = 409 "key-known" "This key was used before.", "Make a new one.";
    DUTY = 400 "duty" "The duty plan has faults.", "Correct what `faults` names and send it again.";
    SESSION = 401 "session" "The desk session has ended.", "Open the desk with the passphrase again.";
    SITE = 403 "site" "Only the desk page itself may ask this.", "Open /desk on this gateway.";
    COURSE_KEY = 403 "course-key" "This package is not known here.", "Its key must be that of a [[course]] table; make the package anew with `qinghe pack`.";
    LTI_STATE = 403 "lti-state" "The launch does not belong to a login of the last ten minutes.", "Open the activity in the course once more.";
    LTI_REFUSED = 403 "lti-refused" "The platform did not sign anybody in.", "Sign in to the learning platform and open the activity once more.";
    LTI_ORIGIN = 403 "lti-origin" "The launch came from another page than the platform's.", "`origins` of the [[lti]] table must name the origin of the platform's pages, and these must say their origin (no `no-referrer` policy).";
    LTI_NONCE = 403 "lti-nonce" "The launch was used before.", "A launch opens one page. Open the activity in the course once more.";
    LTI_DEPLOYMENT = 403 "lti-deployment" "The deployment is not known here.", "Add its id to `deployments` of the [[lti]] table.";
    LTI_MESSAGE = 403 "lti-message" "The platform sent a message that this tool does not take.", "It takes LTI 1.3 resource links, and deep links that take `ltiResourceLink` back at the platform's own address.";
    LTI_TARGET = 403 "lti-target" "The link does not lead here.", "The tool's address is `public_origin` with `/lti/launch`; in the launch it must be the one of the login.";
    LTI_NOBODY = 403 "lti-nobody" "The platform does not say who it is.", "Launches need `sub`; an anonymous launch could reach nobody who can help.";
    LTI_BATTERY = 403 "lti-battery" "The link names no battery that is allowed here.", "Place it anew with the platform's content picker, or add the battery to [lti.batteries].";
    NOT_FOUND = 404 "not-found" "There is nothing here.", "Check the address.";
}

impl Problem {
    /// What happened and what to do, with the code.
    #[must_use]
    pub fn said(&self) -> String {
        format!("{} {} ({})", self.title, self.detail, self.code)
    }

    /// The status code.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<StoreError> for Problem {
    fn from(why: StoreError) -> Problem {
        match why {
            StoreError::Full => Problem::BUSY,
            StoreError::Refused => Problem::STORAGE,
        }
    }
}

impl Problem {
    /// The refusal with everything that is wrong with the request.
    #[must_use]
    pub fn with_faults(self, faults: &[String]) -> Response {
        self.response(Some(faults))
    }

    fn response(self, faults: Option<&[String]>) -> Response {
        let mut body = serde_json::json!({
            "type": format!("https://qinghe.dev/problems/{}", self.code),
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        });
        if let Some(faults) = faults {
            body["faults"] = faults.into();
        }
        let headers =
            [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (self.status(), headers, body.to_string()).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.response(None)
    }
}
