//! The plan: written, kept, and looked at again.

use crate::dom::{all, line, plain, tag, text};
use crate::{
    app::{Act, App, Here, Planning},
    parts::{Area, button, each, heading, knob, lead, nothing, press, said, say_button, status, ways, when},
    pictures,
    plan::{LONGEST, Line, Plan, REVIEWS},
    words::{day, menu as wm, plan as w, run as wr},
};
use qinghe_session::training::Offer;
use yew::prelude::*;

/// The screen.
pub fn view(app: &App, here: &Here, node: &NodeRef) -> Html {
    let Some(plan) = &app.room.draft else { return nothing() };
    let inside = match app.planning {
        Planning::Write => write(app, here, node, plan),
        Planning::Kept => kept(app, here, node, plan),
        Planning::Look => look(app, here, node, plan),
    };
    html! { <div key={app.planning as u32} class="play">{ inside }</div> }
}

fn write(app: &App, here: &Here, node: &NodeRef, plan: &Plan) -> Html {
    let field = |of: Line| {
        let area = Area {
            id: id_of(of),
            label: text(here.say(w::line(of))),
            rows: "1",
            most: LONGEST,
            hint: Some(here.say(w::example(of))),
            written: plan.line(of).to_owned(),
        };
        area.view(&here.act.reform(move |text| Act::PlanLine(of, text)))
    };
    let fields = |of: &[Line]| {
        let fields = of.iter().map(|one| field(*one));
        plain("div", "fields", Box::new([each(fields)]))
    };
    let today = here.browser.now().day;
    let review = |days: u32| {
        let on = plan.review == today + days;
        let act = press(here, Act::PlanReview(days));
        knob("chip", Some(on), false, Some(act), text(here.say(w::review(days))))
    };
    all![
        heading(node, here.say(w::TITLE)),
        said(here, "p", "lead", w::LEAD),
        fields(&Line::ALL[..1]),
        said(here, "h2", "", w::WHAT),
        what(app, here, plan),
        fields(&Line::ALL[1..]),
        said(here, "h2", "", w::WHEN_BACK),
        plain("div", "chips", Box::new([each(REVIEWS.into_iter().map(review))])),
        said(here, "p", "hint", wr::HERE_ONLY),
        ways(vec![
            knob(
                "main on",
                None,
                !plan.is_whole(),
                Some(press(here, Act::PlanKeep)),
                text(here.say(w::KEEP))
            ),
            say_button(here, "quiet", wm::BACK, Act::Close),
        ]),
    ]
}

fn id_of(of: Line) -> String {
    ["plan-", &(of as u32).to_string()].concat()
}

/// The exercises that are offered now, and something of one's own.
fn what(app: &App, here: &Here, plan: &Plan) -> Html {
    let chip = |id: String, name: &str| {
        let on = plan.exercise == id;
        knob("chip", Some(on), false, Some(press(here, Act::PlanExercise(id))), text(name))
    };
    let offered = app.room.offers(here.browser.now()).into_iter().filter_map(|offer| match offer {
        Offer::Exercise(id) => Some(id),
        Offer::Talk => None,
    });
    let mut ids: Vec<String> = offered.collect();
    if !plan.exercise.is_empty() && !ids.contains(&plan.exercise) {
        ids.push(plan.exercise.clone());
    }
    let named = ids.into_iter().filter_map(|id| app.room.title(&id).map(|title| chip(id.clone(), title)));
    let own = chip(String::new(), here.say(w::OWN));
    plain("div", "chips", Box::new([each(named.chain([own]))]))
}

/// What it says, line by line.
fn card(app: &App, here: &Here, plan: &Plan) -> Html {
    let row = |name: &str, told: &str| {
        when(!told.trim().is_empty(), || tag!("div"; line("dt", "", name), line("dd", "", told)))
    };
    let what = app.room.title(&plan.exercise).unwrap_or_default();
    let of = |one: Line| row(here.say(w::line(one)), plan.line(one));
    let rows = vec![
        of(Line::Goal),
        row(here.say(w::WHAT), what),
        of(Line::When),
        of(Line::Obstacle),
        of(Line::Instead),
    ];
    tag!("dl", "class" = "card kept"; each(rows.into_iter()))
}

fn kept(app: &App, here: &Here, node: &NodeRef, plan: &Plan) -> Html {
    let on = w::KEPT_SAY.fill(here.locale, &[("day", &day(here.locale, plan.review))]);
    all![
        heading(node, here.say(w::KEPT)),
        pictures::sprout(),
        lead(&on),
        card(app, here, plan),
        tag!("div", "class" = "row";
            say_button(here, "other", w::CALENDAR, Act::Calendar),
            say_button(here, "other", wr::PRINT, Act::Print),
        ),
        filing(app, here),
        ways(vec![say_button(here, "main on", wr::TO_MENU, Act::Close)]),
    ]
}

/// Into the growth record: one button, or one for each record where there are several.
pub fn filing(app: &App, here: &Here) -> Html {
    let one = |(nth, name): (usize, &String)| {
        let label = w::FILE_INTO.fill(here.locale, &[("name", name)]);
        button(here, "other", &label, Act::File(u32::try_from(nth).unwrap_or(u32::MAX)))
    };
    let buttons = match &app.filing {
        _ if here.browser.shared() => return nothing(),
        Some(names) => plain("div", "row", Box::new([each(names.iter().enumerate().map(one))])),
        None => say_button(here, "quiet", w::FILE, Act::AskFile),
    };
    all![buttons, status(app.filed.map_or_else(nothing, |word| said(here, "p", "hint", word)))]
}

fn look(app: &App, here: &Here, node: &NodeRef, plan: &Plan) -> Html {
    all![
        heading(node, here.say(w::LOOK)),
        said(here, "p", "lead", w::LOOK_SAY),
        card(app, here, plan),
        ways(vec![
            say_button(here, "main on", w::GO_ON, Act::PlanAgain),
            say_button(here, "other", w::CHANGE, Act::PlanChange),
            say_button(here, "other", w::DONE, Act::PlanEnd),
            tag!("div", "class" = "pair";
                say_button(here, "quiet", w::DROP, Act::PlanEnd),
                say_button(here, "quiet", wm::BACK, Act::Close),
            ),
        ]),
    ]
}
