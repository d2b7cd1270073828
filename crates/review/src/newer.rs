//! What a later release of the program may have written into the same database.
//!
//! During an upgrade two releases serve one database. What this one reads and does not know it keeps as it is, shows as
//! a newer release's, and leaves to that release.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Something that was read from the database: a value of this release, or what a newer one wrote in its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MaybeNewer<T> {
    /// This release reads it whole: written again, it says the same.
    Known(T),
    /// This release does not know it, or would lose a part of it.
    Newer(Newer),
}

/// What this release does not know, as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Newer(pub Value);

/// Reads a value, unless a part of it would be lost when it is written again: an unknown field as much as an unknown
/// name.
pub(crate) fn read_whole<T: Serialize + DeserializeOwned>(json: &Value) -> Option<T> {
    let value = T::deserialize(json).ok()?;
    let again = serde_json::to_value(&value).ok()?;
    (again == *json).then_some(value)
}

impl<T> MaybeNewer<T> {
    /// The value, if this release knows it.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Newer(_) => None,
        }
    }
}

impl<T: Serialize + DeserializeOwned> MaybeNewer<T> {
    /// What this says. Nothing is refused: what cannot be read is taken for a newer release's.
    pub fn read(json: Value) -> Self {
        read_whole(&json).map_or_else(|| Self::Newer(Newer(json)), Self::Known)
    }
}

impl<T> From<T> for MaybeNewer<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: PartialEq> PartialEq<T> for MaybeNewer<T> {
    fn eq(&self, value: &T) -> bool {
        self.known() == Some(value)
    }
}

/// As the value itself, or as it was read.
impl<T: Serialize> Serialize for MaybeNewer<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => value.serialize(serializer),
            Self::Newer(newer) => newer.serialize(serializer),
        }
    }
}

impl<'de, T: Serialize + DeserializeOwned> Deserialize<'de> for MaybeNewer<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}

impl Newer {
    /// The word by which the release that wrote it knows it, as far as that can be told: it is the whole of it, or its
    /// tag, or its one field.
    pub fn name(&self) -> &str {
        let name = match &self.0 {
            Value::String(name) => Some(name.as_str()),
            Value::Object(fields) => {
                let tag = ["event", "command", "kind"]
                    .into_iter()
                    .find_map(|tag| fields.get(tag)?.as_str());
                tag.or_else(|| fields.keys().next().map(String::as_str))
            }
            _ => None,
        };
        name.unwrap_or("?")
    }
}

impl fmt::Display for Newer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
