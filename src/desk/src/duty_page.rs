//! Who is on duty, the duty lock, and how long an urgent message may wait.

use crate::{
    api::{Fault, alerts::Alerts},
    duty::Duty,
    open::OpenRc,
    roster,
    team::{Duties, Member},
    time,
    words::{Lang, door::Door, duty::Duty as Words},
};
use gloo_timers::callback::Interval;
use yew::prelude::*;

/// How often the page asks who is on duty now, milliseconds.
const ASK_MS: u32 = 15_000;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    pub on_ended: Callback<()>,
}

/// How far saving is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    No,
    Busy,
    Done,
    Failed,
    Refused,
}

pub enum Msg {
    Ask,
    Loaded(Result<(Duty, Vec<Member>, Alerts), Fault>),
    Edit(Box<dyn FnOnce(&mut Duty)>),
    Lock(bool),
    Save,
    Saved(Result<Duty, Fault>),
    Try,
    Tried(Result<(), Fault>),
}

pub struct DutyPage {
    /// As the gateway has it.
    kept: Option<Duty>,
    /// As it is being changed.
    edited: Option<Duty>,
    members: Vec<Member>,
    alerts: Option<Alerts>,
    saving: Saving,
    /// Faults show once somebody has tried to save.
    checked: bool,
    tried: Option<bool>,
    _tick: Interval,
}

/// Fetches everything that the page shows.
fn ask(ctx: &Context<DutyPage>) {
    let session = ctx.props().open.0.session.clone();
    ctx.link().send_future(async move {
        let all = async { Ok((session.duty().await?, session.staff().await?, session.alerts().await?)) };
        Msg::Loaded(all.await)
    });
}

impl Component for DutyPage {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> DutyPage {
        ctx.link().send_message(Msg::Ask);
        let link = ctx.link().clone();
        DutyPage {
            kept: None,
            edited: None,
            members: Vec::new(),
            alerts: None,
            saving: Saving::No,
            checked: false,
            tried: None,
            _tick: Interval::new(ASK_MS, move || link.send_message(Msg::Ask)),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Ask => {
                ask(ctx);
                return false;
            }
            Msg::Loaded(Ok((duty, members, alerts))) => self.loaded(duty, members, alerts),
            Msg::Loaded(Err(Fault::Session)) | Msg::Saved(Err(Fault::Session)) => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Msg::Loaded(Err(_)) => return false,
            Msg::Edit(edit) => {
                self.saving = Saving::No;
                let base = self.edited.take().or_else(|| self.kept.clone());
                self.edited = base.map(|mut duty| {
                    edit(&mut duty);
                    duty
                });
            }
            Msg::Lock(lock) => {
                // The switch never takes unsaved changes of the roster along.
                let flipped = self.kept.clone().map(|duty| Duty { lock, ..duty });
                self.put(ctx, flipped);
            }
            Msg::Save => {
                self.checked = true;
                let edited = self.edited.clone().filter(|duty| duty.faults().is_empty());
                self.put(ctx, edited);
            }
            Msg::Saved(Ok(duty)) => {
                let same = self.edited.as_ref().is_none_or(|edited| edited.body() == duty.body());
                if same {
                    (self.edited, self.checked) = (None, false);
                } else if let Some(edited) = &mut self.edited {
                    edited.lock = duty.lock;
                }
                (self.kept, self.saving) = (Some(duty), Saving::Done);
            }
            Msg::Saved(Err(fault)) => {
                self.saving = if fault.passes() { Saving::Failed } else { Saving::Refused };
            }
            Msg::Try => {
                let session = ctx.props().open.0.session.clone();
                ctx.link().send_future(async move { Msg::Tried(session.try_alarm().await) });
                return false;
            }
            Msg::Tried(answer) => {
                self.tried = Some(answer.is_ok());
                ctx.link().send_message(Msg::Ask);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, open, .. } = ctx.props();
        let (lang, link) = (*lang, ctx.link());
        let Some(kept) = &self.kept else {
            return html! { <p class="wait" role="status">{ lang.say(Words::Loading) }</p> };
        };
        let lead = open.0.me.role == Duties::Lead;
        html! {
            <div class="duty">
                if open.0.me.role == Duties::Head { <p class="lead">{ lang.say(Door::WaitHead) }</p> }
                { self.now(lang, kept) }
                { self.lock(lang, link, kept, lead) }
                { roster::view(self, link, lang, kept, lead) }
                { self.told(lang, link, kept, lead) }
            </div>
        }
    }
}

impl DutyPage {
    /// As it is shown: changed, or as it is kept.
    pub fn shown<'a>(&'a self, kept: &'a Duty) -> &'a Duty {
        self.edited.as_ref().unwrap_or(kept)
    }

    pub fn changed_since(&self, kept: &Duty) -> bool {
        self.edited.as_ref().is_some_and(|edited| edited.body() != kept.body())
    }

    pub fn checked(&self) -> bool {
        self.checked
    }

    pub fn saving(&self) -> Saving {
        self.saving
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The name of an id; the id itself for somebody who is gone.
    pub fn name(&self, id: &str) -> String {
        let member = self.members.iter().find(|member| member.id == id);
        member.map_or_else(|| id.to_owned(), |member| member.name.clone())
    }

    fn loaded(&mut self, duty: Duty, members: Vec<Member>, alerts: Alerts) {
        // An answer that set out before the last save must not undo it on the screen.
        if self.saving != Saving::Busy {
            self.kept = Some(duty);
        }
        (self.members, self.alerts) = (members, Some(alerts));
    }

    fn put(&mut self, ctx: &Context<Self>, duty: Option<Duty>) {
        let Some(duty) = duty else { return };
        self.saving = Saving::Busy;
        let session = ctx.props().open.0.session.clone();
        ctx.link().send_future(async move { Msg::Saved(session.set_duty(&duty).await) });
    }

    fn now(&self, lang: Lang, kept: &Duty) -> Html {
        let now = &kept.moment.now;
        let first = now.first.as_deref().map(|id| self.name(id));
        let second = now.second.as_deref().map(|id| lang.fill(Words::NowSecond, &[("name", &self.name(id))]));
        let desk = if now.unlocked { Words::DeskOpen } else { Words::DeskClosed };
        let waiting =
            self.alerts.as_ref().and_then(|alerts| alerts.waiting.since.filter(|_| alerts.waiting.urgent));
        html! {
            <section class="step now">
                <h2>{ lang.say(Words::Now) }</h2>
                if let Some(first) = first {
                    <p class="lead"><strong>{ first }</strong>{ second.map(|second| html! { <span class="second">{ second }</span> }) }</p>
                    <p class="hint">{ lang.say(desk) }</p>
                } else {
                    <p class="lead">{ lang.say(Words::NowNobody) }</p>
                }
                if let Some(since) = waiting {
                    <p class="keep">{ lang.fill(Words::Waits, &[("time", &time::moment(lang, since))]) }</p>
                }
            </section>
        }
    }

    fn lock(&self, lang: Lang, link: &yew::html::Scope<Self>, kept: &Duty, lead: bool) -> Html {
        let on = kept.lock;
        let starts = if kept.moment.open { Words::StartsOpen } else { Words::StartsPaused };
        let (state, turn) =
            if on { (Words::LockOn, Words::LockTurnOff) } else { (Words::LockOff, Words::LockTurnOn) };
        html! {
            <section class="step">
                <h2>{ lang.say(Words::Lock) }<span class={if on { "state on" } else { "state" }}>{ lang.say(state) }</span></h2>
                <p class="hint">{ lang.say(Words::LockLead) }</p>
                <p><strong>{ lang.say(starts) }</strong></p>
                if !on && kept.roster.is_empty() { <p class="hint">{ lang.say(Words::LockNeedsRoster) }</p> }
                if lead {
                    <button type="button" class="other" disabled={self.saving == Saving::Busy}
                        onclick={link.callback(move |_| Msg::Lock(!on))}>{ lang.say(turn) }</button>
                }
            </section>
        }
    }

    /// Whom the reminders go to, and what was sent.
    fn told(&self, lang: Lang, link: &yew::html::Scope<Self>, kept: &Duty, lead: bool) -> Html {
        let alerts = self.alerts.as_ref().map(|alerts| alerts.alerts.as_slice()).unwrap_or_default();
        let line = |alert: &crate::api::alerts::Alert| {
            let event = match alert.event.as_str() {
                "unseen" => Words::AlertUnseen,
                "desk-silent" => Words::AlertSilent,
                "unopened" => Words::AlertUnopened,
                _ => Words::AlertTest,
            };
            let state = match (alert.sent_at, alert.failed_at) {
                (Some(_), _) => Words::AlertSent,
                (None, Some(_)) => Words::AlertFailed,
                (None, None) if alert.over => Words::AlertOver,
                (None, None) => Words::AlertWaits,
            };
            html! {
                <li>
                    <span class="when">{ time::moment(lang, alert.at) }</span>
                    <span>{ lang.say(event) }{ " · " }{ alert.staff.clone() }{ " · " }{ lang.say(state) }</span>
                </li>
            }
        };
        html! {
            <section class="step">
                <h2>{ lang.say(Words::Told) }</h2>
                if !kept.channel { <p class="keep">{ lang.say(Words::AlarmNone) }</p> }
                if alerts.is_empty() {
                    <p class="hint">{ lang.say(Words::ToldNothing) }</p>
                } else {
                    <ul class="came">{ for alerts.iter().take(8).map(line) }</ul>
                }
                if lead && kept.channel {
                    <button type="button" class="quiet" onclick={link.callback(|_| Msg::Try)}>{ lang.say(Words::TryAlarm) }</button>
                    <p class="hint" role="status">{ self.tried.map(|well| lang.say(if well { Words::TriedAlarm } else { Words::Failed })) }</p>
                }
            </section>
        }
    }
}
