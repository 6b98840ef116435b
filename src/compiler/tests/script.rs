//! Traditional script: what ships in it, and what keeps the script in which it was printed.

use crate::support::*;
use qinghe_compiler::{Code, compile, write_packs};
use qinghe_content::{InstrumentText, Key, Locale, Pack, exercise::ExercisePack};
use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};

fn packs() -> &'static [Pack] {
    static PACKS: OnceLock<Vec<Pack>> = OnceLock::new();
    PACKS.get_or_init(|| compile(Path::new(SHIPPED), today()).packs)
}

fn of(battery: &str, locale: Locale) -> &'static Pack {
    packs().iter().find(|pack| pack.battery.id == battery && pack.locale == locale).unwrap()
}

fn wording(battery: &str, locale: Locale, instrument: &str) -> &'static InstrumentText {
    let pack = of(battery, locale);
    let at = pack.instruments.iter().position(|one| one.id == instrument).unwrap();
    pack.wording[at].as_ref().unwrap()
}

#[test]
fn every_battery_is_the_same_in_either_script_but_for_its_texts() {
    let simplified = packs().iter().filter(|pack| pack.locale == Locale::ZhHans);
    for from in simplified {
        let made = of(&from.battery.id, Locale::ZhHant);
        assert_eq!(
            (made.structure, &made.battery, &made.instruments),
            (from.structure, &from.battery, &from.instruments)
        );
        assert_eq!(
            made.wording.iter().map(Option::is_some).collect::<Vec<_>>(),
            from.wording.iter().map(Option::is_some).collect::<Vec<_>>()
        );
        let numbers = |pack: &Pack| {
            pack.region.lines.iter().map(|line| (line.kind, line.number.clone())).collect::<Vec<_>>()
        };
        assert_eq!(numbers(made), numbers(from));
        for key in Key::ALL {
            let (made, from) = (made.texts.get(*key), from.texts.get(*key));
            let slots = |text: &str| text.matches(['{', '}']).count();
            assert_eq!((slots(made), made.chars().count()), (slots(from), from.chars().count()), "{made}");
        }
        assert_eq!(made.texts.get(Key::HelpButton), "我現在需要幫助");
    }
}

#[test]
fn what_is_practised_learnt_and_asked_is_the_same_in_either_script_but_for_its_texts() {
    let report = compile(Path::new(SHIPPED), today());
    let (simplified, made) = (Locale::ZhHans, Locale::ZhHant);
    for from in report.exercises.iter().chain(&report.lessons).filter(|pack| pack.locale == simplified) {
        let all = report.exercises.iter().chain(&report.lessons);
        let is = |pack: &&ExercisePack| pack.exercise.id == from.exercise.id && pack.locale == made;
        let own = all.clone().find(is).unwrap();
        assert_eq!((own.structure, &own.exercise), (from.structure, &from.exercise));
        let length = |pack: &ExercisePack| serde_json::to_string(&pack.text).unwrap().chars().count();
        assert_eq!(length(own), length(from), "{}", own.exercise.id);
        assert!(own.encode().is_ok());
    }
    let count = |locale: Locale| {
        let probes = report.probes.iter().filter(|pack| pack.locale == locale).count();
        (probes, report.knowledge.iter().filter(|known| known.pack.locale == locale).count())
    };
    assert_eq!(count(made), count(simplified));
    let tonight = &report.guides[0].says;
    assert_eq!(tonight.len(), Locale::MADE.len());
    let title = tonight.last().unwrap()["title"].as_str().unwrap();
    assert!(title.contains('麼') || title.contains('說'), "{title}");
}

#[test]
fn wording_changes_its_script_only_where_somebody_allows_it() {
    let (made, printed) = (
        wording("mood-and-anxiety", Locale::ZhHant, "phq-9"),
        wording("mood-and-anxiety", Locale::ZhHans, "phq-9"),
    );
    assert_eq!(
        (made.items[1].as_str(), printed.items[1].as_str()),
        ("感到心情低落、沮喪或絕望", "感到心情低落、沮丧或绝望")
    );
    let battery = packs().iter().find(|pack| pack.instruments.iter().any(|one| one.id == "who-5")).unwrap();
    let (kept, printed) = (
        wording(&battery.battery.id, Locale::ZhHant, "who-5"),
        wording(&battery.battery.id, Locale::ZhHans, "who-5"),
    );
    assert_eq!(
        (&kept.instruction, &kept.items, &kept.options),
        (&printed.instruction, &printed.items, &printed.options)
    );
    let said = kept.credit.as_deref().unwrap();
    assert!(said.starts_with(printed.credit.as_deref().unwrap()) && said.ends_with("用簡體字。"), "{said}");
}

#[test]
fn a_correction_that_corrects_nothing_is_named_and_what_ships_has_none() {
    let folder = room();
    change(&folder, TRADITIONAL, "這臺", "那臺");
    let report = read(&folder);
    assert_eq!((codes(&report), report.packs.len()), (vec![Code::Correction], 6), "{}", report.render());
}

#[test]
fn other_locales_do_not_notice_and_without_its_file_there_is_no_traditional_script() {
    let (with, without) = (room(), room());
    fs::remove_file(without.path().join(TRADITIONAL)).unwrap();
    let (with, without) = (read(&with).packs, read(&without).packs);
    let written: Vec<Pack> = with.iter().filter(|pack| pack.locale != Locale::ZhHant).cloned().collect();
    assert_eq!(written, without);
    assert_eq!(with.len(), without.len() / 2 * 3);
}

#[test]
fn the_packs_of_a_battery_share_a_hash_that_changes_with_each_of_them() {
    let names = |change: &dyn Fn(&tempfile::TempDir)| {
        let (folder, packs) = (room(), tempfile::tempdir().unwrap());
        change(&folder);
        write_packs(&read(&folder), packs.path()).unwrap();
        let index: serde_json::Value =
            serde_json::from_slice(&fs::read(packs.path().join("packs.json")).unwrap()).unwrap();
        let own = index["whole"].as_object().unwrap();
        let own: BTreeMap<String, String> = own
            .iter()
            .map(|(tag, one)| (tag.clone(), one["pack"].as_str().unwrap().replace(&format!(".{tag}."), ".")))
            .collect();
        assert_eq!(own.keys().collect::<Vec<_>>(), ["en", "zh-Hans", "zh-Hant"]);
        let mut names: Vec<String> = own.into_values().collect();
        names.dedup();
        assert_eq!(names.len(), 1, "{names:?}");
        names.remove(0)
    };
    let as_it_is = names(&|_| {});
    assert_eq!(as_it_is, names(&|_| {}));
    assert_ne!(as_it_is, names(&|folder| change(folder, TRADITIONAL, "這台", "這座")));
    assert_ne!(as_it_is, names(&|folder| change(folder, "locales/en.toml", "back = \"", "back = \"The ")));
}

#[test]
fn what_a_school_brings_is_shown_as_it_was_printed() {
    let report = read(&room());
    let own = |pack: &&Pack| pack.battery.id == "every-form" && pack.locale == Locale::ZhHant;
    let mut pack = report.packs.iter().find(own).unwrap().clone();
    let folder = room();
    let file = folder.path().join("own.zh-Hans.toml");
    let brought = qinghe_compiler::text_pack(folder.path(), "own", Locale::ZhHans, &file).unwrap();
    pack.add_text(qinghe_content::TextPack::decode(&brought).unwrap()).unwrap();
    assert_eq!(pack.without_wording().count(), 0);
}
