//! Who has agreed to a handover. Asked before anything is picked; what is missing is said kindly, with how to get it. The
//! table stands in `qinghe-consent`, and without a [`Agreed`] nothing can be sealed for a school.

use crate::{
    app::{Act, Here, View},
    field::{Field, Kind, focus, typed},
    lang::Word,
    paper,
    ports::Browser,
    words::{self, agree as w, carry, home},
};
use qinghe_record::{
    AgeBand, Body, Day, Entry, Record, SignedPermit,
    permit::{Agreed, NotGood, PERMIT_PREFIX, band, counts, id_of, school_year},
};
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

pub enum Msg {
    Age(AgeBand),
    Typed,
    Photo(File),
    /// What the codes of a photograph say.
    Seen(Vec<String>),
    /// Whether the school's key signed it, and whether it is new to this record.
    Checked(Box<SignedPermit>, bool, bool),
}

/// What is known of who has agreed.
#[derive(Default)]
pub struct Agree {
    /// As the student says, or as a permit of this school year does.
    age: Option<AgeBand>,
    /// A school has told the age, and nobody is asked.
    told: bool,
    /// One that counts and was found to be signed.
    permit: Option<SignedPermit>,
    code: NodeRef,
    wrong: Option<Word>,
    busy: bool,
}

/// The ages that are asked.
const AGES: [(AgeBand, Word); 3] =
    [(AgeBand::Child, w::CHILD), (AgeBand::Youth, w::YOUTH), (AgeBand::Adult, w::ADULT)];

impl Agree {
    /// From what the record holds.
    pub fn of(record: &Record, browser: &Browser, to: &Callback<Msg>) -> Agree {
        let today = browser.today();
        let permits = record.entries().iter().rev().filter_map(|entry| match entry.body() {
            Body::Permit(signed) => Some(signed.as_ref()),
            _ => None,
        });
        let this_year = |signed: &&SignedPermit| u32::from(signed.permit.year) == school_year(today);
        let newest = permits.filter(this_year).max_by_key(|signed| signed.permit.until);
        if let Some(signed) = newest.filter(|signed| counts(signed, today).is_ok()) {
            check(browser, to, signed.clone(), false);
        }
        // Of the youngest alone: whoever had a birthday since is asked.
        let child = newest.is_some_and(|signed| band(signed) == AgeBand::Child);
        Agree { age: child.then_some(AgeBand::Child), told: child, ..Agree::default() }
    }

    /// Everybody's yes, where it is there.
    pub fn agreed(&self, today: Day) -> Option<Agreed> {
        match &self.permit {
            Some(signed) => Agreed::by_permit(signed.clone(), today, true).ok(),
            None => self.age.and_then(Agreed::by_student),
        }
    }

    pub fn update(&mut self, here: &Here, record: &Record, to: &Callback<Msg>, msg: Msg) {
        match msg {
            Msg::Age(age) => (self.age, self.wrong) = (Some(age), None),
            Msg::Typed => self.read(here, to, &[typed(&self.code)], w::NOT_PERMIT),
            Msg::Photo(photo) => {
                (self.busy, self.wrong) = (true, None);
                let (browser, to) = (here.browser.clone(), to.clone());
                wasm_bindgen_futures::spawn_local(async move {
                    to.emit(Msg::Seen(paper::codes(&browser, &photo).await));
                });
            }
            Msg::Seen(texts) => {
                let none = if texts.is_empty() { carry::NO_CODE } else { w::NOT_PERMIT };
                self.read(here, to, &texts, none);
            }
            Msg::Checked(signed, proved, fresh) => self.checked(here, record, *signed, (proved, fresh)),
        }
        if self.wrong.is_some() {
            focus(&self.code);
        }
    }

    fn read(&mut self, here: &Here, to: &Callback<Msg>, texts: &[String], none: Word) {
        self.busy = false;
        let ours = |text: &&String| text.trim_start().to_ascii_uppercase().starts_with(PERMIT_PREFIX);
        match texts.iter().find(ours).map(|text| SignedPermit::from_text(text)) {
            None => self.wrong = Some(none),
            Some(Err(_)) => self.wrong = Some(w::UNPROVED),
            Some(Ok(signed)) => match counts(&signed, here.browser.today()) {
                Err(why) => self.wrong = Some(word(why)),
                Ok(()) => {
                    (self.busy, self.wrong) = (true, None);
                    check(&here.browser, to, signed, true);
                }
            },
        }
    }

    fn checked(&mut self, here: &Here, record: &Record, signed: SignedPermit, (proved, fresh): (bool, bool)) {
        self.busy = false;
        let today = here.browser.today();
        match Agreed::by_permit(signed.clone(), today, proved) {
            // One that lay in the record and does not hold is passed over: nobody has just brought it.
            Err(_) if !fresh => {}
            Err(why) => self.wrong = Some(word(why)),
            Ok(_) => {
                let entry = Entry::new(id_of(&signed), today, Body::Permit(Box::new(signed.clone())));
                let mut record = record.clone();
                // Whether or not there is room for it, it counts here and now.
                if fresh && entry.is_ok_and(|entry| record.add(entry).is_ok()) {
                    here.act.emit(Act::Change(record, words::SAVED));
                }
                (self.permit, self.wrong) = (Some(signed), None);
            }
        }
    }

    /// The question, and what follows from it.
    pub fn view(&self, here: &Here, to: &Callback<Msg>) -> Html {
        if let Some(SignedPermit { permit, .. }) = &self.permit {
            let day = Day::new(permit.until).unwrap_or(Day::LAST);
            let said = here.lang.fill(w::HAVE, &[("school", &permit.school), ("day", &here.lang.day(day))]);
            return html! { <p class="keep" role="status">{ said }</p> };
        }
        let pick = |(age, label): &(AgeBand, Word)| {
            let (age, chosen) = (*age, self.age == Some(*age));
            html! {
                <button type="button" class="choice" aria-pressed={chosen.to_string()}
                    onclick={to.reform(move |_| Msg::Age(age))}>{ here.say(*label) }</button>
            }
        };
        html! {
            <>
                if !self.told {
                    <section class="ask">
                        <h2>{ here.say(w::AGE) }</h2>
                        <p class="hint">{ here.say(w::AGE_HINT) }</p>
                        <div class="row" role="group" aria-label={here.say(w::AGE)}>{ for AGES.iter().map(pick) }</div>
                    </section>
                }
                <div role="status">
                    { match self.age {
                        Some(AgeBand::Youth) => html! { <p class="keep">{ here.say(w::YOUTH_SAYS) }</p> },
                        Some(AgeBand::Adult) => html! { <p class="keep">{ here.say(w::ADULT_SAYS) }</p> },
                        Some(AgeBand::Child) | None => html! {},
                    } }
                </div>
                if self.age == Some(AgeBand::Child) { { self.missing(here, to) } }
            </>
        }
    }

    fn missing(&self, here: &Here, to: &Callback<Msg>) -> Html {
        let send = to.reform(|event: SubmitEvent| {
            event.prevent_default();
            Msg::Typed
        });
        let photo = {
            let to = to.clone();
            Callback::from(move |event: Event| {
                let input = event.target_unchecked_into::<HtmlInputElement>();
                let file = input.files().and_then(|files| files.get(0));
                input.set_value("");
                if let Some(file) = file {
                    to.emit(Msg::Photo(file));
                }
            })
        };
        let code = Field {
            id: "permit",
            label: here.say(w::CODE).to_owned(),
            hint: None,
            kind: Kind::Lines,
            value: String::new(),
            node: self.code.clone(),
            wrong: self.wrong.map(|why| here.say(why).to_owned()),
        };
        html! {
            <section class="missing">
                <h2>{ here.say(w::MISSING) }</h2>
                <p>{ here.say(w::MISSING_HOW) }</p>
                <label class="pick main">{ here.say(w::PHOTO) }
                    <input type="file" accept="image/*" onchange={photo} disabled={self.busy} />
                </label>
                <form onsubmit={send} aria-busy={self.busy.to_string()}>
                    { code.view(here.lang) }
                    <div class="actions"><button type="submit" class="other" disabled={self.busy}>{ here.say(w::CODE_BUTTON) }</button></div>
                </form>
                <p class="hint">{ here.say(w::STILL_YOURS) }</p>
                <button type="button" class="quiet" onclick={here.to(View::Export)}>{ here.say(home::EXPORT) }</button>
            </section>
        }
    }
}

fn check(browser: &Browser, to: &Callback<Msg>, signed: SignedPermit, fresh: bool) {
    let (browser, to) = (browser.clone(), to.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let proved = browser.proves(&signed.permit.to_sign(), &signed.signature).await;
        to.emit(Msg::Checked(Box::new(signed), proved, fresh));
    });
}

const fn word(why: NotGood) -> Word {
    match why {
        NotGood::Unproved => w::UNPROVED,
        NotGood::OtherYear => w::OTHER_YEAR,
        NotGood::Over => w::OVER,
    }
}
