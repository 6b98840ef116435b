//! The list of everybody, in its parts.

use crate::{
    card::{Acting, Card},
    live::{Live, Msg},
    model::{Group, Person, Section},
    place::Place,
    words::{Lang, Word, duty::Duty},
};
use std::rc::Rc;
use yew::{html::Scope, prelude::*};

/// Cards of a part that are shown at first, and that one press adds.
pub const SHOWN: usize = 24;

const PARTS: [Section; 5] =
    [Section::Urgent, Section::Waiting, Section::InHand, Section::Routine, Section::Seen];

impl Live {
    pub(crate) fn list(&self, ctx: &Context<Self>) -> Html {
        let lang = ctx.props().lang;
        html! {
            <>
                if self.inbox.unopened() > 0 {
                    <p class="aside">{ lang.fill(Word::OpeningMore, &[("n", &self.inbox.unopened().to_string())]) }</p>
                }
                if self.strange > 0 {
                    <p class="aside">{ lang.fill(Word::Strange, &[("n", &self.strange.to_string())]) }</p>
                }
                if self.moment.as_ref().is_some_and(|moment| !moment.open) {
                    <p class="aside">{ lang.say(Duty::StartsPaused) }</p>
                }
                { self.empty(lang) }
                { for PARTS.map(|section| self.section(ctx, section)) }
            </>
        }
    }

    fn empty(&self, lang: Lang) -> Html {
        if !self.first_answer {
            return html! { <p class="wait" role="status">{ lang.say(Word::LiveFirst) }</p> };
        }
        let quiet = |group: &Rc<Group>| matches!(group.section, Section::Seen | Section::InHand);
        if !self.groups.iter().all(quiet) || self.inbox.unopened() > 0 || self.lost {
            return Html::default();
        }
        html! {
            <section class="empty">
                <svg viewBox="0 0 120 72" aria-hidden="true">
                    <path class="ground" d="M18 62h84" />
                    <path class="stem" d="M60 62V34" />
                    <path class="leaf" d="M60 40C46 40 38 32 38 18c14 0 22 8 22 22z" />
                    <path class="leaf two" d="M60 46c0-12 7-19 20-19 0 12-7 19-20 19z" />
                </svg>
                <h2>{ lang.say(Word::EmptyTitle) }</h2>
                <p>{ lang.say(Word::EmptyBody) }</p>
            </section>
        }
    }

    fn section(&self, ctx: &Context<Self>, section: Section) -> Html {
        let (lang, link) = (ctx.props().lang, ctx.link());
        let total = self.part(section).count();
        if total == 0 {
            return Html::default();
        }
        // Nobody urgent is ever behind a button, and nobody whom somebody has to go on with.
        let all = matches!(section, Section::Urgent | Section::InHand);
        let limit = if all { total } else { *self.more.get(&section).unwrap_or(&SHOWN) };
        let shown: Vec<&Rc<Group>> = self.part(section).take(limit).collect();
        let (class, title) = name(section);
        html! {
            <section {class}>
                <h2>{ lang.say(title) }<span class="count">{ total }</span></h2>
                if self.first_to_act(section) {
                    <p class="hint">{ lang.say(Word::ActHint) }{ lang.space() }{ lang.say(Word::PseudonymHint) }</p>
                }
                if section == Section::Routine && shown.len() > 1 {
                    { all_seen(lang, link, &shown) }
                }
                <div class="cards">{ for shown.iter().map(|group| self.card(ctx, group)) }</div>
                if total > limit {
                    <button type="button" class="quiet" onclick={link.callback(move |_| Msg::More(section))}>{ lang.say(Word::More) }</button>
                }
            </section>
        }
    }

    /// The hint stands once, at the first part that has a button beside the calm ones.
    fn first_to_act(&self, section: Section) -> bool {
        section == Section::Urgent
            || section == Section::Waiting && self.part(Section::Urgent).next().is_none()
    }

    fn card(&self, ctx: &Context<Self>, group: &Rc<Group>) -> Html {
        let acting = self.acting.get(&group.person).copied().unwrap_or(Acting::No);
        html! {
            <Card key={group.person.key()} lang={ctx.props().lang} group={Rc::clone(group)} {acting} skew={self.skew}
                on_act={ctx.link().callback(|person| Msg::Act(vec![person]))}
                on_open={ctx.link().callback(|sitting| Msg::Go(Place::Case(sitting)))} />
        }
    }
}

fn name(section: Section) -> (&'static str, Word) {
    match section {
        Section::Urgent => ("part first", Word::SectionUrgent),
        Section::Waiting => ("part", Word::SectionWaiting),
        Section::InHand => ("part", Word::SectionInHand),
        Section::Routine => ("part calm", Word::SectionRoutine),
        Section::Seen => ("part calm", Word::SectionSeen),
    }
}

fn all_seen(lang: Lang, link: &Scope<Live>, shown: &[&Rc<Group>]) -> Html {
    let people: Vec<Person> = shown.iter().map(|group| group.person.clone()).collect();
    html! {
        <button type="button" class="other" onclick={link.callback(move |_| Msg::Act(people.clone()))}>
            { lang.fill(Word::AllSeen, &[("n", &shown.len().to_string())]) }
        </button>
    }
}
