//! What the configuration says about consent.

use serde::{Deserialize, Serialize};

/// Who keeps the guardians' consent for the students of a platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConsentFrom {
    /// The platform, which says so in the launch token. What every platform did before gateways could keep it, so a
    /// configuration without the line goes on as it is.
    #[default]
    Host,
    /// This gateway: nothing begins without a consent that it keeps.
    Gateway,
}

/// What a family reads: the facts that differ from school to school.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub struct ConsentConfig {
    /// Name of the school.
    pub school: String,
    /// Rises when one of the others changes what somebody agreed to; everybody is then asked anew.
    #[serde(default)]
    pub edition: u16,
    /// Months for which results are kept, 1 to 120.
    pub keep_months: u16,
    /// Where the gateway's computer stands, in words.
    pub place: String,
    /// Whom to ask or complain to: a person at the school with a telephone number or an address.
    pub contact: String,
    /// Whom outside the school: the office that supervises it.
    pub supervisor: String,
}

impl ConsentConfig {
    /// All that is wrong, each with what to do.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let texts = [
            ("school", &self.school),
            ("place", &self.place),
            ("contact", &self.contact),
            ("supervisor", &self.supervisor),
        ];
        let short = |text: &String| {
            (1..=80).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control)
        };
        let mut faults: Vec<String> = texts
            .iter()
            .filter(|(_, text)| !short(text))
            .map(|(name, _)| {
                format!("[consent] {name} must be a line of 1 to 80 characters that a parent understands.")
            })
            .collect();
        if !(1..=120).contains(&self.keep_months) {
            faults.push("[consent] keep_months must be 1 to 120; 12 is the usual value.".to_owned());
        }
        faults
    }
}
