//! Nothing that holds a response, a score or a result can be serialised or printed.

use super::{Source, last, only_for_tests};
use std::collections::BTreeSet;
use syn::{
    Attribute, ItemEnum, ItemImpl, ItemMod, ItemStruct, Macro, Type,
    punctuated::Punctuated,
    token::Comma,
    visit::{self, Visit},
};

/// A type that has a form: file, type, trait.
pub type Form = (String, String, String);

/// Forms that may be: none of these types holds a response, a score or a result, but for the rows, which go to
/// the sealed store of the device alone.
pub const ALLOWED: &[(&str, &str, &str)] = &[
    ("src/host/src/delivery.rs", "Delivery", "Debug"),
    ("src/host/src/outbox.rs", "Row", "Serialize"),
    ("src/host/src/outbox.rs", "RowEntry", "Serialize"),
    ("src/host/src/outbox.rs", "State", "Serialize"),
    ("src/session/src/event.rs", "Cause", "Debug"),
    ("src/session/src/event.rs", "Recipient", "Debug"),
    ("src/session/src/idle.rs", "Cover", "Debug"),
    ("src/session/src/practice/clock.rs", "Now", "Debug"),
    ("src/session/src/practice/run.rs", "End", "Debug"),
    ("src/session/src/practice/sealed.rs", "GivenRow", "Serialize"),
    ("src/session/src/practice/sealed.rs", "NotebookRow", "Serialize"),
    ("src/session/src/practice/sealed.rs", "PracticeRow", "Serialize"),
    ("src/session/src/safety.rs", "HelpPage", "Debug"),
    ("src/session/src/safety.rs", "Told", "Debug"),
    ("src/session/src/session.rs", "Refusal", "Debug"),
    ("src/session/src/snapshot.rs", "Row", "Serialize"),
    // What may leave of an exercise, and figures over many people.
    ("src/session/src/training/knowledge.rs", "Person", "Debug"),
    ("src/session/src/training/knowledge.rs", "Rates", "Debug"),
    ("src/session/src/training/knowledge.rs", "Ratio", "Debug"),
    ("src/session/src/training/record.rs", "Flag", "Debug"),
    ("src/session/src/training/record.rs", "Harm", "Debug"),
    ("src/session/src/training/record.rs", "Held", "Debug"),
    ("src/session/src/training/record.rs", "Reached", "Debug"),
    ("src/session/src/training/rows.rs", "CardRow", "Serialize"),
    ("src/session/src/training/rows.rs", "RecordRow", "Serialize"),
];

/// Traits that turn a value into text or bytes.
const FORMS: &[&str] = &["Serialize", "Display", "Debug", "ToString"];
/// Macros that print.
const PRINTERS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

struct Scan<'a> {
    path: &'a str,
    found: BTreeSet<Form>,
}

impl Scan<'_> {
    fn add(&mut self, name: &str, form: &str) {
        if FORMS.contains(&form) || PRINTERS.contains(&form) {
            self.found.insert((self.path.to_owned(), name.to_owned(), form.to_owned()));
        }
    }

    fn derives(&mut self, name: &syn::Ident, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let paths = attribute.parse_args_with(Punctuated::<syn::Path, Comma>::parse_terminated);
            for path in paths.into_iter().flatten() {
                self.add(&name.to_string(), &last(&path));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Scan<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !only_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.derives(&item.ident, &item.attrs);
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.derives(&item.ident, &item.attrs);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let (Some((_, path, _)), Type::Path(name)) = (&item.trait_, &*item.self_ty) {
            self.add(&last(&name.path), &last(path));
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.add("a macro", &last(&item.path));
    }
}

/// Every form in these files.
#[must_use]
pub fn forms(sources: &[Source]) -> BTreeSet<Form> {
    let mut found = BTreeSet::new();
    for source in sources {
        let mut scan = Scan { path: &source.path, found: BTreeSet::new() };
        scan.visit_file(&source.parse());
        found.extend(scan.found);
    }
    found
}

/// Forms that nobody allowed, and allowances that nobody uses.
#[must_use]
pub fn breaches(sources: &[Source], allowed: &[(&str, &str, &str)]) -> Vec<String> {
    let found = forms(sources);
    let allowed: BTreeSet<Form> = allowed
        .iter()
        .map(|(path, name, form)| ((*path).to_owned(), (*name).to_owned(), (*form).to_owned()))
        .collect();
    let forbidden =
        found.difference(&allowed).map(|(path, name, form)| format!("{path}: `{name}` has `{form}`"));
    let unused = allowed
        .difference(&found)
        .map(|(path, name, form)| format!("{path}: nobody needs `{form}` of `{name}`"));
    forbidden.chain(unused).collect()
}
