//! What every operation sees of a storage: statements with values, and rows. The SQL is the part that SQLite and
//! PostgreSQL share; values are written `?1`, `?2`.

/// Why a statement failed, in the storage's words. Holds no value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlError(pub String);

impl std::fmt::Display for SqlError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// What a statement gives.
pub type SqlResult<T> = Result<T, SqlError>;

/// A value for a statement.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// A whole number; truth is 0 or 1.
    Int(i64),
    /// Text without NUL.
    Text(&'a str),
    /// Bytes.
    Blob(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Value::Int(i64::from(value))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Value::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Value::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Value::Blob(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Value::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Value::Blob(value)
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().map_or(Value::Null, Value::Text)
    }
}

/// The values of one statement.
#[macro_export]
#[doc(hidden)]
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::Value::from($value)),*] };
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number, or truth as 0 or 1.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl<'a> From<&'a Cell> for Value<'a> {
    fn from(cell: &'a Cell) -> Self {
        match cell {
            Cell::Null => Value::Null,
            Cell::Int(value) => Value::Int(*value),
            Cell::Text(value) => Value::Text(value),
            Cell::Blob(value) => Value::Blob(value),
        }
    }
}

/// What can be read from a cell.
pub trait FromCell: Sized {
    /// `None` when the cell holds something else.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Option<i64> {
        if let Cell::Int(value) = cell { Some(*value) } else { None }
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<bool> {
        i64::from_cell(cell).map(|value| value != 0)
    }
}

impl FromCell for String {
    fn from_cell(cell: &Cell) -> Option<String> {
        if let Cell::Text(value) = cell { Some(value.clone()) } else { None }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Vec<u8>> {
        if let Cell::Blob(value) = cell { Some(value.clone()) } else { None }
    }
}

impl<const N: usize> FromCell for [u8; N] {
    fn from_cell(cell: &Cell) -> Option<[u8; N]> {
        if let Cell::Blob(value) = cell { value.as_slice().try_into().ok() } else { None }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Option<T>> {
        if *cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<Cell>);

impl Row {
    /// The value of column `nth`, counted from 0.
    ///
    /// # Errors
    /// When there is no such column or it holds another type.
    pub fn get<T: FromCell>(&self, nth: usize) -> SqlResult<T> {
        let cell = self.0.get(nth).ok_or_else(|| SqlError(format!("a row has no column {nth}")))?;
        T::from_cell(cell).ok_or_else(|| SqlError(format!("column {nth} of a row holds another type")))
    }
}

/// A transaction in either storage.
pub trait Db {
    /// Runs one statement; the number of rows it wrote.
    ///
    /// # Errors
    /// What the storage says.
    fn run(&mut self, sql: &str, values: &[Value<'_>]) -> SqlResult<u64>;

    /// Calls `take` with every row, as they come.
    ///
    /// # Errors
    /// What the storage says, or `take`.
    fn each(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        take: &mut dyn FnMut(Row) -> SqlResult<()>,
    ) -> SqlResult<()>;

    /// Runs statements without values.
    ///
    /// # Errors
    /// What the storage says.
    fn batch(&mut self, sql: &str) -> SqlResult<()>;

    /// All rows.
    ///
    /// # Errors
    /// What the storage says.
    fn rows(&mut self, sql: &str, values: &[Value<'_>]) -> SqlResult<Vec<Row>> {
        let mut rows = Vec::new();
        self.each(sql, values, &mut |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// What the storage says.
    fn row(&mut self, sql: &str, values: &[Value<'_>]) -> SqlResult<Option<Row>> {
        self.rows(sql, values).map(|rows| rows.into_iter().next())
    }
}
