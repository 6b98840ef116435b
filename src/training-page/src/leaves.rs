//! All that may leave the page, and the one place that knows the form in which it travels: that a skill was completed or
//! mastered in a week, and how often exercises made things worse in a month that is over. Only for who said yes, one message
//! of one size a visit, made before anything is done in it, so that no exercise changes what is sent.

use qinghe_content::exercise::Help;
use qinghe_session::training::{Flag, Harm, Person, Reached, week};
use qinghe_wire::{FirstTry, Flags, HarmCount, Helps, SkillFlag};
use serde::{Deserialize, Serialize};

/// Weeks after which a flag is not told any more: the gateway takes none that is older.
const OLDEST_WEEKS: u32 = 16;
/// Most flags in one message.
const MOST_FLAGS: usize = qinghe_wire::FLAGS_MAX;
const MOST_MONTHS: usize = qinghe_wire::HARM_MAX;

/// Skill, whom it helps (0 oneself, 1 another, 2 core knowledge), week, mastered.
type FlagRow = (String, u8, u32, bool);

/// What waits to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Whether the person wants to be counted; `None` until they were asked.
    counted: Option<bool>,
    flags: Vec<FlagRow>,
    /// Month, rises.
    harm: Vec<(u32, u16)>,
}

/// One message, and how much of what waits is in it.
pub struct Message {
    /// As it is before it is sealed.
    pub bytes: Vec<u8>,
    flags: usize,
    months: usize,
}

impl Waiting {
    /// Whether the person wants to be counted.
    #[must_use]
    pub fn counted(&self) -> Option<bool> {
        self.counted
    }

    /// The person says whether they want to be counted. What waited is forgotten with a no.
    pub fn count(&mut self, yes: bool) {
        if !yes {
            *self = Waiting::default();
        }
        self.counted = Some(yes);
    }

    /// Something was reached.
    pub fn add(&mut self, flag: Flag, help: Option<Help>) {
        if self.counted == Some(false) {
            return;
        }
        let helps = match help {
            Some(Help::Oneself) => 0,
            Some(Help::Another) => 1,
            None => 2,
        };
        self.flags.push((flag.skill, helps, flag.week, flag.reached == Reached::Mastered));
    }

    /// Months are over.
    pub fn add_months(&mut self, months: Vec<Harm>) {
        if self.counted != Some(false) {
            self.harm.extend(months.into_iter().map(|one| (one.month, one.rises)));
        }
    }

    /// The message of this visit, also when there is nothing to tell; none for who did not say yes. `first`: the first
    /// sitting of core knowledge, which the gateway counts once however often it is told.
    #[must_use]
    pub fn message(&mut self, today: u32, first: Option<Person>) -> Option<Message> {
        let this = week(today);
        self.flags.retain(|(_, _, week, _)| week + OLDEST_WEEKS >= this);
        if self.counted != Some(true) {
            return None;
        }
        let flags: Vec<SkillFlag> = self.flags.iter().take(MOST_FLAGS).map(flag).collect();
        let harm: Vec<HarmCount> = self.harm.iter().take(MOST_MONTHS).map(month).collect();
        let (flags_in, months) = (flags.len(), harm.len());
        let known = first.and_then(|first| {
            let (answered, right) = (u8::try_from(first.answered).ok()?, u8::try_from(first.right).ok()?);
            Some(FirstTry { answered, right })
        });
        let bytes = Flags { flags, harm, known }.encode().ok()?.to_vec();
        Some(Message { bytes, flags: flags_in, months })
    }

    /// It arrived.
    pub fn told(&mut self, message: &Message) {
        self.flags.drain(..message.flags.min(self.flags.len()));
        self.harm.drain(..message.months.min(self.harm.len()));
    }
}

fn flag((skill, helps, week, mastered): &FlagRow) -> SkillFlag {
    SkillFlag {
        skill: skill.clone(),
        helps: match helps {
            0 => Helps::Oneself,
            1 => Helps::Another,
            _ => Helps::Knowledge,
        },
        week: u16::try_from(*week).unwrap_or(u16::MAX),
        reached: if *mastered { qinghe_wire::Reached::Mastered } else { qinghe_wire::Reached::Completed },
    }
}

fn month((month, rises): &(u32, u16)) -> HarmCount {
    HarmCount {
        month: u16::try_from(*month).unwrap_or(u16::MAX),
        rises: u8::try_from(*rises).unwrap_or(u8::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::Waiting;
    use qinghe_content::exercise::Help;
    use qinghe_session::training::{Flag, Harm, Person, Reached, week};
    use qinghe_wire::{FLAGS_LEN, FLAGS_MAX, FirstTry, Flags};

    const TODAY: u32 = 20_000;

    fn flag(skill: &str, week: u32) -> Flag {
        Flag { skill: skill.into(), week, reached: Reached::Completed }
    }

    fn read(bytes: &[u8]) -> Flags {
        Flags::decode(bytes).unwrap()
    }

    #[test]
    fn nothing_leaves_before_a_yes_and_nothing_waits_after_a_no() {
        let mut waiting = Waiting::default();
        waiting.add(flag("e01-slow-breathing", week(TODAY)), Some(Help::Oneself));
        waiting.add_months(vec![Harm { month: 600, rises: 2 }]);
        assert!(waiting.message(TODAY, None).is_none());
        let mut no = waiting.clone();
        no.count(false);
        no.add(flag("e02-cyclic-sighing", week(TODAY)), Some(Help::Oneself));
        no.add_months(vec![Harm { month: 601, rises: 0 }]);
        assert!(no.message(TODAY, None).is_none());
        no.count(true);
        assert_eq!(read(&no.message(TODAY, None).unwrap().bytes), Flags::default());
        waiting.count(true);
        let first = Person { answered: 20, right: 17, passed_first: true, passed_after: true };
        let told = read(&waiting.message(TODAY, Some(first)).unwrap().bytes);
        assert_eq!((told.flags.len(), told.harm.len()), (1, 1));
        assert_eq!(told.known, Some(FirstTry { answered: 20, right: 17 }));
    }

    #[test]
    fn a_message_has_one_size_and_what_did_not_fit_or_arrive_comes_next_time() {
        let mut waiting = Waiting::default();
        waiting.count(true);
        let empty = waiting.message(TODAY, None).unwrap().bytes.len();
        for nth in 0..20 {
            waiting.add(flag(&format!("e{nth:02}"), week(TODAY)), None);
        }
        waiting.add(flag("too-old", week(TODAY) - 17), None);
        let first = waiting.message(TODAY, None).unwrap();
        assert_eq!((first.bytes.len(), empty), (FLAGS_LEN, FLAGS_LEN));
        let again = waiting.message(TODAY, None).unwrap();
        assert_eq!(first.bytes, again.bytes, "it was not told yet");
        assert_eq!(read(&again.bytes).flags.len(), FLAGS_MAX);
        waiting.told(&again);
        let rest = read(&waiting.message(TODAY, None).unwrap().bytes);
        assert_eq!(rest.flags.len(), 20 - FLAGS_MAX, "what is too old is told to nobody");
    }
}
