//! `batteries/<id>/cases.toml`: whole sittings, from the first item to tier and domains.

use crate::{
    condition::Used,
    finding::Code,
    reader::{At, Table},
    responses::{expected, quick, responses, who},
    words,
};
use qinghe_content::{Instrument, OwnState, Pack, Tier};
use qinghe_scoring::{Earlier, Response, Sheet, Who};

/// What a case says about one sitting.
struct Sitting {
    responses: Vec<Vec<Response>>,
    quick: Vec<Vec<bool>>,
    who: Who,
    earlier: Vec<Earlier>,
}

/// Runs the cases of one battery.
pub(crate) fn of_battery(top: Table<'_>, pack: &Pack) {
    let used: Vec<&Instrument> = pack
        .battery
        .instruments
        .iter()
        .filter_map(|used| pack.instruments.get(usize::from(used.instrument)))
        .collect();
    let mut shown = Vec::new();
    for case in top.tables("case") {
        case.filled("name", Code::MissingField, "Say what the case shows.");
        let wanted = case.word("tier", &words::tiers());
        let domains = case.texts("domains");
        if let Some(sitting) = sitting(&case, &used) {
            way(&case.at, pack, &used, &sitting);
            let sheet = sheet(pack, &sitting, &sitting.responses);
            let got = sheet.tier();
            shown.push(got);
            if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
                let what = format!("the engine gives `{}`, the case expects `{}`", got.code(), wanted.code());
                case.at.say(Code::Case, what, "Follow the rules by hand; the first that holds decides.");
            }
            own(&case, &sheet);
            let codes: Vec<&str> = sheet.domains().iter().map(|domain| domain.code()).collect();
            if let Some(wanted) = domains
                && wanted.value.iter().map(|found| found.value).collect::<Vec<_>>() != codes
            {
                let what = format!("the engine gives [{}]", codes.join(", "));
                wanted.at.say(Code::Case, what, "Correct the domains or their rules.");
            }
        }
        case.finish();
    }
    let tiers = pack.battery.policy.rules.iter().map(|rule| rule.tier).chain([Tier::Routine]);
    for missing in tiers.filter(|tier| !shown.contains(tier)) {
        top.at.say(Code::TierCase, format!("no case ends in `{}`", missing.code()), "Add a case that does.");
    }
    top.finish();
}

/// The own state, in every case of a battery that asks for it and in no other.
fn own(case: &Table<'_>, sheet: &Sheet<'_>) {
    let Some(got) = sheet.own() else { return };
    let well = ("well", OwnState::Well);
    let states: Vec<(&str, OwnState)> = words::OWN_STATES.iter().copied().chain([well]).collect();
    let wanted = case.word("own", &states);
    if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
        let name = |state| states.iter().find(|(_, other)| *other == state).map_or("", |(word, _)| word);
        let what = format!("the engine gives `{}`, the case expects `{}`", name(got), name(wanted));
        case.at.say(Code::Case, what, "Follow the own rules by hand; the first that holds decides.");
    }
}

fn sheet<'a>(pack: &'a Pack, sitting: &'a Sitting, responses: &'a [Vec<Response>]) -> Sheet<'a> {
    Sheet { pack, responses, quick: &sitting.quick, who: sitting.who, earlier: &sitting.earlier }
}

fn sitting(case: &Table<'_>, used: &[&Instrument]) -> Option<Sitting> {
    let who = who(case);
    let quick = quick_marks(case, used);
    let earlier = earlier(case, used);
    let table = case.table("responses")?;
    let all: Vec<Option<Vec<Response>>> =
        used.iter().map(|one| table.text(&one.id).and_then(|text| responses(&text, one, true))).collect();
    table.finish();
    let all: Vec<Vec<Response>> = all.into_iter().collect::<Option<_>>()?;
    Some(Sitting { responses: all, quick: quick?, who: who?, earlier: earlier? })
}

/// Instruments that are left out had no response that came too soon.
fn quick_marks(case: &Table<'_>, used: &[&Instrument]) -> Option<Vec<Vec<bool>>> {
    let Some(table) = case.find("quick") else { return Some(Vec::new()) };
    let table = table.table()?;
    let one = |instrument: &&Instrument| match table.find(&instrument.id) {
        Some(marks) => marks.text().and_then(|text| quick(&text, instrument)),
        None => Some(vec![false; instrument.items.len()]),
    };
    let all = used.iter().map(one).collect();
    table.finish();
    all
}

fn earlier(case: &Table<'_>, used: &[&Instrument]) -> Option<Vec<Earlier>> {
    let Some(table) = case.find("earlier") else { return Some(Vec::new()) };
    let one = |given: crate::reader::Any<'_>| {
        let score = Used::new(used).named(given.name, &given.at)?;
        let decimals = used.get(usize::from(score.instrument))?.scores.get(usize::from(score.score))?;
        let value = expected(&given, decimals.scaling.decimals)?.value?;
        Some(Earlier { score, value })
    };
    table.table()?.every().map(one).collect()
}

/// Walks the sitting as a student would: what the engine asks is what the case answers, and nothing else.
fn way(at: &At<'_>, pack: &Pack, used: &[&Instrument], sitting: &Sitting) {
    let help = "Write `.` for every item that is not asked, and a response for every one that is.";
    let mut given: Vec<Vec<Response>> =
        sitting.responses.iter().map(|one| vec![Response::NotReached; one.len()]).collect();
    let steps = given.iter().map(Vec::len).sum::<usize>();
    let name = |nth: usize, item: usize| {
        let instrument = used.get(nth).map(|one| (one.id.as_str(), one.items.get(item)));
        instrument
            .map_or(String::new(), |(id, item)| format!("{id}/{}", item.map_or("", |item| item.id.as_str())))
    };
    for _ in 0..=steps {
        let Some(place) = sheet(pack, sitting, &given).next() else { break };
        let (nth, item) = (place.instrument, place.item);
        let answer = sitting.responses.get(nth).and_then(|one| one.get(item)).copied().unwrap_or_default();
        if answer == Response::NotReached {
            at.say(Code::CaseWay, format!("`{}` is asked and has no response", name(nth, item)), help);
            return;
        }
        if let Some(slot) = given.get_mut(nth).and_then(|one| one.get_mut(item)) {
            *slot = answer;
        }
    }
    for (nth, (asked, wanted)) in given.iter().zip(&sitting.responses).enumerate() {
        if let Some(item) = asked.iter().zip(wanted).position(|(asked, wanted)| asked != wanted) {
            at.say(Code::CaseWay, format!("`{}` is not asked and has a response", name(nth, item)), help);
            return;
        }
    }
}
