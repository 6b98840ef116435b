//! `qinghe new`, `text-pack` and `preview`.

use crate::support::{self, Said, copy, run};
use qinghe_content::{Locale, Pack, Tier};
use std::{fs, path::Path};

fn at(root: &Path, args: &[&str]) -> Said {
    run(&[args, &["--root", root.to_str().unwrap()]].concat())
}

#[test]
fn a_new_scale_and_battery_lint() {
    let copy = copy();
    let root = copy.path();
    let scale = at(root, &["new", "scale", "clouds"]);
    assert!(scale.code == 0 && scale.out.contains("Next:"), "{}{}", scale.out, scale.err);
    for battery in [&["first"][..], &["second", "--instrument", "weather", "--instrument", "clouds"]] {
        let said = at(root, &[&["new", "battery"], battery].concat());
        assert!(said.code == 0 && said.out.contains("Next:"), "{}", said.err);
    }
    let lint = run(&["lint", root.to_str().unwrap()]);
    assert!(lint.out.ends_with("0 errors, 0 warnings, 6 packs\n"), "{}", lint.out);
    let text = fs::read_to_string(root.join("batteries/second/battery.toml")).unwrap();
    assert!(
        text.contains("instruments = [\"weather\", \"clouds\"]") && text.contains("\nminutes = 1\n"),
        "{text}"
    );
    assert!(text.contains("ages = { min = 12, max = 18 }") && text.contains("tier = \"urgent\""), "{text}");
}

#[test]
fn a_new_exercise_lints_beside_those_that_ship() {
    let copy = copy();
    let root = copy.path();
    let before = at(root, &["new", "exercise", "e99-sit"]);
    assert!(before.code == 1 && before.err.contains("no folder `exercises/`"), "{}", before.err);
    support::copy_folder(&support::here("../../exercises"), &root.join("exercises"));
    let made = at(root, &["new", "exercise", "e99-sit"]);
    assert!(made.code == 0 && made.out.contains("Next:"), "{}{}", made.out, made.err);
    let lint = run(&["lint", root.to_str().unwrap()]);
    assert!(lint.code == 0 && lint.out.contains("0 errors"), "{}", lint.out);
    let told = at(root, &["explain", "e99-sit", "--lang", "en"]);
    assert!(told.code == 0 && told.out.contains("`do` (60 seconds): Do it for a minute."), "{}", told.out);
    let packs = root.join("packs");
    assert_eq!(run(&["pack", root.to_str().unwrap(), "--out", packs.to_str().unwrap()]).code, 0);
    let index = fs::read_to_string(packs.join("exercises.json")).unwrap();
    assert!(index.contains("\"e99-sit\"") && index.contains("e99-sit.zh-Hans."), "{index}");
    let again = at(root, &["new", "exercise", "e99-sit"]);
    assert!(again.code == 1 && again.err.contains("is there already"), "{}", again.err);
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let copy = copy();
    let root = copy.path();
    let before = fs::read(root.join("scales/weather/instrument.toml")).unwrap();
    for what in [&["scale", "weather"][..], &["battery", "outlook"], &["region", "cn"], &["locale", "en"]] {
        let said = at(root, &[&["new"], what].concat());
        assert!(said.code == 1 && said.err.contains("is there already"), "{what:?}: {}", said.err);
    }
    assert_eq!(fs::read(root.join("scales/weather/instrument.toml")).unwrap(), before);
    for id in ["../x", "Weather", "a b", "9", "", "x-"] {
        let said = at(root, &["new", "scale", id]);
        assert!(said.code == 1 && said.err.contains("cannot be an id"), "{id}: {}", said.err);
    }
    let said = at(root, &["new", "locale", "../../x"]);
    assert!(said.code == 1 && said.err.contains("BCP 47"), "{}", said.err);
}

#[test]
fn a_new_region_cannot_be_used_before_somebody_has_dialled() {
    let copy = copy();
    assert_eq!(at(copy.path(), &["new", "region", "hk"]).code, 0);
    let lint = run(&["lint", copy.path().to_str().unwrap()]);
    assert_eq!(lint.code, 1);
    assert!(lint.out.contains("error[QH0501]") && lint.out.contains("regions/hk.toml"), "{}", lint.out);
}

#[test]
fn a_new_language_has_every_text() {
    let copy = copy();
    assert_eq!(at(copy.path(), &["new", "locale", "zh-Hant"]).code, 0);
    let texts = |tag: &str| {
        let text = fs::read_to_string(copy.path().join(format!("locales/{tag}.toml"))).unwrap();
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(texts("zh-Hant"), texts("en"));
}

#[test]
fn instruments_of_two_informants_make_no_battery() {
    let copy = copy();
    let file = copy.path().join("scales/kitchen/instrument.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("informant = \"student\"", "informant = \"parent\"")).unwrap();
    let said =
        at(copy.path(), &["new", "battery", "mixed", "--instrument", "weather", "--instrument", "kitchen"]);
    assert!(said.code == 1 && said.err.contains("One battery has one informant"), "{}", said.err);
    assert!(!copy.path().join("batteries/mixed").exists());
}

#[test]
fn brought_wording_becomes_a_text_pack_that_fits() {
    let copy = copy();
    let root = copy.path();
    let text = root.join("scales/weather/text/zh-Hans.toml");
    let args =
        ["text-pack", "--instrument", "brought", "--locale", "zh-Hans", "--text", text.to_str().unwrap()];
    let said = at(root, &[&args[..], &["--out", root.to_str().unwrap()]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let made = fs::read(root.join("brought.1.0.0.zh-Hans.text")).unwrap();
    assert_eq!(qinghe_content::TextPack::decode(&made).unwrap().text.items[3], "打雷");

    let lacking = fs::read_to_string(&text).unwrap().replace("storm = \"打雷\"\n", "");
    fs::write(root.join("lacking.toml"), lacking).unwrap();
    let lacking = root.join("lacking.toml");
    let args =
        ["text-pack", "--instrument", "brought", "--text", lacking.to_str().unwrap(), "--out", "never"];
    let said = at(root, &args);
    assert!(said.code == 1 && said.err.contains("item `storm` has no wording"), "{}", said.err);
    let args = ["text-pack", "--instrument", "weather", "--text", text.to_str().unwrap(), "--out", "never"];
    let said = at(root, &args);
    assert!(said.code == 1 && said.err.contains("is here already"), "{}", said.err);
    let args = ["text-pack", "--instrument", "brought", "--locale", "tlh", "--text", "x", "--out", "never"];
    assert!(at(root, &args).err.contains("zh-Hans"));
}

/// The packs that a preview serves.
fn previewed(root: &Path, more: &[&str]) -> (Said, Vec<Pack>) {
    let out = tempfile::tempdir().unwrap();
    let said = at(root, &[&["preview", "--packs", out.path().to_str().unwrap()], more].concat());
    let entries = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap().path());
    let (mut packs, mut texts) = (Vec::new(), Vec::new());
    for path in entries {
        match path.extension().and_then(|end| end.to_str()) {
            Some("pack") => packs.push(Pack::decode(&fs::read(path).unwrap()).unwrap()),
            Some("text") => texts.push(qinghe_content::TextPack::decode(&fs::read(path).unwrap()).unwrap()),
            _ => {}
        }
    }
    for text in texts {
        packs.iter_mut().find(|pack| pack.locale == text.locale).unwrap().add_text(text).unwrap();
    }
    (said, packs)
}

#[test]
fn a_preview_asks_the_whole_instrument_whatever_is_wrong_elsewhere() {
    let copy = copy();
    // Faults elsewhere, and cases that are not finished.
    fs::write(copy.path().join("scales/kitchen/instrument.toml"), "no toml").unwrap();
    fs::write(copy.path().join("scales/weather/cases.toml"), "").unwrap();
    let (said, packs) = previewed(copy.path(), &["weather"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(packs.len(), Locale::ALL.len());
    for pack in &packs {
        assert_eq!(pack.battery.id, "preview-weather");
        assert_eq!(pack.battery.blocks[0].items.len(), 6);
        assert!(pack.wording[0].is_some() && !pack.region.lines.is_empty());
        let tiers: Vec<Tier> = pack.battery.policy.rules.iter().map(|rule| rule.tier).collect();
        assert_eq!(tiers, [Tier::Urgent, Tier::Unclear]);
    }
}

#[test]
fn a_preview_shows_brought_wording_and_says_when_it_is_lacking() {
    let copy = copy();
    let (said, _) = previewed(copy.path(), &["brought"]);
    assert!(said.code == 1 && said.err.contains("--text"), "{}", said.err);
    let text = copy.path().join("scales/weather/text/zh-Hans.toml");
    let (said, packs) = previewed(copy.path(), &["brought", "--text", text.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{}", said.err);
    let chinese = packs.iter().find(|pack| pack.locale == Locale::ZhHans).unwrap();
    assert_eq!(chinese.wording[0].as_ref().unwrap().items[0], "下雨");
}
