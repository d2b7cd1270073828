//! The permit description: what a type of permit's fields mean, signed by its issuer.
//!
//! A permit carries values alone; labels, languages and the names of codes come from here, so that a
//! scanner can show a permit in words while off-line.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::claims::{Claims, Field};
use crate::cose::{self, Envelope, EnvelopeError};
use crate::key::{KeySet, Purpose, SignError, Signer};

const TYP: &str = "application/chasqui-permit-description+json";

/// A text in each language, by language code.
pub type Texts = BTreeMap<String, String>;

/// What a type of permit says, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermitDescription {
    /// The issuer's bare host.
    #[serde(rename = "iss")]
    pub issuer: String,
    /// The number that permits of this type carry.
    #[serde(rename = "type")]
    pub permit_type: u32,
    /// The service that issues them.
    pub service: String,
    /// When this description was signed, in whole seconds.
    #[serde(rename = "iat", with = "jiff::fmt::serde::timestamp::second::required")]
    pub issued_at: Timestamp,
    /// Language codes, the issuer's own first.
    pub languages: Vec<String>,
    /// The permit's name.
    pub title: Texts,
    /// The fields in the order in which permits carry them; new ones are only ever appended.
    pub fields: Vec<FieldDescription>,
    /// What the permit allows and asks, a sentence each, by language.
    #[serde(default)]
    pub conditions: BTreeMap<String, Vec<String>>,
    /// How many seconds old a status list may be for a check without network to count.
    #[serde(default = "a_day")]
    pub offline_for: u64,
}

/// What a description that says nothing else allows.
fn a_day() -> u64 {
    24 * 60 * 60
}

/// What one field means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDescription {
    /// The question it was asked by.
    pub id: String,
    /// Where a scanner shows it.
    pub role: Role,
    /// How much of the answer the permit carries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// Its name for people.
    pub label: Texts,
    /// Names of its codes, where it is a choice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Texts>,
}

/// What a field is to somebody who holds it against the holder's papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The holder's name.
    Holder,
    /// The holder's document.
    Document,
    /// A vehicle's plate.
    Vehicle,
    /// Where the permit allows to be or to go.
    Zone,
    /// From what time of the day it holds, as `HH:MM`.
    HoursFrom,
    /// Until what time of the day it holds, as `HH:MM`; before `HoursFrom` where the hours pass midnight.
    HoursUntil,
    /// On which days of the week it holds, as their numbers in ISO 8601, Monday first: `135`.
    Days,
    /// All else, and what a newer issuer calls by a name that is not known here.
    #[serde(other)]
    Detail,
}

/// How much of an answer a permit carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// All of it.
    Whole,
    /// Its last four characters.
    LastFour,
    /// The first letter of each word.
    Initials,
}

/// One field of one permit in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The field's label, or its id where it has none.
    pub label: &'a str,
    /// The value; none where it was not answered.
    pub value: Option<String>,
    /// Where to show it.
    pub role: Role,
    /// How much of the answer it is.
    pub form: Option<Form>,
}

/// Why bytes are not a permit description to rely on.
#[derive(Debug, Error)]
pub enum DescriptionError {
    /// Not an envelope with the description's `typ`.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The payload is not the JSON of a description.
    #[error("not a permit description: {0}")]
    Malformed(#[from] serde_json::Error),
    /// No status key of this issuer has that name.
    #[error("the description is not signed with a status key of {0}")]
    UnknownKey(String),
    /// The signature is wrong.
    #[error("the description's signature is wrong")]
    Forged,
}

impl PermitDescription {
    /// Signs the description with a status key.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, SignError> {
        let json = serde_json::to_vec(self).expect("texts and numbers are JSON");
        cose::sign(json, Some(TYP), signer)
    }

    /// Reads a description and checks its signature against its issuer's status keys.
    pub fn read(bytes: &[u8], keys: &KeySet, now: Timestamp) -> Result<Self, DescriptionError> {
        let envelope = Envelope::read(bytes, Some(TYP))?;
        let description: Self = serde_json::from_slice(envelope.payload())?;
        let key = keys.find(envelope.key_id(), Purpose::Status, now);
        let key = key.filter(|_| keys.speaks_for(&description.issuer));
        let key = key.ok_or_else(|| DescriptionError::UnknownKey(description.issuer.clone()))?;
        if envelope.is_signed_by(key) {
            Ok(description)
        } else {
            Err(DescriptionError::Forged)
        }
    }

    /// A permit's fields in words, in this language or else the issuer's own.
    ///
    /// A permit older than the description has fewer fields; one newer has more, which are left out.
    pub fn lines<'a>(&'a self, claims: &'a Claims, language: &str) -> Vec<Line<'a>> {
        let fields = self.fields.iter().zip(&claims.fields);
        fields
            .map(|(description, field)| self.line(description, field, language))
            .collect()
    }

    fn line<'a>(&'a self, field: &'a FieldDescription, value: &Field, language: &str) -> Line<'a> {
        let value = match value {
            Field::Absent => None,
            Field::Integer(number) => Some(number.to_string()),
            Field::Text(text) if field.values.is_empty() => Some(text.clone()),
            Field::Text(days) if field.role == Role::Days => {
                let days: Vec<String> = days.chars().map(String::from).collect();
                Some(self.in_words(field, &days.join(","), language))
            }
            Field::Text(codes) => Some(self.in_words(field, codes, language)),
        };
        let label = self.text(&field.label, language).unwrap_or(&field.id);
        Line {
            label,
            value,
            role: field.role,
            form: field.form,
        }
    }

    /// The names of one code, or of several with commas between them; a code without a name stands for itself.
    fn in_words(&self, field: &FieldDescription, codes: &str, language: &str) -> String {
        let name = |code| {
            let names = field.values.get(code);
            names.and_then(|names| self.text(names, language)).unwrap_or(code)
        };
        codes.split(',').map(name).collect::<Vec<_>>().join(", ")
    }

    /// A text in this language, or else in the issuer's own, or else in any.
    pub fn text<'a>(&self, texts: &'a Texts, language: &str) -> Option<&'a str> {
        let wanted = texts.get(language);
        let own = || self.languages.iter().find_map(|language| texts.get(language));
        wanted
            .or_else(own)
            .or_else(|| texts.values().next())
            .map(String::as_str)
    }
}
