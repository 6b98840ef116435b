//! What is wrong with the data: code, place, what, why, what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::{cell::RefCell, collections::BTreeMap, ops::Range};

/// Whether a finding stops a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Stops it.
    Error,
    /// Is shown, and the build goes on.
    Warning,
}

macro_rules! codes {
    ($($name:ident = $code:literal $severity:ident $why:literal;)+) => {
        /// Every lint rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $why] $name),+ }

        impl Code {
            /// Every rule, in the order of its number.
            pub const ALL: &'static [Code] = &[$(Code::$name),+];

            /// The stable number, for example `QH0109`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Code::$name => $code),+ }
            }

            /// Whether it stops a build.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),+ }
            }

            /// Why the rule exists.
            #[must_use]
            pub const fn why(self) -> &'static str {
                match self { $(Code::$name => $why),+ }
            }
        }
    };
}

codes! {
    Unreadable = "QH0001" Error "a file that belongs to the data room is missing or cannot be read";
    Syntax = "QH0002" Error "the file is not TOML";
    MissingField = "QH0003" Error "without this field nobody can tell what was meant";
    UnknownField = "QH0004" Error "a misspelt field would silently have no effect";
    WrongKind = "QH0005" Error "the value has another kind or range than the field";
    UnknownWord = "QH0006" Error "the field takes one of a fixed list of words";
    Encoding = "QH0007" Error "files are UTF-8 without a mark in front, so that everybody reads the same characters";
    TooLarge = "QH0008" Error "a file that nobody can read through is nothing that a person wrote";
    TooDeep = "QH0009" Error "nothing in the data lies this deep";
    TooMany = "QH0010" Error "nobody can check so much at once";

    Id = "QH0101" Error "ids are kebab-case, unique and the name of their folder, so that they can be found";
    Version = "QH0102" Error "versions are major.minor.patch, so that a record says which definition it used";
    Duplicate = "QH0103" Error "two things with one id cannot be told apart";
    Rights = "QH0104" Error "an instrument ships only where its holder allows it, and says so";
    ResponseSet = "QH0105" Error "a response set has at least two options with different values";
    UnknownReference = "QH0106" Error "the name stands for nothing in this data room";
    Critical = "QH0107" Error "a critical value that no option has would never call anybody";
    ScoreItems = "QH0108" Error "a score uses items of its instrument, each once";
    Bands = "QH0109" Error "bands ascend, begin at the lowest possible score and can all be reached";
    Source = "QH0110" Error "every number has a source";
    Prorate = "QH0111" Error "a score made mostly of missing responses says nothing about the person";
    OpenCheck = "QH0112" Error "what is released never changes, so nothing may be open any more";
    Keying = "QH0113" Error "a key that does not fit its item would silently count something else";
    ScoreOrder = "QH0114" Error "a score uses only scores above it, so that none waits for itself";
    Units = "QH0115" Error "scores with different decimal places cannot be combined";
    Scaling = "QH0116" Error "a score is transformed once, with whole numbers that the engine can hold";
    Norm = "QH0117" Error "a norm table ascends, begins where scores lie and serves people whom none above it serves";
    Bank = "QH0118" Error "a trait estimate needs a slope and ascending thresholds for each of its items";
    Order = "QH0119" Error "another form has the same items, each once";
    Change = "QH0120" Error "noise cannot be told from change without a reliability below one and a spread, or a difference and in whom it was found";
    Pattern = "QH0121" Error "a pattern that cannot hold is a mistake";
    MissingRule = "QH0122" Error "a missing rule has to fit the way in which the inputs are combined";

    Wording = "QH0201" Error "every item and option has exactly one wording in every locale";
    Spaces = "QH0202" Error "official wording has no blank edges and is never empty";
    Brought = "QH0203" Error "a school brings wording only where none is shipped";

    Case = "QH0301" Error "the engine does not give what was worked out by hand";
    BandEdge = "QH0302" Error "the score at which a band begins is where mistakes happen, so a case stands there";
    TierCase = "QH0303" Error "every tier of the policy is shown to be reachable";
    CaseWay = "QH0304" Error "a case takes the way that a sitting takes";

    Ages = "QH0401" Error "a battery is not given to ages for which an instrument was not made";
    Informant = "QH0402" Error "everybody in one battery is described by the same person";
    RuleOrder = "QH0403" Error "the first rule that holds decides, so the most serious comes first and each tier once";
    NoUrgent = "QH0404" Error "a critical item must lead to a person";
    NoUnclear = "QH0405" Error "missing responses must not read as calm";
    Gate = "QH0406" Error "a gate is decided before its block, so it looks back only";
    CriticalFirst = "QH0407" Error "a critical item is never left out because the rest is clear";
    Adaptive = "QH0408" Error "adaptive administration needs a trait estimate, and gives nothing else";
    Minutes = "QH0409" Error "a sitting takes at most 12 minutes, and no longer than it says";
    Snapshot = "QH0410" Error "an unfinished sitting is kept in 1 024 bytes";
    Validity = "QH0411" Error "a validity index that cannot reach its cut says nothing";
    Vacuous = "QH0412" Error "a condition that always or never holds decides nothing";
    Group = "QH0413" Error "cut scores made for one group are not read for another";
    Block = "QH0414" Error "every block asks something, of somebody, that no block before it asks";
    Own = "QH0415" Error "what somebody says about oneself in a report about a child stays on that device, so nothing that leaves looks at it";

    Number = "QH0501" Error "a help number is dialled as it stands";
    Checked = "QH0502" Error "a help number nobody has checked for a year may be dead";
    CheckSoon = "QH0503" Warning "help numbers change; they are checked again within 120 days";
    NoHelpLine = "QH0504" Error "somebody who needs to talk must find a psychological line";

    TextMissing = "QH0601" Error "a screen would stay empty";
    TextUnknown = "QH0602" Error "a misspelt key would silently have no effect";
    Slots = "QH0603" Error "a text has exactly the placeholders of its key";
    Correction = "QH0604" Warning "a correction that corrects nothing hides that its text has changed";
    Traditional = "QH0605" Error "who reads the traditional script meets no character of the other one";
    Syllable = "QH0606" Warning "a child learns what stands over a character, so what has several readings and no line is left without";

    StepData = "QH0701" Error "a step that cannot be done as it is written leaves somebody standing";
    Unreached = "QH0702" Error "what no way leads to was written for nobody";
    Endless = "QH0703" Error "everybody gets out of an exercise";
    StepText = "QH0704" Error "every step has its wording, in every locale and for every age variant";
    Ratings = "QH0705" Error "only who rates before and after can be told that it makes things worse";
    NotFor = "QH0706" Error "whom an exercise is not for gets another one";
    Cap = "QH0707" Error "a run ends at twice its nominal minutes, so every way fits into them";
    Forbidden = "QH0708" Error "some words hurt, label or endanger whoever reads them";
    Reading = "QH0709" Error "a child stops reading when sentences are long";
    Grade = "QH0710" Error "an exercise promises no more than its evidence";
    Private = "QH0711" Error "that somebody uses it is itself a secret";
    Story = "QH0712" Error "a story has something to decide";
    Calm = "QH0713" Error "when an exercise makes things worse, one that calms is played";
    Script = "QH0714" Error "the engine does not do what was worked out by hand";
    CaseCover = "QH0715" Error "every step and every variant is shown to work";

    NoBank = "QH0801" Warning "without a bank nobody can show that a skill was learnt";
    BankSize = "QH0802" Error "two attempts and a refresher ask what was never asked before";
    Options = "QH0803" Error "an item has three or four options, and one of them is right";
    Balance = "QH0804" Error "whoever always takes the same place, or the longest, must not pass";
    Repeated = "QH0805" Error "what was seen word for word asks for the words, not for what they mean";
    NoTopic = "QH0806" Warning "core knowledge has a list of topics, and a sitting asks all of its stage";
    Topic = "QH0807" Error "a topic has its number, and one item of each form for each stage";

    Lesson = "QH0901" Error "every lesson goes the same way, so that a tired parent knows it after the first";
    Outline = "QH0902" Error "a lesson says for which stage, which band of the outline and what it is";
    NoLesson = "QH0903" Warning "families of every band find a lesson, and the plan is whole";
    Typed = "QH0904" Error "a help number in a lesson grows old; those at the foot of the page are checked";
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// File, relative to the root of the data.
    pub file: String,
    /// Bytes of the file; empty at 0 when the whole file is meant.
    pub span: Range<usize>,
    /// What is wrong here.
    pub what: String,
    /// What to do.
    pub help: String,
}

/// Findings that are shown of one file.
const SHOWN: usize = 200;

/// Collects findings; nothing stops at the first.
#[derive(Default)]
pub(crate) struct Log {
    findings: RefCell<Vec<Finding>>,
    counts: RefCell<BTreeMap<String, usize>>,
    texts: RefCell<BTreeMap<String, String>>,
}

impl Log {
    pub(crate) fn add(&self, code: Code, file: &str, span: Range<usize>, what: String, help: &str) {
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(file.to_owned()).or_default();
        *count += 1;
        let (code, span, what, help) = match *count {
            count if count <= SHOWN => (code, span, what, help),
            count if count == SHOWN + 1 => {
                let what = format!("more than {SHOWN} findings in this file");
                (Code::TooMany, 0..0, what, "Correct these first.")
            }
            _ => return,
        };
        let finding = Finding { code, file: file.to_owned(), span, what, help: help.to_owned() };
        self.findings.borrow_mut().push(finding);
    }

    /// A fault of a whole file.
    pub(crate) fn file(&self, code: Code, file: &str, what: String, help: &str) {
        self.add(code, file, 0..0, what, help);
    }

    /// Looks at something that belongs to a whole folder or file.
    pub(crate) fn at(&self, file: &str, look: impl FnOnce(&crate::reader::At<'_>)) {
        look(&crate::reader::At::whole(self, file));
    }

    pub(crate) fn keep_text(&self, file: &str, text: &str) {
        self.texts.borrow_mut().insert(file.to_owned(), text.to_owned());
    }

    /// Whether something said so far stops the build.
    pub(crate) fn has_errors(&self) -> bool {
        self.findings.borrow().iter().any(|finding| finding.code.severity() == Severity::Error)
    }

    pub(crate) fn into_findings(self) -> Findings {
        let mut all = self.findings.into_inner();
        all.sort_by(|a, b| (&a.file, a.span.start, a.code).cmp(&(&b.file, b.span.start, b.code)));
        all.dedup();
        Findings { all, texts: self.texts.into_inner() }
    }
}

/// Findings, and the text they point into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// By file and place.
    pub all: Vec<Finding>,
    pub(crate) texts: BTreeMap<String, String>,
}

impl Findings {
    /// Whether a finding stops the build.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// How many findings stop the build.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.all.iter().filter(|finding| finding.code.severity() == Severity::Error).count()
    }

    /// All findings as text, an empty line after each.
    #[must_use]
    pub fn render(&self) -> String {
        self.all.iter().map(|finding| render(finding, &self.texts) + "\n\n").collect()
    }
}

/// Bytes that are shown on either side of a finding, and of a finding.
const NEAR: usize = 2000;

/// The lines in which `span` lies, the number of the first, and the span inside them. The renderer looks at
/// everything it is given, so it is not given a whole large file for each of many findings, nor a line that
/// nobody could read.
fn excerpt<'a>(text: &'a str, span: &Range<usize>) -> (&'a str, usize, Range<usize>) {
    let start = text.floor_char_boundary(span.start);
    let end = text.floor_char_boundary(span.end.min(start + NEAR)).max(start);
    let (front, behind) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let from = front.rfind('\n').map_or(0, |at| at + 1);
    let from = text.ceil_char_boundary(from.max(start.saturating_sub(NEAR)));
    let to = behind.find('\n').map_or(text.len(), |at| end + at + 1);
    let to = text.floor_char_boundary(to.min(end + NEAR));
    let first = 1 + front.bytes().filter(|byte| *byte == b'\n').count();
    (text.get(from..to).unwrap_or_default(), first, start - from..end - from)
}

/// One finding as text, with the line it is about. No colours: it also goes to logs.
fn render(finding: &Finding, texts: &BTreeMap<String, String>) -> String {
    let level = match finding.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&finding.what).id(finding.code.id());
    let empty = String::new();
    let text = texts.get(&finding.file).unwrap_or(&empty);
    let body = if finding.span.is_empty() {
        Group::with_title(title).element(Origin::path(&finding.file))
    } else {
        let (lines, first, span) = excerpt(text, &finding.span);
        let here = AnnotationKind::Primary.span(span).label(finding.code.why());
        let snippet = Snippet::source(lines).line_start(first).path(&finding.file);
        Group::with_title(title).element(snippet.annotation(here))
    };
    let note = Level::HELP.message(&finding.help);
    let why = finding.span.is_empty().then(|| Level::NOTE.message(finding.code.why()));
    let body = match why {
        Some(why) => body.element(why).element(note),
        None => body.element(note),
    };
    Renderer::plain().render(&[body]).to_string()
}

#[cfg(test)]
mod tests {
    use super::{NEAR, excerpt};

    #[test]
    fn an_excerpt_holds_the_lines_of_the_finding() {
        let text = "one\r\ntwo = 2\r\n青 = 3\n";
        assert_eq!(excerpt(text, &(11..12)), ("two = 2\r\n", 2, 6..7));
        assert_eq!(excerpt(text, &(0..3)), ("one\r\n", 1, 0..3));
        assert_eq!(excerpt(text, &(5..17)), ("two = 2\r\n青 = 3\n", 2, 0..12));
        assert_eq!(excerpt(text, &(text.len()..text.len() + 9)).2, 0..0);
    }

    #[test]
    fn a_line_that_nobody_could_read_is_cut_between_characters() {
        let text = "青禾".repeat(100_000);
        for from in [300_000, 300_001, 300_002] {
            let (near, first, span) = excerpt(&text, &(from..from + 300_000));
            assert!(near.len() <= 3 * NEAR + 6 && first == 1, "{} bytes", near.len());
            assert!(near.get(span).is_some_and(|found| found.len() > NEAR - 6));
        }
    }
}
