//! PDF operators of the permit's own words and QR, written straight into bytes.

use unicode_normalization::char::is_combining_mark;

use super::canvas::PAGE_HEIGHT;
use super::field::{Field, Fitted};
use super::font::Face;
use super::marks::{Bearer, Shift};
use super::page::QrPlace;
use super::typeface::Typeface;
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
    pub(super) fn value(&mut self, field: &Field, typeface: &Typeface<'_>, fitted: &Fitted<'_>) {
        self.word(b"BT ").font(typeface.face, fitted.size);
        self.number(field.tracking * fitted.size).word(b"Tc\n");
        for (line, text) in fitted.lines.iter().enumerate() {
            let slack = field.width - field.width_of(text, typeface, fitted.size);
            let x = if field.flush_right {
                field.x + slack
            } else {
                field.x
            };
            let y = PAGE_HEIGHT - field.baseline(line, fitted.size);
            self.word(b"1 0 0 1 ")
                .number(x)
                .number(y)
                .word(b"Tm ")
                .line(text, typeface, fitted.size);
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

    /// One line in the font that is set, which it leaves set.
    fn line(&mut self, text: &str, typeface: &Typeface<'_>, size: f32) {
        let mut face = typeface.face;
        let (mut letter, mut bearer) = (None, None);
        let is_marked = text.chars().any(is_combining_mark);
        if is_marked {
            self.actual_text(text);
        }
        self.word(b"<");
        for (of, one) in text.chars().filter_map(|letter| typeface.find(letter)) {
            if of != face {
                self.word(b"> Tj\n").font(of, size).word(b"<");
                face = of;
            }
            if one.width > 0 {
                (letter, bearer) = (Some((of, one)), None);
                self.glyph(one.glyph);
            } else {
                bearer = bearer.or_else(|| letter.and_then(|(face, letter)| Bearer::of(face, letter)));
                let shift = bearer
                    .as_mut()
                    .and_then(|bearer: &mut Bearer| bearer.bear(one.sign));
                self.mark(one.glyph, shift.unwrap_or_default(), size);
            }
        }
        self.word(b"> Tj\n");
        if is_marked {
            self.word(b"EMC\n");
        }
        if face != typeface.face {
            self.font(typeface.face, size).word(b"\n");
        }
    }

    /// What the operators to come say (ISO 32000-1, 14.9.4): whoever copies a mark that was moved would get a space beside it.
    fn actual_text(&mut self, text: &str) {
        self.word(b"/Span <</ActualText <FEFF");
        for unit in text.encode_utf16() {
            self.glyph(unit);
        }
        self.word(b">>> BDC\n");
    }

    /// A mark, moved from where it would stand; what follows stands as if it were not there.
    fn mark(&mut self, glyph: u16, shift: Shift, size: f32) {
        self.word(b"> Tj\n")
            .number(shift.up * size / 1000.0)
            .word(b"Ts [")
            .number(-shift.right)
            .word(b"<")
            .glyph(glyph)
            .word(b"> ")
            .number(shift.right)
            .word(b"] TJ 0 Ts\n<");
    }

    fn font(&mut self, face: Face, size: f32) -> &mut Self {
        self.word(b"/")
            .word(face.resource().as_bytes())
            .word(b" ")
            .number(size)
            .word(b"Tf ")
    }

    /// A number of a glyph, or a unit of UTF-16.
    fn glyph(&mut self, glyph: u16) -> &mut Self {
        for shift in [12, 8, 4, 0] {
            self.0.push(HEX[usize::from(glyph >> shift & 0xf)]);
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
