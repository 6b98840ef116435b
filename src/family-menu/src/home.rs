//! The start: what to say tonight before everything, then what waits, the three lessons for everybody, and all the others.

use crate::{together, words as w};
use qinghe_content::exercise::{LessonListing, LessonStage, Theme};
use qinghe_training_page::dom::{all, line, list, plain, tag, text};
use qinghe_training_page::{
    app::{Act, App, Here, Place},
    parts::{each, heading, joined, knob, nothing, press, said, say_button, when},
    words::{Word, lock as wl},
};
use yew::prelude::*;

/// The screen.
pub fn view(app: &App, here: &Here, node: &NodeRef) -> Html {
    if app.room.book.settings.home.large {
        return large(app, here, node);
    }
    all![
        heading(node, here.say(w::HELLO)),
        tonight(here),
        when(app.missing, || said(here, "p", "keep", w::NO_NET)),
        broken(app, here),
        due(app, here),
        group(app, here, w::FIRST, true, |one| one.lesson.first),
        by_stage(app, here),
        together::list(app, here),
        group(app, here, w::SITUATIONS, false, |one| one.lesson.stage == LessonStage::Any
            && !one.lesson.first),
        others(app, here),
        settings(app, here),
    ]
}

/// What is needed in the worst minutes stands first, and largest.
fn tonight(here: &Here) -> Html {
    let go = |name: &str| Some(press(here, Act::Guide(name.to_owned())));
    let inside = all![said(here, "strong", "", w::TONIGHT), said(here, "span", "", w::TONIGHT_SAY)];
    all![
        knob("room tonight", None, false, go("tonight"), inside),
        tag!("div", "class" = "beside";
            knob("room sheet", None, false, go("crisis"), text(here.say(w::CRISIS))),
            knob("room sheet", None, false, go("self-check"), text(here.say(w::SELF_CHECK))),
        ),
    ]
}

fn lessons<'a>(
    app: &'a App,
    which: impl Fn(&LessonListing) -> bool + 'a,
) -> impl Iterator<Item = &'a LessonListing> {
    let all = app.room.shelf.as_ref().map(|shelf| shelf.lessons()).unwrap_or_default();
    all.iter().filter(move |one| which(one))
}

fn is_learnt(app: &App, id: &str) -> bool {
    !app.room.book.note(id).is_empty()
}

/// Its themes, in a line.
pub fn about(here: &Here, lesson: &LessonListing) -> String {
    let themes: Vec<&str> = lesson.lesson.themes.iter().map(|theme| here.say(w::theme(*theme))).collect();
    joined(here.locale, &themes)
}

fn card(app: &App, here: &Here, lesson: &LessonListing, whole: bool) -> Html {
    let minutes = w::MINUTES.fill(here.locale, &[("n", &lesson.minutes.to_string())]);
    let mut note = vec![minutes, about(here, lesson)];
    if is_learnt(app, &lesson.id) {
        note.insert(0, ["✓ ", here.say(w::LEARNT)].concat());
    }
    let inside = all![
        line("strong", "", &lesson.title),
        when(whole, || line("span", "", &lesson.summary)),
        line("small", "", &note.join(" · ")),
    ];
    let go = Act::Go(Place::Face(lesson.id.clone()));
    tag!("li"; knob("room", None, false, Some(press(here, go)), inside))
}

fn cards(app: &App, here: &Here, class: &'static str, which: impl Fn(&LessonListing) -> bool) -> Html {
    let whole = class == OFFERED;
    plain("ul", class, Box::new([each(lessons(app, which).map(|one| card(app, here, one, whole)))]))
}

const OFFERED: &str = "rooms offers";

fn group(app: &App, here: &Here, name: Word, offered: bool, which: impl Fn(&LessonListing) -> bool) -> Html {
    let class = if offered { OFFERED } else { "rooms" };
    when(lessons(app, &which).next().is_some(), || {
        all![said(here, "h2", "", name), cards(app, here, class, &which)]
    })
}

/// Lessons of the child's stage, and chips for what they are about.
fn by_stage(app: &App, here: &Here) -> Html {
    let Some(stage) = app.room.book.settings.home.stage else { return nothing() };
    let mine = |one: &LessonListing| one.lesson.stage == stage;
    let theme = app.room.theme;
    let chosen =
        |one: &LessonListing| mine(one) && theme.is_none_or(|theme| one.lesson.themes.contains(&theme));
    let there = |theme: &Theme| lessons(app, mine).any(|one| one.lesson.themes.contains(theme));
    let chip = |one: Option<Theme>| {
        let word = one.map_or(w::ALL_THEMES, w::theme);
        knob("chip", Some(theme == one), false, Some(press(here, Act::Theme(one))), text(here.say(word)))
    };
    let themes = Theme::ALL.into_iter().filter(there).map(Some);
    let chips = std::iter::once(None).chain(themes).map(chip);
    when(lessons(app, mine).next().is_some(), || {
        all![
            tag!("h2"; text(here.say(w::FOR_STAGE)), line("small", "", &[" ", here.say(w::stage(stage))].concat())),
            tag!("div", "class" = "chips", "role" = "group", "aria-label" = here.say(w::ABOUT); each(chips)),
            cards(app, here, "rooms", chosen),
            when(lessons(app, chosen).next().is_none(), || said(here, "p", "hint", w::NONE)),
        ]
    })
}

fn others(app: &App, here: &Here) -> Html {
    let own = app.room.book.settings.home.stage;
    let stages = LessonStage::ALL.into_iter().filter(|one| Some(*one) != own && *one != LessonStage::Any);
    let stage = |one: LessonStage| {
        let which = move |lesson: &LessonListing| lesson.lesson.stage == one;
        when(lessons(app, which).next().is_some(), || {
            all![said(here, "h3", "", w::stage(one)), cards(app, here, "rooms every", which)]
        })
    };
    when(
        lessons(app, |_| true).next().is_some(),
        || tag!("details"; said(here, "summary", "", w::OTHERS), each(stages.map(stage))),
    )
}

fn title<'a>(app: &'a App, id: &str) -> Option<&'a str> {
    Some(app.room.shelf.as_ref()?.lesson(id)?.title.as_str())
}

fn waiting(here: &Here, why: Word, title: &str, buttons: Vec<Html>) -> Html {
    tag!("section", "class" = "card";
        said(here, "p", "day", why),
        line("h2", "", title),
        plain("div", "row", Box::new([list(buttons.into_boxed_slice())])),
    )
}

fn broken(app: &App, here: &Here) -> Html {
    let broken = app.room.broken.as_ref();
    let there = broken
        .filter(|broken| app.room.shelf.as_ref().is_some_and(|shelf| shelf.pack(&broken.exercise).is_some()));
    let title = there.and_then(|broken| title(app, &broken.exercise));
    title.map_or_else(nothing, |title| {
        let on = say_button(here, "main", w::RESUME, Act::Broken(true));
        waiting(here, w::BROKEN, title, vec![on, say_button(here, "quiet", w::DROP, Act::Broken(false))])
    })
}

fn due(app: &App, here: &Here) -> Html {
    let due = app.room.book.due(here.browser.now().day);
    let one = |(lesson, entry): (&str, &str)| {
        // Before its pack has come it could not be begun.
        let title = title(app, lesson).filter(|_| here.browser.has(app.locale, lesson))?;
        let start = Act::Start(lesson.to_owned(), entry.to_owned());
        Some(waiting(here, w::DUE, title, vec![say_button(here, "main", w::LOOK_BACK, start)]))
    };
    each(due.iter().filter_map(|reminder| one((&reminder.exercise, &reminder.entry))))
}

/// Very large letters: one thing at a time, and the words for tonight beside it.
fn large(app: &App, here: &Here, node: &NodeRef) -> Html {
    let stage = app.room.book.settings.home.stage;
    let due = app.room.book.due(here.browser.now().day);
    let due = due.iter().find(|one| here.browser.has(app.locale, &one.exercise)).and_then(|one| {
        let start = Act::Start(one.exercise.clone(), one.entry.clone());
        Some((w::DUE, title(app, &one.exercise)?.to_owned(), start))
    });
    let fits = |one: &LessonListing| {
        (one.lesson.first || Some(one.lesson.stage) == stage) && !is_learnt(app, &one.id)
    };
    let mut open: Vec<&LessonListing> = lessons(app, fits).collect();
    open.sort_by_key(|one| !one.lesson.first);
    let next = open
        .first()
        .or(lessons(app, |_| true).collect::<Vec<_>>().first())
        .map(|one| (w::NEXT_LESSON, one.title.clone(), Act::Go(Place::Face(one.id.clone()))));
    let one = due.or(next).map(|(why, title, act)| {
        let inside = all![said(here, "span", "", why), line("strong", "", &title)];
        knob("main on", None, false, Some(press(here, act)), inside)
    });
    all![
        heading(node, here.say(w::HELLO)),
        one.unwrap_or_else(|| said(here, "p", "", if app.missing { w::NO_NET } else { w::COMING })),
        tag!("div", "class" = "actions";
            say_button(here, "other", w::TONIGHT, Act::Guide("tonight".into())),
            say_button(here, "quiet", w::SMALL, Act::Large),
        ),
    ]
}

fn settings(app: &App, here: &Here) -> Html {
    let lock = if app.has_lock { wl::UNSET } else { wl::SET_TITLE };
    let go = |word, place| say_button(here, "quiet", word, Act::Go(place));
    let kept = when(!here.browser.shared(), || all![go(lock, Place::Lock), go(wl::CLEAR, Place::Clear)]);
    all![
        say_button(here, "other larger", w::LARGE, Act::Large),
        tag!("details";
            said(here, "summary", "", w::SETTINGS),
            tag!("div", "class" = "row"; go(w::CHANGE, Place::Stage), kept),
        ),
    ]
}
