//! The guardian lock: on by one person with a reason, off by two.

use crate::{
    case::Guard,
    case_forms,
    case_page::{CasePage, Msg},
    follow::{self, Caution},
    model::Group,
    row::Seen,
    time,
    words::{Lang, case::Case as Words},
};
use qinghe_wire::{CaseEntry, CaseKind};
use yew::{html::Scope, prelude::*};

/// The panel.
pub fn view(page: &CasePage, link: &Scope<CasePage>, lang: Lang, guard: &Guard, group: &Group) -> Html {
    let body = match guard {
        Guard::Off => off(page, link, lang, group),
        Guard::On => html! { <>{ why(page, lang, group) }{ ask(page, link, lang, Words::GuardAsk) }</> },
        Guard::AskedByMe(asked) => html! {
            <>{ why(page, lang, group) }<p class="keep">{ at(lang, Words::GuardAsked, asked) }</p></>
        },
        Guard::AskedByOther(asked) => html! {
            <>
                { why(page, lang, group) }
                <p class="keep">{ at(lang, Words::GuardGive, asked) }</p>
                { ask(page, link, lang, Words::GuardGiveButton) }
            </>
        },
    };
    html! {
        <section class={classes!("step", (*guard != Guard::Off).then_some("locked"))}>
            <h2>{ lang.say(Words::Guard) }</h2>
            <p class="hint">{ lang.say(Words::GuardLead) }</p>
            { body }
            <p class="wrong" role="alert">{ page.ask_failed().map(|word| lang.say(word)) }</p>
        </section>
    }
}

fn at(lang: Lang, word: Words, seen: &Seen) -> String {
    lang.fill(word, &[("name", &seen.by), ("time", &time::moment(lang, seen.at))])
}

/// Why the lock should be thought of first, unless somebody has decided otherwise on this page.
pub fn caution(page: &CasePage, group: &Group) -> Option<Caution> {
    group.follow().and_then(follow::caution).filter(|_| !page.lock_declined())
}

/// The page asks first where the student's own words give reason to; anybody may lock at any time.
fn off(page: &CasePage, link: &Scope<CasePage>, lang: Lang, group: &Group) -> Html {
    let Some(caution) = caution(page, group) else {
        return html! {
            <details>
                <summary>{ lang.say(Words::GuardOn) }</summary>
                { case_forms::lock(page, link, lang, false) }
            </details>
        };
    };
    let word = match caution {
        Caution::Home => Words::GuardAskHome,
        Caution::No => Words::GuardAskNo,
        Caution::Unsure => Words::GuardAskUnsure,
    };
    html! {
        <div class="keep">
            <p>{ lang.say(word) }</p>
            { case_forms::lock(page, link, lang, true) }
        </div>
    }
}

fn why(page: &CasePage, lang: Lang, group: &Group) -> Html {
    let newest = page.newest(group, CaseKind::Lock);
    let (reason, by) = match &newest {
        Some((entry, by)) => match entry.as_ref() {
            CaseEntry::Lock { note } => (note.clone(), Some(by.clone())),
            _ => (String::new(), None),
        },
        None => (String::new(), None),
    };
    html! {
        <>
            if let Some(by) = by { <p><strong>{ at(lang, Words::GuardLocked, &by) }</strong></p> }
            if !reason.is_empty() { <p class="written">{ reason }</p> }
        </>
    }
}

fn ask(page: &CasePage, link: &Scope<CasePage>, lang: Lang, word: Words) -> Html {
    html! {
        <button type="button" class="other" disabled={page.asking()} onclick={link.callback(|_| Msg::AskUnlock)}>{ lang.say(word) }</button>
    }
}
