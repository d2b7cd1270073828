//! Between columns and values, as SQLite keeps them.

use jiff::Timestamp;
use serde::Serialize;
use store::StoreError;

pub(crate) use store::{RowOf, count, name_of};

/// A time as it is kept: whole microseconds since 1970, so that numbers sort as times do.
pub(crate) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// A value as it is kept in a JSON column.
pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::unavailable)
}
