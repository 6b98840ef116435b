//! What a summary or a history holds, drawn for the counsellor.

use crate::words::{Lang, Word, handover::Handover as Words};
use qinghe_record::{Body, Day, Entry, Outcome, Plan, SafetyPlan, Skill, Stage, Step, Support, Tier};
use yew::prelude::*;

/// A kind of entry, with its title.
type Kind = (Words, fn(&Body) -> bool);

/// Kinds in the order of the page, with their titles.
const KINDS: [Kind; 7] = [
    (Words::Plans, |body| matches!(body, Body::Plan(_))),
    (Words::Supports, |body| matches!(body, Body::Support(_))),
    (Words::Safety, |body| matches!(body, Body::Safety(_))),
    (Words::Skills, |body| matches!(body, Body::Skill(_))),
    (Words::Results, |body| matches!(body, Body::Result(_))),
    (Words::Checks, |body| matches!(body, Body::Check(_))),
    (Words::Journal, |body| matches!(body, Body::Journal(_))),
];

/// Entries under the titles of their kinds, newest first.
pub fn entries(lang: Lang, all: &[Entry]) -> Html {
    let part = |(title, of): &Kind| {
        let own: Vec<&Entry> = all.iter().rev().filter(|entry| of(entry.body())).collect();
        if own.is_empty() {
            return Html::default();
        }
        html! {
            <section class="part">
                <h2>{ lang.say(*title) }</h2>
                <div class="cards">{ for own.into_iter().map(|entry| card(lang, entry)) }</div>
            </section>
        }
    };
    html! { <>{ for KINDS.iter().map(part) }</> }
}

/// A day as people write it.
pub fn day(day: Day) -> String {
    let (year, month, day) = day.parts();
    format!("{year}-{month:02}-{day:02}")
}

/// A tier as the desk says it.
pub fn tier(lang: Lang, tier: Tier) -> &'static str {
    lang.say(Word::of_tier(tier))
}

fn card(lang: Lang, entry: &Entry) -> Html {
    let inside = match entry.body() {
        Body::Plan(own) => plan(lang, own),
        Body::Support(own) => support(lang, own),
        Body::Safety(own) => safety(lang, own),
        Body::Skill(own) => skill(lang, own),
        Body::Result(own) => result(lang, own),
        Body::Check(own) => html! {
            <>
                <h3>{ own.what.as_str() }</h3>
                if let Some(with) = &own.with { <p>{ lang.fill(Words::With, &[("who", with.as_str())]) }</p> }
                if let Some(note) = &own.note { <p class="written">{ note.as_str() }</p> }
            </>
        },
        Body::Journal(own) => html! { <p class="written">{ own.text.as_str() }</p> },
        // Never carried on: its secret would let others make its receipts.
        Body::Handed(_) => Html::default(),
        // The one that counts stands in the summary.
        Body::Permit(_) => Html::default(),
    };
    let key = entry.id().map(|byte| format!("{byte:02x}")).concat();
    html! { <article {key} class="card brought"><p class="hint">{ day(entry.day()) }</p>{ inside }</article> }
}

fn plan(lang: Lang, plan: &Plan) -> Html {
    html! {
        <>
            <h3>{ plan.goal.as_str() }</h3>
            if !plan.steps.is_empty() {
                <ol>{ for plan.steps.iter().map(|step| html! { <li>{ step.as_str() }</li> }) }</ol>
            }
            <p class="marks">
                if plan.done { <span>{ lang.say(Words::PlanDone) }</span> }
                <span>{ lang.fill(Words::PlanOwner, &[("who", plan.owner.as_str())]) }</span>
                <span>{ lang.fill(Words::PlanNext, &[("day", &day(plan.next))]) }</span>
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
                if let Some(until) = support.until { <span>{ lang.fill(Words::Until, &[("day", &day(until))]) }</span> }
            </p>
        </>
    }
}

fn skill(lang: Lang, skill: &Skill) -> Html {
    let stage = match skill.stage {
        Stage::Practised => Words::Practised,
        Stage::Completed => Words::Completed,
        Stage::Mastered => Words::Mastered,
    };
    html! { <><h3>{ skill.name.as_str() }</h3><p class="marks"><span>{ lang.say(stage) }</span></p></> }
}

fn safety(lang: Lang, plan: &SafetyPlan) -> Html {
    let step = |step: &Step| match step {
        Step::Later => html! { <li class="hint">{ lang.say(Words::StepLater) }</li> },
        Step::Lines(lines) => {
            html! { <li>{ lines.iter().map(|line| line.as_str()).collect::<Vec<_>>().join(lang.comma()) }</li> }
        }
    };
    html! {
        <>
            <ol>{ for plan.steps.iter().map(step) }</ol>
            if let Some(obstacles) = &plan.obstacles { <p class="written">{ obstacles.as_str() }</p> }
            <p class="marks"><span>{ lang.fill(Words::PlanNext, &[("day", &day(plan.review))]) }</span></p>
        </>
    }
}

fn result(lang: Lang, result: &Outcome) -> Html {
    let line = |score: &qinghe_record::Score| {
        let band = score.band().map(|band| band.name.as_str().to_owned()).unwrap_or_default();
        html! { <li>{ score.parts().name.as_str() }{ " · " }{ band }</li> }
    };
    html! {
        <>
            <h3>{ tier(lang, result.tier()) }</h3>
            <p>{ result.title() }</p>
            <ul>{ for result.scores().iter().map(line) }</ul>
        </>
    }
}
