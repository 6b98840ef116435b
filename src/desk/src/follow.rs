//! What a student said on the help card, as rows of label and value. What was not said makes no row.

use crate::words::{
    Lang,
    wishes::Wishes::{self, *},
};
use qinghe_wire::{self as wire, Follow, Guardian as May};

/// A label and what stands behind it.
pub type Line = (Wishes, String);

/// The rows, the most needed first: what to call the student, who is there, where and when.
#[must_use]
pub fn lines(lang: Lang, follow: &Follow) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let name = follow.name.trim();
    if !name.is_empty() {
        lines.push((Name, name.to_owned()));
    }
    let said = [
        (Company, company(follow.company)),
        (About, about(follow.about)),
        (Place, place(follow.place)),
        (Time, time(follow.time)),
        (Whom, whom(follow.whom)),
        (Guardian, guardian(follow.guardian)),
        (Device, follow.shared_device.then_some(SharedDevice)),
    ];
    lines.extend(said.into_iter().filter_map(|(label, word)| Some((label, lang.say(word?).to_owned()))));
    lines
}

/// Why the guardian lock should be thought of, if it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// Somebody at home hurts the student.
    Home,
    /// The family should not be told yet.
    No,
    /// The student is not sure.
    Unsure,
}

/// What the newest wishes say about the family.
#[must_use]
pub fn caution(follow: &Follow) -> Option<Caution> {
    match (follow.about, follow.guardian) {
        (wire::About::HurtAtHome, _) => Some(Caution::Home),
        (_, May::No) => Some(Caution::No),
        (_, May::Unsure) => Some(Caution::Unsure),
        (_, May::NotSaid | May::Yes) => None,
    }
}

const fn company(company: wire::Company) -> Option<Wishes> {
    match company {
        wire::Company::NotSaid => None,
        wire::Company::WithSomeone => Some(WithSomeone),
        wire::Company::Alone => Some(Alone),
    }
}

const fn about(about: wire::About) -> Option<Wishes> {
    match about {
        wire::About::NotSaid => None,
        wire::About::HurtAtHome => Some(HurtAtHome),
        wire::About::HurtByStudents => Some(HurtByStudents),
        wire::About::HurtByStaff => Some(HurtByStaff),
        wire::About::HurtByOthers => Some(HurtByOthers),
        wire::About::MayHurtOthers => Some(MayHurtOthers),
        wire::About::Other => Some(Other),
    }
}

const fn place(place: wire::Place) -> Option<Wishes> {
    match place {
        wire::Place::NotSaid => None,
        wire::Place::CounsellingRoom => Some(CounsellingRoom),
        wire::Place::QuietPlace => Some(QuietPlace),
        wire::Place::Phone => Some(Phone),
    }
}

const fn time(time: wire::Time) -> Option<Wishes> {
    match time {
        wire::Time::NotSaid => None,
        wire::Time::Now => Some(Now),
        wire::Time::Break => Some(Break),
        wire::Time::AfterSchool => Some(AfterSchool),
    }
}

const fn whom(whom: wire::Whom) -> Option<Wishes> {
    match whom {
        wire::Whom::NotSaid => None,
        wire::Whom::PsychologyTeacher => Some(PsychologyTeacher),
        wire::Whom::ClassTeacher => Some(ClassTeacher),
        wire::Whom::Nurse => Some(Nurse),
    }
}

const fn guardian(guardian: May) -> Option<Wishes> {
    match guardian {
        May::NotSaid => None,
        May::Yes => Some(Yes),
        May::No => Some(No),
        May::Unsure => Some(Unsure),
    }
}

#[cfg(test)]
mod tests {
    use super::{Caution, caution, lines};
    use crate::words::{Lang, wishes::Wishes};
    use qinghe_wire::{About, Company, Follow, Guardian, Place, Time, Whom};

    #[test]
    fn what_was_not_said_makes_no_row() {
        assert!(lines(Lang::Zh, &Follow::default()).is_empty());
        let blank = Follow { name: "  ".to_owned(), ..Follow::default() };
        assert!(lines(Lang::Zh, &blank).is_empty());
    }

    #[test]
    fn every_part_that_was_said_makes_one_row() {
        let all = Follow {
            company: Company::Alone,
            about: About::HurtByStudents,
            place: Place::QuietPlace,
            time: Time::AfterSchool,
            whom: Whom::Nurse,
            guardian: Guardian::Unsure,
            shared_device: true,
            name: "小树".to_owned(),
        };
        let rows = lines(Lang::Zh, &all);
        let labels: Vec<Wishes> = rows.iter().map(|(label, _)| *label).collect();
        use Wishes::{
            About as OfWhat, Company as With, Device, Name, Place as Where, Time as When, Whom as Who,
        };
        assert_eq!(labels, [Name, With, OfWhat, Where, When, Who, Wishes::Guardian, Device]);
        assert_eq!(rows[0].1, "小树");
        assert_eq!(rows[3].1, "一个安静的地方");
    }

    #[test]
    fn the_guardian_lock_is_thought_of_where_home_may_be_the_danger() {
        let said = |about, guardian| caution(&Follow { about, guardian, ..Follow::default() });
        assert_eq!(said(About::HurtAtHome, Guardian::Yes), Some(Caution::Home));
        assert_eq!(said(About::NotSaid, Guardian::No), Some(Caution::No));
        assert_eq!(said(About::Other, Guardian::Unsure), Some(Caution::Unsure));
        assert_eq!(said(About::HurtByStaff, Guardian::Yes), None);
        assert_eq!(said(About::NotSaid, Guardian::NotSaid), None);
    }
}
