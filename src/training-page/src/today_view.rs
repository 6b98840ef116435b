//! What the menu puts first today, where one stands with a skill, and the way to the plan.

use crate::dom::{line, list, plain, tag};
use crate::{
    app::{Act, App, Here},
    menu::waiting,
    parts::{each, nothing, said, say_button, when},
    plan_view,
    ports::Doing,
    today::{Can, Today},
    words::{Word, ask as w, plan as wp},
};
use qinghe_session::training::Standing;
use yew::prelude::*;

/// Calls with what the page can ask today.
fn with_can<T>(app: &App, here: &Here, then: impl FnOnce(Can<'_>) -> T) -> T {
    let has = |id: &str| here.browser.has(app.locale, id);
    // What is done on a shared computer is forgotten before it could be told.
    then(Can { has: &has, counts: here.browser.launched() && !here.browser.shared() })
}

/// The cards of today.
pub fn cards(app: &App, here: &Here) -> Html {
    let today = with_can(app, here, |can| app.room.today(here.browser.now(), can));
    each(today.iter().map(|one| card(app, here, one)))
}

fn card(app: &App, here: &Here, today: &Today) -> Html {
    let named =
        |id: &str, word: Word| word.fill(here.locale, &[("name", app.room.title(id).unwrap_or_default())]);
    let begin = |word: Word| today.begins().map(|doing| say_button(here, "main", word, Act::Do(doing)));
    let left = app.room.book.record.halfway(here.browser.now().day).is_some();
    let open = begin(if left { w::GO_ON } else { w::BEGIN });
    match today {
        Today::Plan => {
            let goal = app.room.book.plan.as_ref().map_or("", |plan| plan.goal.as_str());
            waiting(here, wp::DUE, goal, begin(wp::OPEN).into_iter().collect())
        }
        Today::Recall(id) => {
            asks(here, &named(id, w::RECALL_CARD), if left { w::LEFT_SAY } else { w::RECALL_SAY }, open)
        }
        Today::Judgement(id) => {
            asks(here, &named(id, w::JUDGE_CARD), if left { w::LEFT_SAY } else { w::JUDGE_SAY }, open)
        }
        Today::Knowledge => {
            let going = app.room.book.record.is_asked();
            let word = if going { w::GO_ON } else { w::BEGIN };
            asks(here, here.say(w::KNOW_CARD), w::KNOW_SAY, begin(word))
        }
        Today::Used(id) => {
            let say = |word, yes| say_button(here, "other", word, Act::Used(id.clone(), yes));
            asks_two(here, &named(id, w::USED_CARD), None, say(w::USED, true), say(w::NOT_USED, false))
        }
        Today::Count => {
            let say = |word, yes| say_button(here, "other", word, Act::Count(yes));
            let (yes, no) = (say(w::COUNT_YES, true), say(w::COUNT_NO, false));
            asks_two(here, here.say(w::COUNT_CARD), Some(w::COUNT_SAY), yes, no)
        }
    }
}

fn asks(here: &Here, title: &str, word: Word, button: Option<Html>) -> Html {
    tag!("section", "class" = "card";
        line("h2", "", title),
        said(here, "p", "hint", word),
        plain("div", "row", Box::new([button.unwrap_or_default()])),
    )
}

/// Two answers that weigh the same.
fn asks_two(here: &Here, title: &str, word: Option<Word>, one: Html, other: Html) -> Html {
    tag!("section", "class" = "card";
        line("h2", "", title),
        word.map_or_else(nothing, |word| said(here, "p", "hint", word)),
        plain("div", "row", Box::new([list(Box::new([one, other]))])),
    )
}

/// The way to the plan.
pub fn plan(app: &App, here: &Here) -> Html {
    let word = if app.room.book.plan.is_some() { wp::OPEN } else { wp::MAKE };
    let goal = app.room.book.plan.as_ref().map_or_else(nothing, |plan| line("p", "hint", &plan.goal));
    tag!("section", "class" = "card";
        said(here, "h2", "", wp::TITLE),
        goal,
        plain("div", "row", Box::new([say_button(here, "other", word, Act::Do(Doing::Plan))])),
    )
}

/// Where somebody stands with a skill, in words, and the way into the growth record.
pub fn stands(app: &App, here: &Here, id: &str) -> Html {
    let now = here.browser.now();
    let Some((open, standing)) = with_can(app, here, |can| app.room.stands(id, now, can)) else {
        return nothing();
    };
    let gate = |(word, open): (&Word, bool)| tag!("li", "class" = if open { "open" } else { "shut" }; said(here, "span", "", *word));
    let whole = match standing {
        Standing::Mastered => Some(w::MASTERED),
        Standing::RefreshDue => Some(w::FADED),
        Standing::New | Standing::Completed => None,
    };
    tag!("section", "class" = "card";
        said(here, "h2", "", w::STANDS),
        plain("ul", "gates", Box::new([each(w::GATES.iter().zip(open).map(gate))])),
        whole.map_or_else(nothing, |word| said(here, "p", "said", word)),
        when(standing != Standing::New, || plan_view::filing(app, here)),
    )
}
