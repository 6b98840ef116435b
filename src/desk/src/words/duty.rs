//! Who is on duty, the duty lock, and how long an urgent message may wait.

use super::words;

words! {
    /// The texts of the duty page.
    Duty:
    Title: "值班", "Duty";
    Now: "现在值班", "On duty now";
    NowNobody: "现在没有排人值班", "Nobody is on duty now";
    NowSecond: "第二位：{name}", "Second: {name}";
    DeskOpen: "有值班老师开着工作台", "A desk on duty is open";
    DeskClosed: "值班老师的工作台没有开着", "No desk on duty is open";

    Lock: "值守锁", "Duty lock";
    LockOn: "已打开", "On";
    LockOff: "没有打开", "Off";
    LockLead: "打开以后，含有安全题目的自评只在有值班老师开着工作台时才能新开始；没有人在的时候，同学会看到一张友好的页面，请他晚点再来。已经开始的自评照常做完，求助按钮一直能用。",
        "While it is on, self-checks with safety items can only be begun while somebody on duty has an open desk; otherwise students see a friendly page and come back later. Sittings under way go on, and the help button always works.";
    StartsOpen: "同学现在可以开始自评。", "Students can begin now.";
    StartsPaused: "同学现在不能新开始自评。", "New sittings are paused now.";
    LockTurnOn: "打开值守锁", "Switch it on";
    LockTurnOff: "关上值守锁", "Switch it off";
    LockNeedsRoster: "值班表还是空的：现在打开，同学就一直不能开始。请先排班。", "The roster is empty: with the lock on, nobody could begin. Please fill it first.";

    Roster: "值班表", "Roster";
    RosterLead: "按星期排，每周一样。时间是 {zone}。", "The same every week. Times are {zone}.";
    RosterEmpty: "还没有排班。", "Nobody is rostered yet.";
    Add: "加一段", "Add a time";
    Remove: "删掉这一段", "Remove this time";
    Weekday: "星期", "Day";
    From: "从", "From";
    To: "到", "To";
    First: "第一位", "First";
    Second: "第二位", "Second";
    None: "不排", "nobody";
    Choose: "请选一位", "Please choose";
    Shift: "第 {n} 段", "Time {n}";
    Monday: "星期一", "Monday";
    Tuesday: "星期二", "Tuesday";
    Wednesday: "星期三", "Wednesday";
    Thursday: "星期四", "Thursday";
    Friday: "星期五", "Friday";
    Saturday: "星期六", "Saturday";
    Sunday: "星期日", "Sunday";
    DaysOff: "放假的日子", "Days off";
    DaysOffHint: "这些天没有人值班。", "Nobody is on duty on these days.";
    AddDay: "加一天", "Add a day";
    RemoveDay: "删掉 {day}", "Remove {day}";

    Escalation: "没有人处理的时候", "When nobody answers";
    EscalationLead: "紧急消息到了以后，如果没有人点“我来处理”：", "If nobody presses “I will take care of it” on an urgent message:";
    Minutes1: "多少分钟后提醒第二位", "Minutes until the second is told";
    Minutes2: "多少分钟后提醒值班领导", "Minutes until the head of duty is told";
    Head: "值班领导", "Head of duty";
    EscalationHow: "提醒里没有内容，只请对方登录工作台。", "The reminder holds no content; it only asks them to open the desk.";
    EscalationNow: "{a} 分钟后提醒第二位，{b} 分钟后提醒值班领导{name}。", "After {a} minutes the second is told, after {b} minutes the head of duty{name}.";
    AlarmFailed: "有一条提醒从 {time} 起一直没能发给{name}。请直接打电话给对方，再请学校网管看一看。",
        "Since {time} a reminder to {name} could not be sent. Please call them directly, then ask your administrator.";
    Unopened: "从 {time} 起，有 {n} 次送来的消息，这里的钥匙打不开。同学那边写的是“还没有送到”，电话也在那里。请把这句话告诉学校网管：是不是换过网关的钥匙，或者还原过备份？",
        "Since {time}, {n} times something arrived that no key here opens. The students read “not delivered yet”, beside the help lines. Please tell your administrator: was the gateway's key changed, or a backup restored?";
    SomebodyOnDuty: "值班的人", "whoever is on duty";
    AlarmNone: "学校还没有接好提醒的通道，第二位和值班领导收不到提醒。请让网管在网关里设置。",
        "No channel for reminders is set up, so neither the second nor the head of duty can be told. Please ask your administrator.";

    Waits: "有同学从 {time} 起在等人看消息。", "A student has been waiting since {time} for somebody to look.";
    Told: "发出的提醒", "Reminders";
    ToldNothing: "还没有发过提醒。", "No reminder has been sent yet.";
    AlertUnseen: "消息没有人处理", "message not seen";
    AlertSilent: "值班工作台没有开着", "no desk open";
    AlertUnopened: "送来的消息打不开，请网管看一看", "messages that no key opens: ask your administrator";
    AlertTest: "试一试", "trial";
    AlertSent: "已发出", "sent";
    AlertWaits: "正在发", "being sent";
    AlertFailed: "没有发出", "not sent";
    AlertOver: "已经不用发了", "no longer needed";
    TryAlarm: "发一条试试", "Send a trial";
    TriedAlarm: "已经交给服务器去发，请看对方有没有收到。", "Handed to the server; please see whether it arrives.";
    Loading: "正在打开…", "Opening…";
    Refused: "服务器没有接受。请刷新后再看一看。", "The server did not accept it. Please reload and look again.";

    Save: "存下", "Save";
    Saving: "正在存…", "Saving…";
    Saved: "已经存下，马上生效。", "Saved; it counts from now on.";
    Changed: "改动还没有存。", "Your changes are not saved yet.";
    Failed: "还没有存上，您改的都还在。请再点一次。", "Not saved yet; everything you changed is still here. Please press again.";
    LeadOnly: "只有负责人可以改。", "Only the lead can change this.";
    FaultTime: "{shift}：开始和结束的时间都要填，而且不能一样。", "{shift}: please fill in two different times.";
    Overnight: "到第二天", "until the next day";
    FaultFirst: "{shift}：请选第一位。", "{shift}: please choose who is first.";
    FaultSame: "{shift}：第一位和第二位不能是同一个人。", "{shift}: first and second must be two people.";
    FaultOverlap: "{shift}和第 {other} 段的时间重叠了。", "{shift} overlaps with time {other}.";
    FaultMinutes: "分钟数要在 1 到 1440 之间，第二个要比第一个大。", "Minutes must be 1 to 1440, and the second larger than the first.";
    FaultDay: "放假的日子要写成 2026-10-01 这样。", "A day off is written like 2026-10-01.";
}
