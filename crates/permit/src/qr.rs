//! The QR picture of a permit's text, as a grid of modules without its quiet zone.
//!
//! Segments, error correction, function patterns and the order of modules are those of the crate `qrcode`. Ours is what it
//! takes a millisecond for: to lay the bits on a template that is kept, and to weigh the eight masks on whole rows of bits.

mod blocks;
mod penalty;
mod segments;
mod template;

pub use blocks::Block;

use thiserror::Error;

use penalty::penalty;
use segments::Segments;
use template::Template;

/// A square of dark and light modules; the quiet zone of four modules is the drawer's to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    version: u8,
    /// Column 0 is the lowest bit of a row.
    rows: Vec<u128>,
}

impl Matrix {
    /// Modules on one side: 17 + 4 × version.
    pub fn width(&self) -> usize {
        self.rows.len()
    }

    /// Whether the module in column `x` and row `y` is dark; outside of the picture all is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width() && y < self.width() && self.rows[y] >> x & 1 == 1
    }

    /// The QR version, 1 to 27.
    pub fn version(&self) -> u8 {
        self.version
    }
}

/// Why a text has no QR picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QrError {
    /// More than version 27 holds at level M; no paper has room for a larger one.
    #[error("the text has {bytes} bytes, more than a QR code holds")]
    TooLong {
        /// Length of the text.
        bytes: usize,
    },
    /// The encoder refused for a cause that is not the text's.
    #[error("the QR encoder failed: {0}")]
    Encoder(qrcode::types::QrError),
}

impl From<qrcode::types::QrError> for QrError {
    fn from(cause: qrcode::types::QrError) -> Self {
        Self::Encoder(cause)
    }
}

/// Draws a text at level M in the smallest version that holds it, under the mask with the fewest penalty points.
pub fn encode(text: &str) -> Result<Matrix, QrError> {
    let version = version(text)?;
    let segments = Segments::of_text(text);
    let template = Template::of_version(version)?;
    let bits = template.place(&segments.codewords(version)?);
    let masked = template.blank.iter().map(|blank| combine(blank, &bits));
    let rows = masked.min_by_key(|rows| penalty(rows)).unwrap_or_default();
    Ok(Matrix { version, rows })
}

/// The version in which [`encode`] draws a text; nothing is drawn.
pub fn version(text: &str) -> Result<u8, QrError> {
    let (bytes, digits) = Segments::of_text(text).lengths();
    version_of(bytes, digits)
}

/// As [`version`], for a text of so many bytes, the last of them no digit, and then so many digits.
pub fn version_of(bytes: usize, digits: usize) -> Result<u8, QrError> {
    segments::smallest_version(bytes, digits).ok_or(QrError::TooLong {
        bytes: bytes.saturating_add(digits),
    })
}

/// Modules on one side of a version's picture.
pub fn modules(version: u8) -> usize {
    17 + 4 * usize::from(version)
}

fn combine(blank: &[u128], bits: &[u128]) -> Vec<u128> {
    blank.iter().zip(bits).map(|(blank, bits)| blank ^ bits).collect()
}

#[cfg(test)]
mod tests;
