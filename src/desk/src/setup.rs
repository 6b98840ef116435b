//! First visit: the centre's key is made here and leaves this browser only wrapped.

use crate::{
    api::{self, Fault},
    app::Open,
    field::{self, Field},
    keys::Keys,
    passphrase::{self, Weak},
    sound::Sound,
    unlock::{DRAW_MS, refused, said},
    words::{Lang, Word},
};
use gloo_timers::future::TimeoutFuture;
use qinghe_seal::Kdf;
use std::rc::Rc;
use yew::prelude::*;
use zeroize::Zeroizing;

const NAME_MAX: usize = 40;

#[derive(Properties)]
pub struct Props {
    pub lang: Lang,
    pub heading: NodeRef,
    pub kdf: Kdf,
    pub sound: Rc<Sound>,
    /// The open desk and the salt of its passphrase.
    pub on_made: Callback<(Rc<Open>, String)>,
    pub on_taken: Callback<()>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        (self.lang, self.kdf) == (other.lang, other.kdf)
            && Rc::ptr_eq(&self.sound, &other.sound)
            && self.on_made == other.on_made
            && self.on_taken == other.on_taken
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum Which {
    Code,
    Name,
    Passphrase,
    Again,
    /// The form as a whole.
    All,
}

pub enum Msg {
    Show(bool),
    Send,
    Made(Rc<Open>, String),
    Taken,
    Failed(Which, Word),
}

#[derive(Default)]
pub struct SetUp {
    code: NodeRef,
    name: NodeRef,
    passphrase: NodeRef,
    again: NodeRef,
    shown: bool,
    busy: bool,
    wrong: Option<(Which, Word)>,
}

impl Component for SetUp {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> SetUp {
        SetUp::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Show(shown) => self.shown = shown,
            Msg::Send if self.busy => return false,
            Msg::Send => self.send(ctx),
            Msg::Made(open, salt) => ctx.props().on_made.emit((open, salt)),
            Msg::Taken => ctx.props().on_taken.emit(()),
            Msg::Failed(which, why) => self.fail(which, why),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Send
        });
        html! {
            <main class="narrow">
                <h1 ref={ctx.props().heading.clone()} tabindex="-1">{ lang.say(Word::SetUpTitle) }</h1>
                <p class="lead">{ lang.say(Word::SetUpLead) }</p>
                <form onsubmit={send} aria-busy={if self.busy { "true" } else { "false" }}>
                    { self.fields(lang) }
                    { field::show_box(lang, self.shown, &link.callback(Msg::Show)) }
                    <p class="keep">{ lang.say(Word::SetUpKeep) }</p>
                    <button type="submit" class="main" disabled={self.busy}>
                        { lang.say(if self.busy { Word::Making } else { Word::SetUpButton }) }
                    </button>
                    <p class="wrong" role="alert">
                        if let Some(why) = self.wrong_at(Which::All) { { lang.say(why) } }
                    </p>
                </form>
            </main>
        }
    }
}

impl SetUp {
    fn fields(&self, lang: Lang) -> Html {
        let secret = if self.shown { "text" } else { "password" };
        let field = |id, which, label, hint, kind, autocomplete| {
            let (node, wrong) = (self.node(which).clone(), self.wrong_at(which));
            Field { id, label, hint, kind, autocomplete, node, wrong }.view(lang)
        };
        html! {
            <>
                { field("code", Which::Code, Word::Code, Some(Word::CodeHint), "text", "off") }
                { field("name", Which::Name, Word::Name, Some(Word::NameHint), "text", "name") }
                { field("passphrase", Which::Passphrase, Word::Passphrase, Some(Word::PassphraseRule), secret, "new-password") }
                { field("again", Which::Again, Word::Again, None, secret, "new-password") }
            </>
        }
    }

    fn node(&self, which: Which) -> &NodeRef {
        match which {
            Which::Code | Which::All => &self.code,
            Which::Name => &self.name,
            Which::Passphrase => &self.passphrase,
            Which::Again => &self.again,
        }
    }

    fn wrong_at(&self, which: Which) -> Option<Word> {
        self.wrong.filter(|(at, _)| *at == which).map(|(_, why)| why)
    }

    fn fail(&mut self, which: Which, why: Word) {
        (self.busy, self.wrong) = (false, Some((which, why)));
        if which != Which::All {
            field::focus(self.node(which));
        }
    }

    fn send(&mut self, ctx: &Context<Self>) {
        ctx.props().sound.wake();
        let (code, name) = (field::typed(&self.code), field::typed(&self.name));
        let (passphrase, again) = (field::typed(&self.passphrase), field::typed(&self.again));
        let (passphrase, again) = (Zeroizing::new(passphrase), Zeroizing::new(again));
        if let Err((which, why)) = check(code.trim(), name.trim(), &passphrase, &again) {
            return self.fail(which, why);
        }
        (self.busy, self.wrong) = (true, None);
        let kdf = ctx.props().kdf;
        ctx.link().send_future(async move {
            TimeoutFuture::new(DRAW_MS).await;
            make(code.trim(), name.trim(), &passphrase, kdf).await
        });
    }
}

fn check(code: &str, name: &str, passphrase: &str, again: &str) -> Result<(), (Which, Word)> {
    if code.is_empty() {
        return Err((Which::Code, Word::NeedCode));
    }
    if name.is_empty() || name.chars().count() > NAME_MAX {
        return Err((Which::Name, Word::NeedName));
    }
    passphrase::check(passphrase).map_err(|weak| (Which::Passphrase, weak_word(weak)))?;
    if passphrase == again { Ok(()) } else { Err((Which::Again, Word::NotSame)) }
}

fn weak_word(weak: Weak) -> Word {
    match weak {
        Weak::Empty => Word::NeedPassphrase,
        Weak::Short => Word::WeakShort,
        Weak::Digits => Word::WeakDigits,
        Weak::Repeated => Word::WeakRepeated,
    }
}

async fn make(code: &str, name: &str, passphrase: &str, kdf: Kdf) -> Msg {
    let (keys, deposit) = match Keys::make(passphrase, kdf) {
        Ok(made) => made,
        Err(why) => return Msg::Failed(Which::All, refused(&why)),
    };
    match api::set_up(code, name, &deposit).await {
        Ok(session) => Msg::Made(Rc::new(Open { session, keys, name: name.to_owned() }), deposit.salt),
        Err(Fault::Refused(code)) if code == "already-set-up" => Msg::Taken,
        Err(fault) => {
            let why = said(&fault);
            Msg::Failed(if why == Word::WrongCode { Which::Code } else { Which::All }, why)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Which, check};

    fn at(code: &str, name: &str, passphrase: &str, again: &str) -> Option<Which> {
        check(code, name, passphrase, again).err().map(|(which, _)| which)
    }

    #[test]
    fn the_first_thing_that_is_wrong_is_named_at_its_field() {
        let good = "窗外有两棵树";
        assert!(at("", "林老师", good, good) == Some(Which::Code));
        assert!(at("AB12", "", good, good) == Some(Which::Name));
        assert!(at("AB12", &"林".repeat(41), good, good) == Some(Which::Name));
        assert!(at("AB12", "林老师", "short", "short") == Some(Which::Passphrase));
        assert!(at("AB12", "林老师", good, "窗外有三棵树") == Some(Which::Again));
        assert!(at("AB12", &"林".repeat(40), good, good).is_none());
    }
}
