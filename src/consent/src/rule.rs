//! The table: who must agree to which purpose at which age, and by which law.

use crate::Purpose;

/// The ages that the law tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Under 14: a guardian decides, and the child is asked too.
    Child,
    /// 14 to 17.
    Youth,
    /// 18 and older.
    Adult,
}

impl Band {
    /// All of them.
    pub const ALL: [Band; 3] = [Band::Child, Band::Youth, Band::Adult];

    /// From whole years.
    #[must_use]
    pub const fn of(age: u8) -> Band {
        match age {
            0..14 => Band::Child,
            14..18 => Band::Youth,
            18.. => Band::Adult,
        }
    }

    /// As it is written in the API.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Band::Child => "child",
            Band::Youth => "youth",
            Band::Adult => "adult",
        }
    }
}

/// On whose behalf somebody speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The student.
    Student,
    /// A parent or another guardian; there may be several.
    Guardian,
}

impl Party {
    /// As it is written in the API and the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Party::Student => "student",
            Party::Guardian => "guardian",
        }
    }

    /// Reads [`Party::word`].
    #[must_use]
    pub fn read(word: &str) -> Option<Party> {
        [Party::Student, Party::Guardian].into_iter().find(|party| party.word() == word)
    }
}

/// Whose yes is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asks {
    /// The student's.
    Student,
    /// A guardian's.
    Guardian,
    /// A guardian's first, then the child's own: 愿意 or 不愿意.
    GuardianThenChild,
    /// Both, in any order.
    Both,
}

impl Asks {
    /// Whether this party must say yes.
    #[must_use]
    pub const fn asks(self, party: Party) -> bool {
        match (self, party) {
            (Asks::Student, Party::Student) | (Asks::Guardian, Party::Guardian) => true,
            (Asks::Student, Party::Guardian) | (Asks::Guardian, Party::Student) => false,
            (Asks::GuardianThenChild | Asks::Both, _) => true,
        }
    }
}

/// Where a rule comes from. Kept short on purpose; `docs/consent.md` says what is read and what is known second-hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Law {
    /// 个人信息保护法 Art. 29: sensitive data need a consent of their own.
    Pipl29,
    /// 个人信息保护法 Art. 31: under 14 a guardian agrees.
    Pipl31,
    /// 未成年人保护法 Art. 72: the same, for every processor of minors' data.
    Minors72,
    /// 儿童个人信息网络保护规定 Art. 9: refusing is offered beside agreeing.
    ChildRules9,
    /// 中小学心理辅导室建设指南: tests need the student's and the guardian's knowledge and consent.
    RoomGuide,
    /// 未成年人学校保护规定 (Order 50): student and parents are told what is collected.
    SchoolOrder50,
    /// 民法典 Art. 18: adults act for themselves.
    Code18,
    /// No law asks for it: a choice of this product, on the careful side.
    OwnChoice,
}

impl Law {
    /// As it is cited.
    #[must_use]
    pub const fn citation(self) -> &'static str {
        match self {
            Law::Pipl29 => "个人信息保护法第二十九条",
            Law::Pipl31 => "个人信息保护法第三十一条",
            Law::Minors72 => "未成年人保护法第七十二条",
            Law::ChildRules9 => "儿童个人信息网络保护规定第九条",
            Law::RoomGuide => "中小学心理辅导室建设指南",
            Law::SchoolOrder50 => "未成年人学校保护规定",
            Law::Code18 => "民法典第十八条",
            Law::OwnChoice => "青禾自己的规定",
        }
    }
}

/// One cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    asks: Asks,
    tells: Option<Party>,
    law: &'static [Law],
}

impl Rule {
    /// Whose yes is needed.
    #[must_use]
    pub const fn asks(&self) -> Asks {
        self.asks
    }

    /// Who is told besides, without being asked.
    #[must_use]
    pub const fn tells(&self) -> Option<Party> {
        self.tells
    }

    /// Why; never empty.
    #[must_use]
    pub const fn law(&self) -> &'static [Law] {
        self.law
    }
}

/// The rule; `None` where there is no such path: nobody reports about a grown-up.
///
/// An urgent call for a person stands in no cell. It is the school's duty and no matter of consent; its limits are said
/// before item 1.
#[must_use]
pub fn rule(band: Band, purpose: Purpose) -> Option<Rule> {
    const CHILD: &[Law] = &[Law::Pipl31, Law::Minors72, Law::ChildRules9];
    const TESTS: &[Law] = &[Law::Pipl29, Law::RoomGuide];
    const OWN: &[Law] = &[Law::Pipl29];
    const TOLD: &[Law] = &[Law::Pipl29, Law::SchoolOrder50];
    const CAREFUL: &[Law] = &[Law::Pipl29, Law::OwnChoice];
    const ADULT: &[Law] = &[Law::Pipl29, Law::Code18];
    let cell = |asks, tells, law| Some(Rule { asks, tells, law });
    match (band, purpose) {
        (Band::Child, Purpose::Screening) => cell(Asks::GuardianThenChild, None, CHILD),
        (Band::Child, Purpose::Skills | Purpose::Research) => cell(Asks::Guardian, None, CHILD),
        (Band::Child, Purpose::Handover) => cell(Asks::Guardian, Some(Party::Student), CHILD),
        (Band::Child, Purpose::ParentReport) => cell(Asks::Guardian, None, CHILD),
        (Band::Youth, Purpose::Screening) => cell(Asks::Both, None, TESTS),
        (Band::Youth, Purpose::Skills) => cell(Asks::Student, None, OWN),
        (Band::Youth, Purpose::Handover) => cell(Asks::Student, Some(Party::Guardian), TOLD),
        (Band::Youth, Purpose::Research) => cell(Asks::Both, None, CAREFUL),
        (Band::Youth, Purpose::ParentReport) => cell(Asks::Guardian, Some(Party::Student), TOLD),
        (Band::Adult, Purpose::Screening | Purpose::Skills | Purpose::Handover | Purpose::Research) => {
            cell(Asks::Student, None, ADULT)
        }
        (Band::Adult, Purpose::ParentReport) => None,
    }
}
