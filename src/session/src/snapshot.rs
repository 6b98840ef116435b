//! The one encoder of unfinished work. Its bytes go to the sealed store on the device and nowhere else.

use crate::session::{offered, used};
use qinghe_content::Pack;
use qinghe_scoring::Response;
use serde::{Deserialize, Serialize};

/// Bytes of every snapshot, whatever was answered.
pub const SNAPSHOT_LEN: usize = 1024;
const VERSION: u8 = 1;

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
    /// 0 not reached, 1 skipped, 2 and up: option + 2.
    codes: Vec<Vec<u8>>,
    flags: [bool; 4],
}

impl Kept {
    pub(crate) fn encode(&self, pack: &Pack) -> Snapshot {
        let row = Row {
            battery: pack.battery.id.clone(),
            version: pack.battery.version.clone(),
            codes: self.responses.iter().map(|given| given.iter().map(code).collect()).collect(),
            flags: [self.share_domains, self.told_noticed, self.told_asked, self.finished],
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
            let given: Vec<Response> = codes.iter().map(|code| response(*code)).collect();
            let fits = given.len() == instrument.items.len()
                && given.iter().enumerate().all(|(item, response)| offered(instrument, item, *response));
            fits.then_some(given)
        });
        let responses = responses.collect::<Option<Vec<_>>>()?;
        let [share_domains, told_noticed, told_asked, finished] = row.flags;
        Some(Kept { responses, share_domains, told_noticed, told_asked, finished })
    }
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
