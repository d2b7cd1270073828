//! The one spelling of a service file, from which its hash is made.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::read::raw::RawService;

/// JSON with sorted keys, without keys that say nothing, and with ordered things as lists.
pub(crate) fn of(raw: &RawService) -> String {
    serde_json::to_value(raw)
        .map(|value| Sorted::of(value).json())
        .unwrap_or_default()
}

/// JSON whose objects are sorted whatever features the JSON library was built with.
#[derive(Serialize)]
#[serde(untagged)]
enum Sorted {
    Plain(Value),
    List(Vec<Sorted>),
    Object(BTreeMap<String, Sorted>),
}

impl Sorted {
    fn of(value: Value) -> Self {
        match value {
            Value::Array(items) => Self::List(items.into_iter().map(Self::of).collect()),
            Value::Object(entries) => {
                let said = entries.into_iter().filter(|(_, value)| !value.is_null());
                Self::Object(said.map(|(key, value)| (key, Self::of(value))).collect())
            }
            plain => Self::Plain(plain),
        }
    }

    fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
