//! What the family page says beside its lessons. Voice: a kind teacher at the school gate, to whoever came for the child.

use qinghe_content::exercise::{LessonStage, Theme};
use qinghe_training_page::words::{Word, both};

pub const WHO: Word = both("您家孩子，现在多大？", "How old is your child now?");
pub const WHO_LEAD: Word = both(
    "爸爸妈妈、爷爷奶奶、外公外婆，谁来看都行。有几个孩子，就先选最操心的那一个。",
    "Parents, grandparents, whoever looks after the child: welcome. With several children, begin with the one you worry about most.",
);
pub const WHO_PRIVATE: Word = both(
    "您在这里选的、写的，都只封在这台手机里，不发给学校，也不发给任何人。",
    "What you choose and write here stays sealed on this phone. It goes to no school and to nobody else.",
);

/// The names of the stages.
pub const fn stage(stage: LessonStage) -> Word {
    match stage {
        LessonStage::Preschool => both("三到六岁，上幼儿园", "Three to six, before school"),
        LessonStage::LowerPrimary => both("小学一到三年级", "Grades 1 to 3"),
        LessonStage::UpperPrimary => both("小学四到六年级", "Grades 4 to 6"),
        LessonStage::Junior => both("初中", "Junior secondary school"),
        LessonStage::Senior => both("高中或者中职", "Senior secondary or vocational school"),
        LessonStage::University => both("大学", "University"),
        LessonStage::Any => both("什么年纪都用得上", "At any age"),
    }
}

pub const HELLO: Word = both("今天，家里怎么样？", "How are things at home today?");
pub const TONIGHT: Word = both("今晚怎么开口", "What do I say tonight?");
pub const TONIGHT_SAY: Word = both(
    "点三下，拿到今晚能说的话。没有网也能用。",
    "Three taps to the words for tonight. It works without a network.",
);
pub const CRISIS: Word = both("很着急？现在怎么办", "Urgent? What to do now");
pub const SELF_CHECK: Word = both("帮我挑三课", "Which three for me?");
pub const FIRST: Word = both("人人先学这三课", "Three lessons for everybody first");
pub const FOR_STAGE: Word = both("给这个年纪的课", "Lessons for this age");
pub const SITUATIONS: Word = both("家里有别的情形", "When home is different");
pub const OTHERS: Word = both("看看别的年纪", "Other ages");
pub const ALL_THEMES: Word = both("全部", "All");
pub const ABOUT: Word = both("只看说这件事的课", "Only lessons about this");
pub const NONE: Word =
    both("这个年纪还没有说这件事的课，看看下面别的年纪。", "None about this for the age; look below.");
pub const LEARNT: Word = both("学过了", "learnt");
pub const MINUTES: Word = both("{n} 分钟", "{n} min");
pub const DUE: Word = both("一个星期了，回来看看", "A week has passed; let us look back");
pub const LOOK_BACK: Word = both("做得怎么样？", "How did it go?");
pub const BROKEN: Word = both("上次看到一半", "You stopped halfway last time");
pub const RESUME: Word = both("接着看", "Go on");
pub const DROP: Word = both("不看了", "Let it go");

pub const BEGIN: Word = both("开始", "Begin");
pub const AGAIN: Word = both("再学一遍", "Once more from the beginning");
pub const ABOUT_MINUTES: Word =
    both("大约 {n} 分钟，随时可以停。", "About {n} minutes; stop whenever you like.");
pub const COMING: Word = both("还在路上，请稍等一下。", "Still on its way, one moment.");
pub const NO_NET: Word = both(
    "课还没拿到。连上网以后，再打开这一页。",
    "The lessons have not arrived. Open this page again once you are online.",
);
pub const BACK: Word = both("返回", "Back");
pub const PRIVATE: Word = both(
    "学没学、写了什么，都不会有人知道。",
    "Nobody learns whether you took this lesson or what you wrote.",
);

pub const TOGETHER: Word = both("和孩子一起做", "Together with your child");
pub const TOGETHER_LEAD: Word =
    both("一块屏幕，两个人轮着来，大人先开头。", "One screen, and you take turns. The grown-up goes first.");
pub const TOGETHER_HOW: Word = both(
    "先问孩子愿不愿意，愿意再坐到一起。\n大人先说自己的，孩子再说他的。孩子说什么都对，大人只听。\n谁想停，随时停。",
    "First ask your child, and sit down only if they would like to.\nYou say yours first, then your child. Whatever the child says is right; you only listen.\nWhoever wants to stop, stops.",
);
pub const TOGETHER_PRIVATE: Word = both(
    "你们说的、选的，不会存，也不会发给谁。做完可以印一张纸；关掉这一页，就都没有了。",
    "Nothing that either of you says or chooses is kept or sent. At the end you can print one sheet; close the page and it is gone.",
);
pub const TOGETHER_BEGIN: Word = both("孩子愿意，开始", "My child would like to. Begin");

pub const SETTINGS: Word = both("设置", "Settings");
pub const CHANGE: Word = both("换一个孩子的年纪", "Another child's age");
pub const LARGE: Word = both("字再大一点，一屏只放一样", "Very large letters, one thing at a time");
pub const SMALL: Word = both("回到平常的字", "Ordinary letters");
pub const NEXT_LESSON: Word = both("听一课", "A lesson");

/// What a lesson is about, in a parent's words.
pub const fn theme(theme: Theme) -> Word {
    match theme {
        Theme::Listening => both("听孩子说", "Listening"),
        Theme::Feelings => both("情绪", "Feelings"),
        Theme::Praise => both("夸", "Praise"),
        Theme::Limits => both("规矩", "Limits"),
        Theme::Homework => both("作业", "Homework"),
        Theme::Marks => both("分数", "Marks"),
        Theme::Friends => both("朋友", "Friends"),
        Theme::Bullying => both("被欺负", "Bullying"),
        Theme::Phone => both("手机", "Phone"),
        Theme::Sleep => both("睡觉", "Sleep"),
        Theme::Body => both("身体", "The body"),
        Theme::GrowingUp => both("长大", "Growing up"),
        Theme::School => both("上学", "School"),
        Theme::Worry => both("担心", "Worry"),
        Theme::Mood => both("心情", "Mood"),
        Theme::Safety => both("安全", "Safety"),
        Theme::OwnStress => both("大人自己累了", "Our own stress"),
        Theme::Conflict => both("吵架", "Quarrels"),
        Theme::Choices => both("选择", "Choices"),
        Theme::Distance => both("不在身边", "Far away"),
        Theme::FamilyChange => both("家里变了", "Family changes"),
        Theme::Loss => both("失去亲人", "Loss"),
        Theme::Differences => both("学得慢、不一样", "Slow or different"),
    }
}
