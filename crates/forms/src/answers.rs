//! What people answered, parsed once into typed values.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::{DocumentKind, QuestionId};

/// The code of a department (2 digits), province (4) or district (6).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionCode(pub String);

/// Typed answers by question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<QuestionId, Answer>);

impl Answers {
    /// The answer to that question.
    pub fn get(&self, id: &QuestionId) -> Option<&Answer> {
        self.0.get(id)
    }
}

/// One typed answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the variants are the question types")]
pub enum Answer {
    Text(String),
    FullName(String),
    Integer(i64),
    Decimal(String),
    Date(Date),
    Time(Time),
    YesNo(bool),
    Choice(String),
    Choices(Vec<String>),
    Country(String),
    Region(RegionCode),
    Address(Address),
    Email(String),
    Phone(String),
    IdentityDocument(IdentityDocument),
    TaxNumber(String),
    VehiclePlate(String),
    Group(Vec<Answers>),
    Declaration,
}

/// Where someone lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The district.
    pub region: RegionCode,
    /// Street and number.
    pub street: String,
    /// How to find it.
    pub reference: String,
}

/// A document that says who someone is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDocument {
    /// Which.
    pub kind: DocumentKind,
    /// Its number, without spaces, in capitals.
    pub number: String,
}
