//! One item per screen.

use crate::{Action, Node, Props, button, heading, line, list, paragraph, say, session, tag, text};
use qinghe_content::{Key, digits};
use qinghe_scoring::Response;
use qinghe_session::{Cover, Event, ItemView, View};
use web_sys::KeyboardEvent;

pub fn view(props: &Props, item: &ItemView) -> Node {
    let (Some(instrument), Some(Some(wording))) =
        (props.pack.instruments.get(item.instrument), props.pack.wording.get(item.instrument))
    else {
        return Node::default();
    };
    let set = instrument.items.get(item.item).map_or(0, |item| usize::from(item.response_set));
    let labels = wording.options.get(set).map_or(&[][..], Vec::as_slice);
    let stem = wording.items.get(item.item).map_or("", String::as_str);
    let (position, total) = (digits(item.position), digits(item.total));
    let progress = props.pack.texts.fill(Key::Progress, &[("n", &position), ("total", &total)]);
    let keys = props.pack.texts.fill(Key::ItemKeys, &[("n", &digits(labels.len()))]);
    let legend = props.text(Key::ItemLegend).to_owned();
    let options = labels.iter().enumerate().map(|(option, label)| option_button(item, option, label));
    tag!("div", "class" = "item";
        tag!("div", "class" = "progress";
            tag!("progress", "max" = total, "value" = position, "aria-hidden" = "true";),
            line("span", "", &progress),
        ),
        tag!("p", "class" = "instruction", "id" = "instruction"; text(&wording.instruction)),
        // A new one for each item, or it would not be read out; the options stay, and are not laid out again.
        heading(stem).keyed(item.position),
        tag!(
            "div", "class" = "options", "role" = "group", "aria-label" = legend,
            "aria-describedby" = "instruction";
            list(options.collect()),
        ),
        if item.own { say(props, "hint", Key::OwnItem) } else { Node::default() },
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
    )
}

fn option_button(item: &ItemView, option: usize, label: &str) -> Node {
    let Ok(option) = u8::try_from(option) else { return Node::default() };
    let chosen = if item.chosen == Response::Given(option) { "true" } else { "false" };
    let choose = session(Event::Choose(option));
    tag!("button", "type" = "button", "class" = "option", "aria-pressed" = chosen, on choose;
        tag!("span", "class" = "number", "aria-hidden" = "true"; text(&digits(usize::from(option) + 1))),
        line("span", "", label),
    )
}

/// Keys 1 to 9 choose an option while an item is shown.
pub fn pressed(props: &Props, event: &KeyboardEvent) -> Option<Action> {
    let options = match &props.view {
        View::Item(item) if props.cover == Cover::None => options(props, item),
        _ => 0,
    };
    // A held key would run through the items unread.
    if event.repeat() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let option = event.key().parse::<u8>().ok()?.checked_sub(1)?;
    (usize::from(option) < options).then_some(Action::Session(Event::Choose(option)))
}

fn options(props: &Props, item: &ItemView) -> usize {
    let instrument = props.pack.instruments.get(item.instrument);
    let set = instrument.and_then(|instrument| {
        let set = instrument.items.get(item.item)?.response_set;
        instrument.response_sets.get(usize::from(set))
    });
    set.map_or(0, |set| set.values.len())
}
