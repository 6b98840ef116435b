//! What lies in the browser's store: comes back, tells little, and damage does not open.

use crate::support::{Dice, mutated};
use qinghe_record::{
    Fault, Line,
    kept::{Kept, WithPin},
};
use qinghe_seal::{
    age::Identity,
    lock::{LOCK_LEN, PassphraseLock},
    pin::{PinLock, Tries},
};

fn kept(identity: &Identity, entries: usize) -> Kept {
    // Any bytes are a lock that does not open; making a real one takes a blink each.
    let lock = PassphraseLock::stayed([7; LOCK_LEN]);
    Kept::new(Line::new("小树").unwrap(), &Dice(1).record(entries), identity, lock).unwrap()
}

#[test]
fn it_comes_back_with_and_without_a_pin() {
    let identity = Identity::generate().unwrap();
    let plain = kept(&identity, 12);
    let pin = WithPin { lock: PinLock::stayed([9; LOCK_LEN]), tries: Tries::default().begin(0).unwrap().0 };
    let with_pin = plain.clone().with_pin(Some(pin)).with_name(Line::new("大树").unwrap());
    for one in [&plain, &with_pin] {
        let again = Kept::stayed(&one.stays()).unwrap();
        assert!(again == *one);
        assert!(again.open(&identity).unwrap() == Dice(1).record(12));
        assert!(again.recipient() == identity.recipient());
    }
    assert_eq!((plain.name(), with_pin.name()), ("小树", "大树"));
    assert_eq!(with_pin.pin().unwrap().tries.left(), 9);
    assert!(plain.open(&Identity::generate().unwrap()).is_err());
}

#[test]
fn other_content_has_the_same_size_and_the_same_key() {
    let identity = Identity::generate().unwrap();
    let before = kept(&identity, 1);
    let after = before.clone().with_record(&Dice(2).record(9)).unwrap();
    assert_eq!(before.stays().len(), after.stays().len());
    assert!(after.open(&identity).unwrap() == Dice(2).record(9));
}

#[test]
fn no_damage_panics_and_none_opens_as_something_else() {
    let identity = Identity::generate().unwrap();
    let bytes = kept(&identity, 3).stays();
    for seed in 0..2_000 {
        let broken = mutated(&mut Dice(seed), &bytes);
        if let Ok(kept) = Kept::stayed(&broken)
            && let Ok(record) = kept.open(&identity)
        {
            assert!(record == Dice(1).record(3), "seed {seed}");
        }
    }
    assert_eq!(Kept::stayed(b"").err(), Some(Fault::NotARecord));
    assert_eq!(Kept::stayed(b"QHK\x02").err(), Some(Fault::LaterVersion));
}
