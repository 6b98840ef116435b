//! `qinghe simulate`: sheets of made-up people, for trying scoring, imports and validity policies.

mod dice;
mod model;
mod person;
mod report;
mod sitting;

use crate::{
    data::{self, Stop},
    say,
};
use dice::Dice;
use model::InstrumentModel;
use qinghe_content::{Instrument, Locale, Sex};
use qinghe_scoring::Response;
use report::Tallies;
use sitting::{Filled, Form};
use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

/// Fewer sheets than this measure chance, not a policy.
const FEWEST_FOR_REPORT: u64 = 10_000;
/// Careless sheets of a report, in per cent.
const CARELESS_FOR_REPORT: u8 = 20;
const ROWS: u64 = 1_000;

#[derive(clap::Args)]
#[command(group(clap::ArgGroup::new("form").required(true).args(["battery", "instrument"])))]
pub struct Args {
    /// Battery, gone through as a sitting does.
    #[arg(long)]
    battery: Option<String>,
    /// One whole instrument.
    #[arg(long)]
    instrument: Option<String>,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// How many sheets; 1000, with --report 10000.
    #[arg(long)]
    rows: Option<u64>,
    /// The same seed gives the same sheets on every machine.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Careless sheets, in per cent; 0, with --report 20.
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=100))]
    careless: Option<u8>,
    /// Print how well the battery's validity policy finds the careless sheets, in place of the sheets.
    #[arg(long, requires = "battery")]
    report: bool,
}

/// Writes sheets or the report to standard output.
pub fn run(args: &Args) -> ExitCode {
    match work(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.exit(),
    }
}

fn work(args: &Args) -> Result<(), Stop> {
    let library = data::library(&args.root)?;
    if let Some(id) = &args.battery {
        let pack = library.battery(id)?;
        let models = model::of_battery(&pack, args.seed);
        if args.report {
            return report(args, &pack, &models);
        }
        let used = pack.battery.instruments.iter();
        let instruments: Vec<&Instrument> =
            used.filter_map(|used| pack.instruments.get(usize::from(used.instrument))).collect();
        return sheets(args, &Form::Battery(&pack), &instruments, &models);
    }
    let read = library.structure(args.instrument.as_deref().unwrap_or_default())?;
    let instrument = &read.instrument;
    let models = [model::alone(instrument, read.text(Locale::ZhHans), args.seed)];
    let form = Form::Instrument { items: instrument.items.len(), ages: instrument.ages };
    sheets(args, &form, &[instrument], &models)
}

fn report(args: &Args, pack: &qinghe_content::Pack, models: &[InstrumentModel]) -> Result<(), Stop> {
    let Some(policy) = &pack.battery.validity else {
        return Err(Stop::Said(format!(
            "The battery `{}` has no validity policy, so there is nothing to measure. Add [validity] to \
             batteries/{}/battery.toml; docs/instruments.md says how.",
            pack.battery.id, pack.battery.id
        )));
    };
    let rows = args.rows.unwrap_or(FEWEST_FOR_REPORT);
    if rows < FEWEST_FOR_REPORT {
        return Err(Stop::Said(format!(
            "{rows} sheets say more about chance than about the policy. Give --rows {FEWEST_FOR_REPORT} or more."
        )));
    }
    let careless = args.careless.unwrap_or(CARELESS_FOR_REPORT);
    let mut tallies = Tallies::new(pack, policy);
    for row in 0..rows {
        let filled = Form::Battery(pack).fill(models, f64::from(careless) / 100.0, Dice::of(args.seed, row));
        tallies.add(&filled);
    }
    say::out(tallies.markdown(args.seed).trim_end());
    Ok(())
}

fn sheets(
    args: &Args,
    form: &Form<'_>,
    instruments: &[&Instrument],
    models: &[InstrumentModel],
) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    let several = matches!(form, Form::Battery(_));
    write!(out, "id,kind,age,sex,grade")?;
    for end in ["", ".ms"] {
        for instrument in instruments {
            for item in &instrument.items {
                match several {
                    true => write!(out, ",{}/{}{end}", instrument.id, item.id)?,
                    false => write!(out, ",{}{end}", item.id)?,
                }
            }
        }
    }
    writeln!(out)?;
    let careless = f64::from(args.careless.unwrap_or(0)) / 100.0;
    for row in 0..args.rows.unwrap_or(ROWS) {
        let filled = form.fill(models, careless, Dice::of(args.seed, row));
        sheet(&mut out, row + 1, instruments, &filled)?;
    }
    out.flush()?;
    Ok(())
}

fn sheet(out: &mut impl Write, id: u64, instruments: &[&Instrument], filled: &Filled) -> io::Result<()> {
    let who = filled.person.who;
    let sex = match who.sex {
        Some(Sex::Female) => "female",
        Some(Sex::Male) => "male",
        None => "",
    };
    let kind = filled.person.kind.word();
    write!(out, "{id},{kind},{},{sex},{}", who.age.unwrap_or(0), who.grade.unwrap_or(0))?;
    for (instrument, responses) in instruments.iter().zip(&filled.responses) {
        for (item, response) in instrument.items.iter().zip(responses) {
            let set = instrument.response_sets.get(usize::from(item.response_set));
            let value = match response {
                Response::Given(option) => set.and_then(|set| set.values.get(usize::from(*option))),
                Response::NotReached | Response::Skipped => None,
            };
            match value {
                Some(value) => write!(out, ",{value}")?,
                None => write!(out, ",")?,
            }
        }
    }
    for (ms, responses) in filled.ms.iter().zip(&filled.responses) {
        for (ms, response) in ms.iter().zip(responses) {
            match response {
                Response::NotReached => write!(out, ",")?,
                Response::Skipped | Response::Given(_) => write!(out, ",{ms}")?,
            }
        }
    }
    writeln!(out)
}
