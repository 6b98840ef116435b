//! Figures of exercises and of core knowledge: counts over everybody enrolled, each with its formula.

use super::{Answer, Caller, Needs, caller, ok, read};
use crate::{
    App, audit,
    figures::{Cell, LEAST, Row, Tally, after, rows, wilson},
    flags::{BOTH, Today},
    member::Centre,
    problem::Problem,
    store::{Db, Room, SqlError, SqlResult},
    values,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// Groups of a school, and people in one.
const GROUPS: usize = 40;
const PEOPLE: std::ops::RangeInclusive<i64> = 1..=100_000;

const COMPLETED: &str = "students who did the exercise to its end at least once this school year ÷ enrolled";
const MASTERED: &str =
    "students who passed delayed recall, unseen scenarios and verified practice ÷ enrolled";
const KNOW_AFTER: &str =
    "students with every item of core knowledge right in the end, explanations in between ÷ enrolled";
const KNOW_FIRST: &str =
    "students with four in five items of core knowledge right at the first try ÷ enrolled";
const KNOW_ITEMS: &str = "items of core knowledge right at the first try ÷ items answered, over the first sittings of this school year";
const OF_BOTH: &str =
    "students who mastered at least one skill for themselves and one for helping others ÷ enrolled";
const INTERVAL: &str =
    "Wilson score interval, 95 %: (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n), z = 1.96";
const HARM: &str = "runs of exercises in the month that ended with a rise; a number without names";
const NOTE: &str =
    "Measured inside the software; not a health outcome. Nothing is shown of fewer than 10 students.";
/// What a flag calls core knowledge.
const KNOWLEDGE: &str = "core-knowledge";

/// The figures, for every member of the school's centre: none of them is about anybody.
pub async fn get(State(app): State<Arc<App>>, headers: HeaderMap) -> Answer {
    let Caller { member } = caller(&app, &headers, Needs::Member).await?;
    of_school(member.centre)?;
    let today = Today::at(app.now_ms());
    // Written, because what was shown decides what may be shown next.
    let body = app.store.write(Room::Usual, move |db| figures(db, today)).await?;
    Ok(ok(StatusCode::OK, body))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enrolled {
    grades: BTreeMap<String, i64>,
}

/// How many are enrolled, by the grade codes of the launch tokens; one entry with an empty code for a school without them.
pub async fn enrol(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Answer {
    let by = caller(&app, &headers, Needs::Lead).await?;
    of_school(by.centre())?;
    let Enrolled { grades } = read(&body)?;
    let code = |code: &String| code.chars().count() <= 32 && !code.chars().any(char::is_control);
    let good = (1..=GROUPS).contains(&grades.len())
        && grades.iter().all(|(grade, people)| code(grade) && PEOPLE.contains(people));
    if !good {
        return Err(Problem::BODY_MALFORMED);
    }
    let hand = by.hand(&app);
    app.store
        .write(Room::Reserved, move |db| {
            db.run("DELETE FROM enrolled", &[])?;
            for (grade, people) in &grades {
                db.run("INSERT INTO enrolled (grade, people) VALUES (?1, ?2)", values![grade, *people])?;
            }
            audit::add(db, hand.centre, hand.now_ms, &hand.name, "enrolment", "figures")
        })
        .await?;
    Ok(ok(StatusCode::OK, json!({})))
}

/// The second centre has nothing to do with how a school trains.
fn of_school(centre: Centre) -> Result<(), Problem> {
    if centre == Centre::School { Ok(()) } else { Err(Problem::NOT_FOUND) }
}

fn figures(db: &mut dyn Db, today: Today) -> SqlResult<Value> {
    let mut enrolled = BTreeMap::new();
    for row in db.rows("SELECT grade, people FROM enrolled", &[])? {
        enrolled.insert(row.get::<String>(0)?, row.get::<i64>(1)?);
    }
    let skills = tallies(db, today.year, &enrolled)?;
    let (mut list, mut both) = (Vec::new(), Value::Null);
    let mut mastered = Vec::new();
    for (skill, (all, part)) in skills.iter().filter(|(skill, _)| !skill.starts_with('*')) {
        let (whole, some) = rows(all, part, LEAST);
        let whole = remembered(db, &format!("{}/{skill}/completed", today.year), whole)?;
        let some = remembered(db, &format!("{}/{skill}/mastered", today.year), some)?;
        mastered.extend(exact(some.total));
        let apart = match (whole.total, some.total) {
            (Cell::Count(all), Cell::Count(part)) => all == part || all - part >= LEAST,
            _ => true,
        };
        let [first, second] =
            if skill == KNOWLEDGE { [KNOW_AFTER, KNOW_FIRST] } else { [COMPLETED, MASTERED] };
        let of = |row: &Row, formula: &str| figure(row, formula, &enrolled);
        if whole.total != Cell::Hidden {
            let some = if apart { of(&some, second) } else { Value::Null };
            list.push(json!({ "skill": skill, "completed": of(&whole, first), "mastered": some }));
        }
    }
    if let Some((_, part)) = skills.get(BOTH) {
        let (_, row) = rows(part, part, LEAST);
        let row = remembered(db, &format!("{}/both", today.year), row)?;
        // Where there is one skill of each kind, the difference would be those who mastered the one alone.
        let apart = exact(row.total)
            .is_none_or(|both| mastered.iter().all(|one| *one == both || one - both >= LEAST));
        both = if apart { figure(&row, OF_BOTH, &enrolled) } else { Value::Null };
    }
    Ok(json!({
        "v": 1, "year": today.year, "least": LEAST, "note": NOTE, "interval": INTERVAL, "enrolled": enrolled,
        "skills": if enrolled.is_empty() { Vec::new() } else { list },
        "items": items(db, today)?,
        "both": if enrolled.is_empty() { Value::Null } else { both },
        "harm": { "formula": HARM, "months": harm(db, today)? },
    }))
}

/// Items right ÷ items answered, at the first try. The sums move only with ten people more, for from one person's sitting
/// to the next the difference would be that person's.
fn items(db: &mut dyn Db, today: Today) -> SqlResult<Value> {
    let sql = "SELECT count(*), CAST(coalesce(sum(answered), 0) AS BIGINT), CAST(coalesce(sum(correct), 0) AS BIGINT)
               FROM first_try WHERE year = ?1";
    let now: (i64, i64, i64) = match db.row(sql, values![today.year])? {
        Some(row) => (row.get(0)?, row.get(1)?, row.get(2)?),
        None => (0, 0, 0),
    };
    let name = format!("{}/items", today.year);
    let last = db.row("SELECT shown FROM figure_shown WHERE name = ?1", values![&name])?;
    let last = last.map(|row| row.get::<String>(0)).transpose()?;
    let last = last.and_then(|text| serde_json::from_str::<(i64, i64, i64)>(&text).ok()).unwrap_or_default();
    let shown = if now.0 - last.0 >= LEAST { now } else { last };
    if shown != last {
        let text = serde_json::to_string(&shown).map_err(|why| SqlError(why.to_string()))?;
        let sql = "INSERT INTO figure_shown (name, shown, known) VALUES (?1, ?2, ?3)
                   ON CONFLICT (name) DO UPDATE SET shown = excluded.shown";
        db.run(sql, values![&name, &text, &None::<String>])?;
    }
    let (people, answered, right) = shown;
    let shown = if people < LEAST { Value::Null } else { portion(right, answered) };
    Ok(json!({ "formula": KNOW_ITEMS, "shown": shown, "grades": null }))
}

fn exact(cell: Cell) -> Option<i64> {
    if let Cell::Count(count) = cell { Some(count) } else { None }
}

/// By skill: who completed, and who mastered.
fn tallies(
    db: &mut dyn Db,
    year: i64,
    enrolled: &BTreeMap<String, i64>,
) -> SqlResult<BTreeMap<String, (Tally, Tally)>> {
    let empty = || {
        let groups = enrolled.iter().map(|(grade, people)| (grade.clone(), (0, *people))).collect();
        Tally { groups, others: 0 }
    };
    let mut all: BTreeMap<String, (Tally, Tally)> = BTreeMap::new();
    let sql = "SELECT skill, grade, reached, count(*) FROM skill_flag WHERE year = ?1 GROUP BY skill, grade, reached";
    for row in db.rows(sql, values![year])? {
        let (grade, reached, people): (String, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (whole, part) = all.entry(row.get(0)?).or_insert_with(|| (empty(), empty()));
        let mut lists = vec![whole];
        lists.extend((reached == 2).then_some(part));
        for tally in lists {
            match tally.groups.get_mut(&grade) {
                Some((count, _)) => *count += people,
                None => tally.others += people,
            }
        }
    }
    Ok(all)
}

/// What may be shown after what was shown last, which is kept.
fn remembered(db: &mut dyn Db, name: &str, now: Row) -> SqlResult<Row> {
    let last = db.row("SELECT shown, known FROM figure_shown WHERE name = ?1", values![name])?;
    let read = |text: &str| serde_json::from_str::<Row>(text).ok();
    let (before, known) = match &last {
        Some(row) => (read(&row.get::<String>(0)?), row.get::<Option<String>>(1)?),
        None => (None, None),
    };
    let known: Option<BTreeMap<String, i64>> = known.and_then(|text| serde_json::from_str(&text).ok());
    let shown = after(before.as_ref(), known.as_ref(), now, LEAST);
    // A total that is hidden for a while is compared with what was told before it.
    let told =
        if shown.total == Cell::Hidden { before.clone().unwrap_or(shown.clone()) } else { shown.clone() };
    let text = |value: &Row| serde_json::to_string(value).map_err(|why| SqlError(why.to_string()));
    let groups = shown.groups.as_ref().or(known.as_ref());
    let groups = groups.map(serde_json::to_string).transpose().map_err(|why| SqlError(why.to_string()))?;
    let sql = "INSERT INTO figure_shown (name, shown, known) VALUES (?1, ?2, ?3)
               ON CONFLICT (name) DO UPDATE SET shown = excluded.shown, known = excluded.known";
    db.run(sql, values![name, &text(&told)?, &groups])?;
    Ok(shown)
}

fn figure(row: &Row, formula: &str, enrolled: &BTreeMap<String, i64>) -> Value {
    let whole: i64 = enrolled.values().sum();
    let cell = match row.total {
        Cell::Hidden => return json!({ "formula": formula, "shown": null }),
        Cell::AtLeast(count) => json!({ "atLeast": count, "of": whole }),
        Cell::Count(count) => portion(count, whole),
    };
    let groups = row.groups.as_ref().map(|groups| {
        let one = |(grade, count): (&String, &i64)| {
            (grade.clone(), portion(*count, enrolled.get(grade).copied().unwrap_or(0)))
        };
        groups.iter().map(one).collect::<serde_json::Map<_, _>>()
    });
    json!({ "formula": formula, "shown": cell, "grades": groups })
}

fn portion(count: i64, of: i64) -> Value {
    match wilson(count, of) {
        Some([percent, low, high]) => {
            json!({ "count": count, "of": of, "percent": percent, "low": low, "high": high })
        }
        // More than are enrolled: the enrolment is wrong.
        None => json!({ "count": count, "of": of, "percent": null, "low": null, "high": null }),
    }
}

fn harm(db: &mut dyn Db, today: Today) -> SqlResult<Vec<Value>> {
    let sql = "SELECT month, rises FROM harm WHERE month < ?1 ORDER BY month DESC LIMIT 24";
    let mut months = Vec::new();
    for row in db.rows(sql, values![today.month])? {
        let (month, rises): (i64, i64) = (row.get(0)?, row.get(1)?);
        let total = if rises < LEAST { Cell::Hidden } else { Cell::Count(rises) };
        let shown = remembered(db, &format!("harm/{month}"), Row { total, groups: None })?;
        let name = format!("{}-{:02}", 1970 + month.div_euclid(12), month.rem_euclid(12) + 1);
        months.push(json!({ "month": name, "rises": exact(shown.total) }));
    }
    Ok(months)
}
