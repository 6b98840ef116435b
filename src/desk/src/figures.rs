//! Counts of what students have learnt, as the gateway shows them (`docs/wire.md`), and how many are enrolled.

use serde::Deserialize;
use std::collections::BTreeMap;

/// People in one grade.
pub const PEOPLE: std::ops::RangeInclusive<i64> = 1..=100_000;
/// Grades of a school.
pub const GRADES: usize = 40;
/// What core knowledge is called among the skills.
pub const KNOWLEDGE: &str = "core-knowledge";

/// A count and how sure it is, or why there is none.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum Shown {
    /// So many of so many; per cent and its interval, nothing where more are counted than enrolled.
    Count {
        /// How many.
        count: i64,
        /// Of how many.
        of: i64,
        /// Per cent.
        percent: Option<f64>,
        /// Lower end of the interval, per cent.
        low: Option<f64>,
        /// Upper end.
        high: Option<f64>,
    },
    /// All but a few.
    AtLeast {
        /// So many at least.
        at_least: i64,
        /// Of how many.
        of: i64,
    },
}

/// One figure.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Figure {
    /// Nothing where it would tell of too few.
    pub shown: Option<Shown>,
    /// By grade, where all of them may be shown.
    pub grades: Option<BTreeMap<String, Shown>>,
}

/// One skill.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Skill {
    /// Id of the exercise.
    pub skill: String,
    /// Who did it to its end.
    pub completed: Figure,
    /// Who mastered it; nothing where it may not be told beside the other.
    pub mastered: Option<Figure>,
}

/// A month.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Month {
    /// `2026-10`.
    pub month: String,
    /// Runs that ended with a rise; nothing where there were few.
    pub rises: Option<i64>,
}

/// How often exercises made things worse.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Harm {
    /// Months, the latest first.
    pub months: Vec<Month>,
}

/// Everything that is shown.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Figures {
    /// The calendar year in which the school year began.
    pub year: i64,
    /// How many are enrolled, by grade.
    pub enrolled: BTreeMap<String, i64>,
    /// Skills, core knowledge among them.
    pub skills: Vec<Skill>,
    /// Items of core knowledge right at the first try, of all that were answered.
    #[serde(default)]
    pub items: Figure,
    /// Who mastered one for themselves and one for others.
    pub both: Option<Figure>,
    /// What made things worse.
    pub harm: Harm,
}

/// What a lead types of the enrolled: a grade and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Code of the grade.
    pub grade: String,
    /// How many.
    pub people: String,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No whole number from 1 to 100 000.
    People,
    /// Another line has this grade.
    Twice,
}

/// What is typed as the gateway takes it; empty lines are left out.
///
/// # Errors
/// Every line that is wrong, by its place.
pub fn enrolled(lines: &[Line]) -> Result<BTreeMap<String, i64>, BTreeMap<usize, Wrong>> {
    let (mut grades, mut wrong) = (BTreeMap::new(), BTreeMap::new());
    for (at, line) in lines.iter().enumerate() {
        let (grade, people) = (line.grade.trim(), line.people.trim());
        if grade.is_empty() && people.is_empty() {
            continue;
        }
        match people.parse::<i64>().ok().filter(|people| PEOPLE.contains(people)) {
            None => drop(wrong.insert(at, Wrong::People)),
            Some(people) => {
                if grades.insert(grade.to_owned(), people).is_some() {
                    wrong.insert(at, Wrong::Twice);
                }
            }
        }
    }
    if wrong.is_empty() { Ok(grades) } else { Err(wrong) }
}

/// Skills in the order of the page: core knowledge first, then for oneself, then for others.
#[must_use]
pub fn ordered(skills: &[Skill]) -> Vec<&Skill> {
    let mut all: Vec<&Skill> = skills.iter().collect();
    all.sort_by_key(|one| (one.skill != KNOWLEDGE, one.skill.starts_with('m'), one.skill.clone()));
    all
}

#[cfg(test)]
mod tests {
    use super::{Figures, Line, Shown, Wrong, enrolled, ordered};

    const ANSWER: &str = r#"{ "v": 1, "year": 2026, "least": 10, "note": "n", "interval": "i", "enrolled": { "7": 312 },
        "skills": [
          { "skill": "m1-x", "completed": { "formula": "f", "shown": { "atLeast": 303, "of": 312 }, "grades": null }, "mastered": null },
          { "skill": "e01-x", "completed": { "formula": "f", "shown": { "count": 100, "of": 312, "percent": 32.1, "low": 27.1, "high": 37.4 },
            "grades": { "7": { "count": 100, "of": 312, "percent": 32.1, "low": 27.1, "high": 37.4 } } }, "mastered": { "formula": "f", "shown": null } },
          { "skill": "core-knowledge", "completed": { "formula": "f", "shown": null }, "mastered": null } ],
        "both": null, "harm": { "formula": "h", "months": [ { "month": "2026-10", "rises": null } ] } }"#;

    #[test]
    fn an_answer_is_read_and_ordered() {
        let figures: Figures = serde_json::from_str(ANSWER).unwrap();
        let skills: Vec<&str> = ordered(&figures.skills).iter().map(|one| one.skill.as_str()).collect();
        assert_eq!(skills, ["core-knowledge", "e01-x", "m1-x"]);
        assert_eq!(figures.skills[0].completed.shown, Some(Shown::AtLeast { at_least: 303, of: 312 }));
        assert!(matches!(figures.skills[1].completed.shown, Some(Shown::Count { count: 100, .. })));
    }

    #[test]
    fn every_wrong_line_is_named_and_empty_ones_are_left_out() {
        let line = |grade: &str, people: &str| Line { grade: grade.into(), people: people.into() };
        let good = enrolled(&[line("7", " 312 "), line("", ""), line("8", "298")]).unwrap();
        assert_eq!(good.into_iter().collect::<Vec<_>>(), [("7".to_owned(), 312), ("8".to_owned(), 298)]);
        let wrong = enrolled(&[line("7", "0"), line("8", "x"), line("9", "3"), line("9", "4")]).unwrap_err();
        assert_eq!(
            wrong.into_iter().collect::<Vec<_>>(),
            [(0, Wrong::People), (1, Wrong::People), (3, Wrong::Twice)]
        );
        assert_eq!(enrolled(&[line("", "640")]).unwrap().len(), 1, "a school without grade codes");
    }
}
