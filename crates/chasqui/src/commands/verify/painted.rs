//! Where a PDF can hold a QR: dark rectangles painted on a page, as in our own, or a picture, as in a scan.
//!
//! Only what a QR can be made of is drawn; a whole PDF renderer would double the program's build for this one command.

use std::{
    io::Cursor,
    ops::{ControlFlow, Range},
};

use image::{GrayImage, ImageReader, ImageResult, Luma};
use lopdf::{DecompressError, Document, Error, LoadOptions, Object, content::Content};

use super::outcome::Problem;

/// Pixels to a point (1/72 inch): a module of a permit's QR is then six pixels wide.
const SCALE: f32 = 4.0;

/// How many pages a file may have: ours have one, and a scan of a bundle some more.
const MOST_PAGES: usize = 50;
/// How many bytes a page, or another packed part, may unpack to: ours have a few hundred thousand.
const MOST_UNPACKED: usize = 4 << 20;
/// How many steps the painting of a whole file may take; a permit takes some thousand.
const MOST_STEPS: usize = 1_000_000;
/// How many pixels may be painted in a whole file, over and over included: each page whole, and as much again.
const MOST_PAINTED: usize = 2 * MOST_PAGES * 2380 * 3368;
/// How many pixels an embedded picture, or one by itself, may have; phones' have a hundred million at most.
const MOST_PIXELS: u64 = 150_000_000;

/// Shows one picture after the other, each as soon as it is there: each page's painted rectangles, then each embedded JPEG. Ends
/// early where that says so.
pub(super) fn each(pdf: &[u8], mut look: impl FnMut(&GrayImage) -> ControlFlow<()>) -> Result<(), Problem> {
    let options = LoadOptions::with_max_decompressed_size(MOST_UNPACKED);
    let document = Document::load_mem_with_options(pdf, options).map_err(|error| unreadable(&error))?;
    let pages: Vec<_> = document.page_iter().take(MOST_PAGES + 1).collect();
    if pages.len() > MOST_PAGES {
        return Err(Problem(format!(
            "has more than {MOST_PAGES} pages: take out the one with the permit"
        )));
    }
    let mut left = Left {
        steps: MOST_STEPS,
        pixels: MOST_PAINTED,
    };
    for page in pages {
        let content = document
            .get_page_content_with_limit(page, MOST_UNPACKED)
            .map_err(|error| unreadable(&error))?;
        let content = Content::decode(&content).map_err(|error| unreadable(&error))?;
        let picture = Painter::new(&mut left).paint(&content)?;
        if look(&picture).is_break() {
            return Ok(());
        }
    }
    for object in document.objects.values() {
        if jpeg(object).is_some_and(|picture| look(&picture).is_break()) {
            return Ok(());
        }
    }
    Ok(())
}

fn unreadable(error: &Error) -> Problem {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => too_much(),
        _ => Problem("is not a PDF that can be read".to_owned()),
    }
}

fn too_much() -> Problem {
    Problem("has too much painted on its pages for a permit: give a picture of its QR instead".to_owned())
}

fn jpeg(object: &Object) -> Option<GrayImage> {
    let stream = object.as_stream().ok()?;
    let is_picture = stream
        .dict
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"Image");
    is_picture
        .then(|| picture(&stream.content).ok())
        .flatten()
        .flatten()
}

/// A PNG or JPEG in shades of grey; none where it has more pixels than a picture of a permit.
pub(super) fn picture(bytes: &[u8]) -> ImageResult<Option<GrayImage>> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let (width, height) = reader()?.into_dimensions()?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Ok(None);
    }
    Ok(Some(reader()?.decode()?.into_luma8()))
}

/// What may still be done for this file: others wait for theirs.
struct Left {
    steps: usize,
    pixels: usize,
}

/// The rest of the graphics state does not matter to a QR.
#[derive(Clone, Copy)]
struct State {
    scale: [f32; 2],
    shift: [f32; 2],
    dark: bool,
}

struct Painter<'a> {
    left: &'a mut Left,
    picture: GrayImage,
    state: State,
    saved: Vec<State>,
    path: Vec<[f32; 4]>,
}

impl<'a> Painter<'a> {
    /// White paper, A4.
    fn new(left: &'a mut Left) -> Self {
        Self {
            left,
            picture: GrayImage::from_pixel(2380, 3368, Luma([255])),
            state: State {
                scale: [1.0; 2],
                shift: [0.0; 2],
                dark: true,
            },
            saved: Vec::new(),
            path: Vec::new(),
        }
    }

    fn paint(mut self, content: &Content) -> Result<GrayImage, Problem> {
        let steps = self.left.steps.checked_sub(content.operations.len());
        self.left.steps = steps.ok_or_else(too_much)?;
        for operation in &content.operations {
            let numbers: Vec<f32> = operation
                .operands
                .iter()
                .filter_map(|operand| operand.as_float().ok())
                .collect();
            self.operate(&operation.operator, &numbers)?;
        }
        Ok(self.picture)
    }

    fn operate(&mut self, operator: &str, numbers: &[f32]) -> Result<(), Problem> {
        match (operator, numbers) {
            ("q", _) => self.saved.push(self.state),
            ("Q", _) => self.state = self.saved.pop().unwrap_or(self.state),
            ("cm", [a, _, _, d, e, f]) => {
                let State {
                    scale: [sx, sy],
                    shift: [tx, ty],
                    dark,
                } = self.state;
                self.state = State {
                    scale: [sx * a, sy * d],
                    shift: [tx + sx * e, ty + sy * f],
                    dark,
                };
            }
            ("g" | "rg" | "sc" | "scn", light) => self.state.dark = light.iter().all(|part| *part < 0.5),
            ("k", [.., black]) => self.state.dark = *black > 0.5,
            ("re", [x, y, width, height]) => self.path.push([*x, *y, *width, *height]),
            ("f" | "F" | "f*" | "B" | "b", _) => self.fill()?,
            ("n" | "S" | "s", _) => self.path.clear(),
            _ => {}
        }
        Ok(())
    }

    fn fill(&mut self) -> Result<(), Problem> {
        let State { scale, shift, dark } = self.state;
        let light = if dark { 0 } else { 255 };
        let (width, height) = (pixels(self.picture.width()), pixels(self.picture.height()));
        let within = |span: Range<usize>, most: usize| span.start.min(most)..span.end.min(most);
        for [x, y, wide, rise] in std::mem::take(&mut self.path) {
            let across = span(x * scale[0] + shift[0], (x + wide) * scale[0] + shift[0]);
            let up = span(y * scale[1] + shift[1], (y + rise) * scale[1] + shift[1]);
            let (across, up) = (within(across, width), within(up, height));
            let painted = self.left.pixels.checked_sub(across.len() * up.len());
            self.left.pixels = painted.ok_or_else(too_much)?;
            // A PDF counts from the bottom, a picture from the top.
            for row in up.map(|row| height - 1 - row) {
                self.picture.as_mut()[row * width..][across.clone()].fill(light);
            }
        }
        Ok(())
    }
}

fn pixels(side: u32) -> usize {
    usize::try_from(side).unwrap_or_default()
}

/// Pixels from one coordinate to another: a page may count either way.
fn span(from: f32, to: f32) -> Range<usize> {
    edge(from.min(to))..edge(from.max(to))
}

/// A coordinate in pixels; what lies off the largest page we draw is cut.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the page"
)]
fn edge(points: f32) -> usize {
    (points * SCALE).round().clamp(0.0, 3368.0) as usize
}

#[cfg(test)]
mod tests;
