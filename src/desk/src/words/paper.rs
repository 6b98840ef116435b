//! A guardian's consent on paper.

use super::words;

words! {
    /// The texts of the form for slips of paper.
    Paper:
    Title: "家长的纸质同意书", "A guardian's consent on paper";
    Lead: "照纸上勾的记下来。没有勾的那几样，留在“纸上没有”。会留下您的名字和时间。",
        "Write down what is ticked on the paper. What is not on it stays at “not on the paper”. Your name and the time are kept with it.";
    Code: "纸上的编号", "Number on the paper";
    CodeHint: "QH- 开头，十个字母和数字", "Begins with QH-, ten letters and digits";
    Screening: "心理自评的大致结果", "The rough result of the check";
    Skills: "做了哪些练习", "Which exercises were done";
    Handover: "转学时带上自己的记录", "Taking the own record along to another school";
    Research: "学校做统计", "School statistics";
    ParentReport: "家长说说看到的", "What a parent sees at home";
    Yes: "愿意", "Yes";
    No: "不愿意", "No";
    NotThere: "纸上没有", "Not on the paper";
    Keep: "记下来", "Write it down";
    Scanned: "编号读出来了，请照纸上勾的记下来。", "The number was read. Please write down what is ticked on the paper.";
    Keeping: "正在记…", "Writing it down…";
    Kept: "记下了，马上算数。请把纸收好。", "Written down; it counts at once. Please keep the paper.";
    NeedCode: "请填纸上的编号。", "Please enter the number on the paper.";
    NeedAnswer: "请至少照着记一样。", "Please write down at least one answer.";
    NoSlip: "没有这个编号。请再对一下纸上的十个字母和数字；一张纸用一个学年。", "There is no such number. Please compare the ten letters and digits; a paper is good for a school year.";
    NotAsked: "纸上有一样不归签名的这个人定。请对一下孩子的年龄和勾的那几样。", "Something ticked is not for this person to decide. Please check the student's age and the answers.";
    Failed: "服务器没有记下。请再试一次；纸先收好。", "The server did not keep it. Please try again, and keep the paper.";
}
