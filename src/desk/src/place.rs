//! The rooms of the open desk, and the row of buttons that leads to them.

use crate::words::{
    Lang, Text, Word, duty::Duty, figures::Figures, handover::Handover, scan::Scan, team::Team,
};
use qinghe_wire::Id;
use yew::prelude::*;

/// Where the counsellor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The list.
    Messages,
    /// The record of whoever a sitting belongs to.
    Case(Id),
    /// A code carried by hand.
    Scan,
    /// What a student brings from the last school.
    Handover,
    /// Roster and duty lock.
    Duty,
    /// Staff and keys.
    Team,
    /// Counts of what was learnt.
    Figures,
}

impl Place {
    /// What somebody may enter: who opens nothing has no list, and the second centre has nothing to do with what a
    /// school teaches.
    #[must_use]
    pub const fn of(opens: bool, school: bool) -> &'static [Place] {
        match (opens, school) {
            (true, true) => {
                &[Place::Messages, Place::Scan, Place::Duty, Place::Team, Place::Handover, Place::Figures]
            }
            (true, false) => &[Place::Messages, Place::Scan, Place::Duty, Place::Team, Place::Handover],
            (false, true) => &[Place::Duty, Place::Team, Place::Figures],
            (false, false) => &[Place::Duty, Place::Team],
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        fn say(lang: Lang, word: impl Text) -> &'static str {
            lang.say(word)
        }
        match self {
            Place::Messages | Place::Case(_) => say(lang, Word::Messages),
            Place::Scan => say(lang, Scan::Title),
            Place::Handover => say(lang, Handover::Title),
            Place::Duty => say(lang, Duty::Title),
            Place::Team => say(lang, Team::Title),
            Place::Figures => say(lang, Figures::Title),
        }
    }

    /// Whether the button of `tab` leads here.
    fn under(self, tab: Place) -> bool {
        self == tab || matches!((self, tab), (Place::Case(_), Place::Messages))
    }
}

/// The row of buttons. `waiting` stands at the messages while somebody urgent waits.
pub fn tabs(lang: Lang, here: Place, places: &[Place], waiting: usize, go: &Callback<Place>) -> Html {
    let tab = |tab: &Place| {
        let tab = *tab;
        let current = here.under(tab).then_some("page");
        html! {
            <button type="button" class="tab" aria-current={current} onclick={go.reform(move |_| tab)}>
                { tab.name(lang) }
                if tab == Place::Messages && waiting > 0 {
                    <span class="count">{ waiting }<span class="aloud">{ lang.say(Word::WaitUrgently) }</span></span>
                }
            </button>
        }
    };
    html! { <nav class="tabs" aria-label={lang.say(Word::Places)}>{ for places.iter().map(tab) }</nav> }
}
