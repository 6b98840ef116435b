//! What it is about and how to be found: every part optional, none asked twice.

use crate::{
    Node, On, Props, all, button, heading,
    help::{numbers, status},
    line, lines_of, list, say, session, tag,
};
use qinghe_content::{HelpKind, Key, digits};
use qinghe_session::{About, Company, Event, Guardian, HelpView, MeetAt, MeetWhen, NAME_MAX, Whom, Wish};

pub fn about(props: &Props, help: &HelpView) -> Node {
    let about = help.said.about;
    let options =
        ABOUT.iter().map(|(one, label)| choice(props, "option", *label, about == *one, Wish::About(*one)));
    let hurt =
        matches!(about, About::HurtAtHome | About::HurtByStudents | About::HurtByStaff | About::HurtByOthers);
    all![
        heading(props.text(Key::AboutTitle)),
        say(props, "lead", Key::AboutLead),
        tag!("div", "class" = "options small"; list(options.collect())),
        tag!("div", "role" = "status";
            if hurt { say(props, "now", Key::AboutThanks) } else { Node::default() },
        ),
        if hurt { protection(props, help) } else { Node::default() },
        if help.may_wish {
            tag!("div", "class" = "actions"; button(props, "main", Key::HelpNext, Event::HelpNext))
        } else {
            Node::default()
        },
        tag!("div", "class" = "below"; button(props, "quiet", Key::HelpBack, Event::HelpBack)),
        numbers(props),
    ]
}

/// Whoever is hurt by people that ought to protect can go past them.
fn protection(props: &Props, help: &HelpView) -> Node {
    let staff = help.said.about == About::HurtByStaff;
    all![
        if staff && help.frame.second {
            all![
                props.line("h2", "", Key::SecondTitle),
                say(props, "body", Key::SecondBody),
                tag!("div", "class" = "actions"; button(props, "other", Key::SecondButton, Event::TellSecond)),
            ]
        } else {
            Node::default()
        },
        props.line("h2", "", Key::AboutLines),
        lines_of(props, |kind| matches!(kind, HelpKind::Police | HelpKind::Youth | HelpKind::Rights)),
    ]
}

pub fn wishes(props: &Props, help: &HelpView) -> Node {
    let said = &help.said;
    let group = |label: Key, options: Vec<Node>| {
        let name = props.text(label).to_owned();
        tag!("div", "class" = "wish", "role" = "group", "aria-label" = name;
            props.line("h2", "", label),
            tag!("div", "class" = "chips"; list(options.into())),
        )
    };
    let chip = |label, on, wish| choice(props, "chip", label, on, wish);
    let places = PLACES.iter().map(|(one, label)| chip(*label, said.place == *one, Wish::Place(*one)));
    let times = TIMES.iter().map(|(one, label)| chip(*label, said.time == *one, Wish::Time(*one)));
    let people = WHOM.iter().map(|(one, label)| chip(*label, said.whom == *one, Wish::Whom(*one)));
    let family =
        GUARDIAN.iter().map(|(one, label)| chip(*label, said.guardian == *one, Wish::Guardian(*one)));
    let (first, last) = if help.frame.anonymous {
        (name(props, help), Node::default())
    } else {
        (Node::default(), name(props, help))
    };
    all![
        heading(props.text(Key::WishTitle)),
        status(props),
        if help.frame.anonymous { Node::default() } else { say(props, "lead", Key::WishLead) },
        first,
        group(Key::WishPlace, places.collect()),
        group(Key::WishTime, times.collect()),
        group(Key::WishWhom, people.collect()),
        group(Key::WishGuardian, family.collect()),
        last,
        if said.company == Company::NotSaid { Node::default() } else { say(props, "hint", Key::WishCompany) },
        tag!("div", "class" = "actions"; button(props, "main", Key::WishSend, Event::SendWishes)),
        tag!("div", "class" = "below"; button(props, "quiet", Key::HelpBack, Event::HelpBack)),
        numbers(props),
    ]
}

fn name(props: &Props, help: &HelpView) -> Node {
    let value = help.said.name.as_str().to_owned();
    let hint = if help.frame.anonymous { Key::WishNameAnonymous } else { Key::WishNameHint };
    let most = digits(NAME_MAX);
    tag!("label", "class" = "wish name";
        props.line("strong", "", Key::WishName),
        tag!("input", "type" = "text", "value" = value, "maxlength" = most, "autocomplete" = "off",
            "spellcheck" = "false", on On::Name;
        ),
        props.line("small", "", hint),
    )
}

pub fn sent(props: &Props, help: &HelpView) -> Node {
    all![
        heading(props.text(Key::WishSentTitle)),
        say(props, "lead", Key::WishSentBody),
        status(props),
        if help.sends_left > 0 {
            tag!("div", "class" = "below"; button(props, "quiet", Key::WishCorrect, Event::HelpBack))
        } else {
            Node::default()
        },
        numbers(props),
    ]
}

fn choice(props: &Props, class: &'static str, label: Key, on: bool, wish: Wish) -> Node {
    let pressed = if on { "true" } else { "false" };
    let press = session(Event::Say(wish));
    tag!("button", "type" = "button", "class" = class, "aria-pressed" = pressed, on press;
        line("span", "", props.text(label)),
    )
}

const ABOUT: [(About, Key); 6] = [
    (About::HurtAtHome, Key::AboutHome),
    (About::HurtByStudents, Key::AboutStudents),
    (About::HurtByStaff, Key::AboutStaff),
    (About::HurtByOthers, Key::AboutOthers),
    (About::MayHurtOthers, Key::AboutMayHurt),
    (About::Other, Key::AboutOther),
];
const PLACES: [(MeetAt, Key); 3] = [
    (MeetAt::CounsellingRoom, Key::WishRoom),
    (MeetAt::QuietPlace, Key::WishQuiet),
    (MeetAt::Phone, Key::WishPhone),
];
const TIMES: [(MeetWhen, Key); 3] = [
    (MeetWhen::Now, Key::WishNow),
    (MeetWhen::Break, Key::WishBreak),
    (MeetWhen::AfterSchool, Key::WishAfter),
];
const WHOM: [(Whom, Key); 3] = [
    (Whom::PsychologyTeacher, Key::WishPsychology),
    (Whom::ClassTeacher, Key::WishClass),
    (Whom::Nurse, Key::WishNurse),
];
const GUARDIAN: [(Guardian, Key); 3] = [
    (Guardian::Yes, Key::WishGuardianYes),
    (Guardian::No, Key::WishGuardianNo),
    (Guardian::Unsure, Key::WishGuardianUnsure),
];
