//! A first battery around some instruments: whole, in order, with the two rules that every battery needs.
//! Which band leads to which tier is a decision for a professional, so no rule here reads one.

use qinghe_compiler::Read;
use qinghe_content::{AgeRange, Critical, Informant, Instrument, Item};
use std::fmt::Write;

/// `battery.toml` and `cases.toml`.
pub struct Draft {
    pub battery: String,
    pub cases: String,
}

/// The word used in data files.
pub fn informant(informant: Informant) -> &'static str {
    match informant {
        Informant::Student => "student",
        Informant::Parent => "parent",
        Informant::Teacher => "teacher",
    }
}

/// Ages for which all instruments were made; `None` when there are none.
fn ages(used: &[&Read]) -> Option<AgeRange> {
    let min = used.iter().map(|read| read.instrument.ages.min).max()?;
    let max = used.iter().filter_map(|read| read.instrument.ages.max).min();
    max.is_none_or(|max| max >= min).then_some(AgeRange { min, max })
}

/// Drafts a battery; `minutes` is what students are told.
///
/// # Errors
/// Why these instruments do not go together.
pub fn battery(id: &str, region: &str, minutes: u8, used: &[&Read]) -> Result<Draft, String> {
    let Some(first) = used.first() else { return Err("A battery needs an instrument.".to_owned()) };
    if let Some(other) = used.iter().find(|read| read.instrument.informant != first.instrument.informant) {
        return Err(format!(
            "`{}` is filled in by a {}, `{}` by a {}. One battery has one informant; make two batteries.",
            first.instrument.id,
            informant(first.instrument.informant),
            other.instrument.id,
            informant(other.instrument.informant),
        ));
    }
    let Some(ages) = ages(used) else {
        return Err("No age is right for all of these instruments. Make a battery for each age.".to_owned());
    };
    let critical = used.iter().any(|read| read.instrument.items.iter().any(|item| item.critical.is_some()));
    Ok(Draft { battery: definition(id, region, minutes, used, ages, critical), cases: cases(used, critical) })
}

fn definition(id: &str, region: &str, minutes: u8, used: &[&Read], ages: AgeRange, critical: bool) -> String {
    let names: Vec<String> = used.iter().map(|read| format!("\"{}\"", read.instrument.id)).collect();
    let max = ages.max.map(|max| format!(", max = {max}")).unwrap_or_default();
    let mut out = format!(
        "# {id}: say here in one line for whom it is and how long it takes.\n\
         # What can be written: docs/instruments.md. What is wrong: `qinghe lint`.\n\
         id = \"{id}\"\n\
         version = \"1.0.0\"\n\
         informant = \"{}\"\n\
         ages = {{ min = {}{max} }}\n\
         stage = \"any\"              # or \"upper-primary\", \"junior\", \"senior\", \"vocational\", \"university\"\n\
         minutes = {minutes}\n\
         disclosure = \"must\"        # or \"choice\"\n\
         region = \"{region}\"\n\
         instruments = [{}]\n\
         sign_off = \"open: the tier policy awaits a licensed psychologist of the place\"\n\n\
         # The first rule that holds decides; none holds: routine. Order: urgent, unclear, priority, watch.\n",
        used.first().map_or("student", |read| informant(read.instrument.informant)),
        ages.min,
        names.join(", "),
    );
    if critical {
        out += "\n[[rule]]\ntier = \"urgent\"\nwhen = { critical = true }\n\
                why = \"A critical response needs a person, whatever the totals say.\"\n";
    }
    let parts: Vec<String> = used
        .iter()
        .filter_map(|read| {
            Some(format!("{{ not_computed = \"{}/{}\" }}", read.instrument.id, told(&read.instrument)?))
        })
        .collect();
    let when = match parts.as_slice() {
        [one] => one.clone(),
        _ => format!("{{ any = [{}] }}", parts.join(", ")),
    };
    out += &format!(
        "\n[[rule]]\ntier = \"unclear\"\nwhen = {when}\nwhy = \"Too many missing responses must not read as calm.\"\n"
    );
    out += "\n# Which bands lead to which tier is decided and signed by a professional, with the source in `why`:\n#\n\
            # [[rule]]\n# tier = \"watch\"\n# when = { any = [\n";
    for read in used {
        for line in bands(&read.instrument) {
            // Writing to a string cannot fail.
            let _written = writeln!(out, "#     {{ at_least = \"{line}\" }},");
        }
    }
    out += "# ] }\n# why = \"author and year\"\n#\n\
            # [[domain]]\n# domain = \"mood\"\n# when = { at_least = \"instrument/score/band-set/band\" }\n";
    out
}

/// Bands that a rule could name.
fn bands(instrument: &Instrument) -> Vec<String> {
    let one = |score: &qinghe_content::Score| {
        let set = score.band_sets.first()?;
        let band = set.bands.get(1)?;
        Some(format!("{}/{}/{}/{}", instrument.id, score.id, set.id, band.id))
    };
    instrument.scores.iter().filter_map(one).collect()
}

/// The score whose absence is told: one without norms, which are not there for everybody.
fn told(instrument: &Instrument) -> Option<&str> {
    let plain = instrument.scores.iter().find(|score| score.norms.is_empty());
    plain.or(instrument.scores.first()).map(|score| score.id.as_str())
}

fn cases(used: &[&Read], critical: bool) -> String {
    let mut out =
        "# Every tier at least once. Drafted: work each case by hand before you rely on it. One digit (the value) per item;\n# \"-\" is missing.\n"
            .to_owned();
    let mut case =
        |name: &str, tier: &str, value: &dyn Fn(usize, usize, &Instrument, &Item) -> Option<i16>| {
            let all: Vec<String> = used
                .iter()
                .enumerate()
                .map(|(nth, read)| {
                    let instrument = &read.instrument;
                    let items = instrument.items.iter().enumerate();
                    let values: Vec<Option<i16>> =
                        items.map(|(at, item)| value(nth, at, instrument, item)).collect();
                    format!("{} = \"{}\"", instrument.id, marks(&values))
                })
                .collect();
            // Writing to a string cannot fail.
            let _written = write!(
                out,
                "\n[[case]]\nname = \"{name}\"\nresponses = {{ {} }}\ntier = \"{tier}\"\ndomains = []\n",
                all.join(", ")
            );
        };
    case("the lowest value everywhere", "routine", &|_, _, instrument, item| lowest(instrument, item));
    case("nothing said", "unclear", &|_, _, _, _| None);
    let found = used.iter().enumerate().find_map(|(nth, read)| {
        let at = read.instrument.items.iter().position(|item| item.critical.is_some())?;
        Some((nth, at))
    });
    if let Some(found) = found.filter(|_| critical) {
        case("a critical response alone", "urgent", &|nth, at, instrument, item| match item.critical {
            Some(critical) if found == (nth, at) => first_critical(instrument, item, critical),
            _ => lowest(instrument, item),
        });
    }
    out
}

fn values<'a>(instrument: &'a Instrument, item: &Item) -> &'a [i16] {
    let set = instrument.response_sets.get(usize::from(item.response_set));
    set.map_or(&[], |set| set.values.as_slice())
}

fn lowest(instrument: &Instrument, item: &Item) -> Option<i16> {
    values(instrument, item).iter().copied().min()
}

fn first_critical(instrument: &Instrument, item: &Item, critical: Critical) -> Option<i16> {
    values(instrument, item).iter().copied().filter(|value| *value >= critical.at_least).min()
}

/// Values as cases write them; `None` is missing.
fn marks(values: &[Option<i16>]) -> String {
    let one = |value: &Option<i16>| value.map_or("-".to_owned(), |value| value.to_string());
    let all: Vec<String> = values.iter().map(one).collect();
    let short = all.iter().all(|mark| mark.len() == 1);
    all.join(if short { "" } else { "," })
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn values_of_more_than_a_digit_are_parted() {
        assert_eq!(marks(&[Some(0), None, Some(9)]), "0-9");
        assert_eq!(marks(&[Some(10), None, Some(-1)]), "10,-,-1");
    }
}
