//! Between columns and values. What is read is checked, and what does not hold is named by table, column
//! and row. Ids, times and days are typed by the database and need no check.

use std::fmt::Display;

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use serde::de::DeserializeOwned;
use serde::{Serialize, de::Error as _};
use sqlx::types::{Json, JsonRawValue};
use store::{Place, StoreError};

/// A `jsonb` column, still in its words.
pub(crate) type Document = Json<Box<JsonRawValue>>;

/// A time as it is kept: whole microseconds, the finer part cut.
pub(crate) fn time(time: Timestamp) -> jiff_sqlx::Timestamp {
    let cut = Timestamp::from_microsecond(time.as_microsecond());
    cut.unwrap_or(time).to_sqlx()
}

/// A time that may be missing.
pub(crate) fn maybe_time(kept: Option<jiff_sqlx::Timestamp>) -> Option<Timestamp> {
    kept.map(jiff_sqlx::Timestamp::to_jiff)
}

/// A count as it is kept; none comes near the end of the range.
pub(crate) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Words from elsewhere as a `text` column holds them: without NUL.
pub(crate) fn legible(words: &str) -> String {
    words.replace('\0', "\u{fffd}")
}

/// A value as it is kept in a `jsonb` column.
pub(crate) fn json(value: &impl Serialize) -> Result<Document, StoreError> {
    serde_json::value::to_raw_value(value)
        .map(Json)
        .map_err(StoreError::unavailable)
}

/// A row that is being read, so that what is wrong in it can be found.
pub(crate) struct RowOf {
    table: &'static str,
    key: String,
}

impl RowOf {
    pub(crate) fn new(table: &'static str, key: impl Display) -> Self {
        Self {
            table,
            key: key.to_string(),
        }
    }

    /// A row whose key is a hash.
    pub(crate) fn hashed(table: &'static str, key: &[u8]) -> Self {
        Self::new(table, format_args!("{key:02x?}"))
    }

    pub(crate) fn corrupt(&self, column: &'static str, reason: impl Display) -> StoreError {
        StoreError::Corrupt {
            table: self.table,
            column,
            row: self.key.clone(),
            reason: reason.to_string(),
        }
    }

    pub(crate) fn checked<T, E: Display>(
        &self,
        column: &'static str,
        value: Result<T, E>,
    ) -> Result<T, StoreError> {
        value.map_err(|reason| self.corrupt(column, reason))
    }

    pub(crate) fn bytes<const N: usize>(
        &self,
        column: &'static str,
        bytes: &[u8],
    ) -> Result<[u8; N], StoreError> {
        self.checked(column, <[u8; N]>::try_from(bytes))
    }

    pub(crate) fn maybe_bytes<const N: usize>(
        &self,
        column: &'static str,
        bytes: Option<&[u8]>,
    ) -> Result<Option<[u8; N]>, StoreError> {
        bytes.map(|bytes| self.bytes(column, bytes)).transpose()
    }

    /// A place in its two columns, of which both are empty or neither.
    pub(crate) fn place(&self, lat: Option<i16>, lon: Option<i16>) -> Result<Option<Place>, StoreError> {
        let place = lat.zip(lon).map(|(lat, lon)| {
            Place::of_hundredths(lat.into(), lon.into())
                .ok_or_else(|| self.corrupt("lat", "there is no such place"))
        });
        place.transpose()
    }

    /// A number of an `integer` or `bigint` column.
    pub(crate) fn number<T: TryFrom<i64, Error: Display>>(
        &self,
        column: &'static str,
        number: impl Into<i64>,
    ) -> Result<T, StoreError> {
        self.checked(column, T::try_from(number.into()))
    }

    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        column: &'static str,
        document: &Document,
    ) -> Result<T, StoreError> {
        self.checked(column, serde_json::from_str(document.0.get()))
    }

    /// A unit variant that is kept as its bare name.
    pub(crate) fn named<T: DeserializeOwned>(
        &self,
        column: &'static str,
        name: &str,
    ) -> Result<T, StoreError> {
        let value = serde_json::Value::String(name.to_owned());
        self.checked(column, T::deserialize(value).map_err(serde_json::Error::custom))
    }
}

/// The bare name of a unit variant.
pub(crate) fn name_of(value: &impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        Ok(_) => Err(StoreError::Contradiction("a value that is kept by name has none")),
        Err(error) => Err(StoreError::unavailable(error)),
    }
}
