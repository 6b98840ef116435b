//! One sitting behind plain exports: `room`, `open`, `gesture`, `settle`. The page is the one that every native test
//! has (`tests/src/page.rs`), so what is counted here is what is tested there.

#[path = "../../src/page.rs"]
mod page;

use page::{Ask, Page, Rows};
use qinghe_content::{Informant, Pack};
use qinghe_host::{Centres, Config, Input, Now};
use qinghe_session::{Event, Person, View};
use qinghe_wire::{ENVELOPE_LEN, RECEIPT_KEY_LEN};
use std::{cell::RefCell, rc::Rc};

/// An exact hour, 2027-01-15.
const BEGIN_MS: u64 = 500_000 * 3_600_000;

#[derive(Default)]
struct Desk {
    bytes: Vec<u8>,
    page: Option<Page>,
    asks: Vec<Ask>,
    /// Whether the planted mistake is on.
    leaks: bool,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

fn now(ms: u32) -> Now {
    Now { mono_ms: ms.into(), wall_ms: BEGIN_MS + u64::from(ms) }
}

/// Where so many bytes of a pack may be written.
#[unsafe(no_mangle)] // an attribute and no unsafe code: a plain export has no other spelling
pub extern "C" fn room(len: usize) -> *const u8 {
    DESK.with_borrow_mut(|desk| {
        desk.bytes = vec![0; len];
        desk.bytes.as_ptr()
    })
}

/// Opens the battery whose pack was written; `leaks` plants a loop that runs longer for a higher option.
#[unsafe(no_mangle)]
pub extern "C" fn open(age: u32, leaks: u32) {
    DESK.with_borrow_mut(|desk| {
        let Ok(pack) = Pack::decode(&desk.bytes) else { return };
        let person = Person {
            informant: Informant::Student,
            age: u8::try_from(age).ok(),
            guardian_consent: true,
            anonymous: false,
            second: false,
        };
        let config = Config {
            slot_ms: 15_000,
            centres: Centres { school: [7; 8], second: None },
            launch: "launch-0123456789abcdef".to_owned(),
            battery: pack.battery.id.clone(),
            battery_version: pack.battery.version.clone(),
            informant: pack.battery.informant,
        };
        let mut page = Page::open(&Rc::new(pack), person, config, &Rows::default(), 1);
        desk.asks = page.mount(now(0), "launch.token.signature");
        desk.page = Some(page);
        desk.leaks = leaks != 0;
    });
}

/// One gesture, and the view that is drawn behind it: 0 none, 1 what is seen, 2 consent, 3 item, 4 second look,
/// 5 help, 6 the end.
#[unsafe(no_mangle)]
pub extern "C" fn gesture(code: u32, at_ms: u32) -> u32 {
    DESK.with_borrow_mut(|desk| {
        let Some(page) = &mut desk.page else { return 0 };
        let event = match code {
            0 => Event::Next,
            1 => Event::Agree { share_domains: true, shared_device: false },
            2 => Event::Back,
            3 => Event::HandIn,
            4 => Event::HelpClose,
            5 => Event::ShowResult,
            6 => Event::HelpOpen,
            7 => Event::Skip,
            option => Event::Choose(u8::try_from(option - 8).unwrap_or(u8::MAX)),
        };
        if desk.leaks {
            // What somebody might write who means well: a check that takes longer for who is worse.
            (0..code * 20_000).for_each(|nth| _ = std::hint::black_box(nth));
        }
        desk.asks.extend(page.act(now(at_ms), event));
        match page.session.view() {
            View::Sees { .. } => 1,
            View::Consent { .. } => 2,
            View::Item(_) => 3,
            View::Again { .. } => 4,
            View::Help(_) => 5,
            View::End { .. } => 6,
            View::Declined | View::Left => 0,
        }
    })
}

/// The browser answers everything that was asked: sealed, kept. What it costs is nobody's gesture.
#[unsafe(no_mangle)]
pub extern "C" fn settle(at_ms: u32) {
    DESK.with_borrow_mut(|desk| {
        let Some(page) = &mut desk.page else { return };
        while !desk.asks.is_empty() {
            for ask in std::mem::take(&mut desk.asks) {
                let (envelope, receipt_key) = (&[0; ENVELOPE_LEN], &[0; RECEIPT_KEY_LEN]);
                let more = match ask {
                    Ask::Seal { job, .. } => {
                        page.input(now(at_ms), Input::Sealed { job, envelope, receipt_key })
                    }
                    Ask::SaveOutbox { .. } => page.input(now(at_ms), Input::Saved),
                    Ask::Send { job, .. } => page.input(now(at_ms), Input::Lost { job }),
                    _ => Vec::new(),
                };
                desk.asks.extend(more);
            }
        }
    });
}
