//! A crest: an SVG picture of plain outlines. What is served is written anew from what was read, so that nothing of the file but its
//! drawing reaches a browser.

mod outline;
mod refused;

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use usvg::{Indent, Options, Tree, WriteOptions, roxmltree};

pub use outline::{Segment, Shape, Stroke};

/// So many bytes a crest's file may have.
const MOST_BYTES: usize = 256 * 1024;
/// So many bytes it may weigh as it travels, so that a page stays light.
const MOST_TRAVELLING: usize = 6 * 1024;
/// It may be so many times as wide as high, or as high as wide.
const WIDEST: f32 = 4.0;

/// The drawing that stands for a state, a ministry or a town.
#[derive(Clone, Debug, PartialEq)]
pub struct Crest {
    svg: String,
    size: (f32, f32),
    shapes: Vec<Shape>,
}

/// Why a picture is not taken as a crest.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CrestError {
    /// The file is no text.
    #[error("the picture is no SVG: it is not text in UTF-8")]
    NotText,
    /// The file is too long to be read.
    #[error("the picture has {bytes} bytes; at most {MOST_BYTES} are read: draw it more simply")]
    Long {
        /// Its length.
        bytes: usize,
    },
    /// It is not SVG.
    #[error("the picture is no SVG that can be read: {0}")]
    Unreadable(String),
    /// It has something that could run, fetch or be drawn otherwise on another machine.
    #[error("line {line}: a crest has no {what}: {instead}")]
    Refused {
        /// Where, counted from 1.
        line: u32,
        /// What it has.
        what: String,
        /// What to do instead.
        instead: &'static str,
    },
    /// Nothing of it is seen.
    #[error("the picture draws nothing")]
    Blank,
    /// It does not fit beside a name.
    #[error(
        "the picture is {width:.0} wide and {height:.0} high: neither may be more than {WIDEST} times the other"
    )]
    Narrow {
        /// Its width.
        width: f32,
        /// Its height.
        height: f32,
    },
    /// It would make every page slow.
    #[error(
        "the picture weighs {bytes} bytes compressed; at most {MOST_TRAVELLING} may be: draw it more simply"
    )]
    Heavy {
        /// What it weighs.
        bytes: usize,
    },
}

impl Crest {
    /// Reads an SVG file.
    pub fn read(file: &[u8]) -> Result<Self, CrestError> {
        if file.len() > MOST_BYTES {
            return Err(CrestError::Long { bytes: file.len() });
        }
        let text = std::str::from_utf8(file).map_err(|_| CrestError::NotText)?;
        let unreadable = |error: &dyn std::fmt::Display| CrestError::Unreadable(error.to_string());
        // Entities could make a short file endless; without a DTD there are none.
        let document = roxmltree::Document::parse(text).map_err(|error| unreadable(&error))?;
        refused::check(&document)?;
        let tree = Tree::from_xmltree(&document, &Options::default()).map_err(|error| unreadable(&error))?;
        let size = (tree.size().width(), tree.size().height());
        let (width, height) = size;
        if width > height * WIDEST || height > width * WIDEST {
            return Err(CrestError::Narrow { width, height });
        }
        let shapes = outline::shapes(&tree);
        if shapes.is_empty() {
            return Err(CrestError::Blank);
        }
        // Without a view box a browser cuts the picture where it is shown smaller.
        let view_box = format!("<svg viewBox=\"0 0 {width} {height}\" ");
        let svg = tree.to_string(&writing()).replacen("<svg ", &view_box, 1);
        let bytes = as_it_travels(&svg);
        if bytes > MOST_TRAVELLING {
            return Err(CrestError::Heavy { bytes });
        }
        Ok(Self { svg, size, shapes })
    }

    /// The picture as a browser gets it: outlines, colours and gradients, and nothing else.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// Its width and height, in units of its own.
    pub fn size(&self) -> (f32, f32) {
        self.size
    }

    /// What it is drawn of, in the order in which it is drawn; each in one colour, as a printer without gradients has it.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }
}

/// Three digits after the point are a thousandth of the picture's unit, which nobody sees.
fn writing() -> WriteOptions {
    WriteOptions {
        indent: Indent::None,
        coordinates_precision: 3,
        transforms_precision: 6,
        ..WriteOptions::default()
    }
}

fn as_it_travels(svg: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(svg.as_bytes());
    let bytes = written.and_then(|()| encoder.finish());
    bytes.map_or(usize::MAX, |bytes| bytes.len())
}
