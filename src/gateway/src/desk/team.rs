//! The people of a centre and its keys: inviting, granting, taking away, rotating.

use super::{
    Answer, Caller, Needs, bytes, caller, centre,
    door::{Chosen, about, member, name},
    exactly, id_text, named, ok, point, read, same_site,
};
use crate::{
    App, audit,
    centre::{self as stored, CentreKey},
    keys as secrets,
    limits::Lock,
    member::{Role, StaffId},
    problem::Problem,
    staff::{self, Invite},
    store::{Db, Room, SqlResult},
};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{GRANT_LEN, key_id};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};

/// Everybody who is or was a member.
pub async fn members(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let by = caller(&app, &headers, Needs::Member).await?;
    let (centre, key) = (by.centre(), app.known(by.centre()).current().map(|key| key.id));
    let found = app.store.read(move |db| {
        let granted = key.map_or(Ok(Vec::new()), |key| staff::granted(db, &key))?;
        Ok((staff::of_centre(db, centre)?, granted))
    });
    let (members, granted) = found.await?;
    let list: Vec<Value> = members
        .iter()
        .map(|member| {
            json!({ "id": id_text(&member.id), "name": member.name, "role": member.role.word(), "active": member.active,
                "granted": member.legacy || granted.contains(&member.id), "public": BASE64.encode(member.public),
                "joinedAt": member.joined_at })
        })
        .collect();
    Ok(ok(StatusCode::OK, list.into()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invitation {
    role: String,
    name: String,
}

/// A code with which somebody joins; it serves once and for a day.
pub async fn invite(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let by = caller(&app, &headers, Needs::Lead).await?;
    let given: Invitation = read(&body)?;
    let role = Role::read(&given.role).ok_or(Problem::BODY_MALFORMED)?;
    let invite = Invite { centre: by.centre(), name: name(&given.name)?, role };
    let code = secrets::code().ok_or(Problem::STORAGE)?;
    let (hash, hand) = (secrets::code_hash(&code), by.hand(&app));
    let free = app.store.write(Room::Reserved, move |db| {
        if staff::by_name(db, invite.centre, &invite.name)?.is_some() {
            return Ok(false);
        }
        staff::invite(db, &hash, &invite, hand.now_ms)?;
        let subject = format!("{} as {}", invite.name, invite.role.word());
        audit::add(db, hand.centre, hand.now_ms, &hand.name, "invite", &subject)?;
        Ok(true)
    });
    if !free.await? {
        return Err(Problem::NAME_TAKEN);
    }
    Ok(ok(StatusCode::CREATED, json!({ "code": code })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Join {
    centre: String,
    code: String,
    salt: String,
    auth_key: String,
    staff_public: String,
    wrapped_staff_key: String,
}

/// Becomes a member with a code. Nothing can be read before somebody grants the key.
pub async fn join(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    same_site(&headers)?;
    let given: Join = read(&body)?;
    let centre = centre(&app, &given.centre)?;
    let at = Lock::Invite(centre);
    if !app.limits.may_guess(&at) {
        return Err(Problem::SLOW_DOWN);
    }
    let now = app.now_ms();
    let chosen = Chosen {
        salt: &given.salt,
        auth_key: &given.auth_key,
        staff_public: &given.staff_public,
        wrapped_staff_key: &given.wrapped_staff_key,
    };
    // What is malformed must not use the code up.
    let mut new = member(&chosen, centre, String::new(), Role::Counsellor, now)?;
    let hash = secrets::code_hash(&given.code);
    let joined = app.store.write(Room::Reserved, move |db| {
        let Some(invite) = staff::take_invite(db, centre, &hash, now)? else { return Ok(None) };
        (new.name, new.role) = (invite.name, invite.role);
        let added = staff::add(db, &new)?;
        if added {
            audit::add(db, centre, now, &new.name, "join", new.role.word())?;
        }
        Ok(Some((new, added)))
    });
    match joined.await? {
        None => {
            app.limits.wrong_guess(at);
            Err(Problem::INVITE_CODE)
        }
        Some((_, false)) => Err(Problem::NAME_TAKEN),
        Some((new, true)) => Ok(ok(StatusCode::CREATED, json!({ "staff": about(&new) }))),
    }
}

/// A member of the caller's centre.
fn colleague(db: &mut dyn Db, by: &Caller, id: &StaffId) -> SqlResult<Option<staff::Member>> {
    Ok(staff::by_id(db, id)?.filter(|member| member.centre == by.centre()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grants {
    grants: Vec<OfKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfKey {
    key: String,
    sealed: String,
}

/// Passes keys on to a member. Head of duty opens nothing, so nobody can grant to that role.
pub async fn grant(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer {
    let by = caller(&app, &headers, Needs::Granter).await?;
    let id = StaffId(named(&id)?);
    let given: Grants = read(&body)?;
    let known = app.known(by.centre());
    let mut grants = Vec::new();
    for one in &given.grants {
        let key: [u8; 8] = exactly(&one.key)?;
        known.key(&key).ok_or(Problem::KEY_UNKNOWN)?;
        grants.push((key, bytes(&one.sealed, GRANT_LEN..=GRANT_LEN)?));
    }
    let hand = by.hand(&app);
    let done = app.store.write(Room::Reserved, move |db| {
        let Some(to) = colleague(db, &by, &id)?.filter(|member| member.active) else { return Ok(None) };
        if !to.role.opens() || to.legacy {
            return Ok(Some(false));
        }
        for (key, sealed) in &grants {
            if staff::grant(db, &id, key, sealed, hand.now_ms)? {
                audit::add(db, hand.centre, hand.now_ms, &hand.name, "grant", &to.name)?;
            }
        }
        Ok(Some(true))
    });
    match done.await? {
        None => Err(Problem::NOT_FOUND),
        Some(false) => Err(Problem::ROLE),
        Some(true) => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

/// Takes the desk away from a member. The key that person has seen is rotated by the desk afterwards.
pub async fn disable(State(app): State<Arc<App>>, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let by = caller(&app, &headers, Needs::Lead).await?;
    let id = StaffId(named(&id)?);
    // A centre without a lead could never invite anybody again.
    if id == by.member.id {
        return Err(Problem::ROLE);
    }
    let hand = by.hand(&app);
    let done = app.store.write(Room::Reserved, move |db| {
        let Some(member) = colleague(db, &by, &id)? else { return Ok(false) };
        if staff::disable(db, &id)? {
            audit::add(db, hand.centre, hand.now_ms, &hand.name, "disable", &member.name)?;
        }
        Ok(true)
    });
    if !done.await? {
        return Err(Problem::NOT_FOUND);
    }
    app.sessions.close_all(&id);
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    public: String,
    grants: Vec<ToMember>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToMember {
    staff: String,
    sealed: String,
}

/// What came of a rotation.
enum Rotated {
    Done,
    Known,
    Changed,
}

/// Another key for the centre. Everybody who can read today must be able to read tomorrow, and nobody else.
pub async fn rotate(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let by = caller(&app, &headers, Needs::Lead).await?;
    let given: Rotation = read(&body)?;
    let public = point(&given.public)?;
    let mut grants = Vec::new();
    for one in &given.grants {
        grants.push((StaffId(exactly(&one.staff)?), bytes(&one.sealed, GRANT_LEN..=GRANT_LEN)?));
    }
    let hand = by.hand(&app);
    let centre = by.centre();
    let key = CentreKey { id: key_id(&public), public, made_at: hand.now_ms, retired_at: None };
    let done = app.store.write(Room::Reserved, move |db| {
        let current = stored::load(db, centre)?;
        let holders = current.current().map_or(Ok(Vec::new()), |key| staff::granted(db, &key.id))?;
        let active = staff::of_centre(db, centre)?.into_iter().filter(|member| member.active);
        let wanted: BTreeSet<StaffId> =
            active.map(|member| member.id).filter(|id| holders.contains(id)).collect();
        let given: BTreeSet<StaffId> = grants.iter().map(|(id, _)| *id).collect();
        if grants.len() != given.len() || given != wanted {
            return Ok(Rotated::Changed);
        }
        if !stored::add_key(db, centre, &key)? {
            return Ok(Rotated::Known);
        }
        for (id, sealed) in &grants {
            staff::grant(db, id, &key.id, sealed, hand.now_ms)?;
        }
        audit::add(db, centre, hand.now_ms, &hand.name, "rotate", &BASE64.encode(key.id))?;
        Ok(Rotated::Done)
    });
    match done.await? {
        Rotated::Changed => return Err(Problem::MEMBERS_CHANGED),
        Rotated::Known => return Err(Problem::KEY_KNOWN),
        Rotated::Done => {}
    }
    app.reload(centre).await?;
    Ok(ok(StatusCode::CREATED, json!({ "id": BASE64.encode(key_id(&public)) })))
}
