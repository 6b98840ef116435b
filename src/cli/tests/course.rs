//! `qinghe pack scorm12|scorm2004|cmi5`: what is refused, and that the same words give the same bytes. What a platform does with
//! a package is tried in `tests/browser/course.test.mjs`.

use crate::support::{copy, run};
use std::{fs, io::Read};

const GATEWAY: &str = "https://xinli.school.edu.cn";
const KEY: &str = "a-key-for-one-package-2026";

#[test]
fn the_same_words_give_the_same_zip_and_every_kind_its_manifest() {
    let copy = copy();
    let root = copy.path().to_str().unwrap();
    for (kind, manifest) in
        [("scorm12", "imsmanifest.xml"), ("scorm2004", "imsmanifest.xml"), ("cmi5", "cmi5.xml")]
    {
        let made = |name: &str| {
            let out = copy.path().join(name);
            let said = run(&[
                "pack",
                kind,
                "--battery",
                "outlook",
                "--gateway",
                GATEWAY,
                "--key",
                KEY,
                "--root",
                root,
                "--title",
                "A & <B>",
                "--out",
                out.to_str().unwrap(),
            ]);
            assert!(said.code == 0 && said.out.contains("without a name"), "{}{}", said.out, said.err);
            fs::read(out).unwrap()
        };
        let bytes = made("a.zip");
        assert_eq!(bytes, made("b.zip"));
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        assert_eq!(zip.len(), 6);
        let mut text = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(text(manifest).contains("A &amp; &lt;B&gt;"), "{manifest}");
        let page = text("index.html");
        assert!(page.contains("href=\"tel:12356\"") && !page.contains("{{"), "{page}");
        assert!(text("settings.js").contains(&format!("score: \"none\", gateway: \"{GATEWAY}\"")));
    }
}

#[test]
fn every_fault_of_the_words_is_said_at_once() {
    let copy = copy();
    let (root, out) = (copy.path().to_str().unwrap(), copy.path().join("a.zip"));
    let pack = |battery, gateway, key, title| {
        run(&[
            "pack",
            "cmi5",
            "--battery",
            battery,
            "--gateway",
            gateway,
            "--key",
            key,
            "--title",
            title,
            "--root",
            root,
            "--out",
            out.to_str().unwrap(),
        ])
    };
    let said = pack("outlook", "http://school.edu.cn/x", "sh\"ort", "");
    assert!(
        said.code == 1 && ["--gateway", "--key", "--title"].iter().all(|part| said.err.contains(part)),
        "{}",
        said.err
    );
    for gateway in ["https://a\";alert(1)//", "https://", "http://evil.com", "https://a.cn/"] {
        assert!(pack("outlook", gateway, KEY, "T").err.contains("--gateway"), "{gateway}");
    }
    let said = pack("nothing", GATEWAY, KEY, "T");
    assert!(said.code == 1 && said.err.contains("Name one of: outlook."), "{}", said.err);
    assert!(!out.exists());
    assert_eq!(run(&["pack", root]).code, 2, "packs still need a folder");
}
