//! A battery as one FHIR R4 `Questionnaire`: a group per block, gates as `enableWhen`. For renderers only.

use super::{
    Exported, Kind, Remark,
    fhir_items::{display, hidden, item, score, variables},
    fhir_out::{copyright, remarks as instrument_remarks},
    fhirpath::{Expressions, Names, expressions, score_link},
};
use crate::{
    decimal::decimal,
    library::{Library, Read, ReadBattery},
};
use qinghe_content::{Block, Condition, Locale, Mode, ScoreRef};
use serde_json::{Value, json};

/// What every group needs to know.
struct Around<'a> {
    used: Vec<&'a Read>,
    made: Vec<Expressions>,
    locale: Locale,
}

pub(super) fn questionnaire(library: &Library, battery: &ReadBattery, locale: Locale) -> Exported {
    let used: Vec<&Read> = battery.instruments.iter().filter_map(|at| library.instruments.get(*at)).collect();
    let prefixes: Vec<String> = used.iter().map(|read| format!("{}/", read.instrument.id)).collect();
    let mut names = Names::default();
    let of_one = |(read, prefix): (&&Read, &String)| expressions(&read.instrument, prefix, &mut names);
    let made: Vec<Expressions> = used.iter().zip(&prefixes).map(of_one).collect();
    let around = Around { used, made, locale };
    let mut remarks = vec![Remark {
        kind: Kind::Foreign,
        at: String::new(),
        what: "tier rules, domains and validity policy; a battery cannot be imported again".to_owned(),
    }];
    let mut items = Vec::new();
    for (nth, block) in battery.battery.blocks.iter().enumerate() {
        let at = usize::from(block.instrument);
        let (Some(read), Some(prefix)) = (around.used.get(at), prefixes.get(at)) else { continue };
        items.push(around.group(nth, block, read, prefix, &mut remarks));
    }
    let mut scores = Vec::new();
    let mut extensions: Vec<Value> = Vec::new();
    for ((read, prefix), made) in around.used.iter().zip(&prefixes).zip(&around.made) {
        extensions.extend(variables(&made.variables));
        for (own, expression) in read.instrument.scores.iter().zip(&made.scores) {
            let link = score_link(prefix, &own.id);
            scores.push(score(link, &own.id, own.scaling.decimals, expression.as_ref(), None));
        }
        let inner = instrument_remarks(read, &made.scores).into_iter();
        remarks.extend(inner.map(|remark| Remark { at: format!("{prefix}{}", remark.at), ..remark }));
    }
    items.push(hidden(scores));
    let one = &battery.battery;
    let rights = around.used.iter().map(|read| format!("{}: {}", read.instrument.id, copyright(read)));
    let rights: Vec<String> = rights.collect();
    let text = json!({
        "resourceType": "Questionnaire",
        "id": one.id,
        "url": format!("urn:qinghe:battery:{}", one.id),
        "version": one.version,
        "name": one.id.to_uppercase().replace('-', "_"),
        "title": one.id,
        "status": "draft",
        "subjectType": ["Patient"],
        "language": locale.tag(),
        "publisher": "Qinghe",
        "description": "A screening battery; a result is a reason to talk and never a diagnosis.",
        "copyright": rights.join(" "),
        "extension": extensions,
        "item": items,
    });
    Exported { text: format!("{text:#}\n"), remarks }
}

impl Around<'_> {
    fn group(
        &self,
        nth: usize,
        block: &Block,
        read: &Read,
        prefix: &str,
        remarks: &mut Vec<Remark>,
    ) -> Value {
        let link = format!("/block-{}", nth + 1);
        let mut say = |what: &str| {
            remarks.push(Remark { kind: Kind::Foreign, at: link.clone(), what: what.to_owned() })
        };
        let mut inside: Vec<Value> = Vec::new();
        let instruction = format!("{link}/instruction");
        inside.extend(display(&instruction, self.locale, |locale| {
            Some(read.text(locale)?.instruction.clone())
        }));
        let asked = block.items.iter().filter_map(|index| {
            let at = usize::from(index.0);
            Some(item(read, at, read.instrument.items.get(at)?, self.locale, prefix))
        });
        inside.extend(asked);
        let mut group = json!({ "linkId": link, "type": "group", "item": inside });
        if let Some(gate) = &block.ask_if {
            match self.conditions(gate) {
                Some((all, any)) => {
                    if all.len() > 1 {
                        group["enableBehavior"] = json!(if any { "any" } else { "all" });
                    }
                    group["enableWhen"] = json!(all);
                }
                None => say("its gate cannot be told by enableWhen, so the block is always shown"),
            }
        }
        match block.mode {
            Mode::Fixed => {}
            Mode::ExactStop => say("that the block may end early"),
            Mode::Adaptive(_) => say("that items are given adaptively; all are shown"),
        }
        if block.ages != read.instrument.ages {
            say("the ages for which it is asked");
        }
        group
    }

    /// A gate as parts of one level, and whether one of them is enough.
    fn conditions(&self, gate: &Condition) -> Option<(Vec<Value>, bool)> {
        let parts =
            |parts: &[Condition]| parts.iter().map(|part| self.simple(part)).collect::<Option<Vec<Value>>>();
        match gate {
            Condition::All(all) => Some((parts(all)?, false)),
            Condition::Any(all) => Some((parts(all)?, true)),
            one => Some((vec![self.simple(one)?], false)),
        }
    }

    fn simple(&self, condition: &Condition) -> Option<Value> {
        match condition {
            Condition::BandAtLeast(at, band) => self.compared(*at, usize::from(*band), ">="),
            Condition::BandAtMost(at, band) => self.compared(*at, usize::from(*band) + 1, "<"),
            _ => None,
        }
    }

    /// A comparison with the beginning of a band, of a score that FHIRPath can hold.
    fn compared(&self, at: ScoreRef, band: usize, operator: &str) -> Option<Value> {
        let (instrument, score) = (usize::from(at.instrument), usize::from(at.score));
        self.made.get(instrument)?.scores.get(score)?.as_ref()?;
        let read = self.used.get(instrument)?;
        let own = read.instrument.scores.get(score)?;
        let from = own.band_sets.get(usize::from(at.band_set))?.bands.get(band)?.from;
        let question = score_link(&format!("{}/", read.instrument.id), &own.id);
        Some(match own.scaling.decimals {
            0 => json!({ "question": question, "operator": operator, "answerInteger": from }),
            decimals => {
                let number: f64 = decimal(from, decimals).parse().ok()?;
                json!({ "question": question, "operator": operator, "answerDecimal": number })
            }
        })
    }
}
