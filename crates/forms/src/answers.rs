//! What people answered: raw fields parsed once into typed values, or one plain sentence for each that is wrong.
//!
//! Field names of the raw input: a question's id for most types; `born.day`, `born.month`, `born.year` for a
//! date (or `born` alone, as people write dates); `document.kind` and `document.number`; `home.department`,
//! `home.province`, `home.district` for a region (or `home.region` with the district's code), the same with
//! `home.street` and `home.reference` for an address; `trip.0.place` inside a group. A yes/no question takes
//! `yes` or `no`, a declaration any value, a map its places, one on each line. A mail address may have `mail.asked` beside it: what a page has asked about.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

pub use crate::regions::RegionCode;
use crate::{DocumentKind, PageId, Position, QuestionId, Text};

mod dates;
mod digits;
mod documents;
mod fields;
mod format;
mod group;
mod journey;
pub(crate) mod longest;
pub(crate) mod map;
mod names;
mod numbers;
mod options;
mod parse;
mod places;
mod show;
#[cfg(test)]
mod tests;
pub(crate) mod tidy;
mod to_raw;
mod words;
mod wrong;

pub use format::{ASKED, Format};
pub(crate) use format::{bare_address, e164};
pub(crate) use journey::{Visit, again};
pub use map::places;
pub(crate) use parse::{Around, Reading, parse};
pub(crate) use tidy::fold;
pub(crate) use to_raw::decimal;

/// What the browser sent: each field's values, by its HTML name.
pub type Raw = BTreeMap<String, Vec<String>>;

/// Typed answers by question. As JSON, an object of question ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<QuestionId, Answer>);

impl Answers {
    /// The answer to that question.
    pub fn get(&self, id: &QuestionId) -> Option<&Answer> {
        self.0.get(id)
    }

    /// Keeps the answer, in place of an earlier one.
    pub fn insert(&mut self, id: QuestionId, answer: Answer) {
        self.0.insert(id, answer);
    }

    /// Takes the answer away.
    pub fn remove(&mut self, id: &QuestionId) -> Option<Answer> {
        self.0.remove(id)
    }

    /// Takes over each of the other answers, in place of earlier ones.
    pub fn extend(&mut self, others: Answers) {
        self.0.extend(others.0);
    }

    /// Each question with its answer, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionId, &Answer)> {
        self.0.iter()
    }

    /// Whether nothing is answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One typed answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// One or several lines, trimmed, in NFC.
    Text(String),
    /// Letters, spaces, apostrophes and hyphens.
    FullName(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number: digits with a point, no leading or trailing zeros (`12.5`).
    Decimal(String),
    /// A day.
    Date(Date),
    /// A time of day, to the minute.
    Time(Time),
    /// Yes or no.
    YesNo(bool),
    /// The code of an option.
    Choice(String),
    /// Codes of options, in the order of the service file.
    Choices(Vec<String>),
    /// ISO 3166-1 alpha-2.
    Country(String),
    /// A district.
    Region(RegionCode),
    /// A place with its street.
    Address(Address),
    /// A mail address, its domain in lower case.
    Email(String),
    /// E.164: `+51987654321`.
    Phone(String),
    /// Kind and number.
    IdentityDocument(IdentityDocument),
    /// A tax number, such as a RUC of 11 digits.
    TaxNumber(String),
    /// In capitals, with its hyphen: `ABC-123`.
    VehiclePlate(String),
    /// Places on a map, in the order in which they were drawn.
    Map(Vec<Position>),
    /// One set of answers for each time the group was filled in.
    Group(Vec<Answers>),
    /// The statement was accepted.
    Declaration,
}

impl Answer {
    /// The text of an answer that is one; none of what is a number, a day or several things.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text)
            | Self::FullName(text)
            | Self::Decimal(text)
            | Self::Choice(text)
            | Self::Country(text)
            | Self::Email(text)
            | Self::Phone(text)
            | Self::TaxNumber(text)
            | Self::VehiclePlate(text) => Some(text),
            Self::Integer(_)
            | Self::Date(_)
            | Self::Time(_)
            | Self::YesNo(_)
            | Self::Choices(_)
            | Self::Region(_)
            | Self::Address(_)
            | Self::IdentityDocument(_)
            | Self::Map(_)
            | Self::Group(_)
            | Self::Declaration => None,
        }
    }
}

/// Where someone lives or works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The district.
    pub region: RegionCode,
    /// Street and number.
    pub street: String,
    /// How to find it; empty if nothing was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// A document that says who someone is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityDocument {
    /// Which.
    pub kind: DocumentKind,
    /// Its number, without spaces, in capitals; of a DNI the 8 digits without the check character.
    pub number: String,
}

/// One wrong field, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerError {
    /// The question; inside a group, the group's own question.
    pub question: QuestionId,
    /// The HTML name of the field to link to: `born.day`, `trip.0.place`.
    pub field: String,
    /// What to do, in the language asked for.
    pub message: String,
}

/// What came of one posted page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedPage {
    /// The page's answers that are right, also when others are wrong.
    pub answers: Answers,
    /// One for each wrong answer, in the order of the page.
    pub errors: Vec<AnswerError>,
    /// Show the page again without a word of error: a region not yet down to its district, or a question that
    /// applies only now, because of an answer on this same page, and was not on the screen yet.
    pub narrow: Vec<QuestionId>,
    /// The journey ends here, and why. Only said of a page without errors.
    pub stop: Option<Text>,
}

/// A question that still wants an answer before the application can be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Where it is asked.
    pub page: PageId,
    /// Which; if a page's stop holds, the page's first question.
    pub question: QuestionId,
}
