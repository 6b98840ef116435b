//! Core knowledge to read.

use super::{Word, both};

pub const GROUP: Word = both("翻一翻", "To read");
pub const TITLE: Word = both("关于心里的那些事", "About minds and moods");
pub const SUMMARY: Word = both(
    "心情、睡觉、压力、朋友、求助。一件事一小页，没有题。",
    "Moods, sleep, stress, friends, asking for help. A short page each, and no questions.",
);
pub const LEAD: Word = both(
    "挑一件你好奇的。看了哪一件，只有你知道。",
    "Pick whichever makes you curious. Which one you read is known to you alone.",
);
pub const NO_NET: Word = both(
    "还没拿到。连上网以后，再打开这一页。",
    "It has not arrived. Open this page again once you are online.",
);
pub const NEXT: Word = both("下一件", "The next one");
pub const TALK: Word = both("想找人说说", "I would like to talk to somebody");
pub const BACK_TO_LIST: Word = both("看别的", "All of them");
