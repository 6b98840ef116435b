//! The step that counts what no key here opens.

/// What the step makes. No row has a person or a time of day.
pub const TABLES: &str = "
CREATE TABLE unopened (
    day INTEGER NOT NULL, key BLOB NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (day, key)
) STRICT, WITHOUT ROWID;
";
