//! The half of a paper that a service version's permits share, and how one permit is spliced into it.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};

use super::PdfError;
use super::content::Content;
use super::field::Field;
use super::font::{Alphabet, Subset, Weight};
use super::layout::{Layout, Metadata, Paper};
use super::letters::{Uncovered, tidy};
use super::object::{Body, assemble};
use super::page::{self, QrPlace};
use super::splice::splice;
use crate::qr::{self, Matrix};

/// Bold letters that values need beside the fixed words': numbers, dates and times.
const BOLD_VALUES: &str =
    " -–.,:/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzáéíóúñº\u{a0}";
/// 81 modules on 48 mm are half a millimetre each: what a cheap phone still reads from paper.
const FINEST: usize = 81;
const NOT_ANSWERED: &str = "–";

/// Page, fixed words and fonts, drawn; kept with the service version and filled for each permit.
#[derive(Clone, Debug, PartialEq)]
pub struct Skeleton {
    pub(super) body: Body,
    /// SHA-256 of the body: what tells this skeleton's files from another's.
    pub(super) fingerprint: Vec<u8>,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) number: Field,
    pub(super) valid_from: Field,
    pub(super) valid_until: Field,
    pub(super) address: Field,
    pub(super) slots: Vec<Field>,
    pub(super) qr: QrPlace,
    pub(super) regular: Alphabet,
    pub(super) bold: Alphabet,
}

impl Skeleton {
    /// Draws the fixed half, once per service version (milliseconds).
    ///
    /// Refuses words that the font lacks or that the page has no room for: the service file is at fault.
    pub fn draw(layout: &Layout) -> Result<Self, PdfError> {
        let page = page::draw(layout)?;
        let every: BTreeSet<char> = Weight::Regular.shipped().0.iter().map(|one| one.sign).collect();
        let bold: BTreeSet<char> = page
            .canvas
            .bold
            .iter()
            .copied()
            .chain(BOLD_VALUES.chars())
            .collect();
        let fonts = [
            Subset::cut(Weight::Regular, &every)?,
            Subset::cut(Weight::Bold, &bold)?,
        ];
        let body = assemble(page.canvas.ops, &fonts, &layout.metadata.language)?;
        let [regular, bold] = fonts.map(|font| font.alphabet);
        let Metadata { title, author, .. } = layout.metadata.clone();
        Ok(Self {
            fingerprint: digest(&SHA256, &body.bytes).as_ref().to_vec(),
            body,
            title,
            author,
            number: page.number,
            valid_from: page.valid_from,
            valid_until: page.valid_until,
            address: page.address,
            slots: page.slots,
            qr: page.qr,
            regular,
            bold,
        })
    }

    /// The permit's PDF: the same skeleton and paper give the same bytes everywhere.
    pub fn fill(&self, paper: &Paper) -> Result<Vec<u8>, PdfError> {
        self.fill_with(paper, &qr::encode(&paper.qr_text)?)
    }

    /// As [`Skeleton::fill`], where the picture of the QR text is at hand.
    pub fn fill_with(&self, paper: &Paper, code: &Matrix) -> Result<Vec<u8>, PdfError> {
        if paper.values.len() != self.slots.len() {
            return Err(PdfError::Slots {
                expected: self.slots.len(),
                found: paper.values.len(),
            });
        }
        coarse(code)?;
        let mut content = Content::new();
        self.write(&mut content, &self.number, &paper.number)?;
        self.write(&mut content, &self.valid_from, &paper.valid_from)?;
        self.write(&mut content, &self.valid_until, &paper.valid_until)?;
        self.write(&mut content, &self.address, &paper.address)?;
        for (field, value) in self.slots.iter().zip(&paper.values) {
            self.write(&mut content, field, value)?;
        }
        content.qr(self.qr, code);
        Ok(splice(self, &content.into_bytes(), paper))
    }

    /// Whether a slot has room for a value, so that a form can say so while it can still be changed.
    pub fn fits(&self, slot: usize, value: &str) -> Result<(), PdfError> {
        let field = self.slots.get(slot).ok_or(PdfError::Slots {
            expected: self.slots.len(),
            found: slot,
        })?;
        self.write(&mut Content::new(), field, value)
    }

    /// Whether the QR of a text has modules large enough to be scanned from paper.
    pub fn fits_code(qr_text: &str) -> Result<(), PdfError> {
        coarse(&qr::encode(qr_text)?)
    }

    /// Whether the official address has room on its one line.
    pub fn fits_address(&self, address: &str) -> Result<(), PdfError> {
        self.write(&mut Content::new(), &self.address, address)
    }

    fn write(&self, content: &mut Content, field: &Field, value: &str) -> Result<(), PdfError> {
        let tidied = tidy(value);
        let text = if tidied.is_empty() { NOT_ANSWERED } else { &tidied };
        if let Some(letter) = text.chars().find(|letter| !self.regular.has(*letter)) {
            return Err(Uncovered { letter }.into());
        }
        let bold = field.weight == Weight::Bold && text.chars().all(|letter| self.bold.has(letter));
        let (weight, alphabet) = if bold {
            (Weight::Bold, &self.bold)
        } else {
            (Weight::Regular, &self.regular)
        };
        let fitted = field.fit(text, alphabet).ok_or_else(|| PdfError::TooLong {
            label: field.label.clone(),
        })?;
        content.value(field, weight, alphabet, &fitted);
        Ok(())
    }
}

fn coarse(code: &Matrix) -> Result<(), PdfError> {
    let modules = code.width();
    if modules > FINEST {
        return Err(PdfError::QrTooFine { modules });
    }
    Ok(())
}
