//! Families whose consents the gateway keeps: what the school says of itself, and what a guardian or a student says.

use super::{Answer, ORIGIN, Running, jti, now_s};
use serde_json::{Value, json};

pub const FACTS: &str = "response_floor_ms = 0\n[consent]\nschool = \"青山湖实验学校\"\nkeep_months = 12\n\
    place = \"学校自己的机房\"\ncontact = \"沈老师 0571-0000\"\nsupervisor = \"区教育局\"\n";
pub const CHILD: &str = "pseudonym-1";

/// A consent token of a guardian, or of the student when `who` is the student.
pub fn visit(gateway: &Running, who: &str, age: u8) -> String {
    let mut claims = json!({ "iss": "school", "aud": ORIGIN, "sub": who, "jti": jti(7), "iat": now_s(),
        "exp": now_s() + 300, "role": "parent", "student": CHILD, "age": age });
    if who == CHILD {
        claims["role"] = json!("student");
        claims.as_object_mut().unwrap().remove("student");
    }
    gateway.platform.sign_as(&claims, "k1", "qinghe-consent+jwt")
}

pub fn call(gateway: &Running, token: &str, method: &str, path: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    let body = if body.is_null() { String::new() } else { body.to_string() };
    gateway.ask(method, &format!("/v1/consent{path}"), &headers, body.as_bytes())
}

pub fn says(gateway: &Running, who: &str, age: u8, answers: &Value) -> Answer {
    call(gateway, &visit(gateway, who, age), "POST", "/answers", &json!({ "answers": answers }))
}

pub fn launch(gateway: &Running, n: u32, age: u8) -> String {
    let mut claims = gateway.platform.claims(&jti(n));
    claims["age"] = json!(age);
    gateway.platform.sign(&claims)
}

pub fn admission(gateway: &Running, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    gateway.ask("GET", "/v1/admission", &[("authorization", &bearer), ("origin", ORIGIN)], b"")
}
