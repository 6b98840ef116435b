//! `batteries/<id>/`: what a school runs in one sitting.

use crate::{
    block,
    condition::{Around, Used},
    finding::{Code, Log},
    library::{Read, ReadBattery, Stage},
    policy,
    reader::{At, Doc, Found, Table},
    validity,
    words::{self, DISCLOSURES, INFORMANTS},
    workload::{Workload, workload},
};
use qinghe_content::{
    AgeRange, Battery, BatteryInstrument, Disclosure, Group, Informant, Instrument, Locale, Policy,
};
use std::path::Path;

/// Longest sitting, in minutes.
const LONGEST: u8 = 12;
/// Bytes of a kept sitting, and those of them that are no responses: lengths, flags.
const SNAPSHOT: usize = 1024;
const OVERHEAD: usize = 64;

/// The fields at the top of the file.
struct Top<'a> {
    id: Option<String>,
    version: Option<String>,
    informant: Option<Informant>,
    ages: Option<AgeRange>,
    stage: Option<Stage>,
    minutes: Option<Found<'a, u8>>,
    disclosure: Option<Disclosure>,
    region: Option<Found<'a, &'a str>>,
    sign_off: Option<Found<'a, &'a str>>,
}

fn fields<'a>(top: &Table<'a>, folder: &str) -> Top<'a> {
    let help = "Say who signed the tier policy off and when, or what is still open.";
    Top {
        id: words::named_id(top, folder),
        version: words::version(top),
        informant: top.word("informant", INFORMANTS),
        ages: words::ages(top),
        stage: top.word("stage", &words::stages()),
        minutes: top.whole("minutes"),
        disclosure: top.word("disclosure", DISCLOSURES),
        region: top.filled("region", Code::UnknownReference, "Name a file of `regions/`."),
        sign_off: top.filled("sign_off", Code::Source, help),
    }
}

/// Reads `batteries/<folder>/battery.toml` against all instruments.
pub(crate) fn read(log: &Log, root: &Path, folder: &str, all: &[Read]) -> Option<ReadBattery> {
    let doc = Doc::open(log, root, &format!("batteries/{folder}/battery.toml"))?;
    let top = doc.top(log);
    let given = fields(&top, folder);
    let (mut instruments, mut written) = block::written(&top, all, given.informant);
    let (told, told_blocks) = (instruments.len(), written.len());
    block::own(&top, all, given.informant, (&mut instruments, &mut written));
    let reads = |most| Used::of(instruments.iter().take(most).filter_map(|at| all.get(*at)).collect());
    // Whatever is told cannot even name what is not.
    let (every, used) = (reads(usize::MAX), reads(told));
    let grades = given.stage.filter(|stage| *stage != Stage::Any).map(Stage::grades);
    let people = Group { ages: given.ages, sex: None, grades };
    // Without all blocks, what is asked is not known, and every condition would seem wrong.
    let complete = told_blocks == blocks_written(&top);
    let blocks = block::bare(&written, &every, given.ages);
    let mut blocks = blocks.filter(|blocks| complete && !blocks.is_empty())?;
    let misses = block::finish(written, &mut blocks, &used, people);
    let around = Around { used: &every, blocks: &blocks, before: blocks.len(), validity: false, people };
    let own = policy::own(&top, &around, u8::try_from(told).ok()?);
    let (before, validity) = (told_blocks, top.has("validity"));
    let around = Around { used: &used, blocks: blocks.get(..before)?, before, validity, people };
    let validity = validity::of_battery(&top, &around);
    let (rules, reasons): (Vec<_>, Vec<_>) = policy::rules(&top, &around).into_iter().unzip();
    let domains = policy::domains(&top, &around);
    let may_be_missing = policy::check(&top, &rules, &around);
    let at = top.at.clone();
    top.finish();
    let (validity, source) = validity.unzip();
    let positions = (0u8..).zip(&instruments);
    let minutes = given.minutes?;
    let battery = Battery {
        id: given.id?,
        version: given.version?,
        informant: given.informant?,
        ages: given.ages?,
        minutes: minutes.value,
        disclosure: given.disclosure?,
        instruments: positions.map(|(instrument, _)| BatteryInstrument { instrument }).collect(),
        blocks,
        policy: Policy { rules },
        domains,
        validity,
        own,
    };
    fits(&at, &battery, &every.instruments);
    let workload = long_enough(&minutes, &battery, &every.reads);
    Some(ReadBattery {
        battery,
        instruments,
        stage: given.stage?,
        region: given.region?.value.to_owned(),
        sign_off: given.sign_off?.value.to_owned(),
        reasons,
        misses,
        may_be_missing,
        validity: source,
        workload,
    })
}

/// How many blocks there should be.
fn blocks_written(top: &Table<'_>) -> usize {
    let field = top.find("instruments").or_else(|| top.find("block"));
    field.and_then(|field| field.list()).map_or(0, |list| list.len())
}

/// One byte for each response, one bit for whether it came too soon, and the names.
fn fits(at: &At<'_>, battery: &Battery, instruments: &[&Instrument]) {
    let items: usize = instruments.iter().map(|one| one.items.len() + one.items.len().div_ceil(8)).sum();
    let names: usize = instruments.iter().map(|one| one.id.len()).sum();
    let bytes = items + names + battery.id.len() + battery.version.len() + OVERHEAD;
    if bytes > SNAPSHOT {
        let what = format!("an unfinished sitting needs {bytes} bytes");
        at.say(Code::Snapshot, what, &format!("Use fewer instruments; there are {SNAPSHOT} bytes."));
    }
}

/// The longest way through the battery, in the slowest language, takes no longer than students are told. Gives what each
/// language takes.
fn long_enough(minutes: &Found<'_, u8>, battery: &Battery, reads: &[&Read]) -> Vec<Workload> {
    let workload: Vec<Workload> =
        Locale::ALL.iter().map(|locale| workload(battery, reads, *locale)).collect();
    if minutes.value == 0 || minutes.value > LONGEST {
        let what = format!("a sitting of {} minutes", minutes.value);
        minutes.say(Code::Minutes, what, &format!("Give 1 to {LONGEST} minutes."));
    }
    if let Some(most) = workload.iter().max_by_key(|workload| workload.seconds_most)
        && most.seconds_most > u32::from(minutes.value) * 60
    {
        let (items, seconds) = (most.items_most, most.seconds_most);
        let what = format!("{items} items take about {seconds} seconds");
        let help = format!("Write {} minutes, or ask less.", seconds.div_ceil(60));
        minutes.say(Code::Minutes, what, &help);
    }
    workload
}
