//! Rows on their way into the tables: one argument of one statement carries any number of them.
//!
//! A statement costs a way to the connection's thread and back, more than writing a row does. So a table is
//! written by `INSERT … SELECT … FROM jsonb_each(?)`: one statement, checked when it is built, for one row
//! and for those of a whole commit. (`jsonb_each` hands on each row in SQLite's binary form; `json_each` would
//! write it as text again and have every `->>` read it.)

use std::fmt::Write;

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use store::StoreError;
use store::columns::{ColumnTypes, JsonColumns, WriteColumns};
use uuid::Uuid;

use crate::values::{json, micros};

/// Some rows of one table as JSON, put in words by whoever has them written and not by the writer.
#[derive(Debug, Default)]
pub(crate) struct Rows(String);

impl Rows {
    pub(crate) fn of<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<Self, StoreError> {
        let mut all = String::new();
        for row in rows {
            if !all.is_empty() {
                all.push(',');
            }
            all.push_str(&json(&row)?);
        }
        Ok(Self(all))
    }

    /// The array that a statement takes; none where there is nothing to write.
    pub(crate) fn together<'a>(many: impl IntoIterator<Item = &'a Self>) -> Option<String> {
        let mut array = String::new();
        for Self(rows) in many {
            if !rows.is_empty() {
                array.push(if array.is_empty() { '[' } else { ',' });
                array.push_str(rows);
            }
        }
        if array.is_empty() {
            return None;
        }
        array.push(']');
        Some(array)
    }
}

/// How the columns of such a row are written.
#[derive(Debug)]
pub(crate) struct JsonRow;

impl ColumnTypes for JsonRow {
    type Id = Uuid;
    type Time = i64;
    type Bytes = Hex<Vec<u8>>;
    type Document = Box<RawValue>;
    type Number = u32;
}

impl JsonColumns for JsonRow {}

impl WriteColumns for JsonRow {
    fn id(id: Uuid) -> Uuid {
        id
    }

    fn time(time: Timestamp) -> i64 {
        micros(time)
    }

    fn bytes(bytes: &[u8]) -> Hex<Vec<u8>> {
        Hex(bytes.to_vec())
    }

    fn document(value: &impl Serialize) -> Result<Box<RawValue>, StoreError> {
        to_raw_value(value).map_err(StoreError::unavailable)
    }

    fn number(number: u32) -> Result<u32, StoreError> {
        Ok(number)
    }
}

/// Bytes as digits, which `unhex` makes bytes again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hex<T>(pub(crate) T);

impl<T: AsRef<[u8]>> Serialize for Hex<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = self.0.as_ref();
        let mut digits = String::with_capacity(2 * bytes.len());
        for byte in bytes {
            // Writing to a string does not fail.
            let _ = write!(digits, "{byte:02x}");
        }
        serializer.serialize_str(&digits)
    }
}

#[cfg(test)]
mod tests {
    use super::{Hex, Rows};

    #[test]
    fn rows_of_many_become_one_array() {
        let rows = |rows: &[&str]| Rows::of(rows).unwrap();
        assert_eq!(Rows::together([&rows(&[]), &rows(&[])]), None);
        let together = Rows::together([&rows(&["a", "\"b"]), &rows(&[]), &rows(&["c"])]);
        assert_eq!(together.as_deref(), Some(r#"["a","\"b","c"]"#));
    }

    #[test]
    fn bytes_become_digits() {
        assert_eq!(
            serde_json::to_string(&Hex([0, 0x0f, 0xff])).unwrap(),
            r#""000fff""#
        );
    }
}
