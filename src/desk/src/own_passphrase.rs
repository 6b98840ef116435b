//! Another passphrase for the own key.

use crate::{
    api::{Fault, door},
    field::{self, Field, NewPassphrase},
    identity::Attempt,
    joining::new_passphrase,
    open::{Open, OpenRc},
    unlock::{DRAW_MS, refused, said},
    words::{Lang, Word, team::Team as Words},
};
use gloo_timers::future::TimeoutFuture;
use std::rc::Rc;
use yew::prelude::*;
use zeroize::Zeroizing;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    pub on_ended: Callback<()>,
}

#[derive(Clone, Copy, PartialEq)]
pub enum At {
    Old,
    New,
    Again,
}

pub enum Msg {
    Show(bool),
    Send,
    Done,
    Ended,
    Failed(At, &'static str),
}

#[derive(Default)]
pub struct OwnPassphrase {
    old: NodeRef,
    new: NodeRef,
    again: NodeRef,
    shown: bool,
    busy: bool,
    done: bool,
    wrong: Option<(At, &'static str)>,
}

impl Component for OwnPassphrase {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> OwnPassphrase {
        OwnPassphrase::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Show(shown) => self.shown = shown,
            Msg::Send if self.busy => return false,
            Msg::Send => self.send(ctx),
            Msg::Done => {
                (self.busy, self.done) = (false, true);
                for node in [&self.old, &self.new, &self.again] {
                    field::write(node, "");
                }
            }
            Msg::Ended => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Msg::Failed(at, why) => (self.busy, self.wrong) = (false, Some((at, why))),
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
        let old = Field {
            id: "old-passphrase",
            label: lang.say(Words::OldPassphrase),
            hint: None,
            kind: if self.shown { "text" } else { "password" },
            autocomplete: "current-password",
            node: self.old.clone(),
            wrong: wrong(At::Old),
        };
        let new = NewPassphrase {
            node: &self.new,
            again: &self.again,
            wrong: [wrong(At::New), wrong(At::Again)],
            shown: self.shown,
        };
        html! {
            <section class="step">
                <h2>{ lang.say(Words::Passphrase) }</h2>
                <details>
                    <summary>{ lang.say(Words::Passphrase) }</summary>
                    <form onsubmit={send} aria-busy={if self.busy { "true" } else { "false" }}>
                        { old.view() }
                        { new.view(lang, &link.callback(Msg::Show)) }
                        <button type="submit" class="other" disabled={self.busy}>
                            { lang.say(if self.busy { Words::Working } else { Words::PassphraseButton }) }
                        </button>
                    </form>
                </details>
                <p class="hint" role="status">{ self.done.then(|| lang.say(Words::PassphraseDone)) }</p>
            </section>
        }
    }
}

impl OwnPassphrase {
    fn send(&mut self, ctx: &Context<Self>) {
        let lang = ctx.props().lang;
        let [old, new, again] =
            [&self.old, &self.new, &self.again].map(|node| Zeroizing::new(field::typed(node)));
        self.done = false;
        if old.is_empty() {
            self.wrong = Some((At::Old, lang.say(Word::NeedPassphrase)));
            return;
        }
        if let Err((first, why)) = new_passphrase(lang, &new, &again) {
            self.wrong = Some((if first { At::New } else { At::Again }, why));
            return;
        }
        (self.busy, self.wrong) = (true, None);
        let open = Rc::clone(&ctx.props().open.0);
        ctx.link().send_future(async move {
            TimeoutFuture::new(DRAW_MS).await;
            match change(lang, &open, &old, &new).await {
                Ok(()) => Msg::Done,
                Err(None) => Msg::Ended,
                Err(Some((at, why))) => Msg::Failed(at, why),
            }
        });
    }
}

/// `None` when the session is over.
async fn change(lang: Lang, open: &Open, old: &str, new: &str) -> Result<(), Option<(At, &'static str)>> {
    let fault = |fault: Fault| match fault {
        Fault::Session => None,
        fault if fault.is("passphrase") => Some((At::Old, lang.say(Word::WrongPassphrase))),
        fault => Some((At::New, said(lang, &fault))),
    };
    let kdf = door::door().await.map_err(fault)?.kdf;
    let salt = door::salt(open.centre, &open.me.name).await.map_err(fault)?;
    let key = |why| Some((At::New, refused(lang, &why)));
    let attempt = Attempt::new(old, &salt, kdf).map_err(key)?;
    let deposit = open.identity.deposit(new, kdf).map_err(key)?;
    open.session.change_passphrase(&attempt.auth_key, &deposit).await.map_err(fault)
}
