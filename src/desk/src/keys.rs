//! The centre's key in this browser: made at set-up, unwrapped at unlock, kept in memory only.

use crate::row::Row;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{Kdf, KeyPair, PrivateKey, SealError, derive, key_id, open, unwrap, wrap};
use qinghe_wire::{INNER_INFO, KEY_ID_LEN, Notice, inner_aad};

const SALT_LEN: usize = 16;

/// The unlocked key. Dropping it wipes the private half.
pub struct Keys {
    private: PrivateKey,
    id: [u8; KEY_ID_LEN],
}

/// What the gateway keeps of a new key, each as base64url. Nothing of it opens a notice.
pub struct Deposit {
    /// Salt of the derivation, 16 bytes.
    pub salt: String,
    /// Proves the passphrase to the gateway, 32 bytes.
    pub auth_key: String,
    /// Uncompressed point, 65 bytes.
    pub public_key: String,
    /// Nonce, private key, tag: 60 bytes.
    pub wrapped_key: String,
}

/// A passphrase at the door: what proves it, and what unwraps with it.
pub struct Attempt {
    /// base64url of 32 bytes, for the gateway.
    pub auth_key: String,
    derived: qinghe_seal::Derived,
}

/// What became of the inner layer of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Opened, and it belongs to its row.
    Notice(Box<Notice>),
    /// Opened, but it names another notice or sitting than the row. The launch may differ: what a reload
    /// interrupted is sent under the next launch of the same sitting.
    Mismatch,
    /// Sealed to another centre key.
    OtherKey,
    /// Does not open, or is not a notice.
    Broken,
}

impl Keys {
    /// Makes a new key pair and wraps it with the passphrase. Takes a second or two in a browser.
    ///
    /// # Errors
    /// No random numbers, or a cost outside the range of [`derive()`].
    pub fn make(passphrase: &str, kdf: Kdf) -> Result<(Keys, Deposit), SealError> {
        let mut salt = [0; SALT_LEN];
        getrandom::fill(&mut salt).map_err(|_| SealError::Random)?;
        let derived = derive(passphrase, &salt, kdf)?;
        let pair = KeyPair::generate()?;
        let deposit = Deposit {
            salt: BASE64.encode(salt),
            auth_key: BASE64.encode(derived.auth),
            public_key: BASE64.encode(pair.public),
            wrapped_key: BASE64.encode(wrap(&derived.wrap, &pair.private)?),
        };
        Ok((Keys::of(pair), deposit))
    }

    fn of(pair: KeyPair) -> Keys {
        Keys { id: key_id(&pair.public), private: pair.private }
    }

    /// Opens the inner layer of a row and checks that it belongs there.
    #[must_use]
    pub fn read(&self, row: &Row) -> Content {
        if row.centre_key != Some(self.id) {
            return Content::OtherKey;
        }
        let aad = inner_aad(&row.id, &row.sitting);
        let Ok(plain) = open(&self.private, INNER_INFO, &aad, &row.sealed) else { return Content::Broken };
        match Notice::decode(&plain) {
            Ok(notice) if (notice.id, notice.sitting) != (row.id, row.sitting) => Content::Mismatch,
            Ok(notice) => Content::Notice(Box::new(notice)),
            Err(_) => Content::Broken,
        }
    }
}

impl Attempt {
    /// Derives from what was typed. Takes a second or two in a browser.
    ///
    /// # Errors
    /// A salt that is not base64url or too short, a cost outside the range of [`derive()`].
    pub fn new(passphrase: &str, salt: &str, kdf: Kdf) -> Result<Attempt, SealError> {
        let salt = BASE64.decode(salt).map_err(|_| SealError::Kdf)?;
        let derived = derive(passphrase, &salt, kdf)?;
        Ok(Attempt { auth_key: BASE64.encode(derived.auth), derived })
    }

    /// Unwraps the key that the gateway keeps. Both arguments are base64url.
    ///
    /// # Errors
    /// [`SealError::Open`] when it does not unwrap; [`SealError::Key`] when the students' devices are
    /// told another public key than the one that belongs to it.
    pub fn unlock(&self, wrapped_key: &str, public_key: &str) -> Result<Keys, SealError> {
        let wrapped = BASE64.decode(wrapped_key).map_err(|_| SealError::Open)?;
        let pair = unwrap(&self.derived.wrap, &wrapped)?;
        if BASE64.decode(public_key).is_ok_and(|public| public == pair.public) {
            Ok(Keys::of(pair))
        } else {
            Err(SealError::Key)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Attempt, Content, Keys};
    use crate::row::Row;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
    use qinghe_seal::{Kdf, KeyPair, SealError, seal};
    use qinghe_wire::{INNER_INFO, Informant, Notice, Stage, Tier, Validity, Wish, inner_aad};

    // The least that the crate accepts, so that the tests stay quick.
    const KDF: Kdf = Kdf { memory_kib: 8_192, passes: 1, lanes: 1 };

    fn notice() -> Notice {
        Notice {
            id: [1; 16],
            sitting: [2; 16],
            launch: "launch-0123456789".to_owned(),
            battery: "mood-and-anxiety".to_owned(),
            battery_version: "1".to_owned(),
            stage: Stage::Final,
            tier: Tier::Priority,
            domains: vec!["mood".to_owned()],
            trigger: None,
            validity: Validity::Ok,
            informant: Informant::Student,
            wish: Wish::BeSeen,
            follow: None,
            hour: 490_000,
        }
    }

    fn row(public: &[u8; 65], notice: &Notice) -> Row {
        let aad = inner_aad(&[1; 16], &[2; 16]);
        let sealed = seal(public, INNER_INFO, &aad, &notice.encode().unwrap()).unwrap();
        Row {
            id: [1; 16],
            sitting: [2; 16],
            urgent: false,
            received_at: 0,
            pseudonym: "kX3f_9aQ".to_owned(),
            launch: "launch-0123456789".to_owned(),
            role: None,
            school: None,
            grade: None,
            class: None,
            verified: true,
            centre_key: Some(qinghe_seal::key_id(public)),
            sealed,
            seen: None,
            change: 1,
        }
    }

    #[test]
    fn opens_only_what_is_sealed_to_it_and_belongs_to_its_row() {
        let pair = KeyPair::generate().unwrap();
        let public = pair.public;
        let keys = Keys::of(pair);
        assert_eq!(keys.read(&row(&public, &notice())), Content::Notice(Box::new(notice())));

        for strange in [Notice { id: [9; 16], ..notice() }, Notice { sitting: [9; 16], ..notice() }] {
            assert_eq!(keys.read(&row(&public, &strange)), Content::Mismatch);
        }
        let resumed = Notice { launch: "launch-before-a-reload".to_owned(), ..notice() };
        assert_eq!(keys.read(&row(&public, &resumed)), Content::Notice(Box::new(resumed)));

        let mut moved = row(&public, &notice());
        moved.sitting = [3; 16];
        assert_eq!(keys.read(&moved), Content::Broken);
        let mut altered = row(&public, &notice());
        altered.sealed[100] ^= 1;
        assert_eq!(keys.read(&altered), Content::Broken);

        let other = KeyPair::generate().unwrap();
        assert_eq!(keys.read(&row(&other.public, &notice())), Content::OtherKey);
    }

    #[test]
    fn the_deposit_comes_back_with_the_passphrase_and_only_with_it() {
        let (made, deposit) = Keys::make("窗外有两棵树", KDF).unwrap();
        let right = Attempt::new("窗外有两棵树", &deposit.salt, KDF).unwrap();
        assert_eq!(right.auth_key, deposit.auth_key);
        let keys = right.unlock(&deposit.wrapped_key, &deposit.public_key).unwrap();
        assert_eq!(keys.id, made.id);

        let public: [u8; 65] = BASE64.decode(&deposit.public_key).unwrap().try_into().unwrap();
        assert!(matches!(keys.read(&row(&public, &notice())), Content::Notice(_)));

        let wrong = Attempt::new("窗外有三棵树", &deposit.salt, KDF).unwrap();
        assert_ne!(wrong.auth_key, deposit.auth_key);
        assert_eq!(wrong.unlock(&deposit.wrapped_key, &deposit.public_key).err(), Some(SealError::Open));
    }

    #[test]
    fn another_public_key_than_ones_own_is_refused() {
        let (_, deposit) = Keys::make("窗外有两棵树", KDF).unwrap();
        let right = Attempt::new("窗外有两棵树", &deposit.salt, KDF).unwrap();
        let other = BASE64.encode(KeyPair::generate().unwrap().public);
        assert_eq!(right.unlock(&deposit.wrapped_key, &other).err(), Some(SealError::Key));
    }
}
