//! An instrument as a FHIR R4 `Questionnaire`, without loss.

use super::{
    Exported, Kind, Remark,
    fhir_items::{
        CREDIT, INSTRUCTION, ITEMS, OWN_INSTRUMENT, OWN_WORDING, display, hidden, item, score, url, variables,
    },
    fhirpath::{Names, expressions, score_link},
    raise::{self, word},
    table::Table,
};
use crate::{
    library::{AboutText, Permission, Read},
    words::TRANSLATIONS,
};
use qinghe_content::{Combine, Informant, Locale, Release, Score};
use serde_json::{Value, json};

pub(super) fn questionnaire(read: &Read, locale: Locale) -> Exported {
    let one = &read.instrument;
    let made = expressions(one, "", &mut Names::default());
    let mut extensions: Vec<Value> = variables(&made.variables).collect();
    extensions.push(json!({ "url": OWN_INSTRUMENT, "valueString": toml(&raise::head(read)) }));
    let texts = Locale::ALL.iter().zip(&read.about.texts);
    extensions
        .extend(texts.filter_map(|(locale, about)| about.as_ref().map(|about| wording(*locale, about))));
    let asked = one.items.iter().enumerate().map(|(at, own)| item(read, at, own, locale, ""));
    let scores =
        one.scores.iter().zip(raise::scores(read)).zip(&made.scores).map(|((own, table), expression)| {
            let carried = toml(&Table::new().with("score", vec![table]));
            score(score_link("", &own.id), &own.id, own.scaling.decimals, expression.as_ref(), Some(carried))
        });
    let mut items = Vec::new();
    items.extend(display(INSTRUCTION, locale, |locale| Some(read.text(locale)?.instruction.clone())));
    items.push(json!({ "linkId": ITEMS, "type": "group", "item": asked.collect::<Vec<Value>>() }));
    items.extend(display(CREDIT, locale, |locale| read.text(locale)?.credit.clone()));
    items.push(hidden(scores.collect()));
    let text = json!({
        "resourceType": "Questionnaire",
        "id": one.id,
        "url": url(&one.id),
        "version": one.version,
        "name": one.id.to_uppercase().replace('-', "_"),
        "title": one.id.to_uppercase(),
        "status": if one.release == Release::Released { "active" } else { "draft" },
        "subjectType": ["Patient"],
        "language": locale.tag(),
        "publisher": "Qinghe",
        "description": description(read),
        "copyright": copyright(read),
        "extension": extensions,
        "item": items,
    });
    Exported { text: format!("{text:#}\n"), remarks: remarks(read, &made.scores) }
}

/// A table as TOML in one text.
fn toml(table: &Table) -> String {
    let mut out = String::new();
    table.write("", &mut out);
    out.trim().to_owned()
}

fn wording(locale: Locale, about: &AboutText) -> Value {
    let mut parts = vec![
        json!({ "url": "locale", "valueCode": locale.tag() }),
        json!({ "url": "source", "valueString": about.source }),
        json!({ "url": "certainty", "valueString": about.certainty }),
        json!({ "url": "translation", "valueCode": word(TRANSLATIONS, about.translation) }),
    ];
    if let Some(open) = &about.open_check {
        parts.push(json!({ "url": "openCheck", "valueString": open }));
    }
    json!({ "url": OWN_WORDING, "extension": parts })
}

pub(super) fn copyright(read: &Read) -> String {
    let rights = &read.about.rights;
    let allowed = match rights.permission {
        Permission::Free => "",
        Permission::ShareAlike => " Share alike.",
        Permission::NonCommercial => " Not for commercial use; the licence of the wording goes with it.",
        Permission::BringYourOwn => {
            " The wording is not in this file and must not be added without a licence."
        }
    };
    format!("{}. {} ({}).{allowed}", rights.holder.trim_end_matches('.'), rights.statement, rights.source)
}

fn description(read: &Read) -> String {
    let one = &read.instrument;
    let mut all =
        vec!["A screening instrument; a result is a reason to talk and never a diagnosis.".to_owned()];
    if !read.about.rights.permission.ships_wording() {
        all.push("Structure and scoring only: the wording is brought by whoever holds a licence.".to_owned());
    }
    let ages = match one.ages.max {
        Some(max) => format!("ages {} to {max}", one.ages.min),
        None => format!("ages {} and over", one.ages.min),
    };
    let who = match one.informant {
        Informant::Student => "answered by the student",
        Informant::Parent => "answered by a parent",
        Informant::Teacher => "answered by a teacher",
    };
    all.push(format!("For {ages}, {who}."));
    let sources = read.about.scores.iter().flat_map(|score| {
        score.band_sets.iter().map(|set| &set.from).chain([&score.missing]).chain(&score.scale)
    });
    let mut named: Vec<String> = Vec::new();
    for from in sources {
        let text =
            if from.unverified { format!("{} (unverified)", from.source) } else { from.source.clone() };
        if !named.contains(&text) {
            named.push(text);
        }
    }
    all.push(format!("Sources: {}.", named.join("; ")));
    all.join(" ")
}

/// What a renderer that does not know our extensions will not understand.
pub(super) fn remarks(read: &Read, expressions: &[Option<String>]) -> Vec<Remark> {
    let one = &read.instrument;
    let mut all: Vec<Remark> = Vec::new();
    let mut say = |at: &str, what: String| all.push(Remark { kind: Kind::Foreign, at: at.to_owned(), what });
    if !read.about.rights.permission.ships_wording() {
        say(
            "",
            "the wording is not in the file: the instrument is `bring-your-own`, so only its structure is"
                .to_owned(),
        );
    }
    say(
        "",
        "scores need a renderer with SDC variables, calculatedExpression and weight(); others show items only".to_owned(),
    );
    say("", "informant, ages and recall period are told in the description only".to_owned());
    if read.about.licence_file {
        say("", "the licence of the wording: hand on `LICENSE.md` with the file".to_owned());
    }
    for item in &one.items {
        if let Some(critical) = item.critical {
            say(
                &item.id,
                format!(
                    "from value {} on the response is critical: a person is called at once",
                    critical.at_least
                ),
            );
        }
    }
    for (score, expression) in one.scores.iter().zip(expressions) {
        of_score(score, expression.as_ref(), &mut say);
    }
    if one.bank.is_some() {
        say("", "the item bank, and that items can be given adaptively".to_owned());
    }
    for order in &read.about.orders {
        say("", format!("the order of the form `{}`", order.id));
    }
    all
}

fn of_score(score: &Score, expression: Option<&String>, say: &mut impl FnMut(&str, String)) {
    let at = score_link("", &score.id);
    if expression.is_none() {
        let why = match score.combine {
            _ if !score.norms.is_empty() => "it is read from a norm of the person's group",
            Combine::Theta => "it is a trait estimate",
            _ => "a score that enters has no expression",
        };
        say(&at, format!("there is no expression: {why}"));
    }
    for set in &score.band_sets {
        if set.bands.len() > 1 {
            let edges: Vec<String> = set.bands.iter().map(|band| band.id.clone()).collect();
            say(&at, format!("the bands of `{}` ({})", set.id, edges.join(", ")));
        }
    }
    if score.change.is_some() {
        say(&at, "what difference between two occasions is more than noise".to_owned());
    }
}
