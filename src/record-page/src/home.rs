//! All rooms of an open record.

use crate::{
    app::{Act, Here, View},
    form::Form,
    lang::Word,
    open::{Open, Place},
    words::{self, home as w, keep},
};
use qinghe_record::{Body, Record};
use yew::prelude::*;

/// The rooms.
pub fn view(here: &Here, heading: &NodeRef, open: &Open) -> Html {
    let record = &open.record;
    let count = |of: fn(&Body) -> bool| record.entries().iter().filter(|entry| of(entry.body())).count();
    let room = |view: View, word: Word, count: usize| room(here, view, word, Some(count));
    let title = match &open.place {
        Place::Kept(row, _) => row.kept.name().to_owned(),
        Place::Memory => here.say(w::HELLO).to_owned(),
    };
    html! {
        <>
            <h1 ref={heading.clone()} tabindex="-1">{ title }</h1>
            if record.entries().is_empty() { <p class="lead">{ here.say(w::EMPTY_HELLO) }</p> }
            <h2>{ here.say(w::ROOMS) }</h2>
            <ul class="rooms">
                { room(View::Time, w::TIME, count(|body| matches!(body, Body::Result(_)))) }
                { room(View::List(Form::Plan), w::PLANS, count(|body| matches!(body, Body::Plan(_)))) }
                { room(View::List(Form::Support), w::SUPPORTS, count(|body| matches!(body, Body::Support(_)))) }
                { room(View::Skills, w::SKILLS, count(|body| matches!(body, Body::Skill(_)))) }
                { room(View::List(Form::Safety), w::SAFETY, count(|body| matches!(body, Body::Safety(_)))) }
                { room(View::List(Form::Journal), w::JOURNAL, count(|body| matches!(body, Body::Journal(_)))) }
                { room(View::List(Form::Check), w::CHECKS, count(|body| matches!(body, Body::Check(_)))) }
            </ul>
            <h2>{ here.say(w::TAKE) }</h2>
            <ul class="rooms">
                { self::room(here, View::Export, w::EXPORT, None) }
                { self::room(here, View::Import, w::IMPORT, None) }
                { self::room(here, View::Hand, w::HAND, None) }
                { self::room(here, View::Settings, if matches!(open.place, Place::Memory) { keep::SHARED_TITLE } else { w::SETTINGS }, None) }
            </ul>
        </>
    }
}

fn room(here: &Here, view: View, word: Word, count: Option<usize>) -> Html {
    let small = count.map(|count| match count {
        0 => here.say(w::NONE_YET).to_owned(),
        many => here.lang.fill(w::COUNT, &[("n", &many.to_string())]),
    });
    html! {
        <li><button type="button" class="room" onclick={here.to(view)}>
            <strong>{ here.say(word) }</strong>
            if let Some(small) = small { <small>{ small }</small> }
        </button></li>
    }
}

/// The line above a room's title that leads back.
pub fn back(here: &Here) -> Html {
    html! { <button type="button" class="quiet back" onclick={here.to(View::Home)}>{ "← " }{ here.say(words::BACK) }</button> }
}

/// A button that asks once more before it takes an entry out.
#[derive(Properties, PartialEq)]
pub struct RemoveProps {
    pub here: Here,
    pub record: RecordRc,
    pub id: qinghe_record::Id,
}

/// Compared by its content.
#[derive(Clone, PartialEq)]
pub struct RecordRc(pub std::rc::Rc<Record>);

/// Takes an entry out.
pub struct Remove {
    asked: bool,
}

impl Component for Remove {
    type Message = bool;
    type Properties = RemoveProps;

    fn create(_: &Context<Self>) -> Remove {
        Remove { asked: false }
    }

    fn update(&mut self, _: &Context<Self>, asked: bool) -> bool {
        self.asked = asked;
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let RemoveProps { here, record, id } = ctx.props();
        let (link, id) = (ctx.link(), *id);
        if !self.asked {
            return html! {
                <button type="button" class="quiet" onclick={link.callback(|_| true)}>{ here.say(words::REMOVE) }</button>
            };
        }
        let without = std::rc::Rc::clone(&record.0);
        let remove = here.act.reform(move |_: MouseEvent| {
            let mut record = (*without).clone();
            record.remove(id);
            Act::Change(record, words::REMOVED)
        });
        html! {
            <>
                <button type="button" class="other" onclick={remove}>{ here.say(words::REMOVE_SURE) }</button>
                <button type="button" class="quiet" onclick={link.callback(|_| false)}>{ here.say(words::KEEP_IT) }</button>
            </>
        }
    }
}
