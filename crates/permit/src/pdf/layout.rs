//! What a paper says: the service's fixed words and one permit's own.

use jiff::Timestamp;

/// A text in the paper's first language and, smaller beneath or beside it, in its second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The first language's text.
    pub first: String,
    /// The second language's, if the paper shows two.
    pub second: Option<String>,
}

impl Words {
    /// Words in one language.
    pub fn one(first: impl Into<String>) -> Self {
        Self {
            first: first.into(),
            second: None,
        }
    }

    /// Words in two languages.
    pub fn two(first: impl Into<String>, second: impl Into<String>) -> Self {
        Self {
            first: first.into(),
            second: Some(second.into()),
        }
    }
}

/// A heading with its lines: the conditions, or how to check the permit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: Words,
    /// One sentence or two each.
    pub lines: Vec<Words>,
}

/// How much of the page's width a slot takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotSize {
    /// The whole width in large type: the holder's name.
    Lead,
    /// The whole width: an address, a route.
    Whole,
    /// The whole width, and so many lines of small type.
    Lines(u8),
    /// Half the width; two in a row stand side by side.
    Half,
}

/// A labelled place for one value of the permit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What the value is.
    pub label: Words,
    /// How much room it gets.
    pub size: SlotSize,
}

/// A colour of eight bits each of red, green and blue; dark ones read best as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(pub u8, pub u8, pub u8);

/// What a reader shows about the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Title; the permit's number is added to it.
    pub title: String,
    /// The issuing authority.
    pub author: String,
    /// BCP 47 tag of the first language, such as `es-PE`.
    pub language: String,
}

/// All that is the same on every permit of one service version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What the document is: "Permiso de tránsito".
    pub title: Words,
    /// Who issues it.
    pub authority: Words,
    /// The office within the authority, printed at the foot.
    pub office: Words,
    /// Label of the permit number.
    pub number_label: Words,
    /// Label of the first moment of validity.
    pub valid_from_label: Words,
    /// Label of the last.
    pub valid_until_label: Words,
    /// Places for the permit's values, in reading order.
    pub slots: Vec<Slot>,
    /// What the holder may and must do.
    pub conditions: Section,
    /// How anyone checks the permit.
    pub checking: Section,
    /// Label of the official address.
    pub address_label: Words,
    /// The law it rests on.
    pub legal_basis: Words,
    /// Colour of rules and headings.
    pub accent: Accent,
    /// Printed pale across the page where the paper is not a real permit: "MUESTRA".
    pub specimen: Option<String>,
    /// The file's metadata.
    pub metadata: Metadata,
}

/// One permit's words, formatted for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The permit number: `7K2QM-X9T4B-H`.
    pub number: String,
    /// First moment of validity.
    pub valid_from: String,
    /// Last moment.
    pub valid_until: String,
    /// The address that genuine codes start with, so that a look-alike can be told.
    pub address: String,
    /// One value for each slot of the layout, in its order; an empty one is printed as a dash.
    pub values: Vec<String>,
    /// What the QR says.
    pub qr_text: String,
    /// When the permit was issued: the file's creation date.
    pub issued_at: Timestamp,
}
