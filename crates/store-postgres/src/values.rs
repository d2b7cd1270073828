//! Between columns and values, as PostgreSQL keeps them. Ids, times and days are typed by the database and need no
//! check.

use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use serde::Serialize;
use sqlx::types::{Json, JsonRawValue};
use store::StoreError;
use store::columns::{ColumnTypes, ReadColumns, WriteColumns};
use uuid::Uuid;

pub(crate) use store::{RowOf, count, maybe_words, name_of, select};

/// A `jsonb` column, still in its words.
pub(crate) type Document = Json<Box<JsonRawValue>>;

/// How the columns of a row are read, and written in arrays of them.
#[derive(Debug)]
pub(crate) struct Postgres;

impl ColumnTypes for Postgres {
    type Id = Uuid;
    type Time = jiff_sqlx::Timestamp;
    type Bytes = Vec<u8>;
    type Document = Document;
    type Number = i32;
}

impl ReadColumns for Postgres {
    fn row_of(table: &'static str, key: &Uuid) -> RowOf {
        RowOf::new(table, key)
    }

    fn read_id(_: &RowOf, _: &'static str, id: &Uuid) -> Result<Uuid, StoreError> {
        Ok(*id)
    }

    fn read_time(_: &RowOf, _: &'static str, time: &jiff_sqlx::Timestamp) -> Result<Timestamp, StoreError> {
        Ok(time.to_jiff())
    }

    fn words(document: &Document) -> &str {
        words(document)
    }
}

impl WriteColumns for Postgres {
    fn id(id: Uuid) -> Uuid {
        id
    }

    fn time(at: Timestamp) -> jiff_sqlx::Timestamp {
        time(at)
    }

    fn bytes(bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }

    fn document(value: &impl Serialize) -> Result<Document, StoreError> {
        json(value)
    }

    fn number(number: u32) -> Result<i32, StoreError> {
        i32::try_from(number).map_err(|_| StoreError::Contradiction("a number beyond those that are kept"))
    }
}

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
