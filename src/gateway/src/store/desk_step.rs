//! The step that gives every member of staff an own key, and the desk its duty, cases and alerts.

use super::db::{Db, SqlResult};
use crate::{
    member::{Centre, Role, StaffId},
    staff, values,
};
use qinghe_seal::{key_id, staff_id};

/// What the step makes.
pub const TABLES: &str = "
CREATE TABLE centre_key (
    id BLOB PRIMARY KEY, centre TEXT NOT NULL, public BLOB NOT NULL, made_at INTEGER NOT NULL, retired_at INTEGER
) STRICT;
CREATE TABLE staff (
    id BLOB PRIMARY KEY, centre TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, active INTEGER NOT NULL,
    legacy INTEGER NOT NULL, salt BLOB NOT NULL, auth_hash BLOB NOT NULL, public BLOB NOT NULL, wrapped BLOB NOT NULL,
    joined_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX staff_name ON staff (centre, name) WHERE active = 1;
CREATE TABLE key_grant (
    staff BLOB NOT NULL, centre_key BLOB NOT NULL, sealed BLOB NOT NULL, granted_at INTEGER NOT NULL,
    PRIMARY KEY (staff, centre_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE invite (
    code_hash BLOB PRIMARY KEY, centre TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE duty (centre TEXT PRIMARY KEY, plan TEXT NOT NULL) STRICT;
CREATE TABLE case_event (
    n INTEGER PRIMARY KEY, at INTEGER NOT NULL, staff BLOB NOT NULL, name TEXT NOT NULL, act TEXT NOT NULL,
    closes INTEGER NOT NULL, releases INTEGER NOT NULL, sitting BLOB NOT NULL, centre_key BLOB, sealed BLOB,
    centre TEXT NOT NULL, issuer TEXT NOT NULL, pseudonym TEXT NOT NULL
) STRICT;
CREATE INDEX case_event_person ON case_event (pseudonym, issuer);
CREATE INDEX case_event_sitting ON case_event (sitting);
CREATE TABLE alert (
    n INTEGER PRIMARY KEY, centre TEXT NOT NULL, event TEXT NOT NULL, notice BLOB, step TEXT, shift_at INTEGER,
    receiver TEXT NOT NULL, staff_name TEXT NOT NULL, made_at INTEGER NOT NULL, is_over INTEGER NOT NULL,
    sent_at INTEGER, failed_at INTEGER, tries INTEGER NOT NULL, last_try INTEGER, next_try INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX alert_once ON alert (notice, step);
CREATE INDEX alert_unsent ON alert (centre, n) WHERE sent_at IS NULL AND is_over = 0;
ALTER TABLE notice ADD COLUMN centre TEXT NOT NULL DEFAULT 'school';
ALTER TABLE notice ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 0;
ALTER TABLE notice ADD COLUMN key_retired INTEGER NOT NULL DEFAULT 0;
UPDATE notice SET arrived = change;
CREATE INDEX notice_person ON notice (pseudonym, issuer);
CREATE INDEX notice_unseen ON notice (received_at) WHERE urgent = 1 AND acknowledged_at IS NULL;
ALTER TABLE audit ADD COLUMN centre TEXT NOT NULL DEFAULT 'school';
";

/// The one counsellor there was becomes the lead. What is in the row stays what it is: the key under the passphrase is
/// still the centre's, until the desk makes the member an own one.
///
/// # Errors
/// What the storage says.
pub fn adopt(db: &mut dyn Db) -> SqlResult<()> {
    for row in db.rows("SELECT name, salt, auth_hash, public_key, wrapped_key FROM centre", &[])? {
        let public: [u8; 65] = row.get(3)?;
        let lead = staff::Member {
            id: StaffId(staff_id(&public)),
            centre: Centre::School,
            name: row.get(0)?,
            role: Role::Lead,
            active: true,
            legacy: true,
            salt: row.get(1)?,
            auth_hash: row.get(2)?,
            public,
            wrapped: row.get(4)?,
            joined_at: 0,
        };
        staff::add(db, &lead)?;
        let sql = "INSERT INTO centre_key (id, centre, public, made_at) VALUES (?1, 'school', ?2, 0)";
        db.run(sql, values![&key_id(&public), &public])?;
    }
    db.batch("DROP TABLE centre")
}
