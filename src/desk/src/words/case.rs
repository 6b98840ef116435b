//! What a person does after a message was seen.

use super::words;

words! {
    /// The texts of a case.
    Case:
    Open: "打开个案", "Open the case";
    Title: "{code} 的个案", "Case of {code}";
    TitleUnknown: "还不知道是谁的个案", "Case of somebody not known yet";
    Back: "回到消息", "Back to the messages";
    Private: "下面写的都先封好再离开这台电脑，只有心理中心打得开。", "Everything written here is sealed before it leaves this computer; only the centre can open it.";

    ReadsWaiting: "同学现在读到的是：“消息已经送到学校心理中心，老师还没有打开。”", "The student now reads: “Your message has reached the centre; nobody has opened it yet.”";
    ReadsSeen: "同学现在读到的是：“心理老师已经看到了，会来找你。”", "The student now reads: “The psychology teacher has seen it and will come to you.”";
    ReadsContacted: "同学现在读到的是：“心理老师已经和你聊过了。”", "The student now reads: “The psychology teacher has talked with you.”";
    ReadsNext: "记下“已经聊过”以后，同学会读到：“心理老师已经和你聊过了。”请真的聊过再记。", "Once you record the talk, the student reads: “The psychology teacher has talked with you.” Please record it only afterwards.";
    ReadsHand: "这条消息是同学当面带来的，请当面告诉他接下来会怎样。", "This message was carried by hand; please tell the student face to face what happens next.";
    ReadsParent: "家长那边只会读到：“消息已经送到学校心理中心。”看没看过、聊没聊过，那边都不显示。", "The parent reads only: “The message has reached the counselling centre.” Whether anybody looked or talked is not shown there.";
    ReadsOutcome: "下面的结果和笔记同学读不到，家长和班主任也读不到。", "Neither the student nor guardians nor class teachers can read outcomes and notes.";

    StepContact: "联系", "Contact";
    ContactButton: "已经和同学聊过了", "I have talked with the student";
    ContactDone: "{name} 已经和同学聊过 · {time}", "{name} has talked with the student · {time}";
    StepOutcome: "结果", "What became of it";
    OutcomeSeen: "已经见到本人", "Seen in person";
    OutcomeSafe: "目前是安全的", "Safe for now";
    OutcomeGuardian: "已经告诉监护人", "A guardian knows";
    OutcomeHospital: "已经送医", "Taken to a hospital";
    OutcomeFalse: "没有需要担心的事", "Nothing to worry about";
    OutcomeFalseHint: "会用来看看提醒准不准。", "Helps to see how exact the messages are.";
    GuardianWho: "告诉了哪一位，由谁告诉的", "Which guardian, and through whom";
    HospitalWhich: "哪家医院", "Which hospital";
    Note: "想补充的话（可以不写）", "A note, if you like";
    NoteOnly: "写一条笔记", "Write a note";
    NoteText: "笔记", "Note";
    TooLong: "写得太长了，请删掉大约 {n} 个字。", "This is too long; please shorten it by about {n} characters.";
    Closes: "这件事可以告一段落了", "This can rest for now";
    ClosesHint: "以后有新的消息，会重新出现在最前面。", "A new message puts it in front again.";
    Releases: "给家长的普通内容可以照常发了", "Ordinary mail to the family may go out again";
    ReleasesHint: "不勾选就先停着。", "Left open, it stays held back.";
    OutcomeButton: "记下结果", "Record it";
    NoteButton: "存下笔记", "Save the note";
    NeedOutcome: "请选一个结果。", "Please choose what became of it.";
    NeedGuardian: "请写下告诉了哪一位、由谁告诉的。", "Please write which guardian, and through whom.";
    NeedHospital: "请写下是哪家医院。", "Please write which hospital.";
    NeedNote: "还没有写字。", "Nothing is written yet.";

    History: "已经记下的", "What is recorded";
    HistoryNone: "还没有记录。", "Nothing is recorded yet.";
    EntryContact: "已经聊过", "Talked";
    EntryNote: "笔记", "Note";
    EntryReport: "强制报告工作单", "Report sheet";
    EntryLock: "监护人锁：锁上", "Guardian lock: on";
    EntryAsked: "监护人锁：请求打开", "Guardian lock: asked to open";
    EntryUnlock: "监护人锁：两位老师同意，已打开", "Guardian lock: opened by two";
    EntryCloses: "告一段落", "rests for now";
    EntryUnknown: "别的记录", "Something else";
    EntryUnread: "这一条打不开：可能是用您没有的钥匙封的。", "This entry does not open; it may be sealed to a key you do not have.";
    ByAt: "{name} · {time}", "{name} · {time}";
    NotSaved: "还没有存上", "Not saved yet";
    NotSavedLead: "有 {n} 条还没有存上。连上服务器以后会自己再存，请不要关掉这一页。", "Not saved yet: {n}. They are sent again once the server answers; please keep this page open.";
    Refused: "服务器没有收下这一条。", "The server did not take this one.";
    Again: "再存一次", "Save again";
    TakeBack: "拿回来修改", "Take it back and change it";
    Saving: "正在存…", "Saving…";
    Saved: "已经存下", "Saved";

    StatusOpen: "正在跟进", "Being looked after";
    StatusClosed: "告一段落 · {name} · {time}", "resting · {name} · {time}";
    Held: "发给家长的内容先停着，等有人记下“告一段落”。", "Nothing goes to the family until somebody lets the matter rest.";

    Guard: "监护人锁", "Guardian lock";
    GuardLead: "锁上以后，学校平台不会把这位同学的任何内容发给家里，直到两位老师先后同意打开。", "While it is on, the school's platform sends nothing about this student home, until two colleagues have agreed one after the other.";
    GuardAskHome: "同学说家里有人让他受到伤害。要先锁上吗？", "The student says that somebody at home hurts them. Lock it first?";
    GuardAskNo: "同学希望先不要告诉家里。要先锁上吗？", "The student does not want the family to be told yet. Lock it first?";
    GuardAskUnsure: "同学还不确定能不能告诉家里。要先锁上吗？", "The student is not sure whether the family may be told. Lock it first?";
    GuardWhy: "为什么先锁上", "Why it is locked";
    GuardOn: "锁上", "Lock";
    GuardNotNow: "先不锁", "Not now";
    AskFailed: "没有办成，请再点一次。", "That did not work; please press again.";
    GuardLocked: "{name}锁上的 · {time}", "locked by {name} · {time}";
    GuardAsk: "请求打开", "Ask to open it";
    GuardAsked: "您在 {time} 请求打开。还需要另一位老师同意，24 小时内有效。", "You asked to open it at {time}. Another colleague has to agree within 24 hours.";
    GuardGive: "{name}在 {time} 请求打开监护人锁。和对方谈过以后，您同意吗？", "{name} asked at {time} to open the lock. After talking with them: do you agree?";
    GuardGiveButton: "我同意打开", "I agree";
    GuardAnother: "需要另一位老师来同意，您自己不能给两次。", "Somebody else has to agree; you cannot do it twice.";
    GuardChoose: "需要告诉家里时，请由您来选哪一位亲人是安全的。", "If the family has to know, please choose which relative is safe.";

    Sheet: "强制报告工作单", "Sheet for a mandatory report";
    SheetLead: "发现未成年人受到侵害或面临危险，学校有责任马上向公安机关报告。这张单子帮您想全；它不会发给任何人，存下时和笔记一样封好。",
        "When a child is harmed or in danger the school must report it to the police at once. This sheet helps you to think of everything; it is sent to nobody and is sealed like a note.";
    SheetOpen: "打开工作单", "Open the sheet";
    SheetPrint: "打印（一页 A4）", "Print (one A4 page)";
    SheetSave: "存下工作单", "Save the sheet";
    SheetPaper: "打印出来的纸请锁好。", "Please keep the printed page locked away.";
    SheetFor: "同学短编号：{code}", "Short code of the student: {code}";
    SheetMade: "{name} · {time}", "{name} · {time}";
    Said: "同学说了什么（尽量用原话）", "What was said, in the student's words";
    When: "什么时候说的，什么时候发生的", "When it was said, when it happened";
    Injuries: "看到的伤", "Injuries that were seen";
    AtRisk: "还有谁可能有危险", "Who else is at risk";
    ReportedTo: "报告给谁（110 等）", "Reported to (110, …)";
    ReportedAt: "什么时候报告的", "Reported when";
    Number: "对方给的编号", "Number given";
    ReportedBy: "谁报告的", "Reported by";
    SheetSign: "签名", "Signature";
    NeedSheet: "单子还是空的。", "The sheet is still empty.";
}
