//! What a sitting came to: a tier, and scores with bands and uncertainty. No responses, and no place for them.

use crate::{Fault, Line, Tier};

/// Most scores of one result.
pub(crate) const MAX_SCORES: usize = 16;
/// Most bands of one score.
pub(crate) const MAX_BANDS: usize = 12;

/// The result of one battery.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    battery: Line,
    version: Line,
    title: Line,
    tier: Tier,
    scores: Vec<Score>,
}

impl Outcome {
    /// A result; `title` is the battery's name as the student read it.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] for more than 16 scores, or one score twice.
    pub fn new(
        battery: Line,
        version: Line,
        title: Line,
        tier: Tier,
        scores: Vec<Score>,
    ) -> Result<Outcome, Fault> {
        let twice = scores
            .iter()
            .enumerate()
            .any(|(at, score)| scores.iter().take(at).any(|other| other.key() == score.key()));
        if scores.len() > MAX_SCORES || twice {
            return Err(Fault::Contradiction("a result has at most 16 scores, each of them once"));
        }
        Ok(Outcome { battery, version, title, tier, scores })
    }

    /// Id of the battery.
    #[must_use]
    pub fn battery(&self) -> &str {
        self.battery.as_str()
    }

    /// Version of the battery.
    #[must_use]
    pub fn version(&self) -> &str {
        self.version.as_str()
    }

    /// Name of the battery, as the student read it.
    #[must_use]
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// The tier.
    #[must_use]
    pub fn tier(&self) -> Tier {
        self.tier
    }

    /// The scores.
    #[must_use]
    pub fn scores(&self) -> &[Score] {
        &self.scores
    }

    pub(crate) fn lines(&self) -> [&Line; 3] {
        [&self.battery, &self.version, &self.title]
    }
}

/// One band of a score: from here up to the next.
#[derive(Clone, PartialEq, Eq)]
pub struct Band {
    /// Lowest score of the band, in units of the score.
    pub from: i32,
    /// Its name, as the student read it.
    pub name: Line,
}

/// What difference between two occasions is more than measurement error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// In units of the score; not negative.
    pub reliable: i32,
    /// Whether a higher score is the worse one.
    pub higher_is_worse: bool,
}

/// The parts of a score.
#[derive(Clone, PartialEq, Eq)]
pub struct ScoreParts {
    /// Id of the instrument.
    pub instrument: Line,
    /// Version of the instrument.
    pub version: Line,
    /// Id of the score.
    pub score: Line,
    /// Its name, as the student read it.
    pub name: Line,
    /// Decimal places of all numbers here, 0 to 4: one unit is `10^-decimals`.
    pub decimals: u8,
    /// The score.
    pub value: i32,
    /// Where it lies with 95 % confidence; `None` when nobody has measured how exact it is.
    pub range: Option<(i32, i32)>,
    /// Lowest and highest value that it can have.
    pub scale: (i32, i32),
    /// Bands, lowest first; may be empty.
    pub bands: Vec<Band>,
    /// What change is more than noise, where somebody has measured it.
    pub change: Option<Change>,
}

/// A score whose parts fit together.
#[derive(Clone, PartialEq, Eq)]
pub struct Score(ScoreParts);

impl Score {
    /// A score.
    ///
    /// # Errors
    /// [`Fault::Contradiction`] says which parts do not fit.
    pub fn new(parts: ScoreParts) -> Result<Score, Fault> {
        let (least, most) = parts.scale;
        let fits =
            |low: i32, high: i32| least <= low && low <= parts.value && parts.value <= high && high <= most;
        let ascending = parts.bands.windows(2).all(|pair| pair[0].from < pair[1].from);
        let what = if parts.decimals > 4 {
            "a score has at most 4 decimals"
        } else if !fits(parts.value, parts.value) {
            "the score lies outside its scale"
        } else if parts.range.is_some_and(|(low, high)| !fits(low, high)) {
            "the range lies outside the scale, or the score outside its range"
        } else if parts.bands.len() > MAX_BANDS || !ascending {
            "a score has at most 12 bands, in ascending order"
        } else if parts.bands.first().is_some_and(|band| band.from > least) {
            "the first band begins above the lowest score"
        } else if parts.change.is_some_and(|change| change.reliable < 0) {
            "a difference that counts is not negative"
        } else {
            return Ok(Score(parts));
        };
        Err(Fault::Contradiction(what))
    }

    /// Its parts.
    #[must_use]
    pub fn parts(&self) -> &ScoreParts {
        &self.0
    }

    /// The band that the score lies in.
    #[must_use]
    pub fn band(&self) -> Option<&Band> {
        self.0.bands.iter().rfind(|band| band.from <= self.0.value)
    }

    /// What makes two scores the same line over time.
    pub(crate) fn key(&self) -> (&str, &str) {
        (self.0.instrument.as_str(), self.0.score.as_str())
    }
}
