//! Entries and steps as they are written, with names in place of positions.

use super::{minutes_ok, variants_of};
use crate::{
    finding::Code,
    reader::{Any, At, Found, Table},
    words::{self, is_id, unique},
};
use qinghe_content::exercise::{
    Expression, Field, Fits, Phase, Picture, Role, Timer, Turn, Variant, Wave, Way, Who,
};

const WAYS: &[(&str, Way)] =
    &[("in", Way::In), ("out", Way::Out), ("tense", Way::Tense), ("rest", Way::Rest), ("move", Way::Move)];
const ROLES: &[(&str, Role)] = &[("before", Role::Before), ("after", Role::After), ("other", Role::Other)];
const FITS: &[(&str, Fits)] = &[("yes", Fits::Yes), ("partly", Fits::Partly), ("no", Fits::No)];
const CORNERS: &[(&str, (bool, bool))] = &[
    ("pleasant-lively", (true, true)),
    ("pleasant-quiet", (true, false)),
    ("unpleasant-lively", (false, true)),
    ("unpleasant-quiet", (false, false)),
];
const EXPRESSIONS: &[(&str, Expression)] = &[
    ("glad", Expression::Glad),
    ("calm", Expression::Calm),
    ("thinking", Expression::Thinking),
    ("sad", Expression::Sad),
    ("worried", Expression::Worried),
    ("angry", Expression::Angry),
    ("shut", Expression::Shut),
];
/// Parts of a wave: its ends, and what is said of it.
const WAVE: &[&str] = &["low", "high", "fell", "held", "rising"];
/// Characters that a line needs where nothing else is said: fewer say nothing.
const LEAST_CHARACTERS: u16 = 2;

/// A name of a step, or `end`, and where it stands.
#[derive(Clone)]
pub(super) struct Target<'a> {
    pub at: At<'a>,
    pub name: &'a str,
}

pub(super) struct RawEntry<'a> {
    pub id: String,
    pub start: Target<'a>,
    /// One for every variant, or one for each.
    pub minutes: Vec<(Option<Variant>, u8)>,
    pub stories: u8,
    pub asked: bool,
    pub at: At<'a>,
}

pub(super) struct RawStep<'a> {
    pub id: String,
    /// `None`: every variant.
    pub only: Option<Vec<Variant>>,
    pub kind: RawKind<'a>,
    pub next: Option<Target<'a>>,
    pub keep: bool,
    pub opens: Option<Found<'a, &'a str>>,
    pub picture: Option<Picture>,
    pub at: At<'a>,
}

pub(super) struct RawOption<'a> {
    pub id: String,
    pub to: Option<Target<'a>>,
    pub fits: Option<Fits>,
    pub face: Option<Expression>,
}

pub(super) struct RawCard {
    pub id: String,
    pub bin: Option<String>,
    pub critical: bool,
}

pub(super) enum RawKind<'a> {
    Say,
    Pacer { ids: Vec<String>, phases: Vec<Phase>, cycles: u8, may_skip: bool },
    Timer(Timer),
    Slide { role: Role, ways: Vec<(u8, Target<'a>)> },
    Pick { options: Vec<RawOption<'a>>, least: u8, most: u8 },
    Write { fields: Vec<Field>, may_wait: bool },
    Sort { bins: Vec<String>, cards: Vec<RawCard>, right_at_least: u8 },
    Branch { story: String, critical: bool, options: Vec<RawOption<'a>>, face: Option<Expression> },
    Plan { fields: Vec<Field> },
    Remind { entry: Target<'a>, in_days: u8, times: u8 },
    Check { options: Vec<String>, right: Target<'a> },
    Card { lines: Vec<Target<'a>> },
    Handoff,
    Grid { words: Vec<(String, bool, bool)> },
    Diary { columns: Vec<Target<'a>> },
    Wave(Wave),
    Seats { seats: Vec<String>, fields: Vec<Field> },
    Dialogue { turns: Vec<Turn> },
}

impl RawKind<'_> {
    /// Names of the parts that need wording, in the order of the data.
    pub(super) fn names(&self) -> Vec<String> {
        let options = |options: &[RawOption<'_>]| options.iter().map(|one| one.id.clone()).collect();
        let fields = |fields: &[Field]| fields.iter().map(|one| one.id.clone()).collect();
        let targets = |targets: &[Target<'_>]| targets.iter().map(|one| one.name.to_owned()).collect();
        match self {
            RawKind::Say | RawKind::Timer(_) | RawKind::Remind { .. } | RawKind::Handoff => Vec::new(),
            RawKind::Pacer { ids, .. } => ids.clone(),
            RawKind::Slide { .. } => vec!["low".to_owned(), "high".to_owned()],
            RawKind::Pick { options: all, .. } | RawKind::Branch { options: all, .. } => options(all),
            RawKind::Write { fields: all, .. }
            | RawKind::Plan { fields: all }
            | RawKind::Seats { fields: all, .. } => fields(all),
            RawKind::Dialogue { turns } => turns.iter().map(|turn| turn.id.clone()).collect(),
            RawKind::Wave(_) => WAVE.iter().map(|one| (*one).to_owned()).collect(),
            RawKind::Sort { cards, .. } => cards.iter().map(|card| card.id.clone()).collect(),
            RawKind::Check { options, .. } => options.clone(),
            RawKind::Card { lines } | RawKind::Diary { columns: lines } => targets(lines),
            RawKind::Grid { words } => words.iter().map(|(id, ..)| id.clone()).collect(),
        }
    }

    /// Names of the bins, or of the two seats.
    pub(super) fn bins(&self) -> &[String] {
        match self {
            RawKind::Sort { bins, .. } => bins,
            RawKind::Seats { seats, .. } => seats,
            _ => &[],
        }
    }

    /// Whether every part needs a reply: consequences, explanations, meanings.
    pub(super) fn replies(&self) -> bool {
        match self {
            RawKind::Branch { .. } | RawKind::Check { .. } | RawKind::Grid { .. } => true,
            RawKind::Sort { cards, .. } => cards.iter().any(|card| card.bin.is_some()),
            _ => false,
        }
    }
}

pub(super) fn entry<'a>(table: Table<'a>) -> Option<RawEntry<'a>> {
    let id = words::id(&table);
    let start = table.text("start").map(target);
    let minutes = minutes(&table);
    let stories = table.whole_opt::<u8>("stories").map_or(0, |found| found.value);
    let asked = table.yes("asked");
    let at = table.at.clone();
    table.finish();
    Some(RawEntry { id: id?, start: start?, minutes: minutes?, stories, asked, at })
}

fn minutes(table: &Table<'_>) -> Option<Vec<(Option<Variant>, u8)>> {
    let field = table.need("minutes")?;
    let one = |any: &Any<'_>| {
        let found = any.whole::<u8>()?;
        if !minutes_ok(found.value) {
            found.say(Code::WrongKind, format!("{} minutes", found.value), "Write 1 to 30.");
            return None;
        }
        Some(found.value)
    };
    if !field.is_table() {
        return Some(vec![(None, one(&field)?)]);
    }
    let mut all = Vec::new();
    for any in field.table()?.every() {
        let value = one(&any)?;
        all.extend(variants_of(&any.at, any.name)?.into_iter().map(|variant| (Some(variant), value)));
    }
    Some(all)
}

fn target<'a>(found: Found<'a, &'a str>) -> Target<'a> {
    Target { at: found.at, name: found.value }
}

fn targets<'a>(table: &Table<'a>, name: &str) -> Option<Vec<Target<'a>>> {
    Some(table.texts(name)?.value.into_iter().map(target).collect())
}

pub(super) fn step<'a>(table: Table<'a>) -> Option<RawStep<'a>> {
    let id = words::id(&table);
    if let Some(id) = &id
        && id == "end"
    {
        table.at.say(Code::Id, "a step called `end`".to_owned(), "Rename it; `end` is the end of the run.");
    }
    let only = match table.text_opt("only") {
        Some(found) => Some(variants_of(&found.at, found.value)?),
        None => None,
    };
    let next = table.text_opt("next").map(target);
    let keep = table.yes("keep");
    let opens = table.text_opt("opens");
    let picture = if table.has("picture") { Some(table.word("picture", &Picture::ALL)?) } else { None };
    let kind = kind(&table);
    let at = table.at.clone();
    table.finish();
    Some(RawStep { id: id?, only, kind: kind?, next, keep, opens, picture, at })
}

fn kind<'a>(table: &Table<'a>) -> Option<RawKind<'a>> {
    let found = table.text("kind")?;
    Some(match found.value {
        "say" => RawKind::Say,
        "handoff" => RawKind::Handoff,
        "pacer" => pacer(table)?,
        "timer" => timer(table)?,
        "slide" => slide(table)?,
        "pick" => {
            let (least, most) = (table.whole_opt::<u8>("least"), table.whole_opt::<u8>("most"));
            let options = table.need("options").and_then(|any| options(&any));
            let or_one = |found: Option<Found<'_, u8>>| found.map_or(1, |found| found.value);
            RawKind::Pick { options: options?, least: or_one(least), most: or_one(most) }
        }
        "write" => RawKind::Write { may_wait: table.yes("may_wait"), fields: fields(table)? },
        "plan" => RawKind::Plan { fields: fields(table)? },
        "sort" => sort(table)?,
        "branch" => {
            let critical = table.yes("critical");
            let story = table.text("story").filter(is_id);
            let options = table.need("options").and_then(|any| options(&any));
            let face = face(table)?;
            RawKind::Branch { story: story?.value.to_owned(), critical, options: options?, face }
        }
        "remind" => {
            let entry = table.text("entry").map(target);
            let (days, times) = (table.whole::<u8>("in_days"), table.whole_opt::<u8>("times"));
            let times = times.map_or(1, |times| times.value);
            RawKind::Remind { entry: entry?, in_days: days?.value, times }
        }
        "check" => {
            let right = table.text("right").map(target);
            let options = table.texts("options").map(|found| plain_ids(&found));
            RawKind::Check { options: options?, right: right? }
        }
        "card" => RawKind::Card { lines: targets(table, "lines")? },
        "grid" => grid(table)?,
        "diary" => RawKind::Diary { columns: targets(table, "columns")? },
        "wave" => {
            let whole = |name: &str| table.whole::<u16>(name).map(|found| found.value);
            let (seconds, every, least) = (whole("seconds"), whole("every"), whole("least"));
            RawKind::Wave(Wave { seconds: seconds?, every: every?, least: least? })
        }
        "seats" => {
            let seats = table.texts("seats").map(|found| plain_ids(&found));
            RawKind::Seats { fields: fields(table)?, seats: seats? }
        }
        "dialogue" => dialogue(table)?,
        other => {
            let help = "Write one of: say, pacer, timer, slide, pick, write, sort, branch, plan, remind, check, \
                        card, handoff, grid, diary, wave, seats, dialogue.";
            found.say(Code::UnknownWord, format!("`{other}` is no kind of step"), help);
            return None;
        }
    })
}

/// `face`, where it is given.
fn face(table: &Table<'_>) -> Option<Option<Expression>> {
    if table.has("face") { table.word("face", EXPRESSIONS).map(Some) } else { Some(None) }
}

fn dialogue<'a>(table: &Table<'a>) -> Option<RawKind<'a>> {
    let mut turns = Vec::new();
    for turn in table.tables("turns") {
        let (id, who) = (words::id(&turn), turn.text("who"));
        let who = who.and_then(|found| match found.value {
            "child" => turn.word("face", EXPRESSIONS).map(Who::Child),
            "adult" => Some(Who::Adult),
            "other" => Some(Who::Other),
            other => {
                let what = format!("`{other}` is nobody who speaks");
                found.say(Code::UnknownWord, what, "Write child, adult or other.");
                None
            }
        });
        turn.finish();
        turns.push(Turn { id: id?, who: who? });
    }
    unique(&table.at, "turn", turns.iter().map(|turn| turn.id.as_str()));
    Some(RawKind::Dialogue { turns })
}

fn plain_ids(found: &Found<'_, Vec<Found<'_, &str>>>) -> Vec<String> {
    let all: Vec<String> =
        found.value.iter().filter(|one| is_id(one)).map(|one| one.value.to_owned()).collect();
    unique(&found.at, "option", all.iter().map(String::as_str));
    all
}

fn timer<'a>(table: &Table<'a>) -> Option<RawKind<'a>> {
    let seconds = table.whole::<u16>("seconds");
    let (may_skip, in_background) = (table.yes("may_skip"), table.yes("in_background"));
    Some(RawKind::Timer(Timer { seconds: seconds?.value, may_skip, in_background }))
}

fn pacer<'a>(table: &Table<'a>) -> Option<RawKind<'a>> {
    let cycles = table.whole::<u8>("cycles");
    let may_skip = table.yes("may_skip");
    let (mut ids, mut phases) = (Vec::new(), Vec::new());
    for phase in table.tables("phases") {
        let way = phase.word("way", WAYS);
        let seconds = phase.need("seconds").and_then(|any| any.units(1));
        let half = seconds.as_ref().and_then(|found| {
            let half = u8::try_from(found.value / 5).ok().filter(|half| *half > 0 && found.value % 5 == 0);
            if half.is_none() {
                found.say(
                    Code::StepData,
                    "a phase of this length".to_owned(),
                    "Write 0.5 to 127, in half seconds.",
                );
            }
            half
        });
        let id = match phase.text_opt("id") {
            Some(found) => is_id(&found).then(|| found.value.to_owned()),
            None => phase.text_opt("way").map(|found| found.value.to_owned()),
        };
        phase.finish();
        ids.push(id?);
        phases.push(Phase { way: way?, half_seconds: half? });
    }
    unique(&table.at, "phase", ids.iter().map(String::as_str));
    Some(RawKind::Pacer { ids, phases, cycles: cycles?.value, may_skip })
}

fn slide<'a>(table: &Table<'a>) -> Option<RawKind<'a>> {
    let role = table.word("role", ROLES);
    let mut ways: Vec<(u8, Target<'a>)> = Vec::new();
    for way in table.tables_opt("ways") {
        let (from, to) = (way.whole::<u8>("at_least"), way.text("to").map(target));
        let (from, to) = (from?, to?);
        if !(1..=10).contains(&from.value) || ways.last().is_some_and(|(last, _)| *last >= from.value) {
            from.say(Code::StepData, format!("a way from {} on", from.value), "Ascend, from 1 to 10.");
        }
        way.finish();
        ways.push((from.value, to));
    }
    Some(RawKind::Slide { role: role?, ways })
}

/// Options: an id, or a table with where it leads and whether it helps.
fn options<'a>(any: &Any<'a>) -> Option<Vec<RawOption<'a>>> {
    let mut all = Vec::new();
    for one in any.list()? {
        if one.is_table() {
            let table = one.table()?;
            let id = words::id(&table);
            let to = table.text_opt("to").map(target);
            let fits = if table.has("fits") { Some(table.word("fits", FITS)?) } else { None };
            let face = face(&table)?;
            table.finish();
            all.push(RawOption { id: id?, to, fits, face });
        } else {
            let found = one.text()?;
            let id = is_id(&found).then(|| found.value.to_owned())?;
            all.push(RawOption { id, to: None, fits: None, face: None });
        }
    }
    unique(&any.at, "option", all.iter().map(|one| one.id.as_str()));
    Some(all)
}

fn fields(table: &Table<'_>) -> Option<Vec<Field>> {
    let any = table.need("fields")?;
    let mut all = Vec::new();
    for one in any.list()? {
        if one.is_table() {
            let inner = one.table()?;
            let (id, least) = (words::id(&inner), inner.whole_opt::<u16>("least"));
            inner.finish();
            all.push(Field { id: id?, least: least.map_or(LEAST_CHARACTERS, |least| least.value) });
        } else {
            let found = one.text()?;
            let id = is_id(&found).then(|| found.value.to_owned())?;
            all.push(Field { id, least: LEAST_CHARACTERS });
        }
    }
    unique(&any.at, "field", all.iter().map(|one| one.id.as_str()));
    Some(all)
}

fn sort<'a>(table: &Table<'a>) -> Option<RawKind<'a>> {
    let bins = table.texts("bins").map(|found| plain_ids(&found))?;
    let mut cards = Vec::new();
    for one in table.tables("cards") {
        let (id, bin) = (words::id(&one), one.text_opt("bin"));
        let critical = one.yes("critical");
        if let Some(bin) = &bin
            && !bins.iter().any(|known| known == bin.value)
        {
            bin.say(
                Code::UnknownReference,
                format!("there is no bin `{}`", bin.value),
                "Name one of `bins`.",
            );
        }
        let bin = bin.map(|bin| bin.value.to_owned());
        if critical && bin.is_none() {
            let help = "Give the card its bin.";
            one.at.say(Code::StepData, "a critical card without a right bin".to_owned(), help);
        }
        one.finish();
        cards.push(RawCard { id: id?, bin, critical });
    }
    unique(&table.at, "card", cards.iter().map(|card| card.id.as_str()));
    let right = table.whole_opt::<u8>("right_at_least");
    let graded = cards.iter().filter(|card| card.bin.is_some()).count();
    if let Some(right) = &right
        && usize::from(right.value) > cards.len()
    {
        right.say(Code::StepData, "more right cards than cards".to_owned(), "Write at most their number.");
    }
    if right.is_none() && graded > 0 {
        let help = "Write how many have to lie right before it goes on.";
        table.at.say(Code::StepData, "`right_at_least` is missing".to_owned(), help);
    }
    Some(RawKind::Sort { bins, cards, right_at_least: right.map_or(0, |right| right.value) })
}

fn grid<'a>(table: &Table<'a>) -> Option<RawKind<'a>> {
    let inner = table.table("words")?;
    let mut words = Vec::new();
    for (name, (pleasant, lively)) in CORNERS {
        for id in plain_ids(&inner.texts(name)?) {
            words.push((id, *pleasant, *lively));
        }
    }
    unique(&inner.at, "word", words.iter().map(|(id, ..)| id.as_str()));
    inner.finish();
    Some(RawKind::Grid { words })
}
