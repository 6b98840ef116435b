//! Made-up sheets with the engine's scores beside the exported questionnaire, for an evaluator that is not ours.
//! `node --test tests/reference/fhir/` reads what is written here when `QINGHE_REFERENCE` names a folder.

use qinghe_compiler::{Read, decimal, export_fhir, library};
use qinghe_content::{Combine, Locale};
use qinghe_scoring::{Response, ScoreOutcome, Who, scores};
use serde_json::{Map, Value, json};
use std::{fs, path::Path};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const ROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/room");
/// Sums, subscales, reverse keying, a mean, scores over scores.
const MANY: &[&str] = &["phq-9", "gad-7", "psc-17", "ces-d", "brs", "phq-4", "tea", "leaf", "check"];

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % many as u64) as usize
    }
}

/// One sheet: options, and the scores that follow. One in three is complete, the others have a few blanks.
fn sheet(read: &Read, nth: usize, dice: &mut Dice) -> (Vec<Response>, Value) {
    let one = &read.instrument;
    let blanks = [0, 20, 5][nth % 3];
    let responses: Vec<Response> = one
        .items
        .iter()
        .map(|item| {
            let options = one.response_sets[usize::from(item.response_set)].values.len();
            let blank = blanks > 0 && dice.below(blanks) == 0;
            if blank { Response::Skipped } else { Response::Given(dice.below(options) as u8) }
        })
        .collect();
    let options: Vec<Option<u8>> = responses
        .iter()
        .map(|response| match response {
            Response::Given(option) => Some(*option),
            _ => None,
        })
        .collect();
    let mut found = Map::new();
    for (score, outcome) in one.scores.iter().zip(scores(one, &responses, Who::default())) {
        let value = match outcome {
            ScoreOutcome::Computed(units) => json!(decimal(units, score.scaling.decimals)),
            ScoreOutcome::NotComputed(_) => Value::Null,
        };
        found.insert(score.id.clone(), value);
    }
    (responses, json!({ "options": options, "scores": found }))
}

/// Scores that no expression can hold: norms, estimates, and what is made of them.
fn without(read: &Read) -> Vec<String> {
    let scores = &read.instrument.scores;
    let mut found: Vec<usize> = Vec::new();
    for (at, score) in scores.iter().enumerate() {
        let above = score.inputs.iter().any(|input| match input {
            qinghe_content::Input::Score { score, .. } => found.contains(&usize::from(*score)),
            qinghe_content::Input::Item { .. } => false,
        });
        if above || !score.norms.is_empty() || matches!(score.combine, Combine::Theta) {
            found.push(at);
        }
    }
    found.into_iter().map(|at| scores[at].id.clone()).collect()
}

#[test]
fn sheets_for_an_evaluator_that_is_not_ours() {
    let folder = std::env::var_os("QINGHE_REFERENCE");
    let mut names = Vec::new();
    for root in [SHIPPED, ROOM] {
        let (library, _) = library(Path::new(root));
        for read in &library.instruments {
            let id = &read.instrument.id;
            names.push(id.clone());
            let mut dice = Dice(0x51e1_7e57 + id.bytes().map(u64::from).sum::<u64>());
            let count = if MANY.contains(&id.as_str()) { 200 } else { 6 };
            let sheets: Vec<(Vec<Response>, Value)> =
                (0..count).map(|nth| sheet(read, nth, &mut dice)).collect();
            let given = |response: &Response| matches!(response, Response::Given(_));
            assert!(sheets.iter().any(|(all, _)| all.iter().all(given)), "{id}: no complete sheet");
            let sheets: Vec<Value> = sheets.into_iter().map(|(_, sheet)| sheet).collect();
            // The Chinese export carries the same expressions; wording has no part in them.
            let questionnaire: Value = serde_json::from_str(&export_fhir(read, Locale::En).text).unwrap();
            let file = json!({ "id": id, "questionnaire": questionnaire, "without": without(read), "sheets": sheets });
            if let Some(folder) = &folder {
                fs::create_dir_all(folder).unwrap();
                fs::write(Path::new(folder).join(format!("{id}.json")), file.to_string()).unwrap();
            }
        }
    }
    assert!(MANY.iter().all(|name| names.iter().any(|own| own == name)), "{names:?}");
}
