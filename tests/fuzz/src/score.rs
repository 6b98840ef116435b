//! What `qinghe score` does with a table, without its arguments, files and progress.

#![allow(dead_code)]

#[path = "../../../src/cli/src/score/faults.rs"]
pub mod faults;
#[path = "../../../src/cli/src/score/output.rs"]
pub mod output;
#[path = "../../../src/cli/src/score/plan.rs"]
pub mod plan;
#[path = "../../../src/cli/src/score/sheet.rs"]
pub mod sheet;
