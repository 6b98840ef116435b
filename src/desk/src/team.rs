//! The staff of a centre, as the gateway lists it.

use crate::{
    identity::{StaffId, check_code},
    row::bytes,
    words::team::Team,
};
use qinghe_seal::staff_id;
use qinghe_wire::PUBLIC_KEY_LEN;
use serde::Deserialize;

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duties {
    /// Staff, roster, keys; opens messages.
    Lead,
    /// Opens messages.
    Counsellor,
    /// Is told when an urgent message waits too long; opens nothing.
    Head,
    /// A role of a newer gateway.
    Unknown,
}

impl Duties {
    /// The roles that can be given.
    pub const ALL: [Duties; 3] = [Duties::Counsellor, Duties::Lead, Duties::Head];

    /// As it stands in the API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Duties::Lead => "lead",
            Duties::Counsellor => "counsellor",
            Duties::Head => "head",
            Duties::Unknown => "",
        }
    }

    /// The role of a code.
    #[must_use]
    pub fn of(code: &str) -> Duties {
        Duties::ALL.into_iter().find(|role| role.code() == code).unwrap_or(Duties::Unknown)
    }

    /// Name and explanation.
    #[must_use]
    pub const fn words(self) -> (Team, Team) {
        match self {
            Duties::Lead => (Team::RoleLead, Team::HintLead),
            Duties::Counsellor => (Team::RoleCounsellor, Team::HintCounsellor),
            Duties::Head => (Team::RoleHead, Team::HintHead),
            Duties::Unknown => (Team::RoleUnknown, Team::HintCounsellor),
        }
    }

    /// Whether a member of this role is given the centre's key.
    #[must_use]
    pub const fn opens(self) -> bool {
        matches!(self, Duties::Lead | Duties::Counsellor)
    }
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// As the gateway writes it.
    pub id: String,
    /// How colleagues call them.
    pub name: String,
    /// What they may do.
    pub role: Duties,
    /// Whether they can sign in.
    pub active: bool,
    /// Whether they hold the present key.
    pub granted: bool,
    /// The public half of their own key; `None` before they joined.
    pub public: Option<[u8; PUBLIC_KEY_LEN]>,
    /// Unix milliseconds; `None` before they joined.
    pub joined_at: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    id: String,
    name: String,
    role: String,
    active: bool,
    granted: bool,
    public: Option<String>,
    joined_at: Option<i64>,
}

impl Member {
    /// Reads the list; `None` when it is not one.
    #[must_use]
    pub fn list(json: &str) -> Option<Vec<Member>> {
        let raw: Vec<Raw> = serde_json::from_str(json).ok()?;
        Some(raw.into_iter().map(Member::of).collect())
    }

    fn of(raw: Raw) -> Member {
        Member {
            role: Duties::of(&raw.role),
            public: raw.public.as_deref().and_then(bytes),
            id: raw.id,
            name: raw.name,
            active: raw.active,
            granted: raw.granted,
            joined_at: raw.joined_at,
        }
    }

    /// The check code, from the key itself: what the gateway says an id is plays no part. `None` when the id is
    /// not that of the key, and then nothing is ever sealed to it.
    #[must_use]
    pub fn check_code(&self) -> Option<String> {
        let own: StaffId = staff_id(self.public.as_ref()?);
        (bytes::<16>(&self.id) == Some(own)).then(|| check_code(&own))
    }

    /// Whether the centre's key can be handed to them now.
    #[must_use]
    pub fn waits_for_key(&self) -> bool {
        self.active && !self.granted && self.role.opens() && self.check_code().is_some()
    }
}

/// Who gets a new centre key: everybody active who holds the present one and whose id is that of the key.
#[must_use]
pub fn heirs<'a>(members: &'a [Member], leaving: Option<&str>) -> Vec<&'a Member> {
    let stays = |member: &&Member| {
        member.active
            && member.granted
            && member.role.opens()
            && Some(member.id.as_str()) != leaving
            && member.check_code().is_some()
    };
    members.iter().filter(stays).collect()
}

#[cfg(test)]
mod tests {
    use super::{Duties, Member, heirs};
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
    use qinghe_seal::{KeyPair, staff_id};
    use serde_json::json;

    fn member(name: &str, role: Duties) -> Member {
        let public = KeyPair::generate().unwrap().public;
        Member {
            id: BASE64.encode(staff_id(&public)),
            name: name.to_owned(),
            role,
            active: true,
            granted: role.opens(),
            public: Some(public),
            joined_at: Some(1),
        }
    }

    #[test]
    fn reads_the_list() {
        let known = member("沈老师", Duties::Lead);
        let list = json!([
            { "id": known.id, "name": "沈老师", "role": "lead", "active": true, "granted": true, "public": BASE64.encode(known.public.unwrap()), "joinedAt": 1 },
            { "id": "x", "name": "林老师", "role": "director", "active": true, "granted": false, "public": null, "joinedAt": null },
        ]);
        let read = Member::list(&list.to_string()).unwrap();
        assert_eq!(read[0], known);
        assert_eq!((read[1].role, read[1].check_code()), (Duties::Unknown, None));
        assert!(Member::list("{}").is_none());
    }

    #[test]
    fn only_who_joined_with_the_key_of_the_own_id_is_handed_the_centres() {
        let waiting = Member { granted: false, ..member("林老师", Duties::Counsellor) };
        assert!(waiting.waits_for_key());
        let closed = Member { active: false, ..waiting.clone() };
        let head = Member { granted: false, ..member("周主任", Duties::Head) };
        let slipped_in = Member { public: Some(KeyPair::generate().unwrap().public), ..waiting.clone() };
        for other in [closed, head, slipped_in] {
            assert!(!other.waits_for_key(), "{}", other.name);
        }
    }

    #[test]
    fn a_new_key_goes_to_everybody_who_stays() {
        let (lead, lin, head) = (
            member("沈老师", Duties::Lead),
            member("林老师", Duties::Counsellor),
            member("周主任", Duties::Head),
        );
        let waiting = Member { granted: false, ..member("王老师", Duties::Counsellor) };
        let closed = Member { active: false, ..member("赵老师", Duties::Counsellor) };
        let slipped_in = Member { id: "x".to_owned(), ..member("谁", Duties::Counsellor) };
        let all = [lead, lin.clone(), head, waiting, closed, slipped_in];
        let names = |leaving: Option<&str>| -> Vec<String> {
            heirs(&all, leaving).into_iter().map(|member| member.name.clone()).collect()
        };
        assert_eq!(names(None), ["沈老师", "林老师"]);
        assert_eq!(names(Some(&lin.id)), ["沈老师"]);
    }
}
