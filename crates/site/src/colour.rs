use std::fmt;

/// WCAG 2.2, 1.4.3: what letters must differ by from what they stand on.
const LEGIBLE: f64 = 4.5;
const WHITE: Colour = Colour([0xff; 3]);
const BLACK: Colour = Colour([0; 3]);
/// What a page is in the dark; the same stands in the stylesheet.
const NIGHT: Colour = Colour([0x14, 0x18, 0x1c]);

/// A colour of the screen (sRGB) on which white letters are legible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// Why a colour is not taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ColourError {
    /// It is not written in the one way.
    #[error("{0:?} is no colour: write six digits after a #, such as \"#00526b\", in quotes")]
    Unreadable(String),
    /// White letters on it cannot be read.
    #[error(
        "white letters on {colour} have a contrast of {contrast:.1}, and at least {LEGIBLE} is needed: choose a darker colour"
    )]
    TooLight {
        /// The colour.
        colour: Colour,
        /// Its contrast with white.
        contrast: f64,
    },
}

impl Colour {
    /// `#rrggbb`
    pub(crate) fn read(text: &str) -> Result<Self, ColourError> {
        let colour = Self::parse(text).ok_or_else(|| ColourError::Unreadable(text.to_owned()))?;
        let contrast = colour.contrast(WHITE);
        if contrast < LEGIBLE {
            return Err(ColourError::TooLight { colour, contrast });
        }
        Ok(colour)
    }

    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// Its red, green and blue.
    pub fn parts(self) -> [u8; 3] {
        self.0
    }

    /// For what is pressed, and for letters on [`Self::tint`].
    #[must_use]
    pub fn dark(self) -> Self {
        self.mixed(BLACK, 0.3)
    }

    /// For areas behind letters.
    #[must_use]
    pub fn tint(self) -> Self {
        self.mixed(WHITE, 0.9)
    }

    /// The same thinned with white until letters of it are legible on a page in the dark.
    #[must_use]
    pub fn by_night(self) -> Self {
        let steps = (0..=20).map(|step| self.mixed(WHITE, f64::from(step) / 20.0));
        let mut legible = steps.filter(|colour| colour.contrast(NIGHT) >= LEGIBLE + 3.0);
        legible.next().unwrap_or(WHITE)
    }

    /// [`Self::by_night`] under the pointer: paler still.
    #[must_use]
    pub fn pale(self) -> Self {
        self.mixed(WHITE, 0.5)
    }

    /// [`Self::tint`] in the dark.
    #[must_use]
    pub fn tint_by_night(self) -> Self {
        NIGHT.mixed(self, 0.35)
    }

    fn mixed(self, other: Self, share: f64) -> Self {
        let mut mixed = self.0;
        for (part, other) in mixed.iter_mut().zip(other.0) {
            let sum = f64::from(*part) * (1.0 - share) + f64::from(other) * share;
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a mean of bytes is a byte"
            )]
            {
                *part = sum.round() as u8;
            }
        }
        Self(mixed)
    }

    /// WCAG 2.2's contrast ratio, from 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// WCAG 2.2's relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters in the dark, and areas behind them; the same stand in the stylesheet.
    const NIGHT_INK: Colour = Colour([0xe6, 0xeb, 0xf0]);
    const NIGHT_TINT: Colour = Colour([0x1f, 0x26, 0x2c]);

    /// The ratios are those of WCAG's own definition, as contrast checkers show them.
    #[test]
    fn contrasts_are_as_others_compute_them() {
        for (colour, with_white) in [
            ("#000000", 21.0),
            ("#ffffff", 1.0),
            ("#0000ff", 8.59),
            ("#ff0000", 4.0),
            ("#767676", 4.54),
        ] {
            let contrast = Colour::parse(colour).unwrap().contrast(WHITE);
            assert!((contrast - with_white).abs() < 0.01, "{colour} {contrast}");
        }
    }

    #[test]
    fn a_colour_is_taken_if_white_letters_are_legible_on_it() {
        for (text, said) in [
            ("#767676", None),
            (
                "#777777",
                Some("white letters on #777777 have a contrast of 4.5,"),
            ),
            (
                "#ffcc00",
                Some("white letters on #ffcc00 have a contrast of 1.5,"),
            ),
            ("red", Some("\"red\" is no colour")),
            ("#12345", Some("\"#12345\" is no colour")),
            ("#+12345", Some("\"#+12345\" is no colour")),
            ("#ñ1234", Some("\"#ñ1234\" is no colour")),
        ] {
            let error = Colour::read(text).err().map(|error| error.to_string());
            match said {
                None => assert_eq!(error, None),
                Some(said) => assert!(
                    error.as_ref().is_some_and(|error| error.starts_with(said)),
                    "{error:?}"
                ),
            }
        }
    }

    /// Whatever colour is chosen, all that is made of it is legible where it stands.
    #[test]
    fn what_is_made_of_a_colour_is_legible() {
        for value in (0..0x100_0000_u32).step_by(4_099) {
            let [_, red, green, blue] = value.to_be_bytes();
            let colour = Colour([red, green, blue]);
            if colour.contrast(WHITE) < LEGIBLE {
                continue;
            }
            assert!(colour.dark().contrast(colour.tint()) >= LEGIBLE, "{colour}");
            for (letters, ground) in [
                (colour.by_night(), NIGHT),
                (colour.by_night(), NIGHT_TINT),
                (colour.by_night().pale(), NIGHT_TINT),
                (NIGHT_INK, colour.tint_by_night()),
                (WHITE, colour.dark()),
            ] {
                let contrast = letters.contrast(ground);
                assert!(contrast >= LEGIBLE, "{colour}: {letters} on {ground} {contrast}");
            }
        }
    }
}
