//! `qinghe score`: a table of responses in, a table of scores out, one row at a time.

mod faults;
mod output;
mod plan;
mod progress;
mod sheet;

use crate::{
    data::{self, Stop},
    say,
    table::{Next, Records, Row, Source},
};
use faults::Faults;
use output::Output;
use plan::Plan;
use progress::{Counted, Progress};
use qinghe_scoring::Scorer;
use sheet::{CellFault, Filled};
use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, BufWriter, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Some rows had a fault; the rest was scored.
const SOME_BAD: u8 = 2;

const HELP: &str = "\
The first line names the columns: items by their id, in any order; also instrument/item, and with _ or . in place of -.
Cells hold option values; an empty cell or NA means missing. age, sex and grade serve norms. Other columns pass through.
Every row of the input is a row of the result. A row with a fault is told on standard error and marked bad-row.
UTF-8, UTF-16 and GBK are read; the result is UTF-8. A row has at most 65536 bytes.
Exit code: 0 every row scored, 2 some rows had a fault, 1 nothing could be scored.";

#[derive(clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    /// Id of the instrument, for example phq-9.
    #[arg(long)]
    instrument: String,
    /// Folder that holds the data rooms.
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Where the scores go; standard output when not given.
    #[arg(long)]
    out: Option<PathBuf>,
    /// What parts the cells.
    #[arg(long, value_enum, default_value_t = Delimiter::Comma)]
    delimiter: Delimiter,
    /// A further code that means "missing", besides an empty cell and NA; as often as needed.
    #[arg(long, allow_hyphen_values = true)]
    missing: Vec<String>,
}

/// What parts cells. All of them are safe in GBK, whose second bytes reach down to 0x40.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Delimiter {
    Comma,
    Semicolon,
    Tab,
}

impl Delimiter {
    fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        }
    }
}

/// Scores standard input.
pub fn run(args: &Args) -> ExitCode {
    match work(args) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(SOME_BAD),
        Err(stop) => stop.exit(),
    }
}

/// Number of rows with a fault.
fn work(args: &Args) -> Result<u64, Stop> {
    let library = data::library(&args.root)?;
    let read = library.instrument(&args.instrument)?;
    if io::stdin().is_terminal() {
        say::err("Reading the table from the keyboard. Usually: qinghe score … < responses.csv > scores.csv");
    }
    let (input, bytes) = Counted::new(io::stdin().lock());
    let source = Source::open(input).map_err(Stop::Said)?;
    let mark = source.mark;
    if let Some(note) = &source.note {
        say::err(note);
    }
    let delimiter = args.delimiter.byte();
    let mut records = Records::new(source, delimiter);
    let plan = match records.next().map_err(cannot_read)? {
        Next::Row(header) => Plan::new(&read.instrument, &read.about, &header, delimiter)
            .map_err(|faults| Stop::Said(format!("The header cannot be used.\n{}", faults.join("\n"))))?,
        Next::Fault(_, why) => {
            return Err(Stop::Said(format!("The header cannot be read: {why}. Correct the first line.")));
        }
        Next::End => {
            let what = "The input is empty, so there is nothing to score.";
            return Err(Stop::Said(format!("{what} The first line names the columns by item id.")));
        }
    };
    for note in &plan.notes {
        say::err(note);
    }
    let mut target = Target::open(args.out.as_deref())?;
    let run = Run {
        output: Output::new(target.writer()?, delimiter, &read.instrument),
        filled: Filled::new(&read.instrument),
        faults: Faults::default(),
        progress: Progress::new(bytes),
        outside_ages: 0,
        missing: &args.missing,
    };
    let bad = run.all(&plan, records, mark)?;
    target.keep()?;
    Ok(bad)
}

fn cannot_read(why: io::Error) -> Stop {
    Stop::Said(format!("The input cannot be read: {why}."))
}

/// Everything that lives from the first row to the last.
struct Run<'a, W> {
    output: Output<W>,
    filled: Filled,
    faults: Faults,
    progress: Progress,
    outside_ages: u64,
    missing: &'a [String],
}

impl<W: Write> Run<'_, W> {
    fn all(mut self, plan: &Plan<'_>, mut records: Records<impl Read>, mark: bool) -> Result<u64, Stop> {
        self.output.header(plan, mark)?;
        let mut scorer = Scorer::new(plan.instrument);
        let mut gb_said = false;
        records.columns = Some(plan.columns.len());
        loop {
            match records.next().map_err(cannot_read)? {
                Next::End => break,
                Next::Row(row) => self.row(plan, &row, &mut scorer)?,
                Next::Fault(line, why) => self.fault(plan, line, why, &mut scorer)?,
            }
            self.progress.step();
            if !gb_said && records.is_gb() {
                gb_said = true;
                self.progress.say("The input is GBK (GB 18030); it is decoded. The output is UTF-8.");
            }
        }
        self.progress.finish();
        if records.cut {
            say::err(
                "The last line has no line break at its end. If the file was cut off, its last cell may be too.",
            );
        }
        self.summary(plan);
        self.output.finish()?;
        Ok(self.faults.rows)
    }

    fn row(&mut self, plan: &Plan<'_>, row: &Row<'_>, scorer: &mut Scorer<'_>) -> Result<(), Stop> {
        self.filled.read(plan, row, self.missing);
        if !self.filled.faults.is_empty()
            && let Some(said) = self.faults.row(row.line, &self.filled.faults)
        {
            self.progress.say(&said);
        }
        let ages = plan.instrument.ages;
        self.outside_ages += u64::from(self.filled.who.age.is_some_and(|age| !ages.contains(age)));
        self.output.row(plan, Some(row), &self.filled, scorer)?;
        Ok(())
    }

    fn fault(
        &mut self,
        plan: &Plan<'_>,
        line: u64,
        why: String,
        scorer: &mut Scorer<'_>,
    ) -> Result<(), Stop> {
        if let Some(said) = self.faults.line(line, why) {
            self.progress.say(&said);
        }
        self.filled = Filled::new(plan.instrument);
        let fault = CellFault { column: String::new(), kind: "", why: String::new() };
        self.filled.faults.push(fault);
        self.output.row(plan, None, &self.filled, scorer)?;
        Ok(())
    }

    fn summary(&self, plan: &Plan<'_>) {
        let bad = self.faults.rows;
        let (rows, scored) = (self.progress.rows(), self.progress.rows() - bad);
        let faulty = if bad == 1 { "has a fault".to_owned() } else { "have a fault".to_owned() };
        say::err(format!("{}, {scored} scored, {bad} {faulty}.", say::count(rows, "row")));
        for (nth, score) in plan.instrument.scores.iter().enumerate() {
            let of = |counts: &[u64]| counts.get(nth).copied().unwrap_or(0);
            let (missing, no_norm) = (of(&self.output.missing), of(&self.output.no_norm));
            let missing =
                if missing > 0 { format!(", {missing} with too much missing") } else { String::new() };
            let no_norm =
                if no_norm > 0 { format!(", {no_norm} without a norm for them") } else { String::new() };
            say::err(format!("`{}`: {} computed{missing}{no_norm}", score.id, of(&self.output.computed)));
        }
        if self.outside_ages > 0 {
            let rows = say::count(self.outside_ages, "row");
            say::err(format!("{rows} with an age for which `{}` was not made.", plan.instrument.id));
        }
        if bad > 0 {
            say::err(format!(
                "{}Rows with a fault stand in the result without scores, marked `{}`. Correct them in the input; an \
                 empty cell or NA means missing.",
                self.faults.summary(),
                output::BAD
            ));
        }
    }
}

/// Where the scores go. A file appears under its name only when it is complete.
enum Target {
    Standard,
    File { half: PathBuf, whole: PathBuf },
}

impl Target {
    fn open(out: Option<&Path>) -> Result<Target, Stop> {
        let Some(whole) = out else { return Ok(Target::Standard) };
        let mut half = OsString::from(whole);
        half.push(".part");
        Ok(Target::File { half: half.into(), whole: whole.to_owned() })
    }

    fn writer(&mut self) -> Result<BufWriter<Box<dyn Write>>, Stop> {
        let inner: Box<dyn Write> = match self {
            Target::Standard => Box::new(io::stdout().lock()),
            Target::File { half, .. } => {
                Box::new(File::create(&*half).map_err(|why| cannot_write(half, &why))?)
            }
        };
        Ok(BufWriter::with_capacity(64 * 1024, inner))
    }

    fn keep(self) -> Result<(), Stop> {
        match self {
            Target::Standard => Ok(()),
            Target::File { half, whole } => {
                fs::rename(&half, &whole).map_err(|why| cannot_write(&whole, &why))
            }
        }
    }
}

fn cannot_write(path: &Path, why: &io::Error) -> Stop {
    Stop::Said(format!("{} cannot be written: {why}. Name another file with --out.", path.display()))
}
