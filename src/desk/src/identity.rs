//! One member of staff: an own key pair, made in this browser and wrapped with an own passphrase. It opens
//! nothing but grants, and only this browser ever sees its private half.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use qinghe_seal::{Derived, Kdf, KeyPair, SealError, derive, grant, open_grant, staff_id, unwrap, wrap};
use qinghe_wire::PUBLIC_KEY_LEN;

const SALT_LEN: usize = 16;
/// Letters and digits that nobody mixes up on the telephone (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A member's id: the first 16 bytes of SHA-256 over the public key.
pub type StaffId = [u8; 16];

/// What the gateway keeps of a member, each as base64url. Nothing of it opens a grant.
pub struct Deposit {
    /// Salt of the derivation, 16 bytes.
    pub salt: String,
    /// Proves the passphrase to the gateway, 32 bytes.
    pub auth_key: String,
    /// Uncompressed point, 65 bytes.
    pub public: String,
    /// Nonce, private key, tag: 60 bytes.
    pub wrapped: String,
}

/// An unlocked member. Dropping it wipes the private half.
pub struct Identity {
    pair: KeyPair,
}

/// A passphrase at the door: what proves it, and what unwraps with it.
pub struct Attempt {
    /// base64url of 32 bytes, for the gateway.
    pub auth_key: String,
    derived: Derived,
}

/// The one centre of a desk from before staff had keys of their own, as its passphrase opened it.
pub struct Moved {
    /// The new member.
    pub identity: Identity,
    /// The member's key, wrapped with the passphrase as it is; base64url.
    pub wrapped: String,
    /// The old centre key, granted to the new member; base64url.
    pub grant: String,
}

impl Identity {
    /// Makes a new member and wraps the key with the passphrase. Takes a second or two in a browser.
    ///
    /// # Errors
    /// No random numbers, or a cost outside the range of [`derive()`].
    pub fn make(passphrase: &str, kdf: Kdf) -> Result<(Identity, Deposit), SealError> {
        let identity = Identity { pair: KeyPair::generate()? };
        let deposit = identity.deposit(passphrase, kdf)?;
        Ok((identity, deposit))
    }

    /// The same key under a new salt and passphrase.
    ///
    /// # Errors
    /// As [`Identity::make`].
    pub fn deposit(&self, passphrase: &str, kdf: Kdf) -> Result<Deposit, SealError> {
        let mut salt = [0; SALT_LEN];
        getrandom::fill(&mut salt).map_err(|_| SealError::Random)?;
        let derived = derive(passphrase, &salt, kdf)?;
        Ok(Deposit {
            salt: BASE64.encode(salt),
            auth_key: BASE64.encode(derived.auth),
            public: BASE64.encode(self.pair.public),
            wrapped: BASE64.encode(wrap(&derived.wrap, &self.pair.private)?),
        })
    }

    /// The id under which the gateway knows this member.
    #[must_use]
    pub fn id(&self) -> StaffId {
        staff_id(&self.pair.public)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &[u8; PUBLIC_KEY_LEN] {
        &self.pair.public
    }

    /// The centre's key pair out of a grant to this member.
    ///
    /// # Errors
    /// [`SealError::Open`] when it was granted to somebody else, for another key, or was altered.
    pub fn open(&self, centre: &[u8; PUBLIC_KEY_LEN], sealed: &[u8]) -> Result<KeyPair, SealError> {
        open_grant(&self.pair, centre, sealed)
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

    /// Unwraps the member that the gateway keeps. Both arguments are base64url.
    ///
    /// # Errors
    /// [`SealError::Open`] when it does not unwrap; [`SealError::Key`] when the gateway tells colleagues another
    /// public key than the one that belongs to it.
    pub fn unlock(&self, wrapped: &str, public: &str) -> Result<Identity, SealError> {
        Ok(Identity { pair: self.pair(wrapped, public)? })
    }

    /// Moves a desk of one centre and one passphrase over: a member of its own, who is granted the old key.
    ///
    /// # Errors
    /// As [`Attempt::unlock`], and no random numbers.
    pub fn move_over(&self, wrapped: &str, public: &str) -> Result<Moved, SealError> {
        let centre = self.pair(wrapped, public)?;
        let identity = Identity { pair: KeyPair::generate()? };
        Ok(Moved {
            wrapped: BASE64.encode(wrap(&self.derived.wrap, &identity.pair.private)?),
            grant: BASE64.encode(grant(&centre, &identity.pair.public)?),
            identity,
        })
    }

    fn pair(&self, wrapped: &str, public: &str) -> Result<KeyPair, SealError> {
        let wrapped = BASE64.decode(wrapped).map_err(|_| SealError::Open)?;
        let pair = unwrap(&self.derived.wrap, &wrapped)?;
        let same = BASE64.decode(public).is_ok_and(|public| public == pair.public);
        if same { Ok(pair) } else { Err(SealError::Key) }
    }
}

/// What two people compare before one hands the centre's key to the other: 60 bits of the member's id, so a
/// gateway that wanted to slip in a key of its own would have to find one of 10¹⁸.
#[must_use]
pub fn check_code(id: &StaffId) -> String {
    let bits = id.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 4;
    let sign = |nth: u32| {
        let at = usize::try_from(bits >> (5 * (11 - nth)) & 31).unwrap_or_default();
        char::from(ALPHABET[at])
    };
    let part = |from: u32| (from..from + 4).map(sign).collect::<String>();
    format!("{}-{}-{}", part(0), part(4), part(8))
}

#[cfg(test)]
mod tests {
    use super::{Attempt, BASE64, Engine, Identity, check_code};
    use qinghe_seal::{Kdf, KeyPair, SealError, derive, grant, wrap};

    // The least that the crate accepts, so that the tests stay quick.
    const KDF: Kdf = Kdf { memory_kib: 8_192, passes: 1, lanes: 1 };

    #[test]
    fn the_deposit_comes_back_with_the_passphrase_and_only_with_it() {
        let (made, deposit) = Identity::make("窗外有两棵树", KDF).unwrap();
        let right = Attempt::new("窗外有两棵树", &deposit.salt, KDF).unwrap();
        assert_eq!(right.auth_key, deposit.auth_key);
        let opened = right.unlock(&deposit.wrapped, &deposit.public).unwrap();
        assert_eq!(opened.id(), made.id());

        let wrong = Attempt::new("窗外有三棵树", &deposit.salt, KDF).unwrap();
        assert_ne!(wrong.auth_key, deposit.auth_key);
        assert_eq!(wrong.unlock(&deposit.wrapped, &deposit.public).err(), Some(SealError::Open));
        let other = BASE64.encode(KeyPair::generate().unwrap().public);
        assert_eq!(right.unlock(&deposit.wrapped, &other).err(), Some(SealError::Key));
    }

    #[test]
    fn a_new_passphrase_keeps_the_key_and_ends_the_old_one() {
        let (made, old) = Identity::make("窗外有两棵树", KDF).unwrap();
        let new = made.deposit("山坡上有三只羊", KDF).unwrap();
        assert_eq!(new.public, old.public);
        assert_ne!((&new.salt, &new.auth_key), (&old.salt, &old.auth_key));
        let with_new = Attempt::new("山坡上有三只羊", &new.salt, KDF).unwrap();
        assert_eq!(with_new.unlock(&new.wrapped, &new.public).unwrap().id(), made.id());
        let with_old = Attempt::new("窗外有两棵树", &new.salt, KDF).unwrap();
        assert!(with_old.unlock(&new.wrapped, &new.public).is_err());
    }

    #[test]
    fn a_desk_of_one_centre_moves_over_with_its_key() {
        let centre = KeyPair::generate().unwrap();
        let salt = [5; 16];
        let derived = derive("窗外有两棵树", &salt, KDF).unwrap();
        let wrapped = BASE64.encode(wrap(&derived.wrap, &centre.private).unwrap());
        let attempt = Attempt::new("窗外有两棵树", &BASE64.encode(salt), KDF).unwrap();

        let moved = attempt.move_over(&wrapped, &BASE64.encode(centre.public)).unwrap();
        let sealed = BASE64.decode(&moved.grant).unwrap();
        let opened = moved.identity.open(&centre.public, &sealed).unwrap();
        assert_eq!(*opened.private.to_bytes(), *centre.private.to_bytes());
        // The next unlock finds the member under the same passphrase, and no longer the centre's key.
        let public = BASE64.encode(moved.identity.public());
        assert_eq!(attempt.unlock(&moved.wrapped, &public).unwrap().id(), moved.identity.id());
        assert_eq!(attempt.unlock(&wrapped, &public).err(), Some(SealError::Key));
    }

    #[test]
    fn a_grant_to_somebody_else_stays_closed() {
        let (mine, _) = Identity::make("窗外有两棵树", KDF).unwrap();
        let (theirs, _) = Identity::make("山坡上有三只羊", KDF).unwrap();
        let centre = KeyPair::generate().unwrap();
        let sealed = grant(&centre, theirs.public()).unwrap();
        assert!(theirs.open(&centre.public, &sealed).is_ok());
        assert!(mine.open(&centre.public, &sealed).is_err());
    }

    #[test]
    fn a_check_code_can_be_read_out_and_hangs_on_sixty_bits() {
        assert_eq!(check_code(&[0; 16]), "0000-0000-0000");
        assert_eq!(check_code(&[255; 16]), "ZZZZ-ZZZZ-ZZZZ");
        let mut id = [0; 16];
        id[0] = 0b0000_1000;
        assert_eq!(check_code(&id), "1000-0000-0000");
        let code = |change: usize| {
            let mut id = [0xA5; 16];
            id[change / 8] ^= 0x80 >> (change % 8);
            check_code(&id)
        };
        for bit in 0..60 {
            assert_ne!(code(bit), check_code(&[0xA5; 16]), "bit {bit}");
        }
    }
}
