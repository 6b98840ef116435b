//! What the configuration says about learning platforms. `docs/lti.md` says where an administrator finds each value.

use crate::config::{Faults, ORIGIN_SAYS, is_origin, origin_of};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// One learning platform: Moodle, Canvas, Open edX.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LtiConfig {
    /// Short name, 1 to 32 of `a–z 0–9 -`. It is part of every pseudonym, so it never changes.
    pub name: String,
    /// `iss` of the platform.
    pub issuer: String,
    /// What the platform calls this tool.
    pub client_id: String,
    /// The places on the platform that may launch.
    pub deployments: Vec<String>,
    /// Where the platform signs people in.
    pub authorize: String,
    /// Where its public keys are: `https://…`, `http://` on loopback, or a file.
    pub jwks: String,
    /// Where it gives leave to write results; needed for `completion`.
    #[serde(default)]
    pub token: Option<String>,
    /// `aud` of what is sent to `token`, where it is another than that address (Canvas).
    #[serde(default)]
    pub token_audience: Option<String>,
    /// Origins of its pages. They may frame the tool, and only from them a launch comes.
    pub origins: Vec<String>,
    /// Whole years of the youngest who can be in its courses; LTI does not say how old somebody is.
    pub age: u8,
    /// Reference of the guardians' consents, where `age` is under 14: the school has them of everybody in these courses.
    #[serde(default)]
    pub guardians: Option<String>,
    /// Whether the platform is told that somebody has closed the sitting: 1 of 1, the same for everybody.
    #[serde(default)]
    pub completion: bool,
    /// Seconds between two moments at which that is told, 1 to 3600.
    #[serde(default = "slot")]
    pub completion_slot_seconds: u16,
    /// Batteries that a teacher may place, and what they are called in the course.
    pub batteries: BTreeMap<String, String>,
}

fn slot() -> u16 {
    300
}

impl LtiConfig {
    /// The issuer of the launch tokens that the gateway makes for this platform's launches.
    #[must_use]
    pub fn own_issuer(&self, gateway: &str) -> String {
        format!("{gateway}/lti/{}", self.name)
    }

    /// The origin that answers messages of the platform's storage.
    #[must_use]
    pub fn authorize_origin(&self) -> String {
        origin_of(&self.authorize)
    }

    /// Whether an address lies on the platform.
    #[must_use]
    pub fn is_there(&self, url: &str) -> bool {
        let origin = origin_of(url);
        is_origin(&origin) && self.origins.contains(&origin)
    }
}

/// All that is wrong, each with what to do. `hosts` are the issuers of other platforms.
pub fn faults(all: &[LtiConfig], gateway: &str, hosts: &[&str], assets: &Path, faults: &mut Faults) {
    for (nth, one) in all.iter().enumerate() {
        let before = all.get(..nth).unwrap_or_default();
        one.names(before, gateway, hosts, faults);
        one.addresses(faults);
        one.people(faults);
        one.contents(assets, faults);
    }
}

impl LtiConfig {
    fn names(&self, before: &[LtiConfig], gateway: &str, hosts: &[&str], faults: &mut Faults) {
        let name = &self.name;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        faults.check(
            (1..=32).contains(&name.len()) && name.chars().all(plain),
            format!("[[lti]] name `{name}` must be 1 to 32 of a-z, 0-9 and -, for example `moodle`."),
        );
        faults.check(
            before.iter().all(|earlier| earlier.name != *name),
            format!(
                "[[lti]] name `{name}` stands twice; pseudonyms are made with it, so each table has its own."
            ),
        );
        let same = |other: &&LtiConfig| other.issuer == self.issuer && other.client_id == self.client_id;
        faults.check(
            !before.iter().any(|other| same(&other)),
            format!("[[lti]] `{name}`: issuer and client_id stand in an earlier table; name all deployments there."),
        );
        faults.check(
            !hosts.contains(&self.own_issuer(gateway).as_str()),
            format!(
                "a [[host]] has the issuer of the [[lti]] table `{name}`; give one of them another name."
            ),
        );
        let given = [("issuer", &self.issuer), ("client_id", &self.client_id)];
        for (key, _) in given.into_iter().filter(|(_, value)| value.is_empty()) {
            faults.0.push(format!(
                "[[lti]] `{name}`: {key} is empty; copy it from the platform's page of this tool."
            ));
        }
        faults.check(
            !self.deployments.is_empty() && self.deployments.iter().all(|id| !id.is_empty()),
            format!(
                "[[lti]] `{name}`: deployments names none; the platform shows a deployment id, often `1`."
            ),
        );
    }

    fn addresses(&self, faults: &mut Faults) {
        let name = &self.name;
        let secure = |url: &str| url.contains("://") && is_origin(&origin_of(url));
        faults.check(
            secure(&self.authorize),
            format!("[[lti]] `{name}`: authorize `{}` must be https, or http on loopback.", self.authorize),
        );
        faults.check(
            !self.jwks.contains("://") || secure(&self.jwks),
            format!("[[lti]] `{name}`: jwks `{}` must be https, http on loopback, or a file.", self.jwks),
        );
        faults.check(
            self.token.as_deref().is_none_or(secure),
            format!("[[lti]] `{name}`: token must be https, or http on loopback."),
        );
        faults.check(
            !self.completion || self.token.is_some(),
            format!("[[lti]] `{name}`: `completion = true` needs `token`, the address of the platform's access tokens."),
        );
        faults.check(
            !self.origins.is_empty(),
            format!("[[lti]] `{name}`: origins names none; write the origin of the platform's pages."),
        );
        for origin in self.origins.iter().filter(|origin| !is_origin(origin)) {
            faults.0.push(format!("[[lti]] `{name}`: origin `{origin}` {ORIGIN_SAYS}."));
        }
        faults.check(
            (1..=3600).contains(&self.completion_slot_seconds),
            format!("[[lti]] `{name}`: completion_slot_seconds must be 1 to 3600; 300 is the usual value."),
        );
    }

    fn people(&self, faults: &mut Faults) {
        let name = &self.name;
        faults.check(
            (6..=99).contains(&self.age),
            format!("[[lti]] `{name}`: age must be 6 to 99: whole years of the youngest in its courses."),
        );
        let said =
            self.guardians.as_ref().is_some_and(|text| (1..=64).contains(&text.trim().chars().count()));
        faults.check(
            self.age >= 14 || said,
            format!(
                "[[lti]] `{name}`: under 14 a guardian must have agreed, and LTI cannot say so for one student. Write \
                 `guardians`, a reference of 1 to 64 characters to the consents of everybody in these courses, or launch \
                 from a portal that signs tokens."
            ),
        );
    }

    fn contents(&self, assets: &Path, faults: &mut Faults) {
        let name = &self.name;
        faults.check(
            !self.batteries.is_empty(),
            format!("[[lti]] `{name}`: no [lti.batteries]: write battery id = \"what it is called in the course\"."),
        );
        for (battery, title) in &self.batteries {
            faults.check(
                (1..=80).contains(&title.trim().chars().count()) && !title.chars().any(char::is_control),
                format!("[[lti]] `{name}`: the title of `{battery}` must be a line of 1 to 80 characters."),
            );
            faults.check(
                has_pack(assets, battery),
                format!(
                    "[[lti]] `{name}`: assets hold no battery `{battery}`; `qinghe lint` lists the batteries."
                ),
            );
        }
    }
}

/// Whether the assets hold a pack of this battery.
pub fn has_pack(assets: &Path, battery: &str) -> bool {
    let start = format!("{battery}.");
    let files = std::fs::read_dir(assets.join("m")).into_iter().flatten().flatten();
    files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .any(|file| file.starts_with(&start) && file.ends_with(".pack"))
}
