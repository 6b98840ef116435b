//! A yes to a handover that the student carries: signed only while nobody's yes is missing, for a short time, by a key that
//! everybody can fetch.

use crate::support::*;
use qinghe_wire::{Permit, PermitAge, SignedPermit};
use serde_json::{Value, json};

fn start(storage: Storage) -> Running {
    Running::start_with(storage, FACTS)
}

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.encode(bytes)
}

fn claims_of(token: &str) -> Value {
    serde_json::from_slice(&bytes(&json!(token.split('.').nth(1).unwrap()))).unwrap()
}

/// What a permit says, with whether the gateway's own key signed it.
fn permit(gateway: &Running, who: &str, age: u8) -> Result<(SignedPermit, bool), String> {
    let answer = call(gateway, &visit(gateway, who, age), "POST", "/permit", &json!({}));
    if answer.status != 200 {
        return Err(answer.code());
    }
    let told = answer.json();
    assert!(told["side"].as_u64().unwrap() > 20 && told["path"].as_str().unwrap().starts_with('M'));
    let signed = SignedPermit::from_text(told["text"].as_str().unwrap()).unwrap();
    assert_eq!(told["until"], json!(signed.permit.until));
    Ok((signed.clone(), holds(gateway, &signed)))
}

/// Whether the signature holds, with the key that everybody can fetch.
fn holds(gateway: &Running, signed: &SignedPermit) -> bool {
    use jsonwebtoken::{Algorithm, DecodingKey, crypto::verify};
    let centre = gateway.ask("GET", "/v1/centre", &[], b"").json();
    let key = DecodingKey::from_ec_der(&bytes(&centre["consentKey"]["public"]));
    assert_eq!(json!(base64(&signed.permit.key)), centre["consentKey"]["id"]);
    verify(&base64(&signed.signature), &signed.permit.to_sign(), &key, Algorithm::ES256).unwrap()
}

fn a_permit_to_hand_over_is_signed_only_where_nobodys_yes_is_missing(storage: Storage) {
    let gateway = start(storage);
    let yes = json!({ "screening": true, "handover": true });
    let missing = || Err("consent-missing".to_owned());
    let code =
        |got: Result<(SignedPermit, bool), String>| got.map(|(signed, held)| (signed.permit.age, held));
    let carried = |n| {
        let answer = admission(&gateway, &launch(&gateway, n, 13));
        let text = String::from_utf8(answer.body).unwrap();
        claims_of(&text)["permit"].as_str().map(|text| SignedPermit::from_text(text).unwrap())
    };
    // Under fourteen a guardian decides: a yes to something else is none, and the child cannot ask for it.
    assert_eq!(says(&gateway, "guardian-a", 13, &json!({ "screening": true })).status, 200);
    assert_eq!(code(permit(&gateway, "guardian-a", 13)), missing());
    assert_eq!(carried(40), None);
    assert_eq!(says(&gateway, "guardian-a", 13, &yes).status, 200);
    let (signed, held) = permit(&gateway, "guardian-a", 13).unwrap();
    let Permit { age, year, until, school, .. } = signed.permit.clone();
    assert_eq!((age, school.as_str(), held), (PermitAge::Child, "青山湖实验学校", true));
    let today = u32::try_from(now_s() / 86_400).unwrap();
    assert!((today + 29..=today + 31).contains(&until) && u32::from(year) >= 1970 + today / 366 - 1);
    assert_eq!(code(permit(&gateway, CHILD, 13)), missing());
    // The same travels with an admission of the child, and of nobody else.
    let with = carried(41).unwrap();
    assert!(holds(&gateway, &with) && with.permit.student == signed.permit.student);
    // What is altered holds no more.
    let altered = Permit { until: until + 1, ..signed.permit.clone() };
    assert!(!holds(&gateway, &SignedPermit { permit: altered, ..signed }));
    // One guardian's no is a no, and so is what was taken back.
    assert_eq!(says(&gateway, "guardian-b", 13, &json!({ "handover": false })).status, 200);
    assert_eq!(code(permit(&gateway, "guardian-a", 13)), missing());
    assert_eq!(carried(42), None);
    assert_eq!(says(&gateway, "guardian-b", 13, &json!({ "handover": true })).status, 200);
    assert!(permit(&gateway, "guardian-a", 13).is_ok());
    let body = json!({ "purposes": ["handover"] });
    assert_eq!(call(&gateway, &visit(&gateway, "guardian-a", 13), "POST", "/withdraw", &body).status, 200);
    assert_eq!(code(permit(&gateway, "guardian-b", 13)), missing());
    // From fourteen on the student decides, and a guardian asks for nobody.
    assert_eq!(code(permit(&gateway, "guardian-b", 15)), missing());
    assert_eq!(code(permit(&gateway, CHILD, 15)), missing());
    assert_eq!(says(&gateway, CHILD, 15, &json!({ "handover": true })).status, 200);
    assert_eq!(code(permit(&gateway, CHILD, 15)), Ok((PermitAge::Youth, true)));
}

on_both_storages!(a_permit_to_hand_over_is_signed_only_where_nobodys_yes_is_missing);
