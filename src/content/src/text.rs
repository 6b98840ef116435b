//! Wording: interface texts by key, and the wording of one instrument.

use alloc::{string::String, vec::Vec};
use serde::Serialize;

/// A language the module speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Locale {
    /// Simplified Chinese.
    ZhHans = 1,
    /// English. Zero: whether a text is in English is asked at every text, and zero is the shortest question.
    En = 0,
    /// Chinese in its traditional script. Nobody writes it: the compiler makes it of [`Locale::ZhHans`].
    ZhHant = 2,
}

impl Locale {
    /// Every locale that has files of its own, most used first.
    pub const ALL: [Locale; 2] = [Locale::ZhHans, Locale::En];

    /// Those, and the one that is made of them.
    pub const MADE: [Locale; 3] = [Locale::ZhHans, Locale::En, Locale::ZhHant];

    /// The BCP 47 tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::ZhHans => "zh-Hans",
            Locale::En => "en",
            Locale::ZhHant => "zh-Hant",
        }
    }

    /// The locale in which its texts are written.
    #[must_use]
    pub const fn written(self) -> Locale {
        match self {
            Locale::En => Locale::En,
            Locale::ZhHans | Locale::ZhHant => Locale::ZhHans,
        }
    }
}

/// The wording of one instrument in one locale, by the positions of the [`crate::Instrument`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstrumentText {
    /// Instruction shown with every item (recall period and task), official wording.
    pub instruction: String,
    /// Stem of each item, official wording.
    pub items: Vec<String>,
    /// Labels of each response set's options, official wording.
    pub options: Vec<Vec<String>>,
    /// Credit line the holder asks for, if any.
    pub credit: Option<String>,
}

macro_rules! keys {
    ($( $variant:ident = $name:literal $( [ $($slot:literal),+ ] )? ; )+) => {
        /// Every interface text. A locale file that lacks one, or has one more, does not compile to a pack.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        #[repr(u16)]
        pub enum Key { $($variant),+ }

        impl Key {
            /// Every key, in declaration order; a text's position in [`Texts`] is its key's position here.
            pub const ALL: &'static [Key] = &[$(Key::$variant),+];

            /// The dotted name used in locale files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Key::$variant => $name),+ }
            }

            /// Placeholders that the text must contain, written `{name}`, and no others.
            #[must_use]
            pub const fn slots(self) -> &'static [&'static str] {
                match self { $(Key::$variant => &[$($($slot),+)?]),+ }
            }
        }
    };
}

keys! {
    // Frame around every screen
    ProductName = "frame.product";
    LanguageSwitch = "frame.language";
    HelpButton = "frame.help";
    Back = "frame.back";
    Progress = "frame.progress" ["n", "total"];

    // Who will see what
    SeesTitle = "sees.title";
    SeesLead = "sees.lead" ["minutes", "items"];
    SeesYou = "sees.you";
    SeesYouWhat = "sees.you-what";
    SeesCentre = "sees.centre";
    SeesCentreWhat = "sees.centre-what";
    SeesOthers = "sees.others";
    SeesOthersWhat = "sees.others-what";
    SeesMust = "sees.must";
    SeesChoice = "sees.choice";
    SeesAnonymous = "sees.anonymous";
    SeesPicture = "sees.picture";
    SeesNext = "sees.next";

    // Consent
    ConsentTitle = "consent.title";
    ConsentLead = "consent.lead";
    ConsentDomains = "consent.domains";
    ConsentDomainsHint = "consent.domains-hint";
    ConsentShared = "consent.shared";
    ConsentSharedHint = "consent.shared-hint";
    ConsentAgree = "consent.agree";
    ConsentNotToday = "consent.not-today";
    ConsentResumed = "consent.resumed";
    ConsentYoung = "consent.young";
    ConsentYoungYes = "consent.young-yes";
    ConsentYoungNo = "consent.young-no";

    // Items
    ItemSkip = "item.skip";
    ItemKeys = "item.keys" ["n"];
    ItemLegend = "item.legend";

    // Looking again at responses that seem not to have been read
    AgainTitle = "again.title";
    AgainLead = "again.lead" ["n"];
    AgainLook = "again.look";
    AgainHandIn = "again.hand-in";

    // Help card
    HelpTitleNoticed = "help.title-noticed";
    HelpBodyNoticed = "help.body-noticed";
    HelpBodyResult = "help.body-result";
    HelpTitleAsked = "help.title-asked";
    HelpBodyAsked = "help.body-asked";
    HelpNow = "help.now";
    HelpLinesTitle = "help.lines-title";
    HelpTellMust = "help.tell-must";
    HelpTellChoice = "help.tell-choice";
    HelpTellButton = "help.tell-button";
    HelpNotTellButton = "help.not-tell-button";
    HelpTellUnavailable = "help.tell-unavailable";
    HelpTellTitle = "help.tell-title";
    HelpTellAnonymous = "help.tell-anonymous";
    HelpTellName = "help.tell-name";
    HelpTellNo = "help.tell-no";
    HelpByStaff = "help.by-staff";
    HelpAgain = "help.again";
    HelpYoungTitle = "help.young-title";
    HelpYoungBody = "help.young-body";
    HelpYoungAsked = "help.young-asked";
    HelpYoungButton = "help.young-button";
    HelpAdultButton = "help.adult-button";
    HelpReadAloud = "help.read-aloud";
    HelpNext = "help.next";
    HelpBack = "help.back";
    HelpExit = "help.exit";
    HelpExitHint = "help.exit-hint";
    HelpContinue = "help.continue";
    HelpReturn = "help.return";

    // Safe for the next hours?
    CompanyTitle = "company.title";
    CompanyLead = "company.lead";
    CompanyWith = "company.with";
    CompanyAlone = "company.alone";
    CompanySkip = "company.skip";
    AdultTitle = "adult.title";
    AdultLead = "adult.lead";
    AdultBody = "adult.body";
    AdultThere = "adult.there";

    // What it is about, and what the student wishes
    AboutTitle = "about.title";
    AboutLead = "about.lead";
    AboutHome = "about.home";
    AboutStudents = "about.students";
    AboutStaff = "about.staff";
    AboutOthers = "about.others";
    AboutMayHurt = "about.may-hurt";
    AboutOther = "about.other";
    AboutThanks = "about.thanks";
    AboutLines = "about.lines";
    SecondTitle = "second.title";
    SecondBody = "second.body";
    SecondButton = "second.button";
    WishTitle = "wish.title";
    WishLead = "wish.lead";
    WishPlace = "wish.place";
    WishRoom = "wish.room";
    WishQuiet = "wish.quiet";
    WishPhone = "wish.phone";
    WishTime = "wish.time";
    WishNow = "wish.now";
    WishBreak = "wish.break";
    WishAfter = "wish.after";
    WishWhom = "wish.whom";
    WishPsychology = "wish.psychology";
    WishClass = "wish.class";
    WishNurse = "wish.nurse";
    WishGuardian = "wish.guardian";
    WishGuardianYes = "wish.guardian-yes";
    WishGuardianNo = "wish.guardian-no";
    WishGuardianUnsure = "wish.guardian-unsure";
    WishName = "wish.name";
    WishNameHint = "wish.name-hint";
    WishNameAnonymous = "wish.name-anonymous";
    WishCompany = "wish.company";
    WishSend = "wish.send";
    WishSentTitle = "wish.sent-title";
    WishSentBody = "wish.sent-body";
    WishCorrect = "wish.correct";

    // Carried by hand, where there is no network
    HandTitle = "hand.title";
    HandBody = "hand.body";
    HandPicture = "hand.picture";

    // Where a message is
    DeliverySaving = "delivery.saving";
    DeliveryQueued = "delivery.queued";
    DeliveryUnsaved = "delivery.unsaved";
    DeliveryOffline = "delivery.offline";
    DeliveryStored = "delivery.stored";
    DeliveryLate = "delivery.late";
    DeliverySeen = "delivery.seen";
    DeliverySecondStored = "delivery.second-stored";
    DeliverySecondSeen = "delivery.second-seen";
    DeliverySecondContacted = "delivery.second-contacted";
    DeliveryContacted = "delivery.contacted";
    DeliveryRefused = "delivery.refused";

    // End: the same frame for every tier
    EndTitle = "end.title";
    EndBody = "end.body";
    EndShow = "end.show";
    EndHide = "end.hide";
    EndClose = "end.close";
    EndStay = "end.stay";
    DeclinedTitle = "declined.title";
    DeclinedBody = "declined.body";

    // A shared computer that nobody touches, and a quick exit
    CoverRestingTitle = "cover.resting-title";
    CoverResting = "cover.resting";
    CoverWarningTitle = "cover.warning-title";
    CoverWarning = "cover.warning";
    CoverStay = "cover.stay";
    CoverWipedTitle = "cover.wiped-title";
    CoverWiped = "cover.wiped";
    LeftTitle = "left.title";
    LeftBody = "left.body";

    // The own result
    ResultTitle = "result.title";
    ResultNotDiagnosis = "result.not-diagnosis";
    ResultRoutine = "result.routine";
    ResultRoutineBody = "result.routine-body";
    ResultWatch = "result.watch";
    ResultWatchBody = "result.watch-body";
    ResultPriority = "result.priority";
    ResultPriorityBody = "result.priority-body";
    ResultUrgent = "result.urgent";
    ResultUrgentBody = "result.urgent-body";
    ResultUnclear = "result.unclear";
    ResultUnclearBody = "result.unclear-body";
    ResultDomains = "result.domains" ["domains"];

    // What whoever responds said about oneself. Only batteries that ask it have these texts.
    OwnItem = "own.item";
    OwnTitle = "own.title";
    OwnWell = "own.well";
    OwnStrained = "own.strained";
    OwnHeavy = "own.heavy";
    OwnUnclear = "own.unclear";
    OwnKept = "own.kept";

    // Exactly what was sent
    SentTitle = "sent.title";
    SentNothing = "sent.nothing";
    SentNever = "sent.never";
    SentPass = "sent.pass";
    SentEarly = "sent.early";
    SentFinal = "sent.final";
    SentFollow = "sent.follow";
    SentCompany = "sent.company";
    SentAbout = "sent.about";
    SentShared = "sent.shared";
    SentTrigger = "sent.trigger";
    SentLaunch = "sent.launch";
    SentTier = "sent.tier";
    SentBattery = "sent.battery";
    SentDomains = "sent.domains";
    SentDomainsNone = "sent.domains-none";
    SentValidity = "sent.validity";
    SentWish = "sent.wish";
    SentInformant = "sent.informant";
    SentTime = "sent.time";
    SentSitting = "sent.sitting";
    SentId = "sent.id";
    ValueTierRoutine = "value.tier-routine";
    ValueTierWatch = "value.tier-watch";
    ValueTierPriority = "value.tier-priority";
    ValueTierUrgent = "value.tier-urgent";
    ValueTierUnclear = "value.tier-unclear";
    ValueValidityOk = "value.validity-ok";
    ValueValidityDoubtful = "value.validity-doubtful";
    ValueValidityUnusable = "value.validity-unusable";
    ValueTriggerSafety = "value.trigger-safety";
    ValueTriggerHelp = "value.trigger-help";
    ValueWishSeen = "value.wish-seen";
    ValueWishNone = "value.wish-none";
    ValueYes = "value.yes";
    ValueNo = "value.no";
    ValueStudent = "value.student";
    ValueParent = "value.parent";
    ValueTeacher = "value.teacher";
    DomainMood = "domain.mood";
    DomainAnxiety = "domain.anxiety";
    DomainDistress = "domain.distress";
    DomainSleep = "domain.sleep";
    DomainWellbeing = "domain.wellbeing";
    DomainSelfWorth = "domain.self-worth";
    DomainPeers = "domain.peers";
    DomainBullying = "domain.bullying";
    DomainOnline = "domain.online";
    DomainAnger = "domain.anger";
    DomainStudy = "domain.study";
    DomainGrief = "domain.grief";
    DomainFamily = "domain.family";
    DomainSafety = "domain.safety";

    // When something is not right
    ErrorRecovered = "error.recovered";
}

/// All interface texts of one locale, by the position of their [`Key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Texts(pub(crate) Vec<String>);

impl Texts {
    /// Texts in the order of [`Key::ALL`]; `None` when the number differs.
    #[must_use]
    pub fn new(texts: Vec<String>) -> Option<Texts> {
        (texts.len() == Key::ALL.len()).then_some(Texts(texts))
    }

    /// Number of texts.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The text of `key`, placeholders unfilled.
    #[must_use]
    pub fn get(&self, key: Key) -> &str {
        self.0.get(key as usize).map_or("", String::as_str)
    }

    /// The text of `key` with every `{name}` replaced by its value.
    #[must_use]
    pub fn fill(&self, key: Key, values: &[(&str, &str)]) -> String {
        let mut filled = String::new();
        // Cut at the braces by hand: a search for strings costs kilobytes of code on the device.
        for part in self.get(key).split('{') {
            let (slot, behind) = part.split_once('}').unwrap_or(("", part));
            let value = values.iter().find(|(name, _)| *name == slot);
            filled.push_str(value.map_or("", |(_, value)| value));
            filled.push_str(behind);
        }
        filled
    }
}

/// A number in decimal digits. The standard formatter does this too, and is a kilobyte of code on the device.
#[must_use]
pub fn digits(number: usize) -> String {
    let mut said = if number < 10 { String::new() } else { digits(number / 10) };
    said.extend(char::from_digit((number % 10) as u32, 10));
    said
}

/// Parts with `between` between them. By hand for the same reason.
#[must_use]
pub fn joined(parts: &[&str], between: &str) -> String {
    let mut said = String::new();
    for part in parts {
        if !said.is_empty() {
            said.push_str(between);
        }
        said.push_str(part);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{digits, joined};
    use alloc::string::ToString;

    #[test]
    fn parts_stand_with_something_between_them() {
        assert_eq!(joined(&["睡眠", "心情", "朋友"], "、"), "睡眠、心情、朋友");
        assert_eq!(joined(&["one"], ", "), "one");
        assert_eq!(joined(&[], ", "), "");
    }

    #[test]
    fn digits_are_those_of_the_standard_formatter() {
        for number in (0..2_000).chain([usize::MAX - 1, usize::MAX]) {
            assert_eq!(digits(number), number.to_string());
        }
    }
}
