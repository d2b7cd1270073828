//! The half of a paper that a service version's permits share, and how one permit is spliced into it.

use std::collections::BTreeSet;

use aws_lc_rs::digest::{SHA256, digest};

use super::PdfError;
use super::content::Content;
use super::field::{Field, Fitted};
use super::font::{self, Alphabet, Face, Subset};
use super::further;
use super::layout::{Layout, Metadata, Paper};
use super::letters::{Uncovered, tidy};
use super::object::{Body, assemble};
use super::page::{self, QrPlace};
use super::splice::splice;
use super::typeface::{NONE, Typeface};
use crate::{qr, qr_text};

/// Bold letters that values need beside the fixed words': numbers, dates and times.
const BOLD_VALUES: &str =
    " -–.,:/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzáéíóúñº\u{a0}";
/// 81 modules on 48 mm are half a millimetre each: what a cheap phone still reads from paper.
const FINEST: usize = 81;
/// Letters of the languages of Peru, Brazil, France and Finland beyond Latin-1, which every paper carries.
const COMMON: &str = "ŒœŠšŽžŸʼĨĩŨũẼẽỸỹƗɨɄʉ";
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
        let shipped = Face::Regular.shipped().0.iter().map(|one| one.sign);
        let mut regular = page.canvas.regular.clone();
        regular.extend(shipped.filter(|letter| is_common(*letter)));
        let bold: BTreeSet<char> = page
            .canvas
            .bold
            .iter()
            .copied()
            .chain(BOLD_VALUES.chars())
            .collect();
        let fonts = [
            Subset::cut(Face::Regular, &regular)?,
            Subset::cut(Face::Bold, &bold)?,
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
        self.fits_paper(paper)?;
        let further = self.further(paper)?;
        let letters = further.as_ref().map_or(&NONE, |font| &font.alphabet);
        let mut content = Content::new();
        for (field, value) in self.values(paper) {
            self.set(field, value, letters, |typeface, fitted| {
                content.value(field, typeface, fitted);
            })?;
        }
        content.qr(self.qr, &qr::encode(&paper.qr_text)?);
        let file = splice(self, &content.into_bytes(), paper);
        match further {
            Some(font) => further::add(file, &font),
            None => Ok(file),
        }
    }

    /// Whether [`Skeleton::fill`] would refuse a paper, and why; nothing is drawn.
    pub fn check(&self, paper: &Paper) -> Result<(), PdfError> {
        self.fits_paper(paper)?;
        self.values(paper)
            .try_for_each(|(field, value)| self.set(field, value, font::further(), |_, _| ()))
    }

    /// Whether a slot has room for a value, so that a form can say so while it can still be changed.
    pub fn fits(&self, slot: usize, value: &str) -> Result<(), PdfError> {
        let field = self.slots.get(slot).ok_or(PdfError::Slots {
            expected: self.slots.len(),
            found: slot,
        })?;
        self.set(field, value, font::further(), |_, _| ())
    }

    /// Whether the QR of a signed permit of so many bytes has modules large enough to be scanned from paper.
    pub fn fits_code(address: &str, bytes: usize) -> Result<(), PdfError> {
        not_too_fine(qr_text::version(address, bytes)?)
    }

    /// Whether the official address has room on its one line.
    pub fn fits_address(&self, address: &str) -> Result<(), PdfError> {
        self.set(&self.address, address, font::further(), |_, _| ())
    }

    /// One value for each slot, and a QR that is not too fine.
    fn fits_paper(&self, paper: &Paper) -> Result<(), PdfError> {
        if paper.values.len() != self.slots.len() {
            return Err(PdfError::Slots {
                expected: self.slots.len(),
                found: paper.values.len(),
            });
        }
        not_too_fine(qr::version(&paper.qr_text)?)
    }

    /// A paper's values at their places, in reading order.
    fn values<'p>(&'p self, paper: &'p Paper) -> impl Iterator<Item = (&'p Field, &'p str)> {
        let own = [
            (&self.number, paper.number.as_str()),
            (&self.valid_from, &paper.valid_from),
            (&self.valid_until, &paper.valid_until),
            (&self.address, &paper.address),
        ];
        let slots = self.slots.iter().zip(paper.values.iter().map(String::as_str));
        own.into_iter().chain(slots)
    }

    /// The font of the letters in a paper's values that the skeleton lacks, if there are any.
    fn further(&self, paper: &Paper) -> Result<Option<Subset>, PdfError> {
        let values = self.values(paper).map(|(_, value)| tidy(value));
        let mut wanted = BTreeSet::new();
        for value in values {
            wanted.extend(value.chars().filter(|letter| !self.regular.has(*letter)));
        }
        let is_wanted = !wanted.is_empty();
        is_wanted.then(|| Subset::cut(Face::Further, &wanted)).transpose()
    }

    /// Fits a value to its place and hands it on as it is to be set, with those letters besides the skeleton's.
    fn set(
        &self,
        field: &Field,
        value: &str,
        further: &Alphabet,
        then: impl FnOnce(&Typeface<'_>, &Fitted<'_>),
    ) -> Result<(), PdfError> {
        let tidied = tidy(value);
        let text = if tidied.is_empty() { NOT_ANSWERED } else { &tidied };
        let bold = field.face == Face::Bold && text.chars().all(|letter| self.bold.has(letter));
        let (face, own) = if bold {
            (Face::Bold, &self.bold)
        } else {
            (Face::Regular, &self.regular)
        };
        let typeface = Typeface { face, own, further };
        if let Some(letter) = text.chars().find(|letter| !typeface.has(*letter)) {
            return Err(Uncovered { letter }.into());
        }
        let fitted = field.fit(text, &typeface).ok_or_else(|| PdfError::TooLong {
            label: field.label.clone(),
        })?;
        then(&typeface, &fitted);
        Ok(())
    }
}

/// Whether every paper carries the letter; others are in those that need them.
fn is_common(letter: char) -> bool {
    matches!(letter, '\0'..='\u{ff}' | '\u{2000}'..='\u{2bff}') || COMMON.contains(letter)
}

fn not_too_fine(version: u8) -> Result<(), PdfError> {
    let modules = qr::modules(version);
    if modules > FINEST {
        return Err(PdfError::QrTooFine { modules });
    }
    Ok(())
}
