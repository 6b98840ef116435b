//! Signs of careless responding, as sentences.

use super::{
    condition::{Used, name},
    voice::{Page, Voice},
};
use qinghe_content::{Index, IndexKind, ItemRef, Validity};

pub(super) fn explain(page: &mut Page, used: &Used<'_>, policy: Option<&Validity>, source: Option<&String>) {
    let voice = page.voice;
    page.heading(2, voice.pick("Whether the responses can be relied on", "作答靠不靠得住"));
    let Some(policy) = policy else {
        page.line(voice.pick("Nothing is looked at.", "不做判断。"));
        return;
    };
    let (doubtful, unusable) = (policy.doubtful_from, policy.unusable_from);
    page.line(voice.say(
        || format!("Each sign gives points. From {doubtful} on the responses are doubtful, from {unusable} on unusable. In doubt the student may look at the items again."),
        || format!("每一种迹象记若干点，合计 {doubtful} 点起算存疑，{unusable} 点起算不可用。存疑时会请学生回头看一看相关的题。"),
    ));
    page.gap();
    for index in &policy.indices {
        let what = told(voice, used, policy, index);
        let cuts: Vec<String> = index
            .cuts
            .iter()
            .map(|cut| {
                let (from, points) = (cut.from, cut.points);
                let s = if points == 1 { "" } else { "s" };
                voice.say(
                    || format!("from {from} on {points} point{s}"),
                    || format!("{from} 起记 {points} 点"),
                )
            })
            .collect();
        let cuts = cuts.join(voice.pick(", ", "，"));
        page.point(0, voice.say(|| format!("{what}: {cuts}."), || format!("{what}：{cuts}。")));
    }
    if let Some(source) = source {
        page.gap();
        let source = source.trim_end_matches(['.', '。']);
        page.line(voice.say(|| format!("Source: {source}."), || format!("来源：{source}。")));
    }
}

fn told(voice: Voice, used: &Used<'_>, policy: &Validity, index: &Index) -> String {
    let seconds = f64::from(policy.floor_ms) / 1000.0;
    match &index.kind {
        IndexKind::Quick => voice.say(
            || format!("Per cent of responses given less than {seconds} seconds after the item was shown"),
            || format!("题目出现后不到 {seconds} 秒就作答的题，占百分之几"),
        ),
        IndexKind::LongString { lowest_option } => {
            let from = from_option(voice, *lowest_option);
            voice.say(
                || format!("Longest run of the same option position{from}"),
                || format!("连着选同一个位置的最长题数{from}"),
            )
        }
        IndexKind::Straight { instruments, lowest_option } => {
            let (names, from) = (names(voice, used, instruments), from_option(voice, *lowest_option));
            voice.say(
                || format!("How many of {names} have one and the same option throughout{from}, or whatever the option where items point both ways"),
                || format!("{names} 里有几份从头到尾只选同一个位置{from}；有反向题的量表，选哪个位置都算"),
            )
        }
        IndexKind::Contradiction { pairs, apart } => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(one, other)| format!("{} / {}", item(used, *one), item(used, *other)))
                .collect();
            let pairs = pairs.join(voice.pick("; ", "；"));
            voice.say(
                || format!("How many pairs of opposite items contradict each other, {apart} options or more apart ({pairs})"),
                || format!("意思相反的题有几对前后矛盾，相差 {apart} 个选项或以上（{pairs}）"),
            )
        }
        IndexKind::Instructed { items } => {
            let items: Vec<String> = items.iter().map(|(at, _)| item(used, *at)).collect();
            let items = voice.list(&items);
            voice.say(
                || format!("How many items that ask for one option were answered otherwise ({items})"),
                || format!("指定要选某一项的题，有几题没照做（{items}）"),
            )
        }
        IndexKind::Lie(at) => {
            let name = name(voice, used, *at);
            voice.say(
                || format!("Value of the lie scale {name}"),
                || format!("测谎分 {name}").trim_end().to_owned(),
            )
        }
        IndexKind::OddEven { instruments } => {
            let names = names(voice, used, instruments);
            voice.say(
                || format!("How little odd and even items of {names} go together: 100 × (1 − r)"),
                || format!("{names} 的单数题和双数题有多不一致：100 ×（1 − r）"),
            )
        }
    }
}

fn from_option(voice: Voice, lowest: u8) -> String {
    match lowest {
        0 => String::new(),
        lowest => {
            let nth = u16::from(lowest) + 1;
            voice.say(|| format!(", from option {nth} on"), || format!("（从第 {nth} 个选项起才算）"))
        }
    }
}

fn names(voice: Voice, used: &Used<'_>, positions: &[u8]) -> String {
    let names = positions.iter().filter_map(|at| used.get(usize::from(*at)));
    let names: Vec<String> = names.map(|read| read.instrument.id.clone()).collect();
    voice.list(&names)
}

fn item(used: &Used<'_>, at: ItemRef) -> String {
    let read = used.get(usize::from(at.instrument));
    let item = read.and_then(|read| Some((read, read.instrument.items.get(usize::from(at.item.0))?)));
    item.map(|(read, item)| format!("{}/{}", read.instrument.id, item.id)).unwrap_or_default()
}
