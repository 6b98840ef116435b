//! The staff of a centre: who they are, handing keys over, inviting, closing, the own passphrase.

use crate::{
    api::{Fault, staff::Done},
    field,
    identity::check_code,
    open::OpenRc,
    own_passphrase::OwnPassphrase,
    team::{Duties, Member, heirs},
    team_panels, time,
    words::{Lang, team::Team as Words},
};
use qinghe_seal::{KeyPair, grant};
use std::rc::Rc;
use yew::prelude::*;

/// Rows of the log that are shown.
const AUDIT_ROWS: usize = 200;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    pub on_ended: Callback<()>,
}

/// What is being done to somebody; the id says whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    Grant(String),
    Disable(String),
    Rotate,
}

pub enum Msg {
    Ask,
    Loaded(Result<Vec<Member>, Fault>),
    Begin(Doing),
    Cancel,
    Tick(bool),
    Grant,
    Granted(String, Result<(), Fault>),
    Disable,
    Disabled(String, Result<Vec<Member>, Fault>),
    Rotate,
    Rotated(Option<String>, Result<KeyPair, Fault>),
    Invite,
    Role(usize),
    Invited(String, Result<String, Fault>),
    Audit,
    Audited(Result<Vec<Done>, Fault>),
}

pub struct TeamPage {
    members: Option<Vec<Member>>,
    doing: Option<Doing>,
    ticked: bool,
    need_tick: bool,
    busy: bool,
    said: Option<String>,
    wrong: Option<&'static str>,
    name: NodeRef,
    role: usize,
    invited: Option<(String, String)>,
    invite_wrong: Option<&'static str>,
    audit: Option<Vec<Done>>,
}

impl Component for TeamPage {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> TeamPage {
        ctx.link().send_message(Msg::Ask);
        TeamPage {
            members: None,
            doing: None,
            ticked: false,
            need_tick: false,
            busy: false,
            said: None,
            wrong: None,
            name: NodeRef::default(),
            role: 0,
            invited: None,
            invite_wrong: None,
            audit: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let lang = ctx.props().lang;
        match msg {
            Msg::Ask => self.ask(ctx),
            Msg::Loaded(Ok(members)) => self.members = Some(members),
            Msg::Loaded(Err(fault)) => return self.fault(ctx, &fault),
            Msg::Begin(doing) => {
                (self.doing, self.ticked, self.need_tick) = (Some(doing), false, false);
                (self.said, self.wrong) = (None, None);
            }
            Msg::Cancel => self.doing = None,
            Msg::Tick(ticked) => (self.ticked, self.need_tick) = (ticked, false),
            Msg::Grant | Msg::Rotate if !self.ticked => self.need_tick = true,
            Msg::Grant => self.grant(ctx),
            Msg::Granted(name, Ok(())) => self.done(ctx, lang.fill(Words::GrantDone, &[("name", &name)])),
            Msg::Disable => self.disable(ctx),
            Msg::Disabled(name, Ok(members)) => {
                self.members = Some(members);
                self.rotate(ctx, Some(name));
            }
            Msg::Rotate => self.rotate(ctx, None),
            Msg::Rotated(left, Ok(pair)) => {
                ctx.props().open.0.keys.borrow_mut().rotate(pair);
                let said = left.map_or_else(
                    || lang.say(Words::Rotated).to_owned(),
                    |name| lang.fill(Words::Disabled, &[("name", &name)]),
                );
                self.done(ctx, said);
            }
            Msg::Rotated(Some(name), Err(fault)) if fault != Fault::Session => {
                (self.doing, self.ticked, self.busy) = (Some(Doing::Rotate), false, false);
                self.said = Some(lang.fill(Words::DisabledOnly, &[("name", &name)]));
                self.ask(ctx);
            }
            Msg::Rotated(_, Err(fault)) | Msg::Granted(_, Err(fault)) | Msg::Disabled(_, Err(fault)) => {
                return self.fault(ctx, &fault);
            }
            Msg::Invite => self.invite(ctx),
            Msg::Role(role) => self.role = role,
            Msg::Invited(name, Ok(code)) => {
                field::write(&self.name, "");
                (self.invited, self.busy, self.invite_wrong) = (Some((name, code)), false, None);
            }
            Msg::Invited(_, Err(fault)) => {
                (self.busy, self.invite_wrong) = (false, Some(lang.say(team_panels::refused(&fault))));
                return fault != Fault::Session || self.fault(ctx, &fault);
            }
            Msg::Audit => {
                let session = ctx.props().open.0.session.clone();
                ctx.link().send_future(async move { Msg::Audited(session.audit(AUDIT_ROWS).await) });
            }
            Msg::Audited(Ok(rows)) => self.audit = Some(rows),
            Msg::Audited(Err(fault)) => return self.fault(ctx, &fault),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, open, on_ended } = ctx.props();
        let (lang, link) = (*lang, ctx.link());
        let Some(members) = &self.members else {
            return html! { <p class="wait" role="status">{ lang.say(Words::Loading) }</p> };
        };
        let lead = open.0.me.role == Duties::Lead;
        html! {
            <div class="team">
                <p class="lead">{ lang.say(Words::Lead) }</p>
                <p class="notice soft" role="status">{ self.said.clone() }</p>
                <p class="wrong" role="alert">{ self.wrong }</p>
                <ul class="members">{ for members.iter().map(|member| self.member(ctx, member)) }</ul>
                if lead {
                    { team_panels::invite(self, link, lang) }
                    { team_panels::rotate(self, link, lang, &heirs(members, None)) }
                }
                <OwnPassphrase {lang} open={open.clone()} on_ended={on_ended.clone()} />
                if lead { { self.audit(ctx) } }
            </div>
        }
    }
}

/// What the panels draw from.
impl TeamPage {
    pub fn doing(&self) -> Option<&Doing> {
        self.doing.as_ref()
    }

    pub fn need_tick(&self) -> bool {
        self.need_tick
    }

    pub fn ticked(&self) -> bool {
        self.ticked
    }

    pub fn busy(&self) -> bool {
        self.busy
    }

    pub fn role(&self) -> usize {
        self.role
    }

    pub fn name(&self) -> &NodeRef {
        &self.name
    }

    pub fn invited(&self) -> Option<&(String, String)> {
        self.invited.as_ref()
    }

    pub fn invite_wrong(&self) -> Option<&'static str> {
        self.invite_wrong
    }

    fn fault(&mut self, ctx: &Context<Self>, fault: &Fault) -> bool {
        if *fault == Fault::Session {
            ctx.props().on_ended.emit(());
            return false;
        }
        self.busy = false;
        self.wrong = Some(ctx.props().lang.say(team_panels::refused(fault)));
        true
    }

    fn done(&mut self, ctx: &Context<Self>, said: String) {
        (self.doing, self.busy, self.said, self.wrong) = (None, false, Some(said), None);
        self.ask(ctx);
    }

    fn ask(&self, ctx: &Context<Self>) {
        let session = ctx.props().open.0.session.clone();
        ctx.link().send_future(async move { Msg::Loaded(session.staff().await) });
    }

    fn find(&self, id: &str) -> Option<&Member> {
        self.members.iter().flatten().find(|member| member.id == id)
    }

    fn grant(&mut self, ctx: &Context<Self>) {
        let Some(Doing::Grant(id)) = &self.doing else { return };
        let Some(member) = self.find(id).filter(|member| member.waits_for_key()) else { return };
        let Some(public) = member.public else { return };
        let (name, id, open) = (member.name.clone(), member.id.clone(), Rc::clone(&ctx.props().open.0));
        let Ok(grants) = open.keys.borrow().grants_for(&public) else { return };
        self.busy = true;
        ctx.link().send_future(async move { Msg::Granted(name, open.session.grant(&id, &grants).await) });
    }

    /// Closes somebody and fetches the list anew: the next key goes to whoever is left.
    fn disable(&mut self, ctx: &Context<Self>) {
        let Some(Doing::Disable(id)) = &self.doing else { return };
        let Some(member) = self.find(id) else { return };
        let (name, id, session) = (member.name.clone(), id.clone(), ctx.props().open.0.session.clone());
        self.busy = true;
        ctx.link().send_future(async move {
            let left = async {
                session.disable(&id).await?;
                session.staff().await
            };
            Msg::Disabled(name, left.await)
        });
    }

    fn rotate(&mut self, ctx: &Context<Self>, left: Option<String>) {
        self.busy = true;
        let members = self.members.clone().unwrap_or_default();
        let session = ctx.props().open.0.session.clone();
        ctx.link().send_future(async move {
            let rotated = async {
                let pair = KeyPair::generate().map_err(|_| Fault::Unreadable)?;
                let mut grants = Vec::new();
                for heir in heirs(&members, None) {
                    let public = heir.public.as_ref().ok_or(Fault::Unreadable)?;
                    grants.push((heir.id.clone(), grant(&pair, public).map_err(|_| Fault::Unreadable)?));
                }
                session.rotate(&pair.public, &grants).await?;
                Ok(pair)
            };
            Msg::Rotated(left, rotated.await)
        });
    }

    fn invite(&mut self, ctx: &Context<Self>) {
        let name = field::typed(&self.name).trim().to_owned();
        if name.is_empty() {
            self.invite_wrong = Some(ctx.props().lang.say(crate::words::Word::NeedName));
            return field::focus(&self.name);
        }
        let role = Duties::ALL.get(self.role).copied().unwrap_or(Duties::Counsellor);
        let session = ctx.props().open.0.session.clone();
        (self.busy, self.invited, self.invite_wrong) = (true, None, None);
        ctx.link().send_future(async move {
            let code = session.invite(&name, role).await;
            Msg::Invited(name, code)
        });
    }

    fn member(&self, ctx: &Context<Self>, member: &Member) -> Html {
        let Props { lang, open, .. } = ctx.props();
        let (lang, link) = (*lang, ctx.link());
        let me = &open.0.me;
        let mine = member.id == me.id;
        let state = match (member.active, member.role.opens(), member.granted) {
            (false, _, _) => Words::Closed,
            (true, false, _) => Words::HeadState,
            (true, true, true) => Words::Granted,
            (true, true, false) => Words::NotGranted,
        };
        let code = if mine { Some(check_code(&open.0.identity.id())) } else { member.check_code() };
        let may_grant = open.0.keys.borrow().granted() && member.waits_for_key();
        let may_close = me.role == Duties::Lead && member.active && !mine;
        let joined = member
            .joined_at
            .filter(|at| *at > 0)
            .map(|at| lang.fill(Words::Joined, &[("time", &time::moment(lang, at))]));
        let begin = |doing: Doing| link.callback(move |_| Msg::Begin(doing.clone()));
        html! {
            <li class={classes!("member", (!member.active).then_some("gone"))} key={member.id.clone()}>
                <div class="head">
                    <h2>{ &member.name }if mine { <small>{ lang.say(Words::You) }</small> }</h2>
                    <span class="role">{ lang.say(member.role.words().0) }</span>
                </div>
                <p class="facts">
                    <span>{ lang.say(state) }</span>
                    if let Some(joined) = joined { <span>{ joined }</span> }
                    if let Some(code) = code.filter(|_| member.active) {
                        <span class="code"><small>{ lang.say(crate::words::door::Door::CheckCode) }</small><b translate="no">{ code }</b></span>
                    }
                </p>
                <div class="buttons">
                    if may_grant {
                        <button type="button" class="other" onclick={begin(Doing::Grant(member.id.clone()))}>
                            { lang.fill(Words::Grant, &[("name", &member.name)]) }
                        </button>
                    }
                    if may_close {
                        <button type="button" class="quiet" aria-label={lang.fill(Words::DisableTitle, &[("name", &member.name)])}
                            onclick={begin(Doing::Disable(member.id.clone()))}>{ lang.say(Words::Disable) }</button>
                    }
                </div>
                { team_panels::doing(self, link, lang, member) }
            </li>
        }
    }

    fn audit(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let line = |done: &Done| {
            html! {
                <li>
                    <span class="when">{ time::moment(lang, done.at) }</span>
                    <span>{ &done.who }{ " · " }<span translate="no">{ &done.action }{ " " }{ &done.subject }</span></span>
                </li>
            }
        };
        html! {
            <section class="step">
                <h2>{ lang.say(Words::Audit) }</h2>
                <p class="hint">{ lang.say(Words::AuditLead) }</p>
                if let Some(rows) = &self.audit {
                    <ul class="came">{ for rows.iter().rev().map(line) }</ul>
                } else {
                    <button type="button" class="quiet" onclick={link.callback(|_| Msg::Audit)}>{ lang.say(Words::AuditShow) }</button>
                }
            </section>
        }
    }
}
