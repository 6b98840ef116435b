//! A table of responses, read and scored as `qinghe score` does it.

use crate::{
    readers::folder::Folder,
    score::{
        faults::Faults,
        output::Output,
        plan::Plan,
        sheet::{CellFault, Filled},
    },
    table::{Next, Records, Row, Source},
};
use qinghe_compiler::Read;
use qinghe_scoring::Scorer;

thread_local! {
    static TEA: Read = {
        let room = Folder::new();
        room.take("scales/tea");
        let (library, _) = qinghe_compiler::library(room.path());
        library.instruments.into_iter().next().expect("the fixture is there")
    };
}

/// Longest row that is read back; longer ones are refused, and quoting makes rows longer.
const LONGEST: usize = 60_000;

/// A table, with each delimiter.
pub fn table(bytes: &[u8]) {
    TEA.with(|read| {
        for delimiter in [b',', b';', b'\t'] {
            if delimiter == b',' || bytes.contains(&delimiter) {
                scored(read, bytes, delimiter);
            }
        }
    });
}

fn scored(read: &Read, bytes: &[u8], delimiter: u8) {
    let source = match Source::open(bytes) {
        Ok(source) => source,
        Err(why) => return assert!(why.contains(". "), "a table is refused without what to do: {why}"),
    };
    let mut records = Records::new(source, delimiter);
    let plan = match records.next().expect("memory can be read") {
        Next::Row(header) => Plan::new(&read.instrument, &read.about, &header, delimiter),
        Next::Fault(_, why) => return assert!(!why.is_empty()),
        Next::End => return,
    };
    let plan = match plan {
        Ok(plan) => plan,
        Err(faults) => {
            let told = !faults.is_empty() && faults.iter().all(|fault| fault.contains(". "));
            return assert!(told, "a header is refused without what to do: {faults:?}");
        }
    };
    let mut out = Vec::new();
    let rows = every_row(read, &plan, &mut records, delimiter, &mut out);
    let columns = plan.kept().count() + plan.added().len();
    comes_back(&out, delimiter, columns, rows + 1);
}

fn every_row(
    read: &Read,
    plan: &Plan<'_>,
    records: &mut Records<Source<&[u8]>>,
    delimiter: u8,
    out: &mut Vec<u8>,
) -> usize {
    let mut output = Output::new(out, delimiter, &read.instrument);
    output.header(plan, false).expect("memory can be written");
    records.columns = Some(plan.columns.len());
    let (mut filled, mut faults) = (Filled::new(&read.instrument), Faults::default());
    let mut scorer = Scorer::new(&read.instrument);
    let (mut rows, mut before) = (0, 0);
    loop {
        let row: Option<Row<'_>> = match records.next().expect("memory can be read") {
            Next::End => break,
            Next::Row(row) => Some(row),
            Next::Fault(line, why) => {
                assert!(!why.is_empty() && line > before, "a fault stands nowhere or says nothing");
                before = line;
                filled = Filled::new(&read.instrument);
                filled.faults.push(CellFault { column: String::new(), kind: "", why: String::new() });
                let _shown = faults.line(line, why);
                None
            }
        };
        if let Some(row) = &row {
            assert!(row.line > before, "rows stand in each other");
            before = row.line;
            filled.read(plan, row, &[]);
            assert!(filled.faults.iter().all(|fault| !fault.why.is_empty()), "a fault says nothing");
            if !filled.faults.is_empty() {
                let _shown = faults.row(row.line, &filled.faults);
            }
        }
        output.row(plan, row.as_ref(), &filled, &mut scorer).expect("memory can be written");
        rows += 1;
    }
    let _all = faults.summary();
    output.finish().expect("memory can be written");
    rows
}

/// The result is a table again: a row for each row, every one with all columns.
fn comes_back(out: &[u8], delimiter: u8, columns: usize, rows: usize) {
    if out.split(|byte| *byte == b'\n').any(|line| line.len() > LONGEST) {
        return;
    }
    let mut records = Records::new(out, delimiter);
    let mut found = 0;
    loop {
        match records.next().expect("memory can be read") {
            Next::End => break,
            Next::Fault(line, why) => panic!("line {line} of the result cannot be read: {why}"),
            Next::Row(row) => assert_eq!(row.len(), columns, "line {} of the result", row.line),
        }
        found += 1;
    }
    assert_eq!(found, rows, "rows of the result");
}
