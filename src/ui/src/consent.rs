//! Consent or "not today". Both ticks are off at first. A child is asked in a child's words: 愿意 or 不愿意.

use crate::{Node, On, Props, all, button, heading, say, tag};
use qinghe_content::Key;
use qinghe_session::Event;

/// What is ticked on this screen. Kept by [`App`], so that a look at the help card loses none of it.
#[derive(Clone, Copy, Default)]
pub struct Ticks {
    share_domains: bool,
    shared_device: bool,
}

#[derive(Clone, Copy)]
pub enum Tick {
    Domains,
    Shared,
}

impl Ticks {
    pub fn set(&mut self, tick: Tick, on: bool) {
        match tick {
            Tick::Domains => self.share_domains = on,
            Tick::Shared => self.shared_device = on,
        }
    }
}

pub fn view(props: &Props, (resumed, young): (bool, bool), ticks: Ticks) -> Node {
    let agree = Event::Agree { share_domains: ticks.share_domains, shared_device: ticks.shared_device };
    let lead = match (resumed, young) {
        (true, _) => Key::ConsentResumed,
        (false, true) => Key::ConsentYoung,
        (false, false) => Key::ConsentLead,
    };
    let (yes, no) = if young {
        (Key::ConsentYoungYes, Key::ConsentYoungNo)
    } else {
        (Key::ConsentAgree, Key::ConsentNotToday)
    };
    all![
        heading(props.text(Key::ConsentTitle)),
        say(props, "lead", lead),
        tick(props, ticks.share_domains, (Key::ConsentDomains, Key::ConsentDomainsHint), Tick::Domains),
        if resumed {
            Node::default()
        } else {
            tick(props, ticks.shared_device, (Key::ConsentShared, Key::ConsentSharedHint), Tick::Shared)
        },
        tag!("div", "class" = "actions";
            button(props, "main", yes, agree),
            button(props, "other", no, Event::NotToday),
        ),
    ]
}

fn tick(props: &Props, on: bool, (label, hint): (Key, Key), tick: Tick) -> Node {
    let checked = if on { "true" } else { "false" };
    tag!("label", "class" = "tick";
        tag!("input", "type" = "checkbox", "checked" = checked, on On::Tick(tick);),
        tag!("span"; props.line("strong", "", label), props.line("small", "", hint)),
    )
}
