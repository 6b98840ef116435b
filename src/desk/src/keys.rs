//! The centre's keys in this browser: opened from grants, kept in memory only. The newest one seals what is
//! written here; every one that was granted opens what was sealed to it.

use crate::{identity::Identity as Member, kept::Sealed, row::Row};
use qinghe_seal::{
    KeyPair, PrivateKey, SealError,
    age::{Identity, Recipient},
    grant, key_id, open, seal,
};
use qinghe_wire::{
    CASE_INFO, CaseEntry, CaseKind, INNER_INFO, Id, KEY_ID_LEN, Notice, PUBLIC_KEY_LEN, WireError, case_aad,
    inner_aad,
};
use std::collections::BTreeMap;

/// HPKE `info` of what is still being written when the desk locks itself. It never leaves the page.
const DRAFT_INFO: &[u8] = b"qinghe/1 draft in the desk";

/// Id of a centre key: the first eight bytes of SHA-256 over its public half.
pub type KeyId = [u8; KEY_ID_LEN];

/// A centre key as the gateway tells it to one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The public half.
    pub public: [u8; PUBLIC_KEY_LEN],
    /// Unix milliseconds.
    pub made_at: i64,
    /// Unix milliseconds; `None` for the present key.
    pub retired_at: Option<i64>,
    /// The private half, sealed to this member; `None` when nobody has handed it over yet.
    pub grant: Option<Vec<u8>>,
}

/// The opened keys. Dropping them wipes the private halves.
#[derive(Default)]
pub struct Keys {
    current: Option<KeyId>,
    pairs: BTreeMap<KeyId, KeyPair>,
}

/// What became of the inner layer of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Opened, and it belongs to its row.
    Notice(Box<Notice>),
    /// Opened, but it names another notice or sitting than the row. The launch may differ: what a reload
    /// interrupted is sent under the next launch of the same sitting.
    Mismatch,
    /// Sealed to a key that this member does not have.
    OtherKey,
    /// Does not open, or is not a notice.
    Broken,
}

impl Keys {
    /// Opens every grant.
    ///
    /// # Errors
    /// [`SealError::Key`] when the grant of the present key does not open: then the gateway tells students
    /// another key than the one this member holds. A retired one that does not open is left out.
    pub fn open(identity: &Member, told: &[Told]) -> Result<Keys, SealError> {
        let mut keys = Keys::default();
        for key in told {
            let Some(sealed) = &key.grant else { continue };
            match (identity.open(&key.public, sealed), key.retired_at) {
                (Ok(pair), retired) => {
                    let id = key_id(&pair.public);
                    if retired.is_none() {
                        keys.current = Some(id);
                    }
                    keys.pairs.insert(id, pair);
                }
                (Err(_), None) => return Err(SealError::Key),
                (Err(_), Some(_)) => {}
            }
        }
        Ok(keys)
    }

    /// The keys of a centre that was just set up.
    #[must_use]
    pub fn of(pair: KeyPair) -> Keys {
        let id = key_id(&pair.public);
        Keys { current: Some(id), pairs: BTreeMap::from([(id, pair)]) }
    }

    /// Whether this member can open what arrives now.
    #[must_use]
    pub fn granted(&self) -> bool {
        self.current.is_some()
    }

    /// Whether a key of this id is here.
    #[must_use]
    pub fn has(&self, id: &KeyId) -> bool {
        self.pairs.contains_key(id)
    }

    /// Ids of every key, and the present one.
    #[must_use]
    pub fn ids(&self) -> (Vec<KeyId>, Option<KeyId>) {
        (self.pairs.keys().copied().collect(), self.current)
    }

    /// Opens the inner layer of a row and checks that it belongs there.
    #[must_use]
    pub fn read(&self, row: &Row) -> Content {
        let Some(key) = row.centre_key else { return Content::OtherKey };
        self.read_inner(&key, &row.id, &row.sitting, &row.sealed)
    }

    /// Opens an inner layer, from a row or from a code that was carried by hand.
    #[must_use]
    pub fn read_inner(&self, key: &KeyId, id: &Id, sitting: &Id, sealed: &[u8]) -> Content {
        let Some(pair) = self.pairs.get(key) else { return Content::OtherKey };
        let Ok(plain) = open(&pair.private, INNER_INFO, &inner_aad(id, sitting), sealed) else {
            return Content::Broken;
        };
        match Notice::decode(&plain) {
            Ok(notice) if (notice.id, notice.sitting) != (*id, *sitting) => Content::Mismatch,
            Ok(notice) => Content::Notice(Box::new(notice)),
            Err(_) => Content::Broken,
        }
    }

    /// Seals an entry of a case to the present key. Only to a key whose private half is here: a gateway
    /// cannot have this page seal to a key of its own.
    ///
    /// # Errors
    /// [`SealError::Key`] without a present key, or when a text is too long or holds control characters.
    pub fn seal_entry(&self, entry: &CaseEntry, sitting: &Id) -> Result<Sealed, SealError> {
        let plain = entry.encode().map_err(|_: WireError| SealError::Key)?;
        let public = &self.present()?.public;
        let bytes = seal(public, CASE_INFO, &case_aad(entry.kind(), sitting), &plain)?;
        Ok(Sealed { key: key_id(public), bytes })
    }

    /// Opens an entry that was written under one of `sittings`. `None` when no key opens it.
    #[must_use]
    pub fn open_entry(&self, kind: CaseKind, sittings: &[Id], sealed: &[u8]) -> Option<CaseEntry> {
        let aads: Vec<[u8; 17]> = sittings.iter().map(|sitting| case_aad(kind, sitting)).collect();
        let tries = self.pairs.values().flat_map(|pair| aads.iter().map(move |aad| (&pair.private, aad)));
        let mut opened = tries.filter_map(|(key, aad)| open(key, CASE_INFO, aad, sealed).ok());
        CaseEntry::decode(&opened.next()?).ok().filter(|entry| entry.kind() == kind)
    }

    /// Every key of this page, granted to a colleague: id and sealed bytes, the present one last.
    ///
    /// # Errors
    /// [`SealError::Key`] when the colleague's key is not a point of the curve.
    pub fn grants_for(&self, colleague: &[u8; PUBLIC_KEY_LEN]) -> Result<Vec<(KeyId, Vec<u8>)>, SealError> {
        let mut ids: Vec<&KeyId> = self.pairs.keys().collect();
        ids.sort_by_key(|id| Some(**id) == self.current);
        let sealed = |id: &KeyId| Ok((*id, grant(self.pairs.get(id).ok_or(SealError::Key)?, colleague)?));
        ids.into_iter().map(sealed).collect()
    }

    /// Takes a key in as the present one, after the gateway has taken it.
    pub fn rotate(&mut self, pair: KeyPair) {
        let id = key_id(&pair.public);
        self.current = Some(id);
        self.pairs.insert(id, pair);
    }

    /// Seals what is still being written, so that it can wait in this page while the desk is locked.
    ///
    /// # Errors
    /// [`SealError::Key`] without a present key.
    pub fn seal_draft(&self, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        seal(&self.present()?.public, DRAFT_INFO, &[], plain)
    }

    /// Opens what [`Keys::seal_draft`] sealed.
    #[must_use]
    pub fn open_draft(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let private: Vec<&PrivateKey> = self.pairs.values().map(|pair| &pair.private).collect();
        private.into_iter().find_map(|key| open(key, DRAFT_INFO, &[], sealed).ok())
    }

    /// The age keys of the centre, which hang on its own: the present one first.
    #[must_use]
    pub fn age_identities(&self) -> Vec<Identity> {
        let (present, former): (Vec<_>, Vec<_>) =
            self.pairs.iter().partition(|(id, _)| Some(**id) == self.current);
        let of = |pair: &KeyPair| Identity::of_centre(&pair.private).ok();
        present.into_iter().chain(former).filter_map(|(_, pair)| of(pair)).collect()
    }

    /// What students seal a handover to; `None` without a present key.
    #[must_use]
    pub fn recipient(&self) -> Option<Recipient> {
        let present = self.present().ok()?;
        Identity::of_centre(&present.private).ok().map(|identity| identity.recipient())
    }

    fn present(&self) -> Result<&KeyPair, SealError> {
        self.current.and_then(|id| self.pairs.get(&id)).ok_or(SealError::Key)
    }
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
