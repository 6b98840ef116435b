//! Lock, settings, wiping.

use crate::lang::{Word, both};

pub const PIN_TITLE: Word = both("六位数字", "Six digits");
pub const PIN_SET: Word = both("现在可以用六位数字打开。", "Six digits open it now.");
pub const PIN_UNSET: Word = both("现在只能用口令打开。", "Only the passphrase opens it now.");
pub const PIN_NEW: Word = both("新的六位数字", "New six digits");
pub const PIN_SAVE: Word = both("设好", "Set them");
pub const PIN_REMOVE: Word = both("不用六位数字了", "Do without digits");
pub const PIN_DONE: Word = both("设好了。", "Set.");
pub const PASSPHRASE_TITLE: Word = both("换口令", "Change the passphrase");
pub const PASSPHRASE_NEW: Word = both("新口令", "New passphrase");
pub const PASSPHRASE_SAVE: Word = both("换掉", "Change it");
pub const PASSPHRASE_DONE: Word = both("口令换好了。", "The passphrase is changed.");
pub const RENAME_TITLE: Word = both("改名字", "Change its name");
pub const WIPE_TITLE: Word = both("全部清掉", "Clear everything");
pub const WIPE_LEAD: Word = both(
    "这台设备上的这份档案、它的钥匙和等着放进来的结果，全都删掉，找不回来。存过的文件和纸不受影响。",
    "Deletes this record from this device, with its key and whatever waits for it. It cannot be brought back. Files and paper you took are not touched.",
);
pub const WIPE_BUTTON: Word = both("清掉这份档案", "Clear this record");
pub const WIPE_SURE: Word =
    both("在下面写“清掉”两个字，再按一次", "Type “clear” below, then press once more");
pub const WIPE_WORD: Word = both("清掉", "clear");
pub const WIPED: Word =
    both("清掉了。这台设备上没有这份档案了。", "Cleared. This device does not have the record any more.");
pub const WIPE_FAILED: Word = both(
    "没有清干净：浏览器不让删。请到浏览器设置里清除这个网站的数据。",
    "Not everything could be cleared: the browser refused. Please clear this site's data in the browser's settings.",
);
pub const SHARED_TITLE: Word = both("用完了", "Finished here");
pub const SHARED_LEAD: Word = both(
    "带走以后，按下面这个。这一页里的东西马上就没有了。",
    "When you have taken it along, press this. What is on this page is gone at once.",
);
pub const SHARED_END: Word = both("清掉这一页", "Clear this page");
pub const SHARED_SURE: Word =
    both("还没带走的就没有了，确定清掉", "What was not taken along is gone. Yes, clear it");
