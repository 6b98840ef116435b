//! Rooms of an open record.

use crate::lang::{Word, both};

pub const HELLO: Word = both("这是你的档案", "This is your record");
pub const EMPTY_HELLO: Word = both(
    "现在还空着。做完自评，可以把结果放进来；也可以先写下一个小小的计划。",
    "It is still empty. After a check you can put its result in, or begin with a small plan.",
);
pub const ROOMS: Word = both("档案里的东西", "What is in it");
pub const TAKE: Word = both("带走和交接", "Take along and hand over");

pub const TIME: Word = both("走过的日子", "The way so far");
pub const PLANS: Word = both("我的计划", "My plans");
pub const SUPPORTS: Word = both("身边的支持", "Who stands by me");
pub const SKILLS: Word = both("练过的本领", "Skills I practised");
pub const SAFETY: Word = both("安全计划", "My safety plan");
pub const JOURNAL: Word = both("日记", "Journal");
pub const CHECKS: Word = both("回头看看", "Looking back");
pub const EXPORT: Word = both("带走一份", "Take a copy");
pub const IMPORT: Word = both("拿进来", "Bring in");
pub const HAND: Word = both("交给下一个学校", "Hand over to the next school");
pub const SETTINGS: Word = both("锁和设置", "Lock and settings");
pub const SO_FAR: Word = both("到现在为止", "So far");
pub const NONE_YET: Word = both("还没有", "nothing yet");
pub const COUNT: Word = both("{n} 条", "{n}");

pub const TIME_LEAD: Word = both(
    "一次的分数像天气，会有起伏。看长一点，才看得出方向。",
    "One score is like one day's weather. The direction shows only over time.",
);
pub const TIME_EMPTY: Word = both(
    "还没有结果。做完一次自评，在结果那一页可以把它放进来。",
    "There is no result yet. After a check, its result page lets you put it in.",
);
pub const REACH: Word = both(
    "浅色的竖条是可能的范围：分数总有一点误差，真实的情况多半在这一段里。",
    "The pale bar is the range: every score has some error, and the true value most likely lies within.",
);
pub const FIRST: Word = both("第一次", "first time");
pub const OTHER_VERSION: Word = both("量表换了版本，不和上次比", "another version, so not compared");
pub const UNKNOWN: Word = both("变化大不大，还没有人量过", "nobody has measured what change counts");
pub const BETTER: Word = both("比上次好，变化超过了误差", "better than last time, by more than error");
pub const SAME: Word = both("和上次差不多，在误差以内", "about the same, within error");
pub const WORSE: Word = both("比上次吃力，变化超过了误差", "harder than last time, by more than error");
pub const MARKED: Word = both("带圈的点：变化超过了误差", "ringed points: changed by more than error");
pub const WITH_WORDS: Word = both("用文字看", "Read it as text");
pub const SCORE: Word = both("分数", "Score");
pub const RANGE: Word = both("可能的范围", "Range");
pub const BAND: Word = both("落在", "Band");
pub const CHANGE: Word = both("和上次比", "Against last time");
pub const EACH: Word = both("每一次", "Every time");
pub const NOT_MEASURED: Word = both("没有人量过", "not measured");

pub const TIER_ROUTINE: Word = both("这两周总体还不错", "these two weeks look all right");
pub const TIER_WATCH: Word = both("这两周有点吃力", "these two weeks were a bit hard");
pub const TIER_PRIORITY: Word = both("值得和心理老师当面聊一聊", "worth talking with the psychology teacher");
pub const TIER_URGENT: Word =
    both("需要有人陪，我们一起找人", "you need someone with you; we find someone together");
pub const TIER_UNCLEAR: Word = both("这次可能没选准", "perhaps not chosen with care this time");

pub const ADD_PLAN: Word = both("写一个计划", "Write a plan");
pub const PLANS_EMPTY: Word = both(
    "计划越小越好。一件事、谁帮着记、哪天回头看，就够了。",
    "The smaller the better: one thing, who keeps an eye on it, and a day to look again.",
);
pub const ADD_SUPPORT: Word = both("记一个支持", "Add somebody or something");
pub const SUPPORTS_EMPTY: Word = both(
    "谁可以找、学校商量好了什么，记在这里。换学校时，新老师一看就知道怎么帮你。",
    "Whom you can go to, and what was agreed at school. At a new school, it tells at a glance how to help you.",
);
pub const SKILLS_EMPTY: Word = both("做完练习，可以把它放进来。", "After an exercise you can put it in.");
pub const ADD_JOURNAL: Word = both("写一页", "Write a page");
pub const JOURNAL_EMPTY: Word = both(
    "想写什么都行，写给自己看。交接的时候，日记默认留下不带。",
    "Anything you like, for yourself. At a handover the journal stays behind unless you pick it.",
);
pub const ADD_CHECK: Word = both("记一次回看", "Note a look back");
pub const CHECKS_EMPTY: Word = both(
    "过一阵子回头看看：计划走到哪了，什么有用，什么没用。",
    "Look back after a while: how far the plan came, what helped and what did not.",
);
pub const ADD_SAFETY: Word = both("写我的安全计划", "Write my safety plan");
pub const SAFETY_EMPTY: Word = both(
    "难受得厉害的时候，脑子会乱。趁现在平静，把能帮到自己的事写下来，到时照着做。最好和老师一起写。",
    "When it gets very hard, thinking gets hard too. While it is calm, write down what helps, to follow later. Best done together with a teacher.",
);
pub const LATER: Word = both("和老师一起再写", "later, with my teacher");
pub const NEXT_LOOK: Word = both("{day} 再看", "to look at again on {day}");
pub const OWNER: Word = both("{who} 帮着记", "{who} keeps an eye on it");
pub const IS_DONE: Word = both("做到了", "done");
pub const UNTIL: Word = both("到 {day} 为止", "until {day}");
pub const WITH: Word = both("和 {who} 一起", "with {who}");
pub const LIKELY_SHOWN: Word = both("用得上的可能：{n} / 10", "How likely I use it: {n} of 10");

pub const PRACTISED: Word = both("试过", "tried");
pub const COMPLETED: Word = both("做完了", "completed");
pub const MASTERED: Word = both("掌握了", "mastered");

pub const GOAL: Word = both("想做到什么", "What I want");
pub const GOAL_HINT: Word = both(
    "小一点、具体一点，比如“这周有三天十点半前睡”。",
    "Small and concrete, like “three nights this week in bed before half past ten”.",
);
pub const STEPS: Word = both("一小步一小步", "Small steps");
pub const STEPS_HINT: Word =
    both("一行一步，最多十行，可以空着。", "One step a line, up to ten; may stay empty.");
pub const WHO_OWNS: Word = both("谁帮着记", "Who keeps an eye on it");
pub const WHO_OWNS_HINT: Word =
    both("可以是你自己，也可以是老师、爸妈、朋友。", "You yourself, a teacher, a parent, a friend.");
pub const NEXT_DAY: Word = both("哪天回头看", "When to look again");
pub const DONE_TICK: Word = both("已经做到了", "It is done");
pub const WHAT_SUPPORT: Word = both("是什么样的支持", "What it is");
pub const WHAT_SUPPORT_HINT: Word = both(
    "比如“考试可以坐在门口”“难受时去心理室”。",
    "For instance “may sit by the door in exams”, “may go to the counselling room”.",
);
pub const WHO_SUPPORT: Word = both("找谁", "Whom to go to");
pub const UNTIL_DAY: Word = both("到哪天为止（可以空着）", "Until when (may stay empty)");
pub const TEXT: Word = both("想写的话", "What you want to write");
pub const WHAT_CHECK: Word = both("回看的是什么", "What you looked back at");
pub const WITH_WHOM: Word = both("和谁一起（可以空着）", "With whom (may stay empty)");
pub const FOUND: Word = both("看到了什么（可以空着）", "What you found (may stay empty)");
pub const SAFETY_1: Word = both("1 什么时候说明我开始难受了", "1 How I notice that it is getting hard");
pub const SAFETY_2: Word = both("2 我自己能做、能让我缓一缓的事", "2 What I can do alone to ease it");
pub const SAFETY_3: Word = both("3 可以去的地方、可以待在一起的人", "3 Places to be, people to be with");
pub const SAFETY_4: Word = both(
    "4 可以开口求助的人（至少一个大人，写上电话）",
    "4 Whom I ask for help (at least one adult, with a number)",
);
pub const SAFETY_5: Word = both("5 专业的人和热线", "5 Professionals and help lines");
pub const SAFETY_6: Word =
    both("6 怎样让身边更安全：请谁帮我保管", "6 Making my place safer: who keeps things for me");
pub const SAFETY_7: Word = both("7 一个让我想留下来的理由、一个盼头", "7 One reason, one hope");
pub const SAFETY_LINES_HINT: Word = both(
    "一行一条。现在写不出来就空着，会记成“和老师一起再写”。",
    "One a line. If nothing comes now, leave it empty: it will say “later, with my teacher”.",
);
pub const LIKELY: Word = both("到时候会用它的可能，0 到 10", "How likely I will use it, 0 to 10");
pub const OBSTACLES: Word =
    both("什么可能会挡着我（可以空着）", "What could get in the way (may stay empty)");
pub const REVIEW: Word = both("哪天再看看它", "When to look at it again");
pub const NEED: Word = both("这里还空着。", "This is still empty.");
pub const NEED_DAY: Word = both("选一个日子吧。", "Please choose a day.");
pub const LONG: Word = both("有点长了，最多 {most} 个字。", "A little long: at most {most} characters.");
pub const MANY_LINES: Word =
    both("最多十行，每行 120 个字以内。", "At most ten lines of up to 120 characters.");
pub const ZERO_TO_TEN: Word = both("填 0 到 10 的数字。", "A number from 0 to 10.");
pub const UNFIT: Word =
    both("这一条太长了，放不进去。分成两条试试。", "This is too long for one entry. Try two.");
