//! Which fields an entry has, and how an entry is made of them. No browser, so all of it is tested natively.

use crate::{
    field::Kind,
    lang::{Lang, Word, day_of_field, field_day},
    words::home as w,
};
use qinghe_record::{
    Body, Check, Day, Entry, Fault, Id, Journal, Line, Note, Plan, SafetyPlan, Step, Support, Text,
};

/// What can be written by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A plan.
    Plan,
    /// A support.
    Support,
    /// A safety plan.
    Safety,
    /// A page of the journal.
    Journal,
    /// A look back.
    Check,
}

/// One field of a form.
pub struct Spec {
    /// Id of the input.
    pub id: &'static str,
    /// What it is.
    pub label: Word,
    /// What to type.
    pub hint: Option<Word>,
    /// Its kind.
    pub kind: Kind,
}

const fn spec(id: &'static str, label: Word, hint: Option<Word>, kind: Kind) -> Spec {
    Spec { id, label, hint, kind }
}

const PLAN: &[Spec] = &[
    spec("goal", w::GOAL, Some(w::GOAL_HINT), Kind::Line),
    spec("steps", w::STEPS, Some(w::STEPS_HINT), Kind::Lines),
    spec("owner", w::WHO_OWNS, Some(w::WHO_OWNS_HINT), Kind::Line),
    spec("next", w::NEXT_DAY, None, Kind::Day),
    spec("done", w::DONE_TICK, None, Kind::Tick),
];
const SUPPORT: &[Spec] = &[
    spec("what", w::WHAT_SUPPORT, Some(w::WHAT_SUPPORT_HINT), Kind::Line),
    spec("who", w::WHO_SUPPORT, None, Kind::Line),
    spec("until", w::UNTIL_DAY, None, Kind::Day),
];
const JOURNAL: &[Spec] = &[spec("text", w::TEXT, None, Kind::Lines)];
const CHECK: &[Spec] = &[
    spec("what", w::WHAT_CHECK, None, Kind::Line),
    spec("with", w::WITH_WHOM, None, Kind::Line),
    spec("note", w::FOUND, None, Kind::Lines),
];
const STEP: Option<Word> = Some(w::SAFETY_LINES_HINT);
const SAFETY: &[Spec] = &[
    spec("signs", w::SAFETY_1, STEP, Kind::Lines),
    spec("alone", w::SAFETY_2, STEP, Kind::Lines),
    spec("places", w::SAFETY_3, STEP, Kind::Lines),
    spec("people", w::SAFETY_4, STEP, Kind::Lines),
    spec("lines", w::SAFETY_5, STEP, Kind::Lines),
    spec("safer", w::SAFETY_6, STEP, Kind::Lines),
    spec("reason", w::SAFETY_7, STEP, Kind::Lines),
    spec("likely", w::LIKELY, None, Kind::Line),
    spec("obstacles", w::OBSTACLES, None, Kind::Lines),
    spec("review", w::REVIEW, None, Kind::Day),
];

impl Form {
    /// Its fields.
    #[must_use]
    pub const fn specs(self) -> &'static [Spec] {
        match self {
            Form::Plan => PLAN,
            Form::Support => SUPPORT,
            Form::Safety => SAFETY,
            Form::Journal => JOURNAL,
            Form::Check => CHECK,
        }
    }

    /// Title of the form for something new.
    #[must_use]
    pub const fn add(self) -> Word {
        match self {
            Form::Plan => w::ADD_PLAN,
            Form::Support => w::ADD_SUPPORT,
            Form::Safety => w::ADD_SAFETY,
            Form::Journal => w::ADD_JOURNAL,
            Form::Check => w::ADD_CHECK,
        }
    }

    /// The form that an entry was written with.
    #[must_use]
    pub fn of(body: &Body) -> Option<Form> {
        match body {
            Body::Plan(_) => Some(Form::Plan),
            Body::Support(_) => Some(Form::Support),
            Body::Safety(_) => Some(Form::Safety),
            Body::Journal(_) => Some(Form::Journal),
            Body::Check(_) => Some(Form::Check),
            Body::Result(_) | Body::Skill(_) | Body::Handed(_) | Body::Permit(_) => None,
        }
    }
}

/// What stands in the fields of a form for this entry.
#[must_use]
pub fn values(body: &Body) -> Vec<String> {
    let lines = |lines: &[Line]| lines.iter().map(Text::as_str).collect::<Vec<_>>().join("\n");
    let tick = |ticked: bool| if ticked { "1" } else { "" }.to_owned();
    let text = |text: &Line| text.as_str().to_owned();
    let note = |note: Option<&Note>| note.map(|note| note.as_str().to_owned()).unwrap_or_default();
    match body {
        Body::Plan(plan) => {
            vec![
                text(&plan.goal),
                lines(&plan.steps),
                text(&plan.owner),
                field_day(plan.next),
                tick(plan.done),
            ]
        }
        Body::Support(support) => {
            vec![text(&support.what), text(&support.who), support.until.map(field_day).unwrap_or_default()]
        }
        Body::Journal(journal) => vec![journal.text.as_str().to_owned()],
        Body::Check(check) => {
            vec![
                text(&check.what),
                check.with.as_ref().map(text).unwrap_or_default(),
                note(check.note.as_ref()),
            ]
        }
        Body::Safety(plan) => {
            let step = |step: &Step| match step {
                Step::Later => String::new(),
                Step::Lines(own) => lines(own),
            };
            let mut values: Vec<String> = plan.steps.iter().map(step).collect();
            values.extend([plan.likely.to_string(), note(plan.obstacles.as_ref()), field_day(plan.review)]);
            values
        }
        Body::Result(_) | Body::Skill(_) | Body::Handed(_) | Body::Permit(_) => Vec::new(),
    }
}

/// What is wrong with a form: position of the field, and what to do. All of it at once.
pub type Wrong = Vec<(usize, String)>;

struct Reading<'a> {
    lang: Lang,
    values: &'a [String],
    wrong: Wrong,
}

impl Reading<'_> {
    fn value(&self, at: usize) -> &str {
        self.values.get(at).map(|value| value.trim()).unwrap_or_default()
    }

    fn note_wrong(&mut self, at: usize, text: impl Into<String>) {
        self.wrong.push((at, text.into()));
    }

    fn optional<const MOST: usize>(&mut self, at: usize) -> Option<Text<MOST>> {
        if self.value(at).is_empty() { None } else { self.text(at) }
    }

    fn text<const MOST: usize>(&mut self, at: usize) -> Option<Text<MOST>> {
        match Text::new(self.value(at)) {
            Ok(text) => Some(text),
            Err(Fault::Long { most }) => {
                let text = self.lang.fill(w::LONG, &[("most", &most.to_string())]);
                self.note_wrong(at, text);
                None
            }
            Err(_) => {
                self.note_wrong(at, self.lang.say(w::NEED));
                None
            }
        }
    }

    fn day(&mut self, at: usize) -> Option<Day> {
        let day = day_of_field(self.value(at));
        if day.is_none() {
            self.note_wrong(at, self.lang.say(w::NEED_DAY));
        }
        day
    }

    fn lines(&mut self, at: usize) -> Vec<Line> {
        let typed = self.value(at).lines().map(str::trim).filter(|line| !line.is_empty());
        let lines: Result<Vec<Line>, Fault> = typed.map(Text::new).collect();
        match lines {
            Ok(lines) if lines.len() <= 10 => lines,
            _ => {
                self.note_wrong(at, self.lang.say(w::MANY_LINES));
                Vec::new()
            }
        }
    }
}

/// Makes an entry of what was typed.
///
/// # Errors
/// Every field that has to be looked at again.
pub fn entry(form: Form, lang: Lang, values: &[String], id: Id, day: Day) -> Result<Entry, Wrong> {
    let mut reading = Reading { lang, values, wrong: Vec::new() };
    let body = body(form, &mut reading);
    match body {
        Some(body) if reading.wrong.is_empty() => {
            Entry::new(id, day, body).map_err(|_| vec![(0, lang.say(w::UNFIT).to_owned())])
        }
        _ => Err(reading.wrong),
    }
}

fn body(form: Form, from: &mut Reading) -> Option<Body> {
    match form {
        Form::Plan => {
            let (goal, steps, owner, next) = (from.text(0), from.lines(1), from.text(2), from.day(3));
            let done = from.value(4) == "1";
            Some(Body::Plan(Plan { goal: goal?, steps, owner: owner?, next: next?, done }))
        }
        Form::Support => {
            let (what, who) = (from.text(0), from.text(1));
            let until = if from.value(2).is_empty() { None } else { from.day(2) };
            Some(Body::Support(Support { what: what?, who: who?, until }))
        }
        Form::Journal => Some(Body::Journal(Journal { text: from.text(0)? })),
        Form::Check => {
            let (what, with, note) = (from.text(0), from.optional(1), from.optional(2));
            Some(Body::Check(Check { what: what?, with, note }))
        }
        Form::Safety => {
            let mut steps = [const { Step::Later }; 7];
            for (at, step) in steps.iter_mut().enumerate() {
                let lines = from.lines(at);
                if !lines.is_empty() {
                    *step = Step::Lines(lines);
                }
            }
            let likely = from.value(7).parse::<u8>().ok().filter(|likely| *likely <= 10);
            if likely.is_none() {
                from.note_wrong(7, from.lang.say(w::ZERO_TO_TEN));
            }
            let (obstacles, review) = (from.optional(8), from.day(9));
            Some(Body::Safety(Box::new(SafetyPlan { steps, likely: likely?, obstacles, review: review? })))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, entry, values};
    use crate::lang::Lang;
    use qinghe_record::Day;

    const FORMS: [Form; 5] = [Form::Plan, Form::Support, Form::Safety, Form::Journal, Form::Check];

    fn filled(form: Form) -> Vec<String> {
        let texts: &[&str] = match form {
            Form::Plan => &["十点半前睡", "关手机\n泡脚", "妈妈", "2026-12-04", "1"],
            Form::Support => &["考试坐在门口", "李老师", "2027-01-20"],
            Form::Safety => {
                &["睡不着", "", "操场", "姑姑 138", "12356", "", "想看海", "7", "怕麻烦人", "2026-12-01"]
            }
            Form::Journal => &["今天下雨。\n还行。"],
            Form::Check => &["计划", "李老师", "睡得早了两天"],
        };
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn what_is_typed_becomes_an_entry_and_comes_back_into_the_fields() {
        for form in FORMS {
            let typed = filled(form);
            assert_eq!(typed.len(), form.specs().len(), "{form:?}");
            let made = entry(form, Lang::Zh, &typed, [1; 16], Day::LAST).expect("an entry");
            assert_eq!(values(made.body()), typed, "{form:?}");
            assert_eq!(Form::of(made.body()), Some(form));
        }
    }

    #[test]
    fn every_field_that_is_missing_is_named_at_once() {
        let wrong = |form: Form, change: &dyn Fn(&mut Vec<String>)| {
            let mut typed = filled(form);
            change(&mut typed);
            let wrong = entry(form, Lang::En, &typed, [1; 16], Day::LAST).err().unwrap_or_default();
            wrong.into_iter().map(|(at, _)| at).collect::<Vec<_>>()
        };
        let empty = |typed: &mut Vec<String>| typed.iter_mut().for_each(String::clear);
        assert_eq!(wrong(Form::Plan, &empty), [0, 2, 3]);
        assert_eq!(wrong(Form::Support, &empty), [0, 1]);
        assert_eq!(wrong(Form::Safety, &empty), [7, 9]);
        assert_eq!(wrong(Form::Journal, &empty), [0]);
        assert_eq!(wrong(Form::Check, &empty), [0]);
        assert_eq!(wrong(Form::Plan, &|typed| typed[1] = "步\n".repeat(11)), [1]);
        assert_eq!(wrong(Form::Plan, &|typed| typed[0] = "长".repeat(121)), [0]);
        assert_eq!(wrong(Form::Safety, &|typed| typed[7] = "11".to_owned()), [7]);
        assert_eq!(wrong(Form::Journal, &|typed| typed[0] = "长".repeat(2_001)), [0]);
        assert_eq!(wrong(Form::Support, &|typed| typed[2] = "soon".to_owned()), [2]);
    }
}
