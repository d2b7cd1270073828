//! Rows on their way in, by the names of their columns. Times are cut to the microseconds that a column holds, and bytes
//! are written as PostgreSQL reads them.

use std::fmt::Write;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// Bytes in a `bytea`'s words.
pub(crate) struct Bytes<T>(pub(crate) T);

impl<T: AsRef<[u8]>> Serialize for Bytes<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = self.0.as_ref();
        let mut digits = String::with_capacity(2 + 2 * bytes.len());
        digits.push_str("\\x");
        for byte in bytes {
            // Writing to a string does not fail.
            let _ = write!(digits, "{byte:02x}");
        }
        serializer.serialize_str(&digits)
    }
}

/// A time of whole microseconds.
pub(crate) fn cut(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}
