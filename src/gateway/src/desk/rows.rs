//! Notices: what is new, that somebody has seen one, and one that came by hand.

use super::{
    Answer, Caller, Needs, bearer, bytes, caller,
    cases::{self as case_rows},
    duty as duty_rows, exactly, named, ok, read,
};
use crate::{
    App,
    cases::{self, Full, Whose},
    member::Centre,
    notices::{self, Carried, PAGE, Stored},
    problem::Problem,
    store::{Db, Room, SqlResult},
};
use axum::{
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_wire::INNER_LEN;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
    time::Duration,
};

/// How long a question for news waits.
const PATIENCE: Duration = Duration::from_secs(25);
/// Entries of cases in one answer; the first case always comes whole.
const ENTRIES: usize = 400;

/// Where the desk stands.
#[derive(Deserialize)]
pub struct Cursor {
    #[serde(default)]
    pub(super) after: i64,
}

/// What is new; waits for it when nothing is.
pub async fn list(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Query(Cursor { after }): Query<Cursor>,
) -> Answer {
    let asks = |app: &App| bearer(&headers).map(|secret| app.sessions.asks(secret, app.clock.steady_ms()));
    let Caller { member } = caller(&app, &headers, Needs::Reader).await?;
    let _asked = asks(&app);
    let mut changes = app.changes.subscribe();
    let mut stopping = app.stopping.clone();
    let something = async {
        tokio::select! {
            _ = changes.wait_for(|newest| *newest > after) => {}
            _ = stopping.wait_for(|stop| *stop) => {}
        }
    };
    // Running out of patience is an answer too: nothing new.
    let _nothing_new = tokio::time::timeout(PATIENCE, something).await;
    // The wait is long; the desk may have been locked meanwhile, or somebody have been sent away.
    caller(&app, &headers, Needs::Reader).await?;
    let _asked = asks(&app);
    let centre = member.centre;
    let now_ms = app.now_ms();
    let (news, troubles) = app
        .store
        .read(move |db| Ok((news(db, centre, after)?, duty_rows::Troubles::of(db, centre, now_ms)?)))
        .await?;
    let gate = app.gate(centre);
    let mut body = json!({
        "cursor": news.cursor, "notices": news.notices.iter().map(row).collect::<Vec<Value>>(),
        "cases": news.cases.iter().map(case_rows::case).collect::<Vec<Value>>(),
    });
    duty_rows::add_now(&mut body, &gate, &troubles);
    Ok(ok(StatusCode::OK, body))
}

/// What happened in a centre after a cursor.
pub struct News {
    /// Up to where everything is in it.
    pub cursor: i64,
    /// Notices that came, were acknowledged, or got their person.
    pub notices: Vec<Stored>,
    /// Whole cases of which anything changed.
    pub cases: Vec<Full>,
}

/// One moment of the storage. The cursor moves over what happened elsewhere too, so that nobody waits in circles.
///
/// # Errors
/// What the storage says.
pub fn news(db: &mut dyn Db, centre: Centre, after: i64) -> SqlResult<News> {
    let mut notices = notices::after(db, centre, after)?;
    let touched = cases::touched(db, centre, after, PAGE)?;
    let full = |length: usize| i64::try_from(length).is_ok_and(|length| length >= PAGE);
    let ends = [
        notices.last().filter(|_| full(notices.len())).map(|row| row.change),
        touched.last().filter(|_| full(touched.len())).map(|(n, _)| *n),
    ];
    let mut cursor = ends.into_iter().flatten().min().unwrap_or(notices::newest(db)?.max(after));
    let mut order: Vec<(i64, Whose)> = notices
        .iter()
        .map(|row| (row.change, Whose::of(row.issuer.clone(), row.pseudonym.clone(), row.sitting)))
        .chain(touched)
        .collect();
    order.sort();
    let (mut found, mut entries) = (BTreeMap::<Whose, Full>::new(), 0);
    let mut last = after;
    for (n, whose) in order.into_iter().filter(|(n, _)| *n <= cursor) {
        if let Entry::Vacant(place) = found.entry(whose) {
            let full = cases::load(db, centre, place.key())?;
            if entries > 0 && entries + full.entries.len() > ENTRIES {
                cursor = last;
                break;
            }
            entries += full.entries.len();
            place.insert(full);
        }
        last = n;
    }
    notices.retain(|row| row.change <= cursor);
    let worth = |full: &Full| full.urgent || !full.entries.is_empty();
    Ok(News { cursor, notices, cases: found.into_values().filter(worth).collect() })
}

/// A person has seen it.
pub async fn acknowledge(State(app): State<Arc<App>>, headers: HeaderMap, Path(id): Path<String>) -> Answer {
    let hand = caller(&app, &headers, Needs::Reader).await?.hand(&app);
    let id = named(&id)?;
    let done = app.store.write(Room::Reserved, move |db| notices::acknowledge(db, &hand, &id)).await?;
    let stored = done.ok_or(Problem::NOT_FOUND)?;
    app.announce(stored.change);
    Ok(ok(StatusCode::OK, row(&stored)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Brought {
    id: String,
    sitting: String,
    centre_key: String,
    urgency: Urgency,
    sealed: String,
}

#[derive(PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Urgency {
    Normal,
    Urgent,
}

/// A notice that somebody carried here as a code.
pub async fn carry(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let by = caller(&app, &headers, Needs::Reader).await?;
    let given: Brought = read(&body)?;
    let key = exactly(&given.centre_key)?;
    let known = app.known(by.centre());
    let key_retired = known.key(&key).ok_or(Problem::KEY_UNKNOWN)?.retired_at.is_some();
    let carried = Carried {
        id: exactly(&given.id)?,
        sitting: exactly(&given.sitting)?,
        urgent: given.urgency == Urgency::Urgent,
        key,
        key_retired,
        sealed: bytes(&given.sealed, INNER_LEN..=INNER_LEN)?,
    };
    let hand = by.hand(&app);
    let done = app.store.write(Room::Reserved, move |db| notices::carry(db, &hand, &carried)).await?;
    let stored = done.ok_or(Problem::ID_CONFLICT)?;
    app.announce(stored.change);
    Ok(ok(StatusCode::CREATED, row(&stored)))
}

fn row(stored: &Stored) -> Value {
    let [school, grade, class] = &stored.place;
    let known = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    json!({
        "id": BASE64.encode(stored.id), "sitting": BASE64.encode(stored.sitting),
        "urgency": if stored.urgent { "urgent" } else { "normal" }, "receivedAt": stored.received_at,
        "pseudonym": known(&stored.pseudonym), "launch": known(&stored.launch), "role": known(&stored.role),
        "school": school, "grade": grade, "class": class, "verified": stored.verified,
        "centreKey": BASE64.encode(stored.centre_key), "sealed": BASE64.encode(&stored.sealed),
        "byHand": stored.by_hand, "keyRetired": stored.key_retired,
        "acknowledgedAt": stored.acknowledged_at, "acknowledgedBy": stored.acknowledged_by, "change": stored.change,
    })
}
