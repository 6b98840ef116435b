//! The menu, who one is, an exercise before it begins, settings.

// A text says itself what it is.
#![allow(missing_docs)]

use super::{Word, both};
use qinghe_content::{Domain, exercise::Variant};

pub const ICS: Word = both("看看我的卡片", "Look at my card");

pub const STAGE_TITLE: Word = both("你好，你现在上几年级？", "Hello. Which grade are you in?");
pub const STAGE_LEAD: Word = both(
    "每个年纪有每个年纪的说法，我好挑合适的给你。",
    "Every age has its own words; this helps me pick the right ones.",
);
pub const STAGE_WHERE: Word = both(
    "你在练习里选的、写的，都只封在这台设备里，不会发给老师，也不会发给学校。",
    "What you choose and write while practising stays sealed on this device. It goes to no teacher and no school.",
);
pub const STAGE_SHARED: Word = both(
    "现在是公用电脑：这里什么都不会留下，关掉就没有了。",
    "This is a shared computer: nothing stays here once you close the page.",
);
pub const SHARED: Word = both("我在用公用电脑", "I am on a shared computer");

/// The names of the school stages.
#[must_use]
pub const fn stage(variant: Variant, university: bool) -> Word {
    match variant {
        Variant::Little => both("小学一到三年级", "Grades 1 to 3"),
        Variant::Primary => both("小学四到六年级", "Grades 4 to 6"),
        Variant::Junior => both("初中", "Junior secondary school"),
        Variant::Senior if university => both("大学或者大专", "University or college"),
        Variant::Senior => both("高中、中专或者职高", "Senior secondary or vocational school"),
        Variant::Adult => both("家长", "Parents"),
    }
}

pub const HELLO: Word = both("今天想练点什么？", "What would you like to practise today?");
pub const LEAD: Word = both("挑一个就好，随时可以停。", "One is enough, and you can stop at any time.");
pub const OFFERS: Word = both("可以从这里开始", "You could begin here");
pub const TALK: Word = both("找个人聊聊", "Talk to someone");
pub const TALK_SUMMARY: Word = both(
    "有些事，两个人一起扛会轻很多。看看可以找谁。",
    "Some things weigh less when two carry them. See who is there.",
);
pub const URGENT: Word = both(
    "现在先不急着练别的。先让一个人陪着你；等他来的时候，下面这几样可以帮你撑一会儿。",
    "Nothing else matters right now. Let somebody be with you first; until they come, these can help you through.",
);
pub const ABOUT: Word = both("最近是什么事占着心？", "What has been on your mind?");
pub const ABOUT_LEAD: Word = both(
    "点一点，上面就换成合适的。只用来挑练习，不会告诉别人。",
    "Tap, and the list above changes. It only picks exercises and tells nobody.",
);
pub const ALL_SELF: Word = both("全部练习", "All exercises");
pub const ALL_OTHERS: Word = both("学着帮身边的人", "Learning to help others");
pub const MINUTES: Word = both("大约 {n} 分钟", "About {n} min");
pub const MINUTE: Word = both("大约 1 分钟", "About a minute");
pub const TIMES: Word = both("练过 {n} 次", "practised {n} times");
pub const ONCE: Word = both("练过一次", "practised once");
pub const RESTS: Word = both("先让它歇一歇，{day}再来", "It rests until {day}");
pub const FIRST: Word = both("先写好“{name}”", "First: “{name}”");
pub const FIRST_SAY: Word = both(
    "它要和“{name}”一起用，你的那张卡片还没写。先写卡片，写好再回来。要是这会儿就很难受，先别写，去找一个人陪你。",
    "This one goes together with “{name}”, and your card is not written yet. Write that first, then come back. If it is very hard right now, leave the writing and find somebody to be with you.",
);
pub const COMING: Word = both("还在路上，请稍等一下。", "Still on its way, one moment.");
pub const NO_NET: Word = both(
    "练习还没拿到。连上网以后，再打开这一页。",
    "The exercises have not arrived. Open this page again once you are online.",
);
pub const BROKEN: Word = both("上次停在半路", "You stopped halfway last time");
pub const RESUME: Word = both("接着来", "Go on");
pub const DROP: Word = both("不接了", "Let it go");
pub const DUE: Word = both("你说过，想回来看看", "You wanted to come back to this");

pub const WITH_ADULT: Word =
    both("请一位大人坐在旁边，和你一起做。", "Ask a grown-up to sit beside you and do it with you.");
pub const PRIVATE: Word = both(
    "这个练习你做没做、写了什么，都不会有人知道。",
    "Nobody learns whether you do this exercise or what you write.",
);
pub const BACK: Word = both("返回", "Back");
pub const START: Word = both("开始", "Begin");
pub const START_AGAIN: Word = both("从头做一遍", "From the beginning");

/// A way back whose name has not come yet.
pub const GO_ON: Word = both("接着上次的", "Go on from last time");

/// What the research says, without a number.
#[must_use]
pub const fn evidence(dots: u8) -> Word {
    match dots {
        0 | 1 => both("研究还不多，可以试试看", "Little research so far; worth a try"),
        2 => both("有一些研究说它有用", "Some research says it helps"),
        _ => both("比较多的研究说它有用", "A good deal of research says it helps"),
    }
}

/// What it is about, in a student's words.
#[must_use]
pub const fn domain(domain: Domain) -> Word {
    match domain {
        Domain::Mood => both("心情", "Mood"),
        Domain::Anxiety => both("担心、紧张", "Worry, nerves"),
        Domain::Distress => both("压力大", "Pressure"),
        Domain::Sleep => both("睡不好", "Sleep"),
        Domain::Wellbeing => both("想过得更好", "Feeling well"),
        Domain::SelfWorth => both("觉得自己不好", "How I see myself"),
        Domain::Peers => both("同学和朋友", "Friends"),
        Domain::Bullying => both("被欺负", "Being bullied"),
        Domain::Online => both("手机和游戏", "Phone and games"),
        Domain::Anger => both("生气", "Anger"),
        Domain::Study => both("考试、学习", "Exams, study"),
        Domain::Grief => both("失去和想念", "Missing someone"),
        Domain::Family => both("家里的事", "Family"),
        Domain::Safety => both("安全", "Safety"),
    }
}

pub const SETTINGS: Word = both("设置", "Settings");
pub const SETTINGS_STAGE: Word = both("换一个年级", "Change the grade");
pub const OTHER_WINDOW: Word = both(
    "另一个窗口正开着小本子，所以这一页做的先不记。",
    "Another window has the notebook open, so nothing is kept from this one.",
);
pub const NOT_KEPT: Word = both(
    "这个浏览器不让存东西，所以今天做的不会留下来。",
    "This browser refuses storage, so nothing of today will stay.",
);
pub const COVER_TITLE: Word = both("先歇一会儿", "A little rest");
pub const COVER: Word = both(
    "刚才没有动，先替你盖上了。按任意键或点一下就回来。",
    "Nothing moved for a while, so this is covered. Press any key or tap to come back.",
);
pub const COVER_SOON: Word = both(
    "再过一小会儿，这一页就要清空了。按任意键或点一下，可以接着用。",
    "In a moment this page will be cleared. Press any key or tap to go on.",
);
