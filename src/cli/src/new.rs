//! `qinghe new`: the first form of a scale, battery, exercise, region or language.

use crate::{
    data::{self, Stop},
    draft, say,
};
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Most minutes of a battery; used until the real number is known.
const MOST_MINUTES: u8 = 12;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".", global = true)]
    root: PathBuf,
}

#[derive(clap::Subcommand)]
enum What {
    /// scales/ID: structure, wording in every language, cases, evidence.
    Scale {
        /// Small letters, digits and hyphens, for example gad-7.
        id: String,
    },
    /// batteries/ID: instruments in order, the rules that every battery needs, a case for each tier.
    Battery {
        /// Small letters, digits and hyphens.
        id: String,
        /// An instrument of it; as often as needed, in order. Without any, the first one of `scales/`.
        #[arg(long)]
        instrument: Vec<String>,
    },
    /// exercises/ID: steps, wording in every language, scripted cases, evidence.
    Exercise {
        /// Small letters, digits and hyphens, for example e01-slow-breathing.
        id: String,
    },
    /// regions/ID.toml: help lines, without a number.
    Region {
        /// Small letters, digits and hyphens, for example hk.
        id: String,
    },
    /// locales/TAG.toml: every interface text, still in English.
    Locale {
        /// A BCP 47 tag, for example zh-Hant.
        tag: String,
    },
}

/// Writes the skeleton.
pub fn run(args: &Args) -> ExitCode {
    let done = match &args.what {
        What::Scale { id } => scale(&args.root, id),
        What::Battery { id, instrument } => battery(&args.root, id, instrument),
        What::Exercise { id } => exercise(&args.root, id),
        What::Region { id } => region(&args.root, id),
        What::Locale { tag } => locale(&args.root, tag),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

fn kebab(id: &str) -> Result<(), Stop> {
    let plain = id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.ends_with('-') && id.len() <= 48 {
        return Ok(());
    }
    Err(Stop::Said(format!(
        "`{id}` cannot be an id. Use at most 48 small letters, digits and hyphens, beginning with a letter."
    )))
}

fn room(root: &Path, name: &str) -> Result<PathBuf, Stop> {
    let room = root.join(name);
    if room.is_dir() {
        return Ok(room);
    }
    Err(Stop::Said(format!(
        "{} holds no folder `{name}/`. Name the folder with the data rooms: --root DIR.",
        root.display()
    )))
}

fn not_written(path: &Path, why: &std::io::Error) -> Stop {
    Stop::Said(match why.kind() {
        ErrorKind::AlreadyExists => {
            format!(
                "{} is there already and stays as it is. Choose another name, or remove it.",
                path.display()
            )
        }
        _ => format!("{} cannot be written: {why}.", path.display()),
    })
}

/// A new folder with these files. What is there already is never touched.
fn folder(path: &Path, files: &[(&str, String)]) -> Result<(), Stop> {
    fs::create_dir(path).map_err(|why| not_written(path, &why))?;
    for (name, text) in files {
        let file = path.join(name);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).map_err(|why| not_written(parent, &why))?;
        }
        write_new(&file, text)?;
    }
    Ok(())
}

fn write_new(path: &Path, text: &str) -> Result<(), Stop> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|why| not_written(path, &why))
}

fn scale(root: &Path, id: &str) -> Result<(), Stop> {
    kebab(id)?;
    let path = room(root, "scales")?.join(id);
    let named = |text: &str| text.replace("{id}", id);
    folder(
        &path,
        &[
            ("instrument.toml", named(include_str!("skeletons/instrument.toml"))),
            ("cases.toml", named(include_str!("skeletons/cases.toml"))),
            ("evidence.md", named(include_str!("skeletons/evidence.md"))),
            ("text/zh-Hans.toml", named(include_str!("skeletons/text.zh-Hans.toml"))),
            ("text/en.toml", named(include_str!("skeletons/text.en.toml"))),
        ],
    )?;
    say::out(format!(
        "{} is there and lints. Next:\n\
         1. [rights]: may the wording be shipped? If not: permission = \"bring-your-own\", and remove text/.\n\
         2. items, scores and cut scores in instrument.toml, each with its source in evidence.md\n\
         3. the official wording in text/, to the letter\n\
         4. cases.toml by hand: both sides of every cut score, reverse items, the missing rule\n\
         5. qinghe lint; qinghe preview {id}\n\
         6. qinghe new battery … --instrument {id}, or name it in a battery",
        path.display()
    ));
    Ok(())
}

fn battery(root: &Path, id: &str, instruments: &[String]) -> Result<(), Stop> {
    kebab(id)?;
    let path = room(root, "batteries")?.join(id);
    let data = data::library(root)?;
    let mut used = Vec::new();
    for instrument in instruments {
        used.push(data.structure(instrument)?);
    }
    if used.is_empty() {
        used.push(data.first()?);
    }
    let region = first_region(root);
    let draft = |minutes| draft::battery(id, &region, minutes, &used).map_err(Stop::Said);
    let first = draft(MOST_MINUTES)?;
    folder(&path, &[("battery.toml", first.battery), ("cases.toml", first.cases)])?;
    // How long it takes is worked out where the lint does it, and then written.
    let minutes = data::library(root)?.minutes(id);
    if let Some(minutes) = minutes {
        let file = path.join("battery.toml");
        fs::write(&file, draft(minutes)?.battery).map_err(|why| not_written(&file, &why))?;
    }
    let long = if minutes.is_none() {
        format!("\nIt takes longer than {MOST_MINUTES} minutes: ask less of it, with [[block]] and `items`.")
    } else {
        String::new()
    };
    say::out(format!(
        "{} is there, with {}.{long} Next:\n\
         1. which bands lead to `priority` and `watch`: rules in battery.toml, with their source, and a case for each\n\
         2. domains, gates and the validity policy, where there are some\n\
         3. sign_off: who, of which profession, when\n\
         4. qinghe lint; qinghe simulate --battery {id}",
        path.display(),
        used.iter().map(|read| read.instrument.id.as_str()).collect::<Vec<_>>().join(", "),
    ));
    Ok(())
}

fn exercise(root: &Path, id: &str) -> Result<(), Stop> {
    kebab(id)?;
    let path = room(root, "exercises")?.join(id);
    let named = |text: &str| text.replace("{id}", id);
    folder(
        &path,
        &[
            ("exercise.toml", named(include_str!("skeletons/exercise.toml"))),
            ("cases.toml", include_str!("skeletons/exercise.cases.toml").to_owned()),
            ("evidence.md", named(include_str!("skeletons/exercise.evidence.md"))),
            ("text/zh-Hans.toml", include_str!("skeletons/exercise.zh-Hans.toml").to_owned()),
            ("text/en.toml", include_str!("skeletons/exercise.en.toml").to_owned()),
        ],
    )?;
    say::out(format!(
        "{} is there and lints. Next:\n\
         1. evidence.md first: what is known, for whom it is not, and the grade that follows\n\
         2. steps in exercise.toml; docs/exercises.md lists the kinds\n\
         3. wording in text/, for every age variant; read it aloud\n\
         4. cases.toml: the usual way in each variant, every detour, every way to stop\n\
         5. qinghe lint; qinghe explain {id}",
        path.display()
    ));
    Ok(())
}

/// The region of a new battery: mainland China where it is there, else the first one.
pub fn first_region(root: &Path) -> String {
    let entries = fs::read_dir(root.join("regions")).into_iter().flatten().flatten();
    let mut all: Vec<String> = entries
        .filter_map(|entry| {
            entry.file_name().to_str().and_then(|name| name.strip_suffix(".toml").map(str::to_owned))
        })
        .collect();
    all.sort_by_key(|name| (name != "cn", name.clone()));
    all.into_iter().next().unwrap_or_else(|| "cn".to_owned())
}

fn region(root: &Path, id: &str) -> Result<(), Stop> {
    kebab(id)?;
    let path = room(root, "regions")?.join(format!("{id}.toml"));
    write_new(&path, &include_str!("skeletons/region.toml").replace("{id}", id))?;
    say::out(format!(
        "{} is there, with errors on purpose: it has no number yet. Next:\n\
         1. find the lines of the place, with their source\n\
         2. dial every number; then write `checked_on` and `valid_until`\n\
         3. qinghe lint\n\
         4. region = \"{id}\" in a battery",
        path.display()
    ));
    Ok(())
}

fn locale(root: &Path, tag: &str) -> Result<(), Stop> {
    let parts: Vec<&str> = tag.split('-').collect();
    let plain =
        |part: &&str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let language = parts.first().is_some_and(|first| first.bytes().all(|byte| byte.is_ascii_lowercase()));
    if !parts.iter().all(plain) || !language {
        let what = format!("`{tag}` is no BCP 47 tag.");
        return Err(Stop::Said(format!(
            "{what} Write the language first, for example zh-Hant, bo or ug-Arab."
        )));
    }
    let locales = room(root, "locales")?;
    let english = locales.join("en.toml");
    let text = fs::read_to_string(&english).map_err(|why| {
        Stop::Said(format!("{} cannot be read: {why}. A new language begins from it.", english.display()))
    })?;
    let path = locales.join(format!("{tag}.toml"));
    let body = text.trim_start_matches('\u{feff}').lines().skip_while(|line| line.starts_with('#'));
    let head = format!(
        "# Interface texts, {tag}. Still English: translate every text, keep every {{placeholder}}.\n\
         # Clinical wording (help, result, value) awaits sign-off by a licensed psychologist.\n"
    );
    let body: Vec<&str> = body.collect();
    write_new(&path, &format!("{head}{}\n", body.join("\n")))?;
    say::out(format!(
        "{} is there, still in English. Next:\n\
         1. translate it; placeholders in {{braces}} stay\n\
         2. one line each in `Locale` and `Locale::ALL` (src/content/src/text.rs); from then on the lint reads it\n\
         3. scales/*/text/{tag}.toml: the official wording in this language, or none\n\
         4. `name` and `hours` in regions/*.toml\n\
         5. loader, embed.html, scripts and build name the languages too: search for `zh-Hans` in src/",
        path.display()
    ));
    Ok(())
}
