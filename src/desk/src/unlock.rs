//! The passphrase at the door.

use crate::{
    api::{self, Fault},
    app::Open,
    field::{self, Field},
    keys::Attempt,
    sound::Sound,
    words::{Lang, Word},
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
    pub salt: String,
    pub kdf: Kdf,
    pub sound: Rc<Sound>,
    pub on_open: Callback<Rc<Open>>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        (self.lang, &self.salt, self.kdf) == (other.lang, &other.salt, other.kdf)
            && Rc::ptr_eq(&self.sound, &other.sound)
            && self.on_open == other.on_open
    }
}

pub enum Msg {
    Show(bool),
    Send,
    Opened(Rc<Open>),
    Failed(Word),
}

#[derive(Default)]
pub struct Unlock {
    passphrase: NodeRef,
    shown: bool,
    busy: bool,
    wrong: Option<Word>,
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
            Msg::Opened(open) => ctx.props().on_open.emit(open),
            Msg::Failed(why) => {
                (self.busy, self.wrong) = (false, Some(why));
                field::focus(&self.passphrase);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Send
        });
        let passphrase = Field {
            id: "passphrase",
            label: Word::Passphrase,
            hint: None,
            kind: if self.shown { "text" } else { "password" },
            autocomplete: "current-password",
            node: self.passphrase.clone(),
            wrong: self.wrong,
        };
        html! {
            <main class="narrow">
                <h1 ref={ctx.props().heading.clone()} tabindex="-1">{ lang.say(Word::UnlockTitle) }</h1>
                <p class="lead">{ lang.say(Word::UnlockLead) }</p>
                <form onsubmit={send} aria-busy={if self.busy { "true" } else { "false" }}>
                    { passphrase.view(lang) }
                    { field::show_box(lang, self.shown, &link.callback(Msg::Show)) }
                    <button type="submit" class="main" disabled={self.busy}>
                        { lang.say(if self.busy { Word::Opening } else { Word::UnlockButton }) }
                    </button>
                </form>
                <p class="hint">{ lang.say(Word::UnlockHint) }</p>
            </main>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            field::focus(&self.passphrase);
        }
    }
}

impl Unlock {
    fn send(&mut self, ctx: &Context<Self>) {
        ctx.props().sound.wake();
        let passphrase = Zeroizing::new(field::typed(&self.passphrase));
        if passphrase.is_empty() {
            self.wrong = Some(Word::NeedPassphrase);
            field::focus(&self.passphrase);
            return;
        }
        (self.busy, self.wrong) = (true, None);
        let (salt, kdf) = (ctx.props().salt.clone(), ctx.props().kdf);
        ctx.link().send_future(async move {
            TimeoutFuture::new(DRAW_MS).await;
            match open(&passphrase, &salt, kdf).await {
                Ok(open) => Msg::Opened(Rc::new(open)),
                Err(why) => Msg::Failed(why),
            }
        });
    }
}

async fn open(passphrase: &str, salt: &str, kdf: Kdf) -> Result<Open, Word> {
    let attempt = Attempt::new(passphrase, salt, kdf).map_err(|why| refused(&why))?;
    let unlocked = api::unlock(&attempt.auth_key).await.map_err(|fault| said(&fault))?;
    let session = unlocked.session();
    match attempt.unlock(&unlocked.wrapped_key, &unlocked.public_key) {
        Ok(keys) => Ok(Open { session, keys, name: unlocked.name }),
        Err(_) => {
            session.close().await;
            Err(Word::KeyRefused)
        }
    }
}

/// The words for a failed derivation or key.
pub fn refused(why: &SealError) -> Word {
    match why {
        SealError::Random => Word::BrowserCannot,
        SealError::Kdf | SealError::Key | SealError::Open => Word::KeyRefused,
    }
}

/// The words for a refusal of the gateway.
pub fn said(fault: &Fault) -> Word {
    match fault {
        Fault::NoAnswer => Word::NoAnswer,
        Fault::Refused(code) => match code.as_str() {
            "passphrase" => Word::WrongPassphrase,
            "setup-code" => Word::WrongCode,
            "already-set-up" => Word::AlreadySetUp,
            "slow-down" => Word::TooFast,
            _ => Word::Unexpected,
        },
        Fault::Session | Fault::Unreadable => Word::Unexpected,
    }
}
