//! Taking along, bringing in, handing over.

use crate::lang::{Word, both};

pub const EXPORT_LEAD: Word = both(
    "带走的这一份用六个词封好。没有这六个词，拿到文件的人也打不开：一共有超过 2 的 64 次方种可能，一台电脑要猜几百亿年。",
    "The copy is sealed with six words. Without them, whoever finds the file cannot open it: there are more than 2 to the 64 possibilities, and one computer would guess for more than ten thousand million years.",
);
pub const WORDS_TITLE: Word = both("拿纸笔，抄下这六个词", "Take a pen and write these six words down");
pub const WORDS_HINT: Word = both(
    "按顺序抄。不要拍照，也不要和文件放在一起。每带走一次，都会换六个新词。",
    "In this order. Take no photograph, and keep them away from the file. Every copy gets six new words.",
);
pub const MAKE_WORDS: Word = both("给我六个词", "Give me six words");
pub const TO_KEY: Word = both("不用词，封给一把钥匙（age1…）", "Seal it to a key (age1…) instead of words");
pub const KEY_LABEL: Word = both("收件人的钥匙", "The recipient's key");
pub const KEY_HINT: Word =
    both("以 age1 开头的一长串，复制粘贴过来。", "A long text that begins with age1; copy and paste it.");
pub const KEY_WRONG: Word = both(
    "这不是一把钥匙，可能少了或错了一个字母。请重新复制一遍。",
    "This is not a key: a letter may be missing or wrong. Please copy it again.",
);
pub const COPIED: Word = both("抄好了", "I have written them down");
pub const CHECK_TITLE: Word = both("对一下，免得抄错", "A quick check against slips of the pen");
pub const WORD_NTH: Word = both("第 {n} 个词", "Word {n}");
pub const CHECK_WRONG: Word = both("和刚才的不一样，看看纸上。", "That is not the one. Look at your paper.");
pub const SHOW_AGAIN: Word = both("再看一眼六个词", "Show the six words again");
pub const READY: Word = both("封好了，选一种带走的方式", "Sealed. How do you want to take it?");
pub const SAVE_FILE: Word = both("存成文件", "Save a file");
pub const SAVE_FILE_HINT: Word = both(
    "存到 U 盘或自己的手机。文件多大都看不出里面有多少东西。别的 age 程序也打得开它。",
    "To a stick or your own phone. Its size does not tell how much is in it. Any age program opens it.",
);
pub const PRINT: Word = both("印在纸上", "Print it on paper");
pub const PRINT_HINT: Word = both(
    "{n} 个二维码。顺序乱了、扫重了都没关系，少了哪张会告诉你。",
    "{n} codes. Any order will do, and twice does no harm; if one is missing you are told which.",
);
pub const TOO_MANY_CODES: Word = both(
    "东西比较多，要印 {n} 个二维码，建议存成文件。",
    "There is a lot in it: {n} codes. A file is better.",
);
pub const PRINT_NOW: Word = both("打印", "Print");
pub const SHEET_TITLE: Word = both("成长档案 · {day}", "Growth record · {day}");
pub const SHEET_HINT: Word = both(
    "要读回来：打开成长档案，选“拿进来”，给每一张拍照。六个词请写在别处。",
    "To read it: open the growth record, choose “Bring in”, and take a photograph of each sheet. Keep the six words elsewhere.",
);
pub const SHEET_NTH: Word = both("第 {n} 个，共 {of} 个", "{n} of {of}");
pub const SAVED_FILE: Word = both(
    "文件交给浏览器保存了，看看它在不在你选的地方。",
    "The file was given to the browser. Please check that it is where you want it.",
);
pub const FILE_NAME: &str = "record";

pub const IMPORT_LEAD: Word = both(
    "从文件或者纸上拿进来。先给你看看里面有什么，你说了算，之前的一条也不会被悄悄盖掉。",
    "From a file or from paper. You see first what is in it and decide; nothing of yours is overwritten silently.",
);
pub const CHOOSE_FILE: Word = both("选档案文件", "Choose the file");
pub const CHOOSE_PHOTOS: Word = both("给纸上的二维码拍照", "Photograph the codes on paper");
pub const PHOTOS_HINT: Word = both(
    "一张照片可以拍到好几个码。照片只在这一页里看，不会保存。",
    "One photograph may show several codes. Photographs are only looked at here and not kept.",
);
pub const SCANNED: Word = both("读到了 {got} 个，共 {of} 个。", "{got} of {of} codes read.");
pub const MISSING: Word = both("还差第 {list} 个。", "Still missing: {list}.");
pub const NO_CODE: Word = both(
    "这张照片里没有读清二维码。靠近一点，把纸压平，光线亮一些。",
    "No code could be read in this photograph. Go closer, flatten the paper, and take more light.",
);
pub const OTHER_SHEET: Word =
    both("有一个码是另一份档案的，没有算进来。", "One code belongs to another record and was left out.");
pub const TYPE_WORDS: Word = both("抄下来的六个词", "The six words from your paper");
pub const TYPE_WORDS_HINT: Word = both(
    "词和词之间空一格。别的 age 程序封的文件，就填它的口令。",
    "With a space between them. For a file of another age program, its passphrase.",
);
pub const TYPE_KEY: Word = both("打开它的钥匙", "The key that opens it");
pub const TYPE_KEY_HINT: Word = both(
    "以 AGE-SECRET-KEY-1 开头。只在这一页里用，不会保存。",
    "Begins with AGE-SECRET-KEY-1. Used on this page only and not kept.",
);
pub const LOOK: Word = both("看看里面", "Look inside");
pub const LOOKING: Word = both("正在打开…", "Opening…");
pub const WORDS_UNKNOWN: Word =
    both("第 {list} 个词不在词表里。{near}", "Not in the list: word {list}. {near}");
pub const NEAR: Word = both("是不是“{words}”？", "Perhaps “{words}”?");
pub const WORDS_COUNT: Word =
    both("纸上应该是六个词，这里有 {n} 个。", "There should be six words; here are {n}.");
pub const NOT_THESE: Word = both(
    "这几个词打不开这个文件。看看顺序对不对，是不是另一份的。",
    "These words do not open this file. Check their order; or do they belong to another copy?",
);
pub const NOT_THIS_KEY: Word = both("这个文件是封给另一把钥匙的。", "The file was sealed to another key.");
pub const NOT_A_FILE: Word = both(
    "这不是档案文件。选存下来的那个 .age 文件。",
    "This is not a record's file. Choose the .age file that was saved.",
);
pub const DAMAGED: Word = both(
    "文件坏了或者不完整，什么也没有拿进来。换另一份试试。",
    "The file is damaged or incomplete. Nothing was taken in. Try another copy.",
);
pub const TOO_LONG: Word =
    both("文件太大了，档案最多 256 KB。", "The file is too large; a record has at most 256 KB.");
pub const COSTLY: Word = both(
    "打开它要用的内存太多，这里不试了。",
    "Opening it would need too much memory, so it is not tried here.",
);
pub const NOT_RECORD: Word = both("文件打开了，可里面不是档案。", "The file opened, but it holds no record.");

pub const PREVIEW: Word = both("文件里有这些", "What is in the file");
pub const IS_NEW: Word = both("新的", "New");
pub const IS_SAME: Word = both("和这里一样", "The same as here");
pub const IS_CONFLICT: Word = both("两边不一样", "Different here and there");
pub const TAKE_ALL: Word = both("新的都拿进来", "Take all new ones");
pub const TAKE: Word = both("拿进来", "Take in");
pub const SKIP: Word = both("不要", "Leave out");
pub const KEEP_MINE: Word = both("留这里的", "Keep mine");
pub const TAKE_THEIRS: Word = both("用文件里的", "Take the file's");
pub const KEEP_BOTH: Word = both("两个都留", "Keep both");
pub const MINE: Word = both("这里的", "Here");
pub const THEIRS: Word = both("文件里的", "In the file");
pub const FINISH: Word = both("就这样拿进来", "Take it in like this");
pub const UNDECIDED: Word = both("还有 {n} 条没有选。", "{n} still to be decided.");
pub const NOTHING_NEW: Word = both("里面的东西这里都有了。", "Everything in it is here already.");
pub const TAKEN_IN: Word = both("拿进来了。", "Taken in.");
pub const TOO_MUCH: Word = both(
    "全拿进来就放不下了。什么也没有动，可以少选一些。",
    "All of it does not fit. Nothing was changed; choose less.",
);

pub const HAND_LEAD: Word = both(
    "要去新学校了。带什么、留什么，你来定；不满十四岁，请和爸妈一起定。只有新学校心理中心打得开。",
    "Off to a new school. You decide what goes and what stays; if you are under fourteen, decide with a parent. Only the new school's counselling centre can open it.",
);
pub const CARRY_SUMMARY: Word = both("概要：他们先看到的", "Summary: what they see first");
pub const CARRY_HISTORY: Word = both("经过：说明理由才能打开", "History: opens only with a stated reason");
pub const LAST_TIER: Word =
    both("最近一次的结果（只有一句话，没有分数）", "The last result (one sentence, no scores)");
pub const RESULTS: Word = both("每一次的分数", "The scores of every time");
pub const STAYS: Word = both("没打勾的都留在你这里。", "What is not ticked stays with you.");
pub const FROM: Word = both("现在的学校", "The school now");
pub const TO: Word = both("新学校", "The new school");
pub const SCHOOL_KEY: Word = both("新学校心理中心的钥匙", "The key of the new school's counselling centre");
pub const SCHOOL_KEY_HINT: Word = both(
    "以 age1 开头，学校会给你。粘贴过来以后，打电话对一下最后六个字母。",
    "Begins with age1; the school gives it to you. After pasting, compare the last six letters by phone.",
);
pub const KEY_END: Word = both("最后六个字母：{end}", "Its last six letters: {end}");
pub const HAND_BUTTON: Word = both("封好，交接", "Seal and hand over");
pub const HANDED: Word = both("封好了", "It is sealed");
pub const HANDED_LEAD: Word = both(
    "把文件交给新学校，发过去或者拿 U 盘都行。对方打开前，报给他们这个交接码，确认是同一份：",
    "Give the files to the new school, by mail or on a stick. Before they open it, tell them this code so that both know it is the same one:",
);
pub const SAVE_SUMMARY: Word = both("存概要文件", "Save the summary");
pub const SAVE_HISTORY: Word = both("存经过文件", "Save the history");
pub const HANDOVERS: Word = both("交接过的", "Handovers so far");
pub const ASK_CODE: Word = both("新学校报给你的码", "The code the new school tells you");
pub const CHECK_CODE: Word = both("对一下", "Check it");
pub const PROOF_HANDED: Word =
    both("是这一份。对方手里就是你交的文件。", "It is this one: they have the file that you gave.");
pub const PROOF_RECEIVED: Word =
    both("收到了：新学校已经打开了概要。", "Received: the new school has opened the summary.");
pub const PROOF_OPENED: Word =
    both("新学校打开了经过。理由：{why}。", "The new school has opened the history. Reason: {why}.");
pub const PROOF_NONE: Word = both(
    "这个码对不上这一次交接。请对方再报一遍。",
    "This code is not from this handover. Ask them to read it out again.",
);
pub const WHY_ASKED: Word = both("你请他们看的", "you asked them to");
pub const WHY_PLANNING: Word = both("一起订计划和支持", "planning together");
pub const WHY_SAFETY: Word = both("担心你的安全", "concern for your safety");
pub const WHY_DUTY: Word = both("法律规定的责任", "a duty by law");
pub const WHY_OTHER: Word = both("别的原因，可以问问他们", "something else; you may ask them");
pub const FROM_TO: Word = both("{from} → {to}，{day}", "{from} → {to}, {day}");
pub const HAND_TOO_LARGE: Word =
    both("概要放不下了，少带几条计划或支持。", "The summary is full. Carry fewer plans or supports.");
