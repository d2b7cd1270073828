//! Between columns and values, as far as every database does it alike. What is read is checked, and what does not hold
//! is named by table, column and row.

use std::fmt::Display;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use uuid::Uuid;

use crate::{Place, StoreError};

/// A row that is being read, so that what is wrong in it can be found.
pub struct RowOf {
    table: &'static str,
    key: String,
}

impl RowOf {
    /// A row of a table with this key.
    pub fn new(table: &'static str, key: impl Display) -> Self {
        Self {
            table,
            key: key.to_string(),
        }
    }

    /// A row whose key is bytes: a UUID's are shown as one.
    pub fn keyed(table: &'static str, key: &[u8]) -> Self {
        let shown = Uuid::from_slice(key).map_or_else(|_| format!("{key:02x?}"), |id| id.to_string());
        Self::new(table, shown)
    }

    /// That a column of it cannot be read.
    pub fn corrupt(&self, column: &'static str, reason: impl Display) -> StoreError {
        StoreError::Corrupt {
            table: self.table,
            column,
            row: self.key.clone(),
            reason: reason.to_string(),
        }
    }

    /// The value, if it was one.
    pub fn checked<T, E: Display>(&self, column: &'static str, value: Result<T, E>) -> Result<T, StoreError> {
        value.map_err(|reason| self.corrupt(column, reason))
    }

    /// A time that is kept as microseconds since 1970.
    pub fn time(&self, column: &'static str, micros: i64) -> Result<Timestamp, StoreError> {
        self.checked(column, Timestamp::from_microsecond(micros))
    }

    /// Such a time, or none.
    pub fn maybe_time(
        &self,
        column: &'static str,
        micros: Option<i64>,
    ) -> Result<Option<Timestamp>, StoreError> {
        micros.map(|micros| self.time(column, micros)).transpose()
    }

    /// A UUID that is kept as its sixteen bytes.
    pub fn uuid(&self, column: &'static str, bytes: &[u8]) -> Result<Uuid, StoreError> {
        self.checked(column, Uuid::from_slice(bytes))
    }

    /// So many bytes.
    pub fn bytes<const N: usize>(&self, column: &'static str, bytes: &[u8]) -> Result<[u8; N], StoreError> {
        self.checked(column, <[u8; N]>::try_from(bytes))
    }

    /// So many bytes, or none.
    pub fn maybe_bytes<const N: usize>(
        &self,
        column: &'static str,
        bytes: Option<&[u8]>,
    ) -> Result<Option<[u8; N]>, StoreError> {
        bytes.map(|bytes| self.bytes(column, bytes)).transpose()
    }

    /// A number of any column of whole numbers.
    pub fn number<T: TryFrom<i64, Error: Display>>(
        &self,
        column: &'static str,
        number: impl Into<i64>,
    ) -> Result<T, StoreError> {
        self.checked(column, T::try_from(number.into()))
    }

    /// A place in its two columns `lat` and `lon`, of which both are empty or neither.
    pub fn place(
        &self,
        lat: Option<impl Into<i64>>,
        lon: Option<impl Into<i64>>,
    ) -> Result<Option<Place>, StoreError> {
        let place = lat.zip(lon).map(|(lat, lon)| {
            Place::of_hundredths(lat.into(), lon.into())
                .ok_or_else(|| self.corrupt("lat", "there is no such place"))
        });
        place.transpose()
    }

    /// A value that is kept as JSON.
    pub fn json<T: DeserializeOwned>(&self, column: &'static str, words: &str) -> Result<T, StoreError> {
        self.checked(column, serde_json::from_str(words))
    }

    /// A value that is kept as JSON, or none.
    pub fn maybe_json<T: DeserializeOwned>(
        &self,
        column: &'static str,
        words: Option<&str>,
    ) -> Result<Option<T>, StoreError> {
        words.map_or(Ok(None), |words| self.json(column, words))
    }

    /// A unit variant that is kept as its bare name.
    pub fn named<T: DeserializeOwned>(&self, column: &'static str, name: &str) -> Result<T, StoreError> {
        let value = serde_json::Value::String(name.to_owned());
        self.checked(column, T::deserialize(value).map_err(serde_json::Error::custom))
    }
}

/// The bare name of a unit variant.
pub fn name_of(value: &impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        Ok(_) => Err(StoreError::Contradiction("a value that is kept by name has none")),
        Err(error) => Err(StoreError::unavailable(error)),
    }
}

/// A value, or none, as the JSON in which it is kept.
pub fn maybe_words<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    let words = value.map(serde_json::to_string).transpose();
    words.map_err(StoreError::unavailable)
}

/// A count as a signed column keeps it; none comes near the end of the range.
pub fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use permit::Verdict;

    use super::{RowOf, count, name_of};

    #[test]
    fn what_does_not_hold_is_named_by_table_column_and_row() {
        let row = RowOf::keyed("scans", &[7; 16]);
        let wrong = row.number::<u8>("hits", 300_i64).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "scans.hits of row 07070707-0707-0707-0707-070707070707 cannot be read: out of range integral type conversion attempted"
        );
        let hashed = RowOf::keyed("drafts", &[1, 0xab]).corrupt("id", "short");
        assert!(hashed.to_string().contains("row [01, ab]"));
        assert!(row.place(Some(9_001_i64), Some(0_i64)).is_err());
        assert_eq!(row.place(Some(1_i16), None::<i16>).unwrap(), None);
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        let row = RowOf::new("scans", 1);
        let name = name_of(&Verdict::NotYetValid).unwrap();
        assert_eq!(name, "not-yet-valid");
        assert_eq!(
            row.named::<Verdict>("verdict", &name).unwrap(),
            Verdict::NotYetValid
        );
        assert!(row.named::<Verdict>("verdict", "fine").is_err());
        assert!(name_of(&3).is_err());
        assert_eq!(count(u64::MAX), i64::MAX);
    }
}
