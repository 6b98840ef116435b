//! What the person does, what the session says to it, and what is drawn then.

use crate::{
    core::{Core, wall_ms},
    words,
};
use qinghe_content::{Informant, Locale, joined};
use qinghe_host::{Delivery, Input};
use qinghe_session::{Cover, Effect, Event, Idle, Recipient, Session, View};
use qinghe_ui::{Action, Hand, HandCode, Props, SentView};
use std::rc::Rc;

impl Core {
    pub(crate) fn act(&mut self, action: Action) {
        if let Some(idle) = &mut self.idle {
            idle.acted(wall_ms());
        }
        match action {
            Action::Session(event) => self.session_event(event),
            Action::SwitchLocale => {
                // In which script Chinese is shown, the page knows.
                let other = match self.session.pack().locale {
                    Locale::En => Locale::ZhHans,
                    _ => Locale::En,
                };
                self.ports.locale(other.tag());
            }
            Action::ReadAloud(keys) => {
                let pack = self.session.pack();
                let texts: Vec<&str> = keys.into_iter().flatten().map(|key| pack.texts.get(key)).collect();
                self.ports.read(&joined(&texts, "\n"), pack.locale.tag());
            }
            Action::Hand(open) => {
                self.code_open = open;
                self.input(Input::Hand { open });
                self.draw_code();
                self.draw();
            }
            Action::Stay => self.draw(),
        }
    }

    fn session_event(&mut self, event: Event) {
        self.notice = None;
        if self.cover() == Cover::Wiped {
            return;
        }
        // Whatever was done: a clock that had slowed down is quick again, for everybody alike.
        self.input(Input::Moved);
        for effect in self.session.handle(self.now_ms(), event) {
            match effect {
                Effect::Started { shared_device } => {
                    self.shared |= shared_device;
                    self.watch();
                    self.input(Input::Start);
                }
                Effect::Save => self.ports.save_session(self.session.snapshot().as_bytes(), self.shared),
                Effect::Early { cause, to } => self.input(Input::Early { cause, to }),
                Effect::Follow { said, to } => self.input(Input::Follow { said: &said, to }),
                Effect::Finished(outcome) => {
                    self.input(Input::Finish(&outcome));
                    self.ports.done();
                }
                Effect::Declined => {
                    self.ports.forget_session();
                    self.input(Input::Decline);
                    self.ports.done();
                }
                Effect::Left => self.ports.read("", ""),
            }
        }
        self.draw();
    }

    /// Away from here, wherever the person is.
    pub(crate) fn leave(&mut self) {
        self.session_event(Event::Leave);
    }

    /// Begins to count on a shared computer.
    pub(crate) fn watch(&mut self) {
        if self.shared && self.idle.is_none() {
            // By the clock on the wall: the other one may stand still while a computer sleeps.
            self.idle = Some(Idle::new(wall_ms()));
            self.wake_idle();
        }
    }

    /// A key or a finger; `true` when it lifted a cover and should do nothing else. `presses` is false for
    /// what only shows that somebody is there, like the pointer moving.
    pub(crate) fn touch(&mut self, presses: bool) -> bool {
        let Some(idle) = &mut self.idle else { return false };
        let covered = idle.cover() != Cover::None;
        if covered && !presses {
            return false;
        }
        idle.touch(wall_ms());
        let lifted = covered && idle.cover() == Cover::None;
        if lifted {
            self.wake_idle();
            self.draw();
        }
        lifted
    }

    /// The time asked for by `idle` has come.
    pub(crate) fn idle(&mut self) {
        let Some(idle) = &mut self.idle else { return };
        let before = idle.cover();
        idle.tick(wall_ms());
        let cover = idle.cover();
        self.wake_idle();
        if cover == before {
            return;
        }
        if cover == Cover::Wiped {
            self.wipe();
        }
        self.draw();
    }

    /// The screen and what was chosen are cleared. The outbox goes on in memory until it is delivered: a call
    /// for a person is never cleared away.
    fn wipe(&mut self) {
        self.ports.read("", "");
        self.ports.wiped();
        self.code = None;
        if let Ok(fresh) = Session::new(self.session.pack(), self.person) {
            self.session = fresh;
        }
    }

    #[allow(clippy::cast_precision_loss)] // milliseconds since 1970 fit an f64 for ever
    fn wake_idle(&self) {
        if let Some(at_ms) = self.idle.as_ref().and_then(Idle::next_ms) {
            self.ports.idle(at_ms as f64);
        }
    }

    fn cover(&self) -> Cover {
        self.idle.map_or(Cover::None, |idle| idle.cover())
    }

    /// The code that is carried by hand, drawn: `size` modules a side, one byte each.
    pub(crate) fn set_code(&mut self, size: usize, dark: &[u8]) {
        let dark: Vec<bool> = dark.iter().map(|module| *module != 0).collect();
        self.code = (dark.len() == size * size).then(|| Rc::new(HandCode { size, dark }));
        self.draw();
    }

    pub(crate) fn draw(&mut self) {
        let props = self.props();
        // A growth record is the student's; on a shared family device it may lie beside a parent's sitting.
        let student = props.pack.battery.informant == Informant::Student;
        let shown = matches!(props.view, View::End { shown: Some(_), .. });
        let own = props.cover == Cover::None && student && shown;
        self.ports.own(own.then(|| self.session.snapshot().as_bytes().to_vec()));
        if let Some(app) = &self.app {
            app.set(props);
            self.ports.draw();
        }
    }

    pub(crate) fn props(&self) -> Props {
        let pack = self.session.pack();
        let view = self.session.view();
        let result_open = matches!(view, View::End { shown: Some(_), .. });
        // On the card it is the message to whom the wishes go that counts.
        let to = if let View::Help(help) = &view { Some(help.to) } else { None };
        let can_read = to.is_some() && self.ports.can_read();
        let state = self.host.delivery(to);
        let delivery = words::delivery(state, to.unwrap_or(Recipient::School));
        let sent = delivery.filter(|_| result_open).map(|delivery| SentView {
            notices: self.host.sent().iter().map(|sent| words::notice(&pack, sent)).collect(),
            delivery,
        });
        let hand = match state {
            Delivery::Offline if self.code_open => Hand::Open(self.code.clone()),
            Delivery::Offline => Hand::Offered,
            _ => Hand::No,
        };
        Props {
            view,
            delivery,
            sent,
            stay: self.host.would_lose(),
            hand,
            cover: self.cover(),
            can_read,
            notice: self.notice,
            pack,
        }
    }
}
