//! What the page says, room by room. Voice: somebody who likes you and does not hurry you.

pub mod agree;
pub mod carry;
pub mod door;
pub mod home;
pub mod keep;

use crate::lang::{Word, both};

pub const PRODUCT: Word = both("成长档案", "My growth record");
pub const LEAVE: Word = both("离开", "Leave");
pub const LEAVE_HINT: Word = both(
    "马上换成空白页。连按两下 Esc 也可以。",
    "Switches to an empty page at once. Esc twice does it too.",
);
pub const LOCK: Word = both("锁上", "Lock");
pub const OTHER_LANGUAGE: Word = both("English", "中文");
pub const BACK: Word = both("返回", "Back");
pub const CANCEL: Word = both("算了", "Cancel");
pub const SAVE: Word = both("存好", "Save");
pub const EDIT: Word = both("改一改", "Edit");
pub const REMOVE: Word = both("拿掉", "Remove");
pub const REMOVE_SURE: Word = both("真的拿掉", "Yes, remove it");
pub const KEEP_IT: Word = both("留着", "Keep it");
pub const NEXT: Word = both("下一步", "Next");
pub const DONE: Word = both("好了", "Done");
pub const SAVED: Word = both("存好了，已经封好。", "Saved and sealed.");
pub const REMOVED: Word = both("拿掉了。", "Removed.");
pub const SAVED_MEMORY: Word = both(
    "记下了，只在这一页里。走之前记得带走。",
    "Noted, in this page only. Take it with you before you go.",
);
pub const NOT_SAVED: Word = both(
    "还没存到这台设备上，可能是满了，或者浏览器不让存。内容还在这一页里，可以先存成文件带走。",
    "This is not stored on the device yet: storage may be full or refused. It is still on this page; you can save a file first.",
);
pub const TOGETHER: Word = both(
    "另一个窗口也改过这份档案，两边写的都留下了。",
    "Another window had changed this record too. What both had written was kept.",
);
pub const FULL: Word = both(
    "档案满了，这一条放不进去。先存一份文件，再拿掉一些旧的。",
    "The record is full. Save a file first, then take out something old.",
);
pub const CAME: Word = both("刚才的结果已经放进来了。", "The result has been put in.");
pub const SHARED_BAR: Word = both(
    "公用电脑：这里的东西只在这一页里，关掉就没有了。",
    "Shared computer: everything here is in this page only, and gone when you close it.",
);
pub const COVER_TITLE: Word = both("歇一会儿", "A little rest");
pub const COVER: Word = both(
    "刚才没有动，先替你盖上了。按任意键或点一下就回来。",
    "Nothing moved for a while, so this is covered. Press any key or tap to come back.",
);
pub const COVER_SOON: Word = both(
    "还有 {seconds} 秒就要锁上了。按任意键或点一下，可以接着用。",
    "Locking in {seconds} seconds. Press any key or tap to go on.",
);
pub const LOCKED_IDLE: Word =
    both("有一阵子没有动，档案已经锁上了。", "Nothing moved for a while, so the record is locked.");
pub const WIPED_IDLE: Word = both(
    "有一阵子没有动，这一页里的东西已经清掉了。",
    "Nothing moved for a while, so everything on this page was cleared.",
);
