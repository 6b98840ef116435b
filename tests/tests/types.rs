//! Nothing that holds a response, a score or a result has a form: the compiler says so, and a scan of
//! the source says it of every type that is not public.

use qinghe_host::{Host, Input, Output, Sent};
use qinghe_record::{Body, Entry, Outcome as KeptOutcome, Record, Score, handover::Summary, merge::Preview};
use qinghe_scoring::{Care, Earlier, Response, ScoreOutcome, Sheet, irt};
use qinghe_seal::{Derived, KeyPair, PrivateKey, age::Identity, pin::Pin, words::Words};
use qinghe_session::{
    Effect, Event, HelpView, ItemView, Name, Outcome, Said, Session, Snapshot, View, Wish, practice, training,
};
use qinghe_tests::walls::{Source, forms, run_time};
use serde::Serialize;
use static_assertions::{assert_impl_all, assert_not_impl_any};
use std::fmt::{Debug, Display};

assert_not_impl_any!(Response: Serialize, Display, Debug);
assert_not_impl_any!(ScoreOutcome: Serialize, Display, Debug);
assert_not_impl_any!(Sheet<'static>: Serialize, Display, Debug);
assert_not_impl_any!(Care: Serialize, Display, Debug);
assert_not_impl_any!(Earlier: Serialize, Display, Debug);
assert_not_impl_any!(irt::Estimate: Serialize, Display, Debug);
assert_not_impl_any!(irt::Posterior: Serialize, Display, Debug);
assert_not_impl_any!(qinghe_headless::Scorer: Serialize, Display, Debug);
assert_not_impl_any!(qinghe_headless::Adaptive: Serialize, Display, Debug);
assert_not_impl_any!(Vec<Response>: Serialize, Debug);
assert_not_impl_any!(Session: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Snapshot: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Event: Serialize, Display, Debug);
assert_not_impl_any!(Effect: Serialize, Display, Debug);
assert_not_impl_any!(Outcome: Serialize, Display, Debug);
assert_not_impl_any!(View: Serialize, Display, Debug);
assert_not_impl_any!(ItemView: Serialize, Display, Debug);
assert_not_impl_any!(HelpView: Serialize, Display, Debug);
assert_not_impl_any!(practice::Practice: Serialize, Display, Debug, Clone);
assert_not_impl_any!(practice::Sealed: Serialize, Display, Debug, Clone);
assert_not_impl_any!(practice::Event: Serialize, Display, Debug);
assert_not_impl_any!(practice::Effect: Serialize, Display, Debug);
assert_not_impl_any!(practice::View: Serialize, Display, Debug);
assert_not_impl_any!(practice::Run: Serialize, Display, Debug);
assert_not_impl_any!(training::Record: Serialize, Display, Debug, Clone);
assert_not_impl_any!(training::History: Serialize, Display, Debug);
assert_not_impl_any!(training::Attempt: Serialize, Display, Debug);
assert_not_impl_any!(training::Handed: Serialize, Display, Debug);
assert_not_impl_any!(training::Probe: Serialize, Display, Debug, Clone);
assert_not_impl_any!(training::Knowledge: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Said: Serialize, Display, Debug);
assert_not_impl_any!(Wish: Serialize, Display, Debug);
assert_not_impl_any!(Name: Serialize, Display, Debug);
assert_not_impl_any!(Host: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Input<'static>: Serialize, Display, Debug);
assert_not_impl_any!(Output: Serialize, Display, Debug);
assert_not_impl_any!(Sent: Serialize, Display, Debug);
// What is kept: results, plans, a journal.
assert_not_impl_any!(Record: Serialize, Display, Debug);
assert_not_impl_any!(Entry: Serialize, Display, Debug);
assert_not_impl_any!(Body: Serialize, Display, Debug);
assert_not_impl_any!(KeptOutcome: Serialize, Display, Debug);
assert_not_impl_any!(Score: Serialize, Display, Debug);
assert_not_impl_any!(Summary: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Preview: Serialize, Display, Debug, Clone);
// Keys print nothing either.
assert_not_impl_any!(Identity: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Pin: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Words: Serialize, Display, Debug, Clone);
assert_not_impl_any!(PrivateKey: Serialize, Display, Debug, Clone);
assert_not_impl_any!(KeyPair: Serialize, Display, Debug, Clone);
assert_not_impl_any!(Derived: Serialize, Display, Debug, Clone);
// The counterpart: these traits are seen where they are.
assert_impl_all!(qinghe_wire::Notice: Serialize, Debug);

/// The crates that hold responses or results.
fn holders() -> Vec<Source> {
    ["scoring", "session", "host", "ui", "headless"].into_iter().flat_map(run_time).collect()
}

#[test]
fn no_form_but_those_that_are_allowed() {
    let breaches = forms::breaches(&holders(), forms::ALLOWED);
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[test]
fn a_derived_a_written_and_a_printed_form_are_seen() {
    let source = Source::made_up(
        "src/scoring/src/lib.rs",
        "#[derive(Clone, serde::Serialize)] pub struct One(u8);
         #[derive(Debug)] enum Two { A }
         mod deep { impl core::fmt::Display for Three {} }
         fn four() { std::println!(\"{}\", 4); }
         #[cfg(test)] mod tests { #[derive(Debug)] struct Five; }",
    );
    let found = forms::breaches(&[source], &[]);
    let wanted =
        ["`One` has `Serialize`", "`Three` has `Display`", "`Two` has `Debug`", "`a macro` has `println`"];
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    assert!(wanted.iter().all(|one| found.iter().any(|said| said.ends_with(one))), "{found:?}");
}

#[test]
fn an_allowance_that_nobody_uses_is_seen() {
    let source = Source::made_up("src/host/src/host.rs", "pub struct Host;");
    let found = forms::breaches(&[source], &[("src/host/src/host.rs", "Host", "Debug")]);
    assert_eq!(found, ["src/host/src/host.rs: nobody needs `Debug` of `Host`"]);
}
