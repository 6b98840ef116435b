//! Something is written, for oneself.

use super::Seen;
use crate::{app::Act, parts::wording, words::run as w};
use qinghe_content::exercise::Field;
use qinghe_session::practice::{Event, Shows};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// Characters that a line holds; the engine keeps as many.
const LONGEST: &str = "2000";

pub fn view(seen: &Seen<'_>, fields: &[Field], may_wait: bool) -> Html {
    let later = may_wait.then(|| {
        html! {
            <button type="button" class="quiet" onclick={seen.here.on(Act::Event(Event::Skip))}>
                { seen.here.say(w::LATER) }
            </button>
        }
    });
    html! {
        <>
            { wording(seen.here, seen.node, &seen.words.text) }
            { lines(seen, fields, written(seen)) }
            <p class="hint">{ seen.here.say(w::HERE_ONLY) }</p>
            { later.unwrap_or_default() }
            <div role="status">if waits(seen, fields) { <p class="said">{ seen.here.say(w::LATER_SAY) }</p> }</div>
        </>
    }
}

/// Whether it was left for later: something is needed, nothing is there, and it may be left all the same.
fn waits(seen: &Seen<'_>, fields: &[Field]) -> bool {
    let empty = written(seen).iter().all(|line| line.trim().is_empty());
    seen.ready && empty && fields.iter().any(|field| field.least > 0)
}

/// What stands in the lines.
pub fn written<'a>(seen: &Seen<'a>) -> &'a [String] {
    match seen.shows {
        Shows::Written { lines } => lines,
        _ => &[],
    }
}

/// The lines to fill.
pub fn lines(seen: &Seen<'_>, fields: &[Field], written: &[String]) -> Html {
    let one = |(at, field): (usize, &Field)| {
        let text = written.get(at).cloned().unwrap_or_default();
        line(seen, at, field, text)
    };
    html! { <div class="fields">{ for fields.iter().enumerate().map(one) }</div> }
}

fn line(seen: &Seen<'_>, at: usize, field: &Field, written: String) -> Html {
    let place = u8::try_from(at).unwrap_or(u8::MAX);
    let write = seen.here.act.reform(move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
        Act::Event(Event::Write { field: place, text })
    });
    let id = ["line-", &at.to_string()].concat();
    let rows = if seen.words.parts.len() == 1 { "3" } else { "2" };
    html! {
        <div class="field">
            <label for={id.clone()}>
                { seen.part(at).to_owned() }
                if field.least == 0 { <small>{ [" ", seen.here.say(w::OPTIONAL)].concat() }</small> }
            </label>
            <textarea {id} {rows} maxlength={LONGEST} autocomplete="off" spellcheck="false" value={written} oninput={write} />
        </div>
    }
}
