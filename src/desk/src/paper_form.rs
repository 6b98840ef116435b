//! What a guardian ticked on paper, written down by somebody at the desk. The slip says whose it is; this page does not know.

use crate::{
    api::Fault,
    field::{self, Field},
    open::OpenRc,
    words::{Lang, paper::Paper as Words},
};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Purposes as the gateway calls them (`docs/wire.md`), in the order of the paper.
const PURPOSES: [(&str, Words); 5] = [
    ("screening", Words::Screening),
    ("skills", Words::Skills),
    ("handover", Words::Handover),
    ("research", Words::Research),
    ("parent-report", Words::ParentReport),
];

/// The code that is printed on a slip. One that is read twice is two: the second time it goes into an empty form.
#[derive(Clone, Debug)]
pub struct Slip(Rc<str>);

impl Slip {
    /// Reads what stands in the code to photograph: `QH-`, five letters or digits, `-`, five.
    #[must_use]
    pub fn read(text: &str) -> Option<Slip> {
        let upper = text.trim().to_ascii_uppercase();
        let groups: Vec<&str> = upper.split('-').collect();
        let whole = |group: &str| group.len() == 5 && group.bytes().all(|sign| sign.is_ascii_alphanumeric());
        match groups.as_slice() {
            ["QH", first, second] if whole(first) && whole(second) => Some(Slip(upper.as_str().into())),
            _ => None,
        }
    }
}

impl PartialEq for Slip {
    fn eq(&self, other: &Slip) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub lang: Lang,
    pub open: OpenRc,
    /// What the scanner read last.
    pub slip: Option<Slip>,
    pub on_ended: Callback<()>,
}

pub enum Msg {
    /// What the paper says of the purpose at this position.
    Says(usize, Option<bool>),
    Keep,
    Kept(Result<(), Fault>),
}

/// Where it stands.
#[derive(Clone, Copy, PartialEq)]
enum Stand {
    Writing,
    Keeping,
    Kept,
    /// The scanner has written the number in.
    Scanned,
    /// `true` at the number, `false` below the answers.
    Wrong(bool, Words),
}

/// The form.
pub struct PaperForm {
    heading: NodeRef,
    code: NodeRef,
    says: [Option<bool>; 5],
    stand: Stand,
}

impl Component for PaperForm {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> PaperForm {
        PaperForm {
            heading: NodeRef::default(),
            code: NodeRef::default(),
            says: [None; 5],
            stand: Stand::Writing,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Says(nth, says) => {
                if let Some(slot) = self.says.get_mut(nth) {
                    (*slot, self.stand) = (says, Stand::Writing);
                }
            }
            Msg::Keep => self.keep(ctx),
            Msg::Kept(Ok(())) => {
                (self.says, self.stand) = ([None; 5], Stand::Kept);
                if let Some(input) = self.code.cast::<HtmlInputElement>() {
                    input.set_value("");
                }
            }
            Msg::Kept(Err(Fault::Session)) => {
                ctx.props().on_ended.emit(());
                return false;
            }
            Msg::Kept(Err(fault)) if fault.is("slip-code") => self.stand = Stand::Wrong(true, Words::NoSlip),
            Msg::Kept(Err(fault)) if fault.is("body-malformed") => {
                self.stand = Stand::Wrong(false, Words::NotAsked);
            }
            Msg::Kept(Err(_)) => self.stand = Stand::Wrong(false, Words::Failed),
        }
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let slip = &ctx.props().slip;
        if let Some(Slip(code)) = slip.as_ref().filter(|_| *slip != old.slip)
            && let Some(input) = self.code.cast::<HtmlInputElement>()
        {
            input.set_value(code);
            // Of another paper nothing is left over.
            (self.says, self.stand) = ([None; 5], Stand::Scanned);
            field::focus(&self.heading);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let wrong = |at_code| match self.stand {
            Stand::Wrong(at, word) if at == at_code => Some(lang.say(word)),
            _ => None,
        };
        let code = Field {
            id: "slip",
            label: lang.say(Words::Code),
            hint: Some(lang.say(Words::CodeHint)),
            kind: "text",
            autocomplete: "off",
            node: self.code.clone(),
            wrong: wrong(true).map(str::to_owned),
        };
        let said = match self.stand {
            Stand::Keeping => Some(lang.say(Words::Keeping)),
            Stand::Kept => Some(lang.say(Words::Kept)),
            Stand::Scanned => Some(lang.say(Words::Scanned)),
            Stand::Writing | Stand::Wrong(..) => None,
        };
        html! {
            <section class="step slip">
                <h2 ref={self.heading.clone()} tabindex="-1">{ lang.say(Words::Title) }</h2>
                <p class="hint">{ lang.say(Words::Lead) }</p>
                { code.view() }
                { for (0..PURPOSES.len()).map(|nth| self.row(lang, link, nth)) }
                <p class="wrong" role="alert">{ wrong(false) }</p>
                <button type="button" class="main" disabled={self.stand == Stand::Keeping} onclick={link.callback(|_| Msg::Keep)}>
                    { lang.say(Words::Keep) }
                </button>
                <p role="status">{ said }</p>
            </section>
        }
    }
}

impl PaperForm {
    fn row(&self, lang: Lang, link: &yew::html::Scope<Self>, nth: usize) -> Html {
        let Some((purpose, label)) = PURPOSES.get(nth) else { return Html::default() };
        let now = self.says.get(nth).copied().flatten();
        let pick = |word, says: Option<bool>| {
            html! {
                <label class="tick">
                    <input type="radio" name={format!("slip-{purpose}")} checked={now == says}
                        onchange={link.callback(move |_| Msg::Says(nth, says))} />
                    <span><strong>{ lang.say(word) }</strong></span>
                </label>
            }
        };
        html! {
            <div role="radiogroup" aria-label={lang.say(*label)} class="picks">
                <strong aria-hidden="true">{ lang.say(*label) }</strong>
                { pick(Words::Yes, Some(true)) }
                { pick(Words::No, Some(false)) }
                { pick(Words::NotThere, None) }
            </div>
        }
    }

    fn keep(&mut self, ctx: &Context<Self>) {
        let code = self.code.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
        let answers: Vec<(&'static str, bool)> = PURPOSES
            .iter()
            .zip(self.says)
            .filter_map(|((purpose, _), says)| Some((*purpose, says?)))
            .collect();
        if code.trim().is_empty() {
            self.stand = Stand::Wrong(true, Words::NeedCode);
            return;
        }
        if answers.is_empty() {
            self.stand = Stand::Wrong(false, Words::NeedAnswer);
            return;
        }
        self.stand = Stand::Keeping;
        let session = ctx.props().open.0.session.clone();
        ctx.link().send_future(async move { Msg::Kept(session.from_paper(&code, &answers).await) });
    }
}

#[cfg(test)]
mod tests {
    use super::Slip;

    #[test]
    fn the_code_of_a_slip_is_no_notice_and_nothing_else() {
        let read = |text: &str| Slip::read(text).map(|slip| slip.0.to_string());
        for text in ["QH-ABCDE-23456", " qh-abcde-23456\n"] {
            assert_eq!(read(text).as_deref(), Some("QH-ABCDE-23456"), "{text}");
        }
        for text in [
            "QH1:ABCDE-23456",
            "QH-ABCDE",
            "QH-ABCDE-2345",
            "QH-ABCDE-23456-7",
            "QH-ABCDé-23456",
            "HTTP://QH-ABCDE-23456",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        // Read twice it is written in twice.
        assert_ne!(Slip::read("QH-ABCDE-23456"), Slip::read("QH-ABCDE-23456"));
    }
}
