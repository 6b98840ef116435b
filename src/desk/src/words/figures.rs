//! Counts of what was learnt.

use super::words;

words! {
    /// The texts of the page of figures.
    Figures:
    Title: "学得怎么样", "What is learnt";
    Lead: "这里只有人数，没有名字，也查不到是谁。只算愿意被算进来的同学；少于 10 人的，一律不显示。",
        "Counts only: no names, and no way to find out who. Only students who agreed are counted, and nothing is shown of fewer than 10.";
    NotHealth: "这是在练习里量出来的，不代表健康状况，也不用来给班级排名次。",
        "Measured while practising. It says nothing about health and ranks no class.";
    Year: "{from}–{to} 学年", "School year {from}–{to}";
    NobodyEnrolled: "先填各年级有多少人，才能算比例。", "Enter how many are enrolled in each grade, and the shares can be worked out.";
    NothingYet: "还没有可以显示的数。满 10 个人以后，这里会慢慢有的。", "Nothing can be shown yet. Once there are 10, it will come.";
    Knowledge: "核心知识（知晓率）", "Core knowledge";
    Skills: "自助和互助的方法（掌握率）", "Skills for oneself and for others";
    KnowledgeName: "值得知道的那些事", "Things worth knowing";
    Skill: "方法", "Skill";
    Completed: "做完过", "Completed";
    Mastered: "学会了", "Mastered";
    KnowAfter: "最后都弄清楚了", "All clear in the end";
    KnowFirst: "第一次就对了八成", "Four in five at the first try";
    KnowItems: "第一次答对的题", "Items right at the first try";
    Both: "至少学会一样自助、一样互助", "Mastered at least one of each kind";
    FormulaCompleted: "做完过＝这个学年里至少做完一次的人数 ÷ 在校人数",
        "Completed = students who did the exercise to its end at least once this school year ÷ enrolled";
    FormulaMastered: "学会了＝隔一周还记得、碰上新情形会用、四周里认真做过五次，三样都够的人数 ÷ 在校人数",
        "Mastered = students who passed delayed recall, unseen scenarios and verified practice ÷ enrolled";
    FormulaBoth: "学会自助和互助各至少一样的人数 ÷ 在校人数", "Students who mastered at least one skill for themselves and one for helping others ÷ enrolled";
    FormulaAfter: "最后都弄清楚了＝看过说明以后全部答对的人数 ÷ 在校人数", "All clear in the end = students with every item right after explanations ÷ enrolled";
    FormulaFirst: "第一次就对了八成＝第一次答对至少八成的人数 ÷ 在校人数", "Four in five = students with four in five items right at the first try ÷ enrolled";
    FormulaItems: "第一次答对的题＝所有人第一次答对的题数 ÷ 答过的题数", "Items = items right at the first try ÷ items answered, over everybody";
    Interval: "括号里是 95% 的把握范围（Wilson 1927）。人数只在变化满 10 人时才更新，所以会比实际慢一点。",
        "In brackets the 95 % interval (Wilson 1927). A number moves only when it changes by 10 or more, so it lags a little.";
    Portion: "{count} 人，占 {percent}%（{low}–{high}%）", "{count}, {percent} % ({low}–{high} %)";
    Items: "{count} 题，占 {percent}%（{low}–{high}%）", "{count}, {percent} % ({low}–{high} %)";
    Over: "{count} 人，比填的在校人数还多", "{count}, more than are enrolled";
    AtLeast: "至少 {count} 人", "at least {count}";
    Hidden: "人数太少，不显示", "too few to show";
    Apart: "和旁边的数放在一起会露出个别人，不显示", "hidden: beside the other number it would point at a few";
    ByGrade: "分年级看", "By grade";
    Grade: "年级", "Grade";
    Harm: "做完更难受的次数", "Runs that ended feeling worse";
    HarmLead: "每个月一个数，没有名字，也不知道是哪个练习。如果一直很多，请和我们一起看看练习哪里不合适。",
        "One number a month, without names and without saying which exercise. If it stays high, let us look together at what does not fit.";
    Month: "月份", "Month";
    Times: "次数", "Times";
    Enrolled: "在校人数", "Enrolled";
    EnrolledLead: "按年级填。年级的写法要和学校平台送来的一样，比如 7、8、9。没有分年级，就只填一行人数。",
        "By grade, with the codes your platform sends, such as 7, 8, 9. Without grades, fill in one line with the number alone.";
    GradeOf: "第 {n} 行的年级", "Grade in line {n}";
    PeopleOf: "第 {n} 行的人数", "People in line {n}";
    People: "人数", "People";
    AddLine: "再加一行", "Add a line";
    Save: "存好", "Save";
    Saving: "正在存…", "Saving…";
    Saved: "存好了。", "Saved.";
    NotSaved: "没有存上，请再试一次。填的都还在。", "That was not saved; please try again. What you entered is still here.";
    NotYours: "只有负责人可以改在校人数。", "Only a lead can change how many are enrolled.";
    WrongPeople: "请填 1 到 100000 的整数。", "Please enter a whole number from 1 to 100,000.";
    WrongTwice: "这个年级上面填过了。", "This grade is already above.";
    Loading: "正在取数…", "Fetching…";
    NoAnswer: "现在取不到数，稍等再试。", "The figures cannot be fetched right now; please try again in a moment.";
    Again: "再试一次", "Try again";
}
