//! `qinghe preview`: one instrument in the real element, before any battery names it.
//!
//! A data room of its own is made in a temporary folder: languages and help lines from the root, one sample
//! scale that lints. Its packs are real packs; the battery inside is exchanged for one that asks the
//! instrument whole. What is wrong elsewhere in the data does not matter, and neither do unfinished cases.

use crate::{
    data::{self, Stop},
    draft,
    explain::locale,
    say, text_pack,
};
use qinghe_compiler::{Permission, Read, Report};
use qinghe_content::{
    Battery, BatteryInstrument, Block, Condition, Disclosure, FORMAT, Instrument, ItemIndex, Locale, Mode,
    Own, Pack, PackError, Policy, ScoreRef, Tier, TierRule, structure,
};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// The sample scale of the temporary data room.
const SAMPLE: &str = "sample";
/// Age at which it is opened, where the instrument allows it.
const AGE: u8 = 15;
/// Seconds for one item.
const ITEM_S: usize = 8;

#[derive(clap::Args)]
pub struct Args {
    /// Id of the instrument.
    instrument: String,
    /// The wording, where the instrument ships none: a file like scales/*/text/zh-Hans.toml.
    #[arg(long)]
    text: Option<PathBuf>,
    /// Language in which it opens, and of --text.
    #[arg(long, default_value = "zh-Hans", value_parser = locale)]
    locale: Locale,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Port of the portal; the gateway takes the next one.
    #[arg(long, default_value_t = 8400)]
    port: u16,
    /// Folder for keys and databases; kept, so that the desk is set up once. In the source tree.
    #[arg(long, default_value = "demo-data/preview")]
    data: PathBuf,
    /// Write the packs into this folder and start nothing.
    #[arg(long, value_name = "DIR")]
    packs: Option<PathBuf>,
}

/// Shows the instrument until Ctrl-C.
pub fn run(args: &Args) -> ExitCode {
    match work(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

fn work(args: &Args) -> Result<(), Stop> {
    let data = data::library(&args.root)?;
    let read = data.showable(&args.instrument)?;
    let text = brought(args, read)?;
    let room = tempfile::tempdir().map_err(|why| cannot(&env::temp_dir(), &why))?;
    let mut report = sample(&args.root, room.path())?;
    let battery = battery(&read.instrument);
    report.packs = packs(&report, read, &battery)?;
    let packs = args.packs.clone().unwrap_or_else(|| room.path().join("packs"));
    qinghe_compiler::write_packs(&report, &packs).map_err(|why| cannot(&packs, &why))?;
    if args.packs.is_some() {
        if let Some((bytes, name)) = &text {
            let path = packs.join(name);
            fs::write(&path, bytes).map_err(|why| cannot(&path, &why))?;
        }
        say::out(format!("`{}` is written to {}.", battery.id, packs.display()));
        return Ok(());
    }
    demo(args, &battery, &packs, text)
}

fn cannot(path: &Path, why: &io::Error) -> Stop {
    Stop::Said(format!("{} cannot be written: {why}.", path.display()))
}

/// The text pack, where the wording is not here.
fn brought(args: &Args, read: &Read) -> Result<Option<(Vec<u8>, String)>, Stop> {
    let ships = read.about.rights.permission != Permission::BringYourOwn;
    match &args.text {
        Some(text) => text_pack::make(&args.root, &args.instrument, args.locale, text).map(Some),
        None if ships => Ok(None),
        None => Err(Stop::Said(format!(
            "The wording of `{}` is not shipped: {} Bring it with --text FILE, if you may use it.",
            args.instrument, read.about.rights.statement
        ))),
    }
}

/// Compiles the temporary data room: real languages and help lines, a sample scale and its battery.
fn sample(root: &Path, room: &Path) -> Result<Report, Stop> {
    for name in ["locales", "regions"] {
        let (from, to) = (root.join(name), room.join(name));
        copy(&from, &to).map_err(|why| {
            Stop::Said(format!(
                "{} cannot be copied: {why}. Is --root the folder of the data rooms?",
                from.display()
            ))
        })?;
    }
    let scale = room.join("scales").join(SAMPLE);
    let battery = room.join("batteries").join(SAMPLE);
    let named = |text: &str| text.replace("{id}", SAMPLE);
    for (path, text) in [
        (scale.join("instrument.toml"), named(include_str!("skeletons/instrument.toml"))),
        (scale.join("cases.toml"), named(include_str!("skeletons/cases.toml"))),
        (scale.join("evidence.md"), named(include_str!("skeletons/evidence.md"))),
        (scale.join("text/zh-Hans.toml"), named(include_str!("skeletons/text.zh-Hans.toml"))),
        (scale.join("text/en.toml"), named(include_str!("skeletons/text.en.toml"))),
    ] {
        write(&path, &text)?;
    }
    let library = data::library(room)?;
    let drafted =
        draft::battery(SAMPLE, &region(room), 1, &[library.structure(SAMPLE)?]).map_err(Stop::Said)?;
    write(&battery.join("battery.toml"), &drafted.battery)?;
    write(&battery.join("cases.toml"), &drafted.cases)?;
    let report = qinghe_compiler::compile(room, qinghe_compiler::today());
    if report.has_errors() {
        let help = "Languages and help lines must be without fault before anything can be shown.";
        return Err(Stop::Said(format!("{}\n{help}", report.render())));
    }
    Ok(report)
}

fn region(root: &Path) -> String {
    crate::new::first_region(root)
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).and_then(|()| fs::write(path, text)).map_err(|why| cannot(path, &why))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        // Their lines are for texts that are not here.
        let made = path.ends_with("zh-Hant.toml") || path.ends_with("pinyin.toml");
        if let (true, Some(name)) = (path.is_file() && !made, path.file_name()) {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// The sample's packs with another battery inside.
fn packs(report: &Report, read: &Read, battery: &Battery) -> Result<Vec<Pack>, Stop> {
    let instruments = vec![read.instrument.clone()];
    let unpackable = |why: PackError| {
        Stop::Said(format!("`{}` cannot be packed ({why:?}). `qinghe lint` says more.", read.instrument.id))
    };
    let structure = structure(battery, &instruments).map_err(unpackable)?;
    let one = |pack: &Pack| Pack {
        format: FORMAT,
        locale: pack.locale,
        structure,
        battery: battery.clone(),
        instruments: instruments.clone(),
        wording: vec![read.text(pack.locale).cloned()],
        region: pack.region.clone(),
        texts: pack.texts.clone(),
    };
    let made: Vec<Pack> = report.packs.iter().map(one).collect();
    for pack in &made {
        pack.encode().map_err(unpackable)?;
    }
    Ok(made)
}

/// The whole instrument, and the two rules that every battery needs.
fn battery(instrument: &Instrument) -> Battery {
    let items: Vec<ItemIndex> = (0u16..).zip(&instrument.items).map(|(at, _)| ItemIndex(at)).collect();
    let minutes = (items.len() * ITEM_S).div_ceil(60);
    let mut rules = Vec::new();
    if instrument.items.iter().any(|item| item.critical.is_some()) {
        rules.push(TierRule { tier: Tier::Urgent, when: Condition::AnyCritical });
    }
    let plain = instrument.scores.iter().position(|score| score.norms.is_empty()).unwrap_or(0);
    let told = ScoreRef { instrument: 0, score: u8::try_from(plain).unwrap_or(0), band_set: 0 };
    rules.push(TierRule { tier: Tier::Unclear, when: Condition::NotComputed(told) });
    Battery {
        id: format!("preview-{}", instrument.id),
        version: instrument.version.clone(),
        informant: instrument.informant,
        ages: instrument.ages,
        minutes: u8::try_from(minutes).unwrap_or(u8::MAX).max(1),
        disclosure: Disclosure::Must,
        instruments: vec![BatteryInstrument { instrument: 0 }],
        blocks: vec![Block { instrument: 0, items, ages: instrument.ages, ask_if: None, mode: Mode::Fixed }],
        policy: Policy { rules },
        domains: Vec::new(),
        validity: None,
        own: Own { from: 1, rules: Vec::new() },
    }
}

/// The source tree around the data rooms: the demo builds the element.
fn tree(root: &Path) -> Result<PathBuf, Stop> {
    let root = root.canonicalize().map_err(|why| cannot(root, &why))?;
    let here = env::current_dir().unwrap_or_default();
    let found = root.ancestors().chain(here.ancestors()).find(|at| at.join("src/xtask/Cargo.toml").is_file());
    found.map(Path::to_path_buf).ok_or_else(|| {
        Stop::Said(
            "The preview builds the element, so it needs the source tree. Run it inside a clone.".to_owned(),
        )
    })
}

fn demo(args: &Args, battery: &Battery, packs: &Path, text: Option<(Vec<u8>, String)>) -> Result<(), Stop> {
    let tree = tree(&args.root)?;
    let brought = match text {
        None => None,
        Some((bytes, name)) => {
            let folder = tree.join(&args.data).join("gateway/texts");
            let path = folder.join(name);
            fs::create_dir_all(&folder)
                .and_then(|()| fs::write(&path, bytes))
                .map_err(|why| cannot(&path, &why))?;
            Some(path)
        }
    };
    let oldest = battery.ages.max.unwrap_or(u8::MAX).max(battery.ages.min);
    let age = AGE.clamp(battery.ages.min, oldest).to_string();
    let port = args.port.to_string();
    // Ctrl-C ends the demo; we wait for it, to clear up behind it.
    ctrlc::set_handler(|| {}).map_err(|why| Stop::Said(format!("Ctrl-C cannot be heard: {why}.")))?;
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(&tree).args([
        "xtask",
        "demo",
        "--port",
        &port,
        "--age",
        &age,
        "--battery",
        &battery.id,
    ]);
    command.args(["--role", draft::informant(battery.informant), "--lang", args.locale.tag()]);
    command.arg("--data").arg(&args.data).arg("--packs").arg(packs);
    let status = command.status();
    if let Some(path) = brought {
        // Wording that only this school may use does not stay behind.
        fs::remove_file(&path).map_err(|why| cannot(&path, &why))?;
    }
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Stop::Said("The demo did not run to its end; the lines above say why.".to_owned())),
        Err(why) => Err(Stop::Said(format!("cargo cannot be started: {why}. Install Rust through rustup."))),
    }
}
