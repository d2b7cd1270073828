//! What all pictures of one version share, read off the crate `qrcode` once and kept.

use std::sync::OnceLock;

use qrcode::canvas::{Canvas, MaskPattern, Module};
use qrcode::types::{Color, QrError as LibraryError};
use qrcode::{EcLevel, Version, ec};

/// Level M repairs 15 % of the codewords: folded paper and rain, without growing the picture much.
pub(super) const LEVEL: EcLevel = EcLevel::M;
/// The largest version whose rows fit a word of 128 bits: 125 modules.
pub(super) const LARGEST_VERSION: u8 = 27;

pub(super) const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// A version's picture before any data. A mask inverts modules, so dark data bits invert the masked picture.
pub(super) struct Template {
    /// The picture whose data are all zero, under each mask: rows of bits, column 0 the lowest.
    pub(super) blank: [Vec<u128>; 8],
    /// Where each bit of the codewords stands, in their order: 128 for each row above, and its column.
    places: Vec<u16>,
}

impl Template {
    /// The template of a version from 1 to [`LARGEST_VERSION`], drawn when it is first asked for (half a millisecond).
    pub(super) fn of_version(version: u8) -> Result<&'static Self, LibraryError> {
        static KEPT: [OnceLock<Template>; LARGEST_VERSION as usize] =
            [const { OnceLock::new() }; LARGEST_VERSION as usize];
        let kept = usize::from(version)
            .checked_sub(1)
            .and_then(|at| KEPT.get(at))
            .ok_or(LibraryError::InvalidVersion)?;
        if let Some(template) = kept.get() {
            return Ok(template);
        }
        let drawn = Self::draw(Version::Normal(version.into()))?;
        Ok(kept.get_or_init(|| drawn))
    }

    fn draw(version: Version) -> Result<Self, LibraryError> {
        let mut empty = Canvas::new(version, LEVEL);
        empty.draw_all_functional_patterns();
        let codewords = codewords(version)?;
        let zero = with_data(&empty, &vec![0; codewords]);
        let blank = MASKS.map(|mask| {
            let mut canvas = zero.clone();
            canvas.apply_mask(mask);
            rows(&canvas, version.width())
        });
        Ok(Self {
            blank,
            places: places(&empty, version.width(), codewords),
        })
    }

    /// The bits of codewords as rows, light wherever none stands.
    pub(super) fn place(&self, codewords: &[u8]) -> Vec<u128> {
        let [blank, ..] = &self.blank;
        let mut halves = vec![0_u64; 2 * blank.len()];
        for (codeword, places) in codewords.iter().zip(self.places.chunks_exact(8)) {
            for (bit, place) in places.iter().enumerate() {
                halves[usize::from(place >> 6)] |= u64::from(codeword >> (7 - bit) & 1) << (place & 63);
            }
        }
        let (rows, _) = halves.as_chunks();
        let row = |[low, high]: &[u64; 2]| u128::from(*high) << 64 | u128::from(*low);
        rows.iter().map(row).collect()
    }
}

fn codewords(version: Version) -> Result<usize, LibraryError> {
    let data = qrcode::bits::Bits::new(version).max_len(LEVEL)? / 8;
    let (data, correction) = ec::construct_codewords(&vec![0; data], version, LEVEL)?;
    Ok(data.len() + correction.len())
}

fn with_data(empty: &Canvas, codewords: &[u8]) -> Canvas {
    let mut canvas = empty.clone();
    canvas.draw_data(codewords, &[]);
    canvas
}

fn rows(canvas: &Canvas, width: i16) -> Vec<u128> {
    let dark = |x, y| u128::from(canvas.get(x, y).is_dark());
    let row = |y| (0..width).rev().fold(0, |row, x| row << 1 | dark(x, y));
    (0..width).map(row).collect()
}

/// Finds where each bit stands: in the picture of a binary digit, those bits are dark whose number has that digit.
fn places(empty: &Canvas, width: i16, codewords: usize) -> Vec<u16> {
    let has = |bit: usize, digit: u32| u8::from(bit >> digit & 1 == 1);
    let picture = |digit: u32| {
        let codeword = |at: usize| (8 * at..8 * at + 8).fold(0, |byte, bit| byte << 1 | has(bit, digit));
        with_data(empty, &(0..codewords).map(codeword).collect::<Vec<u8>>())
    };
    let pictures: Vec<Canvas> = (0..=(8 * codewords).ilog2()).map(picture).collect();
    let mut places = vec![0; 8 * codewords];
    for (row, y) in (0..width).enumerate() {
        for (column, x) in (0..width).enumerate() {
            // Function patterns are masked from the first; a module that no bit reaches stays empty.
            if matches!(pictures[0].get(x, y), Module::Unmasked(_)) {
                let dark = |canvas: &Canvas| usize::from(canvas.get(x, y) == Module::Unmasked(Color::Dark));
                let bit = pictures
                    .iter()
                    .rev()
                    .fold(0, |bit, canvas| bit << 1 | dark(canvas));
                places[bit] = u16::try_from(128 * row + column).unwrap_or_default();
            }
        }
    }
    places
}
