//! An exercise: for whom, how long, how well supported, what is done, and what of it leaves the device.

use super::voice::{Page, Voice};
use crate::exercise::{Minutes, ReadExercise};
use qinghe_content::{
    Release,
    exercise::{
        Elsewhere, Form, FormText, Goto, Help, Lesson, Purpose, Role, Step, StepKind, StepText, Training,
        Variant, Wave,
    },
};

pub(super) fn explain(read: &ReadExercise, voice: Voice) -> String {
    let one = &read.exercise;
    let state = match one.release {
        Release::Draft => voice.pick("draft", "草稿"),
        Release::Released => voice.pick("released", "已发布"),
    };
    let (id, version) = (&one.id, &one.version);
    let title = voice
        .say(|| format!("{id}, version {version}, {state}"), || format!("{id}，版本 {version}，{state}"));
    let mut page = Page::new(voice, &title);
    page.gap();
    match &one.purpose {
        Purpose::Training(training) => of_training(&mut page, training, one.evidence),
        Purpose::Family(lesson) => of_lesson(&mut page, lesson, one.evidence),
    }
    let sign_off = read.sign_off.trim_end_matches('.');
    page.line(voice.say(|| format!("Sign-off: {sign_off}."), || format!("签字：{sign_off}。")));
    let minutes = read.minutes.iter().map(Vec::as_slice).chain(std::iter::repeat(&[][..]));
    let texts = read.text(voice.0).map(|text| text.forms.as_slice()).unwrap_or_default();
    for ((form, text), minutes) in one.forms.iter().zip(texts).zip(minutes) {
        let instead = one.training().map_or(&[][..], |training| &training.instead);
        of_form(&mut page, form, text, minutes, instead);
    }
    page.finish()
}

fn of_training(page: &mut Page, training: &Training, grade: u8) {
    let voice = page.voice;
    page.line(match training.help {
        Help::Oneself => voice.pick("An exercise for oneself.", "自助练习，练给自己。"),
        Help::Another => voice.pick("An exercise in helping somebody else.", "互助练习，练怎么帮别人。"),
    });
    let domains: Vec<String> =
        training.domains.iter().map(|domain| voice.domain(*domain).to_owned()).collect();
    let domains = voice.list(&domains);
    page.line(voice.say(|| format!("About: {domains}."), || format!("关于：{domains}。")));
    page.line(evidence(voice, grade));
    page.line(if training.leaves {
        voice.pick(
            "Leaves the device: at most once a week that it was completed or mastered. Never what was typed or rated.",
            "会离开设备的：每周最多一次“做完了”或“掌握了”。写的字、打的分都不会离开。",
        )
    } else {
        voice.pick(
            "Leaves the device: nothing, ever. That somebody does it is told to nobody.",
            "会离开设备的：什么都没有。做没做过，谁也不会知道。",
        )
    });
    if training.after_urgent {
        page.line(voice.pick(
            "Stays on the menu when somebody is needed now.",
            "有人需要马上陪的时候，它也留在菜单上。",
        ));
    }
}

fn of_lesson(page: &mut Page, lesson: &Lesson, grade: u8) {
    let voice = page.voice;
    let bands = voice.list(&lesson.bands.iter().map(|one| one.word().to_owned()).collect::<Vec<_>>());
    let themes = voice.list(&lesson.themes.iter().map(|one| one.word().to_owned()).collect::<Vec<_>>());
    let stage = lesson.stage.word();
    page.line(voice.say(
        || format!("A family lesson. Stage: {stage}. Bands of the outline: {bands}. Themes: {themes}."),
        || format!("家庭课。学段：{stage}。大纲年龄段：{bands}。主题：{themes}。"),
    ));
    if lesson.first {
        page.line(voice.pick("Taught first to everybody.", "人人先学的一课。"));
    }
    page.line(evidence(voice, grade));
    page.line(voice.pick("Leaves the device: nothing, ever.", "会离开设备的：什么都没有。"));
}

fn evidence(voice: Voice, grade: u8) -> String {
    let dots = "●".repeat(usize::from(grade));
    let words = match grade {
        1 => voice.pick("plausible, thinly tested", "说得通，研究还少"),
        2 => voice.pick("some trials in youth, or strong data in adults", "有一些青少年研究，或成人数据扎实"),
        _ => voice.pick("several trials in youth", "有多项青少年研究"),
    };
    voice.say(|| format!("Evidence: {dots}, {words}."), || format!("依据：{dots}，{words}。"))
}

fn variant(voice: Voice, variant: Variant) -> &'static str {
    match variant {
        Variant::Little => voice.pick("grades 1 to 3", "小学低年级"),
        Variant::Primary => voice.pick("grades 4 to 6", "小学高年级"),
        Variant::Junior => voice.pick("junior secondary school", "初中"),
        Variant::Senior => voice.pick("senior secondary school and university", "高中和大学"),
        Variant::Adult => voice.pick("whoever raises a child", "家长和带孩子的人"),
    }
}

fn of_form(page: &mut Page, form: &Form, text: &FormText, minutes: &[Minutes], instead: &[Elsewhere]) {
    let voice = page.voice;
    let (who, title) = (variant(voice, form.variant), &text.title);
    page.heading(2, &voice.say(|| format!("{title}: {who}"), || format!("{title}（{who}）")));
    page.line(&text.summary);
    if form.with_adult {
        page.line(voice.pick("Beside an adult.", "和大人一起做。"));
    }
    let mut turned: Vec<(String, Vec<String>)> = Vec::new();
    for (said, one) in text.not_for.iter().zip(instead) {
        let to = one.entry.as_ref().map_or(one.exercise.clone(), |entry| format!("{}/{entry}", one.exercise));
        match turned.iter_mut().find(|(known, _)| *known == to) {
            Some((_, all)) => all.push(said.clone()),
            None => turned.push((to, vec![said.clone()])),
        }
    }
    for (to, not_for) in turned {
        let not_for = voice.list(&not_for);
        page.line(voice.say(
            || format!("Not for: {not_for}. Then `{to}`."),
            || format!("不适合：{not_for}。那就做 `{to}`。"),
        ));
    }
    for (entry, time) in form.entries.iter().zip(minutes) {
        let (id, nominal) = (&entry.id, entry.minutes);
        let (shortest, longest) = (time.shortest, time.longest);
        let time = match shortest == longest {
            true => longest.to_string(),
            false => voice.say(|| format!("{shortest} to {longest}"), || format!("{shortest} 到 {longest}")),
        };
        page.line(voice.say(
            || format!("Entry `{id}`: {nominal} minutes; worked out, {time} seconds."),
            || format!("入口 `{id}`：{nominal} 分钟；算出来约 {time} 秒。"),
        ));
    }
    page.gap();
    for (step, text) in form.steps.iter().zip(&text.steps) {
        page.point(0, of_step(voice, form, step, text));
    }
}

fn of_step(voice: Voice, form: &Form, step: &Step, text: &StepText) -> String {
    let said = text.text.lines().next().unwrap_or_default();
    let more = if text.text.lines().count() > 1 { "…" } else { "" };
    let kind = kind(voice, &step.kind);
    let way = match step.next {
        Goto::End => voice.pick("; then the end", "；然后结束").to_owned(),
        Goto::Step(to) => {
            let follows = form.steps.iter().position(|one| one.id == step.id).map(|at| at + 1);
            let name = form.steps.get(usize::from(to)).map_or("", |step| step.id.as_str());
            if follows == Some(usize::from(to)) {
                String::new()
            } else {
                voice.say(|| format!("; then `{name}`"), || format!("；然后 `{name}`"))
            }
        }
    };
    let parts = voice.list(&text.parts);
    let parts = match text.parts.len() {
        0 => String::new(),
        _ => voice.say(|| format!(" [{parts}]"), || format!("［{parts}］")),
    };
    format!("`{}` ({kind}{way}): {said}{more}{parts}", step.id)
}

fn watched(voice: Voice, wave: &Wave) -> String {
    let (seconds, every, least) = (wave.seconds, wave.every, wave.least);
    voice.say(
        || format!("an urge watched for {seconds} seconds, rated every {every}, left from {least} on"),
        || format!("看着冲动 {seconds} 秒，每 {every} 秒打分，{least} 秒后可以离开"),
    )
}

fn kind(voice: Voice, kind: &StepKind) -> String {
    let plain = |en: &str, zh: &str| voice.pick(en, zh).to_owned();
    match kind {
        StepKind::Say => plain("said", "说"),
        StepKind::Pacer(pacer) => {
            let (cycles, seconds) = (pacer.cycles, pacer.cycle_ms() * u64::from(pacer.cycles) / 1000);
            voice.say(
                || format!("rhythm, {cycles} times, {seconds} seconds"),
                || format!("节拍 {cycles} 次，{seconds} 秒"),
            )
        }
        StepKind::Timer(timer) => {
            voice.say(|| format!("{} seconds", timer.seconds), || format!("{} 秒", timer.seconds))
        }
        StepKind::Slide(slide) => match slide.role {
            Role::Before => plain("rating before", "做之前打分"),
            Role::After => plain("rating after", "做之后打分"),
            Role::Other => plain("rating", "打分"),
        },
        StepKind::Pick(pick) => voice.say(
            || format!("{} to {} of {}", pick.least, pick.most, pick.options.len()),
            || format!("{} 选 {} 到 {}", pick.options.len(), pick.least, pick.most),
        ),
        StepKind::Write(_) => plain("written, stays here", "写，只留在这里"),
        StepKind::Sort(sort) => voice.say(
            || format!("{} cards, {} right to go on", sort.cards.len(), sort.right_at_least),
            || format!("{} 张卡片，放对 {} 张往下走", sort.cards.len(), sort.right_at_least),
        ),
        StepKind::Branch(branch) => {
            let id = &branch.story.id;
            voice.say(|| format!("story `{id}`"), || format!("故事 `{id}`"))
        }
        StepKind::Plan(_) => plain("plan", "计划"),
        StepKind::Remind(remind) => voice.say(
            || format!("reminder in {} days, {} times", remind.in_days, remind.times),
            || format!("{} 天后提醒，共 {} 次", remind.in_days, remind.times),
        ),
        StepKind::Check(_) => plain("one item, explained until it is right", "一道小题，讲到会为止"),
        StepKind::Card(_) => plain("card to keep", "留下来的卡片"),
        StepKind::Handoff => plain("turning to a person", "找个人"),
        StepKind::Grid(grid) => {
            let many = grid.words.len();
            voice.say(|| format!("{many} words for feelings"), || format!("{many} 个心情词"))
        }
        StepKind::Diary(_) => plain("a row a day", "每天一行"),
        StepKind::Wave(wave) => watched(voice, wave),
        StepKind::Dialogue(talk) => {
            let many = talk.turns.len();
            voice.say(|| format!("a talk of {many} turns"), || format!("{many} 句对话"))
        }
        StepKind::Seats(_) => plain("two people in turn, then side by side", "两个人轮流写，写完放在一起看"),
    }
}
