//! A text as codewords: its two segments, the version that holds them, and the error correction.

use qrcode::Version;
use qrcode::bits::Bits;
use qrcode::ec;
use qrcode::types::{Mode, QrError as LibraryError};

use super::template::{LARGEST_VERSION, LEVEL};

/// All up to a text's last character that is no digit, in byte mode, and the digits after it, in numeric mode (10 bits for
/// 3 digits). A search for the best segmentation costs more and finds no better for a permit's text.
pub(super) struct Segments<'t> {
    bytes: &'t [u8],
    digits: &'t [u8],
}

impl<'t> Segments<'t> {
    pub(super) fn of_text(text: &'t str) -> Self {
        let text = text.as_bytes();
        let last = text.iter().rposition(|byte| !byte.is_ascii_digit());
        let (bytes, digits) = text.split_at(last.map_or(0, |last| last + 1));
        Self { bytes, digits }
    }

    /// Bytes and digits.
    pub(super) fn lengths(&self) -> (usize, usize) {
        (self.bytes.len(), self.digits.len())
    }

    /// What is laid into a picture of this version: data and their error correction, interleaved.
    pub(super) fn codewords(&self, version: u8) -> Result<Vec<u8>, LibraryError> {
        let version = Version::Normal(version.into());
        let mut bits = Bits::new(version);
        if !self.bytes.is_empty() {
            bits.push_byte_data(self.bytes)?;
        }
        if !self.digits.is_empty() {
            bits.push_numeric_data(self.digits)?;
        }
        bits.push_terminator(LEVEL)?;
        let (mut codewords, correction) = ec::construct_codewords(&bits.into_bytes(), version, LEVEL)?;
        codewords.extend(correction);
        Ok(codewords)
    }
}

pub(super) fn smallest_version(bytes: usize, digits: usize) -> Option<u8> {
    (1..=LARGEST_VERSION).find(|version| holds(Version::Normal((*version).into()), bytes, digits))
}

fn holds(version: Version, bytes: usize, digits: usize) -> bool {
    let room = Bits::new(version).max_len(LEVEL).unwrap_or(0);
    let segment = |mode: Mode, length: usize| match length {
        0 => 0,
        // A character takes three bits at least; so the sums below stay small.
        length if length > room => length,
        length => 4 + mode.length_bits_count(version) + mode.data_bits_count(length),
    };
    segment(Mode::Byte, bytes).saturating_add(segment(Mode::Numeric, digits)) <= room
}
