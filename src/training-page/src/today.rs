//! What the menu puts first today: a plan whose day has come, one question about a skill of some time ago, whether a skill
//! was used outside, whether one wants to be counted, core knowledge. Never more than three of them, and none while somebody
//! is needed.

use crate::{ports::Doing, room::Room};
use qinghe_content::exercise::Variant;
use qinghe_session::{
    practice::Now,
    training::{ProbeKind, Standing},
};

/// Most of them on one day.
const MOST: usize = 3;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Today {
    /// The plan is to be looked at again.
    Plan,
    /// Five items about this skill.
    Recall(String),
    /// Five situations for this skill.
    Judgement(String),
    /// Whether this skill was used outside.
    Used(String),
    /// Whether the person wants to be counted.
    Count,
    /// Twenty items of core knowledge, or what is left of them.
    Knowledge,
}

/// What is there to ask with, and whom.
#[derive(Clone, Copy)]
pub struct Can<'a> {
    /// Whether a pack has come, by its id.
    pub has: &'a dyn Fn(&str) -> bool,
    /// Whether the school counts: the page was opened with a launch.
    pub counts: bool,
}

/// Id of the bank of an exercise among the packs.
#[must_use]
pub fn bank_of(exercise: &str) -> String {
    [exercise, ".probes"].concat()
}

/// Id of the core knowledge of a stage among the packs. The youngest and the grown-ups have none.
#[must_use]
pub fn knowledge_of(variant: Variant) -> Option<&'static str> {
    match variant {
        Variant::Little | Variant::Adult => None,
        Variant::Primary => Some("knowledge-p"),
        Variant::Junior => Some("knowledge-j"),
        Variant::Senior => Some("knowledge-s"),
    }
}

impl Today {
    fn probe(id: String, kind: ProbeKind) -> Today {
        match kind {
            ProbeKind::Recall => Today::Recall(id),
            ProbeKind::Judgement => Today::Judgement(id),
        }
    }

    /// What it begins; nothing for what is answered on the spot.
    #[must_use]
    pub fn begins(&self) -> Option<Doing> {
        let probe = |exercise: &String, judgement| Doing::Probe { exercise: exercise.clone(), judgement };
        match self {
            Today::Plan => Some(Doing::Plan),
            Today::Recall(exercise) => Some(probe(exercise, false)),
            Today::Judgement(exercise) => Some(probe(exercise, true)),
            Today::Knowledge => Some(Doing::Knowledge),
            Today::Used(_) | Today::Count => None,
        }
    }
}

impl Room {
    /// What comes first today.
    #[must_use]
    pub fn today(&self, now: Now, can: Can<'_>) -> Vec<Today> {
        if self.book.record.is_urgent(now) {
            return Vec::new();
        }
        let plan = self.book.plan.as_ref().filter(|plan| plan.is_due(now.day)).map(|_| Today::Plan);
        let learnt = self.learnt().next().is_some();
        let count = (can.counts && learnt && self.book.waiting.counted().is_none()).then_some(Today::Count);
        let knowledge = self.knowledge().filter(|id| (can.has)(id));
        // First something is practised; twenty questions are no welcome.
        let knowledge = knowledge.filter(|_| learnt && self.book.record.knowledge_due(now.day));
        let all =
            [plan, self.probe_due(now, can), count, self.use_due(now), knowledge.map(|_| Today::Knowledge)];
        all.into_iter().flatten().take(MOST).collect()
    }

    /// Ids of exercises that were done to their end.
    fn learnt(&self) -> impl Iterator<Item = &str> {
        let listings = self.shelf.as_ref().map_or(&[][..], |shelf| shelf.listings());
        let variant = self.variant();
        let mine =
            listings.iter().filter(move |one| variant.is_some_and(|variant| one.face(variant).is_some()));
        let done = |id: &&str| self.book.record.history(id).is_some_and(|history| history.lesson.is_some());
        mine.map(|one| one.id.as_str()).filter(done)
    }

    /// The probe that was left halfway today, or else one probe a day, and the one that was learnt first.
    fn probe_due(&self, now: Now, can: Can<'_>) -> Option<Today> {
        let left = self.book.record.halfway(now.day).filter(|(id, _)| (can.has)(&bank_of(id)));
        if let Some((id, kind)) = left {
            return Some(Today::probe(id.to_owned(), kind));
        }
        let asked_today = self.learnt().any(|id| {
            let history = self.book.record.history(id);
            let all =
                history.into_iter().flat_map(|history| history.recalls.iter().chain(&history.judgements));
            all.into_iter().any(|attempt| attempt.day >= now.day)
        });
        if asked_today {
            return None;
        }
        let due = |id: String| {
            let history = self.book.record.history(&id)?;
            let kind = history.probe_due(self.book.seed, now.day)?;
            Some((history.lesson, id, kind))
        };
        let banked = self.learnt().filter(|id| (can.has)(&bank_of(id))).map(str::to_owned);
        let (_, id, kind) = banked.filter_map(due).min_by_key(|(lesson, ..)| *lesson)?;
        Some(Today::probe(id, kind))
    }

    fn use_due(&self, now: Now) -> Option<Today> {
        let due = |id: &&str| self.book.record.history(id).is_some_and(|history| history.use_due(now.day));
        self.learnt().find(due).map(|id| Today::Used(id.to_owned()))
    }

    /// Where somebody stands with a skill: the gates that are open (remembering, knowing what to do, practising), and the
    /// whole of it; `None` before it was done, and for what is never asked.
    #[must_use]
    pub fn stands(&self, id: &str, now: Now, can: Can<'_>) -> Option<([bool; 3], Standing)> {
        let history = self.book.record.history(id).filter(|history| history.lesson.is_some())?;
        let gates = history.gates();
        let open = [gates.recall.is_some(), gates.judgement.is_some(), gates.practice.is_some()];
        (can.has)(&bank_of(id)).then(|| (open, history.standing(now.day)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Can, Today};
    use crate::{
        book::{Book, Broken},
        plan::Plan,
        room::Room,
        shelf::{Shelf, Whose},
        words::Locale,
    };
    use qinghe_content::exercise::{Catalogue, Elsewhere, Face, Help, Listing, Variant};
    use qinghe_session::{
        practice::{End, Now, Run},
        training::{Attempt, Probe, ProbeItem, ProbeKind},
    };
    use std::collections::BTreeSet;

    const DAY: u32 = 20_000;

    fn listing(id: &str) -> Listing {
        let face = Face { variant: Variant::Junior, title: id.into(), summary: String::new(), minutes: 5 };
        Listing {
            id: id.into(),
            help: Help::Oneself,
            domains: Vec::new(),
            evidence: 2,
            leaves: true,
            after_urgent: false,
            calm: false,
            requires: None,
            offers: Vec::new(),
            faces: vec![face],
        }
    }

    fn room() -> Room {
        let listings = ["e01-one", "e02-two", "e33-private"].map(listing).to_vec();
        let catalogue = Catalogue::new(Locale::ZhHans, listings).encode().unwrap();
        let mut book = Book::default();
        book.settings.variant = Some(Variant::Junior);
        Room { shelf: Shelf::new(Whose::Students, Locale::ZhHans, &catalogue), book, ..Room::default() }
    }

    fn at(day: u32) -> Now {
        Now { ms: u64::from(day) * 86_400_000, day }
    }

    fn practise(room: &mut Room, id: &str, day: u32) {
        let listing = room.shelf.as_ref().unwrap().listing(id).unwrap().clone();
        let run = Run {
            exercise: id.into(),
            end: End::Done,
            practised: true,
            rose: None,
            ends_high: false,
            stories: Vec::new(),
        };
        room.book.record.after(&run, &listing, at(day));
    }

    #[test]
    fn what_requires_a_card_leads_to_it_until_it_is_written() {
        let mut plan = listing("e34-plan");
        let mut ride = listing("e36-ride");
        ride.requires = Some(plan.id.clone());
        plan.after_urgent = true;
        let catalogue = Catalogue::new(Locale::ZhHans, vec![plan, ride]).encode().unwrap();
        let mut book = Book::default();
        book.settings.variant = Some(Variant::Junior);
        let shelf = Shelf::new(Whose::Students, Locale::ZhHans, &catalogue);
        let mut room = Room { book, shelf, ..Room::default() };
        let to = Elsewhere { exercise: "e36-ride".into(), entry: Some("again".into()) };
        assert_eq!(room.requires("e36-ride"), Some("e34-plan"));
        assert_eq!(room.led(&to), Some(Elsewhere::first("e34-plan")));
        room.book.notes.insert("e34-plan".into(), vec![1]);
        assert_eq!((room.requires("e36-ride"), room.requires("e34-plan")), (None, None));
        assert_eq!(room.led(&to), Some(to.clone()));
        room.book.settings.variant = Some(Variant::Senior);
        assert_eq!(room.led(&to), None, "not for this stage");
    }

    #[test]
    fn when_somebody_is_needed_no_way_leads_over_to_what_is_not_on_the_menu() {
        let [calm, mut plan, mut ride] = ["e05-calm", "e34-plan", "e36-ride"].map(listing);
        ride.requires = Some(plan.id.clone());
        plan.after_urgent = true;
        let catalogue = Catalogue::new(Locale::ZhHans, vec![calm, plan, ride]).encode().unwrap();
        let mut book = Book::default();
        book.settings.variant = Some(Variant::Junior);
        book.notes.insert("e34-plan".into(), vec![1]);
        let shelf = Shelf::new(Whose::Students, Locale::ZhHans, &catalogue);
        let mut room = Room { book, shelf, ..Room::default() };
        let to = |room: &Room, id: &str| room.over_to(&Elsewhere::first(id), at(DAY)).map(|to| to.exercise);
        let broken = |exercise: &str| Broken {
            exercise: exercise.into(),
            entry: "first".into(),
            variant: Variant::Junior,
            day: DAY,
            snapshot: Vec::new(),
        };
        room.broken = Some(broken("e36-ride"));
        assert_eq!(
            (to(&room, "e36-ride"), to(&room, "e05-calm")),
            (Some("e36-ride".into()), Some("e05-calm".into()))
        );
        assert!(room.waits(at(DAY)).is_some());
        room.book.record.note_urgent(at(DAY));
        assert_eq!((to(&room, "e36-ride"), to(&room, "e05-calm")), (Some("e34-plan".into()), None));
        assert!(room.waits(at(DAY)).is_none(), "what was left halfway is not on the menu either");
        room.broken = Some(broken("e34-plan"));
        assert!(room.waits(at(DAY)).is_some());
    }

    fn today(room: &Room, day: u32, counts: bool) -> Vec<Today> {
        let has = |id: &str| !id.contains("private");
        room.today(at(day), Can { has: &has, counts })
    }

    #[test]
    fn nothing_is_asked_of_who_has_not_practised_and_only_the_launched_are_counted() {
        let mut room = room();
        assert_eq!(today(&room, DAY, true), []);
        practise(&mut room, "e01-one", DAY);
        assert_eq!(today(&room, DAY, false), [Today::Knowledge]);
        assert_eq!(today(&room, DAY, true), [Today::Count, Today::Knowledge]);
        room.book.waiting.count(false);
        assert_eq!(today(&room, DAY, true), [Today::Knowledge]);
    }

    #[test]
    fn one_skill_a_day_is_asked_the_oldest_first_then_scenarios_and_of_what_is_private_nothing() {
        let mut room = room();
        practise(&mut room, "e33-private", DAY - 1);
        practise(&mut room, "e02-two", DAY);
        practise(&mut room, "e01-one", DAY + 1);
        assert!(!today(&room, DAY + 6, false).iter().any(|one| matches!(one, Today::Recall(_))));
        let late = DAY + 20;
        assert_eq!(today(&room, late, false)[0], Today::Recall("e02-two".into()));
        let recalled = |right: u16| Attempt {
            day: late,
            items: (0..5).map(|nth| format!("i{nth}")).collect(),
            right,
            critical_right: true,
        };
        let two = room.shelf.as_ref().unwrap().listing("e02-two").unwrap().clone();
        room.book.record.probed(ProbeKind::Recall, recalled(5), &two);
        assert!(
            !today(&room, late, false)
                .iter()
                .any(|one| one.begins().is_some_and(|doing| format!("{doing:?}").contains("Probe")))
        );
        assert_eq!(today(&room, late + 1, false)[0], Today::Judgement("e02-two".into()));
        assert!(
            room.stands("e33-private", at(late), Can { has: &|id| !id.contains("private"), counts: true })
                .is_none()
        );
        let has = |_: &str| true;
        let (open, _) = room.stands("e02-two", at(late), Can { has: &has, counts: true }).unwrap();
        assert_eq!(open, [true, false, false]);
    }

    #[test]
    fn a_probe_left_halfway_comes_back_on_its_day_and_before_every_other() {
        let mut room = room();
        practise(&mut room, "e01-one", DAY);
        practise(&mut room, "e02-two", DAY + 1);
        let late = DAY + 20;
        assert_eq!(today(&room, late, false)[0], Today::Recall("e01-one".into()), "the oldest comes first");
        let item =
            |nth: u8| ProbeItem { id: format!("i{nth}"), options: 3, right: nth % 3, critical: nth < 4 };
        let items: Vec<ProbeItem> = (0..20).map(item).collect();
        let probe = Probe::draw(ProbeKind::Judgement, &items, &BTreeSet::new(), 7, 0).unwrap();
        let two = room.shelf.as_ref().unwrap().listing("e02-two").unwrap().clone();
        assert!(room.book.record.begun(&probe, &two, late));
        assert_eq!(today(&room, late, false)[0], Today::Judgement("e02-two".into()));
        assert_eq!(
            today(&room, late + 1, false)[0],
            Today::Recall("e01-one".into()),
            "another day has its own"
        );
    }

    #[test]
    fn a_plan_whose_day_has_come_stands_first_and_never_more_than_three_and_none_while_somebody_is_needed() {
        let mut room = room();
        practise(&mut room, "e01-one", DAY);
        room.book.plan = Some(Plan { review: DAY + 40, ..Plan::default() });
        let all = today(&room, DAY + 40, true);
        assert_eq!((all.len(), &all[0]), (3, &Today::Plan));
        assert!(all.contains(&Today::Recall("e01-one".into())) && all.contains(&Today::Count));
        room.book.record.note_urgent(at(DAY + 40));
        assert_eq!(today(&room, DAY + 40, true), []);
    }
}
