//! Small parts that several screens share.

use crate::{
    app::{Act, Here},
    words::{Locale, run as wr},
};
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

/// Sentences that end a heading.
const ENDS: [char; 6] = ['。', '？', '！', '?', '!', '.'];

/// Takes the focus there without moving the page around an iframe.
pub fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _an_element_that_is_gone_needs_none = element.focus_with_options(&still);
    }
}

/// The heading that takes the focus when the screen changes.
pub fn heading(node: &NodeRef, text: &str) -> Html {
    html! { <h1 ref={node.clone()} tabindex="-1">{ text.to_owned() }</h1> }
}

/// A button.
pub fn button(here: &Here, class: &'static str, label: &str, act: Act) -> Html {
    html! { <button type="button" {class} onclick={here.on(act)}>{ label.to_owned() }</button> }
}

/// Paragraphs of a text.
pub fn paragraphs(text: &str) -> Html {
    html! { <>{ for text.lines().filter(|line| !line.trim().is_empty()).map(|line| html! { <p>{ line.to_owned() }</p> }) }</> }
}

/// The first sentence of a text, and what follows it.
#[must_use]
pub fn first_sentence(text: &str) -> (&str, &str) {
    let line = text.find('\n').unwrap_or(text.len());
    for (at, letter) in text.char_indices().take_while(|(at, _)| *at < line) {
        let end = at + letter.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        // A full stop inside a number or a word ends nothing, and a closing quote belongs to its sentence.
        let closes = rest.starts_with(['”', '’', '"', '）', ')']);
        let breaks = letter != '.' || rest.is_empty() || rest.starts_with([' ', '\n']);
        if ENDS.contains(&letter) && breaks && !closes {
            return (text.get(..end).unwrap_or(text), rest.trim_start());
        }
        if closes && ENDS.contains(&letter) {
            let end = end + rest.chars().next().map_or(0, char::len_utf8);
            return (text.get(..end).unwrap_or(text), text.get(end..).unwrap_or_default().trim_start());
        }
    }
    (text.get(..line).unwrap_or(text), text.get(line..).unwrap_or_default().trim_start())
}

/// The wording of a step: its first sentence as the heading, the rest below, and a voice where the device has one.
pub fn wording(here: &Here, node: &NodeRef, text: &str) -> Html {
    let (first, rest) = first_sentence(text);
    html! {
        <>
            { heading(node, first) }
            { paragraphs(rest) }
            { aloud(here, text) }
        </>
    }
}

/// "Read it to me", where a voice of this device can.
pub fn aloud(here: &Here, text: &str) -> Html {
    if !here.browser.can_say() {
        return html! {};
    }
    button(here, "quiet aloud", here.say(wr::READ), Act::Say(text.to_owned()))
}

/// Help lines that can be called.
pub fn lines(here: &Here) -> Html {
    let line = |[number, name, hours]: [String; 3]| {
        html! {
            <li><a href={["tel:", &number].concat()}>{ [number.as_str(), " ", &name].concat() }</a><small>{ hours }</small></li>
        }
    };
    html! {
        <>
            <h2>{ here.say(wr::LINES) }</h2>
            <ul class="lines">{ for here.browser.lines().into_iter().map(line) }</ul>
        </>
    }
}

/// A list as a language writes it.
#[must_use]
pub fn joined(locale: Locale, parts: &[&str]) -> String {
    parts.join(match locale {
        Locale::ZhHans => "、",
        Locale::En => ", ",
    })
}

/// What a CSS class list needs of a condition.
#[must_use]
pub const fn pressed(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_text_begins_with_its_first_sentence() {
        let split = [
            ("现在有多紧绷？0 是很松。", ("现在有多紧绷？", "0 是很松。")),
            ("跟他说“我有点难受。”就够了。好吗？", ("跟他说“我有点难受。”", "就够了。好吗？")),
            ("先坐好\n脚放平。", ("先坐好", "脚放平。")),
            ("Breathe 1.5 times. Then rest.", ("Breathe 1.5 times.", "Then rest.")),
            ("一句", ("一句", "")),
            ("", ("", "")),
        ];
        for (text, wanted) in split {
            assert_eq!(first_sentence(text), wanted, "{text}");
        }
    }
}
