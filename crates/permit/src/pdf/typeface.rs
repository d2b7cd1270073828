//! The letters that a value is set with: a font that every paper of the service carries, and beside it the letters that few names
//! have, which are in the papers that need them.

use super::font::{Alphabet, Face, Letter};

/// A font and what stands in for the letters that it lacks.
#[derive(Clone, Copy)]
pub(super) struct Typeface<'a> {
    pub(super) face: Face,
    pub(super) own: &'a Alphabet,
    pub(super) further: &'a Alphabet,
}

/// No letters besides.
pub(super) static NONE: Alphabet = Alphabet(Vec::new());

impl Typeface<'static> {
    /// What fixed words are set with.
    pub(super) fn of(face: Face) -> Self {
        Self {
            face,
            own: face.shipped(),
            further: &NONE,
        }
    }
}

impl Typeface<'_> {
    pub(super) fn find(&self, letter: char) -> Option<(Face, Letter)> {
        let own = self.own.find(letter).map(|found| (self.face, found));
        own.or_else(|| self.further.find(letter).map(|found| (Face::Further, found)))
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.own.has(letter) || self.further.has(letter)
    }

    /// Width of a text in points at a type size of points. A mark that stands over or under a letter has none.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        self.own.width(text, size) + self.further.width(text, size)
    }
}

/// All that is shipped, in regular type.
#[cfg(test)]
pub(super) fn shipped() -> Typeface<'static> {
    Typeface {
        face: Face::Regular,
        own: super::font::regular(),
        further: super::font::further(),
    }
}
