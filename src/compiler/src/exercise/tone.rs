//! Words that no exercise says, and sentences that are too long for the age.
//!
//! `exercises/forbidden.toml` (and for families `family/forbidden.toml`) lists the words, with the reason of each group; people who write and people who
//! sign off can change it without touching code.
//!
//! Reading level, Chinese: characters (letters and digits, no punctuation) divided by sentences, over what a
//! variant reads in running text; ends of sentences are `。！？…；` and line breaks. For the two youngest variants
//! and for families characters divided by clauses besides, ended by `，、：` too. Mean sentence length is among the features that
//! readability formulas for Chinese rest on (Lin and Xu 2023, IJLT 9(3); Cheng, Xu and Dong 2020, on graded
//! school textbooks, not read in the original). The limits are ours: twelve characters a clause for upper
//! primary is the design rule, the others were set beside what reads well; nobody has tested them here.

use crate::{
    finding::{Code, Log},
    reader::{At, Doc, Found},
    words::locale_index,
};
use qinghe_content::{
    Locale,
    exercise::{Exercise, ExerciseText, FormText, Variant},
};
use std::path::Path;

const SENTENCE_ENDS: &[char] = &['。', '！', '？', '…', '；', '\n'];
const CLAUSE_ENDS: &[char] = &['，', '、', '：', '—', '“', '”', '《', '》', '（', '）'];

/// Most characters a clause and a sentence may have in the mean; tenths.
const fn limits(variant: Variant) -> (Option<usize>, usize) {
    match variant {
        Variant::Little => (Some(90), 160),
        Variant::Primary => (Some(120), 200),
        Variant::Junior => (None, 240),
        Variant::Senior => (None, 280),
        // Read in the evening by whoever is tired, and by grandparents with six years of school.
        Variant::Adult => (Some(120), 200),
    }
}

struct Group {
    why: String,
    /// May be quoted as what somebody ought not to say.
    quotable: bool,
    /// In the order of [`Locale::ALL`].
    words: Vec<Vec<String>>,
}

/// The words that no exercise says.
#[derive(Default)]
pub(crate) struct Tone(Vec<Group>);

/// The words of all these files.
pub(super) fn read(log: &Log, root: &Path, files: &[&str]) -> Tone {
    Tone(files.iter().flat_map(|file| groups(log, root, file)).collect())
}

fn groups(log: &Log, root: &Path, file: &str) -> Vec<Group> {
    let Some(doc) = Doc::open(log, root, file) else { return Vec::new() };
    let top = doc.top(log);
    let mut groups = Vec::new();
    for table in top.tables("group") {
        let why = table.filled("why", Code::Source, "Say why nobody should read these words.");
        let quotable = table.yes("quotable");
        let list = |locale: &Locale| {
            let found = table.texts(locale.tag());
            let all = found.map(|found| found.value).unwrap_or_default();
            all.iter().map(|word| word.value.to_lowercase()).filter(|word| !word.trim().is_empty()).collect()
        };
        let words = Locale::ALL.iter().map(list).collect();
        table.finish();
        groups.push(Group { why: why.map_or(String::new(), |why| why.value.to_owned()), quotable, words });
    }
    top.finish();
    groups
}

impl Tone {
    /// Says every forbidden word of one text.
    pub(crate) fn words(&self, text: &Found<'_, &str>, locale: Locale, quoted: bool) {
        let lower = text.value.to_lowercase();
        for group in self.0.iter().filter(|group| !(quoted && group.quotable)) {
            let words = group.words.get(locale_index(locale)).into_iter().flatten();
            for word in words.filter(|word| says(&lower, word, locale)) {
                text.say(
                    Code::Forbidden,
                    format!("`{word}` stands in this text"),
                    &format!("{}.", group.why),
                );
            }
        }
    }
}

/// Whether a text has this word: anywhere in Chinese, as a whole word in English.
fn says(text: &str, word: &str, locale: Locale) -> bool {
    if locale == Locale::ZhHans {
        return text.contains(word);
    }
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|front| front.chars().next_back());
        let behind = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
    })
}

/// Characters, sentences and clauses of running text, and the longest sentence.
#[derive(Default)]
pub(super) struct Measure {
    characters: usize,
    sentences: usize,
    clauses: usize,
    longest: (usize, String),
}

/// Letters and digits.
pub(super) fn count(text: &str) -> usize {
    text.chars().filter(|one| one.is_alphanumeric()).count()
}

impl Measure {
    pub(super) fn add(&mut self, text: &str) {
        for sentence in text.split(SENTENCE_ENDS).filter(|sentence| count(sentence) > 0) {
            let length = count(sentence);
            self.characters += length;
            self.sentences += 1;
            self.clauses += sentence.split(CLAUSE_ENDS).filter(|clause| count(clause) > 0).count();
            if length > self.longest.0 {
                self.longest = (length, sentence.trim().to_owned());
            }
        }
    }

    fn of(form: &FormText) -> Measure {
        let mut measure = Measure::default();
        let running = [&form.summary].into_iter().chain(&form.not_for);
        let steps = form.steps.iter().flat_map(|step| std::iter::once(&step.text).chain(&step.replies));
        running.chain(steps).for_each(|text| measure.add(text));
        measure
    }
}

/// Says which variants read sentences that are too long.
pub(super) fn reading(at: &At<'_>, exercise: &Exercise, text: &ExerciseText, locale: Locale) {
    for (form, text) in exercise.forms.iter().zip(&text.forms) {
        level(at, form.variant, &Measure::of(text), locale);
    }
}

/// Says whether what a variant reads has sentences that are too long.
pub(super) fn level(at: &At<'_>, variant: Variant, measure: &Measure, locale: Locale) {
    if locale != Locale::ZhHans {
        return;
    }
    let (clause, sentence) = limits(variant);
    let looked = [(clause, measure.clauses, "clause"), (Some(sentence), measure.sentences, "sentence")];
    for (limit, parts, name) in looked {
        let Some(limit) = limit else { continue };
        let mean = measure.characters * 10 / parts.max(1);
        if mean > limit {
            let (letter, whole, tenths) = (variant.letter(), mean / 10, mean % 10);
            let most = limit / 10;
            let what =
                format!("variant {letter} reads {whole}.{tenths} characters a {name}, more than {most}");
            let help = format!("Shorten sentences, beginning with: {}", measure.longest.1);
            at.say(Code::Reading, what, &help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, Measure, says};

    #[test]
    fn a_word_is_found_as_a_word() {
        assert!(says("他有抑郁症吗", "抑郁症", Locale::ZhHans));
        assert!(says("she is a patient.", "patient", Locale::En));
        assert!(!says("be patiently kind", "patient", Locale::En));
    }

    #[test]
    fn sentences_and_clauses_are_counted_by_hand() {
        let mut measure = Measure::default();
        // 4 + 3 characters in one sentence of two clauses, then 5 in one.
        measure.add("坐下来吧，脚放平。慢慢吸口气");
        assert_eq!((measure.characters, measure.sentences, measure.clauses), (12, 2, 3));
        assert_eq!(measure.longest, (7, "坐下来吧，脚放平".to_owned()));
    }
}
