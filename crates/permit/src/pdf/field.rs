//! A place on the page for a permit's value, and how a value is made to fit it.

use super::font::Face;
use super::typeface::Typeface;
use super::wrap::wrap;

/// Lines of a value stand this many type sizes apart.
const LEADING: f32 = 1.22;
/// From its line's top down to the baseline, in type sizes.
const ASCENT: f32 = 0.86;
const STEP: f32 = 0.5;

/// A rectangle in points, `top` measured down from the page's upper edge, and the type it takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Field {
    /// Named where a value does not fit.
    pub(super) label: String,
    pub(super) x: f32,
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) face: Face,
    /// The type size wished for, and the smallest still legible.
    pub(super) largest: f32,
    pub(super) smallest: f32,
    /// Extra space after each letter, in type sizes.
    pub(super) tracking: f32,
    /// Whether lines end at the right edge instead of beginning at the left.
    pub(super) flush_right: bool,
}

/// A value broken into lines at the type size that lets it fit.
#[derive(Debug, PartialEq)]
pub(super) struct Fitted<'t> {
    pub(super) size: f32,
    pub(super) lines: Vec<&'t str>,
}

impl Field {
    /// Wraps, then shrinks, until the value fits; `None` if it does not in the smallest type.
    pub(super) fn fit<'t>(&self, text: &'t str, typeface: &Typeface<'_>) -> Option<Fitted<'t>> {
        let mut size = self.largest;
        while size >= self.smallest {
            if let Some(lines) = self.fit_at(text, typeface, size) {
                return Some(Fitted { size, lines });
            }
            size -= STEP;
        }
        None
    }

    fn fit_at<'t>(&self, text: &'t str, typeface: &Typeface<'_>, size: f32) -> Option<Vec<&'t str>> {
        if self.width_of(text, typeface, size) <= self.width && size * LEADING <= self.height {
            return Some(vec![text]);
        }
        if self.tracking > 0.0 || size * LEADING * 2.0 > self.height {
            return None;
        }
        let lines = wrap(text, typeface, size, self.width);
        #[expect(clippy::cast_precision_loss)]
        let height = lines.len() as f32 * size * LEADING;
        (height <= self.height).then_some(lines)
    }

    pub(super) fn width_of(&self, text: &str, typeface: &Typeface<'_>, size: f32) -> f32 {
        let letters = if self.tracking > 0.0 {
            text.chars().count().saturating_sub(1)
        } else {
            0
        };
        #[expect(clippy::cast_precision_loss)]
        let spaces = letters as f32 * self.tracking * size;
        typeface.width(text, size) + spaces
    }

    /// Distance of a line's baseline from the page's upper edge.
    pub(super) fn baseline(&self, line: usize, size: f32) -> f32 {
        #[expect(clippy::cast_precision_loss)]
        let lines = line as f32;
        self.top + size * (ASCENT + lines * LEADING)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::typeface::shipped;

    fn half() -> Field {
        Field {
            label: "Ruta".to_owned(),
            x: 0.0,
            top: 0.0,
            width: 230.0,
            height: 16.0,
            face: Face::Regular,
            largest: 12.0,
            smallest: 5.0,
            tracking: 0.0,
            flush_right: false,
        }
    }

    #[test]
    fn short_values_keep_their_size_and_long_ones_wrap_or_shrink() {
        let fit = |text: &str| {
            half()
                .fit(text, &shipped())
                .map(|fitted| (fitted.size, fitted.lines.len()))
        };
        assert_eq!(fit("Lima – Callao"), Some((12.0, 1)));
        assert_eq!(
            fit("Empresa de Servicios Múltiples del Altiplano S.A.C."),
            Some((9.5, 1))
        );
        assert_eq!(fit(&"Ayacucho ".repeat(10)).map(|(_, lines)| lines), Some(2));
        assert_eq!(fit(&"Ayacucho ".repeat(100)), None);
    }
}
