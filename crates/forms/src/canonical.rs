//! One form for each kind of text that tells who or what an application is about, whoever wrote it and however: two texts
//! mean the same document, mailbox, telephone, plate or name if their canonical forms are equal.
//!
//! What was typed is kept beside it where people must see it. Hashes of canonical forms are kept too: whoever changes a
//! form has them made anew, by a migration that lets go of them (`migrations/sqlite/main/0025…`, `migrations/postgres/0027…`).

mod document;
mod email;
mod name;
mod phone;
mod plate;
mod tax_number;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;

use crate::answers::tidy;

pub use document::{document, document_of_person, documents, documents_of_person};
pub use email::email;
pub use name::{folded, name};
pub use phone::{phone, phones};
pub use plate::plate;
pub use tax_number::{person_of_tax_number, tax_number};

/// A text in its canonical form. Only the functions of this module make one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Canonical {
    kind: CanonicalKind,
    text: String,
}

/// What a canonical text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CanonicalKind {
    /// The number of an identity document of any kind.
    Document,
    /// A mailbox.
    Email,
    /// A person's name.
    Name,
    /// A telephone number in E.164.
    Phone,
    /// A vehicle's plate.
    Plate,
    /// A tax number of any country.
    TaxNumber,
}

impl Canonical {
    /// A text that has something in it.
    fn new(kind: CanonicalKind, text: String) -> Option<Self> {
        (!text.is_empty()).then_some(Self { kind, text })
    }

    /// What it tells.
    pub fn kind(&self) -> CanonicalKind {
        self.kind
    }

    /// The text itself.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl CanonicalKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Document,
        Self::Email,
        Self::Name,
        Self::Phone,
        Self::Plate,
        Self::TaxNumber,
    ];

    /// The kind's name, which is hashed and kept: it never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Email => "e-mail",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Plate => "plate",
            Self::TaxNumber => "tax-number",
        }
    }

    /// The kind of that name.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A code as it is compared: letters and digits alone, in capitals, digits of every script as ASCII.
pub fn letters_and_digits(text: &str) -> String {
    let plain: String = text.nfkc().collect();
    let code: String = tidy::code(&plain).nfkc().collect();
    code.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Without differences of case: `ß` is `ss`, and a sigma is one wherever it stands.
fn without_case(text: &str) -> String {
    let lower = text.chars().flat_map(char::to_lowercase);
    let upper = lower.flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).collect()
}
