//! A run: what stands around every step, and the screens that every exercise has.

use crate::{
    app::{Act, App, Here},
    parts::{aloud, button, heading, lines, paragraphs},
    pictures,
    room::{Playing, step_of, words_of},
    step::{self, Seen, rating},
    words::{Word, run as w},
};
use qinghe_content::exercise::{Form, FormText, Role, StepKind};
use qinghe_session::practice::{End, Event, Shows, View};
use yew::prelude::*;

/// The screen.
pub fn view(app: &App, here: &Here, node: &NodeRef) -> Html {
    let Some(playing) = &app.room.playing else { return html! {} };
    let pack = playing.practice.pack();
    let Some((form, text)) = words_of(&pack, playing.variant) else { return html! {} };
    let inside = match playing.practice.view() {
        View::NotFor => not_for(here, node, text),
        View::Step { step, shows, ready, can_go_back, breathes } => {
            let Some((step, words)) = step_of(form, text, step) else { return html! {} };
            let exercise = &pack.exercise;
            let seen = Seen { app, here, node, step, words, shows: &shows, ready, form, text, exercise };
            let frame = Frame { can_go_back, breathes };
            stepped(&seen, &frame)
        }
        View::Ease => ease(here, node),
        View::Leaving => leaving(here, node, form, text),
        View::Worse => worse(app, here, node),
        View::Over(end) => over(app, here, node, playing, end),
    };
    // Another screen is another node, so nothing of the one before stays in its fields.
    html! { <div key={playing.screen} class="play"><p class="of">{ text.title.clone() }</p>{ inside }</div> }
}

/// What a view says around a step.
struct Frame {
    can_go_back: bool,
    breathes: bool,
}

fn stepped(seen: &Seen<'_>, frame: &Frame) -> Html {
    let here = seen.here;
    let dizzy =
        frame.breathes.then(|| button(here, "other dizzy", here.say(w::DIZZY), Act::Event(Event::Dizzy)));
    let back = frame
        .can_go_back
        .then(|| button(here, "quiet", &["← ", here.say(w::BACK)].concat(), Act::Event(Event::Back)));
    html! {
        <>
            { step::view(seen) }
            <div class="ways">
                { dizzy.unwrap_or_default() }
                { next(seen) }
                <div class="pair">
                    { back.unwrap_or_default() }
                    { stop(here) }
                </div>
            </div>
        </>
    }
}

fn next(seen: &Seen<'_>) -> Html {
    let (class, word) = way_on(seen);
    let here = seen.here;
    html! {
        <button type="button" {class} disabled={!seen.ready} onclick={here.event(Event::Next)}>{ here.say(word) }</button>
    }
}

/// Going on before a rhythm or a timer is over is possible, and not the main thing.
fn way_on(seen: &Seen<'_>) -> (&'static str, Word) {
    match (seen.shows, &seen.step.kind) {
        (Shows::Pacer { cycle, .. }, StepKind::Pacer(pacer)) if *cycle < pacer.cycles => {
            ("quiet on", w::ENOUGH)
        }
        (Shows::Timer { left: 1.. }, StepKind::Timer(timer)) if timer.may_skip => ("other on", w::NOT_WAIT),
        (Shows::Timer { left: 1.. }, _) => ("quiet on", w::ENOUGH),
        (_, StepKind::Branch(_)) => ("main on", w::WHAT_HAPPENS),
        _ => ("main on", w::NEXT),
    }
}

fn stop(here: &Here) -> Html {
    html! {
        <button type="button" class="stop" title={here.say(w::STOP_WHY)} onclick={here.event(Event::Stop)}>
            { here.say(w::STOP) }
        </button>
    }
}

fn not_for(here: &Here, node: &NodeRef, text: &FormText) -> Html {
    html! {
        <>
            { heading(node, here.say(w::NOT_FOR)) }
            <p class="lead">{ here.say(w::NOT_FOR_LEAD) }</p>
            <ul class="plain">{ for text.not_for.iter().map(|line| html! { <li>{ line.clone() }</li> }) }</ul>
            <p class="hint">{ here.say(w::NOT_FOR_NOTE) }</p>
            <div class="ways">
                { button(here, "main on", here.say(w::NONE_APPLY), Act::Event(Event::Begin)) }
                { button(here, "other", here.say(w::APPLIES), Act::Event(Event::Applies)) }
                <div class="pair">{ stop(here) }</div>
            </div>
        </>
    }
}

fn ease(here: &Here, node: &NodeRef) -> Html {
    html! {
        <>
            { heading(node, here.say(w::EASE)) }
            { pictures::chair() }
            <div class="lead">{ paragraphs(here.say(w::EASE_SAY)) }</div>
            { aloud(here, here.say(w::EASE_SAY)) }
            <div class="ways">
                { button(here, "main on", here.say(w::EASE_NEXT), Act::Event(Event::Next)) }
                { button(here, "other", here.say(w::PERSON), Act::Person) }
                <div class="pair">{ stop(here) }</div>
            </div>
        </>
    }
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
    html! {
        <>
            { heading(node, here.say(w::LEAVING)) }
            <p class="lead" id="asked">{ here.say(w::LEAVING_SAY) }</p>
            { rating(here, None, low, high) }
            <div class="ways">{ button(here, "other", here.say(w::SKIP), Act::Event(Event::Skip)) }</div>
        </>
    }
}

fn worse(app: &App, here: &Here, node: &NodeRef) -> Html {
    let calm = app.room.calm();
    html! {
        <>
            { heading(node, here.say(w::WORSE)) }
            { pictures::together() }
            <div class="lead">{ paragraphs(here.say(w::WORSE_SAY)) }</div>
            <div class="ways">
                if let Some(calm) = calm { { button(here, "main on", here.say(w::CALM), Act::StartFirst(calm)) } }
                { button(here, "other", here.say(w::PERSON), Act::Event(Event::Agree(true))) }
                { button(here, "quiet", here.say(w::JUST_CLOSE), Act::Event(Event::Next)) }
            </div>
        </>
    }
}

fn over(app: &App, here: &Here, node: &NodeRef, playing: &Playing, end: End) -> Html {
    let rose = playing.run.as_ref().is_some_and(|run| run.rose == Some(true));
    let (title, said) = match end {
        End::Done if rose => (w::DONE, w::DONE_ROSE),
        End::Done => (w::DONE, w::DONE_SAY),
        End::Stopped => (w::STOPPED, w::STOPPED_SAY),
        End::Long => (w::LONG, w::LONG_SAY),
        End::Worse => (w::WORSE, w::WORSE_SAY),
        End::NotForMe => (w::NOT_FOR_ME, w::NOT_FOR_ME_SAY),
    };
    // What calms: in the place of what is not for this person, and after what made it worse.
    let instead = match end {
        End::NotForMe => app.room.instead().or_else(|| app.room.calm()),
        End::Worse => app.room.calm(),
        _ => None,
    };
    let name = instead
        .as_ref()
        .and_then(|id| Some(app.room.shelf.as_ref()?.listing(id)?.face(playing.variant)?.title.clone()));
    let ended_high = playing.run.as_ref().is_some_and(|run| run.ends_high);
    html! {
        <>
            { heading(node, here.say(title)) }
            { pictures::leaf() }
            <div class="lead">{ paragraphs(here.say(said)) }</div>
            if ended_high { { lines(here) } }
            <div class="ways">
                if let Some((id, name)) = instead.zip(name) { { button(here, "main on", &name, Act::StartFirst(id)) } }
                { button(here, if end == End::Done { "main on" } else { "other" }, here.say(w::TO_MENU), Act::Close) }
                { button(here, "quiet", here.say(w::TALK), Act::Person) }
            </div>
        </>
    }
}
