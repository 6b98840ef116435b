//! "Who will see what": one picture and three lines, before item 1.

use crate::{Node, Props, all, button, heading, list, paragraph, say, tag};
use qinghe_content::{Disclosure, Key, digits};
use qinghe_session::Event;

pub fn view(props: &Props, items: usize, anonymous: bool) -> Node {
    let minutes = digits(usize::from(props.pack.battery.minutes));
    let items = digits(items);
    let lead = props.pack.texts.fill(Key::SeesLead, &[("minutes", &minutes), ("items", &items)]);
    let limit = match props.pack.battery.disclosure {
        _ if anonymous => Key::SeesAnonymous,
        Disclosure::Must => Key::SeesMust,
        Disclosure::Choice => Key::SeesChoice,
    };
    all![
        heading(props.text(Key::SeesTitle)),
        paragraph("lead", &lead),
        picture(props.text(Key::SeesPicture)),
        tag!("dl", "class" = "sees";
            who("you", props, Key::SeesYou, Key::SeesYouWhat),
            who("centre", props, Key::SeesCentre, Key::SeesCentreWhat),
            who("others", props, Key::SeesOthers, Key::SeesOthersWhat),
        ),
        say(props, "limit", limit),
        tag!("div", "class" = "actions"; button(props, "main", Key::SeesNext, Event::Next)),
    ]
}

fn who(class: &'static str, props: &Props, name: Key, what: Key) -> Node {
    tag!("div", "class" = class; props.line("dt", "", name), props.line("dd", "", what))
}

/// Choices stay inside the device; one sealed envelope goes to one person. Paths only, so that one line of
/// code draws them all.
const PICTURE: &[(&str, &str)] = &[
    (
        "device",
        "M26 10h50a12 12 0 0 1 12 12v76a12 12 0 0 1-12 12h-50a12 12 0 0 1-12-12v-76a12 12 0 0 1 12-12z",
    ),
    ("on", "M27 36a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"),
    ("dot", "M27 58a5 5 0 1 0 10 0a5 5 0 1 0-10 0zM27 80a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"),
    ("row", "M44 36h30M44 58h30M44 80h30"),
    ("way", "M98 60h42m52 0h34"),
    ("tip", "M222 54l8 6-8 6"),
    ("letter", "M150 42h34a6 6 0 0 1 6 6v22a6 6 0 0 1-6 6h-34a6 6 0 0 1-6-6v-22a6 6 0 0 1 6-6z"),
    ("flap", "M146 46l21 15 21-15"),
    ("wax", "M161 66a6 6 0 1 0 12 0a6 6 0 1 0-12 0z"),
    ("person", "M254 42a16 16 0 1 0 32 0a16 16 0 1 0-32 0zM240 104c2-24 14-36 30-36s28 12 30 36z"),
    ("leaf", "M270 96c-8-6-8-14 0-20 8 6 8 14 0 20z"),
];

fn picture(label: &str) -> Node {
    let label = label.to_owned();
    tag!("svg", "class" = "picture", "viewBox" = "0 0 320 120", "role" = "img", "aria-label" = label;
        list(PICTURE.iter().map(|(class, d)| tag!("path", "class" = *class, "d" = *d;)).collect()),
    )
}
