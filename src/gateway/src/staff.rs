//! The people of a centre, as they are stored: who they are, what proves their passphrase, which keys they were granted.

use crate::{
    clock::DAY_MS,
    member::{Centre, Role, StaffId},
    store::{Db, Row, SqlError, SqlResult, Value},
    values,
};

/// A code for a new member serves this long.
pub const INVITE_MS: i64 = DAY_MS;

/// A member of staff. The gateway can use none of it to open a notice.
#[derive(Clone)]
pub struct Member {
    /// Follows from `public`.
    pub id: StaffId,
    /// Where.
    pub centre: Centre,
    /// What the person is called; unique among the active ones of a centre.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// Whether the person may still open the desk.
    pub active: bool,
    /// From before members had keys of their own: `public` and `wrapped` are the centre's.
    pub legacy: bool,
    /// Salt of the passphrase derivation.
    pub salt: Vec<u8>,
    /// SHA-256 of the derived proof of the passphrase.
    pub auth_hash: [u8; 32],
    /// Uncompressed P-256 point.
    pub public: [u8; 65],
    /// The private half under the passphrase.
    pub wrapped: Vec<u8>,
    /// When, in milliseconds since 1970; 0 when that is not known.
    pub joined_at: i64,
}

const COLUMNS: &str = "id, centre, name, role, active, legacy, salt, auth_hash, public, wrapped, joined_at";

fn word<T>(row: &Row, nth: usize, read: impl Fn(&str) -> Option<T>) -> SqlResult<T> {
    let text: String = row.get(nth)?;
    read(&text).ok_or_else(|| SqlError(format!("column {nth} of a row holds a word that is not known")))
}

fn member(row: &Row) -> SqlResult<Member> {
    Ok(Member {
        id: StaffId(row.get(0)?),
        centre: word(row, 1, Centre::read)?,
        name: row.get(2)?,
        role: word(row, 3, Role::read)?,
        active: row.get(4)?,
        legacy: row.get(5)?,
        salt: row.get(6)?,
        auth_hash: row.get(7)?,
        public: row.get(8)?,
        wrapped: row.get(9)?,
        joined_at: row.get(10)?,
    })
}

fn select(db: &mut dyn Db, rest: &str, values: &[Value<'_>]) -> SqlResult<Vec<Member>> {
    db.rows(&format!("SELECT {COLUMNS} FROM staff WHERE {rest}"), values)?.iter().map(member).collect()
}

/// The active member of this name.
///
/// # Errors
/// What the storage says.
pub fn by_name(db: &mut dyn Db, centre: Centre, name: &str) -> SqlResult<Option<Member>> {
    let rest = "centre = ?1 AND name = ?2 AND active = 1";
    Ok(select(db, rest, values![centre.word(), name])?.into_iter().next())
}

/// The member with this id, active or not.
///
/// # Errors
/// What the storage says.
pub fn by_id(db: &mut dyn Db, id: &StaffId) -> SqlResult<Option<Member>> {
    Ok(select(db, "id = ?1", values![&id.0])?.into_iter().next())
}

/// Everybody who is or was a member, by time of joining.
///
/// # Errors
/// What the storage says.
pub fn of_centre(db: &mut dyn Db, centre: Centre) -> SqlResult<Vec<Member>> {
    select(db, "centre = ?1 ORDER BY joined_at, id", values![centre.word()])
}

/// Adds a member; `false` when somebody active has this name or anybody this key.
///
/// # Errors
/// What the storage says.
pub fn add(db: &mut dyn Db, new: &Member) -> SqlResult<bool> {
    if by_name(db, new.centre, &new.name)?.is_some() || by_id(db, &new.id)?.is_some() {
        return Ok(false);
    }
    let sql = format!("INSERT INTO staff ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    let values = values![
        &new.id.0,
        new.centre.word(),
        &new.name,
        new.role.word(),
        new.active,
        new.legacy,
        &new.salt,
        &new.auth_hash,
        &new.public,
        &new.wrapped,
        new.joined_at
    ];
    db.run(&sql, values).map(|_| true)
}

/// Another passphrase for the same key.
///
/// # Errors
/// What the storage says.
pub fn set_passphrase(
    db: &mut dyn Db,
    id: &StaffId,
    salt: &[u8],
    auth_hash: &[u8; 32],
    wrapped: &[u8],
) -> SqlResult<()> {
    let sql = "UPDATE staff SET salt = ?1, auth_hash = ?2, wrapped = ?3 WHERE id = ?4";
    db.run(sql, values![salt, auth_hash, wrapped, &id.0]).map(drop)
}

/// Gives a member from before members had keys of their own such a key. `false` when the member has one.
///
/// # Errors
/// What the storage says.
pub fn renew(
    db: &mut dyn Db,
    old: &StaffId,
    id: &StaffId,
    public: &[u8; 65],
    wrapped: &[u8],
) -> SqlResult<bool> {
    let sql = "UPDATE staff SET id = ?1, public = ?2, wrapped = ?3, legacy = 0 WHERE id = ?4 AND legacy = 1";
    if db.run(sql, values![&id.0, public, wrapped, &old.0])? != 1 {
        return Ok(false);
    }
    // It is still the same person: with a new id alone one could be both of the two who lift a lock.
    db.run("UPDATE case_event SET staff = ?1 WHERE staff = ?2", values![&id.0, &old.0])?;
    Ok(true)
}

/// Lets nobody open the desk as this member any more. `false` when that was so before.
///
/// # Errors
/// What the storage says.
pub fn disable(db: &mut dyn Db, id: &StaffId) -> SqlResult<bool> {
    Ok(db.run("UPDATE staff SET active = 0 WHERE id = ?1 AND active = 1", values![&id.0])? == 1)
}

/// Keeps a grant. One that exists stays: it may be the only way to old notices.
///
/// # Errors
/// What the storage says.
pub fn grant(db: &mut dyn Db, to: &StaffId, key: &[u8; 8], sealed: &[u8], now_ms: i64) -> SqlResult<bool> {
    let sql = "INSERT INTO key_grant (staff, centre_key, sealed, granted_at) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT (staff, centre_key) DO NOTHING";
    Ok(db.run(sql, values![&to.0, key, sealed, now_ms])? == 1)
}

/// What a member was granted: key id and sealed key.
///
/// # Errors
/// What the storage says.
pub fn grants_of(db: &mut dyn Db, staff: &StaffId) -> SqlResult<Vec<([u8; 8], Vec<u8>)>> {
    let rows = db.rows("SELECT centre_key, sealed FROM key_grant WHERE staff = ?1", values![&staff.0])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Who was granted a key.
///
/// # Errors
/// What the storage says.
pub fn granted(db: &mut dyn Db, key: &[u8; 8]) -> SqlResult<Vec<StaffId>> {
    let rows = db.rows("SELECT staff FROM key_grant WHERE centre_key = ?1", values![key])?;
    rows.iter().map(|row| row.get(0).map(StaffId)).collect()
}

/// What a lead offers to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Where.
    pub centre: Centre,
    /// What the person will be called.
    pub name: String,
    /// What the person will be allowed to do.
    pub role: Role,
}

/// Keeps an invitation under the hash of its code, and forgets those whose time is over.
///
/// # Errors
/// What the storage says.
pub fn invite(db: &mut dyn Db, code_hash: &[u8; 32], invite: &Invite, now_ms: i64) -> SqlResult<()> {
    db.run("DELETE FROM invite WHERE expires_at <= ?1", values![now_ms])?;
    let sql = "INSERT INTO invite (code_hash, centre, name, role, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    let Invite { centre, name, role } = invite;
    db.run(sql, values![code_hash, centre.word(), name, role.word(), now_ms + INVITE_MS]).map(drop)
}

/// Takes an invitation; it serves once.
///
/// # Errors
/// What the storage says.
pub fn take_invite(
    db: &mut dyn Db,
    centre: Centre,
    code_hash: &[u8; 32],
    now_ms: i64,
) -> SqlResult<Option<Invite>> {
    let sql =
        "DELETE FROM invite WHERE code_hash = ?1 AND centre = ?2 AND expires_at > ?3 RETURNING name, role";
    let row = db.row(sql, values![code_hash, centre.word(), now_ms])?;
    row.map(|row| Ok(Invite { centre, name: row.get(0)?, role: word(&row, 1, Role::read)? })).transpose()
}
