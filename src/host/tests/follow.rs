//! What a student wishes: every part reaches its own field, and whom it is meant for gets it, nobody else.

use crate::support::{BEGIN_MS, SITTING, at, config};
use qinghe_host::{Centres, Config, Delivery, Host, Input, Output, SeededEntropy};
use qinghe_session::{About, Cause, Company, Guardian, MeetAt, MeetWhen, Name, Recipient, Said, Whom};
use qinghe_wire::{self as wire, Notice, Stage, Tier};

fn said() -> Said {
    Said {
        company: Company::Alone,
        about: About::HurtByStaff,
        place: MeetAt::QuietPlace,
        time: MeetWhen::Break,
        whom: Whom::Nurse,
        guardian: Guardian::Unsure,
        shared_device: true,
        name: Name::new(" 小 雨\u{7}\n"),
    }
}

fn host(second: Option<[u8; 8]>) -> Host {
    let centres = Centres { school: [7; 8], second };
    Host::new(Config { centres, ..config() }, SITTING, Box::new(SeededEntropy(1)))
}

/// Key id in the head (`docs/wire.md`) and notice of everything that is to be sealed but covers.
fn sealed(outputs: Vec<Output>) -> Vec<([u8; 8], Notice)> {
    let one = |output| {
        let Output::Seal { head, notice, .. } = output else { return None };
        Some((head[34..].try_into().unwrap(), Notice::decode(notice.as_slice()).ok()?))
    };
    outputs.into_iter().filter_map(one).collect()
}

#[test]
fn every_part_of_what_was_said_arrives_in_its_field() {
    let mut host = host(Some([9; 8]));
    let follow = Input::Follow { said: &said(), to: Recipient::Second };
    let made = sealed(host.handle(at(BEGIN_MS), follow));
    let [(key, notice)] = made.as_slice() else { panic!("one notice") };
    assert_eq!(*key, [9; 8], "sealed to the second centre");
    assert_eq!((notice.stage, notice.tier, notice.trigger), (Stage::Follow, Tier::Urgent, None));
    let wanted = wire::Follow {
        company: wire::Company::Alone,
        about: wire::About::HurtByStaff,
        place: wire::Place::QuietPlace,
        time: wire::Time::Break,
        whom: wire::Whom::Nurse,
        guardian: wire::Guardian::Unsure,
        shared_device: true,
        name: "小 雨".to_owned(),
    };
    assert_eq!(notice.follow.as_ref(), Some(&wanted));
}

#[test]
fn a_second_centre_is_told_by_itself_and_never_replaced_by_the_school() {
    let early = |to| Input::Early { cause: Cause::Noticed, to };
    let mut with = host(Some([9; 8]));
    assert_eq!(sealed(with.handle(at(BEGIN_MS), early(Recipient::School)))[0].0, [7; 8]);
    assert_eq!(with.delivery(Some(Recipient::Second)), Delivery::None);
    assert_eq!(sealed(with.handle(at(BEGIN_MS), early(Recipient::Second)))[0].0, [9; 8]);
    assert!(sealed(with.handle(at(BEGIN_MS), early(Recipient::Second))).is_empty(), "once");
    let mut without = host(None);
    assert!(sealed(without.handle(at(BEGIN_MS), early(Recipient::Second))).is_empty());
    assert_eq!(without.delivery(None), Delivery::None);
}

/// What most needs to be carried, as the same notice; and nothing while it is not shown or all is stored.
#[test]
fn a_code_to_carry_by_hand_is_of_the_urgent_notice_and_goes_away_with_the_page_that_showed_it() {
    let mut host = host(None);
    let early = Input::Early { cause: Cause::Asked, to: Recipient::School };
    let [(key, notice)] = sealed(host.handle(at(BEGIN_MS), early)).try_into().unwrap();
    assert_eq!(host.hand(), None);
    let asked = host.handle(at(BEGIN_MS + 1), Input::Hand { open: true });
    let Some(Output::SealHand { job, id, sitting, centre_key, notice: padded }) = asked.first() else {
        panic!("asked for the seal")
    };
    assert_eq!((*id, *sitting, *centre_key), (notice.id, SITTING, key));
    assert_eq!(Notice::decode(padded.as_slice()), Ok(notice.clone()));
    host.handle(at(BEGIN_MS + 2), Input::HandSealed { job: *job, inner: &[5; wire::INNER_LEN] });
    let carried = wire::ByHand::from_text(host.hand().expect("the code")).unwrap();
    assert_eq!((carried.id, carried.sitting, carried.centre_key), (notice.id, SITTING, key));
    host.handle(at(BEGIN_MS + 3), Input::Hand { open: false });
    assert_eq!(host.hand(), None);
    // An answer that comes too late shows nothing.
    host.handle(at(BEGIN_MS + 4), Input::HandSealed { job: *job, inner: &[5; wire::INNER_LEN] });
    assert_eq!(host.hand(), None);
}
