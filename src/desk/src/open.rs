//! An unlocked desk: who, with which keys, and what is being typed. All of it in memory only.

use crate::{
    api::{
        Fault, Session,
        door::{Centre, Me, Unlocked},
    },
    draft::Draft,
    identity::{Attempt, Identity},
    kept::Kept,
    keys::Keys,
    model::Group,
};
use qinghe_wire::Id;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

/// What is typed, by a sitting of the person it is about.
type Drafts = BTreeMap<Id, Draft>;

/// An unlocked desk. Dropping the last of it wipes the private keys.
pub struct Open {
    /// The session at the gateway.
    pub session: Session,
    /// Which centre.
    pub centre: Centre,
    /// Who.
    pub me: Me,
    /// The member's own key.
    pub identity: Identity,
    /// The centre's keys.
    pub keys: RefCell<Keys>,
    drafts: RefCell<Drafts>,
    asked_for_keys: Cell<i64>,
}

/// Compared by identity: two desks are never the same.
#[derive(Clone)]
pub struct OpenRc(pub Rc<Open>);

impl PartialEq for OpenRc {
    fn eq(&self, other: &OpenRc) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What is not saved yet, shared by every screen and older than any session.
#[derive(Clone, Default)]
pub struct KeptRc(pub Rc<RefCell<Kept>>);

impl PartialEq for KeptRc {
    fn eq(&self, other: &KeptRc) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Why a desk did not open although the gateway took the passphrase.
pub enum Closed {
    /// A key does not open, or is another than the gateway tells.
    Key,
    /// The gateway did not take the member's new key.
    Gateway(Fault),
}

impl Open {
    /// A desk with these keys.
    #[must_use]
    pub fn new(session: Session, centre: Centre, me: Me, identity: Identity, keys: Keys) -> Open {
        Open {
            session,
            centre,
            me,
            identity,
            keys: RefCell::new(keys),
            drafts: RefCell::default(),
            asked_for_keys: Cell::new(0),
        }
    }

    /// Opens what the gateway gave for a passphrase. A desk of before, with one passphrase for the whole centre, is
    /// moved over here: its member gets an own key. Says whether that happened.
    ///
    /// # Errors
    /// A key that does not open, or a gateway that does not take the new one. The session is closed then.
    pub async fn of(centre: Centre, attempt: &Attempt, mut given: Unlocked) -> Result<(Open, bool), Closed> {
        let session = given.session.clone();
        match Open::unwrapped(attempt, &mut given).await {
            Ok((identity, keys)) => Ok((Open::new(session, centre, given.me, identity, keys), given.legacy)),
            Err(why) => {
                session.close().await;
                Err(why)
            }
        }
    }

    async fn unwrapped(attempt: &Attempt, given: &mut Unlocked) -> Result<(Identity, Keys), Closed> {
        if !given.legacy {
            let identity = attempt.unlock(&given.wrapped, &given.public).map_err(|_| Closed::Key)?;
            let keys = Keys::open(&identity, &given.keys).map_err(|_| Closed::Key)?;
            return Ok((identity, keys));
        }
        let moved = attempt.move_over(&given.wrapped, &given.public).map_err(|_| Closed::Key)?;
        let me = given.session.move_over(&moved).await.map_err(Closed::Gateway)?;
        let told = given.session.keys().await.map_err(Closed::Gateway)?;
        let keys = Keys::open(&moved.identity, &told).map_err(|_| Closed::Key)?;
        given.me = me.unwrap_or_else(|| given.me.clone());
        Ok((moved.identity, keys))
    }

    /// As [`Open::refresh_keys`], at most once in ten seconds.
    ///
    /// # Errors
    /// As there.
    pub async fn refresh_keys_seldom(&self, now: i64) -> Result<bool, Fault> {
        const PAUSE_MS: i64 = 10_000;
        if now - self.asked_for_keys.get() < PAUSE_MS {
            return Ok(false);
        }
        self.asked_for_keys.set(now);
        self.refresh_keys().await
    }

    /// Fetches the grants again. Says whether the keys are others now.
    ///
    /// # Errors
    /// Any [`Fault`]; a grant that does not open counts as unreadable.
    pub async fn refresh_keys(&self) -> Result<bool, Fault> {
        let told = self.session.keys().await?;
        let fresh = Keys::open(&self.identity, &told).map_err(|_| Fault::Unreadable)?;
        let mut keys = self.keys.borrow_mut();
        let changed = fresh.ids() != keys.ids();
        *keys = fresh;
        Ok(changed)
    }

    /// Under which name things that are not saved yet wait.
    #[must_use]
    pub fn owner(&self) -> String {
        format!("{}/{}", self.centre.code(), self.me.id)
    }

    /// What is typed about a person.
    #[must_use]
    pub fn draft(&self, group: &Group) -> Draft {
        let drafts = self.drafts.borrow();
        group.sittings().iter().find_map(|sitting| drafts.get(sitting).cloned()).unwrap_or_default()
    }

    /// Keeps what is typed about a person.
    pub fn keep_draft(&self, group: &Group, draft: &Draft) {
        let mut drafts = self.drafts.borrow_mut();
        for sitting in group.sittings() {
            drafts.remove(&sitting);
        }
        if !draft.is_empty() {
            drafts.insert(group.sitting(), draft.clone());
        }
    }

    /// Whether nothing is typed that is not saved.
    #[must_use]
    pub fn nothing_typed(&self) -> bool {
        self.drafts.borrow().is_empty()
    }

    /// Before the desk is locked: what is typed waits sealed.
    pub fn put_away(&self, kept: &mut Kept) {
        kept.interrupted();
        if self.nothing_typed() {
            return;
        }
        let list: Vec<(Id, Draft)> = self.drafts.take().into_iter().collect();
        let sealed =
            serde_json::to_vec(&list).ok().and_then(|plain| self.keys.borrow().seal_draft(&plain).ok());
        if let Some(sealed) = sealed {
            kept.keep_drafts(&self.owner(), sealed);
        }
    }

    /// After the desk was unlocked: what was typed comes back.
    pub fn take_out(&self, kept: &mut Kept) {
        let Some(sealed) = kept.take_drafts(&self.owner()) else { return };
        let plain = self.keys.borrow().open_draft(&sealed);
        let list: Option<Vec<(Id, Draft)>> = plain.and_then(|plain| serde_json::from_slice(&plain).ok());
        match list {
            Some(list) => self.drafts.borrow_mut().extend(list),
            // Another key ring: it waits on for the one that opens it.
            None => kept.keep_drafts(&self.owner(), sealed),
        }
    }
}
