//! The yes that came with a handover: of which school, and whether it can be checked here. Only the school that signed has
//! the key, so at most desks it cannot be; that is said, and never taken for a yes or a no.

use crate::words::{Lang, handover::Handover as Words};
use js_sys::{Array, Object, Reflect, Uint8Array};
use qinghe_record::{Day, SignedPermit, permit::counts};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

/// The consent key of this gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentKey {
    /// Its id.
    pub id: [u8; 8],
    /// Uncompressed point.
    pub public: Vec<u8>,
}

/// What is known of a permit here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This gateway's key signed it.
    Holds,
    /// It names this gateway's key, and the signature is not that key's.
    Fails,
    /// Another school's key signed it, or the key did not come.
    Unknown,
}

/// Compares the signature, where the key is here.
pub async fn verdict(signed: &SignedPermit, own: Option<ConsentKey>) -> Verdict {
    let Some(key) = own.filter(|key| key.id == signed.permit.key) else { return Verdict::Unknown };
    match holds(signed, &key.public).await {
        Ok(true) => Verdict::Holds,
        Ok(false) => Verdict::Fails,
        Err(_) => Verdict::Unknown,
    }
}

async fn holds(signed: &SignedPermit, public: &[u8]) -> Result<bool, JsValue> {
    let subtle = web_sys::window().ok_or(JsValue::NULL)?.crypto()?.subtle();
    let curve = Object::new();
    for (name, value) in [("name", "ECDSA"), ("namedCurve", "P-256"), ("hash", "SHA-256")] {
        Reflect::set(&curve, &name.into(), &value.into())?;
    }
    let uses = Array::of1(&"verify".into());
    let key = subtle.import_key_with_object("raw", &Uint8Array::from(public), &curve, false, &uses)?;
    let key: CryptoKey = JsFuture::from(key).await?.dyn_into()?;
    let (signature, said) =
        (Uint8Array::from(&signed.signature[..]), Uint8Array::from(&signed.permit.to_sign()[..]));
    let asked =
        subtle.verify_with_object_and_buffer_source_and_buffer_source(&curve, &key, &signature, &said)?;
    Ok(JsFuture::from(asked).await?.as_bool() == Some(true))
}

/// What the summary says of it. `day`: of the handover.
pub fn said(lang: Lang, permit: Option<(&SignedPermit, Verdict)>, day: Day) -> Vec<String> {
    let Some((signed, verdict)) = permit else { return vec![lang.say(Words::PermitNone).to_owned()] };
    let year = signed.permit.year.to_string();
    let mut lines = vec![lang.fill(Words::Permit, &[("school", &signed.permit.school), ("year", &year)])];
    let checked = match verdict {
        Verdict::Holds => Words::PermitHolds,
        Verdict::Fails => Words::PermitFails,
        Verdict::Unknown => Words::PermitUnknown,
    };
    lines.push(lang.say(checked).to_owned());
    if counts(signed, day).is_err() {
        lines.push(lang.say(Words::PermitOver).to_owned());
    }
    lines
}
