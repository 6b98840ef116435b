//! One item per screen.

use crate::{Action, Props, all, button, heading, line, list, paragraph, say, tag, text};
use qinghe_content::Key;
use qinghe_scoring::Response;
use qinghe_session::{Event, ItemView, View};
use yew::prelude::*;

pub fn view(props: &Props, item: &ItemView, node: &NodeRef) -> Html {
    let (Some(instrument), Some(Some(wording))) =
        (props.pack.instruments.get(item.instrument), props.pack.wording.get(item.instrument))
    else {
        return Html::default();
    };
    let set = instrument.items.get(item.item).map_or(0, |item| usize::from(item.response_set));
    let labels = wording.options.get(set).map_or(&[][..], Vec::as_slice);
    let stem = wording.items.get(item.item).map_or("", String::as_str);
    let (position, total) = (item.position.to_string(), item.total.to_string());
    let progress = props.pack.texts.fill(Key::Progress, &[("n", &position), ("total", &total)]);
    let keys = props.pack.texts.fill(Key::ItemKeys, &[("n", &labels.len().to_string())]);
    let legend = props.text(Key::ItemLegend).to_owned();
    let options = labels.iter().enumerate().map(|(option, label)| option_button(props, item, option, label));
    let inside = all![
        tag!("div", "class" = "progress";
            tag!("progress", "max" = total, "value" = position, "aria-hidden" = "true";),
            line("span", "", &progress),
        ),
        tag!("p", "class" = "instruction", "id" = "instruction"; text(&wording.instruction)),
        heading(node, stem),
        tag!(
            "div", "class" = "options", "role" = "group", "aria-label" = legend,
            "aria-describedby" = "instruction";
            list(options.collect()),
        ),
        if item.own { say(props, "hint", Key::OwnItem) } else { Html::default() },
        tag!("p", "class" = "keys", "aria-hidden" = "true"; text(&keys)),
        tag!("div", "class" = "below";
            if item.can_go_back {
                button(props, "quiet", Key::Back, Event::Back)
            } else {
                tag!("button", "type" = "button", "class" = "quiet", "disabled" = ""; props.say(Key::Back))
            },
            button(props, "quiet", Key::ItemSkip, Event::Skip),
        ),
        wording.credit.as_ref().map(|credit| paragraph("credit", credit)).unwrap_or_default(),
    ];
    html! { <div class="item" key={item.position}>{ inside }</div> }
}

fn option_button(props: &Props, item: &ItemView, option: usize, label: &str) -> Html {
    let Ok(option) = u8::try_from(option) else { return Html::default() };
    let chosen = if item.chosen == Response::Given(option) { "true" } else { "false" };
    let choose = props.on(Event::Choose(option));
    tag!("button", "type" = "button", "class" = "option", "aria-pressed" = chosen, on choose;
        tag!("span", "class" = "number", "aria-hidden" = "true"; text(&(option + 1).to_string())),
        line("span", "", label),
    )
}

/// Keys 1 to 9 choose an option while an item is shown.
pub fn keys(props: &Props) -> Callback<KeyboardEvent> {
    let options = match &props.view {
        View::Item(item) => options(props, item),
        _ => 0,
    };
    let act = props.act.clone();
    Callback::from(move |event: KeyboardEvent| {
        // A held key would run through the items unread.
        if event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let digit = event.key().parse::<u8>().ok().and_then(|digit| digit.checked_sub(1));
        if let Some(option) = digit.filter(|option| usize::from(*option) < options) {
            event.prevent_default();
            act.emit(Action::Session(Event::Choose(option)));
        }
    })
}

fn options(props: &Props, item: &ItemView) -> usize {
    let instrument = props.pack.instruments.get(item.instrument);
    let set = instrument.and_then(|instrument| {
        let set = instrument.items.get(item.item)?.response_set;
        instrument.response_sets.get(usize::from(set))
    });
    set.map_or(0, |set| set.values.len())
}
