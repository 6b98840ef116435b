//! Before a record is open: welcome, making one, opening one.

use crate::{
    app::{Act, Here, View},
    field::{self, Field, Kind, focus, show_box, typed, typed_secret},
    lang::{Lang, Word},
    open::{Asked, NotMade, Shut, enter, make, with_passphrase, with_pin},
    ports::{Browser, Row},
    words::door as w,
};
use gloo_timers::future::TimeoutFuture;
use qinghe_record::{Line, Record};
use qinghe_seal::{
    lock::{LockError, SHORTEST},
    pin::Pin,
};
use yew::prelude::*;
use zeroize::Zeroizing;

/// The browser draws before a derivation holds it up.
pub const DRAW_MS: u32 = 40;

/// The first page.
pub fn welcome(here: &Here, heading: &NodeRef, refused: bool, shared: bool) -> Html {
    let memory = here.act.reform(|_: MouseEvent| Act::Memory(Record::default()));
    let share = {
        let (browser, act) = (here.browser.clone(), here.act.clone());
        Callback::from(move |_: MouseEvent| {
            browser.share();
            act.emit(Act::Go(View::Door));
        })
    };
    html! {
        <>
            <h1 ref={heading.clone()} tabindex="-1">{ here.say(w::WELCOME) }</h1>
            { sprout() }
            <p class="lead">{ here.say(w::WELCOME_LEAD) }</p>
            if shared {
                <p class="keep">{ here.say(w::SHARED_HINT) }</p>
                <div class="actions">
                    <button type="button" class="main" onclick={memory}>{ here.say(w::SHARED_NEW) }</button>
                    <button type="button" class="other" onclick={here.to(View::Import)}>{ here.say(w::SHARED_BRING) }</button>
                </div>
            } else {
                <p>{ here.say(w::WHERE) }</p>
                if refused { <p class="keep">{ here.say(w::STORAGE) }</p> }
                <div class="actions">
                    if !refused {
                        <button type="button" class="main" onclick={here.to(View::Make)}>{ here.say(w::MAKE) }</button>
                        <button type="button" class="other" onclick={here.to(View::Import)}>{ here.say(w::BRING) }</button>
                    }
                    <button type="button" class={if refused { "main" } else { "quiet" }} onclick={share}>{ here.say(w::SHARED) }</button>
                </div>
            }
        </>
    }
}

/// A seedling with a book's two leaves.
fn sprout() -> Html {
    html! {
        <svg class="picture" viewBox="0 0 240 90" aria-hidden="true">
            <path class="ground" d="M30 80h180" />
            <path d="M120 80V44" />
            <path class="leaf" d="M120 50C96 50 84 36 82 18c22 0 38 12 38 32z" />
            <path class="leaf" d="M120 58c2-20 16-32 40-32-2 20-16 32-40 32z" />
            <path class="ground" d="M60 80c2-8 8-12 14-12M180 80c-2-6-6-10-12-10" />
        </svg>
    }
}

#[derive(Properties, PartialEq)]
pub struct MakeProps {
    pub here: Here,
    pub heading: NodeRef,
    pub first: bool,
    /// What goes into it.
    #[prop_or_default]
    pub record: Option<crate::open::OpenRc>,
}

pub enum MakeMsg {
    Show(bool),
    Send,
    Failed(usize, Word),
}

/// Making a record.
#[derive(Default)]
pub struct Make {
    nodes: [NodeRef; 4],
    shown: bool,
    busy: bool,
    wrong: Option<(usize, Word)>,
}

impl Component for Make {
    type Message = MakeMsg;
    type Properties = MakeProps;

    fn create(_: &Context<Self>) -> Make {
        Make::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: MakeMsg) -> bool {
        match msg {
            MakeMsg::Show(shown) => self.shown = shown,
            MakeMsg::Send if self.busy => return false,
            MakeMsg::Send => self.send(ctx),
            MakeMsg::Failed(at, why) => self.fail(at, why),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let here = &ctx.props().here;
        let send = ctx.link().callback(|event: SubmitEvent| {
            event.prevent_default();
            MakeMsg::Send
        });
        html! {
            <>
                <h1 ref={ctx.props().heading.clone()} tabindex="-1">{ here.say(w::MAKE_TITLE) }</h1>
                <form onsubmit={send} aria-busy={self.busy.to_string()}>
                    { self.fields(here.lang) }
                    { show_box(here.lang, self.shown, &ctx.link().callback(MakeMsg::Show)) }
                    { strength(here.lang) }
                    <p class="keep">{ here.say(w::FORGOTTEN) }</p>
                    <div class="actions">
                        <button type="submit" class="main" disabled={self.busy}>
                            { here.say(if self.busy { w::MAKING } else { w::MAKE_BUTTON }) }
                        </button>
                        <button type="button" class="quiet" disabled={self.busy}
                            onclick={here.to(if ctx.props().first { View::Door } else { View::Unlock })}>
                            { here.say(crate::words::CANCEL) }
                        </button>
                    </div>
                </form>
            </>
        }
    }
}

/// What a guess costs, honestly.
fn strength(lang: Lang) -> Html {
    html! {
        <details>
            <summary>{ lang.say(w::STRENGTH) }</summary>
            <p>{ lang.say(w::STRENGTH_PASSPHRASE) }</p>
            <p>{ lang.say(w::STRENGTH_PIN) }</p>
        </details>
    }
}

impl Make {
    fn fields(&self, lang: Lang) -> Html {
        let (secret, digits) = (Kind::Secret { shown: self.shown }, Kind::Digits { shown: self.shown });
        let field = |at: usize, id, label, hint, kind, value: &str| {
            let wrong = self.wrong.filter(|(wrong, _)| *wrong == at).map(|(_, why)| lang.say(why).to_owned());
            let (label, value) = (lang.say(label).to_owned(), value.to_owned());
            Field { id, label, hint, kind, value, node: self.nodes[at].clone(), wrong }.view(lang)
        };
        html! {
            <>
                { field(0, "name", w::NAME, Some(w::NAME_HINT), Kind::Line, lang.say(w::NAME_DEFAULT)) }
                { field(1, "passphrase", w::PASSPHRASE, Some(w::PASSPHRASE_HINT), secret, "") }
                { field(2, "again", w::AGAIN, None, secret, "") }
                { field(3, "pin", w::PIN, Some(w::PIN_HINT), digits, "") }
            </>
        }
    }

    fn fail(&mut self, at: usize, why: Word) {
        (self.busy, self.wrong) = (false, Some((at, why)));
        focus(&self.nodes[at]);
    }

    fn send(&mut self, ctx: &Context<Self>) {
        let [name, passphrase, again, pin] = &self.nodes;
        let (name, pin) = (typed(name), Zeroizing::new(typed_secret(pin)));
        let passphrase = Zeroizing::new(typed_secret(passphrase));
        let again = Zeroizing::new(typed_secret(again));
        let (name, pin) = match checked(&name, &passphrase, &again, &pin) {
            Ok(checked) => checked,
            Err((at, why)) => return self.fail(at, why),
        };
        (self.busy, self.wrong) = (true, None);
        let (browser, act) = (ctx.props().here.browser.clone(), ctx.props().here.act.clone());
        let record = ctx.props().record.as_ref().map(|open| open.0.record.clone()).unwrap_or_default();
        let link = ctx.link().clone();
        wasm_bindgen_futures::spawn_local(async move {
            TimeoutFuture::new(DRAW_MS).await;
            let asked = Asked { name, passphrase: &passphrase, pin: pin.as_ref(), record };
            match make(&browser, asked).await {
                Ok(open) => act.emit(Act::Opened(open)),
                Err(NotMade::Store) => link.send_message(MakeMsg::Failed(1, w::STORAGE)),
                Err(NotMade::Failed) => link.send_message(MakeMsg::Failed(1, w::FAILED)),
                Err(NotMade::Full) => link.send_message(MakeMsg::Failed(1, crate::words::FULL)),
            }
        });
    }
}

fn checked(
    name: &str,
    passphrase: &str,
    again: &str,
    pin: &str,
) -> Result<(Line, Option<Pin>), (usize, Word)> {
    let name = Line::new(name).map_err(|_| (0, w::NEED_NAME))?;
    new_passphrase(passphrase, again).map_err(|(at, why)| (at + 1, why))?;
    let pin = if pin.trim().is_empty() { None } else { Some(new_pin(pin).map_err(|why| (3, why))?) };
    Ok((name, pin))
}

/// A passphrase that somebody thought up, typed twice. Says which of the two.
pub fn new_passphrase(passphrase: &str, again: &str) -> Result<(), (usize, Word)> {
    if passphrase.chars().count() < SHORTEST {
        return Err((0, w::TOO_SHORT));
    }
    if passphrase == again { Ok(()) } else { Err((1, w::NOT_SAME)) }
}

/// A PIN that somebody wants.
pub fn new_pin(typed: &str) -> Result<Pin, Word> {
    Pin::choose(typed).map_err(|why| if why == LockError::Easy { w::PIN_EASY } else { w::PIN_DIGITS })
}

#[derive(Properties, PartialEq)]
pub struct UnlockProps {
    pub here: Here,
    pub heading: NodeRef,
    pub rows: Vec<Row>,
}

pub enum UnlockMsg {
    Choose(usize),
    Way(bool),
    Show(bool),
    Send,
    /// The row may have changed: a try was counted, or the PIN is gone.
    Stayed(Box<Row>, String),
}

/// Opening a record.
pub struct Unlock {
    rows: Vec<Row>,
    chosen: usize,
    pin: bool,
    shown: bool,
    busy: bool,
    secret: NodeRef,
    wrong: Option<String>,
}

impl Component for Unlock {
    type Message = UnlockMsg;
    type Properties = UnlockProps;

    fn create(ctx: &Context<Self>) -> Unlock {
        let rows = ctx.props().rows.clone();
        let pin = rows.first().is_some_and(|row| row.kept.pin().is_some());
        Unlock { rows, chosen: 0, pin, shown: false, busy: false, secret: NodeRef::default(), wrong: None }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: UnlockMsg) -> bool {
        match msg {
            UnlockMsg::Choose(chosen) => {
                (self.chosen, self.wrong) = (chosen, None);
                self.pin = self.row().is_some_and(|row| row.kept.pin().is_some());
            }
            UnlockMsg::Way(pin) => (self.pin, self.wrong) = (pin, None),
            UnlockMsg::Show(shown) => self.shown = shown,
            UnlockMsg::Send if self.busy => return false,
            UnlockMsg::Send => self.send(ctx),
            UnlockMsg::Stayed(row, why) => {
                self.pin &= row.kept.pin().is_some();
                if let Some(place) = self.rows.get_mut(self.chosen) {
                    *place = *row;
                }
                (self.busy, self.wrong) = (false, Some(why));
                focus(&self.secret);
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (here, link) = (&ctx.props().here, ctx.link());
        let send = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            UnlockMsg::Send
        });
        let has_pin = self.row().is_some_and(|row| row.kept.pin().is_some());
        let pin = self.pin;
        html! {
            <>
                <h1 ref={ctx.props().heading.clone()} tabindex="-1">
                    { match self.rows.as_slice() {
                        [one] => one.kept.name().to_owned(),
                        _ => here.say(w::OPEN_TITLE).to_owned(),
                    } }
                </h1>
                if self.rows.len() > 1 { { self.choice(ctx) } }
                <form onsubmit={send} aria-busy={self.busy.to_string()}>
                    { self.field(here.lang) }
                    { show_box(here.lang, self.shown, &link.callback(UnlockMsg::Show)) }
                    <div class="actions">
                        <button type="submit" class="main" disabled={self.busy}>
                            { here.say(if self.busy { w::OPENING } else { w::OPEN_BUTTON }) }
                        </button>
                        if has_pin {
                            <button type="button" class="other" disabled={self.busy}
                                onclick={link.callback(move |_| UnlockMsg::Way(!pin))}>
                                { here.say(if pin { w::WITH_PASSPHRASE } else { w::WITH_PIN }) }
                            </button>
                        }
                    </div>
                </form>
                <div class="actions below">
                    <button type="button" class="quiet" onclick={here.to(View::Make)}>{ here.say(w::ANOTHER) }</button>
                </div>
            </>
        }
    }
}

impl Unlock {
    fn row(&self) -> Option<&Row> {
        self.rows.get(self.chosen)
    }

    fn choice(&self, ctx: &Context<Self>) -> Html {
        let one = |(at, row): (usize, &Row)| {
            html! {
                <label class="tick">
                    <input type="radio" name="which" checked={at == self.chosen}
                        onchange={ctx.link().callback(move |_| UnlockMsg::Choose(at))} />
                    <span><strong>{ row.kept.name() }</strong></span>
                </label>
            }
        };
        html! {
            <fieldset>
                <legend>{ ctx.props().here.say(w::WHICH) }</legend>
                { for self.rows.iter().enumerate().map(one) }
            </fieldset>
        }
    }

    fn field(&self, lang: Lang) -> Html {
        let (id, label, kind) = if self.pin {
            ("digits", w::SIX_DIGITS, Kind::Digits { shown: self.shown })
        } else {
            ("passphrase", w::PASSPHRASE, Kind::Secret { shown: self.shown })
        };
        let (label, wrong) = (lang.say(label).to_owned(), self.wrong.clone());
        // Another key makes another input, so digits never stand in the passphrase's field.
        html! {
            <div key={id}>
                { Field { id, label, hint: None, kind, value: String::new(), node: self.secret.clone(), wrong }.view(lang) }
            </div>
        }
    }

    fn send(&mut self, ctx: &Context<Self>) {
        let Some(mut row) = self.row().cloned() else { return };
        (self.busy, self.wrong) = (true, None);
        let secret = Zeroizing::new(field::typed_secret(&self.secret));
        let (here, link, pin) = (ctx.props().here.clone(), ctx.link().clone(), self.pin);
        wasm_bindgen_futures::spawn_local(async move {
            TimeoutFuture::new(DRAW_MS).await;
            let opened = match open(&here.browser, &mut row, &secret, pin).await {
                Ok(identity) => enter(&here.browser, row.clone(), identity).await,
                Err(why) => Err(why),
            };
            match opened {
                Ok(open) => here.act.emit(Act::Opened(open)),
                Err(why) => link.send_message(UnlockMsg::Stayed(Box::new(row), said(here.lang, why))),
            }
        });
    }
}

async fn open(
    browser: &Browser,
    row: &mut Row,
    secret: &str,
    pin: bool,
) -> Result<qinghe_seal::age::Identity, Shut> {
    if !pin {
        return with_passphrase(row, secret);
    }
    let pin = Pin::parse(secret).map_err(|_| Shut::NoPin)?;
    with_pin(browser, row, &pin, js_sys::Date::now() as u64).await
}

fn said(lang: Lang, why: Shut) -> String {
    match why {
        Shut::Passphrase => lang.say(w::WRONG_PASSPHRASE).to_owned(),
        Shut::NoPin => lang.say(w::PIN_DIGITS).to_owned(),
        Shut::Pin(left) => lang.fill(w::WRONG_PIN, &[("left", &left.to_string())]),
        Shut::Wait(until) => {
            let seconds = until.saturating_sub(js_sys::Date::now() as u64).div_ceil(1_000);
            lang.fill(w::WAIT, &[("seconds", &seconds.to_string())])
        }
        Shut::PinGone => lang.say(w::PIN_GONE).to_owned(),
        Shut::Damaged => lang.say(w::DAMAGED).to_owned(),
        Shut::Memory => lang.say(w::FAILED).to_owned(),
        Shut::Store => lang.say(w::NO_COUNT).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn the_first_thing_that_is_wrong_is_named_at_its_field() {
        let good = "窗外有两棵老槐树";
        let at = |name, passphrase, again, pin| checked(name, passphrase, again, pin).err().map(|(at, _)| at);
        assert_eq!(at(" ", good, good, ""), Some(0));
        assert_eq!(at("小树", "七个字不够呀", "七个字不够呀", ""), Some(1));
        assert_eq!(at("小树", good, "窗外有三棵老槐树", ""), Some(2));
        assert_eq!(at("小树", good, good, "12345"), Some(3));
        assert_eq!(at("小树", good, good, "123456"), Some(3));
        assert_eq!(at("小树", good, good, "495103"), None);
        assert_eq!(at("小树", good, good, " "), None);
    }
}
