//! What the page `/consent` asks and says. Every call carries a consent token; everything that is said is kept with a
//! signed receipt. A visitor sees what that same visitor said, never what somebody else did and nothing of the student's.

use super::{
    erase, keeps, paper, permit,
    rows::{self, Act, Scribe, Way},
    term,
    token::{Visitor, visitor},
};
use crate::{
    App, keys,
    problem::Problem,
    store::{Db, Room, SqlResult},
};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use qinghe_consent::{Edition, Purpose, Said, rule};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};
use tokio::time::{Instant, sleep_until};

type Answer = Result<Value, Problem>;

/// The facts, the purposes and what this visitor has said.
pub async fn card(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    answered(&app, async {
        let visitor = known(&app, &headers).await?;
        shown(&app, visitor).await
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    answers: BTreeMap<String, bool>,
}

/// Yes or no to one purpose or more.
pub async fn answer(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    answered(&app, async {
        let visitor = known(&app, &headers).await?;
        let Answers { answers } = read(&body)?;
        let acts = decided(&visitor, answers)?;
        kept(&app, visitor, acts).await
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Purposes {
    purposes: Vec<String>,
}

/// Takes a yes back.
pub async fn withdraw(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    answered(&app, async {
        let visitor = known(&app, &headers).await?;
        let Purposes { purposes } = read(&body)?;
        let acts = named(&visitor, purposes)?.into_iter().map(|one| (one, Act::Said(Said::Withdrawn)));
        kept(&app, visitor, acts.collect()).await
    })
    .await
}

/// Deletes what may be deleted. Says what stays by purpose alone, so that it tells nothing about anybody.
pub async fn delete(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    answered(&app, async {
        let visitor = known(&app, &headers).await?;
        let Purposes { purposes } = read(&body)?;
        let purposes = named(&visitor, purposes)?;
        let stays: BTreeMap<_, _> = purposes.iter().map(|one| (one.word(), erase::stays(*one))).collect();
        let acts = purposes.into_iter().map(|one| (one, Act::Deleted)).collect();
        let mut told = kept(&app, visitor, acts).await?;
        told["stays"] = json!(stays);
        Ok(told)
    })
    .await
}

/// A code for a slip of paper that stands for this visitor.
pub async fn slip(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    answered(&app, async {
        let visitor = known(&app, &headers).await?;
        let (code, now_ms) = (keys::code().ok_or(Problem::STORAGE)?, app.now_ms());
        let printed = paper::printed(&code);
        app.store.write(Room::Usual, move |db| paper::issue(db, &visitor, &code, now_ms)).await?;
        let (side, path) = paper::drawn(&printed).ok_or(Problem::STORAGE)?;
        Ok(json!({ "code": printed, "side": side, "path": path }))
    })
    .await
}

/// A permit for the student to carry to the next school, where nobody's yes is missing.
pub async fn permit(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    answered(&app, async {
        let visitor = known(&app, &headers).await?;
        let signed = permit::for_visitor(&app, &visitor).await?;
        let text = signed.to_text();
        let (side, path) = paper::drawn(&text).ok_or(Problem::STORAGE)?;
        Ok(json!({ "text": text, "until": signed.permit.until, "side": side, "path": path }))
    })
    .await
}

/// Nothing about a visit may be read off its time.
async fn answered(app: &App, work: impl Future<Output = Answer>) -> Response {
    let floor = Instant::now() + app.config.response_floor();
    let answer = work.await;
    sleep_until(floor).await;
    match answer {
        Ok(body) => (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn known(app: &App, headers: &HeaderMap) -> Result<Visitor, Problem> {
    let visitor = visitor(app, headers).await?;
    if keeps(app, &visitor.student.issuer) { Ok(visitor) } else { Err(Problem::CONSENT_ELSEWHERE) }
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|_| Problem::BODY_MALFORMED)
}

/// Whether this visitor's yes is asked for.
pub fn decides(visitor: &Visitor, purpose: Purpose) -> bool {
    rule(visitor.band(), purpose).is_some_and(|rule| rule.asks().asks(visitor.party))
}

/// Answers by the words of purposes, as what is to be kept. Only what this visitor is asked about.
///
/// # Errors
/// [`Problem::BODY_MALFORMED`] for anything else, and for no answer at all.
pub fn decided(visitor: &Visitor, answers: BTreeMap<String, bool>) -> Result<Vec<(Purpose, Act)>, Problem> {
    let yes_or_no = |yes| Act::Said(if yes { Said::Yes } else { Said::No });
    let purposes = named(visitor, answers.keys().cloned().collect())?;
    Ok(purposes.into_iter().zip(answers.into_values().map(yes_or_no)).collect())
}

fn named(visitor: &Visitor, words: Vec<String>) -> Result<Vec<Purpose>, Problem> {
    let read = |word: &String| Purpose::read(word).filter(|purpose| decides(visitor, *purpose));
    let purposes: Option<Vec<Purpose>> = words.iter().map(read).collect();
    purposes.filter(|purposes| !purposes.is_empty()).ok_or(Problem::BODY_MALFORMED)
}

/// Keeps what was said and does what follows from it, in one transaction.
async fn kept(app: &Arc<App>, visitor: Visitor, acts: Vec<(Purpose, Act)>) -> Answer {
    let (whose, shared) = (visitor.clone(), app.clone());
    let receipts = app
        .store
        .write(Room::Usual, move |db| {
            for (purpose, act) in &acts {
                if *act == Act::Deleted {
                    erase::erase(db, &shared, &whose, *purpose)?;
                }
            }
            say(db, &shared, &whose, &acts, &Way::Online)
        })
        .await?;
    let mut told = shown(app, visitor).await?;
    told["receipts"] = json!(receipts);
    Ok(told)
}

/// Keeps what somebody said; the receipts.
///
/// # Errors
/// What the storage says.
pub fn say(
    db: &mut dyn Db,
    app: &App,
    visitor: &Visitor,
    acts: &[(Purpose, Act)],
    way: &Way,
) -> SqlResult<Vec<String>> {
    let scribe = Scribe {
        signer: &app.signer,
        origin: &app.config.public_origin,
        term: term(app),
        now_ms: app.now_ms(),
    };
    acts.iter().map(|(purpose, act)| rows::add(db, &scribe, visitor, (*purpose, *act), way)).collect()
}

/// What the page shows. `said` is this visitor's own last word, and null when it counts no more.
async fn shown(app: &App, visitor: Visitor) -> Answer {
    let term = term(app);
    let (student, who, party, band) =
        (visitor.student.clone(), visitor.who.clone(), visitor.party, visitor.band());
    let rows = app.store.read(move |db| rows::load(db, &student)).await?;
    let last = |purpose: Purpose| {
        let mine = |row: &&rows::Kept| row.purpose == purpose && row.party == party && row.who == who;
        let (row, said) =
            rows.iter().rev().filter(mine).find_map(|row| row.said().map(|said| (row, said)))?;
        let stands = row.year == term.year
            && (said != Said::Yes || row.edition == Edition::current(purpose, term.school));
        stands.then(|| said.word())
    };
    let purposes: Vec<Value> = Purpose::ALL
        .into_iter()
        .filter_map(|purpose| {
            let rule = rule(band, purpose)?;
            let asked = rule.asks().asks(party);
            let told = rule.tells() == Some(party);
            let law: Vec<_> = rule.law().iter().map(|law| law.citation()).collect();
            (asked || told).then(
                || json!({ "purpose": purpose.word(), "asked": asked, "said": last(purpose), "law": law }),
            )
        })
        .collect();
    Ok(json!({
        "v": 1, "party": party.word(), "band": band.word(), "year": term.year, "facts": app.config.consent,
        "purposes": purposes,
    }))
}
