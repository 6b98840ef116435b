//! The step that keeps what guardians and students agreed to. Rows are only added: a change of mind is a new row.

/// What the step makes. `act` is `yes`, `no`, `withdrawn` or `deleted`; `receipt` is what was given to the person, signed,
/// and `hash` its SHA-256; `before` is the hash of the row before it about the same student.
pub const TABLES: &str = "
CREATE TABLE consent_event (
    n INTEGER PRIMARY KEY, at INTEGER NOT NULL, issuer TEXT NOT NULL, student TEXT NOT NULL, purpose TEXT NOT NULL,
    party TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL, year INTEGER NOT NULL, edition INTEGER NOT NULL,
    way TEXT NOT NULL, recorded_by TEXT, before BLOB, hash BLOB NOT NULL, receipt TEXT NOT NULL
) STRICT;
CREATE INDEX consent_student ON consent_event (student, issuer);
CREATE TABLE consent_slip (
    code_hash BLOB PRIMARY KEY, issuer TEXT NOT NULL, student TEXT NOT NULL, party TEXT NOT NULL, who TEXT NOT NULL,
    age INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT;
";

/// Whose the sitting of a report is that came under a launch whose time was over: no launch is tied to it, and a deletion
/// has to find it.
pub const LATE: &str = "
CREATE TABLE late_report (
    sitting BLOB PRIMARY KEY, issuer TEXT NOT NULL, owner TEXT NOT NULL, bound_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// SQLite's words for: only added.
pub const SQLITE: &str = "
CREATE TRIGGER consent_never_changes BEFORE UPDATE ON consent_event
    BEGIN SELECT RAISE(ABORT, 'consent rows are never changed'); END;
CREATE TRIGGER consent_never_shrinks BEFORE DELETE ON consent_event
    BEGIN SELECT RAISE(ABORT, 'consent rows are never removed'); END;
CREATE TRIGGER consent_in_order BEFORE INSERT ON consent_event
    WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM consent_event)
    BEGIN SELECT RAISE(ABORT, 'a consent row follows the last one'); END;
";

/// PostgreSQL's.
pub const POSTGRES: &str = "
CREATE FUNCTION consent_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'consent rows are never changed or removed'; END $$;
CREATE FUNCTION consent_in_order() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM consent_event) THEN
            RAISE EXCEPTION 'a consent row follows the last one';
        END IF;
        RETURN NEW;
    END $$;
CREATE TRIGGER consent_never_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_event
    FOR EACH STATEMENT EXECUTE FUNCTION consent_refuse();
CREATE TRIGGER consent_in_order BEFORE INSERT ON consent_event FOR EACH ROW EXECUTE FUNCTION consent_in_order();
";
