//! The age format against others: the program `rage` in both directions, and the vectors of C2SP (npm `cctv-age`), which
//! every age program is measured with. Both are installed by `cargo xtask test`, which then runs these.

#![allow(clippy::expect_used, clippy::panic)]

use base64::{Engine, prelude::BASE64_STANDARD};
use qinghe_seal::{
    age::{AgeError, Identity, MAX_FILE, MAX_WORK_FACTOR, Recipient, To, With, open, seal},
    words::{List, Words},
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const WHY: &str = "needs QINGHE_RAGE and node_modules: run `cargo xtask test`";

fn rage(folder: &Path, arguments: &[&str]) -> Output {
    let program = env::var_os("QINGHE_RAGE").expect(WHY);
    let out = Command::new(program).args(arguments).current_dir(folder).output().expect(WHY);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    out
}

/// The program asks for a passphrase on a terminal, so it gets one.
fn rage_on_a_terminal(folder: &Path, arguments: &str, typed: &str, times: usize) {
    let program = PathBuf::from(env::var_os("QINGHE_RAGE").expect(WHY));
    let mut script = Command::new("script")
        .args(["-qec", &format!("{} {arguments}", program.display()), "/dev/null"])
        // Its own prompt, not that of a program for passphrases.
        .env("PINENTRY_PROGRAM", "")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`script` of util-linux");
    let (mut keys, mut screen) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
    for _ in 0..times {
        // The prompt ends in a colon; what is typed before it is lost.
        let mut letter = [0];
        while letter != [b':'] {
            screen.read_exact(&mut letter).expect("a prompt");
        }
        writeln!(keys, "{typed}").unwrap();
    }
    let mut rest = String::new();
    screen.read_to_string(&mut rest).unwrap();
    assert!(script.wait().unwrap().success(), "{rest}");
}

fn plain() -> Vec<u8> {
    (0..70_000_u32).map(|at| (at % 253) as u8).collect()
}

#[test]
#[ignore = "cargo xtask test installs rage and runs this"]
fn rage_opens_what_we_seal_to_keys() {
    let folder = tempfile::tempdir().unwrap();
    let identities = [Identity::generate().unwrap(), Identity::generate().unwrap()];
    let recipients: Vec<Recipient> = identities.iter().map(Identity::recipient).collect();
    for plain in [Vec::new(), "一生一策\n".into(), plain()] {
        fs::write(folder.path().join("record.age"), seal(&plain, To::Keys(&recipients)).unwrap()).unwrap();
        for identity in &identities {
            fs::write(folder.path().join("key"), identity.text().as_bytes()).unwrap();
            let out = rage(folder.path(), &["-d", "-i", "key", "record.age"]);
            assert_eq!(out.stdout, plain);
        }
    }
}

#[test]
#[ignore = "cargo xtask test installs rage and runs this"]
fn we_open_what_rage_seals_to_keys() {
    let folder = tempfile::tempdir().unwrap();
    let identity = [Identity::generate().unwrap()];
    let to = identity[0].recipient().to_string();
    for plain in [Vec::new(), "一生一策\n".into(), plain()] {
        fs::write(folder.path().join("plain"), &plain).unwrap();
        rage(folder.path(), &["-r", &to, "-o", "record.age", "plain"]);
        let file = fs::read(folder.path().join("record.age")).unwrap();
        assert_eq!(open(&file, With::Keys(&identity)).unwrap().as_slice(), plain);
        fs::remove_file(folder.path().join("record.age")).unwrap();
    }
}

#[test]
#[ignore = "cargo xtask test installs rage and runs this"]
fn rage_opens_what_we_seal_under_words() {
    let folder = tempfile::tempdir().unwrap();
    for list in [List::ZhHans, List::En] {
        let words = Words::generate(list).unwrap();
        fs::write(folder.path().join("record.age"), seal(&plain(), To::Words(&words)).unwrap()).unwrap();
        rage_on_a_terminal(folder.path(), "-d -o plain record.age", &words.text(), 1);
        assert_eq!(fs::read(folder.path().join("plain")).unwrap(), plain());
        fs::remove_file(folder.path().join("plain")).unwrap();
    }
}

#[test]
#[ignore = "cargo xtask test installs rage and runs this"]
fn we_open_what_rage_seals_under_a_passphrase_or_say_that_it_costs_too_much() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plain"), plain()).unwrap();
    rage_on_a_terminal(folder.path(), "-p -o record.age plain", "old oak by the river", 2);
    let file = fs::read(folder.path().join("record.age")).unwrap();
    // The program tunes the cost to the machine that it runs on.
    let stanza = String::from_utf8_lossy(&file[..100]).into_owned();
    let work_factor: u8 = stanza.lines().nth(1).unwrap().rsplit(' ').next().unwrap().parse().unwrap();
    let opened = open(&file, With::Passphrase("old oak by the river"));
    if work_factor > MAX_WORK_FACTOR {
        assert_eq!(opened.err(), Some(AgeError::TooCostly { work_factor }));
    } else {
        assert_eq!(opened.unwrap().as_slice(), plain());
        assert_eq!(open(&file, With::Passphrase("old oak")).err(), Some(AgeError::Passphrase));
    }
}

/// One vector: what its head says, and the file.
struct Vector {
    name: String,
    head: BTreeMap<String, Vec<String>>,
    file: Vec<u8>,
}

impl Vector {
    fn of(name: &str, bytes: &[u8]) -> Vector {
        let end = bytes.windows(2).position(|two| two == b"\n\n").expect("a head");
        let mut head = BTreeMap::<String, Vec<String>>::new();
        for line in String::from_utf8_lossy(&bytes[..end]).lines() {
            let (key, value) = line.split_once(": ").expect("key: value");
            head.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        let mut vector = Vector { name: name.to_owned(), head, file: bytes[end + 2..].to_vec() };
        if vector.one("compressed") == Some("zlib") {
            let mut file = Vec::new();
            flate2::read::ZlibDecoder::new(vector.file.as_slice()).read_to_end(&mut file).unwrap();
            vector.file = file;
        }
        vector
    }

    fn one(&self, key: &str) -> Option<&str> {
        self.head.get(key).and_then(|values| values.first()).map(String::as_str)
    }

    fn opened(&self) -> Result<Vec<u8>, AgeError> {
        let keys = self.head.get("identity").into_iter().flatten();
        let keys: Result<Vec<Identity>, AgeError> = keys.map(|text| Identity::parse(text)).collect();
        let passphrases = self.head.get("passphrase").into_iter().flatten();
        let mut last = open(&self.file, With::Keys(&keys?));
        for passphrase in passphrases {
            last = last.or_else(|_| open(&self.file, With::Passphrase(passphrase)));
        }
        last.map(|plain| plain.to_vec())
    }
}

fn vectors() -> Vec<Vector> {
    let index = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/cctv-age/index.js");
    let text = fs::read_to_string(index).expect(WHY);
    let each = text.split("// ../testdata/").skip(1).map(|part| {
        let name = part.lines().next().unwrap();
        let bytes = part.split("__toBinary(\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        Vector::of(name, &BASE64_STANDARD.decode(bytes).unwrap())
    });
    each.collect()
}

#[test]
#[ignore = "cargo xtask test installs the vectors and runs this"]
fn every_vector_that_is_about_us_comes_out_as_it_says() {
    let (mut opened, mut refused, mut beside) = (0, 0, 0);
    for vector in vectors() {
        let identities = vector.head.get("identity").into_iter().flatten();
        // The hybrid recipients of a later version, and the text form, are not ours.
        let later = identities.clone().any(|text| text.starts_with("AGE-SECRET-KEY-PQ-"));
        if later || vector.one("armored") == Some("yes") {
            beside += 1;
            continue;
        }
        let got = vector.opened();
        let said = format!("{}: {:?} against {:?}", vector.name, got.as_ref().err(), vector.head);
        let long = vector.file.len() > MAX_FILE;
        match vector.one("expect").unwrap() {
            "success" if !long => {
                let digest = Sha256::digest(got.expect(&said));
                let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(Some(hex.as_str()), vector.one("payload"), "{said}");
                opened += 1;
                continue;
            }
            _ if long => assert!(matches!(got, Err(AgeError::TooLong { .. })), "{said}"),
            "no match" => assert!(
                matches!(
                    got,
                    Err(AgeError::NoMatch
                        | AgeError::WantsKey
                        | AgeError::Passphrase
                        | AgeError::TooCostly { .. })
                ),
                "{said}"
            ),
            "HMAC failure" => assert_eq!(got.err(), Some(AgeError::Altered), "{said}"),
            _ => assert!(got.is_err(), "{said}"),
        }
        refused += 1;
    }
    println!("{opened} opened, {refused} refused, {beside} about other things");
    assert!(opened >= 12 && refused >= 80, "{opened} {refused} {beside}");
}
