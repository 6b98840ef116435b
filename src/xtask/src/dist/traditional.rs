//! Pages in traditional script: each is the page in the simplified one with every text of its HTML, its scripts and its modules
//! converted when it is built (docs/decisions/0013). Nobody who reads another script loads a byte for it.

use crate::{Done, place};
use proc_macro2::{TokenStream, TokenTree};
use qinghe_compiler::{Traditional, is_han};
use std::{
    collections::{BTreeSet, HashMap},
    fs,
    path::Path,
};

const SIMPLIFIED: &str = "zh-Hans";
const TRADITIONAL: &str = "zh-Hant";
/// Bytes by which a literal is looked up: a character.
const HEAD: usize = 3;
/// Of a Wasm module.
const DATA_SECTION: u8 = 11;

/// By its first bytes every literal of our modules that changes, with what is made of it.
type Literals = HashMap<[u8; HEAD], Vec<(String, String)>>;

/// The script that a page is built in.
pub enum Script {
    /// As everything was written.
    Written,
    /// As it is made of that: by the converter, and in modules literal by literal.
    Made(Traditional, Literals),
}

impl Script {
    /// Every script there is.
    pub fn all() -> Done<Vec<Script>> {
        let made = Traditional::open(&place::root()).map(|converter| {
            let literals = pairs(&converter)?;
            Ok::<_, String>(Script::Made(converter, literals))
        });
        Ok([Script::Written].into_iter().chain(made.transpose()?).collect())
    }

    /// The tag of Chinese, then the other language of the page.
    pub const fn tags(&self) -> [&'static str; 2] {
        match self {
            Script::Written => [SIMPLIFIED, "en"],
            Script::Made(..) => [TRADITIONAL, "en"],
        }
    }

    /// The name of a file that has one in every script; the gateway chooses.
    pub fn named(&self, stem: &str, end: &str) -> String {
        match self {
            Script::Written => format!("{stem}.{end}"),
            Script::Made(..) => format!("{stem}.{TRADITIONAL}.{end}"),
        }
    }

    /// What an address of the page says behind it to get it in this script.
    pub const fn query(&self) -> &'static str {
        match self {
            Script::Written => "",
            Script::Made(..) => "?lang=zh-Hant",
        }
    }

    /// A page or a script of ours. What stands between two signs of its syntax is one text.
    pub fn text(&self, text: &[u8]) -> Done<Vec<u8>> {
        let Script::Made(converter, _) = self else { return Ok(text.to_vec()) };
        let text = std::str::from_utf8(text).map_err(|why| format!("a page that is no UTF-8: {why}"))?;
        let made: String =
            text.split_inclusive(['"', '\'', '`', '<', '>']).map(|part| one(converter, part)).collect();
        let made = made.replace(SIMPLIFIED, TRADITIONAL);
        looked(converter, runs(&made))?;
        Ok(made.into_bytes())
    }

    /// A module: its literals are replaced where they lie, by texts of the same length. What is `kept` stays to the byte, and has
    /// to be there.
    pub fn wasm(&self, module: &[u8], kept: &[&[u8]]) -> Done<Vec<u8>> {
        let Script::Made(converter, literals) = self else { return Ok(module.to_vec()) };
        let mut made = module.to_vec();
        for (from, to) in around(data(module)?, module, kept)? {
            let part = made.get_mut(from..to).ok_or("a data section that ends behind its module")?;
            replace(part, literals);
            looked(converter, in_data(part))?;
        }
        Ok(made)
    }
}

/// English keeps its own quotation marks.
fn one(converter: &Traditional, text: &str) -> String {
    if text.chars().any(is_han) { converter.text(text) } else { text.to_owned() }
}

/// The runs of characters in a text.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|one| !is_han(one)).filter(|run| !run.is_empty())
}

/// The same in data. Tables of numbers have a character by chance, beside a byte of no text.
fn in_data(data: &[u8]) -> impl Iterator<Item = &str> {
    let mut cut = false;
    data.utf8_chunks().flat_map(move |chunk| {
        let (text, before, behind) = (chunk.valid(), cut, !chunk.invalid().is_empty());
        cut = behind;
        let by_chance = move |run: &str| {
            let lone = run.chars().nth(1).is_none();
            lone && (before && text.starts_with(run) || behind && text.ends_with(run))
        };
        runs(text).filter(move |run| !by_chance(run))
    })
}

/// Every run has to be in traditional script by now.
fn looked<'a>(converter: &Traditional, runs: impl Iterator<Item = &'a str>) -> Done {
    let wrong: BTreeSet<&str> = runs.filter(|run| !converter.is_traditional(run)).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let wrong: Vec<&str> = wrong.into_iter().collect();
    Err(format!(
        "not all in traditional script: {}\nCorrect it in locales/zh-Hant.toml, or write the text as one literal.",
        wrong.join(" · ")
    ))
}

/// Replaces every literal, the longest that begins at a place.
fn replace(data: &mut [u8], literals: &Literals) {
    let mut at = 0;
    while let Some(rest) = data.get_mut(at..) {
        let Some(head) = rest.first_chunk::<HEAD>() else { return };
        let found =
            literals.get(head).into_iter().flatten().find(|(from, _)| rest.starts_with(from.as_bytes()));
        at += found.map_or(1, |(from, to)| {
            rest.iter_mut().zip(to.bytes()).for_each(|(old, new)| *old = new);
            from.len()
        });
    }
}

/// Where the data sections of a module begin and end.
fn data(module: &[u8]) -> Done<Vec<(usize, usize)>> {
    let cut = || "a module that is cut off".to_owned();
    let (mut found, mut at) = (Vec::new(), 8);
    while at < module.len() {
        let kind = *module.get(at).ok_or_else(cut)?;
        let (mut length, mut shift) = (0_usize, 0);
        loop {
            at += 1;
            let byte = *module.get(at).ok_or_else(cut)?;
            length |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        at += 1;
        if kind == DATA_SECTION {
            found.push((at, at + length));
        }
        at += length;
    }
    Ok(found)
}

/// What is left of these ranges without the texts that stay.
fn around(mut ranges: Vec<(usize, usize)>, module: &[u8], kept: &[&[u8]]) -> Done<Vec<(usize, usize)>> {
    for text in kept {
        let within = |range: &(usize, usize)| {
            let part = module.get(range.0..range.1)?;
            part.windows(text.len()).position(|window| window == *text).map(|at| range.0 + at)
        };
        let found = ranges.iter().enumerate().find_map(|(nth, range)| Some((nth, within(range)?)));
        let (nth, at) =
            found.ok_or("a text that stays in its script is not in the module, or is in pieces")?;
        let (from, to) = ranges.swap_remove(nth);
        ranges.extend([(from, at), (at + text.len(), to)]);
    }
    Ok(ranges)
}

/// The literals of every crate of ours that change with the script, and what is made of them, the longest first.
fn pairs(converter: &Traditional) -> Done<Literals> {
    let mut literals = BTreeSet::from([SIMPLIFIED.to_owned()]);
    crates(&place::root().join("src"), &mut literals)?;
    let mut all: Literals = HashMap::new();
    for literal in literals {
        let made = if literal == SIMPLIFIED { TRADITIONAL.to_owned() } else { one(converter, &literal) };
        if made.len() != literal.len() {
            return Err(format!("`{literal}` has another length in traditional script: `{made}`"));
        }
        if let Some(head) = literal.as_bytes().first_chunk::<HEAD>().filter(|_| made != literal) {
            all.entry(*head).or_default().push((literal, made));
        }
    }
    all.values_mut().for_each(|own| own.sort_by_key(|(from, _)| usize::MAX - from.len()));
    Ok(all)
}

/// Every text between quotation marks below a folder.
fn crates(folder: &Path, into: &mut BTreeSet<String>) -> Done {
    let say = |why: std::io::Error| format!("{}: {why}", folder.display());
    for entry in fs::read_dir(folder).map_err(say)? {
        let path = entry.map_err(say)?.path();
        if path.is_dir() {
            crates(&path, into)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            let source = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
            let tokens: TokenStream = source.parse().map_err(|why| format!("{}: {why}", path.display()))?;
            gather(tokens, into);
        }
    }
    Ok(())
}

/// A literal with holes lies in pieces in its module.
fn gather(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => gather(group.stream(), into),
            TokenTree::Literal(literal) => {
                let syn::Lit::Str(text) = syn::Lit::new(literal) else { continue };
                let text = text.value();
                let pieces =
                    text.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest));
                into.extend(
                    pieces.chain([text.as_str()]).filter(|one| one.chars().any(is_han)).map(str::to_owned),
                );
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HashMap, around, data, gather, in_data, replace};
    use std::collections::BTreeSet;

    #[test]
    fn texts_are_found_whole_and_in_pieces() {
        let mut found = BTreeSet::new();
        gather(
            r#"// "不"
            fn say() -> String { both("练习\n", "Practice"); format!("{n} 题，共 {all} 题") }"#
                .parse()
                .unwrap(),
            &mut found,
        );
        let found: Vec<String> = found.into_iter().collect();
        assert_eq!(found, [" 题", " 题，共 ", "{n} 题，共 {all} 题", "练习\n"]);
    }

    #[test]
    fn the_longest_literal_at_a_place_is_replaced_and_nothing_moves() {
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let own = vec![pair("练习里", "練習裡"), pair("练习", "練習")];
        let literals = HashMap::from([(*"练".as_bytes().first_chunk::<3>().unwrap(), own)]);
        let mut text = "x练习里练习练".to_owned().into_bytes();
        replace(&mut text, &literals);
        assert_eq!(String::from_utf8(text).unwrap(), "x練習裡練習练");
    }

    #[test]
    fn what_stays_is_left_out_or_missed() {
        let module = b"..ab--cd..";
        let mut found = around(vec![(2, 8)], module, &[b"b--", b"d"]).unwrap();
        found.sort_unstable();
        assert_eq!(found, [(2, 3), (6, 7), (8, 8)]);
        assert!(around(vec![(2, 8)], module, &[b"d."]).is_err());
    }

    #[test]
    fn a_character_between_numbers_is_no_text() {
        let data =
            ["题".as_bytes(), b"\xbb", "项".as_bytes(), b"\xba, ", "占心".as_bytes(), b"\xff"].concat();
        assert_eq!(in_data(&data).collect::<Vec<_>>(), ["占心"]);
        assert_eq!(in_data("共 3 题".as_bytes()).collect::<Vec<_>>(), ["共", "题"]);
    }

    #[test]
    fn data_is_found_by_its_section() {
        let module =
            [b"\0asm\x01\0\0\0".as_slice(), &[1, 2, 9, 9], &[11, 0x83, 0, 7, 7, 7], &[0, 1, 5]].concat();
        assert_eq!(data(&module).unwrap(), [(15, 18)]);
        assert!(data(&module[..13]).is_err());
    }
}
