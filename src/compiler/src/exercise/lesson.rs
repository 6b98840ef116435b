//! What only a family lesson has: its stage, its bands of the outline, its themes; and which lessons there should be.

use super::{ReadExercise, room::Own};
use crate::{
    finding::{Code, Log},
    reader::Table,
};
use qinghe_content::{
    Locale,
    exercise::{Band, Lesson, LessonStage, Purpose, Theme},
};
use std::{collections::BTreeSet, fmt::Write as _};

/// Stages, how a code of theirs begins, and how many lessons are planned for each.
const PLAN: [(LessonStage, char, u8); 7] = [
    (LessonStage::Preschool, '1', 7),
    (LessonStage::LowerPrimary, '2', 6),
    (LessonStage::UpperPrimary, '3', 6),
    (LessonStage::Junior, '4', 7),
    (LessonStage::Senior, '5', 6),
    (LessonStage::University, '6', 3),
    (LessonStage::Any, '7', 6),
];
/// Taught first to everybody.
const FIRST: [&str; 3] = ["d21", "d44", "d76"];
/// Most themes of one lesson: more say nothing.
const MOST_THEMES: usize = 3;

/// The code that a folder's name begins with: `d21-…`.
fn code(id: &str) -> Option<&str> {
    let (code, name) = id.split_once('-')?;
    let digits = code.strip_prefix('d')?;
    (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty())
        .then_some(code)
}

fn stage_of(code: &str) -> Option<LessonStage> {
    let digit = code.chars().nth(1)?;
    PLAN.iter().find(|(_, first, _)| *first == digit).map(|(stage, ..)| *stage)
}

/// Codes of every lesson that is planned.
pub(super) fn planned() -> impl Iterator<Item = String> {
    PLAN.iter().flat_map(|(_, first, many)| (1..=*many).map(move |nth| format!("d{first}{nth}")))
}

/// The fields at the top of `lesson.toml` that no exercise has.
pub(super) fn own(top: &Table<'_>, folder: &str) -> Own {
    let helps = top.word("helps", &[("family", ())]);
    let stage = top.word("stage", &LessonStage::ALL.map(|one| (one.word(), one)));
    let bands = listed(top, "bands", &Band::ALL.map(|one| (one.word(), one)));
    let themes = listed(top, "themes", &Theme::ALL.map(|one| (one.word(), one)));
    let first = top.yes("first");
    let say = |what: String, help: &str| top.at.say(Code::Outline, what, help);
    let code = code(folder);
    if code.and_then(stage_of).is_none() {
        say(
            format!("`{folder}` does not begin with a code such as `d21-`"),
            "Name the folder after the code of its lesson.",
        );
    } else if let (Some(stage), Some(wanted)) = (stage, code.and_then(stage_of))
        && stage != wanted
    {
        say(format!("a code of `{}`", wanted.word()), "Correct `stage`, or the code.");
    }
    if let (Some(band), Some(bands)) = (stage.and_then(LessonStage::band), &bands)
        && !bands.contains(&band)
    {
        say(format!("`bands` lacks that of the stage, `{}`", band.word()), "Add it, or correct `stage`.");
    }
    if themes.as_ref().is_some_and(|themes| themes.is_empty() || themes.len() > MOST_THEMES) {
        say("no theme, or more than three".to_owned(), "Name one to three, the first being the main one.");
    }
    if first != code.is_some_and(|code| FIRST.contains(&code)) {
        say(format!("`first` belongs to {} alone", FIRST.join(", ")), "Write it there, and nowhere else.");
    }
    let lesson =
        stage.zip(bands).zip(themes).map(|((stage, bands), themes)| Lesson { stage, bands, themes, first });
    let purpose = helps.and(lesson).map(Purpose::Family);
    Own { purpose, not_for: Vec::new(), with_adult: Vec::new() }
}

/// Words of a list, each once.
fn listed<T: Copy + PartialEq>(top: &Table<'_>, name: &str, known: &[(&str, T)]) -> Option<Vec<T>> {
    let mut all = Vec::new();
    for given in top.texts(name)?.value {
        match known.iter().find(|(word, _)| *word == given.value) {
            Some((_, one)) if !all.contains(one) => all.push(*one),
            Some(_) => given.say(Code::Duplicate, format!("`{}` twice", given.value), "Write it once."),
            None => {
                let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
                let help = format!("Write some of: {}.", words.join(", "));
                given.say(Code::UnknownWord, format!("`{}` is none of `{name}`", given.value), &help);
            }
        }
    }
    Some(all)
}

/// What lessons say together: each code once, and what is still to be written.
pub(super) fn together(log: &Log, all: &[ReadExercise]) {
    let mut seen = BTreeSet::new();
    for read in all {
        let Some(code) = code(&read.exercise.id) else { continue };
        if !seen.insert(code.to_owned()) {
            let file = format!("family/{}/lesson.toml", read.exercise.id);
            log.file(Code::Duplicate, &file, format!("two lessons have the code `{code}`"), "Rename one.");
        }
    }
    let missing: Vec<String> = planned().filter(|code| !seen.contains(code)).collect();
    if !missing.is_empty() {
        let what =
            format!("{} of {} lessons are missing: {}", missing.len(), planned().count(), missing.join(", "));
        log.file(Code::NoLesson, "family", what, "Write them: docs/family.md.");
    }
    for band in Band::ALL.into_iter().filter(|band| count(all, |one| one.bands.contains(band)) == 0) {
        let what = format!("no lesson for the band `{}` of the outline", band.word());
        log.file(Code::NoLesson, "family", what, "Write one, or add the band to a lesson that serves it.");
    }
}

fn count(all: &[ReadExercise], is: impl Fn(&Lesson) -> bool) -> usize {
    all.iter().filter_map(|read| read.exercise.lesson()).filter(|lesson| is(lesson)).count()
}

/// How many lessons each band, stage and theme has, as Markdown.
#[must_use]
pub fn coverage(all: &[ReadExercise], locale: Locale) -> String {
    let zh = locale == Locale::ZhHans;
    let planned = planned().count();
    let mut page = match zh {
        true => format!("# 家庭课\n\n计划 {planned} 课，已有 {} 课。\n", all.len()),
        false => format!("# Family lessons\n\n{planned} planned, {} there.\n", all.len()),
    };
    let mut table = |title: &str, rows: Vec<(&str, usize)>| {
        let many = if zh { "课数" } else { "lessons" };
        // Writing to a text does not fail.
        let _always_written = write!(page, "\n| {title} | {many} |\n|---|---|\n");
        for (name, many) in rows {
            let _always_written = writeln!(page, "| {name} | {many} |");
        }
    };
    let bands = Band::ALL.map(|one| (one.word(), count(all, |lesson| lesson.bands.contains(&one))));
    table(if zh { "大纲年龄段" } else { "band of the outline" }, bands.to_vec());
    let stages = LessonStage::ALL.map(|one| (one.word(), count(all, |lesson| lesson.stage == one)));
    table(if zh { "学段" } else { "stage" }, stages.to_vec());
    let themes = Theme::ALL.map(|one| (one.word(), count(all, |lesson| lesson.themes.contains(&one))));
    table(if zh { "主题" } else { "theme" }, themes.to_vec());
    page
}
