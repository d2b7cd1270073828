//! The shipped fonts, their metrics, and the subset that a skeleton carries.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use printpdf::{FontMetrics, ParsedFont};
use subsetter::GlyphRemapper;

use super::PdfError;

const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.subset.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.subset.ttf");
const FURTHER: &[u8] = include_bytes!("../../fonts/NotoSans-Further.subset.ttf");

/// Noto Sans counts in thousandths of the type size, as PDF does.
const UNITS: f32 = 1000.0;

static SHIPPED_REGULAR: LazyLock<Alphabet> = LazyLock::new(|| Alphabet::read(REGULAR));
static SHIPPED_BOLD: LazyLock<Alphabet> = LazyLock::new(|| Alphabet::read(BOLD));
static SHIPPED_FURTHER: LazyLock<Alphabet> = LazyLock::new(|| Alphabet::read(FURTHER));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
    /// Regular too: the letters that few names have. A paper carries those of them that it needs.
    Further,
}

impl Face {
    /// The font's name among the page's resources.
    pub(super) fn resource(self) -> &'static str {
        match self {
            Face::Regular => "R",
            Face::Bold => "B",
            Face::Further => "X",
        }
    }

    pub(super) fn shipped(self) -> &'static Alphabet {
        match self {
            Face::Regular => regular(),
            Face::Bold => &SHIPPED_BOLD,
            Face::Further => &SHIPPED_FURTHER,
        }
    }

    pub(super) fn program(self) -> &'static [u8] {
        match self {
            Face::Regular => REGULAR,
            Face::Bold => BOLD,
            Face::Further => FURTHER,
        }
    }

    /// The six capitals and the plus sign mark a subset (ISO 32000-1, 9.6.4).
    pub(super) fn postscript_name(self) -> &'static str {
        match self {
            Face::Regular => "CHASQR+NotoSans-Regular",
            Face::Bold => "CHASQB+NotoSans-Bold",
            Face::Further => "CHASQX+NotoSans-Regular",
        }
    }
}

/// The letters of the shipped regular font, which every paper carries.
pub(super) fn regular() -> &'static Alphabet {
    &SHIPPED_REGULAR
}

/// The letters that a value may hold besides.
pub(super) fn further() -> &'static Alphabet {
    &SHIPPED_FURTHER
}

/// One letter of a font: its glyph and its advance in thousandths of the type size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) sign: char,
    pub(super) glyph: u16,
    pub(super) width: u16,
}

/// The letters of one font, in the order of their code points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alphabet(pub(super) Vec<Letter>);

impl Alphabet {
    fn read(program: &[u8]) -> Self {
        let font = ParsedFont::from_bytes(program, 0, &mut Vec::new()).expect("the shipped font is sound");
        let letter = |(code, glyph): (&u32, &u16)| {
            let width = font.get_glyph_width(*glyph)?;
            Some(Letter {
                sign: char::from_u32(*code)?,
                glyph: *glyph,
                width,
            })
        };
        Self(font.codepoint_to_glyph.iter().filter_map(letter).collect())
    }

    pub(super) fn find(&self, letter: char) -> Option<Letter> {
        self.0
            .binary_search_by_key(&letter, |one| one.sign)
            .ok()
            .map(|at| self.0[at])
    }

    pub(super) fn has(&self, letter: char) -> bool {
        self.find(letter).is_some()
    }

    /// Width of a text in points at a type size of points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let sum: u32 = text
            .chars()
            .filter_map(|letter| self.find(letter))
            .map(|one| u32::from(one.width))
            .sum();
        // A line is far below the 2^24 thousandths that f32 counts exactly.
        #[expect(clippy::cast_precision_loss)]
        let thousandths = sum as f32;
        thousandths * size / UNITS
    }
}

/// A font program cut to some letters, as it goes into the file.
pub(super) struct Subset {
    pub(super) face: Face,
    pub(super) alphabet: Alphabet,
    pub(super) program: Vec<u8>,
}

impl Subset {
    /// Cuts a shipped font; glyphs are numbered in the order of their letters, so that the file's
    /// tables of widths and Unicode values are runs instead of lists.
    pub(super) fn cut(face: Face, wanted: &BTreeSet<char>) -> Result<Self, PdfError> {
        let shipped = face.shipped();
        let mut remapper = GlyphRemapper::new();
        let mut letters = Vec::with_capacity(wanted.len());
        for one in wanted.iter().filter_map(|letter| shipped.find(*letter)) {
            letters.push(Letter {
                glyph: remapper.remap(one.glyph),
                ..one
            });
        }
        let program = subsetter::subset(face.program(), 0, &remapper)
            .map_err(|error| PdfError::Drawing(error.to_string()))?;
        Ok(Self {
            face,
            alphabet: Alphabet(letters),
            program,
        })
    }

    /// The font as printpdf takes it.
    pub(super) fn parsed(&self) -> Result<ParsedFont, PdfError> {
        let mut font = ParsedFont::from_bytes(&self.program, 0, &mut Vec::new())
            .ok_or_else(|| PdfError::Drawing("the subset font is unsound".to_owned()))?;
        font.font_name = Some(self.face.postscript_name().to_owned());
        font.codepoint_to_glyph = self
            .alphabet
            .0
            .iter()
            .map(|one| (u32::from(one.sign), one.glyph))
            .collect::<BTreeMap<_, _>>();
        font.font_metrics = FontMetrics {
            ascent: 1069,
            descent: -293,
        };
        Ok(font)
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::is_combining_mark;

    use super::*;

    #[test]
    fn no_two_letters_share_a_glyph_and_all_have_a_width() {
        for face in [Face::Regular, Face::Bold, Face::Further] {
            let alphabet = face.shipped();
            let glyphs: BTreeSet<u16> = alphabet.0.iter().map(|one| one.glyph).collect();
            assert_eq!(glyphs.len(), alphabet.0.len());
            let is_mark = |one: &Letter| is_combining_mark(one.sign);
            assert!(alphabet.0.iter().all(|one| (one.width == 0) == is_mark(one)));
        }
    }

    #[test]
    fn a_text_is_as_wide_as_its_letters() {
        let (a, b) = (
            regular().find('A').unwrap().width,
            regular().find('ñ').unwrap().width,
        );
        let expected = f32::from(a + b) / 100.0;
        assert!((regular().width("Añ", 10.0) - expected).abs() < 1e-4);
    }
}
