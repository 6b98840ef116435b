//! Session and outbox together, and the one place where effects become requests to the browser.

use crate::{
    Kept,
    ports::{BrowserEntropy, Ports},
};
use qinghe_content::{Instrument, Key, Pack};
use qinghe_host::{Centres, Config, Entropy, Host, Input, Now, Output};
use qinghe_session::{Cause, Idle, Person, Recipient, Refusal, Session, View};
use qinghe_ui::{App, HandCode};
use qinghe_wire::INNER_AAD_LEN;
use std::{cell::Cell, rc::Rc};

/// The launch token and its id.
pub struct Launch {
    pub raw: String,
    pub jti: String,
}

/// Everything one sitting holds.
pub struct Core {
    pub(crate) ports: Ports,
    pub(crate) person: Person,
    pub(crate) session: Session,
    pub(crate) host: Host,
    pub(crate) shared: bool,
    /// Whether a session lies on the disk that this page does not go on with.
    stale: Cell<bool>,
    /// The clock of a shared computer.
    pub(crate) idle: Option<Idle>,
    /// The code carried by hand, and whether it is shown.
    pub(crate) code: Option<Rc<HandCode>>,
    /// The text that `code` shows, or that is being drawn.
    coded: Option<String>,
    pub(crate) code_open: bool,
    pub(crate) notice: Option<Key>,
    /// Beside the core, because what is drawn can report something while it is drawn.
    pub(crate) app: Option<Rc<App>>,
}

impl Core {
    /// Resumes what was kept, or begins anew.
    pub fn open(
        ports: Ports,
        pack: Rc<Pack>,
        person: Person,
        launch: Launch,
        (slot_ms, centres): (u32, Centres),
        kept: Kept,
    ) -> Result<Core, Refusal> {
        let config = Config {
            slot_ms,
            centres,
            launch: launch.jti,
            battery: pack.battery.id.clone(),
            battery_version: pack.battery.version.clone(),
            informant: pack.battery.informant,
        };
        let mut entropy = BrowserEntropy(ports.clone());
        let fresh = Session::new(pack.clone(), person)?;
        let lies = kept.session.is_some();
        let resumed = kept.session.as_deref().and_then(|row| Session::resume(pack, person, row));
        let host = kept
            .outbox
            .as_deref()
            .and_then(|row| Host::restore(config.clone(), row, Box::new(BrowserEntropy(ports.clone()))));
        let (session, stale, mut host) = match (resumed, host) {
            (Some(session), Some(host)) if !done(&session, &host) => (session, false, host),
            // Without its outbox a sitting might believe that it has told what nobody was told.
            _ => {
                let mut host = Host::new(config, entropy.id(), Box::new(entropy));
                if let Some(row) = &kept.outbox {
                    host.inherit(row);
                }
                (fresh, lies, host)
            }
        };
        host.set_token(&launch.raw);
        // Only where there is something that could have been lost.
        let resumed = !matches!(session.view(), View::Sees { .. });
        let notice = (kept.recovered && resumed).then_some(Key::ErrorRecovered);
        let mut core = Core {
            ports,
            person,
            session,
            host,
            shared: kept.shared,
            stale: Cell::new(stale),
            idle: None,
            code: None,
            coded: None,
            code_open: false,
            notice,
            app: None,
        };
        core.watch();
        Ok(core)
    }

    /// Draws the element in `root` and starts the clock of a resumed sitting. `None` where `root` belongs to no page.
    pub fn mount(&mut self, root: web_sys::Element) -> Option<()> {
        self.app = Some(Rc::new(App::new(root, self.props())?));
        self.ports.draw();
        // Whoever agreed on an earlier visit may have something waiting; for all of them alike it goes on now.
        if self.session.begun() || self.host.carries() {
            self.input(Input::NewLaunch);
        }
        self.tell_again();
        Some(())
    }

    /// An outbox that another page has written over a torn one may lack what this session believes it has told. The
    /// call has the id that it had, so it arrives once.
    fn tell_again(&mut self) {
        for cause in Cause::ALL {
            for to in Recipient::ALL {
                if self.session.has_told(cause, to) && !self.host.calls(cause, to) {
                    self.input(Input::Early { cause, to });
                }
            }
        }
    }

    /// Whether this would be a new sitting in which a response can call for a person at once.
    pub fn begins_with_care(&self) -> bool {
        let pack = self.session.pack();
        let critical = |instrument: &Instrument| instrument.items.iter().any(|item| item.critical.is_some());
        let fresh = !self.session.begun() && !self.host.carries();
        fresh && pack.instruments.iter().any(critical)
    }

    pub fn set_pack(&mut self, pack: Rc<Pack>) -> bool {
        let same = self.session.set_pack(pack);
        self.draw();
        same
    }

    /// Something happened in the browser.
    pub fn input(&mut self, input: Input<'_>) {
        let now = Now { mono_ms: self.now_ms(), wall_ms: wall_ms() };
        let outputs = self.host.handle(now, input);
        let changed = outputs.iter().any(|output| matches!(output, Output::Changed));
        for output in outputs {
            self.carry_out(output);
        }
        if changed {
            self.draw_code();
            self.draw();
        }
    }

    /// The code on the screen is always the one of the notice that is spoken of.
    pub(crate) fn draw_code(&mut self) {
        let text = self.host.hand();
        if text == self.coded.as_deref() {
            return;
        }
        if let Some(text) = text {
            self.ports.code(text);
        }
        (self.coded, self.code) = (text.map(str::to_owned), None);
    }

    /// Fresh keys have come.
    pub fn keys(&mut self, centres: Centres) {
        self.input(Input::Keys(centres));
    }

    fn carry_out(&self, output: Output) {
        match output {
            Output::Seal { job, head, notice } => self.ports.seal(job, &head, notice.as_slice()),
            Output::SealHand { job, id, sitting, centre_key, notice } => {
                let aad: [u8; INNER_AAD_LEN] = qinghe_wire::inner_aad(&id, &sitting);
                self.ports.seal_hand(job, &aad, &centre_key, notice.as_slice());
            }
            Output::Send { job, envelope, receipt_key, token } => {
                self.ports.send(job, &envelope, &receipt_key, &token);
            }
            Output::Save { row } => {
                // Beside this outbox it would say that it has told what nobody was told.
                if self.stale.take() {
                    self.ports.forget_session();
                }
                self.ports.save_outbox(&row, self.shared);
            }
            Output::Took { from } => self.ports.took(from),
            #[allow(clippy::cast_precision_loss)] // a page does not live that long
            Output::Wake { at_ms } => self.ports.wake(at_ms as f64),
            Output::Refresh => self.ports.refresh(),
            Output::Over => self.ports.forget(),
            Output::Changed => {}
        }
    }

    /// Milliseconds of the clock that nobody can set.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it begins at 0 with the page
    pub(crate) fn now_ms(&self) -> u64 {
        self.ports.now() as u64
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // milliseconds since 1970
pub(crate) fn wall_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// A sitting that is over and has nothing left to deliver is not resumed.
fn done(session: &Session, host: &Host) -> bool {
    matches!(session.view(), View::End { .. }) && host.settled()
}
