//! Between columns and values, as PostgreSQL keeps them. Ids, times and days are typed by the database and need no
//! check.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use serde::Serialize;
use sqlx::types::{Json, JsonRawValue};
use store::StoreError;

pub(crate) use store::{RowOf, count, name_of};

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

/// What a `jsonb` column says.
pub(crate) fn words(document: &Document) -> &str {
    document.0.get()
}
