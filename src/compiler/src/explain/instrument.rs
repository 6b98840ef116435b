//! An instrument: who is asked what, how it is scored, whose it is.

use super::{
    score,
    voice::{Page, Voice},
};
use crate::library::{About, Read};
use qinghe_content::{Instrument, InstrumentText, Locale, Release};

pub(super) fn explain(read: &Read, voice: Voice) -> String {
    let one = &read.instrument;
    let state = match one.release {
        Release::Draft => voice.pick("draft", "草稿"),
        Release::Released => voice.pick("released", "已发布"),
    };
    let (id, version) = (&one.id, &one.version);
    let title = voice
        .say(|| format!("{id}, version {version}, {state}"), || format!("{id}，版本 {version}，{state}"));
    let mut page = Page::new(voice, &title);
    page.gap();
    page.line(voice.pick(
        "A screening instrument. A result is a reason to talk, never a diagnosis.",
        "这是筛查用的量表。结果只说明值得聊一聊，不是诊断。",
    ));
    if one.release == Release::Draft || read.about.open {
        page.line(voice.pick(
            "Something is still open: it is marked [unverified] or named as an open check below.",
            "还有没核对完的地方：下面凡是写着“未核实”或“待核对”的都是。",
        ));
    }
    asked(&mut page, read);
    page.heading(2, voice.pick("How it is scored", "怎么计分"));
    for (at, (score, about)) in one.scores.iter().zip(&read.about.scores).enumerate() {
        score::explain(&mut page, one, at, score, about);
    }
    if let (Some(bank), Some(from)) = (&one.bank, &read.about.bank) {
        page.heading(2, voice.pick("Item bank", "题库"));
        let (many, metric, source) = (bank.items.len(), &bank.metric, voice.source(from));
        page.line(voice.say(
            || format!("{many} items have parameters on the metric `{metric}`. {source}"),
            || format!("{many} 题有项目参数，量尺 `{metric}`。{source}"),
        ));
    }
    rights(&mut page, &read.about);
    page.finish()
}

fn asked(page: &mut Page, read: &Read) {
    let (one, voice) = (&read.instrument, page.voice);
    page.heading(2, voice.pick("What is asked of whom", "问谁，问什么"));
    let (who, ages, many) = (voice.informant(one.informant), voice.ages(one.ages), one.items.len());
    let recall = match one.recall_days {
        0 => voice.pick("no period is named", "没有限定时间").to_owned(),
        1 => voice.pick("the last day", "最近 1 天").to_owned(),
        days => voice.say(|| format!("the last {days} days"), || format!("最近 {days} 天")),
    };
    page.line(voice.say(
        || {
            format!(
                "{who}; made for {ages}. Period: {recall}. {many} items in this order; each may be skipped."
            )
        },
        || {
            format!(
                "{who}；适用年龄：{ages}。问的时间：{recall}。共 {many} 题，按下面的顺序，每题都可以跳过。"
            )
        },
    ));
    let text = read.text(voice.0);
    if text.is_none() {
        page.line(voice.pick(
            "The wording is not here, so items stand with their ids.",
            "量表文字不在这里，下面只列条目的代号。",
        ));
    }
    if let Some(text) = text {
        page.gap();
        page.line(format!("{}{}", voice.pick("Instruction: ", "指导语："), text.instruction));
    }
    for (at, set) in one.response_sets.iter().enumerate() {
        let label = |nth: usize| text.and_then(|text| text.options.get(at)).and_then(|all| all.get(nth));
        let options = set.values.iter().enumerate().map(|(nth, value)| match label(nth) {
            Some(label) => voice.say(|| format!("{label} ({value})"), || format!("{label}（{value} 分）")),
            None => value.to_string(),
        });
        let options: Vec<String> = options.collect();
        let id = &set.id;
        let options = options.join(voice.pick(", ", "、"));
        page.line(voice.say(|| format!("Options `{id}`: {options}"), || format!("选项 `{id}`：{options}")));
    }
    page.gap();
    for at in 0..many {
        page.line(item(voice, one, text, at));
    }
    for order in &read.about.orders {
        let items: Vec<String> = order.items.iter().map(|item| (item.0 + 1).to_string()).collect();
        let (id, source, items) = (&order.id, &order.source, items.join(voice.pick(", ", "、")));
        page.gap();
        page.line(voice.say(
            || format!("The form `{id}` ({source}) has another order: {items}."),
            || format!("另一版式 `{id}`（{source}）的题序不同：{items}。"),
        ));
    }
}

/// One item: number, stem, and what is special about it.
fn item(voice: Voice, instrument: &Instrument, text: Option<&InstrumentText>, at: usize) -> String {
    let Some(item) = instrument.items.get(at) else { return String::new() };
    let id = &item.id;
    let mut line = match text.and_then(|text| text.items.get(at)) {
        Some(stem) => format!("{}. {stem} [{id}]", at + 1),
        None => format!("{}. [{id}]", at + 1),
    };
    if instrument.response_sets.len() > 1
        && let Some(set) = instrument.response_sets.get(usize::from(item.response_set))
    {
        line += &voice.say(|| format!(", options `{}`", set.id), || format!("，选项 `{}`", set.id));
    }
    if item.reverse {
        line += voice.pick(", says the opposite", "，反向题");
    }
    if item.critical.is_some() {
        line += voice.pick(", critical item: ", "，关键条目：");
        line += &critical(voice, instrument, text, at);
    }
    line
}

/// From which response on an item is critical.
pub(super) fn critical(
    voice: Voice,
    instrument: &Instrument,
    text: Option<&InstrumentText>,
    at: usize,
) -> String {
    let Some((item, critical)) = instrument.items.get(at).and_then(|item| Some((item, item.critical?)))
    else {
        return String::new();
    };
    let set_at = usize::from(item.response_set);
    let values = instrument.response_sets.get(set_at).map_or(&[][..], |set| set.values.as_slice());
    let called =
        values.iter().enumerate().filter(|(_, value)| **value >= critical.at_least).map(|(nth, value)| {
            let label = text.and_then(|text| text.options.get(set_at)).and_then(|all| all.get(nth));
            match label {
                Some(label) => voice.say(|| format!("\"{label}\""), || format!("“{label}”")),
                None => value.to_string(),
            }
        });
    let called: Vec<String> = called.collect();
    match called.as_slice() {
        [one] => {
            voice.say(|| format!("{one} calls for a person at once"), || format!("选{one}，要马上有人跟进"))
        }
        [front @ .., last] => {
            let front = front.join(voice.pick(", ", if text.is_some() { "" } else { "、" }));
            voice.say(
                || format!("{front} or {last} calls for a person at once"),
                || format!("选{front}或{last}，要马上有人跟进"),
            )
        }
        [] => String::new(),
    }
}

fn rights(page: &mut Page, about: &About) {
    let voice = page.voice;
    page.heading(2, voice.pick("Whose it is, and where the wording comes from", "归谁所有，文字从哪里来"));
    let rights = &about.rights;
    let permission = voice.permission(rights.permission);
    let trim = |text: &str| text.trim_end_matches(['.', '。']).to_owned();
    let (holder, statement, source) = (trim(&rights.holder), trim(&rights.statement), trim(&rights.source));
    page.line(voice.say(
        || {
            format!(
                "Holder: {holder}. Permission: {permission}. What the holder says: {statement} ({source})."
            )
        },
        || format!("持有者：{holder}。许可：{permission}。依据：{statement}（{source}）。"),
    ));
    for (locale, text) in Locale::ALL.iter().zip(&about.texts) {
        let Some(text) = text else { continue };
        let language = match locale {
            Locale::ZhHans | Locale::ZhHant => voice.pick("Chinese wording", "中文文本"),
            Locale::En => voice.pick("English wording", "英文文本"),
        };
        let (kind, source, certainty) =
            (voice.translation(text.translation), trim(&text.source), trim(&text.certainty));
        let mut line = voice.say(
            || format!("{language}: {kind}. Read in: {source}. How sure: {certainty}."),
            || format!("{language}：{kind}。读自：{source}。把握：{certainty}。"),
        );
        if let Some(open) = &text.open_check {
            let open = trim(open);
            line += &voice.say(|| format!(" Open check: {open}."), || format!("待核对：{open}。"));
        }
        page.point(0, line);
    }
}
