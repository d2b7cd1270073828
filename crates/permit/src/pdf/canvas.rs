//! The skeleton's pen: words and bars in points from the page's upper left corner, as printpdf's operations.

use std::collections::BTreeSet;

use printpdf::{
    Color, FontId, Op, PaintMode, PdfFontHandle, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder,
};

use super::PdfError;
use super::font::Face;
use super::layout::Accent;
use super::letters::Uncovered;

/// A4 in points.
pub(super) const PAGE_WIDTH: f32 = 595.28;
pub(super) const PAGE_HEIGHT: f32 = 841.89;

/// How words are set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) ink: Accent,
}

#[derive(Default)]
pub(super) struct Canvas {
    pub(super) ops: Vec<Op>,
    /// Letters that the fixed words need in regular type.
    pub(super) regular: BTreeSet<char>,
    /// And in bold.
    pub(super) bold: BTreeSet<char>,
}

impl Canvas {
    /// Writes one line; `baseline` counts down from the upper edge.
    pub(super) fn text(&mut self, style: Style, x: f32, baseline: f32, text: &str) -> Result<(), PdfError> {
        self.turned(style, [1.0, 0.0, 0.0, 1.0, x, PAGE_HEIGHT - baseline], text)
    }

    /// Writes one line under any matrix, for a mark that runs across the page.
    pub(super) fn turned(&mut self, style: Style, matrix: [f32; 6], text: &str) -> Result<(), PdfError> {
        if let Some(letter) = text.chars().find(|letter| !style.face.shipped().has(*letter)) {
            return Err(Uncovered { letter }.into());
        }
        let letters = if style.face == Face::Bold {
            &mut self.bold
        } else {
            &mut self.regular
        };
        letters.extend(text.chars());
        let font = PdfFontHandle::External(FontId(style.face.resource().to_owned()));
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFillColor {
                col: color(style.ink),
            },
            Op::SetFont {
                font,
                size: Pt(style.size),
            },
            Op::SetTextMatrix {
                matrix: TextMatrix::Raw(matrix),
            },
            Op::ShowText {
                items: vec![TextItem::Text(text.to_owned())],
            },
            Op::EndTextSection,
        ]);
        Ok(())
    }

    /// Fills a rectangle.
    pub(super) fn bar(&mut self, ink: Accent, x: f32, top: f32, width: f32, height: f32) {
        let rectangle = Rect {
            x: Pt(x),
            y: Pt(PAGE_HEIGHT - top - height),
            width: Pt(width),
            height: Pt(height),
            mode: Some(PaintMode::Fill),
            winding_order: Some(WindingOrder::NonZero),
        };
        self.ops.extend([
            Op::SetFillColor { col: color(ink) },
            Op::DrawRectangle { rectangle },
        ]);
    }
}

fn color(Accent(r, g, b): Accent) -> Color {
    let part = |value: u8| f32::from(value) / 255.0;
    Color::Rgb(Rgb {
        r: part(r),
        g: part(g),
        b: part(b),
        icc_profile: None,
    })
}
