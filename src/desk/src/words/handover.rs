//! What a student brings from the last school.

use super::words;

words! {
    /// The texts of the handover page.
    Handover:
    Title: "转来的档案", "Handovers";
    Lead: "新同学可以把以前的支持和计划交给您。文件只在这个浏览器里打开，不会上传；关掉这一页就没有了。",
        "A new student can hand you earlier supports and plans. The files are opened in this browser only and never uploaded; closing this page forgets them.";
    KeyTitle: "这里的钥匙", "The key of this centre";
    KeyLead: "把它给同学或以前的学校。封给它的文件，只有这个心理中心打得开。", "Give it to the student or the former school. What is sealed to it opens at this centre only.";
    KeyEnd: "最后六个字母：{end}", "Last six letters: {end}";
    KeyPrint: "印一张给同学", "Print a sheet for the student";
    KeySheet: "把成长档案交给新学校", "Handing your growth record to your new school";
    KeySheetHow: "打开成长档案，选“交给下一个学校”，填上这把钥匙，对一下最后六个字母，再挑要带的东西。带什么、留什么，由你自己定。",
        "Open your growth record, choose “Hand over to the next school”, enter this key, compare its last six letters, and pick what to bring. What to bring and what to keep is up to you.";
    NoKey: "您现在没有这个中心的钥匙，所以打不开。请同事先在“人员”里把钥匙交给您。", "You do not hold this centre's key yet, so nothing opens here. Please ask a colleague to grant it to you under “Team”.";
    ChooseSummary: "打开概要文件", "Open the summary file";
    Large: "文件太大了，不是交接的文件。请再选一次。", "This file is too large to be a handover. Please choose again.";
    OtherKey: "这份文件不是封给这里的。请和同学对一下钥匙的最后六个字母（这里是 {end}），请他再封一次。",
        "This file was not sealed to this centre. Please compare the last six letters of the key with the student (here: {end}) and ask for it to be sealed again.";
    Altered: "这份文件不完整，或者在路上改动过，所以不打开。不要紧，请同学从成长档案里再存一次。",
        "This file is incomplete or was altered on the way, so it stays shut. No harm done: please ask the student to save it from the growth record again.";
    NotOurs: "这不是交接的文件。请选名字里有 summary 的那一份。", "This is no handover file. Please choose the one with “summary” in its name.";
    HistoryFirst: "这是经过文件。请先打开概要文件（名字里有 summary）。", "This is the history. Please open the summary first (with “summary” in its name).";
    Later: "这份文件是更新的版本做的，请让网管更新工作台。", "This file was made by a later version; please have the desk updated.";
    NotLogged: "服务器没有记下这一次打开，所以先没有打开。请再试一次。", "The server did not record this opening, so it was not opened. Please try again.";
    Opening: "正在打开…", "Opening…";
    FromTo: "{from} → {to}，{day}", "{from} → {to}, {day}";
    CodeSame: "交接码。请和同学屏幕上的对一下，两边一样才是这一份。", "Handover code. Please compare it with the one on the student's screen: the same at both ends.";
    CodeReceived: "收到码。看完概要以后念给同学，他那边就能确认您收到了。", "Receipt. Read it out to the student after reading the summary; it proves that you have received it.";
    CodeHistory: "经过码。请念给同学：他会知道您为了什么打开了经过。", "Code of the history. Please read it out: the student will know for which reason you opened it.";
    Permit: "附着同意单：{school}，{year} 学年。", "A slip of consent came along: {school}, school year from {year}.";
    PermitHolds: "签名核对过了，是这里签的。", "Its signature was checked: it was signed here.";
    PermitFails: "签名对不上。请和家长当面说一说。", "Its signature does not hold. Please speak with a parent.";
    PermitUnknown: "签名在这里核对不了：只有签的那所学校有钥匙。拿不准的话，问问那边的心理老师。",
        "Its signature cannot be checked here: only the school that signed has the key. In doubt, ask the counsellor there.";
    PermitOver: "交的那天，这张同意单已经不算数了。", "On the day of the handover this slip no longer counted.";
    PermitNone: "没有附同意单：满十四岁由学生自己定，不用附。学生要是不满十四岁，请先和家长说一声。",
        "No slip of consent came along: from fourteen on the student decides, and none is needed. If the student is younger, please speak with a parent first.";
    Empty: "概要里没有别的内容。", "The summary holds nothing else.";
    LastTier: "最近一次的结果", "Last result";
    Plans: "计划", "Plans";
    Supports: "支持", "Supports";
    Skills: "练过的本领", "Skills practised";
    Safety: "安全计划", "Safety plan";
    Results: "每一次的结果", "Results";
    Checks: "回头看看", "Looking back";
    Journal: "日记", "Journal";
    PlanOwner: "{who} 帮着记", "{who} keeps an eye on it";
    PlanNext: "{day} 再看", "to look again on {day}";
    PlanDone: "已经做到", "done";
    Until: "到 {day}", "until {day}";
    Practised: "练过", "practised";
    Completed: "做完一遍", "completed";
    Mastered: "很熟了", "mastered";
    StepLater: "还没写，想和老师一起写", "not written yet, to be written with a teacher";
    With: "和 {who} 一起", "with {who}";
    HistoryTitle: "经过", "The history";
    HistoryLead: "同学还带来了以前的经过。一般看概要就够了。真要打开，请先选一个理由；谁、什么时候、哪一类理由会记进中心的记录，同学也能知道。",
        "The student also brought the history. Mostly the summary is enough. To open it please state a reason first; who, when and which kind of reason goes into the centre's log, and the student can tell.";
    HistoryNone: "同学没有带经过文件。", "The student brought no history.";
    ReasonTitle: "为什么要打开", "Why it is opened";
    ReasonAsked: "同学请我看", "The student asked me to";
    ReasonPlanning: "要一起定计划或支持", "We are making a plan or support together";
    ReasonSafety: "担心安全", "Concern for safety";
    ReasonDuty: "法律要求", "A duty by law";
    ReasonOther: "别的原因", "Something else";
    ReasonText: "用一句话写明", "In a few words";
    ReasonHint: "至少四个字。这句话留在这一页上，不会上传；记录里只有上面那一类。", "At least four characters. These words stay on this page and are not uploaded; the log holds only the kind above.";
    NeedReason: "请选一个理由。", "Please choose a reason.";
    NeedText: "请用一句话写明，至少四个字。", "Please add a few words, at least four characters.";
    NeedFile: "请选经过文件（名字里有 history）。", "Please choose the history file (with “history” in its name).";
    ChooseHistory: "选经过文件", "Choose the history file";
    Chosen: "已选：{name}", "Chosen: {name}";
    OpenHistory: "记下理由，打开经过", "Record the reason and open";
    OtherHandover: "这份经过不属于这份概要，或者改动过。请选同一次交接的文件。", "This history does not belong to this summary, or was altered. Please choose the file of the same handover.";
    OpenedFor: "打开的理由：{kind}（{text}）", "Opened because: {kind} ({text})";
    Close: "看完了，合上", "Done, close it";
}
