//! Family lessons: the room beside `exercises/`, its own rules, and what it never mixes with.

use crate::support::*;
use qinghe_compiler::{Code, Date, Severity, compile, explain, library, write_packs};
use qinghe_content::{
    Locale,
    exercise::{Catalogue, ExercisePack, Expression, LessonStage, Lessons, Listing, StepKind, Variant, Who},
};
use std::fs;

/// Rule, file, text to replace (first place), replacement.
type Fault = (Code, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    (Code::UnknownWord, LESSON, "helps = \"family\"", "helps = \"self\""),
    (Code::UnknownWord, LESSON, "variants = \"A\"", "variants = \"S\""),
    (Code::UnknownWord, LESSON, "stage = \"lower-primary\"", "stage = \"primary\""),
    (Code::UnknownWord, LESSON, "bands = [\"6-12\"]", "bands = [\"6-11\"]"),
    (Code::UnknownWord, LESSON, "\"conflict\"]", "\"weather\"]"),
    (Code::UnknownWord, LESSON, "who = \"other\"", "who = \"aunt\""),
    (Code::UnknownWord, LESSON, "face = \"thinking\"", "face = \"bored\""),
    (Code::Duplicate, LESSON, "\"conflict\"]", "\"feelings\"]"),
    (Code::Duplicate, LESSON, "id = \"b\", who", "id = \"a\", who"),
    // What an exercise of students has, and a lesson must not have.
    (Code::UnknownField, LESSON, "sign_off", "private = true\nsign_off"),
    (Code::UnknownField, LESSON, "sign_off", "domains = [\"mood\"]\nsign_off"),
    (Code::UnknownField, LESSON, "sign_off", "calm = true\nsign_off"),
    (Code::UnknownField, LESSON, "sign_off", "not_for = [\"asthma\"]\nsign_off"),
    (Code::UnknownField, LESSON, "sign_off", "with_adult = \"A\"\nsign_off"),
    (Code::UnknownField, LESSON, "[[entry]]", "[[offer]]\ndomain = \"mood\"\n\n[[entry]]"),
    (Code::MissingField, LESSON, "who = \"child\", face = \"angry\" }", "who = \"child\" }"),
    (Code::UnknownField, LESSON, "who = \"adult\"", "who = \"adult\", face = \"sad\""),
    (Code::StepData, LESSON, "story = \"home\"\nface = \"angry\"", "story = \"home\""),
    (Code::StepData, LESSON, "face = \"sad\", to = \"try-2\"", "to = \"try-2\""),
    (Code::StepData, LESSON, "\"on\", to = \"where\"", "\"on\", face = \"sad\", to = \"where\""),
    (Code::StepText, LESSON_ZH, "c = \"哟，又输啦？\", ", ""),
    (Code::StepText, LESSON_EN, "small = \"He turns and goes.", "large = \"He turns and goes."),
    (Code::Outline, LESSON, "stage = \"lower-primary\"", "stage = \"junior\""),
    (Code::Outline, LESSON, "bands = [\"6-12\"]", "bands = [\"12-15\"]"),
    (Code::Outline, LESSON, "themes = [\"feelings\", \"conflict\"]", "themes = []"),
    (Code::Outline, LESSON, "[\"feelings\", \"conflict\"]", "[\"feelings\", \"conflict\", \"marks\", \"mood\"]"),
    (Code::Outline, LESSON, "evidence = 1", "first = true\nevidence = 1"),
    (Code::Lesson, LESSON, "minutes = 6", "minutes = 5"),
    (Code::Lesson, LESSON, "minutes = 3", "minutes = 5"),
    (Code::Lesson, LESSON, "id = \"lesson\"\nstart = \"idea\"", "id = \"first\"\nstart = \"idea\""),
    (Code::Lesson, LESSON, "id = \"check\"\nstart = \"did\"", "id = \"check\"\nstart = \"happened\""),
    (Code::Lesson, LESSON, "[[step]]\nid = \"onward\"", "[[step]]\nid = \"extra\"\nkind = \"say\"\n\n[[step]]\nid = \"onward\""),
    (Code::Lesson, LESSON, "id = \"try-near\"\nkind = \"say\"", "id = \"try-near\"\nkind = \"handoff\""),
    (Code::Lesson, LESSON, "id = \"model\"\nkind = \"dialogue\"", "id = \"model\"\nkind = \"say\"\n[[step]]\nid = \"talk\"\nkind = \"dialogue\""),
    (Code::Lesson, LESSON, "  { id = \"c\", who = \"other\" },\n", ""),
    (Code::Lesson, LESSON, "{ id = \"b\", who = \"adult\" }", "{ id = \"b\", who = \"other\" }"),
    (Code::Lesson, LESSON, "story = \"home\"", "story = \"game\""),
    (Code::Lesson, LESSON, "face = \"thinking\", to = \"try-3\"", "face = \"thinking\", to = \"try-near\""),
    (Code::Lesson, LESSON, "{ id = \"again\", to = \"try-1\" }", "{ id = \"again\", to = \"try-near\" }"),
    (Code::Lesson, LESSON, "{ id = \"on\", to = \"where\" }", "{ id = \"on\", to = \"try-near\" }"),
    (Code::Lesson, LESSON, "fields = [\"when\", \"obstacle\"]", "fields = [\"obstacle\", \"when\"]"),
    (Code::Lesson, LESSON, "in_days = 7", "in_days = 6"),
    (Code::Lesson, LESSON, "lines = [\"plan\"]\nnext = \"end\"", "lines = [\"plan\"]"),
    (Code::Lesson, LESSON, "{ id = \"what\", least = 0 }", "\"what\""),
    (Code::Lesson, LESSON, "options = [\"see\", \"talk\", \"leave\"]", "options = [\"see\", \"talk\"]"),
    (Code::Lesson, LESSON, ", { id = \"not-yet\", to = \"did-not\" }", ""),
    (Code::Lesson, LESSON_ZH, "\\n陪着坐一会儿。\"", "\\n陪着坐一会儿。\\n三。\\n四。\""),
    (Code::Typed, LESSON_ZH, "就去找心理老师", "就打12356"),
    (Code::Typed, LESSON_EN, "talk to the school's counsellor", "dial 120"),
    (Code::Typed, LESSON_ZH, "他有四回知道", "他有{n}回知道"),
    // What holds in both rooms.
    (Code::Forbidden, LESSON_ZH, "一回也是一回", "一回也是小题大做"),
    (Code::Forbidden, LESSON_ZH, "一回也是一回", "一回也是坏词"),
    (Code::Grade, LESSON, "evidence = 1", "evidence = 2"),
    (Code::Script, LESSON_CASES, "\"choose stay\",\n  \"next\", \"@try-3\"", "\"choose stay\",\n  \"next\", \"@try-2\""),
    (Code::Script, LESSON_CASES, "home = \"right\"", "home = \"wrong\""),
    (Code::CaseCover, LESSON_CASES, "\"@did-some\", \"back\", \"choose not-yet\", \"next\", \"@did-not\"", "\"@did-some\""),
];

fn only_plan(code: Code) -> bool {
    code == Code::NoLesson
}

#[test]
fn the_lesson_as_it_stands_lacks_only_its_sisters() {
    let report = read(&room_with_family());
    assert!(codes(&report).into_iter().all(only_plan), "{}", report.render());
    assert_eq!(report.lessons.len(), 3);
    let told: Vec<&str> = report.findings.iter().map(|one| one.what.as_str()).collect();
    assert!(told[0].starts_with("40 of 41 lessons are missing: d11, d12, d13"), "{told:?}");
    let bands = ["3-6", "12-15", "15-18", "18+"]
        .map(|band| format!("no lesson for the band `{band}` of the outline"));
    assert_eq!(told[1..], bands);
}

#[test]
fn every_fault_is_found_in_its_file() {
    let mut wrong = Vec::new();
    for (code, file, from, to) in FAULTS {
        let folder = room_with_family();
        change(&folder, file, from, to);
        let report = read(&folder);
        let found = report.findings.iter().any(|one| one.code == *code && one.file.starts_with("family/"));
        let stops = code.severity() == Severity::Error && report.lessons.is_empty();
        if !found || !stops {
            wrong.push(format!("{} for `{from}` → `{to}`:\n{}", code.id(), report.render()));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n\n"));
    for code in [Code::Lesson, Code::Outline, Code::Typed] {
        assert!(FAULTS.iter().any(|row| row.0 == code), "{} has no row", code.id());
    }
}

#[test]
fn a_grandmother_reads_short_sentences() {
    for (clause, what) in [
        ("坐一坐说一说笑一笑走一走看一看", "clause"),
        ("坐一坐说一说，笑一笑走一走，吃一吃睡一睡，看一看", "sentence"),
    ] {
        let folder = room_with_family();
        change(&folder, LESSON_ZH, "一回也是一回。", &format!("{clause}慢慢来。").repeat(400));
        let report = read(&folder);
        let told = report.findings.iter().find(|one| one.code == Code::Reading && one.what.contains(what));
        assert!(told.is_some_and(|one| one.what.contains("variant A reads")), "{what}: {}", report.render());
    }
}

#[test]
fn an_idea_is_one_idea() {
    let folder = room_with_family();
    change(&folder, LESSON_ZH, "先别讲输赢。", &"先别讲输赢。".repeat(80));
    let report = read(&folder);
    let told = report.findings.iter().find(|one| one.code == Code::Lesson).unwrap();
    assert!(told.what.contains("more than 350"), "{}", told.what);
}

#[test]
fn two_lessons_never_share_a_code() {
    let folder = room_with_family();
    let (from, to) = ("d23-the-lost-game", "d23-another");
    copy(&folder.path().join("family").join(from), &folder.path().join("family").join(to));
    change(&folder, &format!("family/{to}/lesson.toml"), from, to);
    let report = read(&folder);
    assert!(codes(&report).contains(&Code::Duplicate), "{}", report.render());
    change(&folder, LESSON, "id = \"d23-the-lost-game\"", "id = \"d29\"");
    assert!(codes(&read(&folder)).contains(&Code::Id));
    fs::rename(folder.path().join("family").join(to), folder.path().join("family/another")).unwrap();
    assert!(codes(&read(&folder)).contains(&Code::Outline));
}

#[test]
fn a_lesson_comes_out_of_its_pack_as_it_went_in() {
    let report = read(&room_with_family());
    for pack in &report.lessons {
        let bytes = pack.encode().unwrap();
        assert_eq!(ExercisePack::decode(&bytes).as_ref(), Ok(pack));
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1;
            assert!(ExercisePack::decode(&wrong).is_err(), "byte {at}");
        }
    }
    let form = report.lessons[0].exercise.form(Variant::Adult).unwrap();
    let StepKind::Dialogue(talk) = &form.steps[1].kind else { panic!("the second step is a talk") };
    let who: Vec<Who> = talk.turns.iter().map(|turn| turn.who).collect();
    assert_eq!(who, [Who::Child(Expression::Angry), Who::Adult, Who::Other, Who::Child(Expression::Sad)]);
    let StepKind::Branch(moment) = &form.steps[2].kind else { panic!("the third step is a moment") };
    let faces = moment.faces.as_ref().unwrap();
    assert_eq!(
        (faces.begins, faces.after.as_slice()),
        (Expression::Angry, &[Expression::Sad, Expression::Shut][..])
    );
}

/// Whatever a student sees is made of exercises, and whatever a family sees of lessons.
#[test]
fn the_two_rooms_never_mix() {
    let folder = room_with_family();
    let report = compile(folder.path(), "2026-11-24".parse::<Date>().unwrap());
    let out = tempfile::tempdir().unwrap();
    write_packs(&report, out.path()).unwrap();
    let index = |name: &str| fs::read_to_string(out.path().join(name)).unwrap();
    assert!(!index("exercises.json").contains("d23") && !index("family.json").contains("walk"));
    for pack in &report.lessons {
        assert_eq!(Listing::of(&pack.exercise, &pack.text.forms), None);
    }
    let file = |stem: &str| {
        let all = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path());
        let mine = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(stem);
        fs::read(all.into_iter().find(mine).unwrap()).unwrap()
    };
    let students = Catalogue::decode(&file("catalogue.zh-Hans.")).unwrap();
    assert!(students.listings.iter().all(|one| !one.id.starts_with('d')));
    assert!(students.listings.iter().all(|one| one.face(Variant::Adult).is_none()));
    let family = Lessons::decode(&file("family.zh-Hans.")).unwrap();
    assert_eq!(family.listings.len(), 1);
    let one = family.listing("d23-the-lost-game").unwrap();
    assert_eq!(
        (one.minutes, one.lesson.stage, one.title.as_str()),
        (6, LessonStage::LowerPrimary, "输棋以后")
    );
}

#[test]
fn the_coverage_counts_bands_stages_and_themes() {
    let folder = room_with_family();
    let (room, _) = library(folder.path());
    let page = explain(&room, "family", Locale::En).unwrap();
    for line in
        ["41 planned, 1 there.", "| 6-12 | 1 |", "| 12-15 | 0 |", "| lower-primary | 1 |", "| conflict | 1 |"]
    {
        assert!(page.contains(line), "{line} in:\n{page}");
    }
    let one = explain(&room, "d23-the-lost-game", Locale::ZhHans).unwrap();
    assert!(one.contains("家庭课") && one.contains("4 句对话") && one.contains("家长"), "{one}");
}
