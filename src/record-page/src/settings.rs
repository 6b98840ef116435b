//! Lock, name, wiping.

use crate::{
    app::{Act, Here},
    door::{DRAW_MS, new_passphrase, new_pin},
    field::{Field, Kind, focus, typed, typed_secret},
    home::back,
    lang::Word,
    open::{Open, OpenRc, Place, pin_lock},
    words::{self, door, home, keep as w},
};
use gloo_timers::future::TimeoutFuture;
use qinghe_record::{Id, Line, kept::Kept};
use qinghe_seal::lock::PassphraseLock;
use yew::prelude::*;
use zeroize::Zeroizing;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub here: Here,
    pub heading: NodeRef,
    pub open: OpenRc,
}

/// Fields, by position in [`Settings::nodes`].
const NAME: usize = 0;
const PIN: usize = 1;
const PASSPHRASE: usize = 2;
const AGAIN: usize = 3;
const WIPE: usize = 4;

pub enum Msg {
    Rename,
    Pin,
    NoPin,
    Passphrase,
    Wipe,
    Kept(Box<Kept>, Word),
    Failed(usize, Word),
}

/// The settings.
#[derive(Default)]
pub struct Settings {
    nodes: [NodeRef; 5],
    wrong: Option<(usize, Word)>,
    busy: bool,
    sure: bool,
}

impl Component for Settings {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Settings {
        Settings::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let act = &ctx.props().here.act;
        let kept = kept(ctx).cloned();
        match (msg, kept) {
            (Msg::Failed(at, why), _) => self.fail(at, why),
            (Msg::Kept(kept, said), _) => {
                self.busy = false;
                act.emit(Act::Keep(kept, said));
            }
            (_, _) if self.busy => return false,
            (Msg::Wipe, None) if !self.sure => self.sure = true,
            (Msg::Wipe, None) => act.emit(Act::Wiped(w::WIPED)),
            (_, None) => return false,
            (Msg::Rename, Some(kept)) => match Line::new(&typed(&self.nodes[NAME])) {
                Ok(name) => act.emit(Act::Keep(Box::new(kept.with_name(name)), words::SAVED)),
                Err(_) => self.fail(NAME, door::NEED_NAME),
            },
            (Msg::NoPin, Some(kept)) => self.no_pin(ctx, kept),
            (Msg::Pin, Some(kept)) => self.pin(ctx, kept),
            (Msg::Passphrase, Some(kept)) => self.passphrase(ctx, kept),
            (Msg::Wipe, Some(_)) => self.wipe(ctx),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { here, heading, open } = ctx.props();
        let kept = match &open.0.place {
            Place::Kept(row, _) => Some(&row.kept),
            Place::Memory => None,
        };
        html! {
            <>
                { back(here) }
                <h1 ref={heading.clone()} tabindex="-1">{ here.say(if kept.is_some() { home::SETTINGS } else { w::SHARED_TITLE }) }</h1>
                { match kept {
                    Some(kept) => self.all(ctx, kept),
                    None => self.end(ctx),
                } }
            </>
        }
    }
}

fn kept(ctx: &Context<Settings>) -> Option<&Kept> {
    match &ctx.props().open.0.place {
        Place::Kept(row, _) => Some(&row.kept),
        Place::Memory => None,
    }
}

impl Settings {
    fn fail(&mut self, at: usize, why: Word) {
        (self.busy, self.wrong) = (false, Some((at, why)));
        focus(&self.nodes[at]);
    }

    fn field(&self, here: &Here, at: usize, id: &'static str, label: Word, kind: Kind, value: &str) -> Html {
        let wrong = self.wrong.filter(|(wrong, _)| *wrong == at).map(|(_, why)| here.say(why).to_owned());
        let (label, value, node) = (here.say(label).to_owned(), value.to_owned(), self.nodes[at].clone());
        Field { id, label, hint: None, kind, value, node, wrong }.view(here.lang)
    }

    fn all(&self, ctx: &Context<Self>, kept: &Kept) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let send = |msg: fn() -> Msg| {
            link.callback(move |event: SubmitEvent| {
                event.prevent_default();
                msg()
            })
        };
        let (digits, secret) = (Kind::Digits { shown: true }, Kind::Secret { shown: false });
        let has_pin = kept.pin().is_some();
        html! {
            <>
                <section>
                    <h2>{ here.say(w::PIN_TITLE) }</h2>
                    <p>{ here.say(if has_pin { w::PIN_SET } else { w::PIN_UNSET }) }</p>
                    <form onsubmit={send(|| Msg::Pin)}>
                        { self.field(here, PIN, "new-pin", w::PIN_NEW, digits, "") }
                        <div class="row">
                            <button type="submit" class="other" disabled={self.busy}>{ here.say(w::PIN_SAVE) }</button>
                            if has_pin {
                                <button type="button" class="quiet" disabled={self.busy} onclick={link.callback(|_| Msg::NoPin)}>{ here.say(w::PIN_REMOVE) }</button>
                            }
                        </div>
                    </form>
                </section>
                <section>
                    <h2>{ here.say(w::PASSPHRASE_TITLE) }</h2>
                    <form onsubmit={send(|| Msg::Passphrase)}>
                        { self.field(here, PASSPHRASE, "new-passphrase", w::PASSPHRASE_NEW, secret, "") }
                        { self.field(here, AGAIN, "new-again", door::AGAIN, secret, "") }
                        <button type="submit" class="other" disabled={self.busy}>{ here.say(w::PASSPHRASE_SAVE) }</button>
                    </form>
                </section>
                <section>
                    <h2>{ here.say(w::RENAME_TITLE) }</h2>
                    <form onsubmit={send(|| Msg::Rename)}>
                        { self.field(here, NAME, "new-name", door::NAME, Kind::Line, kept.name()) }
                        <button type="submit" class="other" disabled={self.busy}>{ here.say(words::SAVE) }</button>
                    </form>
                </section>
                <section>
                    <h2>{ here.say(w::WIPE_TITLE) }</h2>
                    <p>{ here.say(w::WIPE_LEAD) }</p>
                    <form onsubmit={send(|| Msg::Wipe)}>
                        if self.sure { { self.field(here, WIPE, "wipe", w::WIPE_SURE, Kind::Line, "") } }
                        <button type="submit" class="quiet" disabled={self.busy}>{ here.say(w::WIPE_BUTTON) }</button>
                    </form>
                </section>
            </>
        }
    }

    fn end(&self, ctx: &Context<Self>) -> Html {
        let here = &ctx.props().here;
        let label = if self.sure { w::SHARED_SURE } else { w::SHARED_END };
        html! {
            <>
                <p class="lead">{ here.say(w::SHARED_LEAD) }</p>
                <div class="actions">
                    <button type="button" class="main" onclick={ctx.link().callback(|_| Msg::Wipe)}>{ here.say(label) }</button>
                </div>
            </>
        }
    }

    fn no_pin(&mut self, ctx: &Context<Self>, kept: Kept) {
        let Some((id, _)) = place(&ctx.props().open.0) else { return };
        let browser = ctx.props().here.browser.clone();
        self.busy = true;
        ctx.link().send_future(async move {
            browser.forget_key(id).await;
            Msg::Kept(Box::new(kept.with_pin(None)), w::PIN_UNSET)
        });
    }

    fn pin(&mut self, ctx: &Context<Self>, kept: Kept) {
        let pin = match new_pin(&typed_secret(&self.nodes[PIN])) {
            Ok(pin) => pin,
            Err(why) => return self.fail(PIN, why),
        };
        (self.busy, self.wrong) = (true, None);
        let (open, browser) = (ctx.props().open.clone(), ctx.props().here.browser.clone());
        ctx.link().send_future(async move {
            TimeoutFuture::new(DRAW_MS).await;
            let Some((id, identity)) = place(&open.0) else { return Msg::Failed(PIN, door::FAILED) };
            match pin_lock(&browser, id, &pin, identity).await {
                Some(with) => Msg::Kept(Box::new(kept.with_pin(Some(with))), w::PIN_DONE),
                None => Msg::Failed(PIN, door::FAILED),
            }
        });
    }

    fn passphrase(&mut self, ctx: &Context<Self>, kept: Kept) {
        let passphrase = Zeroizing::new(typed_secret(&self.nodes[PASSPHRASE]));
        let again = Zeroizing::new(typed_secret(&self.nodes[AGAIN]));
        if let Err((at, why)) = new_passphrase(&passphrase, &again) {
            return self.fail(PASSPHRASE + at, why);
        }
        (self.busy, self.wrong) = (true, None);
        let open = ctx.props().open.clone();
        ctx.link().send_future(async move {
            TimeoutFuture::new(DRAW_MS).await;
            let lock =
                place(&open.0).and_then(|(_, identity)| PassphraseLock::make(&passphrase, identity).ok());
            match lock {
                Some(lock) => Msg::Kept(Box::new(kept.with_passphrase(lock)), w::PASSPHRASE_DONE),
                None => Msg::Failed(PASSPHRASE, door::FAILED),
            }
        });
    }

    fn wipe(&mut self, ctx: &Context<Self>) {
        let here = ctx.props().here.clone();
        if !self.sure {
            self.sure = true;
            return;
        }
        if typed(&self.nodes[WIPE]).trim() != here.say(w::WIPE_WORD) {
            return self.fail(WIPE, w::WIPE_SURE);
        }
        let Some((id, _)) = place(&ctx.props().open.0) else { return };
        self.busy = true;
        wasm_bindgen_futures::spawn_local(async move {
            let gone = here.browser.remove(id).await;
            here.act.emit(Act::Wiped(if gone { w::WIPED } else { w::WIPE_FAILED }));
        });
    }
}

fn place(open: &Open) -> Option<(Id, &qinghe_seal::age::Identity)> {
    match &open.place {
        Place::Kept(row, identity) => Some((row.id, identity)),
        Place::Memory => None,
    }
}
