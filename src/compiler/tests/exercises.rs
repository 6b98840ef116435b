//! Exercises: what needs more than a replaced text.

use crate::support::*;
use qinghe_compiler::{Code, library};
use qinghe_content::exercise::{Elsewhere, ExercisePack, Picture, StepKind, Variant};
use std::{fs, path::Path};

fn with(change: impl Fn(&Path)) -> qinghe_compiler::Report {
    let folder = room();
    change(folder.path());
    read(&folder)
}

#[test]
fn every_variant_is_laid_out_with_its_own_steps_and_words() {
    let (room, findings) = library(Path::new(ROOM));
    assert!(!findings.has_errors(), "{}", findings.render());
    let walk = room.exercise("walk").unwrap();
    let ids = |variant| {
        let form = walk.exercise.form(variant).unwrap();
        form.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>()
    };
    assert!(ids(Variant::Junior).contains(&"feel") && !ids(Variant::Primary).contains(&"feel"));
    assert_eq!(walk.exercise.form(Variant::Senior), None);
    let kinds: std::collections::BTreeSet<_> = walk.exercise.forms[1]
        .steps
        .iter()
        .map(|step| std::mem::discriminant(&step.kind))
        .map(|kind| format!("{kind:?}"))
        .collect();
    assert_eq!(kinds.len(), 17, "the fixture has every kind of step");
    let text = walk.text(qinghe_content::Locale::ZhHans).unwrap();
    let titles: Vec<&str> = text.forms.iter().map(|form| form.title.as_str()).collect();
    assert_eq!(titles, ["走一走", "出门走走"]);
    let StepKind::Pacer(pacer) = &walk.exercise.forms[0].steps[1].kind else { panic!("the second step") };
    assert_eq!((pacer.cycle_ms(), pacer.breathes()), (9_500, true));
    // Worked out by hand for P: one rhythm of 38 s, a timer of 5 s, 3 lines, choices and reading besides.
    let minutes = &walk.minutes[0];
    assert!((100..200).contains(&minutes[0].shortest), "{minutes:?}");
    assert!(minutes[0].longest > minutes[0].shortest && minutes[1].longest < 20, "{minutes:?}");
}

/// What no other rule asks for, from the file to the bytes and back.
#[test]
fn a_pack_holds_what_stands_in_its_place_where_a_step_leads_and_what_is_drawn() {
    let report = with(|root| {
        let path = root.join(WALK);
        let mut text = fs::read_to_string(&path).unwrap();
        for (from, to) in [
            ("instead = \"rest\"", "instead = \"rest/first\""),
            ("kind = \"handoff\"", "kind = \"handoff\"\nopens = \"rest\""),
            ("cycles = 4", "cycles = 4\npicture = \"leaf\""),
            ("seconds = 5\n", "seconds = 5\npicture = \"baduanjin-3\"\n"),
        ] {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        fs::write(&path, text).unwrap();
    });
    assert!(!report.findings.iter().any(|one| one.code != Code::Reading), "{}", report.render());
    let walks: Vec<_> = report.exercises.iter().filter(|pack| pack.exercise.id == "walk").collect();
    assert!(!walks.is_empty());
    for pack in walks {
        let exercise = ExercisePack::decode(&pack.encode().unwrap()).unwrap().exercise;
        let first = Elsewhere { entry: Some("first".into()), ..Elsewhere::first("rest") };
        assert_eq!(exercise.training().unwrap().instead, [first]);
        for form in &exercise.forms {
            let opens = form.steps.iter().filter_map(|step| Some((step.id.as_str(), step.opens.clone()?)));
            assert_eq!(opens.collect::<Vec<_>>(), [("talk", Elsewhere::first("rest"))]);
            let drawn = form.steps.iter().filter_map(|step| Some((step.id.as_str(), step.picture?)));
            let wanted = [("breathe", Picture::Leaf), ("stand", Picture::Baduanjin3)];
            assert_eq!(drawn.collect::<Vec<_>>(), wanted);
        }
    }
}

#[test]
fn long_sentences_are_told_with_the_longest_of_them() {
    let long = "走一走松一松".repeat(14);
    for (letter, clauses) in [('P', "clause"), ('J', "sentence")] {
        let report = with(|root| {
            let path = root.join(WALK_ZH);
            let text = fs::read_to_string(&path).unwrap();
            let other = if letter == 'P' { 'J' } else { 'P' };
            let all = format!("{{ {letter} = \"{}\", {other} = \"走。\" }}", format!("{long}。").repeat(12));
            fs::write(&path, text.replacen("\"衣服湿了，再来一次。\"", &all, 1)).unwrap();
        });
        let told = report.findings.iter().find(|one| one.code == Code::Reading && one.what.contains(clauses));
        let told = told.unwrap_or_else(|| panic!("{letter}: {}", report.render()));
        assert!(told.what.contains(&format!("variant {letter} reads")), "{}", told.what);
        assert!(told.help.contains(&long) && !report.findings.iter().any(|one| one.code != Code::Reading));
    }
}

#[test]
fn missing_files_are_named() {
    for file in ["exercise.toml", "cases.toml", "evidence.md", "text/en.toml"] {
        let path = format!("exercises/walk/{file}");
        let report = with(|root| fs::remove_file(root.join(&path)).unwrap());
        let named = report.findings.iter().any(|one| one.code == Code::Unreadable && one.file == path);
        assert!(named && report.exercises.is_empty(), "{}", report.render());
    }
    let none = with(|root| fs::remove_file(root.join("exercises/forbidden.toml")).unwrap());
    assert!(none.has_errors());
    let without = with(|root| fs::remove_dir_all(root.join("exercises")).unwrap());
    assert!(without.findings.is_empty() && without.exercises.is_empty(), "{}", without.render());
}

#[test]
fn a_changed_byte_of_a_pack_is_refused() {
    let report = read(&room());
    for pack in &report.exercises {
        let bytes = pack.encode().unwrap();
        assert_eq!(ExercisePack::decode(&bytes).as_ref(), Ok(pack));
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1;
            assert!(ExercisePack::decode(&wrong).is_err(), "byte {at}");
            assert!(ExercisePack::decode(&bytes[..at]).is_err());
        }
    }
}
