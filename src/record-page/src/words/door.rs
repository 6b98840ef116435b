//! Before a record is open.

use crate::lang::{Word, both};

pub const WELCOME: Word = both("一份你自己的档案", "A record of your own");
pub const WELCOME_LEAD: Word = both(
    "每次自评的结果、你的计划、练过的本领、想写的日记，都可以放在这里。隔一阵子回头看，能看见自己走过的路。",
    "Your results, your plans, the skills you practised, a journal if you like: all of it can lie here. Look back now and then and you see the way you came.",
);
pub const WHERE: Word = both(
    "它封好了放在这台设备上，只有你打得开。学校看不到，我们也看不到。换设备、换学校，你可以自己带走。",
    "It is sealed and lies on this device. Only you can open it: not your school, and not us. When you change device or school, you can take it along.",
);
pub const MAKE: Word = both("建一份档案", "Make a record");
pub const BRING: Word = both("我已经有一份，拿进来", "I have one already, bring it in");
pub const SHARED: Word = both("我在用公用电脑", "I am on a shared computer");
pub const SHARED_HINT: Word = both(
    "不在这台电脑上留任何东西。用完之前，把档案存成文件或者印在纸上带走。",
    "Nothing stays on this computer. Before you finish, take the record along as a file or on paper.",
);
pub const SHARED_NEW: Word = both("从空白开始", "Begin with an empty one");
pub const SHARED_BRING: Word = both("我带了档案来", "I brought my record");
pub const STORAGE: Word = both(
    "这个浏览器不让存东西，可能是无痕窗口。可以照公用电脑的方式用：用完存成文件带走。",
    "This browser refuses to store anything; it may be a private window. You can use it like a shared computer and take a file with you.",
);

pub const MAKE_TITLE: Word = both("给档案上把锁", "Put a lock on it");
pub const NAME: Word = both("给它起个名字", "Give it a name");
pub const NAME_HINT: Word = both(
    "用这台设备的人都看得到这个名字，起个小名就好。",
    "Whoever uses this device can read the name, so a nickname will do.",
);
pub const NAME_DEFAULT: Word = both("我的档案", "My record");
pub const PASSPHRASE: Word = both("口令", "Passphrase");
pub const PASSPHRASE_HINT: Word = both(
    "至少 8 个字。想一句只有你知道的话，比一个词牢靠得多。",
    "At least 8 characters. A sentence that only you know is far better than a word.",
);
pub const AGAIN: Word = both("再输一遍口令", "The passphrase again");
pub const PIN: Word = both("六位数字（可以不填）", "Six digits (if you like)");
pub const PIN_HINT: Word = both(
    "只在这台设备上用，开起来快。输错十次就作废，那时再用口令。",
    "For this device only, to open quickly. After ten wrong tries it is thrown away; the passphrase still works.",
);
pub const FORGOTTEN: Word = both(
    "口令要是忘了，谁也找不回来，我们也不行。所以建好以后，记得到“带走一份”里存个文件、抄下六个词，放在稳妥的地方。",
    "If you forget the passphrase, nobody can get it back, not even we. So afterwards go to “Take a copy”, save a file and write down its six words.",
);
pub const STRENGTH: Word = both("这把锁有多牢？", "How strong is this lock?");
pub const STRENGTH_PASSPHRASE: Word = both(
    "要是有人拿到这台设备来猜口令，他的电脑每猜一次大约要花 0.15 秒。一句少见的话很难猜到；生日、名字、常见的密码，几分钟就会被猜到。",
    "If somebody takes this device and guesses, each guess costs a computer about 0.15 seconds. An unusual sentence is very hard to guess; a birthday, a name or a common password falls within minutes.",
);
pub const STRENGTH_PIN: Word = both(
    "六位数字只有一百万种。它要和浏览器里一把拿不出来的钥匙一起用，才打得开，而且只有十次机会。可是谁要是把整个浏览器的资料都拷走，一台电脑大约两天就能试完。",
    "There are only a million PINs. A PIN opens only together with a key that this browser does not hand out, and there are ten tries. But whoever copies the browser's whole profile can try all of them in about two days.",
);
pub const MAKING: Word = both("正在上锁…", "Putting the lock on…");
pub const MAKE_BUTTON: Word = both("建好它", "Make it");
pub const SHOW: Word = both("显示我输入的字", "Show what I type");

pub const NEED_NAME: Word =
    both("给它起个名字吧，120 个字以内。", "Please give it a name of up to 120 characters.");
pub const TOO_SHORT: Word =
    both("口令太短了，至少要 8 个字。", "The passphrase is too short; it needs at least 8 characters.");
pub const NOT_SAME: Word =
    both("两遍不一样，再输一次看看。", "The two are not the same. Please type it once more.");
pub const PIN_DIGITS: Word = both("要正好六位数字，或者空着。", "Exactly six digits, or nothing.");
pub const PIN_EASY: Word = both(
    "这个数字别人第一个就会试，换一个吧。",
    "That one is what everybody tries first. Please choose another.",
);
pub const FAILED: Word = both(
    "没有成功，可能是内存不够。关掉别的页面再试一次。",
    "That did not work; there may be too little memory. Close other pages and try again.",
);

pub const OPEN_TITLE: Word = both("打开档案", "Open a record");
pub const WHICH: Word = both("打开哪一份？", "Which one?");
pub const OPEN_BUTTON: Word = both("打开", "Open");
pub const OPENING: Word = both("正在打开…", "Opening…");
pub const WITH_PIN: Word = both("用六位数字打开", "Open with six digits");
pub const WITH_PASSPHRASE: Word = both("用口令打开", "Open with the passphrase");
pub const SIX_DIGITS: Word = both("六位数字", "Six digits");
pub const ANOTHER: Word = both("再建一份别的档案", "Make another record");
pub const WRONG_PASSPHRASE: Word = both(
    "这个口令打不开它。慢慢来，再试一次。",
    "This passphrase does not open it. Take your time and try again.",
);
pub const WRONG_PIN: Word =
    both("这六位数字不对，还可以试 {left} 次。", "Those are not the digits. You have {left} more tries.");
pub const WAIT: Word = both(
    "试得有点快。请等 {seconds} 秒再试，或者用口令打开。",
    "That was a little fast. Please wait {seconds} seconds, or use the passphrase.",
);
pub const PIN_GONE: Word = both(
    "六位数字已经作废了。档案好好的，用口令打开，再设一个新的。",
    "The digits are thrown away. The record is fine: open it with the passphrase and set new ones.",
);
pub const DAMAGED: Word = both(
    "这份档案在这台设备上损坏了，打不开。要是存过文件，可以从文件拿进来。",
    "This record is damaged on this device. If you saved a file once, bring it in from there.",
);
pub const NO_COUNT: Word = both(
    "浏览器现在存不了东西，先不试数字。请用口令打开。",
    "The browser cannot store anything now, so the digits are not tried. Please use the passphrase.",
);
