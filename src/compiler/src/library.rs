//! Everything that was read, with what only authors need: rights, sources, states, orders, translations.
//! Lists stand beside the run-time lists of the same name, position by position.

use crate::{
    exercise::{Known, ReadExercise},
    workload::Workload,
};
use qinghe_content::{Battery, Group, Instrument, InstrumentText, ItemIndex, Locale};

/// Every instrument, battery, exercise and lesson that could be read. What could not be read is in the findings.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Library {
    /// Instruments, by id.
    pub instruments: Vec<Read>,
    /// Batteries, by id.
    pub batteries: Vec<ReadBattery>,
    /// Exercises, by id.
    pub exercises: Vec<ReadExercise>,
    /// Core knowledge, by locale and stage.
    pub knowledge: Vec<Known>,
    /// Family lessons, by id. A list of their own: nothing that students see is made of it.
    pub lessons: Vec<ReadExercise>,
}

impl Library {
    /// The exercise with this id.
    #[must_use]
    pub fn exercise(&self, id: &str) -> Option<&ReadExercise> {
        self.exercises.iter().find(|read| read.exercise.id == id)
    }

    /// The family lesson with this id.
    #[must_use]
    pub fn lesson(&self, id: &str) -> Option<&ReadExercise> {
        self.lessons.iter().find(|read| read.exercise.id == id)
    }

    /// The instrument with this id.
    #[must_use]
    pub fn instrument(&self, id: &str) -> Option<&Read> {
        self.instruments.iter().find(|read| read.instrument.id == id)
    }

    /// The battery with this id.
    #[must_use]
    pub fn battery(&self, id: &str) -> Option<&ReadBattery> {
        self.batteries.iter().find(|read| read.battery.id == id)
    }
}

/// One instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// What the run time uses.
    pub instrument: Instrument,
    /// Its wording, in the order of [`Locale::ALL`]. `None` where the school brings it, or where it has a
    /// fault.
    pub wording: Vec<Option<InstrumentText>>,
    /// What only authors need.
    pub about: About,
}

impl Read {
    /// The wording in one locale, to the letter: in traditional script it is that of the simplified one.
    #[must_use]
    pub fn text(&self, locale: Locale) -> Option<&InstrumentText> {
        let at = Locale::ALL.iter().position(|one| *one == locale.written())?;
        self.wording.get(at)?.as_ref()
    }
}

/// What is known about an instrument beyond what it computes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Who holds it and what they allow.
    pub rights: Rights,
    /// Whether `LICENSE.md` stands beside it.
    pub licence_file: bool,
    /// Whether something is open that keeps it from being released.
    pub open: bool,
    /// Beside [`Instrument::scores`].
    pub scores: Vec<AboutScore>,
    /// Metric and source of the item bank.
    pub bank: Option<Sourced>,
    /// Orders of other forms.
    pub orders: Vec<Order>,
    /// Where each wording comes from, in the order of [`Locale::ALL`].
    pub texts: Vec<Option<AboutText>>,
}

/// `[rights]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Who holds the rights.
    pub holder: String,
    /// What may be done.
    pub permission: Permission,
    /// What the holder allows, and how we know.
    pub statement: String,
    /// Where that stands.
    pub source: String,
    /// Why the wording may be shown in the other script of its language; `None`: it is shown as it was printed.
    pub script_form: Option<String>,
}

/// What may be done with the wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Shipped without a condition.
    Free,
    /// Shipped under the same terms.
    ShareAlike,
    /// Shipped with its own licence, for use that earns nothing.
    NonCommercial,
    /// Not shipped: a school with a licence brings it.
    BringYourOwn,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Permission; 4] =
        [Permission::Free, Permission::ShareAlike, Permission::NonCommercial, Permission::BringYourOwn];

    /// The word used in data files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Permission::Free => "free",
            Permission::ShareAlike => "share-alike",
            Permission::NonCommercial => "non-commercial",
            Permission::BringYourOwn => "bring-your-own",
        }
    }

    /// Whether the wording stands beside the structure.
    #[must_use]
    pub const fn ships_wording(self) -> bool {
        !matches!(self, Permission::BringYourOwn)
    }
}

/// Where something comes from, and whether it was read there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sourced {
    /// Author and year, or what the holder calls it.
    pub source: String,
    /// Nobody has compared it with the source yet.
    pub unverified: bool,
}

/// The way in which a score is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Sum,
    Mean,
    Weighted,
    Count,
    Maximum,
    Pattern,
    Theta,
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 7] = [
        Method::Sum,
        Method::Mean,
        Method::Weighted,
        Method::Count,
        Method::Maximum,
        Method::Pattern,
        Method::Theta,
    ];

    /// The word used in data files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Method::Sum => "sum",
            Method::Mean => "mean",
            Method::Weighted => "weighted",
            Method::Count => "count",
            Method::Maximum => "maximum",
            Method::Pattern => "pattern",
            Method::Theta => "theta",
        }
    }
}

/// One score, beside [`qinghe_content::Score`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutScore {
    /// How it is written.
    pub method: Method,
    /// The missing rule.
    pub missing: Sourced,
    /// The transformation, where one is written.
    pub scale: Option<Sourced>,
    /// Beside [`qinghe_content::Score::change`].
    pub change: Option<AboutChange>,
    /// Beside [`qinghe_content::Score::norms`].
    pub norms: Vec<AboutNorm>,
    /// Beside [`qinghe_content::Score::band_sets`].
    pub band_sets: Vec<AboutBandSet>,
}

/// `change` of a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutChange {
    /// What the difference rests on.
    pub noise: Noise,
    /// In whom it was found.
    pub population: Option<String>,
    /// Where the numbers come from.
    pub from: Sourced,
}

/// What tells a change from noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// The reliable change index.
    Index {
        /// Reliability coefficient, in ten-thousandths.
        reliability: i32,
        /// Which coefficient it is.
        kind: Reliability,
        /// Standard deviation of the score, in ten-thousandths.
        sd: i32,
    },
    /// The source gives the difference itself.
    Published,
}

/// A reliability coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliability {
    /// Correlation of two occasions.
    Retest,
    /// Internal consistency.
    Alpha,
}

/// One norm table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutNorm {
    /// What its values are, for example `T score`.
    pub metric: String,
    /// Who was measured.
    pub sample: String,
    /// Where it stands.
    pub from: Sourced,
}

/// One band set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutBandSet {
    /// In whom the cut scores were found.
    pub population: Option<String>,
    /// For whom they are made.
    pub group: Group,
    /// Where they stand.
    pub from: Sourced,
}

/// The order of the items in another form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Stable id.
    pub id: String,
    /// Where it stands.
    pub source: String,
    /// Every item once.
    pub items: Vec<ItemIndex>,
}

/// Where a wording comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutText {
    /// Where it was read.
    pub source: String,
    /// How sure it is that this is the official wording.
    pub certainty: String,
    /// Who translated it.
    pub translation: Translation,
    /// What is still open.
    pub open_check: Option<String>,
}

/// Who made a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Translation {
    /// The holder, or the original language.
    Official,
    /// A publication.
    Published,
    /// This project; awaits back-translation.
    Own,
}

/// One battery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBattery {
    /// What the run time uses.
    pub battery: Battery,
    /// Positions in [`Library::instruments`], beside [`Battery::instruments`].
    pub instruments: Vec<usize>,
    /// School stage.
    pub stage: Stage,
    /// Region of its help lines.
    pub region: String,
    /// Who signed the tier policy off, or what is open.
    pub sign_off: String,
    /// Reason of each rule, beside [`qinghe_content::Policy::rules`].
    pub reasons: Vec<String>,
    /// What the gate of each block is known to miss, beside [`Battery::blocks`].
    pub misses: Vec<Option<String>>,
    /// Instruments (positions in [`Battery::instruments`]) whose missing responses are not held against the
    /// rest, with the reason.
    pub may_be_missing: Vec<(u8, String)>,
    /// Source of the validity policy.
    pub validity: Option<String>,
    /// How long it takes, in the order of [`Locale::ALL`].
    pub workload: Vec<Workload>,
}

/// A school stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Stage {
    UpperPrimary,
    Junior,
    Senior,
    Vocational,
    University,
    Any,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 6] =
        [Stage::UpperPrimary, Stage::Junior, Stage::Senior, Stage::Vocational, Stage::University, Stage::Any];

    /// The word used in data files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Stage::UpperPrimary => "upper-primary",
            Stage::Junior => "junior",
            Stage::Senior => "senior",
            Stage::Vocational => "vocational",
            Stage::University => "university",
            Stage::Any => "any",
        }
    }

    /// School years, counted as in [`Group::grades`].
    #[must_use]
    pub const fn grades(self) -> (u8, u8) {
        match self {
            Stage::UpperPrimary => (4, 6),
            Stage::Junior => (7, 9),
            Stage::Senior | Stage::Vocational => (10, 12),
            Stage::University => (13, 16),
            Stage::Any => (1, u8::MAX),
        }
    }
}
