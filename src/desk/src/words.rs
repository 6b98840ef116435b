//! What the page says, in both languages. Voice: one colleague to another, calm and polite.
//! [`Word`] is the door and the list; every other screen has its words in a file of its own.

pub mod case;
pub mod door;
pub mod duty;
pub mod figures;
pub mod handover;
pub mod paper;
pub mod scan;
pub mod team;
pub mod wishes;

use crate::row::Role;
use qinghe_wire::{Tier, Trigger, Validity};

/// The languages of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// A text in both languages: Chinese, English.
pub trait Text: Copy {
    /// Both, Chinese first.
    fn both(self) -> (&'static str, &'static str);
}

impl Lang {
    /// BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-Hans",
            Lang::En => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// The text of a word.
    #[must_use]
    pub fn say(self, word: impl Text) -> &'static str {
        let (zh, en) = word.both();
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The text of a word with each `{name}` replaced.
    #[must_use]
    pub fn fill(self, word: impl Text, values: &[(&str, &str)]) -> String {
        let mut text = self.say(word).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// The everyday name of a domain code; an unknown code stays as it is.
    #[must_use]
    pub fn domain(self, code: &str) -> String {
        let named = DOMAINS.iter().find(|(known, _, _)| *known == code);
        let text = named.map_or(code, |(_, zh, en)| if self == Lang::Zh { zh } else { en });
        text.to_owned()
    }

    /// Between two sentences.
    #[must_use]
    pub const fn space(self) -> &'static str {
        match self {
            Lang::Zh => "",
            Lang::En => " ",
        }
    }

    /// Between the parts of a list.
    #[must_use]
    pub const fn comma(self) -> &'static str {
        match self {
            Lang::Zh => "、",
            Lang::En => ", ",
        }
    }
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident: $($word:ident: $zh:literal, $en:literal;)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum $name { $($word),+ }

        impl $name {
            /// Every word, for the parity test.
            #[cfg(test)]
            pub(crate) const ALL: &'static [$name] = &[$($name::$word),+];
        }

        impl $crate::words::Text for $name {
            fn both(self) -> (&'static str, &'static str) {
                match self { $($name::$word => ($zh, $en)),+ }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The texts of the door, the list and the cards.
    Word:
    Product: "青禾", "Qinghe";
    Centre: "心理中心", "Counselling centre";
    PageTitle: "青禾 · 心理中心", "Qinghe · Counselling centre";
    TitleLocked: "已锁上 · 青禾", "Locked · Qinghe";
    OtherLanguage: "English", "中文";
    Lock: "锁上", "Lock";

    Opening: "正在打开…", "Opening…";
    Unreachable: "现在连不上学校的服务器，正在再试。请看看这台电脑的网络；一直不行的话，请学校网管看一下。",
        "The school's server cannot be reached; trying again. Please check this computer's network, and ask your administrator if it stays like this.";
    Insecure: "这个网址的连接不够安全，所以不能在这里打开。请让学校网管把网址换成 https 开头的。",
        "The connection of this address is not safe enough to open the desk. Please ask your administrator for the https address.";

    SetUpTitle: "第一次打开：给心理中心配一把钥匙", "First time here: make the centre's key";
    SetUpLead: "学生的结果在他们自己的设备上就封好了，只有这把钥匙能打开。钥匙现在就在您的浏览器里做，并且用您的口令锁住；学校网站、网管和服务器都打不开。",
        "Results are sealed on the students' own devices and only this key opens them. It is made here in your browser and locked with your passphrase; neither the school website nor the administrator nor the server can open it.";
    SetUpKeep: "请记牢口令，最好写在纸上，锁进抽屉。忘了口令，没有人能帮您找回来，收到过的消息也再也打不开。这不是为难您，是为了保护学生。",
        "Please keep the passphrase safe, best on paper in a locked drawer. If it is forgotten nobody can recover it, and messages already received stay closed for good. It protects the students.";
    Code: "设置码", "Set-up code";
    CodeHint: "服务器第一次启动时显示的那一串，可以向学校网管要。", "The server shows it when it first starts; your administrator has it.";
    Name: "怎么称呼您", "Your name";
    NameHint: "例如“林老师”。学生看不到，只用来记下消息是谁看的。", "For example “Ms Lin”. Students never see it; it only records who has seen a message.";
    Passphrase: "口令", "Passphrase";
    PassphraseRule: "至少 12 个字符，或者至少 6 个汉字。不要只用数字，也不要只是重复几个字。一句只有您知道的话就很好。",
        "At least 12 characters, or at least 6 Chinese characters. Not digits only, and not a few signs repeated. A sentence only you know works well.";
    Again: "再输一次口令", "Passphrase again";
    Show: "显示口令", "Show the passphrase";
    ShowHint: "要输汉字，请先勾选这一项。", "Tick this to type Chinese characters.";
    SetUpButton: "配好钥匙", "Make the key";
    Making: "正在做钥匙，请稍等几秒…", "Making the key, a few seconds…";

    UnlockTitle: "您好，请输入口令", "Hello, please enter your passphrase";
    UnlockLead: "消息会在您的浏览器里打开，别处打不开。", "Messages are opened here in your browser and nowhere else.";
    UnlockButton: "打开", "Open";
    UnlockHint: "打开以后，紧急的消息会响两声轻轻的铃。", "Once open, two soft tones announce an urgent message.";
    Locked: "已经锁上。锁着的时候不会收消息，也不会响铃。", "Locked. While locked, no message comes in and nothing rings.";
    AutoLocked: "为了保护学生，这里自动锁上了。锁着的时候不会收消息，也不会响铃；请再输一次口令。",
        "To protect the students the desk has locked itself. While locked, no message comes in and nothing rings; please enter your passphrase again.";

    WrongPassphrase: "口令不对。大小写和空格都算，请再看看，您输入的还在。", "That is not the passphrase. Capitals and spaces count; what you typed is still there.";
    WrongCode: "设置码不对，请再对一遍。您填的都还在。", "That is not the set-up code. Please compare it again; everything you typed is still there.";
    AlreadySetUp: "心理中心已经配好钥匙了，请直接输入口令。", "The centre already has its key; please enter the passphrase.";
    TooFast: "试得有点快。请等半分钟再试，您填的都还在。", "That was a little fast. Please wait half a minute; what you typed is still there.";
    NoAnswer: "没有连上服务器，请再试一次。您填的都还在。", "The server did not answer. Please try again; what you typed is still there.";
    Unexpected: "服务器没有接受，请再试一次；一直不行的话，请学校网管看一下。您填的都还在。",
        "The server did not accept it. Please try again, and ask your administrator if it stays like this; what you typed is still there.";
    KeyRefused: "口令是对的，可是服务器给的钥匙打不开，或者对不上。请先不要使用，尽快请学校网管检查。",
        "The passphrase is right, but the key from the server does not open or does not match. Please do not use the desk and have your administrator check it soon.";
    BrowserCannot: "这个浏览器做不了这一步，请换一个新一点的浏览器。", "This browser cannot do this; please use a newer one.";
    NeedCode: "请填设置码。", "Please enter the set-up code.";
    NeedName: "请填一个称呼，40 个字以内。", "Please enter a name of at most 40 characters.";
    NeedPassphrase: "请输入口令。", "Please enter the passphrase.";
    WeakShort: "口令还短了一点：至少 12 个字符，或者至少 6 个汉字。", "A little longer, please: at least 12 characters, or at least 6 Chinese characters.";
    WeakDigits: "只用数字容易被猜到，请加一些字或字母。", "Digits alone are easy to guess; please add some words or letters.";
    WeakRepeated: "重复的字有点多，请换一句。", "Too many signs repeat; please choose another sentence.";
    NotSame: "两次输入的口令不一样，请再看看。", "The two passphrases differ; please compare them.";

    Hello: "{name}，您好", "Hello, {name}";
    Places: "工作台", "Desk";
    Messages: "消息", "Messages";
    WaitUrgently: "位同学需要尽快见面", " students need to be seen soon";
    LiveOn: "已连接，消息随时会到", "Connected; messages arrive as they come";
    LiveLast: "服务器最近回应：{time}", "Server last answered: {time}";
    LiveFirst: "正在看有没有消息…", "Looking for messages…";
    LiveLost: "连接断开，正在重连。现在看到的可能不是最新的", "Disconnected, reconnecting. What you see may not be the newest";
    SoundOn: "声音已打开", "Sound is on";
    SoundOff: "声音已关闭", "Sound is off";
    SoundBlocked: "点这里打开声音", "Press for sound";
    OpeningMore: "还有 {n} 条正在打开…", "Opening {n} more…";
    Strange: "有 {n} 条消息的格式读不出来，请告诉学校网管。", "Messages whose form cannot be read: {n}. Please tell your administrator.";
    Arrived: "有一位同学需要尽快见面", "A student needs to be seen soon";

    SectionUrgent: "请先看", "Please see first";
    SectionWaiting: "等您看", "Waiting for you";
    SectionInHand: "正在跟进", "Being looked after";
    SectionRoutine: "总体平稳", "All in all fine";
    SectionSeen: "已经看过", "Seen";
    EmptyTitle: "现在没有等着看的消息", "No message is waiting";
    EmptyBody: "新的消息会自己出现在这里，紧急的会响铃。您可以先忙别的，这一页开着就好。",
        "New messages appear here by themselves, and urgent ones ring. You can do other things; just keep this page open.";
    AllSeen: "这 {n} 条我都看到了", "I have seen all {n}";
    More: "再显示一些", "Show more";

    TierRoutine: "总体平稳", "All in all fine";
    TierWatch: "有点吃力", "A bit hard";
    TierPriority: "值得当面聊聊", "Worth a talk";
    TierUrgent: "请尽快见面", "Please see soon";
    TierUnclear: "这次没选准", "Not clear this time";
    TierClosed: "这条消息打不开", "This message does not open";
    TierDiffer: "看法不一样", "They differ";
    TierWaiting: "等着和孩子的放在一起看", "Waits for the student's own";
    ParentWaiting: "家长写的，当面带来的码。还不知道是哪位同学，所以先不显示结果：等和孩子自己的放在一起，只看两边一样不一样。",
        "From a parent, on a code carried by hand. Nobody knows yet whose parent it is, so the result is not shown: beside the student's own, only whether the two differ will be.";
    ParentAlone: "家长写了。暂时没有孩子自己的结果可以对照。", "A parent has written. There is no result of the student's own to set beside it yet.";
    ParentUnclear: "家长也写了，没有可以对照的结果。", "A parent has written too, without a result that could be set beside this one.";
    ParentAlike: "家长也写了，两个人的看法差不多。", "A parent has written too, and sees it much alike.";
    ParentDiffers: "家长也写了，和孩子的看法不一样。两边的结果都不在这里显示，请分别听一听，先听孩子的。",
        "A parent has written too, and the two differ. Neither result is shown here: please listen to both, the student first.";
    FromParent: "家长写的", "From a parent";
    TierMismatch: "这条消息对不上", "This message does not match";

    Waited: "已等待 {time}", "waiting for {time}";
    Seconds: "{s} 秒", "{s} s";
    Minutes: "{m} 分 {s} 秒", "{m} min {s} s";
    Hours: "{h} 小时 {m} 分", "{h} h {m} min";
    Days: "{d} 天 {h} 小时", "{d} d {h} h";

    Pseudonym: "短编号", "Short code";
    PseudonymHint: "是哪位同学，请用短编号到学校网站的名册里查。", "To find the student, look the short code up in the roster of the school website.";
    Student: "学生", "Student";
    Parent: "家长", "Parent";
    Teacher: "老师", "Teacher";
    School: "学校 {code}", "School {code}";
    Grade: "年级 {code}", "Grade {code}";
    Class: "班级 {code}", "Class {code}";
    ByHand: "当面带来的", "Carried by hand";
    KeyRetired: "用旧钥匙封的", "Sealed to the former key";
    NobodyKnown: "还不知道是哪位同学", "Not known yet who";
    Earlier: "更早的 {n} 条", "Earlier: {n}";
    GuardOn: "监护人锁已锁上", "Guardian lock is on";
    Unverified: "登录信息已过期，身份待核对", "Sign-in had expired; please verify who it is";
    Domains: "方面", "About";
    WishSeen: "想见心理老师", "Would like to see the psychology teacher";
    Doubtful: "结果要谨慎看", "To be read with care";
    Unusable: "这次看不准", "Not clear enough to read";

    Early: "中途发来", "Sent midway";
    Final: "做完后发来", "Sent at the end";
    Follow: "学生希望怎样见面", "How the student wants to meet";
    Unknown: "发来", "Sent";
    Urgent: "紧急", "urgent";
    TriggerSafety: "安全方面让人担心", "a safety concern";
    TriggerHelp: "同学主动求助", "the student asked for help";
    TriggerParent: "希望有人联系", "asked for someone to get in touch";
    OtherKeyBody: "它是用另一把钥匙封的，这里打不开。请先按短编号找到这位同学，再请学校网管查一查。",
        "It was sealed to another key and cannot be opened here. Please find the student by the short code first, then ask your administrator.";
    BrokenBody: "内容可能在路上损坏了。请先按短编号找到这位同学，再请学校网管查一查。",
        "It may have been damaged on the way. Please find the student by the short code first, then ask your administrator.";
    MismatchBody: "封在里面的编号和外面的不一样，所以不显示内容。请按短编号问一问这位同学，再请学校网管查一查。",
        "The numbers inside differ from those outside, so the content is not shown. Please check on the student by the short code, then ask your administrator.";
    ActUrgent: "我来处理", "I will take care of it";
    ActNormal: "我看到了", "I have seen it";
    ActHint: "点了以后，同学会看到“心理老师已经看到了，会来找你”。", "The student will then read “the psychology teacher has seen it and will come to you”.";
    Sending: "正在记下…", "Recording…";
    Recorded: "已经记下", "Recorded";
    ActFailed: "还没有记上，请再点一次。", "Not recorded yet; please press again.";
    SeenBy: "{name}看过 · {time}", "seen by {name} · {time}";
    Details: "更多", "More";
    FullPseudonym: "完整编号", "Full code";
    Battery: "哪一套题", "Which set of items";
    Sitting: "这一次的编号", "Number of this sitting";
    Launch: "登录编号", "Sign-in number";
    MonthDay: "{month}月{day}日 {time}", "{day}/{month} {time}";
}

impl Word {
    /// The word for a tier.
    #[must_use]
    pub const fn of_tier(tier: Tier) -> Word {
        match tier {
            Tier::Routine => Word::TierRoutine,
            Tier::Watch => Word::TierWatch,
            Tier::Priority => Word::TierPriority,
            Tier::Urgent => Word::TierUrgent,
            Tier::Unclear => Word::TierUnclear,
        }
    }

    /// The word for the reason of an early notice.
    #[must_use]
    pub const fn of_trigger(trigger: Trigger, from_parent: bool) -> Word {
        match trigger {
            Trigger::Safety => Word::TriggerSafety,
            Trigger::HelpAsked if from_parent => Word::TriggerParent,
            Trigger::HelpAsked => Word::TriggerHelp,
        }
    }

    /// The word for a validity that needs one.
    #[must_use]
    pub const fn of_validity(validity: Validity) -> Option<Word> {
        match validity {
            Validity::Ok => None,
            Validity::Doubtful => Some(Word::Doubtful),
            Validity::Unusable => Some(Word::Unusable),
        }
    }

    /// The word for a role.
    #[must_use]
    pub const fn of_role(role: Role) -> Word {
        match role {
            Role::Student => Word::Student,
            Role::Parent => Word::Parent,
            Role::Teacher => Word::Teacher,
        }
    }
}

/// Domain codes as they stand in a notice.
const DOMAINS: [(&str, &str, &str); 14] = [
    ("mood", "情绪", "mood"),
    ("anxiety", "担心和紧张", "worry and tension"),
    ("distress", "心里的压力", "strain"),
    ("sleep", "睡眠", "sleep"),
    ("wellbeing", "幸福感", "wellbeing"),
    ("self-worth", "怎么看自己", "self-worth"),
    ("peers", "同学和朋友", "classmates and friends"),
    ("bullying", "被欺负", "being bullied"),
    ("online", "上网和手机", "being online"),
    ("anger", "生气", "anger"),
    ("study", "学习", "study"),
    ("grief", "失去和想念", "loss"),
    ("family", "家里", "family"),
    ("safety", "安全", "safety"),
];

#[cfg(test)]
mod tests {
    use super::{DOMAINS, Lang, Text, Word, case, door, duty, figures, handover, paper, scan, team, wishes};

    fn holes(text: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect();
        names.sort_unstable();
        names
    }

    fn complete<T: Text + std::fmt::Debug>(all: &[T]) {
        assert!(!all.is_empty());
        for word in all {
            let (zh, en) = word.both();
            assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{word:?}");
            assert_eq!(holes(zh), holes(en), "{word:?}");
        }
    }

    #[test]
    fn both_languages_have_every_text_and_the_same_holes() {
        complete(Word::ALL);
        complete(door::Door::ALL);
        complete(team::Team::ALL);
        complete(duty::Duty::ALL);
        complete(handover::Handover::ALL);
        complete(case::Case::ALL);
        complete(paper::Paper::ALL);
        complete(scan::Scan::ALL);
        complete(figures::Figures::ALL);
        complete(wishes::Wishes::ALL);
        for (code, zh, en) in DOMAINS {
            assert!(!code.is_empty() && !zh.is_empty() && !en.is_empty());
        }
    }

    #[test]
    fn fill_replaces_every_hole() {
        let text = Lang::Zh.fill(Word::Minutes, &[("m", "3"), ("s", "12")]);
        assert_eq!(text, "3 分 12 秒");
        assert_eq!(Lang::En.domain("sleep"), "sleep");
        assert_eq!(Lang::Zh.domain("something-new"), "something-new");
    }
}
