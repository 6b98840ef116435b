//! Two seats: what is said to parent and child, who look at the same screen.

// A text says itself what it is.
#![allow(missing_docs)]

use super::{Word, both};

pub const PARENT: Word =
    both("先请大人来。孩子看着就好。", "The grown-up goes first. The child just watches.");
pub const CHILD: Word =
    both("轮到孩子了。大人听着，先不插话。", "Now the child. The grown-up listens and adds nothing yet.");
pub const PARENT_FOR: Word =
    both("这一回大人来选，孩子可以出主意。", "This time the grown-up chooses, and the child may advise.");
pub const CHILD_FOR: Word =
    both("这一回孩子来选，大人可以出主意。", "This time the child chooses, and the grown-up may advise.");
pub const BOTH: Word = both("这一步，两个人一起。", "This one is for both of you.");
pub const LOOK_FIRST: Word = both(
    "这几条，两个人都看一眼。说中了谁，今天就先不做。",
    "Both of you look at these. If one is true for either of you, leave it for today.",
);
pub const HERE_ONLY: Word = both(
    "写的字只在这一页上，离开就没有了。",
    "What you write is on this page only, and gone when you leave it.",
);

pub const DONE: Word = both("你们俩一起做完了", "You did it together");
pub const DONE_SAY: Word = both(
    "坐到一起，把对方的话听完，这就很好了。",
    "Sitting at one table and hearing each other out is good in itself.",
);
pub const STOPPED_SAY: Word = both(
    "停在这里也很好。两个人都愿意的时候，再坐下来。",
    "It is good to stop here. Sit down again when both of you would like to.",
);
pub const OTHER_SAY: Word =
    both("今天先不做这个，换一个两个人都舒服的。", "Not this one today. Choose one that suits you both.");
pub const GONE: Word = both(
    "这些话没有存，也没有发给谁。想留着，就印一张；离开这一页，就都没有了。",
    "Nothing of this was kept or sent. Print it if you want to have it; when you leave this page it is gone.",
);
pub const BY_PARENT: Word = both("大人", "Grown-up");
pub const BY_CHILD: Word = both("孩子", "Child");
pub const BY_BOTH: Word = both("两个人", "Both");
pub const SIGNED: Word = both(
    "大人：__________　孩子：__________　日期：__________",
    "Grown-up: __________   Child: __________   Date: __________",
);
