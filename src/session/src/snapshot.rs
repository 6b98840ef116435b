//! The one encoder of unfinished work. Its bytes go to the sealed store on the device and nowhere else.

use crate::session::{offered, used};
use qinghe_content::Pack;
use qinghe_scoring::{Place, Response};
use serde::{Deserialize, Serialize};

/// Bytes of every snapshot, whatever was answered.
pub const SNAPSHOT_LEN: usize = 1024;
const VERSION: u8 = 2;
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
    pub told_noticed: bool,
    pub told_asked: bool,
    pub finished: bool,
}

/// The layout on the disk. Private to this file, so that no response type is itself serialisable.
#[derive(Serialize, Deserialize)]
struct Row {
    battery: String,
    version: String,
    /// 0 not reached, 1 skipped, 2 and up: option + 2; with [`QUICK`].
    codes: Vec<Vec<u8>>,
    /// Bits: share domains, told noticed, told asked, finished, looked.
    flags: u8,
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
        let row = Row {
            battery: pack.battery.id.clone(),
            version: pack.battery.version.clone(),
            codes: self.responses.iter().zip(&self.quick).map(codes).collect(),
            flags: u8::from(self.share_domains)
                | u8::from(self.told_noticed) << 1
                | u8::from(self.told_asked) << 2
                | u8::from(self.finished) << 3
                | u8::from(self.looked) << 4,
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
        (row.flags < 1 << 5).then(|| Kept {
            responses,
            quick: quick.collect(),
            share_domains: flag(0),
            told_noticed: flag(1),
            told_asked: flag(2),
            finished: flag(3),
            looked: flag(4),
        })
    }
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
