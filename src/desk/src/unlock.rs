//! Name and passphrase at the door.

use crate::{
    api::{
        Fault,
        door::{self, Centre},
    },
    field::{self, Field},
    identity::Attempt,
    open::{Closed, Open},
    sound::Sound,
    words::{Lang, Word, door::Door as Words},
};
use gloo_timers::future::TimeoutFuture;
use qinghe_seal::{Kdf, SealError};
use std::rc::Rc;
use yew::prelude::*;
use zeroize::Zeroizing;

/// Long enough for the browser to draw "opening" before the derivation holds it for a second or two.
pub const DRAW_MS: u32 = 60;

#[derive(Properties)]
pub struct Props {
    pub lang: Lang,
    pub heading: NodeRef,
    pub centre: Centre,
    pub kdf: Kdf,
    pub sound: Rc<Sound>,
    /// The name of who was here last, so that a lock asks for the passphrase alone.
    pub name: String,
    /// The open desk, and whether it was moved over just now.
    pub on_open: Callback<(Rc<Open>, bool)>,
    pub on_join: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        (self.lang, self.centre, self.kdf, &self.name) == (other.lang, other.centre, other.kdf, &other.name)
            && Rc::ptr_eq(&self.sound, &other.sound)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    Name,
    Passphrase,
}

pub enum Msg {
    Show(bool),
    Send,
    Opened(Rc<Open>, bool),
    Failed(&'static str),
}

#[derive(Default)]
pub struct Unlock {
    name: NodeRef,
    passphrase: NodeRef,
    shown: bool,
    busy: bool,
    wrong: Option<(At, &'static str)>,
}

impl Component for Unlock {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Unlock {
        Unlock::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Show(shown) => self.shown = shown,
            Msg::Send if self.busy => return false,
            Msg::Send => self.send(ctx),
            Msg::Opened(open, moved) => ctx.props().on_open.emit((open, moved)),
            Msg::Failed(why) => self.fail(At::Passphrase, why),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Send
        });
        let wrong = |at: At| self.wrong.filter(|(where_, _)| *where_ == at).map(|(_, why)| why.to_owned());
        let name = Field {
            id: "name",
            label: lang.say(Words::Name),
            hint: Some(lang.say(Words::NameHint)),
            kind: "text",
            autocomplete: "username",
            node: self.name.clone(),
            wrong: wrong(At::Name),
        };
        let passphrase = Field {
            id: "passphrase",
            label: lang.say(Word::Passphrase),
            hint: None,
            kind: if self.shown { "text" } else { "password" },
            autocomplete: "current-password",
            node: self.passphrase.clone(),
            wrong: wrong(At::Passphrase),
        };
        html! {
            <main class="narrow">
                <h1 ref={ctx.props().heading.clone()} tabindex="-1">{ lang.say(Word::UnlockTitle) }</h1>
                <p class="lead">{ lang.say(Word::UnlockLead) }</p>
                <form onsubmit={send} aria-busy={if self.busy { "true" } else { "false" }}>
                    { name.view() }
                    { passphrase.view() }
                    { field::show_box(lang, self.shown, &link.callback(Msg::Show)) }
                    <button type="submit" class="main" disabled={self.busy}>
                        { lang.say(if self.busy { Word::Opening } else { Word::UnlockButton }) }
                    </button>
                </form>
                <p class="hint">{ lang.say(Word::UnlockHint) }</p>
                <button type="button" class="quiet" onclick={ctx.props().on_join.reform(|_| ())}>{ lang.say(Words::Invited) }</button>
            </main>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        if ctx.props().name.is_empty() {
            field::focus(&self.name);
        } else {
            field::write(&self.name, &ctx.props().name);
            field::focus(&self.passphrase);
        }
    }
}

impl Unlock {
    fn fail(&mut self, at: At, why: &'static str) {
        (self.busy, self.wrong) = (false, Some((at, why)));
        field::focus(if at == At::Name { &self.name } else { &self.passphrase });
    }

    fn send(&mut self, ctx: &Context<Self>) {
        let Props { lang, centre, kdf, sound, .. } = ctx.props();
        let (lang, centre, kdf) = (*lang, *centre, *kdf);
        sound.wake();
        let name = field::typed(&self.name).trim().to_owned();
        let passphrase = Zeroizing::new(field::typed(&self.passphrase));
        if name.is_empty() {
            return self.fail(At::Name, lang.say(Words::NeedName));
        }
        if passphrase.is_empty() {
            return self.fail(At::Passphrase, lang.say(Word::NeedPassphrase));
        }
        (self.busy, self.wrong) = (true, None);
        ctx.link().send_future(async move {
            TimeoutFuture::new(DRAW_MS).await;
            match open(lang, centre, &name, &passphrase, kdf).await {
                Ok((open, moved)) => Msg::Opened(Rc::new(open), moved),
                Err(why) => Msg::Failed(why),
            }
        });
    }
}

async fn open(
    lang: Lang,
    centre: Centre,
    name: &str,
    passphrase: &str,
    kdf: Kdf,
) -> Result<(Open, bool), &'static str> {
    let salt = door::salt(centre, name).await.map_err(|fault| said(lang, &fault))?;
    let attempt = Attempt::new(passphrase, &salt, kdf).map_err(|why| refused(lang, &why))?;
    let given = door::unlock(centre, name, &attempt.auth_key).await.map_err(|fault| said(lang, &fault))?;
    Open::of(centre, &attempt, given).await.map_err(|closed| match closed {
        Closed::Key => lang.say(Word::KeyRefused),
        Closed::Gateway(fault) => said(lang, &fault),
    })
}

/// The words for a failed derivation or key.
pub fn refused(lang: Lang, why: &SealError) -> &'static str {
    lang.say(match why {
        SealError::Random => Word::BrowserCannot,
        SealError::Kdf | SealError::Key | SealError::Open => Word::KeyRefused,
    })
}

/// The words for a refusal of the gateway.
pub fn said(lang: Lang, fault: &Fault) -> &'static str {
    match fault {
        Fault::NoAnswer => lang.say(Word::NoAnswer),
        Fault::Refused(code) => match code.as_str() {
            "passphrase" => lang.say(Words::WrongPair),
            "disabled" => lang.say(Words::Disabled),
            "invite-code" => lang.say(Words::WrongJoinCode),
            "setup-code" => lang.say(Word::WrongCode),
            "already-set-up" => lang.say(Word::AlreadySetUp),
            "slow-down" => lang.say(Word::TooFast),
            _ => lang.say(Word::Unexpected),
        },
        Fault::Session | Fault::Unreadable => lang.say(Word::Unexpected),
    }
}
