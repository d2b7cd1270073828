//! Patterns in the files of rules.

use regex::Regex;
use serde::{Deserialize, Deserializer, de};

/// A pattern that the whole of a text has.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    let pattern = String::deserialize(deserializer)?;
    Regex::new(&format!("^(?:{pattern})$")).map_err(de::Error::custom)
}
