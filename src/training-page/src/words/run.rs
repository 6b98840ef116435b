//! While an exercise runs.

// A text says itself what it is.
#![allow(missing_docs)]

use super::{Word, both};

pub const NOT_FOR: Word = both("开始之前，先看一眼", "Before you begin");
pub const NOT_FOR_LEAD: Word =
    both("下面有没有哪一条，正好是你现在的样子？", "Is one of these true for you right now?");
pub const NOT_FOR_NOTE: Word = both("是哪一条，不会记下来。", "Which one is not kept.");
pub const NOT_FOR_WHICH: Word = both(
    "有的话，点那一条，换一个合适的。是哪一条，不会记下来。",
    "If one of them is, tap it for something that fits better. Which one is not kept.",
);
pub const OVER_TO: Word = both("去“{name}”", "Over to “{name}”");
pub const NONE_APPLY: Word = both("都没有，开始吧", "None of them. Begin");
pub const APPLIES: Word = both("有一条说的是我", "One of them is me");

pub const NEXT: Word = both("下一步", "Next");
pub const BACK: Word = both("上一步", "Back");
pub const STOP: Word = both("停下来", "Stop");
pub const STOP_WHY: Word = both("停下来，这个没帮到我", "Stop, this is not helping me");
pub const ENOUGH: Word = both("先到这里", "That is enough");
pub const NOT_WAIT: Word = both("不等了", "Do not wait");
pub const READ: Word = both("读给我听", "Read it to me");

pub const DIZZY: Word = both("有点晕", "I feel dizzy");
pub const EASE: Word = both("先不跟节奏了", "Let the rhythm go");
pub const EASE_SAY: Word = both(
    "坐下来，手扶着椅子。想怎么呼吸就怎么呼吸，不用使劲。\n一会儿就会好。要是一直不好，就告诉身边的大人。",
    "Sit down and hold on to the chair. Breathe as it comes, without effort.\nIt passes soon. If it does not, tell a grown-up near you.",
);
pub const EASE_NEXT: Word = both("好些了，往下走", "Better now, go on");

pub const LEAVING: Word = both("能停下来，也是在照顾自己", "Stopping is a way to look after yourself");
pub const LEAVING_SAY: Word = both(
    "走之前问一句：心里那股劲儿，现在有多强？不想说也行。",
    "One thing before you go: how strong is it now? You need not say.",
);
pub const LEAVING_LOW: Word = both("很轻", "very little");
pub const LEAVING_HIGH: Word = both("强得受不了", "more than I can bear");
pub const SKIP: Word = both("不想说，直接走", "I would rather not say");

pub const WORSE: Word = both("它现在不适合你", "This is not for you right now");
pub const WORSE_SAY: Word = both(
    "不是你没做好。同一个办法，有时候就是不对路。\n我们先停下，做一件很简单的事；或者现在就找个人。",
    "You did nothing wrong. A way that helps one day may not fit another.\nLet us stop and do something very simple, or find somebody now.",
);
pub const CALM: Word = both("陪我缓一缓", "Help me settle");
pub const PERSON: Word = both("我想找个人", "I want to find somebody");
pub const JUST_CLOSE: Word = both("都不用，先走了", "Neither, I will go");

pub const DONE: Word = both("做完了", "Done");
pub const DONE_SAY: Word = both(
    "谢谢你花这点时间陪自己。做得好不好都没关系，做了就算。",
    "Thank you for giving yourself this time. How well it went does not matter; you did it.",
);
pub const DONE_ROSE: Word = both(
    "心里比开始的时候重了一点。刚去看一眼，常常会这样，喝口水，走一走。\n要是一直不松，找个人说说。",
    "It weighs a little more than before. That often happens when you look at something; drink some water, walk a few steps.\nIf it does not ease, talk to somebody.",
);
pub const STOPPED: Word = both("停在这里，很好", "It is good to stop here");
pub const STOPPED_SAY: Word = both(
    "不合适就停，这本来就是练习的一部分。想做的时候再来，不来也行。",
    "Stopping when it does not fit is part of practising. Come back when you feel like it, or not at all.",
);
pub const LONG: Word = both("做了好一会儿了，先到这里", "That was a long while; enough for now");
pub const LONG_SAY: Word = both(
    "站起来走走，看看远处。剩下的改天再说，不着急。",
    "Get up, walk a little, look far away. The rest can wait for another day.",
);
pub const NOT_FOR_ME: Word = both("谢谢你先看了一眼", "Thank you for checking first");
pub const NOT_FOR_ME_SAY: Word =
    both("今天不做这个。换一个更稳当的，好不好？", "Not this one today. Shall we take a steadier one?");
pub const TO_MENU: Word = both("看看别的", "See the others");
pub const TALK: Word = both("找个人聊聊", "Talk to someone");

pub const ROUND: Word = both("第 {n} 轮，一共 {all} 轮", "Round {n} of {all}");
pub const READY: Word = both("准备好，马上开始", "Get ready, it begins in a moment");
pub const SKIP_PART: Word = both("这里不舒服，跳过去", "Leave this part out");
pub const ROUNDS_DONE: Word = both("跟完了，歇一歇", "That was all of it. Rest a little");
pub const SLOWER: Word = both("慢一点", "Slower");
pub const FASTER: Word = both("快一点", "Faster");
pub const SOUND: Word = both("滴答声", "Tick");
pub const BUZZ: Word = both("震动", "Vibration");
pub const TAP: Word =
    both("变的时候点一下圆，看看跟上了多少", "Tap the circle at each change to see how well you keep up");
pub const TAP_LABEL: Word = both("跟着点一下", "Tap along");
pub const KEPT_UP: Word = both("跟上了 {n} 成", "{n} tenths in time");
pub const PAUSED: Word = both("先停在这儿", "Paused");
pub const PAUSED_SAY: Word = both(
    "你刚才离开了一下，时间也跟着停了。回来就接着做。",
    "You were away for a moment, and so was the clock. Go on when you are back.",
);
pub const I_AM_BACK: Word = both("我回来了", "I am back");
pub const LEFT: Word = both("还有", "Left");
pub const TIME_UP: Word = both("时间到了", "Time is up");

pub const UP_TO: Word = both("选 {least} 到 {most} 个", "Choose {least} to {most}");
pub const JUST: Word = both("选 {n} 个", "Choose {n}");
pub const AT_MOST: Word = both("最多选 {n} 个，不选也行", "Choose up to {n}, or none");
pub const HERE_ONLY: Word = both("写的字只留在这里。", "What you write stays here.");
pub const OPTIONAL: Word = both("可以不写", "may stay empty");
pub const LATER: Word = both("这一步以后再写", "Leave this for later");
pub const LATER_SAY: Word = both(
    "好，先空着。和信得过的大人在一起的时候，再来写。",
    "Fine, leave it empty. Come back to it with an adult you trust.",
);
pub const WHAT_HAPPENS: Word = both("然后", "And then");
pub const CARD_OF: Word = both("第 {n} 张，共 {all} 张", "Card {n} of {all}");
pub const WHERE_TO: Word = both("放到哪一边？", "Where does it belong?");
pub const PLACED: Word = both("已经放好的", "Already placed");
pub const LOOK_AGAIN: Word = both("再看看这一张", "Look at this one again");
pub const ALL_PLACED: Word =
    both("都放好了。想换的可以改，不换就往下走。", "All placed. Move any you like, or go on.");
pub const CHANGE: Word = both("换个地方", "Move it");
pub const CORNER: Word = both("先看大方向，哪一块最像？", "First the direction: which corner is closest?");
pub const WORD: Word =
    both("再挑一个最准的词，混在一起的话可以挑两个", "Now the most exact word; two if they are mixed");
pub const OTHER_CORNER: Word = both("换一块", "Another corner");
pub const TWO_CHOSEN: Word =
    both("已经挑了两个。想换的话，先点掉一个。", "Two are chosen. Tap one again to let it go first.");

/// Pleasant and lively, pleasant and quiet, unpleasant and lively, unpleasant and quiet.
pub const CORNERS: [Word; 4] = [
    both("舒服，劲儿大", "Pleasant, full of energy"),
    both("舒服，劲儿小", "Pleasant, quiet"),
    both("不舒服，劲儿大", "Unpleasant, stirred up"),
    both("不舒服，劲儿小", "Unpleasant, drained"),
];

pub const REMIND_YES: Word = both("好，提醒我", "Yes, remind me");
pub const REMIND_NO: Word = both("不用了", "No, thank you");
pub const REMINDED: Word =
    both("记下了，到那天打开这一页就会看到。", "Noted. You will see it here on that day.");
pub const REMINDED_SHARED: Word = both(
    "公用电脑上留不下提醒。可以存进自己的日历带走。",
    "A shared computer keeps no reminder. You can put it into your own calendar.",
);
pub const TO_CALENDAR: Word = both("也存进手机日历", "Put it into my calendar too");
pub const NOT_REMINDED: Word =
    both("好，不提醒。想起来就来。", "All right, no reminder. Come whenever you think of it.");
pub const PRINT: Word = both("印在纸上", "Print it");
pub const NOTHING_YET: Word = both("还没写", "nothing yet");
pub const LINES: Word = both("随时可以打的电话", "Numbers you can call at any time");
pub const SEE_WHO: Word = both("看看能找谁", "See who is there");
pub const DIARY_EMPTY: Word = both("从今天开始，一天一行。", "From today on, one line a day.");
pub const DAY: Word = both("日子", "Day");
pub const NOT_RATED: Word = both("没填", "left out");

pub const WAVE_NOW: Word = both("现在有多强？点一个数。", "How strong is it now? Tap a number.");
pub const WAVE_WAIT: Word =
    both("看着它。{n} 秒后再问你一次。", "Watch it. You are asked again in {n} seconds.");
pub const SEAT: Word = both("现在写的人：{name}", "Writing now: {name}");
pub const SEAT_COVERED: Word = both(
    "写好以后会先盖住，两个人都写完了才一起看。",
    "It is covered once you are done; you look at it together when both have written.",
);
pub const HAND_OVER: Word = both("写好了，换{name}来写", "Done. Now it is the turn of: {name}");
pub const HAND_OVER_SAY: Word = both(
    "刚才写的已经盖好了。把手机递过去，准备好了就点“下一步”。",
    "What was written is covered. Hand the device over, and press Next when they are ready.",
);
pub const LISTEN: Word = both("听听这一家怎么说", "Listen to this family");
pub const CHILD: Word = both("孩子：", "Child: ");
pub const ADULT: Word = both("大人：", "Adult: ");
pub const SOMEBODY: Word = both("另一个人：", "Somebody else: ");
pub const FACE_GLAD: Word = both("孩子的脸：高兴", "The child's face: glad");
pub const FACE_CALM: Word = both("孩子的脸：平静", "The child's face: calm");
pub const FACE_THINKING: Word = both("孩子的脸：在想事", "The child's face: thinking");
pub const FACE_SAD: Word = both("孩子的脸：难过", "The child's face: sad");
pub const FACE_WORRIED: Word = both("孩子的脸：担心", "The child's face: worried");
pub const FACE_ANGRY: Word = both("孩子的脸：生气", "The child's face: angry");
pub const FACE_SHUT: Word = both("孩子的脸：不想说了", "The child's face: shut");
pub const LEARNT: Word = both("今天这一课，学完了", "That was the lesson");
pub const LEARNT_SAY: Word = both(
    "您忙了一天，还留出这几分钟。孩子不知道，可他用得上。\n挑最小的一步，今天试一回就好。",
    "You kept these minutes after a long day. Your child does not know it and will feel it.\nTake the smallest step and try it once.",
);
pub const LESSON_STOPPED: Word = both("先停在这里", "We stop here");
pub const LESSON_STOPPED_SAY: Word = both(
    "家里一叫，就得放下，都这样。什么时候回来都行，不用从头记。",
    "Somebody calls and everything is put down; so it goes. Come back whenever you like.",
);
pub const LESSON_LONG: Word = both("看了好一会儿了，先到这里", "That was a long while; enough for now");
pub const LESSON_LONG_SAY: Word =
    both("喝口水，歇歇眼睛。剩下的改天再看。", "Have some water and rest your eyes. The rest can wait.");
pub const TO_LESSONS: Word = both("回到首页", "Back to the start");
pub const HELP_LINES: Word = both("看看求助电话", "See the help numbers");
pub const WAVE_KEPT: Word = both("最高到 {highest}，后来是 {last}", "up to {highest}, later {last}");
