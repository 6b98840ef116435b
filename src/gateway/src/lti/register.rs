//! Who is who: what the gateway calls the people of a platform. For the school's register, which the counselling centre looks
//! a notice's short code up in. Made from the platform's list of people by whoever has the gateway's key; nothing is kept.

use super::Secrets;
use crate::{Config, keys};

/// One person.
pub struct Entry {
    /// As the desk shows it.
    pub short: String,
    /// The whole pseudonym.
    pub pseudonym: String,
    /// What the platform calls the person.
    pub person: String,
}

/// An entry for each of the platform's names (`sub` of its id tokens).
///
/// # Errors
/// When there is no such platform, or the gateway has no key yet.
pub fn register(config: &Config, platform: &str, people: &str) -> Result<Vec<Entry>, String> {
    if !config.lti.iter().any(|one| one.name == platform) {
        let names: Vec<&str> = config.lti.iter().map(|one| one.name.as_str()).collect();
        return Err(format!(
            "there is no [[lti]] table named `{platform}`; there are: {}.",
            names.join(", ")
        ));
    }
    if !config.data.join("gateway.key").is_file() {
        // A key made now would be the gateway's from then on.
        return Err("the gateway has no key yet; start it once, or restore `gateway.key`.".to_owned());
    }
    let secrets = Secrets::open(&config.data, &keys::gateway_key(&config.data)?, &[])?;
    let entry = |person: &str| {
        let pseudonym = secrets.pseudonym(platform, person)?;
        Ok(Entry { short: pseudonym.chars().take(8).collect(), pseudonym, person: person.to_owned() })
    };
    people.lines().map(str::trim).filter(|line| !line.is_empty()).map(entry).collect()
}
