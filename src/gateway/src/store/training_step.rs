//! The step that counts exercises without knowing whose they are.

/// What the step makes. No row has a time, and rows lie in the order of a hash.
pub const TABLES: &str = "
CREATE TABLE skill_flag (
    token BLOB PRIMARY KEY, year INTEGER NOT NULL, skill TEXT NOT NULL, grade TEXT NOT NULL, reached INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX skill_flag_count ON skill_flag (year, skill);
CREATE TABLE harm_told (token BLOB PRIMARY KEY, month INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE harm (month INTEGER PRIMARY KEY, rises INTEGER NOT NULL) STRICT;
CREATE TABLE enrolled (grade TEXT PRIMARY KEY, people INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE figure_shown (name TEXT PRIMARY KEY, shown TEXT NOT NULL, known TEXT) STRICT, WITHOUT ROWID;
";

/// The first sitting of core knowledge, for sums over everybody.
pub const FIRST_TRY: &str = "
CREATE TABLE first_try (
    token BLOB PRIMARY KEY, year INTEGER NOT NULL, answered INTEGER NOT NULL, correct INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX first_try_year ON first_try (year);
";
