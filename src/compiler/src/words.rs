//! The fixed words of the data files, and the forms of ids and versions.

use crate::{
    finding::Code,
    reader::{Found, Table},
};
use qinghe_content::{AgeRange, Disclosure, Domain, HelpKind, Informant, Locale, Release, Rounding, Tier};

pub(crate) const INFORMANTS: &[(&str, Informant)] =
    &[("student", Informant::Student), ("parent", Informant::Parent), ("teacher", Informant::Teacher)];
pub(crate) const RELEASES: &[(&str, Release)] = &[("draft", Release::Draft), ("released", Release::Released)];
pub(crate) const ROUNDINGS: &[(&str, Rounding)] =
    &[("half-up", Rounding::HalfUp), ("truncate", Rounding::Truncate)];
pub(crate) const DISCLOSURES: &[(&str, Disclosure)] =
    &[("must", Disclosure::Must), ("choice", Disclosure::Choice)];
pub(crate) const HELP_KINDS: &[(&str, HelpKind)] = &[
    ("psychological", HelpKind::Psychological),
    ("youth", HelpKind::Youth),
    ("police", HelpKind::Police),
    ("ambulance", HelpKind::Ambulance),
];

pub(crate) fn tiers() -> Vec<(&'static str, Tier)> {
    Tier::ALL.iter().map(|tier| (tier.code(), *tier)).collect()
}

pub(crate) fn domains() -> Vec<(&'static str, Domain)> {
    Domain::ALL.iter().map(|domain| (domain.code(), *domain)).collect()
}

/// Position of a locale in lists that hold one value per locale.
pub(crate) fn locale_index(locale: Locale) -> usize {
    Locale::ALL.iter().position(|one| *one == locale).unwrap_or(0)
}

/// `id` of a table: kebab-case.
pub(crate) fn id(table: &Table<'_>) -> Option<String> {
    let found = table.text("id")?;
    is_id(&found).then(|| found.value.to_owned())
}

pub(crate) fn is_id(found: &Found<'_, &str>) -> bool {
    let text = found.value;
    let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let good = plain
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.len() <= 48;
    if !good {
        found.say(
            Code::Id,
            format!("`{text}` is not a kebab-case id"),
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
    let inner = table.table("ages")?;
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
