//! Entries of one kind, newest first.

use crate::{
    app::{Here, View},
    form::Form,
    home::{RecordRc, Remove, back},
    lang::{Lang, Word},
    words::{self, home as w},
};
use qinghe_record::{Body, Entry, Plan, Record, SafetyPlan, Skill, Stage, Step, Support, Tier};
use std::rc::Rc;
use yew::prelude::*;

/// Entries of one form, with a way to write another.
pub fn entries(here: &Here, heading: &NodeRef, record: &Record, form: Form) -> Html {
    let (title, empty) = match form {
        Form::Plan => (w::PLANS, w::PLANS_EMPTY),
        Form::Support => (w::SUPPORTS, w::SUPPORTS_EMPTY),
        Form::Safety => (w::SAFETY, w::SAFETY_EMPTY),
        Form::Journal => (w::JOURNAL, w::JOURNAL_EMPTY),
        Form::Check => (w::CHECKS, w::CHECKS_EMPTY),
    };
    let own = |entry: &&Entry| Form::of(entry.body()) == Some(form);
    html! {
        <>
            { back(here) }
            <h1 ref={heading.clone()} tabindex="-1">{ here.say(title) }</h1>
            <p class="lead">{ here.say(empty) }</p>
            <div class="actions">
                <button type="button" class="main" onclick={here.to(View::Edit(form, None))}>{ here.say(form.add()) }</button>
            </div>
            { cards(here, record, w::SO_FAR, own, true) }
        </>
    }
}

/// Skills.
pub fn skills(here: &Here, heading: &NodeRef, record: &Record) -> Html {
    html! {
        <>
            { back(here) }
            <h1 ref={heading.clone()} tabindex="-1">{ here.say(w::SKILLS) }</h1>
            <p class="lead">{ here.say(w::SKILLS_EMPTY) }</p>
            { cards(here, record, w::SO_FAR, |entry| matches!(entry.body(), Body::Skill(_)), false) }
        </>
    }
}

/// Cards of some entries under a title, newest first.
pub fn cards(
    here: &Here,
    record: &Record,
    title: Word,
    own: impl Fn(&&Entry) -> bool,
    editable: bool,
) -> Html {
    let shared = RecordRc(Rc::new(record.clone()));
    let card = |entry: &Entry| {
        let form = Form::of(entry.body()).filter(|_| editable);
        let id = entry.id();
        let key = id.map(|byte| format!("{byte:02x}")).concat();
        html! {
            <article {key} class="card">
                { content(here.lang, entry) }
                <div class="row">
                    if let Some(form) = form {
                        <button type="button" class="quiet" onclick={here.to(View::Edit(form, Some(id)))}>{ here.say(words::EDIT) }</button>
                    }
                    <Remove here={here.clone()} record={shared.clone()} {id} />
                </div>
            </article>
        }
    };
    let cards: Vec<Html> = record.entries().iter().rev().filter(own).map(card).collect();
    if cards.is_empty() {
        html! {}
    } else {
        html! { <><h2>{ here.say(title) }</h2><div class="cards">{ for cards }</div></> }
    }
}

/// What an entry says.
pub fn content(lang: Lang, entry: &Entry) -> Html {
    let day = html! { <p class="day">{ lang.day(entry.day()) }</p> };
    let inside = match entry.body() {
        Body::Plan(own) => plan(lang, own),
        Body::Support(own) => support(lang, own),
        Body::Safety(own) => safety(lang, own),
        Body::Journal(own) => html! { <p class="text">{ own.text.as_str() }</p> },
        Body::Check(own) => html! {
            <>
                <h3>{ own.what.as_str() }</h3>
                if let Some(with) = &own.with { <p>{ lang.fill(w::WITH, &[("who", with.as_str())]) }</p> }
                if let Some(note) = &own.note { <p class="text">{ note.as_str() }</p> }
            </>
        },
        Body::Skill(own) => skill(lang, own),
        Body::Result(own) => html! {
            <>
                <h3>{ own.title() }</h3>
                <p>{ lang.say(tier(own.tier())) }</p>
            </>
        },
        Body::Permit(own) => {
            html! { <h3>{ lang.fill(words::agree::TITLE, &[("school", &own.permit.school)]) }</h3> }
        }
        Body::Handed(own) => {
            let (from, to, day) = own.between();
            html! { <h3>{ lang.fill(words::carry::FROM_TO, &[("from", from), ("to", to), ("day", &lang.day(day))]) }</h3> }
        }
    };
    html! { <>{ day }{ inside }</> }
}

/// What a tier says to a student.
pub const fn tier(tier: Tier) -> Word {
    match tier {
        Tier::Routine => w::TIER_ROUTINE,
        Tier::Watch => w::TIER_WATCH,
        Tier::Priority => w::TIER_PRIORITY,
        Tier::Urgent => w::TIER_URGENT,
        Tier::Unclear => w::TIER_UNCLEAR,
    }
}

fn plan(lang: Lang, plan: &Plan) -> Html {
    html! {
        <>
            <h3>{ plan.goal.as_str() }</h3>
            if !plan.steps.is_empty() {
                <ol>{ for plan.steps.iter().map(|step| html! { <li>{ step.as_str() }</li> }) }</ol>
            }
            <p class="marks">
                if plan.done { <span class="good">{ lang.say(w::IS_DONE) }</span> }
                <span>{ lang.fill(w::OWNER, &[("who", plan.owner.as_str())]) }</span>
                <span>{ lang.fill(w::NEXT_LOOK, &[("day", &lang.day(plan.next))]) }</span>
            </p>
        </>
    }
}

fn support(lang: Lang, support: &Support) -> Html {
    html! {
        <>
            <h3>{ support.what.as_str() }</h3>
            <p class="marks">
                <span>{ support.who.as_str() }</span>
                if let Some(until) = support.until { <span>{ lang.fill(w::UNTIL, &[("day", &lang.day(until))]) }</span> }
            </p>
        </>
    }
}

fn skill(lang: Lang, skill: &Skill) -> Html {
    let stage = match skill.stage {
        Stage::Practised => w::PRACTISED,
        Stage::Completed => w::COMPLETED,
        Stage::Mastered => w::MASTERED,
    };
    html! {
        <>
            <h3>{ skill.name.as_str() }</h3>
            <p class="marks"><span>{ lang.say(stage) }</span></p>
        </>
    }
}

fn safety(lang: Lang, plan: &SafetyPlan) -> Html {
    let titles = [w::SAFETY_1, w::SAFETY_2, w::SAFETY_3, w::SAFETY_4, w::SAFETY_5, w::SAFETY_6, w::SAFETY_7];
    let step = |(title, step): (Word, &Step)| {
        let lines = match step {
            Step::Later => html! { <p class="hint">{ lang.say(w::LATER) }</p> },
            Step::Lines(lines) => {
                html! { <ul class="big">{ for lines.iter().map(|line| html! { <li>{ line.as_str() }</li> }) }</ul> }
            }
        };
        html! { <><h3>{ lang.say(title) }</h3>{ lines }</> }
    };
    html! {
        <>
            { for titles.into_iter().zip(&plan.steps).map(step) }
            if let Some(obstacles) = &plan.obstacles { <p class="text">{ obstacles.as_str() }</p> }
            <p class="marks">
                <span>{ lang.fill(w::LIKELY_SHOWN, &[("n", &plan.likely.to_string())]) }</span>
                <span>{ lang.fill(w::NEXT_LOOK, &[("day", &lang.day(plan.review))]) }</span>
            </p>
        </>
    }
}
