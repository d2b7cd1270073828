//! Between columns and values, as SQLite keeps them.

use jiff::Timestamp;
use serde::Serialize;
use store::StoreError;
use store::columns::{ColumnTypes, ReadColumns, WriteColumns};
use uuid::Uuid;

pub(crate) use store::{RowOf, count, maybe_words, name_of, select};

/// How the columns of a row are read, and written one by one.
#[derive(Debug)]
pub(crate) struct Sqlite;

impl ColumnTypes for Sqlite {
    type Id = Vec<u8>;
    type Time = i64;
    type Bytes = Vec<u8>;
    type Document = String;
    type Number = i64;
}

impl WriteColumns for Sqlite {
    fn id(id: Uuid) -> Vec<u8> {
        id.as_bytes().to_vec()
    }

    fn time(time: Timestamp) -> i64 {
        micros(time)
    }

    fn bytes(bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }

    fn document(value: &impl Serialize) -> Result<String, StoreError> {
        json(value)
    }

    fn number(number: u32) -> Result<i64, StoreError> {
        Ok(number.into())
    }
}

impl ReadColumns for Sqlite {
    fn row_of(table: &'static str, key: &Vec<u8>) -> RowOf {
        RowOf::keyed(table, key)
    }

    fn read_id(row: &RowOf, column: &'static str, id: &Vec<u8>) -> Result<Uuid, StoreError> {
        row.uuid(column, id)
    }

    fn read_time(row: &RowOf, column: &'static str, micros: &i64) -> Result<Timestamp, StoreError> {
        row.time(column, *micros)
    }

    fn words(document: &String) -> &str {
        document
    }
}

/// A time as it is kept: whole microseconds since 1970, so that numbers sort as times do.
pub(crate) fn micros(time: Timestamp) -> i64 {
    time.as_microsecond()
}

/// A value as it is kept in a JSON column.
pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::unavailable)
}
