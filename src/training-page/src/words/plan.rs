//! The plan.

use super::{Word, both};
use crate::plan::Line;

pub const TITLE: Word = both("我的小计划", "My small plan");
pub const LEAD: Word = both(
    "小一点，才做得到。写给自己看，不交给谁。",
    "Small enough to be done. It is for you, and you hand it in to nobody.",
);
pub const MAKE: Word = both("给自己定个小计划", "Make a small plan");
pub const OPEN: Word = both("看看计划", "Look at the plan");
pub const DUE: Word = both("说好今天回头看看计划", "Today is the day to look at your plan");

/// What a line asks.
#[must_use]
pub const fn line(line: Line) -> Word {
    match line {
        Line::Goal => both("想让哪件事好一点点？", "What should get a little better?"),
        Line::When => both("什么时候、在哪儿做？", "When and where will you do it?"),
        Line::Obstacle => both("什么最可能把你绊住？", "What is most likely to get in the way?"),
        Line::Instead => both("真碰上了，就怎么办？", "And if it does, what then?"),
    }
}

/// An example for a line.
#[must_use]
pub const fn example(line: Line) -> Word {
    match line {
        Line::Goal => both("比如：早点睡着", "For example: falling asleep earlier"),
        Line::When => {
            both("比如：晚自习回来，洗漱以后", "For example: after evening study, once I have washed")
        }
        Line::Obstacle => both("比如：室友叫我打一局", "For example: my room-mate asks for one round"),
        Line::Instead => both("比如：先做三分钟再去", "For example: three minutes first, then I join"),
    }
}

pub const WHAT: Word = both("做哪一样？", "What will you do for it?");
pub const OWN: Word = both("我有自己的办法", "Something of my own");
pub const WHEN_BACK: Word = both("什么时候回头看看？", "When shall we look at it again?");

/// Days until it is looked at again.
#[must_use]
pub const fn review(days: u32) -> Word {
    match days {
        7 => both("一周以后", "In a week"),
        14 => both("两周以后", "In two weeks"),
        _ => both("四周以后", "In four weeks"),
    }
}

pub const KEEP: Word = both("就这么定", "That is the plan");
pub const KEPT: Word = both("定好了", "It is set");
pub const KEPT_SAY: Word = both(
    "约好{day}回头看看。做到几次算几次，没做到也不算失败。",
    "We look at it again on {day}. Every time counts, and a missed one is no failure.",
);
pub const CALENDAR: Word = both("放进手机日历", "Put it in my calendar");
pub const FILE: Word = both("放进我的成长档案", "Put it into my growth record");
pub const FILE_INTO: Word = both("放进“{name}”", "Put it into “{name}”");
pub const FILED: Word = both("放好了，已经封上。", "Done, and sealed.");
pub const NO_RECORD: Word = both(
    "这里还没有你的成长档案。先在“成长档案”那一页建一份，再回来按一次。",
    "There is no growth record here yet. Make one on the page “My growth record”, then come back and press again.",
);
pub const NOT_FILED: Word = both("没有放进去，可以再按一次。", "It was not put in. You can press again.");

pub const LOOK: Word = both("计划怎么样了？", "How is the plan going?");
pub const LOOK_SAY: Word =
    both("做了几次都行，看看下一步怎么走。", "However often it was done, let us see what comes next.");
pub const GO_ON: Word = both("接着做，再约一周", "Go on, and look again in a week");
pub const CHANGE: Word = both("改一改", "Change it");
pub const DONE: Word = both("这件事好些了，收起来", "It is better now; put the plan away");
pub const DROP: Word = both("先不做了", "Let it go for now");
