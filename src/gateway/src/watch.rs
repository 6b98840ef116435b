//! The task that watches a centre: takes the steps of the escalation clock, and sends alarms until they arrive. All it
//! knows is in the storage, so it goes on after a restart where it was.

use crate::{
    App,
    alerts::{self, About, Alert, Attempt},
    backup::hex,
    duty::{Duty, Gate},
    escalation::{self, Silence, Told},
    member::Centre,
    staff,
    store::{Db, Room, SqlResult},
    unopened::{self, Counted},
    webhook,
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(1);

/// Watches until the gateway stops.
pub async fn over(app: Arc<App>, centre: Centre) {
    let mut stopping = app.stopping.clone();
    let started_ms = app.now_ms();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        look(&app, centre, started_ms).await;
        if centre == Centre::School {
            unopened(&app).await;
        }
        send(&app, centre).await;
    }
}

/// What one look found to do.
struct Steps {
    due: Vec<escalation::Due>,
    silence: Silence,
}

fn steps(
    db: &mut dyn Db,
    centre: Centre,
    duty: &Duty,
    gate: &Gate,
    started_ms: i64,
    now_ms: i64,
) -> SqlResult<Steps> {
    let unseen = alerts::unseen(db, centre)?;
    let before = alerts::silent_before(db, centre)?;
    Ok(Steps {
        due: escalation::due(duty, gate, &unseen, now_ms),
        silence: escalation::silence(duty, gate, started_ms, before.as_ref(), now_ms),
    })
}

async fn look(app: &App, centre: Centre, started_ms: i64) {
    let (now, gate) = (app.now_ms(), app.gate(centre));
    let Some(duty) = app.known(centre).duty.clone() else { return };
    let found = app.store.read(move |db| steps(db, centre, &duty, &gate, started_ms, now)).await;
    // The log has said why; the next look comes soon.
    let Ok(steps) = found else { return };
    if steps.due.is_empty() && steps.silence == Silence::Nothing {
        return;
    }
    let _logged = app.store.write(Room::Reserved, move |db| take(db, centre, &steps, &gate, now)).await;
}

/// Takes the steps. Somebody may have acknowledged since the look; that alert is over before it is sent.
fn take(db: &mut dyn Db, centre: Centre, steps: &Steps, gate: &Gate, now_ms: i64) -> SqlResult<()> {
    let still: Vec<_> = alerts::unseen(db, centre)?.into_iter().map(|unseen| unseen.notice).collect();
    for due in steps.due.iter().filter(|due| still.contains(&due.notice)) {
        let name = name(db, &due.told)?;
        alerts::add(db, centre, About::Step(*due), due.told.to, &name, now_ms)?;
    }
    match steps.silence {
        Silence::Nothing => Ok(()),
        Silence::Over => alerts::heard(db, centre),
        Silence::Tell(told) => {
            let name = name(db, &told)?;
            let shift = gate.on.map_or(now_ms, |on| on.since_ms);
            alerts::add(db, centre, About::Silence(shift), told.to, &name, now_ms)
        }
    }
}

fn name(db: &mut dyn Db, told: &Told) -> SqlResult<String> {
    let Some(staff) = told.staff else { return Ok(String::new()) };
    Ok(staff::by_id(db, &staff)?.map_or_else(String::new, |member| member.name))
}

/// Stores how often something came that no key here opens, and tells somebody once a day. The school's own, because nobody
/// can say for which centre it was.
async fn unopened(app: &App) {
    let counted = app.unopened.take();
    if counted.is_empty() {
        return;
    }
    let (now, gate) = (app.now_ms(), app.gate(Centre::School));
    let told = escalation::answerable(app.known(Centre::School).duty.as_ref(), &gate);
    let keys: Vec<String> = counted.keys().map(|(_, key)| hex(key)).collect();
    let back = counted.clone();
    match app.store.write(Room::Reserved, move |db| count(db, &counted, &told, now)).await {
        Ok(true) => {
            tracing::warn!(?keys, "envelopes came that no key here opens; docs/gateway.md says what to do")
        }
        Ok(false) => {}
        // The log has said why; the next look does it.
        Err(_) => app.unopened.put_back(back),
    }
}

/// `true` when it is the first time on this day.
fn count(db: &mut dyn Db, counted: &Counted, told: &Told, now_ms: i64) -> SqlResult<bool> {
    unopened::keep(db, counted, now_ms)?;
    let day = unopened::day(now_ms);
    if alerts::unopened_told(db, day)? {
        return Ok(false);
    }
    let name = name(db, told)?;
    alerts::add(db, Centre::School, About::Unopened(day), told.to, &name, now_ms)?;
    Ok(true)
}

/// Sends what waits. Alarms for the same person and reason go as one: how many there are is nobody's business outside.
async fn send(app: &App, centre: Centre) {
    let Some(hook) = app.config.webhook(centre).cloned() else { return };
    let Ok(waiting) = app.store.read(move |db| alerts::unsent(db, centre)).await else { return };
    let mut groups: BTreeMap<_, Vec<Alert>> = BTreeMap::new();
    for alert in waiting {
        groups.entry((alert.event.word(), alert.to, alert.staff.clone())).or_default().push(alert);
    }
    for group in groups.into_values() {
        let now = app.now_ms();
        let Some(first) = group.first().filter(|_| group.iter().any(|alert| alert.next_try <= now)) else {
            continue;
        };
        let body = webhook::body(first.event, first.to, &first.staff, first.made_at);
        let (url, secret) = (hook.url.clone(), hook.secret.clone());
        let sent = tokio::task::spawn_blocking(move || webhook::send(&url, &secret, &body?)).await;
        let taken = match sent {
            Ok(Ok(())) => true,
            Ok(Err(why)) => {
                tracing::warn!(centre = centre.word(), why, "an alarm could not be sent; it is tried again");
                false
            }
            Err(_) => false,
        };
        let noted = app.store.write(Room::Reserved, move |db| note(db, &group, taken, now)).await;
        // If this fails the receiver hears of it again, with the same time in it, so it can tell.
        let _logged = noted;
    }
}

fn note(db: &mut dyn Db, group: &[Alert], taken: bool, now_ms: i64) -> SqlResult<()> {
    for alert in group {
        let attempt = if taken {
            Attempt::Taken
        } else {
            webhook::next_try(alert.made_at, alert.tries + 1, now_ms).map_or(Attempt::GivenUp, Attempt::Again)
        };
        alerts::attempted(db, alert.n, attempt, now_ms)?;
    }
    Ok(())
}
