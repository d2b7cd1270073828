//! The QR picture of a permit's text, as a grid of modules without its quiet zone.

mod blocks;

pub use blocks::Block;

use qrcode::bits::Bits;
use qrcode::{EcLevel, QrCode, Version};
use thiserror::Error;

/// Level M repairs 15 % of the codewords: folded paper and rain, without growing the picture much.
const LEVEL: EcLevel = EcLevel::M;
const LARGEST_VERSION: i16 = 40;

/// A square of dark and light modules; the quiet zone of four modules is the drawer's to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    width: usize,
    version: u8,
    dark: Vec<bool>,
}

impl Matrix {
    /// Modules on one side: 17 + 4 × version.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Whether the module in column `x` and row `y` is dark; outside of the picture all is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.dark[y * self.width + x]
    }

    /// The QR version, 1 to 40.
    pub fn version(&self) -> u8 {
        self.version
    }
}

/// Why a text has no QR picture.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum QrError {
    /// More than the largest version holds at level M.
    #[error("the text has {bytes} bytes, more than a QR code holds")]
    TooLong {
        /// Length of the text.
        bytes: usize,
    },
    /// The encoder refused for a cause that is not the text's.
    #[error("the QR encoder failed: {0}")]
    Encoder(qrcode::types::QrError),
}

/// Draws a text at level M in the smallest version that holds it.
///
/// The segments are given by hand: all up to and with `#` in byte mode, digits after it in numeric mode
/// (10 bits for 3 digits). A search for the best segmentation costs more and finds no better.
pub fn encode(text: &str) -> Result<Matrix, QrError> {
    let (address, digits) = segments(text);
    for version in 1..=LARGEST_VERSION {
        match bits(Version::Normal(version), address, digits) {
            Ok(bits) => return draw(bits, version),
            Err(qrcode::types::QrError::DataTooLong) => {}
            Err(other) => return Err(QrError::Encoder(other)),
        }
    }
    Err(QrError::TooLong { bytes: text.len() })
}

fn segments(text: &str) -> (&[u8], &[u8]) {
    let bytes = text.as_bytes();
    let split = bytes
        .iter()
        .rposition(|byte| !byte.is_ascii_digit())
        .map_or(0, |last| last + 1);
    bytes.split_at(split)
}

fn bits(version: Version, address: &[u8], digits: &[u8]) -> Result<Bits, qrcode::types::QrError> {
    let mut bits = Bits::new(version);
    if !address.is_empty() {
        bits.push_byte_data(address)?;
    }
    if !digits.is_empty() {
        bits.push_numeric_data(digits)?;
    }
    bits.push_terminator(LEVEL)?;
    Ok(bits)
}

fn draw(bits: Bits, version: i16) -> Result<Matrix, QrError> {
    let code = QrCode::with_bits(bits, LEVEL).map_err(QrError::Encoder)?;
    Ok(Matrix {
        width: code.width(),
        version: u8::try_from(version).unwrap_or(u8::MAX),
        dark: code
            .into_colors()
            .into_iter()
            .map(|color| color == qrcode::Color::Dark)
            .collect(),
    })
}

#[cfg(test)]
mod tests;
