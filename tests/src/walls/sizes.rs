//! The sizes in `docs/wire.md` and in the browser's sender against the constants of `qinghe-wire`.

use qinghe_seal::GRANT_LEN;
use qinghe_wire::{
    CASE_INFO, CASE_LEN, ENVELOPE_LEN, FLAGS_INFO, FLAGS_LEN, FLAGS_MAX, FLAGS_SEALED_LEN, HARM_MAX,
    HEAD_LEN, INNER_AAD_LEN, INNER_INFO, INNER_LEN, KEY_ID_LEN, KEY_LEN, LINE_MAX, NAME_MAX, NOTE_MAX,
    NOTICE_LEN, OUTER_INFO, OUTER_PLAIN_LEN, OUTER_PREFIX_LEN, PART_MAX, PUBLIC_KEY_LEN, RECEIPT_EXPORT,
    RECEIPT_KEY_LEN, RECEIPT_LEN, RECEIPT_PLAIN_LEN, SAID_MAX, SEAL_OVERHEAD, VERSION,
};
use std::collections::BTreeSet;

const TAG_LEN: usize = SEAL_OVERHEAD - PUBLIC_KEY_LEN;
const NONCE_LEN: usize = RECEIPT_LEN - RECEIPT_PLAIN_LEN - TAG_LEN;

fn ascii(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Every sentence of `docs/wire.md` that states a size, as the constants have it.
fn sentences() -> Vec<String> {
    let (outer, inner, receipt) = (ascii(OUTER_INFO), ascii(INNER_INFO), ascii(RECEIPT_EXPORT));
    vec![
        format!(
            "the first {KEY_ID_LEN} bytes of SHA-256 over the uncompressed public key ({PUBLIC_KEY_LEN} bytes)"
        ),
        format!("{ENVELOPE_LEN} bytes, always"),
        format!("`info` = `{outer}`, AAD = the first {OUTER_PREFIX_LEN} bytes"),
        format!(
            "Outer plaintext, {OUTER_PLAIN_LEN} bytes: head ({HEAD_LEN}), inner ciphertext ({INNER_LEN}), zeros"
        ),
        format!(
            "Inner ciphertext, {INNER_LEN} bytes: encapsulated key ({PUBLIC_KEY_LEN}), {NOTICE_LEN} bytes notice sealed, tag ({TAG_LEN})"
        ),
        format!("`info` = `{inner}`, AAD = id ‖ sitting"),
        format!("A cover carries a sealed block of {NOTICE_LEN} zeros"),
        format!("Notice, {NOTICE_LEN} bytes: version (1), length (2)"),
        format!("a name of at most {NAME_MAX} bytes in one line"),
        format!("cover or not: {RECEIPT_LEN} bytes, `application/octet-stream`"),
        format!("Nonce ({NONCE_LEN}), then AES-128-GCM of {RECEIPT_PLAIN_LEN} bytes"),
        format!("`Export(\"{receipt}\", {RECEIPT_KEY_LEN})`"),
        format!("\"sealed\": \"<{INNER_LEN} bytes>\""),
        format!(
            "`info` = `{}`, AAD = kind (1) ‖ sitting (16), of {CASE_LEN} bytes: version (1)",
            ascii(CASE_INFO)
        ),
        format!(
            "Notes have at most {NOTE_MAX} bytes, the report sheet {SAID_MAX} for what was said, {PART_MAX} for injuries and for \
             who is at risk, lines {LINE_MAX}"
        ),
        format!("AAD = centre key id ‖ staff id; {GRANT_LEN} bytes"),
        format!("Sealed flags, {FLAGS_SEALED_LEN} bytes"),
        format!(
            "encapsulated key ({PUBLIC_KEY_LEN}), {FLAGS_LEN} bytes sealed, tag ({TAG_LEN}); `info` = `{}`",
            ascii(FLAGS_INFO)
        ),
        format!("at most {FLAGS_MAX} flags"),
        format!("at most {HARM_MAX} months"),
    ]
}

/// Tables of lengths: the text of their first row's second cell onwards, and what they add up to.
const TABLES: &[(&str, &str, usize)] = &[
    ("| bytes | field |", "envelope", ENVELOPE_LEN),
    ("| head | |", "head", HEAD_LEN),
    ("| plaintext | |", "receipt", RECEIPT_PLAIN_LEN),
];

/// What `docs/wire.md` states otherwise.
#[must_use]
pub fn in_prose(document: &str) -> Vec<String> {
    let text = plain(document);
    let mut breaches: Vec<String> = sentences()
        .iter()
        .filter(|wanted| !text.contains(*wanted))
        .map(|wanted| format!("not there: {wanted}"))
        .collect();
    let known = known();
    let words: Vec<&str> = text.split(' ').collect();
    for pair in words.windows(2).filter(|pair| pair[1].starts_with("bytes")) {
        let number = pair[0].trim_start_matches(|c: char| !c.is_ascii_digit());
        if number.parse::<usize>().is_ok_and(|number| !known.contains(&number)) {
            breaches.push(format!("{number} bytes is no size of this version"));
        }
    }
    for (head, name, wanted) in TABLES {
        match sum(document, head) {
            Some(sum) if sum == *wanted => {}
            Some(sum) => breaches.push(format!("the {name} has {wanted} bytes, its table {sum}")),
            None => breaches.push(format!("there is no table `{head}`")),
        }
    }
    breaches
}

fn known() -> BTreeSet<usize> {
    let layers = [
        ENVELOPE_LEN,
        OUTER_PREFIX_LEN,
        OUTER_PLAIN_LEN,
        HEAD_LEN,
        INNER_LEN,
        INNER_AAD_LEN,
        NOTICE_LEN,
        NAME_MAX,
    ];
    let cases = [CASE_LEN, NOTE_MAX, GRANT_LEN, FLAGS_LEN, FLAGS_SEALED_LEN];
    let receipts = [RECEIPT_LEN, RECEIPT_PLAIN_LEN, RECEIPT_KEY_LEN];
    // A passphrase gives two keys at once.
    let keys = [PUBLIC_KEY_LEN, KEY_ID_LEN, KEY_LEN, 2 * KEY_LEN];
    layers.into_iter().chain(receipts).chain(cases).chain(keys).collect()
}

/// One line, single spaces, no space inside a number.
fn plain(document: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in document.split_whitespace() {
        let digits = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
        match words.last_mut() {
            Some(before) if digits(before) && word.len() == 3 && digits(word) => before.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

/// Sum of the first column of the table that begins with `head`.
fn sum(document: &str, head: &str) -> Option<usize> {
    let (_, after) = document.split_once(head)?;
    let rows = after.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('|').nth(1)?.trim().parse::<usize>().ok()).sum()
}

/// What the browser's sender has otherwise.
#[must_use]
pub fn in_browser(ports: &str) -> Vec<String> {
    let (outer, inner, receipt) = (ascii(OUTER_INFO), ascii(INNER_INFO), ascii(RECEIPT_EXPORT));
    let wanted = [
        format!("const OUTER_PLAIN = {OUTER_PLAIN_LEN};"),
        format!("const OUTER_INFO = text(\"{outer}\");"),
        format!("const INNER_INFO = text(\"{inner}\");"),
        format!("const RECEIPT = text(\"{receipt}\");"),
        format!("INNER_INFO, head.subarray(2, {}), notice", 2 + INNER_AAD_LEN),
        format!("join([{VERSION}, 1], gateway.id)"),
        format!("plain, RECEIPT, {RECEIPT_KEY_LEN})"),
    ];
    wanted.iter().filter(|line| !ports.contains(*line)).map(|line| format!("not there: {line}")).collect()
}
