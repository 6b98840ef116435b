//! The notebook's lock, and clearing it.

// A text says itself what it is.
#![allow(missing_docs)]

use super::{Word, both};

pub const TITLE: Word = both("小本子上了锁", "The notebook is locked");
pub const DIGITS: Word = both("六位数字", "Six digits");
pub const OPEN: Word = both("打开", "Open");
pub const WITHOUT: Word = both("先不打开，今天做的不记", "Not now; keep nothing of today");
pub const WRONG: Word =
    both("不是这六位。还可以试 {left} 次。", "Not these six. You have {left} more tries.");
pub const WAIT: Word =
    both("歇一歇，{seconds} 秒以后再试。", "Take a break and try again in {seconds} seconds.");
pub const GONE: Word = both(
    "试了太多次，这把锁已经作废了，里面的东西打不开了。可以清掉它，重新开始。",
    "Too many tries: this lock is void and what it held cannot be opened. You can clear it and begin anew.",
);
pub const BUSY: Word = both("正在打开…", "Opening…");
pub const SIX: Word = both("要正好六位数字。", "Exactly six digits, please.");
pub const EASY: Word = both(
    "这六位太好猜了，换一个别人想不到的。",
    "These six are easy to guess. Choose some that nobody would think of.",
);
pub const FAILED: Word = both("没成功，请再试一次。", "That did not work. Please try again.");

pub const SET_TITLE: Word = both("给小本子上把锁", "Put a lock on the notebook");
pub const SET_LEAD: Word = both(
    "小本子本来就封在这台设备里。要是别人也会用这台设备，再加六位数字，就只有你打得开。",
    "The notebook is sealed on this device anyway. If others use the device too, six digits keep it yours.",
);
pub const SET_HONEST: Word = both(
    "忘了数字，谁也打不开，我们也不行。要是有人把整台设备的文件都拷走，六位数字挡不了太久。",
    "If you forget the digits nobody can open it, not even we. Against somebody who copies the whole device, six digits do not hold for long.",
);
pub const SET: Word = both("锁上", "Lock it");
pub const UNSET: Word = both("把锁拿掉", "Take the lock off");
pub const SET_DONE: Word =
    both("锁好了。下次打开要用这六位数字。", "Locked. You will need the six digits next time.");
pub const UNSET_DONE: Word = both("锁拿掉了。", "The lock is off.");

pub const CLEAR: Word = both("清掉小本子", "Clear the notebook");
pub const CLEAR_LEAD: Word = both(
    "写过的卡片、日记、练过几次，全都会从这台设备上拿掉，找不回来。",
    "Cards, diaries and how often you practised will all be removed from this device for good.",
);
pub const CLEAR_SURE: Word = both("真的清掉", "Yes, clear it");
pub const KEEP: Word = both("留着", "Keep it");
pub const CLEARED: Word =
    both("清掉了，这台设备上什么都没有了。", "Cleared. Nothing is left on this device.");
