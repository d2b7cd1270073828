//! Paragraphs of fixed words, measured before they are drawn.

use super::PdfError;
use super::canvas::{Canvas, Style};
use super::font::Face;
use super::layout::{Accent, Section, Words};
use super::letters::tidy;
use super::typeface::Typeface;
use super::wrap::wrap;

/// Lines stand this many type sizes apart, the first baseline one size below the top.
const LEADING: f32 = 1.3;
const ASCENT: f32 = 1.0;
/// Room for the numeral before a numbered line.
const INDENT: f32 = 15.0;

pub(super) const INK: Accent = Accent(26, 26, 29);
pub(super) const GREY: Accent = Accent(88, 88, 95);
pub(super) const HAIRLINE: Accent = Accent(190, 190, 196);

pub(super) fn regular(size: f32) -> Style {
    Style {
        face: Face::Regular,
        size,
        ink: INK,
    }
}

pub(super) fn grey(size: f32) -> Style {
    Style {
        face: Face::Regular,
        size,
        ink: GREY,
    }
}

pub(super) fn bold(size: f32, ink: Accent) -> Style {
    Style {
        face: Face::Bold,
        size,
        ink,
    }
}

/// The colour thinned with white: what a panel is filled with.
pub(super) fn tint(Accent(r, g, b): Accent) -> Accent {
    let thin = |value: u8| 255 - (255 - value) / 14;
    Accent(thin(r), thin(g), thin(b))
}

/// Width of a line of fixed words.
pub(super) fn width(style: Style, text: &str) -> f32 {
    style.face.shipped().width(text, style.size)
}

/// Paragraphs one below the other in a column.
pub(super) struct Stack {
    width: f32,
    height: f32,
    lines: Vec<Line>,
}

struct Line {
    style: Style,
    indent: f32,
    baseline: f32,
    text: String,
}

impl Stack {
    pub(super) fn new(width: f32) -> Self {
        Self {
            width,
            height: 0.0,
            lines: Vec::new(),
        }
    }

    pub(super) fn height(&self) -> f32 {
        self.height
    }

    /// Leaves room above what comes next.
    pub(super) fn space(&mut self, points: f32) -> &mut Self {
        self.height += points;
        self
    }

    pub(super) fn paragraph(&mut self, style: Style, text: &str) -> &mut Self {
        self.indented(style, 0.0, text)
    }

    /// Both languages, the second smaller and below.
    pub(super) fn words(&mut self, first: Style, second: Style, words: &Words) -> &mut Self {
        self.pair(first, second, 0.0, words)
    }

    /// A heading and its numbered lines.
    pub(super) fn section(&mut self, accent: Accent, section: &Section) -> &mut Self {
        self.heading(bold(10.0, accent), &section.heading);
        for (line, words) in section.lines.iter().enumerate() {
            self.space(3.6);
            let baseline = self.height + ASCENT * 8.8;
            let text = (line + 1).to_string();
            self.lines.push(Line {
                style: bold(8.8, accent),
                indent: 0.0,
                baseline,
                text,
            });
            self.pair(regular(8.8), grey(7.4), INDENT, words);
        }
        self
    }

    /// Both languages on one line where they fit.
    fn heading(&mut self, style: Style, words: &Words) {
        let beside = grey(style.size * 0.82);
        let first = tidy(&words.first).into_owned();
        let at = width(style, &first) + 6.0;
        let baseline = self.height + style.size * ASCENT;
        self.paragraph(style, &first);
        match &words.second {
            Some(second) if at + width(beside, second) <= self.width => {
                self.lines.push(Line {
                    style: beside,
                    indent: at,
                    baseline,
                    text: tidy(second).into_owned(),
                });
            }
            Some(second) => {
                self.paragraph(beside, second);
            }
            None => {}
        }
    }

    fn pair(&mut self, first: Style, second: Style, indent: f32, words: &Words) -> &mut Self {
        self.indented(first, indent, &words.first);
        if let Some(text) = &words.second {
            self.indented(second, indent, text);
        }
        self
    }

    fn indented(&mut self, style: Style, indent: f32, text: &str) -> &mut Self {
        let typeface = Typeface::of(style.face);
        for line in wrap(&tidy(text), &typeface, style.size, self.width - indent) {
            let baseline = self.height + style.size * ASCENT;
            self.lines.push(Line {
                style,
                indent,
                baseline,
                text: line.to_owned(),
            });
            self.height += style.size * LEADING;
        }
        self
    }

    pub(super) fn draw(&self, canvas: &mut Canvas, x: f32, top: f32) -> Result<(), PdfError> {
        for line in &self.lines {
            canvas.text(line.style, x + line.indent, top + line.baseline, &line.text)?;
        }
        Ok(())
    }
}
