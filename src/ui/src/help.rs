//! The help card, shown at once, with or without a network. Every part keeps the numbers, the way back and
//! the way out; none of it looks different from the screens around it.

use crate::{
    Action, Node, On, Props, all, button, end::delivered, hand, heading, lines, lines_of, list, say, session,
    tag, wishes,
};
use qinghe_content::{HelpKind, Key};
use qinghe_session::{Cause, Company, Event, HelpPage, HelpView, Told};

pub fn view(props: &Props, help: &HelpView) -> Node {
    let page = match help.page {
        HelpPage::Card => card(props, help),
        HelpPage::Company => company(props, help),
        HelpPage::Adult => adult(props),
        HelpPage::Tell => tell(props, help),
        HelpPage::About => wishes::about(props, help),
        HelpPage::Wishes => wishes::wishes(props, help),
        HelpPage::Sent => wishes::sent(props, help),
    };
    tag!("section", "class" = "help"; page, close(props, help), say(props, "exit-hint", Key::HelpExitHint))
        .keyed(help.page as usize)
}

fn card(props: &Props, help: &HelpView) -> Node {
    let (title, body) = match (help.frame.young, help.cause) {
        (true, Cause::Noticed | Cause::Result) => (Key::HelpYoungTitle, Key::HelpYoungBody),
        (true, Cause::Asked) => (Key::HelpTitleAsked, Key::HelpYoungAsked),
        (false, Cause::Noticed) => (Key::HelpTitleNoticed, Key::HelpBodyNoticed),
        (false, Cause::Result) => (Key::HelpTitleNoticed, Key::HelpBodyResult),
        (false, Cause::Asked) => (Key::HelpTitleAsked, Key::HelpBodyAsked),
    };
    all![
        heading(props.text(title)),
        say(props, "lead", body),
        if help.frame.young {
            tag!("div", "class" = "actions"; button(props, "main big", Key::HelpYoungButton, Event::ShowAdult))
        } else {
            Node::default()
        },
        aloud(props, [Some(title), Some(body), None]),
        props.line("h2", "", Key::HelpLinesTitle),
        lines(props),
        say(props, "now", Key::HelpNow),
        told(props, help),
    ]
}

/// What the card says of the message, and the way on.
fn told(props: &Props, help: &HelpView) -> Node {
    let next = |class| tag!("div", "class" = "actions"; button(props, class, Key::HelpNext, Event::HelpNext));
    let on = |class| if help.frame.student { next(class) } else { Node::default() };
    let main = if help.frame.young { "other" } else { "main" };
    match (help.told, help.cause) {
        (Told::Must, _) => all![
            say(props, "body", Key::HelpTellMust),
            if help.again { say(props, "hint", Key::HelpAgain) } else { Node::default() },
            status(props),
            on(main),
        ],
        (Told::Yes, _) => all![status(props), on(main)],
        // Whoever asks for help is asked at once; whoever is noticed first reads what helps now.
        (Told::Asking | Told::No, Cause::Asked) => all![question(props, help, main), on("quiet"),],
        (Told::Asking | Told::No, Cause::Noticed | Cause::Result) => next(main),
        (Told::Unavailable, _) => all![say(props, "body", Key::HelpTellUnavailable), on(main)],
    }
}

fn company(props: &Props, help: &HelpView) -> Node {
    let option = |label, company| {
        let pressed = if help.said.company == company { "true" } else { "false" };
        let press = session(Event::Company(company));
        tag!("button", "type" = "button", "class" = "option", "aria-pressed" = pressed, on press;
            props.say(label),
        )
    };
    all![
        heading(props.text(Key::CompanyTitle)),
        say(props, "lead", Key::CompanyLead),
        tag!("div", "class" = "options";
            option(Key::CompanyWith, Company::WithSomeone),
            option(Key::CompanyAlone, Company::Alone),
        ),
        tag!("div", "class" = "below";
            button(props, "quiet", Key::HelpBack, Event::HelpBack),
            button(props, "quiet", Key::CompanySkip, Event::Company(Company::NotSaid)),
        ),
        aloud(props, [Some(Key::CompanyTitle), None, None]),
        numbers(props),
    ]
}

fn adult(props: &Props) -> Node {
    all![
        say(props, "now", Key::AdultLead),
        heading(props.text(Key::AdultTitle)),
        say(props, "large", Key::AdultBody),
        lines_of(props, |kind| matches!(kind, HelpKind::Ambulance | HelpKind::Police)),
        aloud(props, [Some(Key::AdultLead), Some(Key::AdultTitle), Some(Key::AdultBody)]),
        tag!("div", "class" = "actions"; button(props, "main", Key::AdultThere, Event::HelpNext)),
        tag!("div", "class" = "below"; button(props, "quiet", Key::HelpBack, Event::HelpBack)),
        numbers(props),
    ]
}

fn tell(props: &Props, help: &HelpView) -> Node {
    all![
        heading(props.text(Key::HelpTellTitle)),
        match help.told {
            Told::Unavailable => say(props, "body", Key::HelpTellUnavailable),
            Told::Must | Told::Yes => status(props),
            Told::Asking | Told::No => all![
                question(props, help, "main"),
                if help.frame.student {
                    tag!("div", "class" = "actions"; button(props, "quiet", Key::HelpByStaff, Event::ByStaff))
                } else {
                    Node::default()
                },
            ],
        },
        tag!("div", "class" = "below"; button(props, "quiet", Key::HelpBack, Event::HelpBack)),
        numbers(props),
    ]
}

/// "Shall we tell the psychology teacher?" A no can be turned round.
fn question(props: &Props, help: &HelpView, main: &'static str) -> Node {
    let (ask, yes) = if help.frame.anonymous {
        (Key::HelpTellAnonymous, Key::HelpTellName)
    } else {
        (Key::HelpTellChoice, Key::HelpTellButton)
    };
    let refused = help.told == Told::No;
    all![
        say(props, "body", if refused { Key::HelpTellNo } else { ask }),
        tag!("div", "class" = "actions pair";
            button(props, if refused { "other" } else { main }, yes, Event::Tell(true)),
            if refused {
                Node::default()
            } else {
                button(props, "quiet", Key::HelpNotTellButton, Event::Tell(false))
            },
        ),
    ]
}

/// Where the message is, and the code that carries it by hand while it cannot leave.
pub fn status(props: &Props) -> Node {
    all![delivered(props.delivery.map(|key| props.say(key)).unwrap_or_default()), hand::view(props)]
}

/// The numbers, folded away where something else is the matter of the page.
pub fn numbers(props: &Props) -> Node {
    tag!("details", "class" = "numbers"; props.line("summary", "", Key::HelpLinesTitle), lines(props))
}

fn aloud(props: &Props, keys: [Option<Key>; 3]) -> Node {
    if !props.can_read {
        return Node::default();
    }
    let read = On::Press(Action::ReadAloud(keys));
    tag!("div", "class" = "aloud";
        tag!("button", "type" = "button", "class" = "quiet", on read; props.say(Key::HelpReadAloud)),
    )
}

fn close(props: &Props, help: &HelpView) -> Node {
    let label = match help.cause {
        Cause::Noticed | Cause::Result => Key::HelpContinue,
        Cause::Asked => Key::HelpReturn,
    };
    let adult = help.page != HelpPage::Adult && help.frame.student && !help.frame.young;
    let buttons = [
        adult.then(|| button(props, "quiet", Key::HelpAdultButton, Event::ShowAdult)),
        Some(button(props, "other", label, Event::HelpClose)),
    ];
    tag!("div", "class" = "actions close"; list(buttons.into_iter().flatten().collect()))
}
