//! PDF operators of the permit's own words and QR, written straight into bytes.

use super::canvas::PAGE_HEIGHT;
use super::field::{Field, Fitted};
use super::font::{Alphabet, Weight};
use super::page::QrPlace;
use crate::qr::Matrix;

/// Modules of white that a scanner needs around the code (ISO/IEC 18004).
const QUIET: usize = 4;
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// A content stream under way.
pub(super) struct Content(Vec<u8>);

impl Content {
    pub(super) fn new() -> Self {
        let mut bytes = Vec::with_capacity(12 * 1024);
        bytes.extend_from_slice(b"0.1 g\n");
        Self(bytes)
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The lines of one value at its place.
    pub(super) fn value(&mut self, field: &Field, weight: Weight, alphabet: &Alphabet, fitted: &Fitted<'_>) {
        self.word(b"BT /")
            .word(weight.resource().as_bytes())
            .word(b" ")
            .number(fitted.size)
            .word(b"Tf ");
        self.number(field.tracking * fitted.size).word(b"Tc\n");
        for (line, text) in fitted.lines.iter().enumerate() {
            let slack = field.width - field.width_of(text, alphabet, fitted.size);
            let x = if field.flush_right {
                field.x + slack
            } else {
                field.x
            };
            let y = PAGE_HEIGHT - field.baseline(line, fitted.size);
            self.word(b"1 0 0 1 ")
                .number(x)
                .number(y)
                .word(b"Tm <")
                .glyphs(text, alphabet)
                .word(b"> Tj\n");
        }
        self.word(b"ET\n");
    }

    /// The QR inside its quiet zone, one unit a module, filled as one path so that no seam shows.
    pub(super) fn qr(&mut self, place: QrPlace, matrix: &Matrix) {
        #[expect(clippy::cast_precision_loss)]
        let module = place.side / (matrix.width() + 2 * QUIET) as f32;
        #[expect(clippy::cast_precision_loss)]
        let quiet = module * QUIET as f32;
        self.word(b"q 0 g ")
            .precise(module)
            .word(b"0 0 ")
            .precise(-module);
        self.number(place.x + quiet)
            .number(PAGE_HEIGHT - place.top - quiet)
            .word(b"cm\n");
        // Rectangles of one size together, each column by column: lines that differ in two numbers pack best.
        let mut blocks = matrix.blocks();
        blocks.sort_unstable_by_key(|block| {
            [block.height, block.width, block.x, block.y]
                .into_iter()
                .fold(0, |key, part| key << 8 | part)
        });
        for block in blocks {
            for part in [block.x, block.y, block.width, block.height] {
                self.digits(part as u64);
                self.0.push(b' ');
            }
            self.word(b"re\n");
        }
        self.word(b"f Q\n");
    }

    fn word(&mut self, word: &[u8]) -> &mut Self {
        self.0.extend_from_slice(word);
        self
    }

    fn glyphs(&mut self, text: &str, alphabet: &Alphabet) -> &mut Self {
        for one in text.chars().filter_map(|letter| alphabet.find(letter)) {
            for shift in [12, 8, 4, 0] {
                self.0.push(HEX[usize::from(one.glyph >> shift & 0xf)]);
            }
        }
        self
    }

    /// A number in hundredths of a point and a space.
    fn number(&mut self, value: f32) -> &mut Self {
        self.decimal(value, 2)
    }

    /// A number with the precision that a scale over the whole code needs.
    fn precise(&mut self, value: f32) -> &mut Self {
        self.decimal(value, 5)
    }

    fn decimal(&mut self, value: f32, places: u32) -> &mut Self {
        let unit = 10_u64.pow(places);
        if value < 0.0 {
            self.0.push(b'-');
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let scaled = (f64::from(value.abs()) * unit as f64).round() as u64;
        self.digits(scaled / unit);
        self.0.push(b'.');
        let mut rest = scaled % unit;
        let mut place = unit / 10;
        while place > 0 {
            self.0.push(digit(rest / place));
            rest %= place;
            place /= 10;
        }
        self.0.push(b' ');
        self
    }

    fn digits(&mut self, value: u64) {
        if value >= 10 {
            self.digits(value / 10);
        }
        self.0.push(digit(value % 10));
    }
}

fn digit(value: u64) -> u8 {
    HEX[usize::try_from(value).unwrap_or_default() % 10]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_and_written_plainly() {
        let mut content = Content(Vec::new());
        content
            .number(0.0)
            .number(12.005)
            .number(-3.5)
            .number(841.89)
            .precise(1.972_46);
        assert_eq!(
            String::from_utf8(content.0).unwrap(),
            "0.00 12.01 -3.50 841.89 1.97246 "
        );
    }
}
