//! Facts of the outbox in the words of the pack.

use qinghe_content::{Domain, Key, Pack, digits, joined};
use qinghe_host::{Delivery, Sent};
use qinghe_session::Recipient;
use qinghe_ui::{SentNotice, SentRow, domain_key};
use qinghe_wire::{
    About, Company, Follow, Guardian, Informant, Place, Stage, Tier, Time, Trigger, Validity, Whom, Wish,
};
use wasm_bindgen::JsValue;

/// The sentence for a delivery; `None` when there is nothing to deliver.
pub fn delivery(delivery: Delivery, to: Recipient) -> Option<Key> {
    let second = to == Recipient::Second;
    match delivery {
        Delivery::None => None,
        Delivery::Saving => Some(Key::DeliverySaving),
        Delivery::Queued { saved: true } => Some(Key::DeliveryQueued),
        Delivery::Queued { saved: false } => Some(Key::DeliveryUnsaved),
        Delivery::Offline => Some(Key::DeliveryOffline),
        Delivery::Stored if second => Some(Key::DeliverySecondStored),
        Delivery::Stored => Some(Key::DeliveryStored),
        Delivery::Late => Some(Key::DeliveryLate),
        Delivery::Seen if second => Some(Key::DeliverySecondSeen),
        Delivery::Seen => Some(Key::DeliverySeen),
        Delivery::Contacted if second => Some(Key::DeliverySecondContacted),
        Delivery::Contacted => Some(Key::DeliveryContacted),
        Delivery::Refused => Some(Key::DeliveryRefused),
    }
}

/// Every field of the notice, none left out; the stage is the title. Random numbers by their beginning.
pub fn notice(pack: &Pack, Sent { notice, .. }: &Sent) -> SentNotice {
    let text = |key: Key| pack.texts.get(key).to_owned();
    let row = |label, value| SentRow { label, value };
    let mut rows = vec![row(Key::SentTier, text(tier(notice.tier)))];
    rows.extend(notice.trigger.map(|why| row(Key::SentTrigger, text(trigger(why)))));
    if let Some(follow) = &notice.follow {
        rows.extend(wishes(pack, follow));
    }
    rows.extend([
        row(Key::SentDomains, domains(pack, &notice.domains)),
        row(Key::SentWish, text(wish(notice.wish))),
        row(Key::SentValidity, text(validity(notice.validity))),
        row(Key::SentInformant, text(informant(notice.informant))),
        row(Key::SentBattery, joined(&[&notice.battery, " ", &notice.battery_version], "")),
        row(Key::SentTime, hour(notice.hour)),
        row(Key::SentSitting, hex(&notice.sitting)),
        row(Key::SentId, hex(&notice.id)),
        row(Key::SentLaunch, notice.launch.chars().take(8).collect()),
    ]);
    let title = match notice.stage {
        Stage::Early => Key::SentEarly,
        Stage::Final => Key::SentFinal,
        Stage::Follow => Key::SentFollow,
    };
    SentNotice { title, rows }
}

/// Every part of what was said, also what was left out.
fn wishes(pack: &Pack, follow: &Follow) -> [SentRow; 8] {
    let text = |key: Key| pack.texts.get(key).to_owned();
    let row = |label, value| SentRow { label, value: text(value) };
    let name = if follow.name.is_empty() { text(Key::ValueWishNone) } else { follow.name.clone() };
    [
        row(Key::SentCompany, company(follow.company)),
        row(Key::SentAbout, about(follow.about)),
        row(Key::WishPlace, place(follow.place)),
        row(Key::WishTime, time(follow.time)),
        row(Key::WishWhom, whom(follow.whom)),
        row(Key::WishGuardian, guardian(follow.guardian)),
        row(Key::SentShared, if follow.shared_device { Key::ValueYes } else { Key::ValueNo }),
        SentRow { label: Key::WishName, value: name },
    ]
}

fn company(company: Company) -> Key {
    match company {
        Company::NotSaid => Key::ValueWishNone,
        Company::WithSomeone => Key::CompanyWith,
        Company::Alone => Key::CompanyAlone,
    }
}

fn about(about: About) -> Key {
    match about {
        About::NotSaid => Key::ValueWishNone,
        About::HurtAtHome => Key::AboutHome,
        About::HurtByStudents => Key::AboutStudents,
        About::HurtByStaff => Key::AboutStaff,
        About::HurtByOthers => Key::AboutOthers,
        About::MayHurtOthers => Key::AboutMayHurt,
        About::Other => Key::AboutOther,
    }
}

fn place(place: Place) -> Key {
    match place {
        Place::NotSaid => Key::ValueWishNone,
        Place::CounsellingRoom => Key::WishRoom,
        Place::QuietPlace => Key::WishQuiet,
        Place::Phone => Key::WishPhone,
    }
}

fn time(time: Time) -> Key {
    match time {
        Time::NotSaid => Key::ValueWishNone,
        Time::Now => Key::WishNow,
        Time::Break => Key::WishBreak,
        Time::AfterSchool => Key::WishAfter,
    }
}

fn whom(whom: Whom) -> Key {
    match whom {
        Whom::NotSaid => Key::ValueWishNone,
        Whom::PsychologyTeacher => Key::WishPsychology,
        Whom::ClassTeacher => Key::WishClass,
        Whom::Nurse => Key::WishNurse,
    }
}

fn guardian(guardian: Guardian) -> Key {
    match guardian {
        Guardian::NotSaid => Key::ValueWishNone,
        Guardian::Yes => Key::WishGuardianYes,
        Guardian::No => Key::WishGuardianNo,
        Guardian::Unsure => Key::WishGuardianUnsure,
    }
}

fn domains(pack: &Pack, codes: &[String]) -> String {
    if codes.is_empty() {
        return pack.texts.get(Key::SentDomainsNone).to_owned();
    }
    let named = codes.iter().filter_map(|code| Domain::ALL.iter().find(|domain| domain.code() == code));
    joined(&named.map(|domain| pack.texts.get(domain_key(*domain))).collect::<Vec<_>>(), " · ")
}

/// The hour in the browser's own calendar. Joined by hand, as below: the standard formatter is a kilobyte of code.
fn hour(hours: u32) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(f64::from(hours) * 3_600_000.0));
    let (year, month) = (digits(date.get_full_year() as usize), two(date.get_month() + 1));
    joined(&[&year, "-", &month, "-", &two(date.get_date()), " ", &two(date.get_hours()), ":00"], "")
}

fn two(number: u32) -> String {
    let said = digits(number as usize);
    if said.len() < 2 { joined(&["0", &said], "") } else { said }
}

fn hex(id: &[u8]) -> String {
    let digits = id.iter().take(4).flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

fn tier(tier: Tier) -> Key {
    match tier {
        Tier::Routine => Key::ValueTierRoutine,
        Tier::Watch => Key::ValueTierWatch,
        Tier::Priority => Key::ValueTierPriority,
        Tier::Urgent => Key::ValueTierUrgent,
        Tier::Unclear => Key::ValueTierUnclear,
    }
}

fn trigger(trigger: Trigger) -> Key {
    match trigger {
        Trigger::Safety => Key::ValueTriggerSafety,
        Trigger::HelpAsked => Key::ValueTriggerHelp,
    }
}

fn wish(wish: Wish) -> Key {
    match wish {
        Wish::None => Key::ValueWishNone,
        Wish::BeSeen => Key::ValueWishSeen,
    }
}

fn validity(validity: Validity) -> Key {
    match validity {
        Validity::Ok => Key::ValueValidityOk,
        Validity::Doubtful => Key::ValueValidityDoubtful,
        Validity::Unusable => Key::ValueValidityUnusable,
    }
}

fn informant(informant: Informant) -> Key {
    match informant {
        Informant::Student => Key::ValueStudent,
        Informant::Parent => Key::ValueParent,
        Informant::Teacher => Key::ValueTeacher,
    }
}
