//! The duty plan.

use super::{Answer, Caller, Needs, caller, ok, read};
use crate::{
    App,
    alerts::{self, Alert},
    audit, centre,
    duty::Gate,
    duty_plan::Plan,
    member::{Centre, StaffId},
    problem::Problem,
    staff,
    store::{Db, Room, SqlResult},
    unopened::{self, Day},
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};

/// The plan, who is on duty, and whether alarms go out.
pub async fn get(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let Caller { member } = caller(&app, &headers, Needs::Member).await?;
    let centre = member.centre;
    let now_ms = app.now_ms();
    let troubles = app.store.read(move |db| Troubles::of(db, centre, now_ms)).await?;
    let mut body = serde_json::to_value(&app.known(centre).plan).map_err(|_| Problem::STORAGE)?;
    add_now(&mut body, &app.gate(centre), &troubles);
    if let Some(body) = body.as_object_mut() {
        body.insert("channel".into(), app.config.webhook(centre).is_some().into());
    }
    Ok(ok(StatusCode::OK, body))
}

/// What keeps news from arriving, as far as the gateway knows.
pub(super) struct Troubles {
    alarm: Option<Alert>,
    unopened: Option<Day>,
}

impl Troubles {
    pub(super) fn of(db: &mut dyn Db, centre: Centre, now_ms: i64) -> SqlResult<Troubles> {
        // Nobody can say for which centre it was; the school's runs the gateway.
        let unopened = if centre == Centre::School { unopened::today(db, now_ms)? } else { None };
        Ok(Troubles { alarm: alerts::unsent_alarm(db, centre)?, unopened })
    }
}

/// How it is at this moment.
pub(super) fn add_now(body: &mut Value, gate: &Gate, Troubles { alarm, unopened }: &Troubles) {
    let Some(body) = body.as_object_mut() else { return };
    let name = |staff: StaffId| staff.to_string();
    let now = json!({
        "first": gate.on.map(|on| name(on.first)), "second": gate.on.and_then(|on| on.second).map(name),
        "unlocked": gate.watched,
    });
    let alarm = alarm.as_ref().map(|alarm| {
        json!({ "since": alarm.made_at, "to": alarm.staff, "lastTry": alarm.last_try, "failed": alarm.failed_at.is_some() })
    });
    body.insert("now".into(), now);
    body.insert("open".into(), gate.open.into());
    body.insert("alarm".into(), alarm.into());
    let unopened = unopened.map(|day| json!({ "since": day.since, "tries": day.tries }));
    body.insert("unopened".into(), unopened.into());
}

/// Another plan.
pub async fn put(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let by = caller(&app, &headers, Needs::Lead).await?;
    let plan: Plan = read(&body)?;
    let centre = by.centre();
    let members = app.store.read(move |db| staff::of_centre(db, centre)).await?;
    let active: HashMap<StaffId, bool> = members
        .into_iter()
        .filter(|member| member.active)
        .map(|member| (member.id, member.role.opens()))
        .collect();
    let checked = plan.check(|id| active.get(id).copied().unwrap_or(false), |id| active.contains_key(id));
    if let Err(faults) = checked {
        return Ok(Problem::DUTY.with_faults(&faults));
    }
    let hand = by.hand(&app);
    let done = app.store.write(Room::Reserved, move |db| {
        centre::set_plan(db, centre, &plan)?;
        audit::add(
            db,
            centre,
            hand.now_ms,
            &hand.name,
            "duty plan",
            if plan.lock { "lock on" } else { "lock off" },
        )
    });
    done.await?;
    app.reload(centre).await?;
    get(State(app), headers).await
}
