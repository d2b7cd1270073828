//! Where a mark stands that composes with no letter: `g̃`, `ɔ́`, `Ɛ̱̈`.
//!
//! A font tells it by anchors in a table that a PDF's reader does not look at, and that the shipped fonts do without. Their marks are
//! drawn for a small letter without ascender; here they are moved over the middle of their letter, and up or down to where it ends.

use skrifa::{FontRef, GlyphId, MetadataProvider, instance::LocationRef, instance::Size};
use unicode_normalization::char::canonical_combining_class;

use super::font::{Face, Letter};

/// Combining classes of Unicode: beneath the letter and above it.
const BELOW: u8 = 220;
const ABOVE: u8 = 230;
/// White between a letter and its mark, in thousandths of the type size.
const AIR: f32 = 70.0;

/// The letter that marks stand at, in thousandths of the type size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bearer {
    /// Its middle, measured back from where the next letter begins.
    middle: f32,
    top: f32,
    bottom: f32,
}

/// By how much a mark is moved to the right and up, in thousandths of the type size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Shift {
    pub(super) right: f32,
    pub(super) up: f32,
}

struct Bounds {
    left: f32,
    right: f32,
    bottom: f32,
    top: f32,
}

impl Bearer {
    /// A letter of a face.
    pub(super) fn of(face: Face, letter: Letter) -> Option<Self> {
        let bounds = bounds(face, letter.sign)?;
        Some(Self {
            middle: f32::midpoint(bounds.left, bounds.right) - f32::from(letter.width),
            top: bounds.top,
            bottom: bounds.bottom,
        })
    }

    /// Puts a mark on it; the next one stands beyond that.
    pub(super) fn bear(&mut self, mark: char) -> Option<Shift> {
        let bounds = bounds(Face::Further, mark)?;
        let right = self.middle - f32::midpoint(bounds.left, bounds.right);
        let up = match canonical_combining_class(mark) {
            ABOVE => (self.top + AIR - bounds.bottom).max(0.0),
            BELOW => (self.bottom - AIR - bounds.top).min(0.0),
            _ => 0.0,
        };
        match canonical_combining_class(mark) {
            ABOVE => self.top = bounds.top + up,
            BELOW => self.bottom = bounds.bottom + up,
            _ => {}
        }
        Some(Shift { right, up })
    }
}

fn bounds(face: Face, letter: char) -> Option<Bounds> {
    let font = FontRef::new(face.program()).ok()?;
    let glyph: GlyphId = font.charmap().map(letter)?;
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let found = metrics.bounds(glyph)?;
    Some(Bounds {
        left: found.x_min,
        right: found.x_max,
        bottom: found.y_min,
        top: found.y_max,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::typeface::shipped;

    fn shifts(text: &str) -> Vec<(f32, f32)> {
        let mut letters = text.chars();
        let base = letters.next().unwrap();
        let (face, letter) = shipped().find(base).unwrap();
        let mut bearer = Bearer::of(face, letter).unwrap();
        letters
            .map(|mark| bearer.bear(mark).unwrap())
            .map(|shift| (shift.right.round(), shift.up.round()))
            .collect()
    }

    #[test]
    fn a_mark_stands_over_the_middle_of_its_letter_and_clear_of_it() {
        let small = shifts("g\u{303}")[0];
        let capital = shifts("G\u{303}")[0];
        assert!(small.1 < 30.0, "{small:?}");
        assert!((150.0..210.0).contains(&capital.1), "{capital:?}");
        let wide = shifts("m\u{304}")[0];
        assert!(
            wide.0 < small.0,
            "the middle of an m is further back: {wide:?}, {small:?}"
        );
        let [below, above] = shifts("\u{190}\u{331}\u{308}")[..] else {
            panic!()
        };
        assert!(below.1.abs() < 30.0 && above.1 > 150.0, "{below:?} {above:?}");
        let [first, second] = shifts("o\u{300}\u{304}")[..] else {
            panic!()
        };
        assert!(
            second.1 > first.1 + 150.0,
            "one above the other: {first:?} {second:?}"
        );
    }
}
