//! What the element's Wasm asks of the browser, compared with a list in the repository: a new way out, or a new
//! look at the page, cannot come in unread.

use crate::{Done, place};
use std::{collections::BTreeSet, fs};

/// Written beside the glue by every build.
pub const FILE: &str = "imports.txt";
const LIST: &str = "tests/element-imports.txt";

/// Import names without the hash at their end, one a line.
pub fn names<'a>(imports: impl Iterator<Item = &'a str>) -> String {
    let bare: BTreeSet<&str> = imports.map(without_hash).collect();
    bare.into_iter().map(|name| format!("{name}\n")).collect()
}

fn without_hash(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((bare, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => bare,
        _ => name,
    }
}

/// Compares the imports of the last build with the list.
///
/// # Errors
/// Every name that is new or gone.
pub fn check() -> Done {
    let read = |path: std::path::PathBuf| {
        fs::read_to_string(&path).map_err(|why| format!("{}: {why}. Run `cargo xtask dist`.", path.display()))
    };
    let built = read(place::staging().join("qinghe-element").join(FILE))?;
    let listed = read(place::root().join(LIST))?;
    let faults = differences(&built, &listed);
    if faults.is_empty() { Ok(()) } else { Err(format!("{LIST}:\n{}", faults.join("\n"))) }
}

fn differences(built: &str, listed: &str) -> Vec<String> {
    let set = |text: &str| -> BTreeSet<String> {
        text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
    };
    let (built, listed) = (set(built), set(listed));
    let new = built.difference(&listed).map(|name| {
        format!("  the element's Wasm now asks the browser for `{name}`. Read why, then add the line.")
    });
    let gone = listed
        .difference(&built)
        .map(|name| format!("  `{name}` is not asked for any more. Remove the line."));
    new.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::{differences, names};

    #[test]
    fn a_hash_is_not_part_of_a_name() {
        let imports = ["__wbg_then_0123456789abcdef", "__wbg_then_fedcba9876543210", "__wbindgen_throw"];
        assert_eq!(names(imports.into_iter()), "__wbg_then\n__wbindgen_throw\n");
    }

    #[test]
    fn what_is_new_and_what_is_gone_is_said() {
        let said = differences("a\nc\n", "# why\na\nb\n");
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(
            said[0].contains("asks the browser for `c`") && said[1].contains("`b` is not asked"),
            "{said:?}"
        );
    }
}
