//! A battery: who is asked what in which order, and what follows.

use super::{
    condition::{self, Used},
    instrument::critical,
    validity,
    voice::{Page, Voice},
};
use crate::library::{Library, Read, ReadBattery};
use qinghe_content::{Adaptive, Block, Disclosure, Locale, Mode, Release, Tier};

pub(super) fn explain(library: &Library, read: &ReadBattery, voice: Voice) -> String {
    let used: Vec<&Read> = read.instruments.iter().filter_map(|at| library.instruments.get(*at)).collect();
    let (id, version) = (&read.battery.id, &read.battery.version);
    let title = voice.say(|| format!("{id}, version {version}"), || format!("{id}，版本 {version}"));
    let mut page = Page::new(voice, &title);
    page.gap();
    page.line(voice.pick(
        "A screening battery. A result is a reason to talk, never a diagnosis.",
        "这是一套筛查。结果只说明值得聊一聊，不是诊断。",
    ));
    whom(&mut page, read);
    order(&mut page, read, &used);
    criticals(&mut page, read, &used);
    tiers(&mut page, read, &used);
    domains(&mut page, read, &used);
    validity::explain(&mut page, &used, read.battery.validity.as_ref(), read.validity.as_ref());
    open(&mut page, read, &used);
    page.finish()
}

fn whom(page: &mut Page, read: &ReadBattery) {
    let (battery, voice) = (&read.battery, page.voice);
    page.heading(2, voice.pick("Whom it is for, and how long it takes", "给谁做，要多久"));
    let (who, ages, stage) =
        (voice.informant(battery.informant), voice.ages(battery.ages), voice.stage(read.stage));
    page.line(voice.say(|| format!("{who}; for {ages}, {stage}."), || format!("{who}；{ages}，{stage}。")));
    let minutes = battery.minutes;
    let at = Locale::ALL.iter().position(|one| *one == voice.0);
    let Some(work) = at.and_then(|at| read.workload.get(at)) else { return };
    let (usual, most) = (work.items_usual, work.items_most);
    let clock = |seconds: u32| {
        let halves = seconds.div_ceil(30);
        if halves.is_multiple_of(2) { (halves / 2).to_string() } else { format!("{}.5", halves / 2) }
    };
    let (short, long) = (clock(work.seconds_usual), clock(work.seconds_most));
    if battery.blocks.iter().all(|block| block.ask_if.is_none()) {
        page.line(voice.say(
            || format!("It says {minutes} minutes. Counted by words: {most} items, about {long} minutes."),
            || format!("写明 {minutes} 分钟。按字数估算：{most} 题，约 {long} 分钟。"),
        ));
    } else {
        page.line(voice.say(
            || format!("It says {minutes} minutes. Counted by words: {usual} items and about {short} minutes when no gate opens, at most {most} items and {long} minutes."),
        || format!("写明 {minutes} 分钟。按字数估算：没有加问时 {usual} 题，约 {short} 分钟；全部加问时最多 {most} 题，约 {long} 分钟。"),
        ));
    }
    if work.unread > 0 {
        let unread = work.unread;
        page.line(voice.say(
            || format!("The wording of {unread} items is not here; a usual length is taken for them."),
            || format!("其中 {unread} 题的文字不在这里，按通常的长度估算。"),
        ));
    }
}

fn order(page: &mut Page, read: &ReadBattery, used: &Used<'_>) {
    let voice = page.voice;
    page.heading(2, voice.pick("What is asked, in this order", "问什么，按什么顺序"));
    for (nth, block) in read.battery.blocks.iter().enumerate() {
        let Some(own) = used.get(usize::from(block.instrument)) else { continue };
        let positions: Vec<usize> = block.items.iter().map(|item| usize::from(item.0)).collect();
        let all = positions.iter().copied().eq(0..own.instrument.items.len());
        let many = positions.len();
        let what = if all {
            voice.say(|| format!("all {many} items"), || format!("全部 {many} 题"))
        } else if positions.is_sorted() {
            voice.items(&positions)
        } else {
            let all: Vec<String> = positions.iter().map(|at| (at + 1).to_string()).collect();
            let all = all.join(voice.pick(", ", "、"));
            voice.say(|| format!("items {all}, in this order"), || format!("依次是第 {all} 题"))
        };
        let id = &own.instrument.id;
        let mut line =
            voice.say(|| format!("{}. {id}: {what}.", nth + 1), || format!("{}. {id}：{what}。", nth + 1));
        if block.ages != read.battery.ages && block.ages != own.instrument.ages {
            let ages = voice.ages(block.ages);
            line += &voice.say(|| format!(" Only for {ages}."), || format!("只问 {ages}的学生。"));
        }
        line += &mode(voice, block);
        page.line(line);
        if let Some(gate) = &block.ask_if {
            page.point(1, voice.pick("asked only when", "满足下面的条件才问"));
            condition::explain(page, used, gate, 2);
            if let Some(Some(misses)) = read.misses.get(nth) {
                let misses = misses.trim_end_matches(['.', '。']);
                page.point(
                    1,
                    voice.say(
                        || format!("what this gate is known to miss: {misses}"),
                        || format!("这样会漏掉什么：{misses}"),
                    ),
                );
            }
        }
    }
}

fn mode(voice: Voice, block: &Block) -> String {
    match block.mode {
        Mode::Fixed => String::new(),
        Mode::ExactStop => voice.pick(
            " It ends as soon as nothing that is left can change tier, domains or gates; critical items are always asked.",
            "剩下的题再怎么选也不会改变结果层级、方面和后面的加问时，就提前结束；关键条目一定会问到。",
        )
        .to_owned(),
        Mode::Adaptive(rule) => adaptive(voice, rule),
    }
}

fn adaptive(voice: Voice, rule: Adaptive) -> String {
    let (least, most) = (rule.min_items, rule.max_items);
    let mut stops = Vec::new();
    if rule.standard_error > 0 {
        let error = crate::decimal::decimal(i32::from(rule.standard_error), 3);
        stops.push(
            voice
                .say(|| format!("the standard error is at most {error}"), || format!("标准误不超过 {error}")),
        );
    }
    if rule.decided > 0 {
        let decided = rule.decided;
        stops.push(voice.say(
            || format!("the band is {decided} per cent certain"),
            || format!("有 {decided}% 的把握落在哪一段"),
        ));
    }
    let stops = stops.join(voice.pick(" or ", "，或者"));
    voice.say(
        || format!(" Adaptive: always the item that tells most; {least} to {most} items, until {stops}."),
        || format!("自适应：每次挑信息量最大的一题，{least} 至 {most} 题，直到{stops}。"),
    )
}

fn criticals(page: &mut Page, read: &ReadBattery, used: &Used<'_>) {
    let voice = page.voice;
    page.heading(2, voice.pick("Critical items", "关键条目"));
    let mut any = false;
    for own in used {
        let text = own.text(voice.0);
        for (at, _) in own.instrument.items.iter().enumerate().filter(|(_, item)| item.critical.is_some()) {
            any = true;
            let (id, which, what) =
                (&own.instrument.id, voice.items(&[at]), critical(voice, &own.instrument, text, at));
            let stem = text
                .and_then(|text| text.items.get(at))
                .map(|stem| voice.say(|| format!(" (\"{stem}\")"), || format!("（“{stem}”）")));
            let stem = stem.unwrap_or_default();
            page.point(
                0,
                voice.say(
                    || format!("{id}, {which}{stem}: {what}."),
                    || format!("{id} {which}{stem}：{what}。"),
                ),
            );
        }
    }
    if !any {
        page.line(voice.pick("There is none.", "没有。"));
        return;
    }
    page.gap();
    page.line(match read.battery.disclosure {
        Disclosure::Must => voice.pick(
            "Help numbers are shown at once, and the counselling centre is always told. This is said before the first item.",
            "一旦出现，求助电话马上显示，心理中心一定会知道。这一点在第一题之前就告诉学生。",
        ),
        Disclosure::Choice => voice.pick(
            "Help numbers are shown at once; the student is asked before the counselling centre is told.",
            "一旦出现，求助电话马上显示；要不要告诉心理中心，先问学生本人。",
        ),
    });
}

fn tiers(page: &mut Page, read: &ReadBattery, used: &Used<'_>) {
    let voice = page.voice;
    page.heading(2, voice.pick("Which tier follows", "结果层级怎么定"));
    let usual = voice.tier(Tier::Routine);
    page.line(voice.say(
        || format!("The first rule that holds decides. When none holds it is {usual}."),
        || format!("从上往下看，先符合哪条就是哪一层；都不符合就是{usual}。"),
    ));
    page.gap();
    for (nth, rule) in read.battery.policy.rules.iter().enumerate() {
        let tier = voice.tier(rule.tier);
        page.line(voice.say(|| format!("{}. {tier}, when", nth + 1), || format!("{}. {tier}：", nth + 1)));
        condition::explain(page, used, &rule.when, 1);
        if let Some(why) = read.reasons.get(nth) {
            page.point(1, voice.say(|| format!("why: {why}"), || format!("理由：{why}")));
        }
    }
}

fn domains(page: &mut Page, read: &ReadBattery, used: &Used<'_>) {
    let voice = page.voice;
    page.heading(2, voice.pick("What stands out", "哪些方面会被点出来"));
    if read.battery.domains.is_empty() {
        page.line(voice.pick("Nothing is named.", "不点出任何方面。"));
    }
    for rule in &read.battery.domains {
        page.point(
            0,
            voice.say(
                || format!("{}, when", voice.domain(rule.domain)),
                || format!("{}：", voice.domain(rule.domain)),
            ),
        );
        condition::explain(page, used, &rule.when, 1);
    }
}

/// Everything that somebody still has to look at.
fn open(page: &mut Page, read: &ReadBattery, used: &Used<'_>) {
    let voice = page.voice;
    page.heading(2, voice.pick("Who answers for it, and what is open", "谁负责，还有什么没定"));
    let (sign_off, region) = (read.sign_off.trim_end_matches(['.', '。']), &read.region);
    page.line(voice.say(
        || format!("Sign-off of the tier policy: {sign_off}. Help lines: region `{region}`."),
        || format!("分级规则的签发：{sign_off}。求助电话：地区 `{region}`。"),
    ));
    for own in used {
        let id = &own.instrument.id;
        if own.instrument.release == Release::Draft || own.about.open {
            page.point(
                0,
                voice.say(
                    || format!("{id} is a draft or has something unverified: `qinghe explain {id}`"),
                    || format!("{id} 还是草稿，或有未核实的内容：见 `qinghe explain {id}`"),
                ),
            );
        } else {
            page.point(
                0,
                voice.say(
                    || format!("{id} is released: `qinghe explain {id}`"),
                    || format!("{id} 已发布：见 `qinghe explain {id}`"),
                ),
            );
        }
    }
}
