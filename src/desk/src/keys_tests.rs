use super::{Content, Keys, Told};
use crate::{identity::Identity, row::Row};
use qinghe_seal::{Kdf, KeyPair, SealError, grant, key_id, seal};
use qinghe_wire::{
    CASE_INFO, CaseEntry, CaseKind, INNER_INFO, Informant, Notice, Stage, Tier, Validity, Wish, case_aad,
    inner_aad,
};

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
    Row {
        id: [1; 16],
        sitting: [2; 16],
        pseudonym: Some("kX3f_9aQ".to_owned()),
        centre_key: Some(key_id(public)),
        sealed: seal(public, INNER_INFO, &aad, &notice.encode().unwrap()).unwrap(),
        change: 1,
        ..Row::blank()
    }
}

fn told(pair: &KeyPair, retired_at: Option<i64>, to: Option<&Identity>) -> Told {
    let grant = to.map(|identity| grant(pair, identity.public()).unwrap());
    Told { public: pair.public, made_at: 1, retired_at, grant }
}

fn member() -> Identity {
    Identity::make("窗外有两棵树", KDF).unwrap().0
}

fn note(text: &str) -> CaseEntry {
    CaseEntry::Note { note: text.to_owned() }
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
fn a_retired_key_still_opens_and_the_present_one_seals() {
    let (old, new, me) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap(), member());
    let keys = Keys::open(&me, &[told(&old, Some(5), Some(&me)), told(&new, None, Some(&me))]).unwrap();
    assert!(keys.granted());
    for public in [old.public, new.public] {
        assert!(matches!(keys.read(&row(&public, &notice())), Content::Notice(_)));
    }
    let sealed = keys.seal_entry(&note("聊过了"), &[2; 16]).unwrap().bytes;
    let only_old = Keys::of(old);
    let only_new = Keys::of(new);
    assert_eq!(only_new.open_entry(CaseKind::Note, &[[2; 16]], &sealed), Some(note("聊过了")));
    assert_eq!(only_old.open_entry(CaseKind::Note, &[[2; 16]], &sealed), None);
}

#[test]
fn without_a_grant_nothing_opens_and_a_false_one_is_refused() {
    let (pair, me, other) = (KeyPair::generate().unwrap(), member(), member());
    let waiting = Keys::open(&me, &[told(&pair, None, None)]).unwrap();
    assert!(!waiting.granted());
    assert_eq!(waiting.read(&row(&pair.public, &notice())), Content::OtherKey);
    assert_eq!(waiting.seal_entry(&note("x"), &[2; 16]), Err(SealError::Key));

    // A grant of the present key that is not ours is an alarm; an old one is only useless.
    assert_eq!(Keys::open(&me, &[told(&pair, None, Some(&other))]).err(), Some(SealError::Key));
    let old = told(&pair, Some(9), Some(&other));
    assert!(!Keys::open(&me, &[old]).unwrap().granted());
    // The gateway names another public key than the one that was granted.
    let named = Told { public: KeyPair::generate().unwrap().public, ..told(&pair, None, Some(&me)) };
    assert_eq!(Keys::open(&me, &[named]).err(), Some(SealError::Key));
}

#[test]
fn a_colleague_gets_every_key_and_the_present_one_last() {
    let (old, new, me, other) =
        (KeyPair::generate().unwrap(), KeyPair::generate().unwrap(), member(), member());
    let mut keys = Keys::of(old);
    keys.rotate(new);
    let grants = keys.grants_for(other.public()).unwrap();
    assert_eq!(grants.len(), 2);
    assert_eq!(Some(grants[1].0), keys.current);
    let told: Vec<Told> = grants
        .into_iter()
        .map(|(id, sealed)| Told {
            public: keys.pairs[&id].public,
            made_at: 1,
            retired_at: (Some(id) != keys.current).then_some(2),
            grant: Some(sealed),
        })
        .collect();
    let theirs = Keys::open(&other, &told).unwrap();
    assert_eq!((theirs.current, theirs.pairs.len()), (keys.current, 2));
    assert!(Keys::open(&me, &told).is_err());
}

#[test]
fn an_entry_cannot_be_passed_for_another_kind_or_person() {
    let pair = KeyPair::generate().unwrap();
    let public = pair.public;
    let keys = Keys::of(pair);
    let sealed = keys.seal_entry(&note("聊过了"), &[2; 16]).unwrap().bytes;
    assert_eq!(keys.open_entry(CaseKind::Note, &[[1; 16], [2; 16]], &sealed), Some(note("聊过了")));
    assert_eq!(keys.open_entry(CaseKind::Note, &[[1; 16]], &sealed), None);
    assert_eq!(keys.open_entry(CaseKind::Outcome, &[[2; 16]], &sealed), None);
    // Sealed by somebody who writes one kind outside and another inside.
    let aad = case_aad(CaseKind::Outcome, &[2; 16]);
    let forged = seal(&public, CASE_INFO, &aad, &note("x").encode().unwrap()).unwrap();
    assert_eq!(keys.open_entry(CaseKind::Outcome, &[[2; 16]], &forged), None);
}

#[test]
fn a_draft_waits_sealed_and_opens_under_the_next_key_ring() {
    let (pair, me) = (KeyPair::generate().unwrap(), member());
    let grant = told(&pair, None, Some(&me));
    let sealed = Keys::of(pair).seal_draft("还没写完".as_bytes()).unwrap();
    assert!(!sealed.windows(12).any(|part| part == "还没写完".as_bytes()));
    let again = Keys::open(&me, &[grant]).unwrap();
    assert_eq!(again.open_draft(&sealed).as_deref(), Some("还没写完".as_bytes()));
    assert_eq!(Keys::of(KeyPair::generate().unwrap()).open_draft(&sealed), None);
}
