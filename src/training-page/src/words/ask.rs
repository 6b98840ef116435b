//! Asking what is known, and where one stands. Nobody fails here.

use super::{Word, both};

pub const RECALL_CARD: Word = both("“{name}”，还记得多少？", "“{name}”: how much is still there?");
pub const RECALL_SAY: Word = both(
    "五道小题，两分钟。答错不要紧，正好再想起来一次。",
    "Five short questions, two minutes. If one is wrong, it is a good reminder.",
);
pub const JUDGE_CARD: Word = both("碰上这样的事，“{name}”怎么用？", "“{name}”: what would you do?");
pub const JUDGE_SAY: Word = both(
    "五件小事，都是练习里没讲过的。想想你会怎么做。",
    "Five small situations that the exercise did not show. Think what you would do.",
);
pub const LEFT_SAY: Word = both(
    "刚才停在半路，今天还可以接着来。选过的还在，题也还是那几道。",
    "You stopped halfway. You can go on today: your choices are still there, and so are the questions.",
);
pub const KNOW_CARD: Word = both("值得知道的那些事", "Things worth knowing");
pub const KNOW_SAY: Word = both(
    "关于心情、睡觉、朋友和求助。可以分几次看完。",
    "About moods, sleep, friends and asking for help. You can take several goes.",
);
pub const BEGIN: Word = both("看看题", "Let me see");
pub const GO_ON: Word = both("接着看", "Go on");
pub const NUMBER: Word = both("第 {n} 个，一共 {all} 个", "{n} of {all}");
pub const LEARNT: Word = both("弄清楚了 {n} 个，一共 {all} 个", "{n} of {all} are clear");
pub const AGAIN: Word = both("这一个再看一遍", "This one once more");
pub const CHOOSE: Word = both("想好了再选，选了就不改了。", "Take your time: the first choice stands.");
pub const RIGHT: Word = both("对，就是这样。", "Yes, that is it.");
pub const CLOSE: Word =
    both("差一点，更合适的是打勾的那个。", "Not quite: the one with the tick fits better.");
pub const YOURS: Word = both("你选的", "your choice");
pub const FITS: Word = both("更合适", "fits better");
pub const NEXT: Word = both("下一个", "Next one");
pub const PAUSE: Word = both("先到这里", "Stop here for now");

pub const RECALL_HOLDS: Word = both("都还记得", "It is all still there");
pub const RECALL_HOLDS_SAY: Word = both(
    "五个里对了 {n} 个。隔了这么久还记得，说明它真的成了你的东西。",
    "{n} of {all}. After all this time it is still there: it has become yours.",
);
pub const RECALL_NOT: Word = both("忘了一些，很正常", "Some of it slipped, and that is normal");
pub const RECALL_NOT_SAY: Word = both(
    "五个里对了 {n} 个。再做一遍练习，过一天还可以再来看看。",
    "{n} of {all}. Do the exercise once more; another day you can look again.",
);
pub const JUDGE_HOLDS: Word = both("你会用它了", "You know how to use it");
pub const JUDGE_HOLDS_SAY: Word = both(
    "五件事里，{n} 件处理得很合适，要紧的都想到了。",
    "{n} of {all} handled well, and everything that matters most was there.",
);
pub const JUDGE_NOT: Word = both("有几处值得再想想", "A few are worth another thought");
pub const JUDGE_NOT_SAY: Word = both(
    "五件事里，{n} 件处理得很合适。回想一下刚才的说明，过一天再试。",
    "{n} of {all} handled well. Think over what was said, and try again another day.",
);
pub const KNOW_OVER: Word = both("这些事，都弄清楚了", "All of them are clear now");
pub const KNOW_OVER_SAY: Word = both(
    "第一次就想对的有 {n} 件，其余的也弄明白了。哪天身边的人需要，你就能告诉他。",
    "{n} were right at the first try, and the rest you have learnt. Some day you may pass one on to somebody.",
);
pub const ONLY_HERE: Word = both("对了几个，只有你知道。", "How many were right is known to you alone.");

pub const USED_CARD: Word = both(
    "最近两周，“{name}”在生活里用上过吗？",
    "In the last two weeks, did “{name}” help you outside this page?",
);
pub const USED: Word = both("用上了", "It did");
pub const NOT_USED: Word = both("还没有", "Not yet");
pub const USED_THANKS: Word = both("记下了，谢谢你告诉我。", "Noted. Thank you for telling me.");

pub const COUNT_CARD: Word = both("要把你也算进去吗？", "Shall we count you in?");
pub const COUNT_SAY: Word = both(
    "学校想知道一共有多少人学会了这些方法。送出去的只有“学会了哪一样”，没有名字，也看不到你写了什么。算不算都没关系，以后在设置里可以改。",
    "The school would like to know how many students have learnt these skills. Only which skill was learnt is sent: no name, and nothing you wrote. Either answer is fine, and you can change it in the settings.",
);
pub const COUNT_YES: Word = both("算上我", "Count me in");
pub const COUNT_NO: Word = both("不用算我", "Leave me out");
pub const COUNT_ON: Word = both("现在：算上我", "Now: counted in");
pub const COUNT_OFF: Word = both("现在：没有算我", "Now: left out");

pub const STANDS: Word = both("学到哪儿了", "How far you are");
pub const GATES: [Word; 3] = [
    both("过了一阵子还记得", "Remembered after a while"),
    both("碰上新的事，知道怎么用", "Used well in new situations"),
    both("四周里做满五次，至少分三天", "Practised five times in four weeks, on three days or more"),
];
pub const MASTERED: Word = both("这一样，你学会了。", "You have mastered this one.");
pub const FADED: Word = both(
    "你学会过，只是隔得久了。热热身，就回来了。",
    "You mastered it a while ago. A short warm-up brings it back.",
);
