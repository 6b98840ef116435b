//! Small parts that several screens share. Most elements are made by calls and not by `html!`: `crate::dom` says why.

use crate::dom::{Press, all, line, list, plain, tag, text};
use crate::{
    app::{Act, App, Here, Place},
    words::{Locale, Word, menu as wm, run as wr},
};
use qinghe_content::exercise::{FormText, Variant};
use qinghe_session::practice::{Event, Line};
use std::rc::Rc;
use web_sys::{FocusOptions, HtmlElement, HtmlTextAreaElement};
use yew::{
    prelude::*,
    virtual_dom::{AttributeOrProperty, Attributes, Listener, VTag},
};

/// What stands around every screen.
pub fn screen(app: &App, here: &Here, body: Html, cover: Html) -> Html {
    let little = app.room.variant().is_some_and(|variant| variant <= Variant::Primary);
    let class = match (little, app.room.book.settings.home.large) {
        (_, true) => "screen large",
        (true, _) => "screen little",
        _ => "screen",
    };
    let notice = app.notice.map_or("", |word| here.say(word));
    let shared = here.browser.shared() && app.place != Place::Stage;
    all![
        tag!("p", "class" = "notice", "role" = "status"; text(notice)),
        when(shared, || said(here, "p", "shared", wm::STAGE_SHARED)),
        tag!("main", "class" = class, "lang" = app.locale.tag(); body),
        cover,
    ]
}

/// Sentences that end a heading.
const ENDS: [char; 6] = ['。', '？', '！', '?', '!', '.'];

/// A new screen begins at its top, and takes the focus without moving the page around an iframe.
pub fn focus(node: &NodeRef) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    if let Some(element) = node.cast::<HtmlElement>() {
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        let _an_element_that_is_gone_needs_none = element.focus_with_options(&still);
    }
}

/// The heading that takes the focus when the screen changes.
pub fn heading(node: &NodeRef, said: &str) -> Html {
    html! { <h1 ref={node.clone()} tabindex="-1">{ text(said) }</h1> }
}

/// Nothing.
pub fn nothing() -> Html {
    Html::default()
}

/// This, where something is true.
pub fn when(is: bool, then: impl FnOnce() -> Html) -> Html {
    if is { then() } else { nothing() }
}

/// Several nodes of one kind.
pub fn each(all: impl Iterator<Item = Html>) -> Html {
    list(all.collect())
}

/// A click that asks for something.
pub fn press(here: &Here, act: Act) -> Rc<dyn Listener> {
    Rc::new(Press { act: here.act.clone(), action: act })
}

/// A button.
pub fn button(here: &Here, class: &'static str, label: &str, act: Act) -> Html {
    knob(class, None, false, Some(press(here, act)), text(label))
}

/// A button with one of the page's texts.
pub fn say_button(here: &Here, class: &'static str, word: Word, act: Act) -> Html {
    button(here, class, here.say(word), act)
}

/// The way back, above the heading.
pub fn back(here: &Here, word: Word, to: Place) -> Html {
    button(here, "quiet back", &["← ", here.say(word)].concat(), Act::Go(to))
}

/// A button for the run.
pub fn event_button(here: &Here, class: &'static str, word: Word, event: Event) -> Html {
    button(here, class, here.say(word), Act::Event(event))
}

/// A button that may be pressed in, or off.
pub fn knob(
    class: &'static str,
    pressed: Option<bool>,
    off: bool,
    listener: Option<Rc<dyn Listener>>,
    inside: Html,
) -> Html {
    const KEYS: &[&str] = &["type", "class", "aria-pressed", "disabled"];
    let pressed = pressed.map(|on| if on { "true" } else { "false" });
    let values = [Some("button"), Some(class), pressed, off.then_some("")];
    let mut tag = VTag::new("button");
    let values = values.map(|value| value.map(|value| AttributeOrProperty::Attribute(value.into())));
    tag.attributes = Attributes::Dynamic { keys: KEYS, values: Box::new(values) };
    tag.set_listeners(Box::new([listener]));
    if let Some(children) = tag.children_mut() {
        *children = inside;
    }
    tag.into()
}

/// A place to write in, with its label. Nothing of it is remembered by the browser.
pub struct Area {
    /// Id of the field.
    pub id: String,
    /// What stands in the label.
    pub label: Html,
    /// Rows at first.
    pub rows: &'static str,
    /// Most characters.
    pub most: usize,
    /// An example in it.
    pub hint: Option<&'static str>,
    /// What stands there.
    pub written: String,
}

impl Area {
    /// Draws it; what is typed goes to `act`.
    pub fn view(self, act: &Callback<String>) -> Html {
        let Area { id, label, rows, most, hint, written } = self;
        let typed =
            act.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
        let label = tag!("label", "for" = id.clone(); label);
        let most = most.to_string();
        let area = html! {
            <textarea {id} {rows} maxlength={most} placeholder={hint} autocomplete="off" spellcheck="false" value={written} oninput={typed} />
        };
        tag!("div", "class" = "field"; label, area)
    }
}

/// One of the page's texts as a plain element.
pub fn said(here: &Here, name: &'static str, class: &'static str, word: Word) -> Html {
    line(name, class, here.say(word))
}

/// What is told to somebody who cannot see that it has come.
pub fn status(inside: Html) -> Html {
    tag!("div", "role" = "status"; inside)
}

/// Paragraphs of a text.
pub fn paragraphs(text: &str) -> Html {
    each(text.lines().filter(|line| !line.trim().is_empty()).map(|text| line("p", "", text)))
}

/// Paragraphs that stand out.
pub fn lead(text: &str) -> Html {
    plain("div", "lead", Box::new([paragraphs(text)]))
}

/// The ways on, at the foot of a screen.
pub fn ways(inside: Vec<Html>) -> Html {
    plain("div", "ways", Box::new([list(inside.into_boxed_slice())]))
}

/// The first sentence of a text, and what follows it. Where somebody says more than one sentence, what leads up to it comes first
/// and their words stay together.
#[must_use]
pub fn first_sentence(text: &str) -> (&str, &str) {
    let line = text.find('\n').unwrap_or(text.len());
    let cut = |at: usize| {
        (text.get(..at).unwrap_or(text).trim_end(), text.get(at..).unwrap_or_default().trim_start())
    };
    let mut said = None;
    for (at, letter) in text.char_indices().take_while(|(at, _)| *at < line) {
        let end = at + letter.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        // A full stop inside a number or a word ends nothing, and a closing quote belongs to its sentence.
        let closes = rest.starts_with(['”', '’', '"', '」', '）', ')']);
        let breaks = letter != '.' || rest.is_empty() || rest.starts_with([' ', '\n']);
        match letter {
            '“' | '「' => said = Some(at),
            '”' | '」' => said = None,
            _ if !ENDS.contains(&letter) => {}
            _ if closes => return cut(end + rest.chars().next().map_or(0, char::len_utf8)),
            _ if breaks => return cut(said.filter(|at| *at > 0).unwrap_or(end)),
            _ => {}
        }
    }
    cut(line)
}

/// The wording of a step: its first sentence as the heading, the rest below, and a voice where the device has one.
pub fn wording(here: &Here, node: &NodeRef, text: &str) -> Html {
    let (first, rest) = first_sentence(text);
    all![heading(node, first), paragraphs(rest), aloud(here, text)]
}

/// "Read it to me", where a voice of this device can.
pub fn aloud(here: &Here, text: &str) -> Html {
    when(here.browser.can_say(), || say_button(here, "quiet aloud", wr::READ, Act::Say(text.to_owned())))
}

/// Help lines that can be called.
pub fn lines(here: &Here) -> Html {
    let item = |[number, name, hours]: [String; 3]| {
        tag!("li";
            tag!("a", "href" = ["tel:", &number].concat(); text(&[number.as_str(), " ", &name].concat())),
            line("small", "", &hours),
        )
    };
    all![
        said(here, "h2", "", wr::LINES),
        plain("ul", "lines", Box::new([each(here.browser.lines().into_iter().map(item))])),
    ]
}

/// A list as a language writes it.
#[must_use]
pub fn joined(locale: Locale, parts: &[&str]) -> String {
    parts.join(match locale {
        Locale::ZhHans | Locale::ZhHant => "、",
        Locale::En => ", ",
    })
}

/// What a line of a card says. `words`: of the run's form.
#[must_use]
pub fn line_of(here: &Here, words: &FormText, kept: &Line) -> Vec<String> {
    let written = |text: &&String| !text.trim().is_empty();
    match kept {
        Line::Empty => Vec::new(),
        Line::Wave(points) => wave(here, points),
        Line::Seats(both) => both.iter().flatten().filter(written).cloned().collect(),
        Line::Rating(rating) => vec![rating.to_string()],
        Line::Texts(texts) => texts.iter().filter(written).cloned().collect(),
        Line::Parts(step, parts) => {
            let words = words.steps.get(usize::from(*step)).map_or(&[][..], |step| step.parts.as_slice());
            let named = parts.iter().filter_map(|at| words.get(usize::from(*at)).map(String::as_str));
            vec![joined(here.locale, &named.collect::<Vec<&str>>())]
        }
    }
}

/// A wave in a line: how high it went, and where it is now.
fn wave(here: &Here, points: &[(u16, u8)]) -> Vec<String> {
    let highest = points.iter().map(|(_, rating)| rating).max();
    let ends = highest.zip(points.last().map(|(_, rating)| rating));
    let said = ends.map(|(highest, last)| {
        let values = [("highest", highest.to_string()), ("last", last.to_string())];
        wr::WAVE_KEPT.fill(here.locale, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    said.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_text_begins_with_its_first_sentence() {
        let split = [
            ("现在有多紧绷？0 是很松。", ("现在有多紧绷？", "0 是很松。")),
            ("跟他说“我有点难受。”就够了。好吗？", ("跟他说“我有点难受。”", "就够了。好吗？")),
            ("妈妈说：“我又没看。你急什么？”你呢？", ("妈妈说：", "“我又没看。你急什么？”你呢？")),
            ("She says: “I did not look. Why?” And you?", ("She says:", "“I did not look. Why?” And you?")),
            ("“说出去？那是出卖。”你怎么想？", ("“说出去？", "那是出卖。”你怎么想？")),
            ("他说“好”。走了。", ("他说“好”。", "走了。")),
            ("媽媽說：「我又沒看。你急什麼？」你呢？", ("媽媽說：", "「我又沒看。你急什麼？」你呢？")),
            ("跟他說「我有點難受。」就夠了。", ("跟他說「我有點難受。」", "就夠了。")),
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
