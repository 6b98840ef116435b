//! The step for launches from learning platforms.

/// What the step makes: nonces that were used, and completions that are still to be told. Neither names anybody.
pub const TABLES: &str = "
CREATE TABLE lti_nonce (hash BLOB PRIMARY KEY, used_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE lti_score (
    id BLOB PRIMARY KEY, sealed BLOB NOT NULL, slot INTEGER NOT NULL, next_try INTEGER NOT NULL, tries INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";
