//! Something is chosen, without right or wrong.

use super::Seen;
use crate::dom::{all, line, tag};
use crate::{
    app::Act,
    parts::{each, when, wording},
    pictures,
    words::run as w,
};
use qinghe_content::exercise::{Pick, Picture};
use qinghe_session::practice::Event;
use yew::{events::Event as Change, prelude::*};

pub fn view(seen: &Seen<'_>, pick: &Pick) -> Html {
    let full = seen.chosen().len() >= usize::from(pick.most) && pick.most > 1;
    all![
        wording(seen.here, seen.node, &seen.words.text),
        hint(seen, pick).map(|hint| line("p", "hint", &hint)).unwrap_or_default(),
        when(seen.step.picture == Some(Picture::BodyMap), || pictures::body(&pick.options, seen.chosen())),
        tag!("div", "class" = "options", "role" = "group";
            each((0..pick.options.len()).map(|at| option(seen, pick, at, full))),
        ),
    ]
}

fn option(seen: &Seen<'_>, pick: &Pick, at: usize, full: bool) -> Html {
    let place = u8::try_from(at).unwrap_or(u8::MAX);
    let choose = seen.here.act.reform(move |_: Change| Act::Event(Event::Choose(place)));
    let on = seen.is_chosen(at);
    let kind = if pick.most == 1 { "radio" } else { "checkbox" };
    let input =
        html! { <input type={kind} name="pick" checked={on} disabled={full && !on} onchange={choose} /> };
    tag!("label", "class" = "option"; input, line("span", "", seen.part(at)))
}

/// How many; nothing where it is one.
fn hint(seen: &Seen<'_>, pick: &Pick) -> Option<String> {
    let (least, most) = (pick.least.to_string(), pick.most.to_string());
    let locale = seen.here.locale;
    match (pick.least, pick.most) {
        (_, 1) => None,
        (0, _) => Some(w::AT_MOST.fill(locale, &[("n", &most)])),
        (one, other) if one == other => Some(w::JUST.fill(locale, &[("n", &most)])),
        _ => Some(w::UP_TO.fill(locale, &[("least", &least), ("most", &most)])),
    }
}
