//! The one encoder of unfinished work. Its bytes go to the sealed store on the device and nowhere else.

use crate::{
    event::Cause,
    safety::{FOLLOWS_MAX, Safety},
    said::{About, Company, Guardian, MeetAt, MeetWhen, Name, Said, Whom},
    session::{offered, used},
};
use qinghe_content::Pack;
use qinghe_scoring::{Place, Response};
use serde::{Deserialize, Serialize};

/// Bytes of every snapshot, whatever was answered.
pub const SNAPSHOT_LEN: usize = 1024;
const VERSION: u8 = 3;
/// Marks a response that came too soon.
const QUICK: u8 = 0x80;

/// Opaque bytes for the sealed store.
pub struct Snapshot(Vec<u8>);

impl Snapshot {
    /// The bytes, [`SNAPSHOT_LEN`] of them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[derive(Default)]
pub(crate) struct Kept {
    pub responses: Vec<Vec<Response>>,
    /// Whether a response came too soon; same shape.
    pub quick: Vec<Vec<bool>>,
    /// Whether the person was asked to look again.
    pub looked: bool,
    pub share_domains: bool,
    pub finished: bool,
    /// The person left in haste.
    pub left: bool,
    pub safety: Safety,
}

/// The layout on the disk. Private to this file, so that no response type is itself serialisable.
#[derive(Serialize, Deserialize)]
struct Row {
    battery: String,
    version: String,
    /// 0 not reached, 1 skipped, 2 and up: option + 2; with [`QUICK`].
    codes: Vec<Vec<u8>>,
    /// Bits: share domains, finished, looked, left, a card was shown, wishes go outside the school, shared device.
    flags: u8,
    /// What [`Safety::told`] holds.
    told: u8,
    /// 0 none, 1 a response, 2 the result.
    open: u8,
    follows: u8,
    /// Position of each answer in its list: company, about, place, time, whom, guardian.
    said: [u8; 6],
    /// Left out on a shared device.
    name: String,
}

impl Kept {
    pub(crate) fn empty(pack: &Pack) -> Kept {
        let lengths = || used(pack).map(|instrument| instrument.items.len());
        Kept {
            responses: lengths().map(|items| vec![Response::NotReached; items]).collect(),
            quick: lengths().map(|items| vec![false; items]).collect(),
            ..Kept::default()
        }
    }

    pub(crate) fn get(&self, at: Place) -> Response {
        self.responses.get(at.instrument).and_then(|given| given.get(at.item)).copied().unwrap_or_default()
    }

    pub(crate) fn set(&mut self, at: Place, response: Response, quick: bool) {
        if let Some(slot) = self.responses.get_mut(at.instrument).and_then(|given| given.get_mut(at.item)) {
            *slot = response;
        }
        if let Some(slot) = self.quick.get_mut(at.instrument).and_then(|given| given.get_mut(at.item)) {
            *slot = quick;
        }
    }

    pub(crate) fn encode(&self, pack: &Pack) -> Snapshot {
        let (safety, said) = (&self.safety, &self.safety.said);
        let row = Row {
            battery: pack.battery.id.clone(),
            version: pack.battery.version.clone(),
            codes: self.responses.iter().zip(&self.quick).map(codes).collect(),
            flags: u8::from(self.share_domains)
                | u8::from(self.finished) << 1
                | u8::from(self.looked) << 2
                | u8::from(self.left) << 3
                | u8::from(safety.shown) << 4
                | u8::from(safety.second) << 5
                | u8::from(said.shared_device) << 6,
            told: safety.told,
            open: match safety.open {
                None | Some(Cause::Asked) => 0,
                Some(Cause::Noticed) => 1,
                Some(Cause::Result) => 2,
            },
            follows: safety.follows,
            said: [
                position(&COMPANY, said.company),
                position(&ABOUT, said.about),
                position(&PLACE, said.place),
                position(&TIME, said.time),
                position(&WHOM, said.whom),
                position(&GUARDIAN, said.guardian),
            ],
            name: if said.shared_device { String::new() } else { said.name.as_str().to_owned() },
        };
        let mut bytes = vec![VERSION];
        bytes.extend(postcard::to_allocvec(&row).unwrap_or_default());
        bytes.resize(SNAPSHOT_LEN, 0);
        Snapshot(bytes)
    }

    /// `None` for anything but a whole snapshot of this battery in this version.
    pub(crate) fn decode(pack: &Pack, bytes: &[u8]) -> Option<Kept> {
        let (&VERSION, rest) = bytes.split_first()? else { return None };
        if bytes.len() != SNAPSHOT_LEN {
            return None;
        }
        let (row, padding) = postcard::take_from_bytes::<Row>(rest).ok()?;
        let same = row.battery == pack.battery.id && row.version == pack.battery.version;
        let instruments: Vec<_> = used(pack).collect();
        if !same || padding.iter().any(|byte| *byte != 0) || row.codes.len() != instruments.len() {
            return None;
        }
        let responses = row.codes.iter().zip(instruments).map(|(codes, instrument)| {
            let given: Vec<Response> = codes.iter().map(|code| response(code & !QUICK)).collect();
            let fits = given.len() == instrument.items.len()
                && given.iter().enumerate().all(|(item, response)| offered(instrument, item, *response));
            fits.then_some(given)
        });
        let responses = responses.collect::<Option<Vec<_>>>()?;
        let quick = row.codes.iter().map(|codes| codes.iter().map(|code| code & QUICK != 0).collect());
        let flag = |bit: u8| row.flags & 1 << bit != 0;
        let safety = safety(&row)?;
        (row.flags < 1 << 7).then(|| Kept {
            responses,
            quick: quick.collect(),
            share_domains: flag(0),
            finished: flag(1),
            looked: flag(2),
            left: flag(3),
            safety: Safety { shown: flag(4), second: flag(5), ..safety },
        })
    }
}

fn safety(row: &Row) -> Option<Safety> {
    let [company, about, place, time, whom, guardian] = row.said.map(usize::from);
    let said = Said {
        company: *COMPANY.get(company)?,
        about: *ABOUT.get(about)?,
        place: *PLACE.get(place)?,
        time: *TIME.get(time)?,
        whom: *WHOM.get(whom)?,
        guardian: *GUARDIAN.get(guardian)?,
        shared_device: row.flags & 1 << 6 != 0,
        name: Name::new(&row.name),
    };
    let open = match row.open {
        0 => None,
        1 => Some(Cause::Noticed),
        2 => Some(Cause::Result),
        _ => return None,
    };
    let whole = row.told < 1 << 6
        && row.follows <= FOLLOWS_MAX
        && said.name.as_str() == row.name
        && (row.name.is_empty() || !said.shared_device);
    whole.then_some(Safety { told: row.told, said, follows: row.follows, open, ..Safety::default() })
}

const COMPANY: [Company; 3] = [Company::NotSaid, Company::WithSomeone, Company::Alone];
const ABOUT: [About; 7] = [
    About::NotSaid,
    About::HurtAtHome,
    About::HurtByStudents,
    About::HurtByStaff,
    About::HurtByOthers,
    About::MayHurtOthers,
    About::Other,
];
const PLACE: [MeetAt; 4] = [MeetAt::NotSaid, MeetAt::CounsellingRoom, MeetAt::QuietPlace, MeetAt::Phone];
const TIME: [MeetWhen; 4] = [MeetWhen::NotSaid, MeetWhen::Now, MeetWhen::Break, MeetWhen::AfterSchool];
const WHOM: [Whom; 4] = [Whom::NotSaid, Whom::PsychologyTeacher, Whom::ClassTeacher, Whom::Nurse];
const GUARDIAN: [Guardian; 4] = [Guardian::NotSaid, Guardian::Yes, Guardian::No, Guardian::Unsure];

fn position<T: PartialEq>(list: &[T], one: T) -> u8 {
    list.iter().position(|other| *other == one).and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
}

fn codes((given, quick): (&Vec<Response>, &Vec<bool>)) -> Vec<u8> {
    given.iter().zip(quick).map(|(response, quick)| code(response) | if *quick { QUICK } else { 0 }).collect()
}

fn code(response: &Response) -> u8 {
    match response {
        Response::NotReached => 0,
        Response::Skipped => 1,
        Response::Given(option) => option.saturating_add(2),
    }
}

fn response(code: u8) -> Response {
    match code {
        0 => Response::NotReached,
        1 => Response::Skipped,
        given => Response::Given(given - 2),
    }
}
