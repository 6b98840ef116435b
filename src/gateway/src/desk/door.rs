//! Setting a centre up, opening and locking a desk, and what a member keeps under the own passphrase.

use super::{
    Answer, Caller, Needs, bearer, bytes, caller, centre, exactly, id_text, ok, point, read, same_site,
};
use crate::{
    App, audit,
    centre::{self as stored, CentreKey},
    keys as secrets,
    limits::Lock,
    member::{Centre, Role, StaffId},
    problem::Problem,
    staff::{self, Member},
    store::Room,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{GRANT_LEN, key_id, staff_id};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{ops::RangeInclusive, sync::Arc};
use tokio::time::{Instant, sleep_until};

const NAME_MAX: usize = 40;
/// Nonce, key and tag.
const WRAPPED_LEN: usize = 12 + 32 + 16;
const SALT_LEN: RangeInclusive<usize> = 16..=64;

/// What the page needs before anything else.
pub async fn state(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    same_site(&headers)?;
    let one =
        |centre: Centre| app.has(centre).then(|| json!({ "ready": app.known(centre).current().is_some() }));
    let kdf = json!({ "memoryKib": 65_536, "passes": 3, "lanes": 1 });
    let centres = json!({ "school": one(Centre::School), "second": one(Centre::Second) });
    Ok(ok(StatusCode::OK, json!({ "centres": centres, "kdf": kdf })))
}

/// A name as it may stand in a list.
pub(super) fn name(text: &str) -> Result<String, Problem> {
    let name = text.trim();
    let fit = !name.is_empty() && name.chars().count() <= NAME_MAX && !name.chars().any(char::is_control);
    fit.then(|| name.to_owned()).ok_or(Problem::BODY_MALFORMED)
}

/// What somebody chose under a passphrase, each in base64url.
pub(super) struct Chosen<'a> {
    pub salt: &'a str,
    pub auth_key: &'a str,
    pub staff_public: &'a str,
    pub wrapped_staff_key: &'a str,
}

/// A new member.
pub(super) fn member(
    chosen: &Chosen<'_>,
    centre: Centre,
    name: String,
    role: Role,
    now_ms: i64,
) -> Result<Member, Problem> {
    let public = point(chosen.staff_public)?;
    let auth: [u8; 32] = exactly(chosen.auth_key)?;
    Ok(Member {
        id: StaffId(staff_id(&public)),
        centre,
        name,
        role,
        active: true,
        legacy: false,
        salt: bytes(chosen.salt, SALT_LEN)?,
        auth_hash: Sha256::digest(auth).into(),
        public,
        wrapped: bytes(chosen.wrapped_staff_key, WRAPPED_LEN..=WRAPPED_LEN)?,
        joined_at: now_ms,
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SetUp {
    centre: String,
    code: String,
    name: String,
    salt: String,
    auth_key: String,
    staff_public: String,
    wrapped_staff_key: String,
    centre_public: String,
    grant: String,
}

/// Keeps a centre's first key and first member; only with the code that the gateway printed, only once.
pub async fn set_up(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    same_site(&headers)?;
    let given: SetUp = read(&body)?;
    let centre = centre(&app, &given.centre)?;
    if app.known(centre).current().is_some() {
        return Err(Problem::ALREADY_SET_UP);
    }
    let at = Lock::SetUp(centre);
    if !app.limits.may_guess(&at) {
        return Err(Problem::SLOW_DOWN);
    }
    if secrets::code_hash(&given.code) != secrets::code_hash(app.setup_code(centre)) {
        app.limits.wrong_guess(at);
        return Err(Problem::SETUP_CODE);
    }
    let now = app.now_ms();
    let chosen = Chosen {
        salt: &given.salt,
        auth_key: &given.auth_key,
        staff_public: &given.staff_public,
        wrapped_staff_key: &given.wrapped_staff_key,
    };
    let lead = member(&chosen, centre, name(&given.name)?, Role::Lead, now)?;
    let public = point(&given.centre_public)?;
    let grant = bytes(&given.grant, GRANT_LEN..=GRANT_LEN)?;
    let key = CentreKey { id: key_id(&public), public, made_at: now, retired_at: None };
    let kept = lead.clone();
    let new = app.store.write(Room::Reserved, move |db| {
        let first = stored::load(db, centre)?.current().is_none();
        if !first || !stored::add_key(db, centre, &key)? || !staff::add(db, &kept)? {
            return Ok(false);
        }
        staff::grant(db, &kept.id, &key.id, &grant, now)?;
        audit::add(db, centre, now, &kept.name, "set-up", "desk")?;
        Ok(true)
    });
    if !new.await? {
        return Err(Problem::ALREADY_SET_UP);
    }
    secrets::forget_setup_code(&app.config.data, centre);
    app.reload(centre).await?;
    let session = app.sessions.open(lead.id, app.clock.steady_ms()).ok_or(Problem::STORAGE)?;
    Ok(ok(StatusCode::CREATED, json!({ "session": session, "staff": about(&lead) })))
}

/// How answers name a member.
pub(super) fn about(member: &Member) -> Value {
    json!({ "id": id_text(&member.id), "name": member.name, "role": member.role.word() })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    centre: String,
    name: String,
}

/// The salt that goes with a name. Names that nobody has get one too, always the same.
pub async fn salt(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    same_site(&headers)?;
    let given: Named = read(&body)?;
    let centre = centre(&app, &given.centre)?;
    let wanted = name(&given.name)?;
    let invented = secrets::invented_salt(&app.keys, centre, &wanted).map_err(|_| Problem::STORAGE)?;
    let found = app.store.read(move |db| staff::by_name(db, centre, &wanted)).await?;
    let salt = found.map_or(invented.to_vec(), |member| member.salt);
    Ok(ok(StatusCode::OK, json!({ "salt": BASE64.encode(salt) })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Unlock {
    centre: String,
    name: String,
    auth_key: String,
}

/// Opens a desk for whoever knows the passphrase of a name. Every answer waits for the response floor, so that its time
/// does not say whether there is such a name.
pub async fn unlock(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    same_site(&headers)?;
    let floor = Instant::now() + app.config.response_floor();
    let answer = admit(&app, &body).await;
    sleep_until(floor).await;
    answer
}

async fn admit(app: &App, body: &Bytes) -> Answer {
    let given: Unlock = read(body)?;
    let (centre, name) = (centre(app, &given.centre)?, name(&given.name)?);
    let proof: [u8; 32] = exactly(&given.auth_key)?;
    let at = Lock::Passphrase(centre, name.clone());
    if !app.limits.may_guess(&at) {
        return Err(Problem::SLOW_DOWN);
    }
    let found = app.store.read(move |db| staff::by_name(db, centre, &name)).await?;
    let right = found.as_ref().is_some_and(|member| proves(&proof, member));
    if let Some(member) = &found {
        let (name, now) = (member.name.clone(), app.now_ms());
        let action = if right { "unlock" } else { "unlock refused" };
        app.store.write(Room::Reserved, move |db| audit::add(db, centre, now, &name, action, "desk")).await?;
    }
    let Some(member) = found.filter(|_| right) else {
        app.limits.wrong_guess(at);
        return Err(Problem::PASSPHRASE);
    };
    let session = app.sessions.open(member.id, app.clock.steady_ms()).ok_or(Problem::STORAGE)?;
    let body = json!({
        "session": session, "staff": about(&member), "legacy": member.legacy,
        "staffPublic": BASE64.encode(member.public), "wrappedStaffKey": BASE64.encode(&member.wrapped),
        "keys": key_list(app, &member).await?,
    });
    Ok(ok(StatusCode::OK, body))
}

fn proves(proof: &[u8; 32], member: &Member) -> bool {
    <[u8; 32]>::from(Sha256::digest(proof)) == member.auth_hash
}

/// The centre's keys, each with what this member was granted of it.
async fn key_list(app: &App, member: &Member) -> Result<Value, Problem> {
    let id = member.id;
    let grants = app.store.read(move |db| staff::grants_of(db, &id)).await?;
    let known = app.known(member.centre);
    let list = known.keys.iter().map(|key| {
        let grant = grants.iter().find(|(id, _)| *id == key.id).map(|(_, sealed)| BASE64.encode(sealed));
        json!({ "id": BASE64.encode(key.id), "public": BASE64.encode(key.public), "madeAt": key.made_at,
            "retiredAt": key.retired_at, "grant": grant })
    });
    Ok(list.collect())
}

/// The same list again: a colleague may have granted something since.
pub async fn keys(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let Caller { member } = caller(&app, &headers, Needs::Member).await?;
    Ok(ok(StatusCode::OK, json!({ "keys": key_list(&app, &member).await? })))
}

/// Locks a desk.
pub async fn lock(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    same_site(&headers)?;
    if let Some(secret) = bearer(&headers) {
        app.sessions.close(secret);
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewPassphrase {
    auth_key: String,
    salt: String,
    new_auth_key: String,
    wrapped_staff_key: String,
}

/// Another passphrase for the own key.
pub async fn passphrase(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let Caller { member } = caller(&app, &headers, Needs::Member).await?;
    let given: NewPassphrase = read(&body)?;
    let at = Lock::Passphrase(member.centre, member.name.clone());
    if !app.limits.may_guess(&at) {
        return Err(Problem::SLOW_DOWN);
    }
    if !proves(&exactly(&given.auth_key)?, &member) {
        app.limits.wrong_guess(at);
        return Err(Problem::PASSPHRASE);
    }
    let salt = bytes(&given.salt, SALT_LEN)?;
    let auth: [u8; 32] = Sha256::digest(exactly::<32>(&given.new_auth_key)?).into();
    let wrapped = bytes(&given.wrapped_staff_key, WRAPPED_LEN..=WRAPPED_LEN)?;
    let now = app.now_ms();
    let done = app.store.write(Room::Reserved, move |db| {
        staff::set_passphrase(db, &member.id, &salt, &auth, &wrapped)?;
        audit::add(db, member.centre, now, &member.name, "new passphrase", "desk")
    });
    done.await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Renewal {
    staff_public: String,
    wrapped_staff_key: String,
    grant: String,
}

/// A member from before members had keys of their own gets one, and the old key as a grant to it.
pub async fn renew(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let Caller { member } = caller(&app, &headers, Needs::Member).await?;
    if !member.legacy {
        return Err(Problem::NOT_FOUND);
    }
    let given: Renewal = read(&body)?;
    let public = point(&given.staff_public)?;
    let wrapped = bytes(&given.wrapped_staff_key, WRAPPED_LEN..=WRAPPED_LEN)?;
    let grant = bytes(&given.grant, GRANT_LEN..=GRANT_LEN)?;
    let (old, new, now) = (member.id, StaffId(staff_id(&public)), app.now_ms());
    let done = app.store.write(Room::Reserved, move |db| {
        let fresh = staff::by_id(db, &new)?.is_none() && staff::renew(db, &old, &new, &public, &wrapped)?;
        if fresh {
            // Until now the member's key was the centre's, so its id is that of the one key there is.
            staff::grant(db, &new, &key_id(&member.public), &grant, now)?;
            audit::add(db, member.centre, now, &member.name, "own key", "desk")?;
        }
        Ok(fresh.then_some(Member { id: new, public, wrapped, legacy: false, ..member }))
    });
    let renewed = done.await?.ok_or(Problem::KEY_KNOWN)?;
    app.sessions.renamed(&old, new);
    Ok(ok(StatusCode::OK, json!({ "staff": about(&renewed) })))
}
