//! Every lint rule has a fault that triggers it: the fixture room, changed in one place. The unchanged room
//! triggers none, so it is the counterpart of every row.

use crate::support::*;
use qinghe_compiler::{Code, Finding, Severity};

/// Rule, file, text to replace (first place), replacement.
type Fault = (Code, &'static str, &'static str, &'static str);

/// How `change` of the fixture is written.
const INDEX: &str = "reliability = \"0.84\", kind = \"retest\", sd = 2.5,";

/// Faults of files and fields.
#[rustfmt::skip]
const FIELDS: &[Fault] = &[
    (Code::Syntax, TEA, "release = \"released\"", "release = released"),
    (Code::MissingField, TEA, "recall_days = 7", ""),
    (Code::MissingField, FORM, "minutes = 3", ""),
    (Code::MissingField, FORM, "misses = ", "#"),
    (Code::MissingField, WHOLE, "stage = \"junior\"", ""),
    (Code::MissingField, WHOLE, "instruments = [\"tea\", \"check\"]", ""),
    (Code::MissingField, WHOLE, "[\"tea\", \"check\"]", "[]"),
    (Code::MissingField, TEA_ZH, "translation = \"official\"", ""),
    (Code::MissingField, TEA, "\nat_least = 2\n", "\n"),
    (Code::UnknownField, TEA, "recall_days = 7", "recall_days = 7\nrecal_days = 7"),
    (Code::UnknownField, TEA, "method = \"sum\"", "method = \"sum\"\nat_least = 2"),
    (Code::UnknownField, FORM, "minutes = 3", "minutes = 3\nminuten = 3"),
    (Code::UnknownField, FORM, "kind = \"quick\"", "kind = \"quick\"\napart = 2"),
    (Code::WrongKind, TEA, "recall_days = 7", "recall_days = \"7\""),
    (Code::WrongKind, TEA, "recall_days = 7", "recall_days = -1"),
    (Code::WrongKind, TEA, "ages = { min = 8 }", "ages = { min = 8, max = 7 }"),
    (Code::WrongKind, TEA, "from = \"1.50\"", "from = \"1.505\""),
    (Code::WrongKind, TEA, "from = \"1.50\"", "from = 1.505"),
    (Code::WrongKind, TEA, "from = \"1.50\"", "from = \"one\""),
    (Code::WrongKind, TEA, "[3, 50]", "[3, 50, 5]"),
    (Code::WrongKind, FORM, "when = { critical = true }", "when = { critical = true, unusable = true }"),
    (Code::WrongKind, FORM, "when = { critical = true }", "when = { critical = false }"),
    (Code::WrongKind, REGION, "checked_on = \"2026-11-24\"", "checked_on = \"24.11.2026\""),
    (Code::UnknownWord, TEA, "informant = \"student\"", "informant = \"pupil\""),
    (Code::UnknownWord, TEA, "method = \"maximum\"", "method = \"largest\""),
    (Code::UnknownWord, LEAF, "state = \"unverified\"", "state = \"unsure\""),
    (Code::UnknownWord, OWN, "permission = \"bring-your-own\"", "permission = \"mine\""),
    (Code::UnknownWord, TEA_ZH, "locale = \"zh-Hans\"", "locale = \"en\""),
    (Code::UnknownWord, TEA_ZH, "translation = \"official\"", "translation = \"good\""),
    (Code::UnknownWord, WHOLE, "tier = \"watch\"", "tier = \"yellow\""),
    (Code::UnknownWord, WHOLE, "stage = \"junior\"", "stage = \"middle\""),
    (Code::UnknownWord, FORM, "kind = \"lie\"", "kind = \"truth\""),
    (Code::Id, TEA, "id = \"tea\"", "id = \"teas\""),
    (Code::Id, TEA, "id = \"spill\"", "id = \"Spill_It\""),
    (Code::Version, TEA, "version = \"1.0.0\"", "version = \"1.0\""),
    (Code::Version, WHOLE, "version = \"1.0.0\"", "version = \"1.0.01\""),
    (Code::Duplicate, TEA, "id = \"sweet\"", "id = \"hot\""),
    (Code::Duplicate, TEA, "id = \"mid\"", "id = \"low\""),
    (Code::Duplicate, TEA, "id = \"mean\"", "id = \"total\""),
    (Code::Duplicate, TEA, "id = \"young-2020\"", "id = \"room-2020\""),
    (Code::Duplicate, TEA, "id = \"grown\"", "id = \"boys\""),
    (Code::Duplicate, TEA, "id = \"index\"", "id = \"hot\""),
    (Code::Duplicate, WHOLE, "[\"tea\", \"check\"]", "[\"tea\", \"check\", \"check\"]"),
    (Code::Duplicate, FORM, "instrument = \"tea\"\nask_if", "instrument = \"tea\"\nitems = [\"green\", \"hot\"]\nask_if"),
    (Code::Duplicate, FORM, "domain = \"study\"", "domain = \"mood\""),
    (Code::UnknownReference, TEA, "response_set = \"often\"", "response_set = \"seldom\""),
    (Code::UnknownReference, WHOLE, "[\"tea\", \"check\"]", "[\"tea\", \"cheque\"]"),
    (Code::UnknownReference, WHOLE, "room-2020/mid", "room-2020/middle"),
    (Code::UnknownReference, WHOLE, "not_computed = \"tea/total\"", "not_computed = \"tea/sum\""),
    (Code::UnknownReference, WHOLE, "region = \"aa\"", "region = \"bb\""),
    (Code::UnknownReference, FORM, "order = \"printed-1999\"", "order = \"printed-2000\""),
    (Code::UnknownReference, FORM, "[\"spill\", \"hot\", \"sweet\"]", "[\"spill\", \"hot\", \"bitter\"]"),
    (Code::UnknownReference, FORM, "\"check/no-good\"", "\"check/so-good\""),
    (Code::UnknownReference, FORM, "[\"tea\", \"leaf\", \"check\"]", "[\"tea\", \"leaves\", \"check\"]"),
    (Code::UnknownReference, TEA_CASES, "total = 0", "sum = 0"),
];

/// Faults of instruments, their wording and cases.
#[rustfmt::skip]
const INSTRUMENTS: &[Fault] = &[
    (Code::Rights, TEA, "permission = \"free\"", "permission = \"bring-your-own\""),
    (Code::Rights, TEA, "source = \"This file\"", "source = \"\""),
    (Code::Rights, TEA, "permission = \"free\"", "permission = \"non-commercial\""),
    (Code::ResponseSet, TEA, "values = [0, 1, 2, 3]", "values = [0, 1, 1, 3]"),
    (Code::ResponseSet, TEA, "values = [0, 1, 2, 3]", "values = [0, 1, 2, 10001]"),
    (Code::ResponseSet, TEA, "values = [0, 1, 2, 3]", "values = [0]"),
    (Code::Critical, TEA, "critical_at_least = 2", "critical_at_least = 4"),
    (Code::Critical, TEA, "critical_at_least = 2", "critical_at_least = 0"),
    (Code::ScoreItems, TEA, "items = [\"hot\", \"sweet\", \"strong\"]", "items = [\"hot\", \"bitter\"]"),
    (Code::ScoreItems, TEA, "items = [\"hot\", \"sweet\", \"strong\"]", "items = [\"hot\", \"hot\"]"),
    (Code::ScoreItems, TEA, "items = [\"hot\", \"sweet\", \"strong\"]", "items = [\"*\", \"hot\"]"),
    (Code::ScoreItems, TEA, "items = [\"hot\", \"sweet\", \"strong\"]", "items = []"),
    (Code::ScoreItems, TEA, "weights = { hot = 2, strong = 1 }", "weights = { hot = 2, weak = 1 }"),
    (Code::ScoreOrder, TEA, "scores = [\"count\", \"peak\"]", "scores = [\"count\", \"both\"]"),
    (Code::ScoreOrder, TEA, "scores = [\"count\", \"peak\"]", "scores = [\"kind\", \"peak\"]"),
    (Code::Bands, TEA, "from = 10", "from = 4"),
    (Code::Bands, TEA, "from = 0", "from = 1"),
    (Code::Bands, TEA, "from = 10", "from = 16"),
    (Code::Bands, TEA, "from = 40", "from = 42"),
    (Code::Bands, TEA, "{ id = \"high\", from = 12 }", "{ id = \"gap\", from = 4 }, { id = \"high\", from = 5 }"),
    (Code::Bands, LEAF, "from = \"-6.000\"", "from = \"-6.001\""),
    (Code::Source, TEA, "source = \"Nobody 2019\"", "source = \"\""),
    (Code::Source, TEA, "source = \"Nobody 2020\"\npop", "source = \"\"\npop"),
    (Code::Source, TEA, "sample = \"no boys\"", "sample = \"\""),
    (Code::Source, LEAF, "metric = \"leaf\"", "metric = \"\""),
    (Code::Source, WHOLE, "sign_off = \"open", "sign_off = \"\" #"),
    (Code::Source, WHOLE, "why = \"Made up.\"", "why = \" \""),
    (Code::Source, FORM, "misses = \"Who", "misses = \"\" #"),
    (Code::Source, FORM, "source = \"Nobody 2024\"", "source = \"\""),
    (Code::Source, TEA_ZH, "certainty = \"none", "certainty = \" \" #"),
    (Code::Prorate, TEA, "at_most = 2", "at_most = 3"),
    (Code::Prorate, TEA, "at_most = 2", "at_most = 0"),
    (Code::OpenCheck, LEAF, "release = \"draft\"", "release = \"released\""),
    (Code::OpenCheck, CHECK, "release = \"draft\"", "release = \"released\""),
    (Code::OpenCheck, TEA, "population = \"tests\"", "state = \"unverified\""),
    (Code::OpenCheck, TEA, "metric = \"T score\"", "metric = \"T score\"\nstate = \"unverified\""),
    (Code::OpenCheck, TEA, "kind = \"retest\"", "kind = \"retest\", state = \"unverified\""),
    (Code::OpenCheck, TEA, "divide = 4, rounding", "divide = 4, state = \"unverified\", rounding"),
    (Code::OpenCheck, TEA_ZH, "translation = \"official\"", "translation = \"own\""),
    (Code::OpenCheck, TEA_ZH, "translation = \"official\"", "translation = \"official\"\nopen_check = \"a comma\""),
    (Code::Keying, TEA, "strong = [0, 0, 1, 2]", "strong = [0, 0, 1]"),
    (Code::Keying, TEA, "strong = [0, 0, 1, 2]", "spill = [0, 0, 1, 2]"),
    (Code::Keying, TEA, "reverse = []", "reverse = [\"strong\"]"),
    (Code::Keying, TEA, "reverse = []", "reverse = [\"hot\"]"),
    (Code::Keying, TEA, "\nat_least = 2\n", "\nat_least = 4\n"),
    (Code::Keying, TEA, "at_least_for = { spill = 1 }", "at_least_for = { spill = 0 }"),
    (Code::Keying, TEA, "at_least_for = { spill = 1 }", "at_least_for = { milk = 1 }"),
    (Code::Keying, TEA, "hot = 2, strong = 1", "hot = 2, strong = 0"),
    (Code::Keying, TEA, "hot = 2, strong = 1", "hot = 2, strong = 9999"),
    (Code::Keying, TEA, "when = \"hot\", at_least = 2", "when = \"hot\", at_least = 0"),
    (Code::Keying, TEA, "item = \"strong\", when", "item = \"green\", when"),
    (Code::Units, TEA, "scores = [\"weighted\", \"count\"]", "scores = [\"weighted\", \"mean\"]"),
    (Code::Units, TEA, "scores = [\"weighted\", \"count\"]", "items = [\"hot\"]\nscores = [\"mean\"]"),
    (Code::Scaling, TEA, "method = \"mean\"", "method = \"mean\"\nscale = { multiply = 2 }"),
    (Code::Scaling, TEA, "method = \"mean\"", "method = \"mean\"\ndecimals = 5"),
    (Code::Scaling, TEA, "divide = 4, rounding", "divide = 0, rounding"),
    (Code::Scaling, TEA, "divide = 4, rounding", "divide = -4, rounding"),
    (Code::Scaling, TEA, "multiply = 5,", "multiply = 10001,"),
    (Code::Scaling, TEA, "multiply = 5, divide = 4,", "add = 1000000000,"),
    (Code::Norm, TEA, "[3, 50]", "[0, 50]"),
    (Code::Norm, TEA, "[5, 60]", "[7, 60]"),
    (Code::Norm, TEA, "group = { sex = \"male\", ages = { min = 10, max = 12 }, grades = { min = 4, max = 6 } }", ""),
    (Code::Bank, LEAF, "a = \"2.0744\"", "a = \"-2.0744\""),
    (Code::Bank, LEAF, "b = [\"-1\", \"1\"]", "b = [\"1\", \"-1\"]"),
    (Code::Bank, LEAF, "b = [\"-1\", \"1\"]", "b = [\"1\"]"),
    (Code::Bank, LEAF, "prior_sd = \"1.0\"", "prior_sd = 0"),
    (Code::Bank, LEAF, "big = { a", "wet = { a"),
    (Code::Bank, LEAF, "items = [\"big\", \"small\", \"dry\"]", "items = [\"big\", \"small\"]"),
    (Code::Bank, TEA, "method = \"maximum\"", "method = \"theta\""),
    (Code::Order, TEA, "\"green\", \"hot\", \"sweet\", \"strong\"]", "\"green\", \"hot\", \"sweet\"]"),
    (Code::Order, TEA, "\"green\", \"hot\", \"sweet\", \"strong\"]", "\"green\", \"hot\", \"sweet\", \"hot\"]"),
    (Code::Order, TEA, "\"green\", \"hot\", \"sweet\", \"strong\"]", "\"green\", \"hot\", \"sweet\", \"milk\"]"),
    (Code::Change, TEA, "reliability = \"0.84\"", "reliability = 1"),
    (Code::Change, TEA, "reliability = \"0.84\"", "reliability = \"-0.84\""),
    (Code::Change, TEA, "sd = 2.5", "sd = 0"),
    (Code::Change, TEA, INDEX, "points = 0, population = \"tests\","),
    (Code::Change, TEA, INDEX, "points = 3, population = \"\","),
    (Code::MissingField, TEA, INDEX, "points = 3,"),
    (Code::Change, FORM, "worsened = \"tea/total\"", "worsened = \"tea/peak\""),
    (Code::Pattern, TEA, "{ score = \"peak\", from = 2 }", "{ score = \"peak\", from = 4 }"),
    (Code::Pattern, TEA, "{ score = \"peak\", from = 2 }", "{ score = \"peak\", from = 2, to = 1 }"),
    (Code::Pattern, TEA, "{ score = \"peak\", from = 2 }", "{ score = \"peak\", from = 0 }"),
    (Code::Pattern, TEA, "{ score = \"peak\", from = 2 }", "{ score = \"total\", from = 2 }"),
    (Code::MissingRule, TEA, "\"prorate\", at_most = 2", "\"given\", at_most = 2"),
    (Code::MissingRule, LEAF, "\"given\"", "\"complete\""),
    (Code::MissingRule, TEA, "rounding = \"half-up\", source", "rounding = \"exact\", source"),
    (Code::MissingRule, TEA, "weights = { hot = 2, strong = 1 }\nmissing = { rule = \"complete\"", "weights = { hot = 2, strong = 1 }\nmissing = { rule = \"prorate\", at_most = 1, rounding = \"half-up\""),
    (Code::Wording, TEA_ZH, "sweet = ", "sweat = "),
    (Code::Wording, TEA_ZH, ", \"总是\"]", "]"),
    (Code::Wording, TEA_ZH, "often = ", "seldom = "),
    (Code::Spaces, TEA_ZH, "\"茶是热的\"", "\" 茶是热的\""),
    (Code::Spaces, TEA_ZH, "\"总是\"", "\"\""),
    (Code::Spaces, LOCALE, "product = \"青禾\"", "product = \"\""),
    (Code::Case, TEA_CASES, "total = 10, index = 12", "total = 11, index = 12"),
    (Code::Case, TEA_CASES, "mean = \"1.67\"", "mean = \"1.66\""),
    (Code::Case, TEA_CASES, "\"total/room-2020\" = \"mid\"", "\"total/room-2020\" = \"low\""),
    (Code::Case, TEA_CASES, "critical = true\n", ""),
    (Code::Case, TEA_CASES, "responses = \"333 30\"", "responses = \"333 40\""),
    (Code::Case, TEA_CASES, "responses = \"333 30\"", "responses = \"333 3\""),
    (Code::Case, TEA_CASES, "responses = \"333 30\"", "responses = \"333 3.\""),
    (Code::Case, TEA_CASES, "age = 11, grade = 5 }\nscores = { normed = 60 }", "age = 13, grade = 5 }\nscores = { normed = 60 }"),
    (Code::Case, TEA, "rounding = \"half-up\"", "rounding = \"truncate\""),
    (Code::Case, TEA, "divide = 4, rounding = \"truncate\"", "divide = 4, rounding = \"half-up\""),
    (Code::Case, TEA, "rounding = \"half-even\"", "rounding = \"half-up\""),
    (Code::Case, TEA, "reverse = true", ""),
    (Code::Case, LEAF, "reverse = true", ""),
    (Code::Case, LEAF, "a = \"2.0744\"", "a = \"2.0844\""),
    (Code::BandEdge, TEA_CASES, "responses = \"333 30\"", "responses = \"333 31\""),
    (Code::BandEdge, TEA_CASES, "responses = \"320 30\"", "responses = \"310 30\""),
];

/// Faults of batteries, regions and interface texts.
#[rustfmt::skip]
const BATTERIES: &[Fault] = &[
    (Code::Case, WHOLE_CASES, "tier = \"watch\"", "tier = \"routine\""),
    (Code::Case, FORM_CASES, "domains = [\"mood\"]", "domains = []"),
    (Code::Case, FORM_CASES, "quick = { tea = \"110 01\" }", "quick = { tea = \"100 01\" }"),
    (Code::Case, FORM_CASES, "quick = { tea = \"110 01\" }", "quick = { tea = \"110 0\" }"),
    (Code::Case, FORM_CASES, "earlier = { \"tea/total\" = 2 }", "earlier = { \"tea/total\" = 6 }"),
    (Code::TierCase, WHOLE_CASES, "responses = { tea = \"000 33\", check = \"--- --\" }\ntier = \"urgent\"", "responses = { tea = \"000 30\", check = \"402 00\" }\ntier = \"routine\""),
    (Code::CaseWay, FORM_CASES, "tea = \"200 30\"", "tea = \"20. .0\""),
    (Code::CaseWay, FORM_CASES, "tea = \"00. .0\"", "tea = \"000 30\""),
    (Code::CaseWay, FORM_CASES, "group = { age = 13 }", ""),
    (Code::CaseWay, FORM_CASES, "leaf = \"1.0\"", "leaf = \"130\""),
    (Code::Ages, WHOLE, "ages = { min = 12, max = 15 }", "ages = { min = 7, max = 15 }"),
    (Code::Ages, OWN, "ages = { min = 12 }", "ages = { min = 15 }"),
    (Code::Ages, LEAF, "max = 20", "max = 17"),
    (Code::Informant, WHOLE, "informant = \"student\"", "informant = \"parent\""),
    (Code::RuleOrder, FORM, "tier = \"priority\"", "tier = \"watch\""),
    (Code::RuleOrder, WHOLE, "tier = \"watch\"", "tier = \"routine\""),
    (Code::NoUrgent, WHOLE, "when = { critical = true }", "when = { not_computed = \"tea/mean\" }"),
    (Code::NoUnclear, WHOLE, ", { not_computed = \"check/lie\" }", ""),
    (Code::NoUnclear, WHOLE, "not_computed = \"tea/total\"", "not_computed = \"tea/mean\""),
    (Code::NoUnclear, FORM, "{ not_computed = \"tea/peak\" },", ""),
    (Code::NoUnclear, FORM, "{ unusable = true },", ""),
    (Code::Source, FORM, "[validity]", "[may_be_missing]\nown = \" \"\n\n[validity]"),
    (Code::UnknownReference, FORM, "[validity]", "[may_be_missing]\nnobody = \"x\"\n\n[validity]"),
    (Code::Gate, FORM, "ask_if = { at_least = \"tea/peak/room-2020/some\" }", "ask_if = { at_least = \"tea/total/room-2020/mid\" }"),
    (Code::Gate, FORM, "ask_if = { at_least = \"tea/peak/room-2020/some\" }", "ask_if = { at_least = \"leaf/theta/cut-2021/high\" }"),
    (Code::Gate, FORM, "ask_if = { at_least = \"tea/peak/room-2020/some\" }", "ask_if = { unusable = true }"),
    (Code::CriticalFirst, FORM, "items = [\"spill\", \"hot\", \"sweet\"]", "items = [\"hot\", \"spill\", \"sweet\"]\nstop = \"exact\""),
    (Code::CriticalFirst, LEAF, "id = \"dry\"", "id = \"dry\"\ncritical_at_least = 1"),
    (Code::Adaptive, FORM, "adaptive = { score = \"leaf/theta/cut-2021\"", "adaptive = { score = \"leaf/ratio/whole-range\""),
    (Code::Adaptive, FORM, "adaptive = { score = \"leaf/theta/cut-2021\"", "adaptive = { score = \"leaf/theta\""),
    (Code::Adaptive, FORM, "max_items = 2", "max_items = 4"),
    (Code::Adaptive, FORM, "min_items = 1", "min_items = 0"),
    (Code::Adaptive, FORM, "decided = 95", "decided = 50"),
    (Code::Adaptive, FORM, ", standard_error = \"0.5\", decided = 95", ""),
    (Code::Adaptive, FORM, "adaptive = {", "stop = \"exact\"\nadaptive = {"),
    (Code::Adaptive, FORM, "not_computed = \"leaf/theta\"", "not_computed = \"leaf/plain\""),
    (Code::Minutes, FORM, "minutes = 3", "minutes = 1"),
    (Code::Minutes, FORM, "minutes = 3", "minutes = 13"),
    (Code::Validity, FORM, "floor_ms = 800", "floor_ms = 80"),
    (Code::Validity, FORM, "unusable_from = 4", "unusable_from = 12"),
    (Code::Validity, FORM, "doubtful_from = 2", "doubtful_from = 5"),
    (Code::Validity, FORM, "from = 60, points = 4", "from = 101, points = 4"),
    (Code::Validity, FORM, "from = 60, points = 4", "from = 60, points = 2"),
    (Code::Validity, FORM, "cuts = [{ from = 2, points = 1 }]", "cuts = [{ from = 3, points = 1 }]"),
    (Code::Validity, FORM, "apart = 3", "apart = 5"),
    (Code::Validity, FORM, "\"check/no-good\"", "\"check/third\""),
    (Code::Validity, FORM, "\"check/third\" = 2", "\"check/third\" = 5"),
    (Code::Validity, FORM, "[\"tea\", \"leaf\", \"check\"]", "[\"tea\", \"leaf\"]"),
    (Code::Validity, FORM, "instruments = [\"tea\", \"check\"]\nlowest_option = 1", "instruments = [\"tea\", \"check\"]\nlowest_option = 9"),
    (Code::Vacuous, FORM, "at_least = \"tea/peak/room-2020/some\"", "at_least = \"tea/peak/room-2020/none\""),
    (Code::Vacuous, FORM, "at_most = \"check/worth/room-2022/little\"", "at_most = \"check/worth/room-2022/much\""),
    (Code::Vacuous, FORM, "[\"spill\", \"hot\", \"sweet\"]\n\n[[block]]\ninstrument = \"tea\"", "[\"hot\", \"sweet\"]\n\n[[block]]\ninstrument = \"tea\"\nitems = [\"green\"]"),
    (Code::Vacuous, TEA, "critical_at_least = 2", ""),
    (Code::Vacuous, WHOLE, "{ not_computed = \"check/lie\" }", "{ not_computed = \"check/lie\" }, { unusable = true }"),
    (Code::Group, WHOLE, "tea/total/room-2020/mid", "tea/total/young-2020/high"),
    (Code::Block, WHOLE, "instruments = [\"tea\", \"check\"]", "instruments = [\"tea\", \"check\"]\nblock = []"),
    (Code::Own, WHOLE, "instruments = [\"tea\", \"check\"]", "instruments = [\"tea\"]\nown = [\"check\"]"),
    (Code::Block, FORM, "items = [\"spill\", \"hot\", \"sweet\"]", ""),
    (Code::Block, FORM, "ages = { min = 14 }", "ages = { min = 19 }"),
    (Code::Number, REGION, "number = \"111\"", "number = \"111转1\""),
    (Code::Checked, REGION, "checked_on = \"2026-11-24\"", "checked_on = \"2026-11-25\""),
    (Code::Checked, REGION, "checked_on = \"2026-11-24\"", "checked_on = \"2025-11-01\""),
    (Code::Checked, REGION, "valid_until = \"2027-03-24\"", "valid_until = \"2027-03-25\""),
    (Code::NoHelpLine, REGION, "kind = \"psychological\"", "kind = \"youth\""),
    (Code::TextMissing, LOCALE, "product = \"青禾\"", ""),
    (Code::TextUnknown, LOCALE, "product = \"青禾\"", "produkt = \"青禾\""),
    (Code::Slots, LOCALE, "back = \"上一题\"", "back = \"上一{n}题\""),
    (Code::Traditional, TRADITIONAL, "這台", "这台"),
    (Code::Traditional, TRADITIONAL, "\"這臺\" = \"這台\"", "\"電話\" = \"电话\""),
    (Code::MissingField, TRADITIONAL, "as-printed", "#"),
];

/// Faults of exercises.
#[rustfmt::skip]
const EXERCISES: &[Fault] = &[
    (Code::UnknownWord, WALK, "variants = \"PJ\"", "variants = \"PK\""),
    (Code::UnknownWord, WALK, "variants = \"PJ\"", "variants = \"JP\""),
    (Code::UnknownWord, WALK, "variants = \"PJ\"", "variants = \"PA\""),
    (Code::UnknownWord, WALK, "helps = \"self\"", "helps = \"family\""),
    (Code::StepData, WALK, "fits = \"yes\" }", "fits = \"yes\", face = \"sad\" }"),
    (Code::UnknownWord, WALK, "kind = \"handoff\"", "kind = \"phone\""),
    (Code::UnknownWord, WALK, "domains = [\"mood\", \"study\"]", "domains = [\"mood\", \"weather\"]"),
    (Code::UnknownWord, WALK, "tiers = [\"routine\", \"watch\"]", "tiers = [\"yellow\"]"),
    (Code::UnknownField, WALK, "cycles = 4", "cycles = 4\nseconds = 4"),
    (Code::UnknownField, WALK, "sign_off = \"open: made up\"", "sign_off = \"open: made up\"\nminutes = 3"),
    (Code::UnknownReference, WALK, "to = \"story\"", "to = \"tale\""),
    (Code::UnknownReference, WALK, "right = \"coat\"", "right = \"cap\""),
    (Code::UnknownReference, WALK, "entry = \"daily\"", "entry = \"weekly\""),
    (Code::UnknownReference, WALK, "lines = [\"plan\", \"where\"]", "lines = [\"plan\", \"feel\"]"),
    (Code::UnknownReference, WALK, "bin = \"shelf\"", "bin = \"floor\""),
    (Code::UnknownReference, WALK, "instead = \"rest\"", "instead = \"nap\""),
    (Code::MissingField, WALK, "{ P = 6, J = 5 }", "{ P = 6 }"),
    (Code::WrongKind, WALK, "{ P = 6, J = 5 }", "31"),
    (Code::StepData, WALK, "seconds = \"5.5\"", "seconds = \"5.3\""),
    (Code::StepData, WALK, "cycles = 4", "cycles = 0"),
    (Code::StepData, WALK, "at_least = 7", "at_least = 11"),
    (Code::StepData, WALK, "options = [{ id = \"yard\", to = \"story\" }, \"room\"]", "options = [{ id = \"yard\", to = \"story\" }, \"room\"]\nmost = 2"),
    (Code::StepData, WALK, "\"room\"]", "\"room\"]\nleast = 3"),
    (Code::StepData, WALK, "right_at_least = 2", "right_at_least = 4"),
    (Code::StepData, WALK, "right_at_least = 2", ""),
    (Code::StepData, WALK, "{ id = \"map\", bin = \"bag\", critical", "{ id = \"map\", critical"),
    (Code::StepData, WALK, "{ id = \"roof\", fits = \"yes\" }", "\"roof\""),
    (Code::StepData, WALK, "[\"what\", { id = \"when\", least = 1 }]", "[{ id = \"what\", least = 0 }, { id = \"when\", least = 0 }]"),
    (Code::StepData, WALK, "columns = [\"joy\"]", "columns = [\"plan\"]"),
    (Code::StepData, WALK, "unpleasant-quiet = [\"low\"]", "unpleasant-quiet = []"),
    (Code::StepData, WALK, "seconds = 5\n", "seconds = 0\n"),
    (Code::StepData, WALK, "id = \"feel\"", "id = \"feel\"\nkeep = true"),
    (Code::Script, WALK, "keep = true\n", ""),
    (Code::StepData, WALK, "every = 20", "every = 50"),
    (Code::StepData, WALK, "every = 20", "every = 5"),
    (Code::StepData, WALK, "every = 20", "every = 60"),
    (Code::StepData, WALK, "least = 40", "least = 39"),
    (Code::StepData, WALK, "least = 40", "least = 121"),
    (Code::StepData, WALK, "[\"me\", \"adult\"]", "[\"me\", \"adult\", \"dog\"]"),
    (Code::StepData, WALK, "[\"wish\", { id", "[{ id = \"wish\", least = 0 }, { id"),
    (Code::Slots, WALK_ZH, "最高到 {highest}", "最高到顶"),
    (Code::Slots, WALK_EN, "still rising, at {last}", "still rising, at {highest}"),
    (Code::Slots, WALK_EN, "high = \"very\", fell", "high = \"{last}\", fell"),
    (Code::StepText, WALK_ZH, "adult = \"大人\"", "aunt = \"大人\""),
    (Code::Ratings, WALK, "start = \"surf\"", "start = \"stand\""),
    (Code::Script, WALK_CASES, "\"wait 19\", \"rate 5\", \"next\", \"@kept\"", "\"wait 19\", \"rate 8\", \"next\", \"@kept\""),
    (Code::Unreached, WALK, "to = \"story\" }, \"room\"]", "to = \"story\" }, { id = \"room\", to = \"story\" }]"),
    (Code::Unreached, WALK, "start = \"joy\"", "start = \"before\""),
    (Code::Endless, WALK, "next = \"end\"", "next = \"talk\""),
    (Code::StepText, WALK_ZH, "[step.wet]", "[step.wets]"),
    (Code::StepText, WALK_ZH, "yard = \"操场\"", "yart = \"操场\""),
    (Code::StepText, WALK_ZH, "{ P = \"走一走\", J = \"出门走走\" }", "{ P = \"走一走\" }"),
    (Code::StepText, WALK_ZH, "{ P = \"走一走\", J = \"出门走走\" }", "{ PJ = \"走一走\", J = \"出门走走\" }"),
    (Code::StepText, WALK_EN, "hope = \"It stops no rain.\"", ""),
    (Code::Spaces, WALK_EN, "\"It rains.\"", "\" It rains.\""),
    (Code::MissingField, WALK_EN, "replies = { coat", "reply = { coat"),
    (Code::Ratings, WALK, "role = \"before\"", "role = \"other\""),
    (Code::Ratings, WALK, "role = \"after\"", "role = \"other\""),
    (Code::Ratings, WALK, "start = \"before\"", "start = \"breathe\""),
    (Code::NotFor, WALK, "instead = \"rest\"", ""),
    (Code::NotFor, WALK, "not_for = [\"sore-foot\"]", ""),
    (Code::NotFor, WALK, "instead = \"rest\"", "instead = \"walk\""),
    (Code::Cap, WALK, "{ P = 6, J = 5 }", "1"),
    (Code::Cap, WALK, "seconds = 5\n", "seconds = 700\n"),
    (Code::Forbidden, WALK_ZH, "现在有多闷", "现在有坏词多闷"),
    (Code::Forbidden, WALK_ZH, "想开点，跑", "想开点，坏词"),
    (Code::Forbidden, WALK_ZH, "湿透了。", "想开点。"),
    (Code::Forbidden, WALK_EN, "Little is left.", "You are Ill."),
    (Code::Grade, WALK, "evidence = 2", "evidence = 3"),
    (Code::Grade, WALK_EVIDENCE, "Grade: ●●", "Grade: good"),
    (Code::Grade, WALK_EVIDENCE, "(abstract read)", ""),
    (Code::Grade, WALK_EVIDENCE, "- Made up 2021", "Made up 2021"),
    (Code::Grade, WALK_EVIDENCE, "## Not for", "## For"),
    (Code::Private, WALK, "domains = [\"mood\", \"study\"]", "domains = [\"mood\", \"grief\"]"),
    (Code::Story, WALK, "{ id = \"roof\", fits = \"yes\" }", "{ id = \"roof\", fits = \"partly\" }"),
    (Code::Story, WALK, "fits = \"no\", to = \"wet\"", "fits = \"yes\", to = \"wet\""),
    (Code::Story, WALK, "minutes = 1\n", "minutes = 1\nstories = 1\n"),
    (Code::Story, WALK, "options = [\"coat\", \"hope\"]\nright = \"coat\"", "options = [\"coat\", \"hope\"]\nright = \"coat\"\n\n[[step]]\nid = \"late\"\nkind = \"branch\"\nstory = \"rain\"\noptions = [{ id = \"roof\", fits = \"yes\" }, { id = \"run\", fits = \"no\" }]"),
    (Code::Calm, REST, "calm = true", ""),
    (Code::Calm, WALK, "variants = \"PJ\"", "variants = \"PJ\"\ncalm = true"),
    (Code::Script, WALK_CASES, "stories = { rain = \"wrong\" }", "stories = { rain = \"right\" }"),
    (Code::Script, WALK_CASES, "ends = \"not-for-me\"", "ends = \"stopped\""),
    (Code::Script, WALK_CASES, "does = [\"remind daily +1 x7\", \"keep\"]", "does = [\"keep\"]"),
    (Code::Script, WALK_CASES, "\"wait 38\"", "\"wait 30\""),
    (Code::Script, WALK_CASES, "\"@wet\"", "\"@dry\""),
    (Code::Script, WALK_CASES, "\"choose hope\", \"choose coat\"", "\"choose hope\""),
    (Code::Script, WALK_CASES, "\"begin\", \"rate 2\"", "\"start\", \"rate 2\""),
    (Code::UnknownReference, WALK_CASES, "earlier = \"the yard", "earlier = \"a yard"),
    (Code::CaseCover, WALK_CASES, "\"rate 8\", \"next\", \"@talk\", \"yes\"", "\"rate 6\""),
    (Code::CaseCover, WALK_CASES, "\"next\", \"@talk\", \"yes\", \"next\", \"@card\", \"next\",\n]\nends = \"done\"\ndoes = [\"handoff\", \"keep\"]", "]\nends = \"open\"\ndoes = []"),
];

fn faults() -> impl Iterator<Item = &'static Fault> {
    FIELDS.iter().chain(INSTRUMENTS).chain(BATTERIES).chain(EXERCISES)
}

#[test]
fn the_room_as_it_stands_has_no_finding() {
    let report = read(&room());
    assert!(report.findings.is_empty(), "{}", report.render());
    assert_eq!(report.packs.len(), 6);
}

// Four tests and not one, so that they run side by side.

#[test]
fn every_fault_of_a_field_is_found_in_its_file() {
    all_found(FIELDS);
}

#[test]
fn every_fault_of_an_instrument_is_found_in_its_file() {
    all_found(INSTRUMENTS);
}

#[test]
fn every_fault_of_a_battery_is_found_in_its_file() {
    all_found(BATTERIES);
}

#[test]
fn every_fault_of_an_exercise_is_found_in_its_file() {
    all_found(EXERCISES);
}

fn all_found(faults: &[Fault]) {
    let mut wrong = Vec::new();
    for (code, file, from, to) in faults {
        let folder = room();
        change(&folder, file, from, to);
        let report = read(&folder);
        // What is wrong in an instrument may show only in a battery that uses it.
        let room = file.split('/').next().unwrap();
        let near =
            |finding: &&Finding| finding.file.starts_with(room) || finding.file.starts_with("batteries");
        let found = report.findings.iter().filter(near).any(|finding| finding.code == *code);
        if !found || !report.packs.is_empty() || code.severity() != Severity::Error {
            wrong.push(format!("{} for `{from}` → `{to}`:\n{}", code.id(), report.render()));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn every_rule_has_a_row() {
    // These stand in script.rs, syllables_tests.rs, input.rs, packs.rs, exercises.rs, asked.rs and family.rs.
    let elsewhere = [
        Code::Unreadable,
        Code::Encoding,
        Code::TooLarge,
        Code::TooDeep,
        Code::TooMany,
        Code::Brought,
        Code::Snapshot,
        Code::CheckSoon,
        Code::Correction,
        Code::Syllable,
        Code::Reading,
        Code::NoBank,
        Code::BankSize,
        Code::Options,
        Code::Balance,
        Code::Repeated,
        Code::NoTopic,
        Code::Topic,
        Code::Lesson,
        Code::Outline,
        Code::NoLesson,
        Code::Typed,
    ];
    for code in Code::ALL.iter().filter(|code| !elsewhere.contains(code)) {
        assert!(faults().any(|row| row.0 == *code), "{} has no fault that triggers it", code.id());
    }
}

#[test]
fn an_instrument_may_be_missing_when_somebody_says_why() {
    let folder = room();
    change(&folder, WHOLE, ", { not_computed = \"check/lie\" }", "");
    assert!(codes(&read(&folder)).contains(&Code::NoUnclear));
    change(&folder, WHOLE, "# Made up", "may_be_missing = { check = \"No tier rests on it.\" }\n# Made up");
    let report = read(&folder);
    assert!(!codes(&report).contains(&Code::NoUnclear), "{}", report.render());
    let spared = &report.library.battery("whole").unwrap().may_be_missing;
    assert_eq!(spared, &[(1, "No tier rests on it.".to_owned())]);
}

#[test]
fn all_faults_of_all_files_come_at_once() {
    let folder = room();
    change(&folder, TEA, "version = \"1.0.0\"", "version = \"one\"");
    change(&folder, TEA, "critical_at_least = 2", "critical_at_least = 9");
    change(&folder, TEA_ZH, "certainty = ", "sureness = ");
    change(&folder, LEAF, "from = \"0.500\"", "from = \"7.000\"");
    change(&folder, REGION, "number = \"222\"", "number = \"two\"");
    change(&folder, LOCALE, "back = \"上一题\"", "");
    let found = codes(&read(&folder));
    for code in [Code::Version, Code::Critical, Code::Bands, Code::Number, Code::TextMissing] {
        assert!(found.contains(&code), "{}: {found:?}", code.id());
    }
}

#[test]
fn a_finding_shows_code_line_what_why_and_what_to_do() {
    let folder = room();
    change(&folder, TEA, "from = 10", "from = 4");
    let text = read(&folder).render();
    for part in [
        "error[QH0109]: a band cannot begin at 4 here",
        "scales/tea/instrument.toml:57:84",
        "{ id = \"high\", from = 4 }]",
        "bands ascend, begin at the lowest possible score and can all be reached",
        "help: Begin at 0, ascend, and stay at or below 15.",
    ] {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

#[test]
fn numbers_of_rules_are_unique_and_never_change() {
    let all: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    let mut once = all.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), all.len());
    for (code, id) in [(Code::Bands, "QH0109"), (Code::NoUnclear, "QH0405"), (Code::Slots, "QH0603")] {
        assert_eq!(code.id(), id);
    }
}
