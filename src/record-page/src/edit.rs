//! Writing an entry, or changing one.

use crate::{
    app::{Act, Here, View},
    field::{Field, focus, typed},
    form::{Form, Wrong, entry, values},
    open::OpenRc,
    ports::random_id,
    words,
};
use qinghe_record::{Entry, Id};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub here: Here,
    pub heading: NodeRef,
    pub open: OpenRc,
    pub form: Form,
    /// The entry to be changed.
    pub id: Option<Id>,
}

/// The form.
pub struct Edit {
    nodes: Vec<NodeRef>,
    first: Vec<String>,
    wrong: Wrong,
}

impl Component for Edit {
    type Message = ();
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Edit {
        let fields = ctx.props().form.specs().len();
        let old = old(ctx.props()).map(|entry| values(entry.body()));
        let first = old.unwrap_or_else(|| vec![String::new(); fields]);
        Edit { nodes: (0..fields).map(|_| NodeRef::default()).collect(), first, wrong: Vec::new() }
    }

    fn update(&mut self, ctx: &Context<Self>, (): ()) -> bool {
        let Props { here, open, form, .. } = ctx.props();
        let typed: Vec<String> = self.nodes.iter().map(typed).collect();
        let old = old(ctx.props());
        let id = old.map(Entry::id).or_else(random_id);
        let day = old.map_or_else(|| here.browser.today(), Entry::day);
        let Some(id) = id else { return false };
        match entry(*form, here.lang, &typed, id, day) {
            Ok(entry) => {
                let mut record = open.0.record.clone();
                if record.put(entry).is_ok() {
                    here.act.emit(Act::Go(View::List(*form)));
                    here.act.emit(Act::Change(record, words::SAVED));
                } else {
                    self.wrong = vec![(0, here.say(words::FULL).to_owned())];
                }
            }
            Err(wrong) => {
                if let Some(node) = wrong.first().and_then(|(at, _)| self.nodes.get(*at)) {
                    focus(node);
                }
                self.wrong = wrong;
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { here, form, heading, .. } = ctx.props();
        let send = ctx.link().callback(|event: SubmitEvent| event.prevent_default());
        let fields = form.specs().iter().enumerate().map(|(at, spec)| {
            let wrong = self.wrong.iter().find(|(wrong, _)| *wrong == at).map(|(_, why)| why.clone());
            let value = self.first.get(at).cloned().unwrap_or_default();
            let node = self.nodes.get(at).cloned().unwrap_or_default();
            let label = here.say(spec.label).to_owned();
            Field { id: spec.id, label, hint: spec.hint, kind: spec.kind, value, node, wrong }.view(here.lang)
        });
        html! {
            <>
                <h1 ref={heading.clone()} tabindex="-1">{ here.say(form.add()) }</h1>
                <form onsubmit={send}>
                    { for fields }
                    <div class="actions">
                        <button type="submit" class="main">{ here.say(words::SAVE) }</button>
                        <button type="button" class="quiet" onclick={here.to(View::List(*form))}>{ here.say(words::CANCEL) }</button>
                    </div>
                </form>
            </>
        }
    }
}

fn old(props: &Props) -> Option<&Entry> {
    props.open.0.record.get(props.id?)
}
