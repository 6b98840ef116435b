//! A new member: at set-up with a new centre, or with an invitation code. The own key is made here and leaves this
//! browser only wrapped.

use crate::{
    api::{
        Fault,
        door::{self, Centre, SetUp},
    },
    field::{self, Field, NewPassphrase},
    identity::Identity,
    keys::Keys,
    open::Open,
    passphrase::{self, Weak},
    sound::Sound,
    unlock::{DRAW_MS, refused, said},
    words::{Lang, Word, door::Door as Words},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use gloo_timers::future::TimeoutFuture;
use qinghe_seal::{Kdf, KeyPair, SealError, grant};
use std::rc::Rc;
use yew::prelude::*;
use zeroize::Zeroizing;

const NAME_MAX: usize = 40;

/// How somebody becomes a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// First of a new centre.
    SetUp,
    /// With a code from the lead.
    Invited,
}

#[derive(Properties)]
pub struct Props {
    pub lang: Lang,
    pub heading: NodeRef,
    pub centre: Centre,
    pub way: Way,
    pub kdf: Kdf,
    pub sound: Rc<Sound>,
    pub on_made: Callback<Rc<Open>>,
    /// Another browser was faster, or whoever is here has a passphrase already.
    pub on_back: Callback<bool>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Props) -> bool {
        (self.lang, self.centre, self.way, self.kdf) == (other.lang, other.centre, other.way, other.kdf)
            && Rc::ptr_eq(&self.sound, &other.sound)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
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
    Made(Rc<Open>),
    Taken,
    Failed(Which, &'static str),
}

#[derive(Default)]
pub struct Joining {
    code: NodeRef,
    name: NodeRef,
    passphrase: NodeRef,
    again: NodeRef,
    shown: bool,
    busy: bool,
    wrong: Option<(Which, &'static str)>,
}

impl Component for Joining {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Joining {
        Joining::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Show(shown) => self.shown = shown,
            Msg::Send if self.busy => return false,
            Msg::Send => self.send(ctx),
            Msg::Made(open) => ctx.props().on_made.emit(open),
            Msg::Taken => ctx.props().on_back.emit(true),
            Msg::Failed(which, why) => self.fail(which, why),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, way, .. } = *ctx.props();
        let link = ctx.link();
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Send
        });
        let [title, lead, keep, button] = match way {
            Way::SetUp => [Word::SetUpTitle, Word::SetUpLead, Word::SetUpKeep, Word::SetUpButton]
                .map(|word| lang.say(word)),
            Way::Invited => {
                [Words::JoinTitle, Words::JoinLead, Words::Keep, Words::JoinButton].map(|word| lang.say(word))
            }
        };
        html! {
            <main class="narrow">
                <h1 ref={ctx.props().heading.clone()} tabindex="-1">{ title }</h1>
                <p class="lead">{ lead }</p>
                <form onsubmit={send} aria-busy={if self.busy { "true" } else { "false" }}>
                    { self.fields(ctx) }
                    <p class="keep">{ keep }</p>
                    <button type="submit" class="main" disabled={self.busy}>
                        { if self.busy { lang.say(Word::Making) } else { button } }
                    </button>
                    <p class="wrong" role="alert">{ self.wrong_at(Which::All) }</p>
                </form>
                if way == Way::Invited {
                    <button type="button" class="quiet" onclick={ctx.props().on_back.reform(|_| false)}>
                        { lang.say(Words::HaveName) }
                    </button>
                }
            </main>
        }
    }
}

impl Joining {
    fn fields(&self, ctx: &Context<Self>) -> Html {
        let Props { lang, way, .. } = *ctx.props();
        let field = |id, which, label, hint, autocomplete| {
            let (node, wrong) = (self.node(which).clone(), self.wrong_at(which));
            Field { id, label, hint: Some(hint), kind: "text", autocomplete, node, wrong }.view()
        };
        let pair = NewPassphrase {
            node: &self.passphrase,
            again: &self.again,
            wrong: [self.wrong_at(Which::Passphrase), self.wrong_at(Which::Again)],
            shown: self.shown,
        };
        let (code, code_hint) = match way {
            Way::SetUp => (lang.say(Word::Code), lang.say(Word::CodeHint)),
            Way::Invited => (lang.say(Words::JoinCode), lang.say(Words::JoinCodeHint)),
        };
        html! {
            <>
                { field("code", Which::Code, code, code_hint, "off") }
                if way == Way::SetUp {
                    { field("name", Which::Name, lang.say(Word::Name), lang.say(Word::NameHint), "username") }
                }
                { pair.view(lang, &ctx.link().callback(Msg::Show)) }
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

    fn wrong_at(&self, which: Which) -> Option<String> {
        self.wrong.filter(|(at, _)| *at == which).map(|(_, why)| why.to_owned())
    }

    fn fail(&mut self, which: Which, why: &'static str) {
        (self.busy, self.wrong) = (false, Some((which, why)));
        if which != Which::All {
            field::focus(self.node(which));
        }
    }

    fn send(&mut self, ctx: &Context<Self>) {
        let Props { lang, centre, way, kdf, .. } = *ctx.props();
        ctx.props().sound.wake();
        let (code, name) = (field::typed(&self.code), field::typed(&self.name));
        let passphrase = Zeroizing::new(field::typed(&self.passphrase));
        let again = Zeroizing::new(field::typed(&self.again));
        let named = (way == Way::SetUp).then_some(name.trim());
        if let Err((which, why)) = check(lang, code.trim(), named, &passphrase, &again) {
            return self.fail(which, why);
        }
        (self.busy, self.wrong) = (true, None);
        ctx.link().send_future(async move {
            TimeoutFuture::new(DRAW_MS).await;
            let made = match way {
                Way::SetUp => set_up(lang, centre, code.trim(), name.trim(), &passphrase, kdf).await,
                Way::Invited => join(lang, centre, code.trim(), &passphrase, kdf).await,
            };
            match made {
                Ok(open) => Msg::Made(Rc::new(open)),
                Err(None) => Msg::Taken,
                Err(Some((which, why))) => Msg::Failed(which, why),
            }
        });
    }
}

/// `name` is `None` where the lead has given one already.
fn check(
    lang: Lang,
    code: &str,
    name: Option<&str>,
    passphrase: &str,
    again: &str,
) -> Result<(), (Which, &'static str)> {
    if code.is_empty() {
        let word = if name.is_some() { lang.say(Word::NeedCode) } else { lang.say(Words::NeedJoinCode) };
        return Err((Which::Code, word));
    }
    if name.is_some_and(|name| name.is_empty() || name.chars().count() > NAME_MAX) {
        return Err((Which::Name, lang.say(Word::NeedName)));
    }
    new_passphrase(lang, passphrase, again)
        .map_err(|(first, why)| (if first { Which::Passphrase } else { Which::Again }, why))
}

/// Checks a new passphrase; the fault says whether it lies in the first of both fields.
///
/// # Errors
/// The first thing that is wrong.
pub fn new_passphrase(lang: Lang, passphrase: &str, again: &str) -> Result<(), (bool, &'static str)> {
    passphrase::check(passphrase).map_err(|weak| (true, lang.say(weak_word(weak))))?;
    if passphrase == again { Ok(()) } else { Err((false, lang.say(Word::NotSame))) }
}

fn weak_word(weak: Weak) -> Word {
    match weak {
        Weak::Empty => Word::NeedPassphrase,
        Weak::Short => Word::WeakShort,
        Weak::Digits => Word::WeakDigits,
        Weak::Repeated => Word::WeakRepeated,
    }
}

/// Why nobody became a member; `None` when somebody else was faster.
type Failed = Option<(Which, &'static str)>;

fn at(lang: Lang, fault: &Fault) -> Failed {
    let which = if fault.is("setup-code") || fault.is("invite-code") { Which::Code } else { Which::All };
    (!fault.is("already-set-up")).then(|| (which, said(lang, fault)))
}

async fn set_up(
    lang: Lang,
    centre: Centre,
    code: &str,
    name: &str,
    passphrase: &str,
    kdf: Kdf,
) -> Result<Open, Failed> {
    let key = |why: SealError| Some((Which::All, refused(lang, &why)));
    let (identity, deposit) = Identity::make(passphrase, kdf).map_err(key)?;
    let pair = KeyPair::generate().map_err(key)?;
    let new = SetUp {
        centre,
        code,
        name,
        deposit: &deposit,
        centre_public: BASE64.encode(pair.public),
        grant: BASE64.encode(grant(&pair, identity.public()).map_err(key)?),
    };
    let (session, me) = door::set_up(&new).await.map_err(|fault| at(lang, &fault))?;
    Ok(Open::new(session, centre, me, identity, Keys::of(pair)))
}

async fn join(lang: Lang, centre: Centre, code: &str, passphrase: &str, kdf: Kdf) -> Result<Open, Failed> {
    let key = |why: SealError| Some((Which::All, refused(lang, &why)));
    let (identity, deposit) = Identity::make(passphrase, kdf).map_err(key)?;
    let me = door::join(centre, code, &deposit).await.map_err(|fault| at(lang, &fault))?;
    let given = door::unlock(centre, &me.name, &deposit.auth_key).await.map_err(|fault| at(lang, &fault))?;
    let keys = Keys::open(&identity, &given.keys).map_err(key)?;
    Ok(Open::new(given.session, centre, given.me, identity, keys))
}

#[cfg(test)]
mod tests {
    use super::{Which, check};
    use crate::words::Lang;

    fn wrong(code: &str, name: Option<&str>, passphrase: &str, again: &str) -> Option<Which> {
        check(Lang::Zh, code, name, passphrase, again).err().map(|(which, _)| which)
    }

    #[test]
    fn the_first_thing_that_is_wrong_is_named_at_its_field() {
        let good = "窗外有两棵树";
        let lin = Some("林老师");
        assert_eq!(wrong("", lin, good, good), Some(Which::Code));
        assert_eq!(wrong("AB12", Some(""), good, good), Some(Which::Name));
        assert_eq!(wrong("AB12", Some(&"林".repeat(41)), good, good), Some(Which::Name));
        assert_eq!(wrong("AB12", lin, "short", "short"), Some(Which::Passphrase));
        assert_eq!(wrong("AB12", lin, good, "窗外有三棵树"), Some(Which::Again));
        assert_eq!(wrong("AB12", Some(&"林".repeat(40)), good, good), None);
        assert_eq!(wrong("AB12", None, good, good), None);
    }
}
