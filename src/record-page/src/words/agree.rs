//! Who agrees to a handover.

use crate::lang::{Word, both};

pub const AGE: Word = both("先问一句：你今年几岁？", "First: how old are you?");
pub const AGE_HINT: Word = both(
    "不满十四岁，这件事要家长也点头。你的回答只留在这一页，不存，也不发给谁。",
    "Under fourteen a parent has to agree too. Your answer stays on this page; it is neither kept nor sent.",
);
pub const CHILD: Word = both("不满 14 岁", "Under 14");
pub const YOUTH: Word = both("14 到 17 岁", "14 to 17");
pub const ADULT: Word = both("18 岁以上", "18 or older");
pub const YOUTH_SAYS: Word = both(
    "这件事由你自己定。把下面看完，按下“封好，交接”，就是你同意了。也跟家里说一声：交给了谁，带了些什么。",
    "This is yours to decide. Read on; pressing “Seal and hand over” is your yes. Please tell your family too: whom you gave it to, and what went along.",
);
pub const ADULT_SAYS: Word = both(
    "这件事由你自己定。把下面看完，按下“封好，交接”，就是你同意了。",
    "This is yours to decide. Read on; pressing “Seal and hand over” is your yes.",
);
pub const MISSING: Word = both("还差家长的一句“愿意”", "One yes is still missing: a parent's");
pub const MISSING_HOW: Word = both(
    "请爸爸妈妈从学校平台打开同意页，在“转学时带上自己的记录”那里选愿意，再点“给孩子的同意单”。屏幕上会出来一个码：拍下来放到这里，或者把码下面那串字发给你，贴进来。",
    "Ask a parent to open the consent page from the school's platform, say yes to “Taking the own record along to another school”, and press “A slip for my child”. A code appears: take a picture of it and choose it here, or have the text below the code sent to you and paste it.",
);
pub const PHOTO: Word = both("选同意单的照片", "Choose the picture of the slip");
pub const CODE: Word = both("或者贴上那串字（QHP1: 开头）", "Or paste the text that begins with QHP1:");
pub const CODE_BUTTON: Word = both("放进来", "Put it in");
pub const STILL_YOURS: Word = both(
    "一时拿不到也不要紧。档案一直是你的，随时可以给自己留一份；学校没有这样的同意页，就请家长带着它去新学校。",
    "It is all right if that takes a while. The record stays yours, and you can always take a copy; where the school has no such page, a parent can bring that copy to the new school.",
);
pub const HAVE: Word = both(
    "同意单在这里：{school}给的，到 {day} 为止。它会一起封进去，新学校看得到。",
    "The slip is here: from {school}, good until {day}. It is sealed in, and the new school will see it.",
);
pub const TITLE: Word = both("同意单：{school}", "Slip of consent: {school}");
pub const NOT_PERMIT: Word = both(
    "这不是同意单上的码。它以 QHP1: 开头，是很长的一串。",
    "This is not the code of such a slip. It begins with QHP1: and is long.",
);
pub const UNPROVED: Word = both(
    "这张同意单对不上：也许少了几个字，也许不是这所学校给的。再拍一次，或者请家长换一张新的。",
    "This slip does not check out: some of it may be missing, or another school gave it. Take the picture again, or ask for a new one.",
);
pub const OTHER_YEAR: Word = both(
    "这张同意单是另一个学年的。请家长再点一次，换一张新的。",
    "This slip is of another school year. Please ask a parent for a new one.",
);
pub const OVER: Word = both(
    "这张同意单过期了，一张用三十天。请家长再点一次，换一张新的。",
    "This slip is over; one is good for thirty days. Please ask a parent for a new one.",
);
