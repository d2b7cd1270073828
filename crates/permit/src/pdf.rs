//! The permit on paper: a PDF whose fixed half is drawn once and whose other half is written per permit.
//!
//! [`Skeleton::draw`] draws page, fixed words and fonts when a service version is published;
//! [`Skeleton::fill`] splices one permit's words and QR into those bytes. Both are pure: the same
//! [`Layout`] and [`Paper`] give the same bytes on every machine.

mod canvas;
mod content;
mod field;
mod font;
mod frame;
mod further;
mod kept;
mod layout;
mod letters;
mod marks;
mod object;
mod page;
mod skeleton;
mod slots;
mod splice;
mod typeface;
mod wrap;

pub use layout::{Accent, Layout, Metadata, Paper, Section, Slot, SlotSize, Words};
pub use letters::{Uncovered, covers};
pub use skeleton::Skeleton;

use thiserror::Error;

use crate::qr::QrError;

/// Why a skeleton cannot be drawn or a permit cannot be put on paper.
#[derive(Debug, Error)]
pub enum PdfError {
    /// A text holds a letter that the paper's font lacks.
    #[error(transparent)]
    Uncovered(#[from] Uncovered),
    /// The service's fixed words leave too little of the page: fewer conditions or fewer fields help.
    #[error(
        "the paper needs {over_mm} mm more than an A4 page has: the answers take {answers_mm} mm and the conditions {conditions_mm} mm"
    )]
    Crowded {
        /// Millimetres that are missing.
        over_mm: u32,
        /// Millimetres that the slots of answers take at least.
        answers_mm: u32,
        /// Millimetres that the conditions take.
        conditions_mm: u32,
    },
    /// A fixed word that must stand on one line is wider than the page allows.
    #[error("“{words}” is too long for its place on the paper")]
    TooWide {
        /// The words as the layout gives them.
        words: String,
    },
    /// A value does not fit its place even in the smallest legible type.
    #[error("the value for “{label}” is too long for the paper")]
    TooLong {
        /// What the place is called on the paper.
        label: String,
    },
    /// A paper whose values do not match the layout's slots.
    #[error("the paper has {found} values for {expected} places")]
    Slots {
        /// Slots of the layout.
        expected: usize,
        /// Values of the paper.
        found: usize,
    },
    /// The QR text cannot be encoded.
    #[error(transparent)]
    Qr(#[from] QrError),
    /// The QR would need modules too small to be scanned from paper.
    #[error("a QR of {modules} modules is too fine for paper")]
    QrTooFine {
        /// Modules on one side.
        modules: usize,
    },
    /// The PDF library failed; the service file is not at fault.
    #[error("the page could not be drawn: {0}")]
    Drawing(String),
    /// Kept bytes are not a skeleton that this program reads.
    #[error("the kept skeleton is damaged: {0}")]
    Damaged(String),
}
