//! The identity documents that are understood.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::country_rules::{self, Identifier};

/// A kind of identity document, by its code: each country's own, and the passport of any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentKind(&'static str);

impl DocumentKind {
    /// Peru's national identity document.
    pub const DNI: Self = Self("dni");
    /// The card of a foreign resident in Peru.
    pub const FOREIGNER_CARD: Self = Self("foreigner-card");
    /// A passport of any country.
    pub const PASSPORT: Self = Self("passport");

    /// Every kind, country by country.
    pub fn all() -> impl Iterator<Item = Self> {
        country_rules::documents().map(Self::from)
    }

    /// The kind's code in service files, answers and conditions.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The kind of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|kind| kind.0 == code)
    }

    /// Whether its numbers are digits alone.
    pub fn is_numeric(self) -> bool {
        self.identifier().is_some_and(|identifier| identifier.numeric)
    }

    pub(crate) fn identifier(self) -> Option<&'static Identifier> {
        country_rules::documents().find(|identifier| identifier.code == self.0)
    }
}

impl From<&'static Identifier> for DocumentKind {
    fn from(identifier: &'static Identifier) -> Self {
        Self(&identifier.code)
    }
}

impl Serialize for DocumentKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for DocumentKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| de::Error::custom("unknown kind of identity document"))
    }
}

impl JsonSchema for DocumentKind {
    fn schema_name() -> Cow<'static, str> {
        "DocumentKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = Self::all().map(Self::code).collect();
        json_schema!({"type": "string", "enum": codes})
    }
}
