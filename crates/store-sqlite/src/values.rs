//! Between columns and values. What is read is checked, and what does not hold is named by table, column
//! and row.

use std::fmt::Display;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Serialize, de::Error as _};
use store::{Place, StoreError};
use uuid::Uuid;

/// A time as it is kept: whole microseconds since 1970, so that numbers sort as times do.
pub(crate) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// A count as it is kept; none comes near the end of the range.
pub(crate) fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A value as it is kept in a JSON column.
pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::unavailable)
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

    /// A row whose key is bytes: a UUID's are shown as one.
    pub(crate) fn keyed(table: &'static str, key: &[u8]) -> Self {
        let shown = Uuid::from_slice(key).map_or_else(|_| format!("{key:02x?}"), |id| id.to_string());
        Self::new(table, shown)
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

    pub(crate) fn time(&self, column: &'static str, micros: i64) -> Result<Timestamp, StoreError> {
        self.checked(column, Timestamp::from_microsecond(micros))
    }

    pub(crate) fn maybe_time(
        &self,
        column: &'static str,
        micros: Option<i64>,
    ) -> Result<Option<Timestamp>, StoreError> {
        micros.map(|micros| self.time(column, micros)).transpose()
    }

    pub(crate) fn uuid(&self, column: &'static str, bytes: &[u8]) -> Result<Uuid, StoreError> {
        self.checked(column, Uuid::from_slice(bytes))
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
    pub(crate) fn place(&self, lat: Option<i64>, lon: Option<i64>) -> Result<Option<Place>, StoreError> {
        let place = lat.zip(lon).map(|(lat, lon)| {
            Place::of_hundredths(lat, lon).ok_or_else(|| self.corrupt("lat", "there is no such place"))
        });
        place.transpose()
    }

    pub(crate) fn number<T: TryFrom<i64, Error: Display>>(
        &self,
        column: &'static str,
        number: i64,
    ) -> Result<T, StoreError> {
        self.checked(column, T::try_from(number))
    }

    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        self.checked(column, serde_json::from_str(text))
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
