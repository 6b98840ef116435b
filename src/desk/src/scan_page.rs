//! A notice that a student carries by hand: from the camera, from a picture, or as text.

use crate::{
    camera::{self, Camera},
    card::{about, came, title, together, wishes},
    kept::{Order, Sealed, State},
    keys::Content,
    model::{Group, Inbox},
    open::{KeptRc, OpenRc},
    paper_form::Slip,
    row::Row,
    time,
    words::{Lang, scan::Scan as Words},
};
use gloo_timers::callback::Interval;
use qinghe_wire::{ByHand, Tier, WireError};
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlTextAreaElement, HtmlVideoElement};
use yew::prelude::*;

/// How often the camera's picture is searched, milliseconds. One search takes a few dozen.
const LOOK_MS: u32 = 350;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    pub kept: KeptRc,
    /// Something is to be stored.
    pub on_written: Callback<()>,
    /// The code of a slip of paper was read; it belongs into the form for slips.
    pub on_slip: Callback<Slip>,
    pub on_done: Callback<()>,
}

pub enum Msg {
    CameraOn,
    Camera(Option<Camera>),
    CameraOff,
    Look,
    File(web_sys::File),
    FileRead(Result<String, Words>),
    Paste,
    Another,
}

/// A code that was read and opened.
struct Found {
    /// Number of what is to be stored.
    n: u32,
    group: Rc<Group>,
}

#[derive(Default)]
pub struct ScanPage {
    video: NodeRef,
    text: NodeRef,
    camera: Option<Camera>,
    looking: Option<Interval>,
    starting: bool,
    found: Option<Found>,
    wrong: Option<Words>,
}

impl Component for ScanPage {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> ScanPage {
        ScanPage::default()
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::CameraOn => {
                (self.starting, self.wrong) = (true, None);
                let Some(video) = self.video.cast::<HtmlVideoElement>() else { return true };
                ctx.link().send_future(async move { Msg::Camera(Camera::open(video).await.ok()) });
            }
            Msg::Camera(camera) => {
                self.starting = false;
                self.wrong = camera.is_none().then_some(Words::CameraRefused);
                let link = ctx.link().clone();
                self.looking =
                    camera.is_some().then(|| Interval::new(LOOK_MS, move || link.send_message(Msg::Look)));
                self.camera = camera;
            }
            Msg::CameraOff => self.camera_off(),
            Msg::Look => {
                let seen = self.camera.as_ref().and_then(Camera::look).and_then(|picture| picture.read());
                let Some(text) = seen else { return false };
                self.read(ctx, &text);
            }
            Msg::File(file) => {
                self.wrong = None;
                ctx.link().send_future(async move {
                    let picture = camera::of_file(&file).await.ok_or(Words::PictureBroken);
                    Msg::FileRead(picture.and_then(|picture| picture.read().ok_or(Words::PictureNone)))
                });
            }
            Msg::FileRead(Ok(text)) => self.read(ctx, &text),
            Msg::FileRead(Err(why)) => self.wrong = Some(why),
            Msg::Paste => {
                let text =
                    self.text.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default();
                // A blank is a digit of the code; line ends come from copying.
                let text: String = text.trim_start().chars().filter(|sign| !sign.is_control()).collect();
                self.read(ctx, &text);
            }
            Msg::Another => {
                self.forget_refused(ctx);
                (self.found, self.wrong) = (None, None);
            }
        }
        true
    }

    fn changed(&mut self, _: &Context<Self>, _: &Props) -> bool {
        true
    }

    fn destroy(&mut self, ctx: &Context<Self>) {
        self.forget_refused(ctx);
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        html! {
            <div class="scan">
                <p class="lead">{ lang.say(Words::Lead) }</p>
                <p class="wrong" role="alert">{ self.wrong.map(|word| lang.say(word)) }</p>
                if let Some(found) = &self.found {
                    { self.result(ctx, found) }
                } else {
                    { self.ways(ctx) }
                }
            </div>
        }
    }
}

impl ScanPage {
    fn camera_off(&mut self) {
        (self.looking, self.camera) = (None, None);
    }

    /// What the gateway does not take stands nowhere but here, and the page has said so.
    fn forget_refused(&self, ctx: &Context<Self>) {
        let mut kept = ctx.props().kept.0.borrow_mut();
        if let Some(found) = &self.found
            && kept.get(found.n).is_some_and(|one| one.state == State::Refused)
        {
            kept.take_back(found.n);
        }
    }

    fn read(&mut self, ctx: &Context<Self>, text: &str) {
        let Props { open, kept, on_written, on_slip, .. } = ctx.props();
        if let Some(slip) = Slip::read(text) {
            self.camera_off();
            self.wrong = None;
            on_slip.emit(slip);
            return;
        }
        let carried = match ByHand::from_text(text) {
            Ok(carried) => carried,
            Err(why) => {
                self.wrong = Some(refused(text, why));
                return;
            }
        };
        let ByHand { id, sitting, centre_key, inner } = carried;
        let content = open.0.keys.borrow().read_inner(&centre_key, &id, &sitting, &inner);
        let urgent = match &content {
            Content::Notice(notice) => notice.tier == Tier::Urgent,
            Content::OtherKey => {
                self.wrong = Some(Words::OtherKey);
                return;
            }
            Content::Broken | Content::Mismatch => {
                self.wrong = Some(Words::Broken);
                return;
            }
        };
        self.camera_off();
        self.wrong = None;
        let row = Row {
            id,
            sitting,
            urgent,
            received_at: time::now(),
            by_hand: true,
            centre_key: Some(centre_key),
            sealed: inner.to_vec(),
            ..Row::blank()
        };
        let mut inbox = Inbox::default();
        let sealed = Sealed { key: centre_key, bytes: row.sealed.clone() };
        inbox.put(row, content);
        let Some(group) = inbox.groups().pop() else { return };
        let n = kept.0.borrow_mut().add(&open.0.owner(), sitting, Order::Hand { id, urgent }, sealed);
        self.found = Some(Found { n, group });
        on_written.emit(());
    }

    fn ways(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let on = self.camera.is_some();
        let chosen = link.batch_callback(|event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let file = input.files().and_then(|files| files.get(0));
            input.set_value("");
            file.map(Msg::File)
        });
        html! {
            <>
                <section class="step">
                    <video ref={self.video.clone()} class={if on || self.starting { "" } else { "away" }} muted=true playsinline=true
                        aria-label={lang.say(Words::CameraLook)}></video>
                    if on {
                        <p class="hint" role="status">{ lang.say(Words::CameraLook) }</p>
                        <button type="button" class="other" onclick={link.callback(|_| Msg::CameraOff)}>{ lang.say(Words::CameraOff) }</button>
                    } else {
                        <button type="button" class="main" disabled={self.starting} onclick={link.callback(|_| Msg::CameraOn)}>{ lang.say(Words::CameraOn) }</button>
                    }
                </section>
                <section class="step">
                    <label class="other file" for="picture">{ lang.say(Words::Picture) }
                        <input id="picture" type="file" accept="image/*" onchange={chosen} />
                    </label>
                </section>
                <section class="step">
                    <div class="field">
                        <label for="carried">{ lang.say(Words::Paste) }</label>
                        <textarea id="carried" ref={self.text.clone()} rows="3" spellcheck="false" autocomplete="off" />
                    </div>
                    <button type="button" class="other" onclick={link.callback(|_| Msg::Paste)}>{ lang.say(Words::PasteButton) }</button>
                </section>
            </>
        }
    }

    fn result(&self, ctx: &Context<Self>, found: &Found) -> Html {
        let Props { lang, kept, on_done, .. } = ctx.props();
        let (lang, group, link) = (*lang, &found.group, ctx.link());
        let state = kept.0.borrow().get(found.n).map(|one| (one.state, one.tried));
        let stored = match state {
            None => Words::Stored,
            Some((State::Refused, _)) => Words::Refused,
            Some((_, true)) => Words::NotStored,
            Some((_, false)) => Words::Storing,
        };
        html! {
            <>
                <article class="card urgent">
                    <div class="head"><h2>{ lang.say(title(group)) }</h2></div>
                    <p class="hint">{ lang.say(Words::WhoIsIt) }</p>
                    { about(lang, group) }
                    { together(lang, group) }
                    { wishes(lang, group) }
                    <ul class="came">{ for group.entries.iter().map(|entry| came(lang, group, entry)) }</ul>
                    <p role="status"><strong>{ lang.say(stored) }</strong></p>
                </article>
                <div class="buttons">
                    <button type="button" class="main" onclick={on_done.reform(|_| ())}>{ lang.say(Words::ToMessages) }</button>
                    <button type="button" class="quiet" onclick={link.callback(|_| Msg::Another)}>{ lang.say(Words::Another) }</button>
                </div>
            </>
        }
    }
}

/// Why a text is no carried notice.
fn refused(text: &str, why: WireError) -> Words {
    match why {
        WireError::Version(_) => Words::NewVersion,
        _ if text.starts_with(qinghe_wire::HAND_PREFIX) => Words::Damaged,
        _ => Words::NotOurs,
    }
}

#[cfg(test)]
mod tests {
    use super::refused;
    use crate::words::scan::Scan as Words;
    use qinghe_wire::ByHand;

    #[test]
    fn a_text_that_is_no_notice_says_what_it_is() {
        let why = |text: &str| refused(text, ByHand::from_text(text).unwrap_err());
        assert_eq!(why("https://example.org"), Words::NotOurs);
        assert_eq!(why("QH1:ABC"), Words::Damaged);
        assert_eq!(why(""), Words::NotOurs);
    }
}
