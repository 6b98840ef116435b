//! The menu: what was broken off, what was wanted for today, what could be begun with, and everything.

use crate::dom::{all, line, list, plain, tag, text};
use crate::{
    app::{Act, App, Here, Place},
    face::way,
    library,
    parts::{button, each, heading, knob, nothing, press, said, say_button, when},
    room::Card,
    today_view,
    words::{Word, ask as wa, day, lock as wl, menu as w},
};
use qinghe_content::{
    Domain, Tier,
    exercise::{Help, Listing},
};
use qinghe_session::training::{Held, Offer};
use yew::prelude::*;

/// The screen.
pub fn view(app: &App, here: &Here, node: &NodeRef) -> Html {
    let now = here.browser.now();
    let urgent = app.room.book.tier == Some(Tier::Urgent) || app.room.book.record.is_urgent(now);
    let offered = app.room.offers(now);
    all![
        heading(node, here.say(w::HELLO)),
        said(here, "p", "lead", if urgent { w::URGENT } else { w::LEAD }),
        when(app.missing, || said(here, "p", "keep", w::NO_NET)),
        broken(app, here),
        due(app, here),
        today_view::cards(app, here),
        said(here, "h2", "", w::OFFERS),
        plain("ul", "rooms offers", Box::new([each(offered.iter().map(|one| offer(app, here, one)))])),
        when(!urgent, || all![about(app, here), today_view::plan(app, here)]),
        group(app, here, Help::Oneself),
        group(app, here, Help::Another),
        library::door(app, here),
        settings(app, here),
    ]
}

/// An exercise that is waiting, with what can be done about it.
pub fn waiting(here: &Here, why: Word, title: &str, buttons: Vec<Html>) -> Html {
    tag!("section", "class" = "card";
        said(here, "p", "day", why),
        line("h2", "", title),
        plain("div", "row", Box::new([list(buttons.into_boxed_slice())])),
    )
}

fn broken(app: &App, here: &Here) -> Html {
    let Some(broken) = app.room.waits(here.browser.now()) else { return nothing() };
    let there = app.room.shelf.as_ref().is_some_and(|shelf| shelf.pack(&broken.exercise).is_some());
    let Some(title) = app.room.title(&broken.exercise).filter(|_| there) else { return nothing() };
    let buttons = vec![
        say_button(here, "main", w::RESUME, Act::Broken(true)),
        say_button(here, "quiet", w::DROP, Act::Broken(false)),
    ];
    waiting(here, w::BROKEN, title, buttons)
}

fn due(app: &App, here: &Here) -> Html {
    let due = app.room.due(here.browser.now());
    let one = |(exercise, entry): (&str, &str)| {
        // Before its pack has come it could not be begun.
        let title = app.room.title(exercise).filter(|_| here.browser.has(app.locale, exercise))?;
        let start = Act::Start(exercise.to_owned(), entry.to_owned());
        Some(waiting(
            here,
            w::DUE,
            title,
            vec![button(here, "other", &way(app, here, exercise, entry), start)],
        ))
    };
    each(due.iter().filter_map(|reminder| one((&reminder.exercise, &reminder.entry))))
}

fn offer(app: &App, here: &Here, offer: &Offer) -> Html {
    match offer {
        Offer::Talk => {
            let inside = all![said(here, "strong", "", w::TALK), said(here, "span", "", w::TALK_SUMMARY)];
            tag!("li"; knob("room talk", None, false, Some(press(here, Act::Person)), inside))
        }
        Offer::Exercise(id) => {
            let listing = app.room.shelf.as_ref().and_then(|shelf| shelf.listing(id));
            listing.map_or_else(nothing, |listing| {
                room(app, here, &app.room.card(listing, here.browser.now()), true)
            })
        }
    }
}

/// A card; with what it is good for, where there are few of them.
fn room(app: &App, here: &Here, card: &Card<'_>, whole: bool) -> Html {
    let Some(face) = app.room.variant().and_then(|variant| card.listing.face(variant)) else {
        return nothing();
    };
    let held = match card.held {
        Ok(()) => None,
        Err(Held::Urgent) => return nothing(),
        Err(Held::Resting(until)) => Some(w::RESTS.fill(here.locale, &[("day", &day(here.locale, until))])),
    };
    let off = held.is_some();
    let first = app.room.requires(&card.listing.id).and_then(|id| app.room.title(id));
    let first = first.map(|name| w::FIRST.fill(here.locale, &[("name", name)]));
    let note = held.or(first).unwrap_or_else(|| note(here, face.minutes, card.practised));
    let inside = all![
        line("strong", "", &face.title),
        when(whole, || line("span", "", &face.summary)),
        line("small", "", &note)
    ];
    let go = Act::Go(Place::Face(card.listing.id.clone()));
    tag!("li"; knob("room", None, off, Some(press(here, go)), inside))
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
fn minutes_of(here: &Here, minutes: u8) -> String {
    if minutes <= 1 {
        here.say(w::MINUTE).to_owned()
    } else {
        w::MINUTES.fill(here.locale, &[("n", &minutes.to_string())])
    }
}

fn about(app: &App, here: &Here) -> Html {
    let one = |domain: Domain| {
        let on = app.room.book.about.contains(&domain);
        let about = press(here, Act::About(domain));
        knob("chip", Some(on), false, Some(about), text(here.say(w::domain(domain))))
    };
    let domains = app.room.domains();
    when(!domains.is_empty(), || {
        tag!("details";
            said(here, "summary", "", w::ABOUT),
            said(here, "p", "hint", w::ABOUT_LEAD),
            plain("div", "chips", Box::new([each(domains.into_iter().map(one))])),
        )
    })
}

fn group(app: &App, here: &Here, help: Help) -> Html {
    let cards = app.room.cards(help, here.browser.now());
    let word = if help == Help::Oneself { w::ALL_SELF } else { w::ALL_OTHERS };
    when(!cards.is_empty(), || {
        all![
            said(here, "h2", "", word),
            plain(
                "ul",
                "rooms every",
                Box::new([each(cards.iter().map(|card| room(app, here, card, false)))])
            ),
        ]
    })
}

fn settings(app: &App, here: &Here) -> Html {
    let university = app.room.book.settings.university;
    let grade = app.room.variant().map_or("", |variant| here.say(w::stage(variant, university)));
    let lock = if app.has_lock { wl::UNSET } else { wl::SET_TITLE };
    let go = |word, place| say_button(here, "quiet", word, Act::Go(place));
    let counted = app.room.book.waiting.counted().filter(|_| here.browser.launched());
    let counted = counted.map(|yes| {
        let word = if yes { wa::COUNT_ON } else { wa::COUNT_OFF };
        say_button(here, "quiet", word, Act::Count(!yes))
    });
    let kept = when(!here.browser.shared(), || all![go(lock, Place::Lock), go(wl::CLEAR, Place::Clear)]);
    tag!("details";
        said(here, "summary", "", w::SETTINGS),
        line("p", "hint", grade),
        tag!("div", "class" = "row"; go(w::SETTINGS_STAGE, Place::Stage), counted.unwrap_or_default(), kept),
    )
}

/// What is said of an exercise beside its summary.
pub fn facts(here: &Here, listing: &Listing, minutes: u8) -> Html {
    let facts = [minutes_of(here, minutes).as_str(), " · ", here.say(w::evidence(listing.evidence))].concat();
    line("p", "hint", &facts)
}
