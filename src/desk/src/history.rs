//! What is recorded about a person, and what is not saved yet.

use crate::{
    case::{What, Written},
    case_page::{CasePage, Msg},
    draft::outcome_words,
    kept::{Pending, State},
    model::Group,
    open::{KeptRc, OpenRc},
    time,
    words::{Lang, case::Case as Words},
};
use qinghe_wire::{CaseEntry, CaseKind};
use yew::{html::Scope, prelude::*};

/// The newest first; what is not saved yet stands above.
pub fn view(
    page: &CasePage,
    link: &Scope<CasePage>,
    lang: Lang,
    group: &Group,
    open: &OpenRc,
    kept: &KeptRc,
) -> Html {
    let sittings = group.sittings();
    let kept = kept.0.borrow();
    let owner = open.0.owner();
    let waiting: Vec<Html> = kept
        .of(&owner)
        .filter(|one| sittings.contains(&one.sitting))
        .filter_map(|one| {
            let entry = open.0.keys.borrow().open_entry(one.order.kind()?, &[one.sitting], &one.sealed);
            Some(unsaved(link, lang, one, entry.as_ref()))
        })
        .collect();
    let entries = group.case.iter().flat_map(|case| case.entries.iter().rev());
    let saved: Vec<Html> = entries.map(|written| recorded(page, lang, written)).collect();
    html! {
        <section class="step">
            <h2>{ lang.say(Words::History) }</h2>
            if waiting.is_empty() && saved.is_empty() { <p class="hint">{ lang.say(Words::HistoryNone) }</p> }
            <ul class="history">{ for waiting }{ for saved }</ul>
        </section>
    }
}

fn recorded(page: &CasePage, lang: Lang, written: &Written) -> Html {
    let by =
        lang.fill(Words::ByAt, &[("name", &written.by.by), ("time", &time::moment(lang, written.by.at))]);
    let title = |word: Words| html! { <strong>{ lang.say(word) }</strong> };
    let body = match (written.what, page.entry(written.n)) {
        (_, Some(entry)) => said(lang, entry),
        (What::AskedUnlock, None) => title(Words::EntryAsked),
        (What::Unlocked, None) => title(Words::EntryUnlock),
        (What::Unknown, None) => title(Words::EntryUnknown),
        (What::Wrote(kind), None) => {
            html! { <>{ title(of_kind(kind)) }<p class="hint">{ lang.say(Words::EntryUnread) }</p></> }
        }
    };
    html! {
        <li>
            { body }
            if written.closes { <span class="line">{ lang.say(Words::EntryCloses) }</span> }
            <span class="by">{ by }</span>
        </li>
    }
}

fn unsaved(link: &Scope<CasePage>, lang: Lang, one: &Pending, entry: Option<&CaseEntry>) -> Html {
    let n = one.n;
    let state = match one.state {
        State::Sending if !one.tried => Words::Saving,
        State::Sending | State::Waiting => Words::NotSaved,
        State::Refused => Words::Refused,
    };
    let still = one.state != State::Sending;
    html! {
        <li class="unsaved">
            if let Some(entry) = entry { { said(lang, entry) } }
            <span class="mark-check">{ lang.say(state) }</span>
            if still {
                <div class="buttons">
                    <button type="button" class="other" onclick={link.callback(move |_| Msg::Again(n))}>{ lang.say(Words::Again) }</button>
                    <button type="button" class="quiet" onclick={link.callback(move |_| Msg::TakeBack(n))}>{ lang.say(Words::TakeBack) }</button>
                </div>
            }
        </li>
    }
}

/// What an entry says.
fn said(lang: Lang, entry: &CaseEntry) -> Html {
    let (title, line, note) = match entry {
        CaseEntry::Contact { note } => (Words::EntryContact, "", note.as_str()),
        CaseEntry::Note { note } => (Words::EntryNote, "", note.as_str()),
        CaseEntry::Lock { note } => (Words::EntryLock, "", note.as_str()),
        CaseEntry::Report(_) => (Words::EntryReport, "", ""),
        CaseEntry::Outcome { outcome, note } => {
            let (word, line) = outcome_words(outcome);
            (word, line, note.as_str())
        }
    };
    html! {
        <>
            <strong>{ lang.say(title) }</strong>
            if !line.is_empty() { <span class="line">{ line.to_owned() }</span> }
            if !note.is_empty() { <p class="written">{ note.to_owned() }</p> }
        </>
    }
}

const fn of_kind(kind: CaseKind) -> Words {
    match kind {
        CaseKind::Contact => Words::EntryContact,
        CaseKind::Outcome => Words::StepOutcome,
        CaseKind::Note => Words::EntryNote,
        CaseKind::Report => Words::EntryReport,
        CaseKind::Lock => Words::EntryLock,
    }
}
