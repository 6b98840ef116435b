//! How things are said in either language: lists, numbers, ages, sources.

use crate::{
    decimal::decimal,
    library::{Permission, Sourced, Stage, Translation},
};
use qinghe_content::{AgeRange, Domain, Group, Informant, Locale, Rounding, Sex, Tier};

/// The language of an explanation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Voice(pub Locale);

impl Voice {
    /// The sentence in this language.
    pub(super) fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self.0 {
            Locale::En => en,
            Locale::ZhHans | Locale::ZhHant => zh,
        }
    }

    /// As [`Voice::pick`], for sentences that are put together.
    pub(super) fn say(self, en: impl FnOnce() -> String, zh: impl FnOnce() -> String) -> String {
        match self.0 {
            Locale::En => en(),
            Locale::ZhHans | Locale::ZhHant => zh(),
        }
    }

    /// `a, b and c`.
    pub(super) fn list(self, parts: &[String]) -> String {
        match (self.0, parts) {
            (Locale::En, [front @ .., last]) if !front.is_empty() => {
                format!("{} and {last}", front.join(", "))
            }
            (Locale::En, parts) => parts.join(", "),
            (Locale::ZhHans | Locale::ZhHant, parts) => parts.join("、"),
        }
    }

    /// Items by their number, runs drawn together.
    pub(super) fn items(self, positions: &[usize]) -> String {
        let mut sorted: Vec<usize> = positions.iter().map(|at| at + 1).collect();
        sorted.sort_unstable();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for at in sorted {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                _ => runs.push((at, at)),
            }
        }
        let mut parts: Vec<String> = Vec::new();
        for (first, last) in runs {
            match last - first {
                0 => parts.push(first.to_string()),
                1 => parts.extend([first.to_string(), last.to_string()]),
                _ => parts.push(format!("{first}–{last}")),
            }
        }
        let s = if positions.len() == 1 { "" } else { "s" };
        let all = self.list(&parts);
        self.say(|| format!("item{s} {all}"), || format!("第 {all} 题"))
    }

    /// A score or difference with its unit.
    pub(super) fn points(self, units: i32, decimals: u8) -> String {
        let number = decimal(units, decimals);
        let one = number == "1" || number == "-1";
        self.say(|| format!("{number} point{}", if one { "" } else { "s" }), || format!("{number} 分"))
    }

    pub(super) fn ages(self, ages: AgeRange) -> String {
        match ages.max {
            Some(max) if max == ages.min => self.say(|| format!("age {max}"), || format!("{max} 岁")),
            Some(max) => {
                self.say(|| format!("ages {} to {max}", ages.min), || format!("{} 至 {max} 岁", ages.min))
            }
            None => self.say(|| format!("ages {} and over", ages.min), || format!("{} 岁及以上", ages.min)),
        }
    }

    /// Whom a norm or band set is made for. `None`: everybody.
    pub(super) fn group(self, group: Group) -> Option<String> {
        let mut parts = Vec::new();
        if let Some(ages) = group.ages {
            parts.push(self.ages(ages));
        }
        if let Some((from, to)) = group.grades {
            parts.push(match to {
                u8::MAX => {
                    self.say(|| format!("school years {from} and over"), || format!("{from} 年级及以上"))
                }
                to => self.say(|| format!("school years {from} to {to}"), || format!("{from} 至 {to} 年级")),
            });
        }
        match group.sex {
            Some(Sex::Female) => parts.push(self.pick("girls", "女生").to_owned()),
            Some(Sex::Male) => parts.push(self.pick("boys", "男生").to_owned()),
            None => {}
        }
        (!parts.is_empty()).then(|| parts.join(self.pick(", ", "、")))
    }

    /// A phrase behind a Chinese character: with a blank when it begins in Latin script.
    pub(super) fn behind(self, text: &str) -> String {
        let latin = text.starts_with(|first: char| first.is_ascii());
        if self.0 == Locale::ZhHans && latin { format!(" {text}") } else { text.to_owned() }
    }

    /// The mark behind whatever nobody has compared with its source yet.
    pub(super) fn unverified(self, is: bool) -> &'static str {
        if is { self.pick(" [unverified]", "（未核实）") } else { "" }
    }

    pub(super) fn source(self, from: &Sourced) -> String {
        let mark = self.unverified(from.unverified);
        let text = from.source.trim_end_matches(['.', '。']);
        self.say(|| format!("Source: {text}{mark}."), || format!("来源：{text}{mark}。"))
    }

    /// Who responds, and about whom.
    pub(super) fn informant(self, informant: Informant) -> &'static str {
        match informant {
            Informant::Student => {
                self.pick("Answered by the student, about themself", "学生本人填写，说的是自己")
            }
            Informant::Parent => self.pick("Answered by a parent, about the child", "家长填写，说的是孩子"),
            Informant::Teacher => {
                self.pick("Answered by a teacher, about the student", "老师填写，说的是学生")
            }
        }
    }

    pub(super) fn rounding(self, rule: Rounding) -> &'static str {
        match rule {
            Rounding::HalfUp => self.pick("rounded, a half upwards", "四舍五入"),
            Rounding::Truncate => self.pick("the rest cut off", "多余的位数直接舍去"),
            Rounding::HalfEven => {
                self.pick("rounded, a half to the even number", "四舍六入，正好一半时取偶数")
            }
        }
    }

    /// How a total becomes a whole number.
    pub(super) fn whole(self, rule: Rounding) -> &'static str {
        match rule {
            Rounding::HalfUp => self.pick("rounded, a half upwards", "四舍五入取整"),
            Rounding::Truncate => self.pick("cut off to a whole number", "舍去小数取整"),
            Rounding::HalfEven => self.pick("rounded, a half to the even number", "取整，正好一半时取偶数"),
        }
    }

    pub(super) fn places(self, decimals: u8) -> String {
        match decimals {
            0 => self.pick("to a whole number", "取整数").to_owned(),
            1 => self.pick("to one decimal place", "保留 1 位小数").to_owned(),
            many => self.say(|| format!("to {many} decimal places"), || format!("保留 {many} 位小数")),
        }
    }

    pub(super) fn permission(self, permission: Permission) -> &'static str {
        match permission {
            Permission::Free => self.pick("free to use, without a condition", "可以自由使用，不附条件"),
            Permission::ShareAlike => {
                self.pick("free to use, passed on under the same terms", "可以使用，须以相同条款再分享")
            }
            Permission::NonCommercial => self.pick(
                "free for use that earns nothing, under its own licence",
                "只限非商业使用，另附许可文件",
            ),
            Permission::BringYourOwn => self.pick(
                "the wording must not be shipped; a school that holds a licence brings it",
                "量表文字不能随软件发放，由取得授权的学校自己带入",
            ),
        }
    }

    pub(super) fn translation(self, translation: Translation) -> &'static str {
        match translation {
            Translation::Official => self.pick("the holder's own wording", "持有者的正式文本"),
            Translation::Published => self.pick("a published wording", "公开发表的译本"),
            Translation::Own => self
                .pick("our own translation, awaiting back-translation", "我们自己的译文，还没有做回译核对"),
        }
    }

    pub(super) fn stage(self, stage: Stage) -> &'static str {
        match stage {
            Stage::UpperPrimary => self.pick("upper primary school", "小学高年级"),
            Stage::Junior => self.pick("junior secondary school", "初中"),
            Stage::Senior => self.pick("senior secondary school", "高中"),
            Stage::Vocational => self.pick("vocational school", "中职"),
            Stage::University => self.pick("university", "大学"),
            Stage::Any => self.pick("any stage", "不限学段"),
        }
    }

    pub(super) fn tier(self, tier: Tier) -> String {
        let meaning = match tier {
            Tier::Routine => self.pick("within the usual range", "总体平稳"),
            Tier::Watch => self.pick("some strain", "有点吃力"),
            Tier::Priority => self.pick("marked strain, talk soon", "值得当面聊聊"),
            Tier::Urgent => self.pick("somebody is needed now", "请尽快见面"),
            Tier::Unclear => self.pick("cannot be told this time", "这次看不准"),
        };
        let code = tier.code();
        self.say(|| format!("{code} ({meaning})"), || format!("{meaning}（{code}）"))
    }

    pub(super) fn domain(self, domain: Domain) -> &'static str {
        let zh = match domain {
            Domain::Mood => "情绪",
            Domain::Anxiety => "担心和紧张",
            Domain::Distress => "心里的压力",
            Domain::Sleep => "睡眠",
            Domain::Wellbeing => "幸福感",
            Domain::SelfWorth => "怎么看自己",
            Domain::Peers => "同学和朋友",
            Domain::Bullying => "被欺负",
            Domain::Online => "上网和手机",
            Domain::Anger => "生气",
            Domain::Study => "学习",
            Domain::Grief => "失去和想念",
            Domain::Family => "家里",
            Domain::Safety => "安全",
        };
        self.pick(domain.code(), zh)
    }
}

/// Paragraphs and lists, one line each.
pub(super) struct Page {
    pub(super) voice: Voice,
    text: String,
}

impl Page {
    pub(super) fn new(voice: Voice, title: &str) -> Page {
        Page { voice, text: format!("# {title}\n") }
    }

    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.text += &format!("\n{} {text}\n", "#".repeat(level));
        self.gap();
    }

    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn line(&mut self, text: impl AsRef<str>) {
        self.text += text.as_ref().trim_end();
        self.text.push('\n');
    }

    /// A point of a list, `depth` levels inside.
    pub(super) fn point(&mut self, depth: usize, text: impl AsRef<str>) {
        self.line(format!("{}- {}", "  ".repeat(depth), text.as_ref()));
    }

    pub(super) fn finish(self) -> String {
        let mut text = self.text;
        while text.contains("\n\n\n") {
            text = text.replace("\n\n\n", "\n\n");
        }
        text.trim_end().to_owned() + "\n"
    }
}
