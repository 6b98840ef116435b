//! The menu: what was broken off, what was wanted for today, what could be begun with, and everything.

use crate::{
    app::{Act, App, Here, Place},
    parts::{button, heading, pressed},
    room::Card,
    words::{day, menu as w},
};
use qinghe_content::{
    Domain, Tier,
    exercise::{Help, Listing, Variant},
};
use qinghe_session::training::{Held, Offer};
use yew::prelude::*;

/// The screen.
pub fn view(app: &App, here: &Here, node: &NodeRef) -> Html {
    let now = here.browser.now();
    let urgent = app.room.book.tier == Some(Tier::Urgent) || app.room.book.record.is_urgent(now);
    html! {
        <>
            { heading(node, here.say(w::HELLO)) }
            <p class="lead">{ here.say(if urgent { w::URGENT } else { w::LEAD }) }</p>
            { missing(app, here) }
            { broken(app, here) }
            { due(app, here) }
            <h2>{ here.say(w::OFFERS) }</h2>
            <ul class="rooms offers">{ for app.room.offers(now).iter().map(|one| offer(app, here, one)) }</ul>
            if !urgent { { about(app, here) } }
            { group(app, here, Help::Oneself) }
            { group(app, here, Help::Another) }
            { settings(app, here) }
        </>
    }
}

fn missing(app: &App, here: &Here) -> Html {
    if !app.missing {
        return html! {};
    }
    html! { <p class="keep" role="status">{ here.say(w::NO_NET) }</p> }
}

fn title<'a>(app: &'a App, id: &str) -> Option<&'a str> {
    let listing = app.room.shelf.as_ref()?.listing(id)?;
    Some(listing.face(app.room.variant()?)?.title.as_str())
}

fn broken(app: &App, here: &Here) -> Html {
    let Some(broken) = &app.room.broken else { return html! {} };
    let there = app.room.shelf.as_ref().is_some_and(|shelf| shelf.pack(&broken.exercise).is_some());
    let Some(title) = title(app, &broken.exercise).filter(|_| there) else { return html! {} };
    html! {
        <section class="card">
            <p class="day">{ here.say(w::BROKEN) }</p>
            <h2>{ title.to_owned() }</h2>
            <div class="row">
                { button(here, "main", here.say(w::RESUME), Act::Broken(true)) }
                { button(here, "quiet", here.say(w::DROP), Act::Broken(false)) }
            </div>
        </section>
    }
}

fn due(app: &App, here: &Here) -> Html {
    let due = app.room.book.due(here.browser.now().day);
    let one = |(exercise, entry): (&str, &str)| {
        let title = title(app, exercise)?;
        let start = Act::Start(exercise.to_owned(), entry.to_owned());
        Some(html! {
            <section class="card">
                <p class="day">{ here.say(w::DUE) }</p>
                <h2>{ title.to_owned() }</h2>
                <div class="row">{ button(here, "other", here.say(w::entry(entry)), start) }</div>
            </section>
        })
    };
    html! { <>{ for due.iter().filter_map(|reminder| one((&reminder.exercise, &reminder.entry))) }</> }
}

fn offer(app: &App, here: &Here, offer: &Offer) -> Html {
    match offer {
        Offer::Talk => html! {
            <li><button type="button" class="room talk" onclick={here.on(Act::Person)}>
                <strong>{ here.say(w::TALK) }</strong>
                <small>{ here.say(w::TALK_SUMMARY) }</small>
            </button></li>
        },
        Offer::Exercise(id) => {
            let listing = app.room.shelf.as_ref().and_then(|shelf| shelf.listing(id));
            listing.map_or_else(
                || html! {},
                |listing| room(app, here, &app.room.card(listing, here.browser.now())),
            )
        }
    }
}

fn room(app: &App, here: &Here, card: &Card<'_>) -> Html {
    let Some(face) = app.room.variant().and_then(|variant| card.listing.face(variant)) else {
        return html! {};
    };
    let held = match card.held {
        Ok(()) => None,
        Err(Held::Urgent) => return html! {},
        Err(Held::Resting(until)) => Some(w::RESTS.fill(here.locale, &[("day", &day(here.locale, until))])),
    };
    let note = held.clone().unwrap_or_else(|| note(here, face.minutes, card.practised));
    html! {
        <li><button type="button" class="room" disabled={held.is_some()} onclick={here.on(Act::Go(Place::Face(card.listing.id.clone())))}>
            <strong>{ face.title.clone() }</strong>
            <span>{ face.summary.clone() }</span>
            <small>{ note }</small>
        </button></li>
    }
}

/// How long it takes, and how often it was done.
fn note(here: &Here, minutes: u8, practised: usize) -> String {
    let long = minutes_of(here, minutes);
    let times = match practised {
        0 => return long,
        1 => here.say(w::ONCE).to_owned(),
        many => w::TIMES.fill(here.locale, &[("n", &many.to_string())]),
    };
    [long.as_str(), " · ", &times].concat()
}

/// "About five minutes".
pub fn minutes_of(here: &Here, minutes: u8) -> String {
    if minutes <= 1 {
        here.say(w::MINUTE).to_owned()
    } else {
        w::MINUTES.fill(here.locale, &[("n", &minutes.to_string())])
    }
}

fn about(app: &App, here: &Here) -> Html {
    let one = |domain: Domain| {
        let on = app.room.book.about.contains(&domain);
        html! {
            <button type="button" class="chip" aria-pressed={pressed(on)} onclick={here.on(Act::About(domain))}>
                { here.say(w::domain(domain)) }
            </button>
        }
    };
    let domains = app.room.domains();
    if domains.is_empty() {
        return html! {};
    }
    html! {
        <details>
            <summary>{ here.say(w::ABOUT) }</summary>
            <p class="hint">{ here.say(w::ABOUT_LEAD) }</p>
            <div class="chips">{ for domains.into_iter().map(one) }</div>
        </details>
    }
}

fn group(app: &App, here: &Here, help: Help) -> Html {
    let cards = app.room.cards(help, here.browser.now());
    if cards.is_empty() {
        return html! {};
    }
    let word = if help == Help::Oneself { w::ALL_SELF } else { w::ALL_OTHERS };
    html! {
        <details class="all" open=true>
            <summary><h2>{ here.say(word) }</h2></summary>
            <ul class="rooms">{ for cards.iter().map(|card| room(app, here, card)) }</ul>
        </details>
    }
}

fn settings(app: &App, here: &Here) -> Html {
    let grade = app.room.variant().map(|variant: Variant| here.say(w::stage(variant)));
    let lock = if app.lock.is_some() { crate::words::lock::UNSET } else { crate::words::lock::SET_TITLE };
    let shared = here.browser.shared();
    html! {
        <details>
            <summary>{ here.say(w::SETTINGS) }</summary>
            <p class="hint">{ grade.unwrap_or_default() }</p>
            <div class="row">
                { button(here, "quiet", here.say(w::SETTINGS_STAGE), Act::Go(Place::Stage)) }
                if !shared {
                    { button(here, "quiet", here.say(lock), Act::Go(Place::Lock)) }
                    { button(here, "quiet", here.say(crate::words::lock::CLEAR), Act::Go(Place::Clear)) }
                }
            </div>
        </details>
    }
}

/// What is said of an exercise beside its summary.
pub fn facts(here: &Here, listing: &Listing, minutes: u8) -> Html {
    html! {
        <p class="hint">{ minutes_of(here, minutes) }{ " · " }{ here.say(w::evidence(listing.evidence)) }</p>
    }
}
