//! The fixed words of the data files, and the forms of ids, versions, ages and sources.

use crate::{
    finding::Code,
    library::{Method, Permission, Reliability, Sourced, Stage, Translation},
    reader::{At, Found, Table},
};
use qinghe_content::{
    AgeRange, Disclosure, Domain, Group, HelpKind, Informant, Locale, OwnState, Release, Rounding, Sex, Tier,
};
use std::cell::Cell;

pub(crate) const INFORMANTS: &[(&str, Informant)] =
    &[("student", Informant::Student), ("parent", Informant::Parent), ("teacher", Informant::Teacher)];
pub(crate) const RELEASES: &[(&str, Release)] = &[("draft", Release::Draft), ("released", Release::Released)];
pub(crate) const ROUNDINGS: &[(&str, Rounding)] =
    &[("half-up", Rounding::HalfUp), ("truncate", Rounding::Truncate), ("half-even", Rounding::HalfEven)];
pub(crate) const SEXES: &[(&str, Sex)] = &[("female", Sex::Female), ("male", Sex::Male)];
pub(crate) const RELIABILITIES: &[(&str, Reliability)] =
    &[("retest", Reliability::Retest), ("alpha", Reliability::Alpha)];
pub(crate) const TRANSLATIONS: &[(&str, Translation)] =
    &[("official", Translation::Official), ("published", Translation::Published), ("own", Translation::Own)];
pub(crate) const DISCLOSURES: &[(&str, Disclosure)] =
    &[("must", Disclosure::Must), ("choice", Disclosure::Choice)];
pub(crate) const OWN_STATES: &[(&str, OwnState)] =
    &[("heavy", OwnState::Heavy), ("strained", OwnState::Strained), ("unclear", OwnState::Unclear)];
pub(crate) const HELP_KINDS: &[(&str, HelpKind)] = &[
    ("psychological", HelpKind::Psychological),
    ("youth", HelpKind::Youth),
    ("police", HelpKind::Police),
    ("ambulance", HelpKind::Ambulance),
    ("rights", HelpKind::Rights),
];

fn words<T: Copy>(all: &[T], word: impl Fn(&T) -> &'static str) -> Vec<(&'static str, T)> {
    all.iter().map(|one| (word(one), *one)).collect()
}

pub(crate) fn tiers() -> Vec<(&'static str, Tier)> {
    words(&Tier::ALL, |tier| tier.code())
}

pub(crate) fn domains() -> Vec<(&'static str, Domain)> {
    words(&Domain::ALL, |domain| domain.code())
}

pub(crate) fn methods() -> Vec<(&'static str, Method)> {
    words(&Method::ALL, |method| method.word())
}

pub(crate) fn permissions() -> Vec<(&'static str, Permission)> {
    words(&Permission::ALL, |permission| permission.word())
}

pub(crate) fn stages() -> Vec<(&'static str, Stage)> {
    words(&Stage::ALL, |stage| stage.word())
}

/// Position of a locale in lists that hold one value per locale.
pub(crate) fn locale_index(locale: Locale) -> usize {
    Locale::ALL.iter().position(|one| *one == locale.written()).unwrap_or(0)
}

/// `id` of a table: kebab-case.
pub(crate) fn id(table: &Table<'_>) -> Option<String> {
    let found = table.text("id")?;
    is_id(&found).then(|| found.value.to_owned())
}

/// Whether `text` has the form of an id.
pub(crate) fn is_kebab(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    plain && text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.ends_with('-') && text.len() <= 48
}

pub(crate) fn is_id(found: &Found<'_, &str>) -> bool {
    let good = is_kebab(found.value);
    if !good {
        found.say(
            Code::Id,
            format!("`{}` is not a kebab-case id", found.value),
            "Use small letters, digits and hyphens, beginning with a letter.",
        );
    }
    good
}

/// `id` that must be the folder's or file's name.
pub(crate) fn named_id(table: &Table<'_>, folder: &str) -> Option<String> {
    let found = table.text("id")?;
    if is_id(&found) && found.value != folder {
        found.say(
            Code::Id,
            format!("`{}` stands in `{folder}`", found.value),
            "Give id and folder or file the same name.",
        );
    }
    Some(found.value.to_owned())
}

pub(crate) fn unique<'a>(at: &At<'_>, kind: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            at.say(Code::Duplicate, format!("two of kind {kind} have the id `{id}`"), "Rename one.");
        }
    }
}

pub(crate) fn version(table: &Table<'_>) -> Option<String> {
    let found = table.text("version")?;
    let parts: Vec<&str> = found.value.split('.').collect();
    let number = |part: &&str| part.parse::<u16>().is_ok_and(|n| n.to_string() == **part);
    if parts.len() != 3 || !parts.iter().all(number) {
        found.say(
            Code::Version,
            format!("`{}` is not major.minor.patch", found.value),
            "Write three numbers, for example 1.0.0.",
        );
        return None;
    }
    Some(found.value.to_owned())
}

pub(crate) fn ages(table: &Table<'_>) -> Option<AgeRange> {
    age_range(table.table("ages")?)
}

fn age_range(inner: Table<'_>) -> Option<AgeRange> {
    let (min, max) = (inner.whole("min"), inner.whole_opt::<u8>("max"));
    let min: Found<'_, u8> = min?;
    if let Some(max) = &max
        && max.value < min.value
    {
        max.say(
            Code::WrongKind,
            "`max` is below `min`".to_owned(),
            "Give the oldest age in whole years, or leave it out.",
        );
    }
    inner.finish();
    Some(AgeRange { min: min.value, max: max.map(|max| max.value) })
}

/// Whether every age of `inner` is one of `outer`.
pub(crate) fn inside(inner: AgeRange, outer: AgeRange) -> bool {
    let upper = match (inner.max, outer.max) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer,
    };
    inner.min >= outer.min && upper
}

/// Whether some age is one of both.
pub(crate) fn overlap(one: AgeRange, other: AgeRange) -> bool {
    one.max.is_none_or(|max| other.min <= max) && other.max.is_none_or(|max| one.min <= max)
}

/// `group`, or everybody when it is left out.
pub(crate) fn group(table: &Table<'_>) -> Option<Group> {
    let Some(inner) = table.find("group") else { return Some(Group::default()) };
    let inner = inner.table()?;
    let mut group = Group::default();
    if inner.has("sex") {
        group.sex = Some(inner.word("sex", SEXES)?);
    }
    if let Some(ages) = inner.find("ages") {
        group.ages = Some(age_range(ages.table()?)?);
    }
    if let Some(grades) = inner.find("grades") {
        let grades = age_range(grades.table()?)?;
        group.grades = Some((grades.min, grades.max.unwrap_or(u8::MAX)));
    }
    inner.finish();
    Some(group)
}

/// Whether everybody of `inner` is of `outer`.
pub(crate) fn group_inside(inner: Group, outer: Group) -> bool {
    outer.sex.is_none_or(|sex| inner.sex == Some(sex))
        && outer.ages.is_none_or(|outer| inner.ages.is_some_and(|ages| inside(ages, outer)))
        && outer.grades.is_none_or(|(from, to)| inner.grades.is_some_and(|(a, b)| from <= a && b <= to))
}

/// What is open about one instrument: the reasons for which it cannot be released.
pub(crate) struct Opens {
    /// Whether it says that it is released.
    pub released: bool,
    any: Cell<bool>,
}

impl Opens {
    pub(crate) fn new(released: bool) -> Opens {
        Opens { released, any: Cell::new(false) }
    }

    /// Whether something is open.
    pub(crate) fn any(&self) -> bool {
        self.any.get()
    }

    /// Something is open here.
    pub(crate) fn note(&self, at: &At<'_>, what: &str, help: &str) {
        self.any.set(true);
        if self.released {
            at.say(Code::OpenCheck, format!("{what} in a released instrument"), help);
        }
    }

    /// `source` and `state` of a table.
    pub(crate) fn sourced(&self, table: &Table<'_>, help: &str) -> Option<Sourced> {
        let source = table.filled("source", Code::Source, help).map(|found| found.value.to_owned());
        let unverified = self.unverified(table);
        Some(Sourced { source: source?, unverified })
    }

    /// `state = "unverified"`.
    pub(crate) fn unverified(&self, table: &Table<'_>) -> bool {
        let unverified = table.has("state") && table.word("state", &[("unverified", ())]).is_some();
        if unverified && let Some(state) = table.find("state") {
            let help = "Compare it with the source and remove the line, or set `release` to draft.";
            self.note(&state.at, "something unverified", help);
        }
        unverified
    }
}
