//! Rows on their way into the tables: one argument of one statement carries any number of them.
//!
//! A statement costs a way to the connection's thread and back, more than writing a row does. So a table is
//! written by `INSERT … SELECT … FROM jsonb_each(?)`: one statement, checked when it is built, for one row
//! and for those of a whole commit. (`jsonb_each` hands on each row in SQLite's binary form; `json_each` would
//! write it as text again and have every `->>` read it.)

use std::fmt::Write;

use serde::{Serialize, Serializer};
use store::StoreError;

use crate::values::json;

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
