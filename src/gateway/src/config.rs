//! The configuration file. Every fault is reported, not only the first.

use crate::{
    consent::{ConsentConfig, ConsentFrom},
    course::{self, CourseConfig},
    lti::{self, LtiConfig},
    member::Centre,
    store::Place,
};
use serde::Deserialize;
use std::{net::SocketAddr, path::Path, path::PathBuf, time::Duration};

/// Everything a gateway is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Address to listen on. TLS ends in front of the gateway, so this is loopback unless said otherwise.
    #[serde(default = "listen")]
    pub listen: SocketAddr,
    /// Origin under which browsers reach the gateway; the audience of every launch token.
    pub public_origin: String,
    /// Folder for the keys, and for the database unless there is a server for it.
    pub data: PathBuf,
    /// `postgres://…` of a server; SQLite in `data` when not given.
    #[serde(default)]
    pub database: Option<DatabaseUrl>,
    /// Folder that `cargo xtask dist` wrote.
    pub assets: PathBuf,
    /// Folder with the text packs that the school brings; `texts` in `data` when not given.
    #[serde(default)]
    pub texts: Option<PathBuf>,
    /// Seconds between two envelopes of a sitting, 1 to 60.
    #[serde(default = "slot_seconds")]
    pub slot_seconds: u16,
    /// Least milliseconds before an envelope is answered, at most 2 000.
    #[serde(default = "response_floor_ms")]
    pub response_floor_ms: u16,
    /// Whether there is a second centre, whom a student can choose when a member of staff is the problem.
    #[serde(default)]
    pub second_centre: bool,
    /// Where the school's alarms go.
    #[serde(default)]
    pub webhook: Option<WebhookConfig>,
    /// Where the second centre's alarms go. Never to the school: that somebody chose the second centre is nobody's business
    /// there.
    #[serde(default)]
    pub webhook_second: Option<WebhookConfig>,
    /// Most connections at a time, 16 to 60 000.
    #[serde(default = "connections")]
    pub connections: u16,
    /// Seconds in which the head of a request must arrive, and then its body, 1 to 60.
    #[serde(default = "request_seconds")]
    pub request_seconds: u16,
    /// What families read before they agree; needed where a platform leaves consent to the gateway.
    #[serde(default)]
    pub consent: Option<ConsentConfig>,
    /// The platforms that may launch sittings.
    #[serde(default, rename = "host")]
    pub hosts: Vec<HostConfig>,
    /// Learning platforms that may launch sittings through LTI 1.3.
    #[serde(default)]
    pub lti: Vec<LtiConfig>,
    /// Packages in courses (SCORM, cmi5), whose sittings have no name.
    #[serde(default, rename = "course")]
    pub courses: Vec<CourseConfig>,
}

/// A URL that may hold a password, so it cannot be printed.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("DatabaseUrl(…)")
    }
}

/// Who is told that somebody should look at the desk. Both may be secrets, so it cannot be printed.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// `https://…`, or `http://…` on loopback.
    pub url: String,
    /// Signs every body; at least 16 characters.
    pub secret: String,
}

impl std::fmt::Debug for WebhookConfig {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("WebhookConfig(…)")
    }
}

/// One platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostConfig {
    /// `iss` of its launch tokens.
    pub issuer: String,
    /// Where its public keys are: `https://…`, `http://` on loopback, or a file.
    pub jwks: String,
    /// Origin of its pages; they may frame the element.
    pub origin: String,
    /// Who keeps the guardians' consent.
    #[serde(default)]
    pub consent: ConsentFrom,
}

fn listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8401))
}

fn slot_seconds() -> u16 {
    15
}

fn response_floor_ms() -> u16 {
    250
}

fn connections() -> u16 {
    4096
}

fn request_seconds() -> u16 {
    10
}

impl Config {
    /// Folder with the text packs that the school brings.
    #[must_use]
    pub fn texts_folder(&self) -> PathBuf {
        self.texts.clone().unwrap_or_else(|| self.data.join("texts"))
    }

    /// Where the storage is.
    ///
    /// # Errors
    /// When `database` is no URL of a PostgreSQL server.
    pub fn storage(&self) -> Result<Place, String> {
        let Some(DatabaseUrl(url)) = &self.database else {
            return Ok(Place::Sqlite(self.data.join("gateway.db")));
        };
        let form = "database must be postgres://user:password@host:port/name";
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(format!("{form}; leave it out for SQLite in the data folder."));
        }
        let config = url.parse().map_err(|why| format!("{form}: {why}."))?;
        Ok(Place::Postgres(Box::new(config)))
    }

    /// Issuers of the launch tokens that the gateway makes itself.
    #[must_use]
    pub fn own_issuers(&self) -> Vec<String> {
        let lti = self.lti.iter().map(|one| one.own_issuer(&self.public_origin));
        lti.chain(self.courses.iter().map(|one| one.own_issuer(&self.public_origin))).collect()
    }

    /// The centres there are.
    #[must_use]
    pub fn centres(&self) -> &'static [Centre] {
        if self.second_centre { &Centre::ALL } else { &[Centre::School] }
    }

    /// Where the alarms of a centre go.
    #[must_use]
    pub fn webhook(&self, centre: Centre) -> Option<&WebhookConfig> {
        match centre {
            Centre::School => self.webhook.as_ref(),
            Centre::Second => self.webhook_second.as_ref(),
        }
    }

    /// Reads and checks a configuration file.
    ///
    /// # Errors
    /// All faults, one per line, each with what to do.
    pub fn read(path: &Path) -> Result<Config, String> {
        let text = std::fs::read_to_string(path).map_err(|why| {
            format!("{}: cannot be read ({why}). Give the path of a configuration file.", path.display())
        })?;
        let config: Config = toml::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
        let faults = config.faults();
        if faults.is_empty() {
            return Ok(config);
        }
        Err(faults.iter().map(|fault| format!("{}: {fault}", path.display())).collect::<Vec<_>>().join("\n"))
    }

    /// Least time before an envelope is answered.
    #[must_use]
    pub fn response_floor(&self) -> Duration {
        Duration::from_millis(u64::from(self.response_floor_ms))
    }

    /// Time in which the head of a request must arrive, and then its body.
    #[must_use]
    pub fn request_time(&self) -> Duration {
        Duration::from_secs(u64::from(self.request_seconds))
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Faults::default();
        faults.check(
            is_origin(&self.public_origin),
            format!("public_origin `{}` {ORIGIN_SAYS}.", self.public_origin),
        );
        for (name, value, least, most, usual) in [
            ("slot_seconds", self.slot_seconds, 1, 60, 15),
            ("response_floor_ms", self.response_floor_ms, 0, 2000, 250),
            ("connections", self.connections, 16, 60_000, 4096),
            ("request_seconds", self.request_seconds, 1, 60, 10),
        ] {
            faults.check(
                (least..=most).contains(&value),
                format!("{name} must be {least} to {most}; {usual} is the usual value."),
            );
        }
        faults.check(
            !self.hosts.is_empty() || !self.lti.is_empty() || !self.courses.is_empty(),
            "no [[host]]: add one table with issuer, jwks and origin for each platform, an [[lti]] table \
             (docs/lti.md) or a [[course]] table (docs/lms.md)."
                .to_owned(),
        );
        faults.check(
            self.assets.join("embed.html").is_file(),
            format!(
                "assets `{}` holds no embed.html; run `cargo xtask dist` and give its folder.",
                self.assets.display()
            ),
        );
        self.host_faults(&mut faults);
        let issuers: Vec<&str> = self.hosts.iter().map(|host| host.issuer.as_str()).collect();
        lti::faults(&self.lti, &self.public_origin, &issuers, &self.assets, &mut faults);
        course::faults(&self.courses, &self.assets, &mut faults);
        self.consent_faults(&mut faults);
        self.alarm_faults(&mut faults);
        faults.0.extend(self.storage().err());
        faults.0
    }

    fn alarm_faults(&self, faults: &mut Faults) {
        for (name, hook) in [("webhook", &self.webhook), ("webhook_second", &self.webhook_second)] {
            let Some(hook) = hook else { continue };
            faults.check(
                is_origin(&origin_of(&hook.url)),
                format!("[{name}] url must be https, or http on loopback."),
            );
            faults.check(
                hook.secret.chars().count() >= 16,
                format!("[{name}] secret must have at least 16 characters; the receiver needs the same one."),
            );
        }
        faults.check(
            self.webhook_second.is_none() || self.second_centre,
            "[webhook_second] without `second_centre = true`; add that line, or remove the table.".to_owned(),
        );
    }

    fn consent_faults(&self, faults: &mut Faults) {
        let asks = self.hosts.iter().any(|host| host.consent == ConsentFrom::Gateway);
        faults.check(
            !asks || self.consent.is_some(),
            "a [[host]] has `consent = \"gateway\"` and there is no [consent]: families must read who asks, where and how \
             long. Add the table; docs/consent.md shows one."
                .to_owned(),
        );
        faults.0.extend(self.consent.iter().flat_map(ConsentConfig::faults));
    }

    fn host_faults(&self, faults: &mut Faults) {
        for (nth, host) in self.hosts.iter().enumerate() {
            let name = &host.issuer;
            faults.check(
                !name.is_empty(),
                "a [[host]] has an empty issuer; write the `iss` of its tokens.".to_owned(),
            );
            faults.check(
                is_origin(&host.origin),
                format!("origin `{}` of host `{name}` {ORIGIN_SAYS}.", host.origin),
            );
            let remote = host.jwks.contains("://");
            faults.check(
                !remote || is_origin(&origin_of(&host.jwks)),
                format!("jwks `{}` of host `{name}` must be https, http on loopback, or a file.", host.jwks),
            );
            let twice = self.hosts.iter().take(nth).any(|earlier| earlier.issuer == *name);
            faults.check(!twice, format!("issuer `{name}` stands in two [[host]] tables; keep one."));
        }
    }
}

/// What an origin must be.
pub(crate) const ORIGIN_SAYS: &str =
    "must be scheme://host[:port] without a path, https unless the host is localhost";

/// All that is wrong, in the order in which it was found.
#[derive(Default)]
pub struct Faults(pub Vec<String>);

impl Faults {
    /// Says `say` unless it is as it should be.
    pub fn check(&mut self, ok: bool, say: String) {
        if !ok {
            self.0.push(say);
        }
    }
}

/// Scheme, host and port of an address.
pub(crate) fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    format!("{scheme}://{}", rest.split('/').next().unwrap_or_default())
}

/// Whether `text` is an origin that browsers treat as secure.
pub(crate) fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else { return false };
    let plain =
        !authority.is_empty() && authority.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let local = host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1" || host == "[::1]";
    plain && (scheme == "https" || (scheme == "http" && local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_secure_and_bare() {
        for good in [
            "https://xinli.school.edu.cn",
            "http://localhost:8401",
            "http://a.b.localhost:1",
            "http://[::1]:80",
        ] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "http://school.edu.cn",
            "https://a/",
            "https://",
            "a.b",
            "https://a b",
            "https://a'; x",
            "http://localhost.evil.com",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }

    #[test]
    fn every_fault_is_reported_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gateway.toml");
        std::fs::write(
            &path,
            "public_origin = \"http://x.cn\"\ndata = \"d\"\nassets = \"nowhere\"\nslot_seconds = 0\nresponse_floor_ms = 9000\n\
             connections = 1\nrequest_seconds = 61\ndatabase = \"mysql://root:secret@a/b\"\n\
             [[host]]\nissuer = \"a\"\njwks = \"ftp://a/b\"\norigin = \"*\"\n[[host]]\nissuer = \"a\"\njwks = \"k.json\"\norigin = \"https://a\"\n",
        )
        .unwrap();
        let said = Config::read(&path).unwrap_err();
        for part in [
            "public_origin",
            "slot_seconds",
            "response_floor_ms",
            "connections",
            "request_seconds",
            "postgres://",
            "embed.html",
            "ftp://a/b",
            "`*`",
            "two [[host]]",
        ] {
            assert!(said.contains(part), "{part} missing in:\n{said}");
        }
        assert!(!said.contains("secret"), "a password is printed:\n{said}");
    }
}
