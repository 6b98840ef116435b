//! `family/self-check.toml`: every statement can be read, and leads to lessons that there are.

use super::lesson::planned;
use crate::finding::{Code, Log};
use serde_json::Value;
use std::collections::BTreeSet;

const FILE: &str = "family/self-check.toml";

/// A stage, and the lessons that may be suggested there.
type Stage = (String, Vec<String>);

pub(super) fn look(log: &Log, is: &Value, says: &[Value]) {
    let all = rows(is, "statement");
    let stage = |stage: &Value| (stage["id"].as_str().unwrap_or_default().to_owned(), list(stage, "lessons"));
    let stages: Vec<Stage> = rows(is, "stage").iter().map(stage).collect();
    let planned: BTreeSet<String> = planned().collect();
    let named = stages.iter().flat_map(|(_, lessons)| lessons.clone()).chain(all.iter().flat_map(weighed));
    let unknown: BTreeSet<String> =
        named.chain(list(is, "fill")).filter(|code| !planned.contains(code)).collect();
    for code in unknown {
        let what = format!("there is no lesson `{code}`");
        log.file(Code::UnknownReference, FILE, what, "Name the code of a lesson, such as d21.");
    }
    let many = usize::try_from(is["suggests"].as_u64().unwrap_or(0)).unwrap_or(usize::MAX);
    for (stage, lessons) in stages.iter().filter(|(_, lessons)| many == 0 || lessons.len() < many) {
        let what = format!("stage `{stage}` has {} lessons to suggest", lessons.len());
        log.file(Code::Lesson, FILE, what, "Name as many as `suggests`, or more.");
    }
    all.iter().for_each(|one| statement(log, one, &stages, says));
}

fn rows(of: &Value, name: &str) -> Vec<Value> {
    of[name].as_array().cloned().unwrap_or_default()
}

fn list(of: &Value, name: &str) -> Vec<String> {
    of[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Codes of the lessons that an answer speaks for.
fn weighed(statement: &Value) -> Vec<String> {
    let ways = ["often", "never"].iter().filter_map(|way| statement[way].as_object());
    ways.flatten().map(|(code, _)| code.clone()).collect()
}

fn statement(log: &Log, one: &Value, stages: &[Stage], says: &[Value]) {
    let id = one["id"].as_str().unwrap_or_default();
    if says.iter().any(|own| own["statement"][id].as_str().is_none_or(str::is_empty)) {
        let what = format!("statement `{id}` has no text");
        log.file(Code::MissingField, FILE, what, "Write it in every language.");
    }
    if one["often"].is_object() == one["never"].is_object() {
        let what = format!("statement `{id}` counts both ways, or none");
        log.file(Code::Lesson, FILE, what, "Write `often` or `never`.");
    }
    let codes = weighed(one);
    for stage in list(one, "stages") {
        let own = stages.iter().find(|(name, _)| *name == stage).map(|(_, lessons)| lessons);
        if !own.is_some_and(|own| codes.iter().any(|code| own.contains(code))) {
            let what = format!("statement `{id}` leads to no lesson of stage `{stage}`");
            log.file(Code::Lesson, FILE, what, "Ask it where it leads somewhere.");
        }
    }
}
