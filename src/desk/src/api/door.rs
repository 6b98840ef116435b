//! Before the desk is open: set-up, sign-in, joining, and the keys that a member was handed.

use super::{Ask, Fault, Session, ask, read};
use crate::{
    identity::{Deposit, Moved},
    keys::Told,
    row::bytes,
    team::Duties,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::Kdf;
use serde::Deserialize;
use serde_json::{Value, json};

/// A centre of this gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Centre {
    /// The school's own.
    School,
    /// Whom a student can choose when a member of the school's staff is the problem.
    Second,
}

impl Centre {
    /// As it stands in the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Centre::School => "school",
            Centre::Second => "second",
        }
    }
}

/// What the page needs before the passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// Whether the school's centre is set up.
    pub school: bool,
    /// Whether the second centre is set up; `None` when this gateway has none.
    pub second: Option<bool>,
    /// Cost of the derivation.
    pub kdf: Kdf,
}

impl Door {
    /// Whether a centre is set up.
    #[must_use]
    pub fn ready(&self, centre: Centre) -> bool {
        match centre {
            Centre::School => self.school,
            Centre::Second => self.second.unwrap_or_default(),
        }
    }
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// As the gateway writes it.
    pub id: String,
    /// How colleagues call them.
    pub name: String,
    /// What they may do.
    pub role: Duties,
}

/// What an unlocked desk is given.
pub struct Unlocked {
    /// The session.
    pub session: Session,
    /// Who.
    pub me: Me,
    /// The member's public key as colleagues are told it, base64url; the centre's on a desk of before.
    pub public: String,
    /// The wrapped private key, base64url.
    pub wrapped: String,
    /// A desk of one centre and one passphrase, not moved over yet.
    pub legacy: bool,
    /// The centre's keys.
    pub keys: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawUnlocked {
    session: String,
    staff: RawMe,
    staff_public: String,
    wrapped_staff_key: String,
    #[serde(default)]
    legacy: bool,
    keys: Vec<RawTold>,
}

#[derive(Deserialize)]
struct RawMe {
    id: String,
    name: String,
    role: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawTold {
    public: String,
    made_at: i64,
    retired_at: Option<i64>,
    grant: Option<String>,
}

#[derive(Deserialize)]
struct RawKeys {
    keys: Vec<RawTold>,
}

#[derive(Deserialize)]
struct RawDoor {
    centres: RawCentres,
    kdf: RawKdf,
}

#[derive(Deserialize)]
struct RawCentres {
    school: RawCentre,
    second: Option<RawCentre>,
}

#[derive(Deserialize)]
struct RawCentre {
    ready: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawKdf {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

#[derive(Deserialize)]
struct Salt {
    salt: String,
}

#[derive(Deserialize)]
struct Opened {
    session: String,
    staff: RawMe,
}

impl From<RawMe> for Me {
    fn from(raw: RawMe) -> Me {
        Me { role: Duties::of(&raw.role), id: raw.id, name: raw.name }
    }
}

impl RawTold {
    fn told(self) -> Option<Told> {
        Some(Told {
            public: bytes(&self.public)?,
            made_at: self.made_at,
            retired_at: self.retired_at,
            grant: self.grant.map(|grant| BASE64.decode(grant).unwrap_or_default()),
        })
    }
}

/// Which centres there are, and how a passphrase is stretched.
///
/// # Errors
/// Any [`Fault`].
pub async fn door() -> Result<Door, Fault> {
    let raw: RawDoor = read(&ask(Ask::new("GET", "/desk/api/state")).await?.text)?;
    let RawKdf { memory_kib, passes, lanes } = raw.kdf;
    Ok(Door {
        school: raw.centres.school.ready,
        second: raw.centres.second.map(|centre| centre.ready),
        kdf: Kdf { memory_kib, passes, lanes },
    })
}

/// A new centre with its first member, who is its lead.
pub struct SetUp<'a> {
    /// Which centre.
    pub centre: Centre,
    /// The code that the gateway printed.
    pub code: &'a str,
    /// The member's name.
    pub name: &'a str,
    /// The member's key.
    pub deposit: &'a Deposit,
    /// The centre's public key, base64url.
    pub centre_public: String,
    /// The centre's private key, granted to the member; base64url.
    pub grant: String,
}

/// Deposits a new centre.
///
/// # Errors
/// `setup-code`, `already-set-up`, `slow-down`; any other [`Fault`].
pub async fn set_up(new: &SetUp<'_>) -> Result<(Session, Me), Fault> {
    let Deposit { salt, auth_key, public, wrapped } = new.deposit;
    let body = json!({
        "centre": new.centre.code(), "code": new.code, "name": new.name, "salt": salt, "authKey": auth_key,
        "staffPublic": public, "wrappedStaffKey": wrapped, "centrePublic": new.centre_public, "grant": new.grant,
    });
    let opened: Opened = read(&post("/desk/api/setup", body).await?)?;
    Ok((Session(opened.session), opened.staff.into()))
}

/// The salt of a name; invented, but always the same, for one that nobody has.
///
/// # Errors
/// Any [`Fault`].
pub async fn salt(centre: Centre, name: &str) -> Result<String, Fault> {
    let body = json!({ "centre": centre.code(), "name": name });
    read::<Salt>(&post("/desk/api/salt", body).await?).map(|answer| answer.salt)
}

/// Opens a session.
///
/// # Errors
/// `passphrase`, `slow-down`; any other [`Fault`].
pub async fn unlock(centre: Centre, name: &str, auth_key: &str) -> Result<Unlocked, Fault> {
    let body = json!({ "centre": centre.code(), "name": name, "authKey": auth_key });
    let raw: RawUnlocked = read(&post("/desk/api/session", body).await?)?;
    Ok(Unlocked {
        session: Session(raw.session),
        me: raw.staff.into(),
        public: raw.staff_public,
        wrapped: raw.wrapped_staff_key,
        legacy: raw.legacy,
        keys: raw.keys.into_iter().filter_map(RawTold::told).collect(),
    })
}

/// Takes an invitation up; gives the member, whose name the lead has chosen.
///
/// # Errors
/// `invite-code`, `slow-down`; any other [`Fault`].
pub async fn join(centre: Centre, code: &str, deposit: &Deposit) -> Result<Me, Fault> {
    #[derive(Deserialize)]
    struct Joined {
        staff: RawMe,
    }
    let Deposit { salt, auth_key, public, wrapped } = deposit;
    let body = json!({
        "centre": centre.code(), "code": code, "salt": salt, "authKey": auth_key, "staffPublic": public,
        "wrappedStaffKey": wrapped,
    });
    read::<Joined>(&post("/desk/api/staff/join", body).await?).map(|joined| joined.staff.into())
}

impl Session {
    /// Ends the session. The page drops its keys first, so an answer changes nothing.
    pub async fn close(self) {
        let ask_close = Ask { bearer: Some(&self.0), keep: true, ..Ask::new("DELETE", "/desk/api/session") };
        let _answered_or_silent_for_five_minutes = ask(ask_close).await;
    }

    /// The centre's keys as this member is granted them now.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn keys(&self) -> Result<Vec<Told>, Fault> {
        let raw: RawKeys = self.get("/desk/api/keys").await?;
        Ok(raw.keys.into_iter().filter_map(RawTold::told).collect())
    }

    /// Moves a desk of before over: the member's own key, and the old centre key granted to it. Gives the member, whose
    /// id follows from the new key.
    ///
    /// # Errors
    /// Any [`Fault`].
    pub async fn move_over(&self, moved: &Moved) -> Result<Option<Me>, Fault> {
        #[derive(Deserialize, Default)]
        struct Renewed {
            staff: Option<RawMe>,
        }
        let body = json!({
            "staffPublic": BASE64.encode(moved.identity.public()), "wrappedStaffKey": moved.wrapped, "grant": moved.grant,
        });
        let text = self.text("POST", "/desk/api/legacy", Some(body)).await?;
        let renewed: Renewed = serde_json::from_str(&text).unwrap_or_default();
        Ok(renewed.staff.map(Me::from))
    }

    /// Another passphrase for the own key. `auth_key` proves the old one.
    ///
    /// # Errors
    /// `passphrase`, `slow-down`; any other [`Fault`].
    pub async fn change_passphrase(&self, auth_key: &str, new: &Deposit) -> Result<(), Fault> {
        let body = json!({
            "authKey": auth_key, "salt": new.salt, "newAuthKey": new.auth_key, "wrappedStaffKey": new.wrapped,
        });
        self.text("POST", "/desk/api/passphrase", Some(body)).await.map(drop)
    }
}

async fn post(path: &str, body: Value) -> Result<String, Fault> {
    ask(Ask { body: Some(body), ..Ask::new("POST", path) }).await.map(|answer| answer.text)
}
