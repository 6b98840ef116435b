//! A run: what stands around every step, and the screens that every exercise has.

use crate::dom::{all, line, plain, tag, text, text as text_of};
use crate::{
    app::{Act, App, Here},
    pair_view,
    parts::{
        aloud, button, each, event_button, heading, knob, lead, lines, nothing, press, said, say_button,
        ways, when,
    },
    pictures,
    room::{Playing, step_of, words_of},
    step::{self, Seen, rating},
    words::{Word, run as w},
};
use qinghe_content::exercise::{Elsewhere, Form, FormText, Role, StepKind, Training};
use qinghe_session::practice::{End, Event, Shows, View};
use yew::prelude::*;

/// The screen.
pub fn view(app: &App, here: &Here, node: &NodeRef) -> Html {
    let Some(playing) = &app.room.playing else { return nothing() };
    let pack = playing.practice.pack();
    let Some((form, text)) = words_of(&pack, playing.variant) else { return nothing() };
    let inside = match playing.practice.view() {
        View::NotFor => all![
            when(app.pair.is_some(), || pair_view::look_first(here)),
            not_for(here, node, text, pack.exercise.training()),
        ],
        View::Step { step, shows, ready, can_go_back, breathes } => {
            let Some((step, words)) = step_of(form, text, step) else { return nothing() };
            let exercise = &pack.exercise;
            let seen = Seen { app, here, node, step, words, shows: &shows, ready, form, text, exercise };
            stepped(&seen, can_go_back, breathes)
        }
        View::Ease => ease(here, node),
        View::Leaving => leaving(here, node, form, text),
        View::Worse => worse(app, here, node),
        View::Over(end) => match &app.pair {
            Some(pair) => pair_view::over(here, node, playing, pair, end),
            None => over(app, here, node, playing, end),
        },
    };
    let inside = all![line("p", "of", &text.title), inside];
    // Another screen is another node, so nothing of the one before stays in its fields.
    html! { <div key={playing.screen} class="play">{ inside }</div> }
}

fn stepped(seen: &Seen<'_>, can_go_back: bool, breathes: bool) -> Html {
    let here = seen.here;
    let back = when(can_go_back, || {
        button(here, "quiet", &["← ", here.say(w::BACK)].concat(), Act::Event(Event::Back))
    });
    let (class, word) = way_on(seen);
    let next = press(here, Act::Event(Event::Next));
    let next = knob(class, None, !seen.ready, Some(next), text(here.say(word)));
    let dizzy = when(breathes, || event_button(here, "other dizzy", w::DIZZY, Event::Dizzy));
    // What is not the main thing stands below.
    let around = if class == QUIET {
        vec![tag!("div", "class" = "pair"; dizzy, stop(here)), tag!("div", "class" = "pair"; back, next)]
    } else {
        vec![next, tag!("div", "class" = "pair"; back, dizzy, stop(here))]
    };
    all![
        pair_view::turn(seen.app, here, seen.step),
        step::view(seen),
        over_to(seen).unwrap_or_default(),
        ways(around)
    ]
}

/// The way over to another exercise, in its own name.
fn over_to(seen: &Seen<'_>) -> Option<Html> {
    let room = &seen.app.room;
    let to = room.over_to(seen.step.opens.as_ref()?, seen.here.browser.now())?;
    let name = room.title(&to.exercise)?;
    let word = w::OVER_TO.fill(seen.here.locale, &[("name", name)]);
    Some(button(seen.here, "other over", &word, Act::Event(Event::Open)))
}

const QUIET: &str = "quiet on";

/// Going on before a rhythm or a timer is over is possible, and not the main thing.
fn way_on(seen: &Seen<'_>) -> (&'static str, Word) {
    match (seen.shows, &seen.step.kind) {
        (Shows::Pacer { cycle, .. }, StepKind::Pacer(pacer)) if pacer.may_skip && *cycle < pacer.cycles => {
            ("other on", w::SKIP_PART)
        }
        (Shows::Pacer { cycle, .. }, StepKind::Pacer(pacer)) if *cycle < pacer.cycles => (QUIET, w::ENOUGH),
        (Shows::Timer { left: 1.. }, StepKind::Timer(timer)) if timer.may_skip => ("other on", w::NOT_WAIT),
        (Shows::Timer { left: 1.. }, _) => (QUIET, w::ENOUGH),
        (_, StepKind::Branch(_)) => ("main on", w::WHAT_HAPPENS),
        _ => ("main on", w::NEXT),
    }
}

fn stop(here: &Here) -> Html {
    let stop = press(here, Act::Event(Event::Stop));
    tag!("button", "type" = "button", "class" = "stop", "title" = here.say(w::STOP_WHY), on stop; text(here.say(w::STOP)))
}

fn alone(one: Html) -> Html {
    tag!("div", "class" = "pair"; one)
}

/// Where every one of them leads to the same, nobody has to say which it is.
fn not_for(here: &Here, node: &NodeRef, text: &FormText, training: Option<&Training>) -> Html {
    let leads = training.map_or(&[][..], |training| &training.instead);
    let one = leads.windows(2).all(|two| two.first() == two.last());
    let item = |text: &String| line("li", "", text);
    let applies = |(at, said): (u8, &String)| {
        knob("option", None, false, Some(press(here, Act::Event(Event::Applies(at)))), text_of(said))
    };
    let list = if one {
        plain("ul", "plain", Box::new([each(text.not_for.iter().map(item))]))
    } else {
        plain("div", "plain options", Box::new([each((0u8..).zip(&text.not_for).map(applies))]))
    };
    all![
        heading(node, here.say(w::NOT_FOR)),
        said(here, "p", "lead", w::NOT_FOR_LEAD),
        list,
        said(here, "p", "hint", if one { w::NOT_FOR_NOTE } else { w::NOT_FOR_WHICH }),
        ways(vec![
            event_button(here, "main on", w::NONE_APPLY, Event::Begin),
            when(one, || event_button(here, "other", w::APPLIES, Event::Applies(0))),
            alone(stop(here)),
        ]),
    ]
}

fn ease(here: &Here, node: &NodeRef) -> Html {
    let text = here.say(w::EASE_SAY);
    all![
        heading(node, here.say(w::EASE)),
        pictures::chair(),
        lead(text),
        aloud(here, text),
        ways(vec![
            event_button(here, "main on", w::EASE_NEXT, Event::Next),
            say_button(here, "other", w::PERSON, Act::Person),
            alone(stop(here)),
        ]),
    ]
}

/// One more rating, in the words of the first.
fn leaving(here: &Here, node: &NodeRef, form: &Form, text: &FormText) -> Html {
    let before = form.steps.iter().zip(&text.steps).find_map(|(step, words)| match &step.kind {
        StepKind::Slide(slide) if slide.role == Role::Before => Some(words.parts.as_slice()),
        _ => None,
    });
    let (low, high) = match before {
        Some([low, high]) => (low.as_str(), high.as_str()),
        _ => (here.say(w::LEAVING_LOW), here.say(w::LEAVING_HIGH)),
    };
    all![
        heading(node, here.say(w::LEAVING)),
        said(here, "p", "lead", w::LEAVING_SAY),
        rating(here, None, low, high),
        ways(vec![event_button(here, "other", w::SKIP, Event::Skip)]),
    ]
}

fn worse(app: &App, here: &Here, node: &NodeRef) -> Html {
    let calm = app.room.calm();
    let calm = calm.map(|calm| say_button(here, "main on", w::CALM, Act::StartLed(Elsewhere::first(&calm))));
    all![
        heading(node, here.say(w::WORSE)),
        pictures::together(),
        lead(here.say(w::WORSE_SAY)),
        ways(vec![
            calm.unwrap_or_default(),
            event_button(here, "other", w::PERSON, Event::Agree(true)),
            event_button(here, "quiet", w::JUST_CLOSE, Event::Next),
        ]),
    ]
}

fn over(app: &App, here: &Here, node: &NodeRef, playing: &Playing, end: End) -> Html {
    if pack_is_lesson(playing) {
        return learnt(here, node, end);
    }
    let rose = playing.run.as_ref().is_some_and(|run| run.rose == Some(true));
    let (title, said) = match end {
        End::Done if rose => (w::DONE, w::DONE_ROSE),
        End::Done => (w::DONE, w::DONE_SAY),
        End::Stopped => (w::STOPPED, w::STOPPED_SAY),
        End::Long => (w::LONG, w::LONG_SAY),
        End::Worse => (w::WORSE, w::WORSE_SAY),
        End::NotForMe => (w::NOT_FOR_ME, w::NOT_FOR_ME_SAY),
    };
    let ended_high = playing.run.as_ref().is_some_and(|run| run.ends_high);
    let menu = if end == End::Done { "main on" } else { "other" };
    all![
        heading(node, here.say(title)),
        pictures::leaf(),
        lead(here.say(said)),
        when(ended_high, || lines(here)),
        ways(vec![
            instead(app, here, playing, end).unwrap_or_default(),
            say_button(here, menu, w::TO_MENU, Act::Close),
            say_button(here, "quiet", w::TALK, Act::Person),
        ]),
    ]
}

fn pack_is_lesson(playing: &Playing) -> bool {
    playing.practice.pack().exercise.lesson().is_some()
}

/// The end of a family lesson: nothing was rated, so nothing is compared.
fn learnt(here: &Here, node: &NodeRef, end: End) -> Html {
    let (title, said) = match end {
        End::Done => (w::LEARNT, w::LEARNT_SAY),
        End::Long => (w::LESSON_LONG, w::LESSON_LONG_SAY),
        End::Stopped | End::Worse | End::NotForMe => (w::LESSON_STOPPED, w::LESSON_STOPPED_SAY),
    };
    all![
        heading(node, here.say(title)),
        pictures::leaf(),
        lead(here.say(said)),
        ways(vec![
            say_button(here, "main on", w::TO_LESSONS, Act::Close),
            say_button(here, "quiet", w::HELP_LINES, Act::Person),
        ]),
    ]
}

/// What calms: in the place of what is not for this person, and after what made it worse.
fn instead(app: &App, here: &Here, playing: &Playing, end: End) -> Option<Html> {
    let to = match end {
        End::NotForMe => app.room.instead().or_else(|| app.room.calm().as_deref().map(Elsewhere::first)),
        End::Worse => app.room.calm().as_deref().map(Elsewhere::first),
        _ => None,
    }?;
    let name = &app.room.shelf.as_ref()?.listing(&to.exercise)?.face(playing.variant)?.title;
    Some(button(here, "main on", name, Act::StartLed(to.clone())))
}
