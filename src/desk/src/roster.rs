//! The roster and the minutes, to read for everybody and to change for the lead.

use crate::{
    duty::{DAYS, Duty, Shift},
    duty_page::{DutyPage, Msg, Saving},
    team::Member,
    time,
    words::{Lang, Text, duty::Duty as Words},
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{html::Scope, prelude::*};

/// What the parts need.
struct Here<'a> {
    page: &'a DutyPage,
    link: &'a Scope<DutyPage>,
    lang: Lang,
    duty: &'a Duty,
}

/// One of a list: value and text of each option.
struct Choice<'a> {
    label: Words,
    id: String,
    options: &'a [(String, String)],
    chosen: &'a str,
    none: Option<Words>,
}

/// Roster and minutes.
pub fn view(page: &DutyPage, link: &Scope<DutyPage>, lang: Lang, kept: &Duty, lead: bool) -> Html {
    let here = Here { page, link, lang, duty: page.shown(kept) };
    html! {
        <>
            <section class="step">
                <h2>{ lang.say(Words::Roster) }</h2>
                <p class="hint">{ lang.fill(Words::RosterLead, &[("zone", &here.duty.zone())]) }</p>
                if lead { { here.edit() } } else { { here.read() } }
            </section>
            <section class="step">
                <h2>{ lang.say(Words::Escalation) }</h2>
                <p class="hint">{ lang.say(Words::EscalationLead) }</p>
                if lead { { here.minutes() } } else { <p>{ here.minutes_said() }</p> }
                <p class="hint">{ lang.say(Words::EscalationHow) }</p>
            </section>
            if lead { { here.save(kept) } } else { <p class="aside">{ lang.say(Words::LeadOnly) }</p> }
        </>
    }
}

impl Here<'_> {
    fn say(&self, word: impl Text) -> &'static str {
        self.lang.say(word)
    }

    /// A change of the roster as a message.
    fn change<E>(
        &self,
        read: impl Fn(E) -> String + 'static,
        set: fn(&mut Duty, usize, String),
        nth: usize,
    ) -> Callback<E> {
        self.link.callback(move |event: E| {
            let text = read(event);
            Msg::Edit(Box::new(move |duty| set(duty, nth, text)))
        })
    }

    fn edit(&self) -> Html {
        let add = self.link.callback(|_| {
            Msg::Edit(Box::new(|duty| {
                if duty.roster.is_empty() && duty.days_off.is_empty() {
                    // The first row brings the clock of whoever makes the roster.
                    duty.utc_offset_minutes = time::offset_minutes();
                }
                duty.add_shift();
            }))
        });
        html! {
            <>
                if self.duty.roster.is_empty() { <p>{ self.say(Words::RosterEmpty) }</p> }
                { for self.duty.roster.iter().enumerate().map(|(nth, shift)| self.shift(nth, shift)) }
                <button type="button" class="other" onclick={add}>{ self.say(Words::Add) }</button>
                { self.days_off() }
            </>
        }
    }

    fn shift(&self, nth: usize, shift: &Shift) -> Html {
        let title = self.lang.fill(Words::Shift, &[("n", &(nth + 1).to_string())]);
        let remove =
            self.link.callback(move |_| Msg::Edit(Box::new(move |duty| drop(duty.roster.remove(nth)))));
        let days: Vec<(String, String)> = DAYS
            .iter()
            .zip(1..)
            .map(|(day, number): (&Words, u8)| (number.to_string(), self.say(*day).to_owned()))
            .collect();
        let (people, second) = (self.people(), shift.second.clone().unwrap_or_default());
        let day = shift.weekday.to_string();
        let choice = |label, id, options, chosen, none| Choice { label, id, options, chosen, none };
        let weekdays = choice(Words::Weekday, format!("day-{nth}"), &days, &day, None);
        let firsts = choice(Words::First, format!("first-{nth}"), &people, &shift.first, Some(Words::Choose));
        let seconds = choice(Words::Second, format!("second-{nth}"), &people, &second, Some(Words::None));
        html! {
            <fieldset class="shift">
                <legend>{ title }</legend>
                { self.select(&weekdays, weekday, nth) }
                { self.time(Words::From, &format!("from-{nth}"), &shift.from, from, nth) }
                { self.time(Words::To, &format!("to-{nth}"), &shift.to, to, nth) }
                { self.select(&firsts, first, nth) }
                { self.select(&seconds, second_of, nth) }
                if shift.overnight() { <span class="hint">{ self.say(Words::Overnight) }</span> }
                <button type="button" class="quiet" onclick={remove}>{ self.say(Words::Remove) }</button>
            </fieldset>
        }
    }

    fn time(
        &self,
        label: Words,
        id: &str,
        value: &str,
        set: fn(&mut Duty, usize, String),
        nth: usize,
    ) -> Html {
        let read = |event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value();
        html! {
            <span class="part-of">
                <label for={id.to_owned()}>{ self.say(label) }</label>
                <input id={id.to_owned()} type="time" value={value.to_owned()} oninput={self.change(read, set, nth)} />
            </span>
        }
    }

    fn select(&self, choice: &Choice<'_>, set: fn(&mut Duty, usize, String), nth: usize) -> Html {
        let Choice { label, id, options, chosen, none } = choice;
        let read = |event: Event| event.target_unchecked_into::<HtmlSelectElement>().value();
        html! {
            <span class="part-of">
                <label for={id.clone()}>{ self.say(*label) }</label>
                <select id={id.clone()} onchange={self.change(read, set, nth)}>
                    if let Some(none) = none { <option value="" selected={chosen.is_empty()}>{ self.say(*none) }</option> }
                    { for options.iter().map(|(value, text)| html! {
                        <option value={value.clone()} selected={value.as_str() == *chosen}>{ text.clone() }</option>
                    }) }
                </select>
            </span>
        }
    }

    /// Everybody who can open messages.
    fn people(&self) -> Vec<(String, String)> {
        let able = |member: &&Member| member.active && member.role.opens();
        let named = |member: &Member| (member.id.clone(), member.name.clone());
        self.page.members().iter().filter(able).map(named).collect()
    }

    fn days_off(&self) -> Html {
        let add = self.link.callback(|_| Msg::Edit(Box::new(|duty| duty.days_off.push(String::new()))));
        let one = |(nth, day): (usize, &String)| {
            let read = |event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value();
            let id = format!("off-{nth}");
            let remove =
                self.link.callback(move |_| Msg::Edit(Box::new(move |duty| drop(duty.days_off.remove(nth)))));
            html! {
                <span class="part-of">
                    <label class="aloud" for={id.clone()}>{ self.say(Words::DaysOff) }</label>
                    <input {id} type="date" value={day.clone()} oninput={self.change(read, day_off, nth)} />
                    <button type="button" class="quiet" onclick={remove}>{ self.lang.fill(Words::RemoveDay, &[("day", day)]) }</button>
                </span>
            }
        };
        html! {
            <div class="days-off">
                <h3>{ self.say(Words::DaysOff) }</h3>
                <p class="hint">{ self.say(Words::DaysOffHint) }</p>
                { for self.duty.days_off.iter().enumerate().map(one) }
                <button type="button" class="quiet" onclick={add}>{ self.say(Words::AddDay) }</button>
            </div>
        }
    }

    fn minutes(&self) -> Html {
        let read = |event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value();
        let one = |(nth, label): (usize, Words)| {
            // Emptied to be typed anew, the field stays empty.
            let value = Some(self.duty.minutes[nth]).filter(|minutes| *minutes > 0);
            let (id, value) =
                (format!("minutes-{nth}"), value.map(|minutes| minutes.to_string()).unwrap_or_default());
            html! {
                <span class="part-of">
                    <label for={id.clone()}>{ self.say(label) }</label>
                    <input {id} type="number" min="1" max="1440" inputmode="numeric" {value} oninput={self.change(read, minutes, nth)} />
                </span>
            }
        };
        let all: Vec<(String, String)> = self
            .page
            .members()
            .iter()
            .filter(|member| member.active)
            .map(|member| (member.id.clone(), member.name.clone()))
            .collect();
        let chosen = self.duty.head.clone().unwrap_or_default();
        let heads = Choice {
            label: Words::Head,
            id: "head".to_owned(),
            options: &all,
            chosen: &chosen,
            none: Some(Words::None),
        };
        html! {
            <div class="shift">
                { for [(0, Words::Minutes1), (1, Words::Minutes2)].into_iter().map(one) }
                { self.select(&heads, head, 0) }
            </div>
        }
    }

    fn minutes_said(&self) -> String {
        let [a, b] = self.duty.minutes.map(|minutes| minutes.to_string());
        let name = self.duty.head.as_deref().map(|id| self.page.name(id)).unwrap_or_default();
        let name = if name.is_empty() || self.lang == Lang::Zh { name } else { format!(" {name}") };
        self.lang.fill(Words::EscalationNow, &[("a", &a), ("b", &b), ("name", &name)])
    }

    fn read(&self) -> Html {
        let line = |shift: &Shift| {
            let day = DAYS.get(usize::from(shift.weekday.max(1) - 1)).map(|day| self.say(*day));
            let second = shift.second.as_deref().map(|id| self.page.name(id));
            html! {
                <li>
                    <span class="when">{ day }{ " " }{ shift.from.clone() }{ "–" }{ shift.to.clone() }</span>
                    <span>
                        { self.page.name(&shift.first) }
                        if let Some(name) = second { <small>{ " · " }{ self.lang.fill(Words::NowSecond, &[("name", &name)]) }</small> }
                    </span>
                </li>
            }
        };
        html! {
            <>
                if self.duty.roster.is_empty() { <p>{ self.say(Words::RosterEmpty) }</p> }
                <ul class="came">{ for self.duty.roster.iter().map(line) }</ul>
                if !self.duty.days_off.is_empty() {
                    <p><small>{ self.say(Words::DaysOff) }</small>{ " " }{ self.duty.days_off.join(self.lang.comma()) }</p>
                }
            </>
        }
    }

    fn save(&self, kept: &Duty) -> Html {
        let changed = self.page.changed_since(kept);
        let faults = if self.page.checked() { self.duty.faults() } else { Vec::new() };
        let busy = self.page.saving() == Saving::Busy;
        let word = match self.page.saving() {
            Saving::Done if !changed => Some(Words::Saved),
            Saving::Failed => Some(Words::Failed),
            Saving::Refused => Some(Words::Refused),
            _ if changed => Some(Words::Changed),
            _ => None,
        };
        html! {
            <div class={classes!("save", changed.then_some("open"))}>
                <div class="wrong" role="alert">
                    if !faults.is_empty() {
                        <ul>{ for faults.iter().map(|fault| html! { <li>{ fault.say(self.lang) }</li> }) }</ul>
                    }
                </div>
                <button type="button" class="main" disabled={busy || !changed} onclick={self.link.callback(|_| Msg::Save)}>
                    { self.say(if busy { Words::Saving } else { Words::Save }) }
                </button>
                <p class="hint" role="status">{ word.map(|word| self.say(word)) }</p>
            </div>
        }
    }
}

fn shift_of(duty: &mut Duty, nth: usize, set: impl FnOnce(&mut Shift)) {
    if let Some(shift) = duty.roster.get_mut(nth) {
        set(shift);
    }
}

fn weekday(duty: &mut Duty, nth: usize, text: String) {
    shift_of(duty, nth, |shift| shift.weekday = text.parse().unwrap_or(1));
}

fn from(duty: &mut Duty, nth: usize, text: String) {
    shift_of(duty, nth, |shift| shift.from = text);
}

fn to(duty: &mut Duty, nth: usize, text: String) {
    shift_of(duty, nth, |shift| shift.to = text);
}

fn first(duty: &mut Duty, nth: usize, text: String) {
    shift_of(duty, nth, |shift| shift.first = text);
}

fn second_of(duty: &mut Duty, nth: usize, text: String) {
    shift_of(duty, nth, |shift| shift.second = Some(text).filter(|id| !id.is_empty()));
}

fn day_off(duty: &mut Duty, nth: usize, text: String) {
    if let Some(day) = duty.days_off.get_mut(nth) {
        *day = text;
    }
}

fn minutes(duty: &mut Duty, nth: usize, text: String) {
    if let Some(minutes) = duty.minutes.get_mut(nth) {
        // What is no number is a fault when it is saved.
        *minutes = text.parse().unwrap_or(0);
    }
}

fn head(duty: &mut Duty, _: usize, text: String) {
    duty.head = Some(text).filter(|id| !id.is_empty());
}
