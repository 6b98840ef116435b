//! The worksheet of a mandatory report: a form, and the same on one A4 page. It is sent to nobody.

use crate::{
    case_forms::{Typing, save_sheet},
    case_page::{CasePage, Form, Msg, code_of},
    draft::Part,
    model::Group,
    time,
    words::{Lang, case::Case as Words},
};
use yew::{html::Scope, prelude::*};

/// Fields in their order, and how many lines each has on the screen.
const FIELDS: [(Part, Words, u32); 8] = [
    (Part::Said, Words::Said, 4),
    (Part::When, Words::When, 1),
    (Part::Injuries, Words::Injuries, 2),
    (Part::AtRisk, Words::AtRisk, 2),
    (Part::ReportedTo, Words::ReportedTo, 1),
    (Part::ReportedAt, Words::ReportedAt, 1),
    (Part::Number, Words::Number, 1),
    (Part::ReportedBy, Words::ReportedBy, 1),
];

/// The form.
pub fn panel(page: &CasePage, link: &Scope<CasePage>, lang: Lang) -> Html {
    let typing = Typing { page, link, lang, form: Form::Sheet };
    let open = page.sheet_open();
    html! {
        <section class="step">
            <h2>{ lang.say(Words::Sheet) }</h2>
            <p class="hint">{ lang.say(Words::SheetLead) }</p>
            if open {
                { for FIELDS.iter().map(|(part, label, rows)| typing.field(*part, *label, *rows)) }
                <div class="buttons">
                    { save_sheet(page, link, lang) }
                    <button type="button" class="other" onclick={link.callback(|_| Msg::Print)}>{ lang.say(Words::SheetPrint) }</button>
                </div>
                <p class="hint">{ lang.say(Words::SheetPaper) }</p>
            } else {
                <button type="button" class="other" onclick={link.callback(|_| Msg::Sheet(true))}>{ lang.say(Words::SheetOpen) }</button>
            }
        </section>
    }
}

/// The page for the printer. On the screen it is not there.
pub fn paper(page: &CasePage, lang: Lang, group: &Group, name: &str) -> Html {
    let made = lang.fill(Words::SheetMade, &[("name", name), ("time", &time::day(time::now()))]);
    let line = |(part, label, rows): &(Part, Words, u32)| {
        let text = page.draft().get(*part).trim().to_owned();
        let room = format!("room-{rows}");
        html! { <div class={classes!("box", room)}><dt>{ lang.say(*label) }</dt><dd>{ text }</dd></div> }
    };
    html! {
        <section class="paper" aria-hidden="true">
            <h2>{ lang.say(Words::Sheet) }</h2>
            <p>{ lang.fill(Words::SheetFor, &[("code", &code_of(lang, group))]) }<span>{ made }</span></p>
            <dl>{ for FIELDS.iter().map(line) }</dl>
            <p class="sign">{ lang.say(Words::SheetSign) }</p>
        </section>
    }
}
