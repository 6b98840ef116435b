//! What a student said on the help card.

use super::words;

words! {
    /// The texts of a follow notice.
    Wishes:
    Title: "同学希望", "The student wishes";
    Name: "怎么称呼", "To be called";
    Company: "身边有人吗", "Company";
    WithSomeone: "有人陪着", "somebody is there";
    Alone: "一个人", "alone";
    About: "和什么有关", "It is about";
    HurtAtHome: "家里有人让我受到伤害", "somebody at home hurts me";
    HurtByStudents: "有同学让我受到伤害", "other students hurt me";
    HurtByStaff: "有老师或学校员工让我受到伤害", "a member of staff hurts me";
    HurtByOthers: "有别的人让我受到伤害", "somebody else hurts me";
    MayHurtOthers: "怕自己会伤到别人", "I am afraid of hurting somebody";
    Other: "别的事", "something else";
    Place: "想在哪里聊", "Where";
    CounsellingRoom: "心理咨询室", "the counselling room";
    QuietPlace: "一个安静的地方", "a quiet place";
    Phone: "打电话", "by telephone";
    Time: "什么时候", "When";
    Now: "现在", "now";
    Break: "课间", "in the break";
    AfterSchool: "放学后", "after school";
    Whom: "想见谁", "With whom";
    PsychologyTeacher: "心理老师", "the psychology teacher";
    ClassTeacher: "班主任", "the class teacher";
    Nurse: "校医", "the school nurse";
    Guardian: "可以告诉家里吗", "May the family know";
    Yes: "可以", "yes";
    No: "先不要", "not yet";
    Unsure: "不确定", "not sure";
    Device: "设备", "Device";
    SharedDevice: "学校的公用设备：回答可能被别人看到", "belongs to the school: others may see a reply on it";
    Newest: "以最新说的为准", "the newest counts";
}
