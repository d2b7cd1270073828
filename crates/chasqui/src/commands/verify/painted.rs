//! Where a PDF can hold a QR: dark rectangles painted on a page, as in our own, or a picture, as in a scan.
//!
//! Only what a QR can be made of is drawn; a whole PDF renderer would double the program's build for this one command.

use std::ops::Range;

use anyhow::Result;
use image::{GrayImage, Luma};
use lopdf::{Document, Object, content::Content};

/// Pixels to a point (1/72 inch): a module of a permit's QR is then six pixels wide.
const SCALE: f32 = 4.0;

/// One picture for each page's painted rectangles, and one for each embedded JPEG.
pub(super) fn pictures(pdf: &[u8]) -> Result<Vec<GrayImage>> {
    let document = Document::load_mem(pdf)?;
    let mut pictures = Vec::new();
    for (_, page) in document.get_pages() {
        let content = Content::decode(&document.get_page_content(page))?;
        pictures.push(Painter::new().paint(&content));
    }
    pictures.extend(document.objects.values().filter_map(jpeg));
    Ok(pictures)
}

fn jpeg(object: &Object) -> Option<GrayImage> {
    let stream = object.as_stream().ok()?;
    let is_picture = stream
        .dict
        .get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"Image");
    let picture = is_picture.then(|| image::load_from_memory(&stream.content).ok())??;
    Some(picture.into_luma8())
}

/// The rest of the graphics state does not matter to a QR.
#[derive(Clone, Copy)]
struct State {
    scale: [f32; 2],
    shift: [f32; 2],
    dark: bool,
}

struct Painter {
    picture: GrayImage,
    state: State,
    saved: Vec<State>,
    path: Vec<[f32; 4]>,
}

impl Painter {
    /// White paper, A4.
    fn new() -> Self {
        Self {
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

    fn paint(mut self, content: &Content) -> GrayImage {
        for operation in &content.operations {
            let numbers: Vec<f32> = operation
                .operands
                .iter()
                .filter_map(|operand| operand.as_float().ok())
                .collect();
            self.operate(&operation.operator, &numbers);
        }
        self.picture
    }

    fn operate(&mut self, operator: &str, numbers: &[f32]) {
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
            ("f" | "F" | "f*" | "B" | "b", _) => self.fill(),
            ("n" | "S" | "s", _) => self.path.clear(),
            _ => {}
        }
    }

    fn fill(&mut self) {
        let State { scale, shift, dark } = self.state;
        let light = Luma([if dark { 0 } else { 255 }]);
        let height = self.picture.height();
        for [x, y, width, rise] in std::mem::take(&mut self.path) {
            let across = span(x * scale[0] + shift[0], (x + width) * scale[0] + shift[0]);
            for row in span(y * scale[1] + shift[1], (y + rise) * scale[1] + shift[1]) {
                for column in across.clone() {
                    // A PDF counts from the bottom, a picture from the top.
                    if let Some(pixel) = height
                        .checked_sub(row + 1)
                        .and_then(|row| self.picture.get_pixel_mut_checked(column, row))
                    {
                        *pixel = light;
                    }
                }
            }
        }
    }
}

/// Pixels from one coordinate to another: a page may count either way.
fn span(from: f32, to: f32) -> Range<u32> {
    edge(from.min(to))..edge(from.max(to))
}

/// A coordinate in pixels; what lies off the largest page we draw is cut.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the page"
)]
fn edge(points: f32) -> u32 {
    (points * SCALE).round().clamp(0.0, 3368.0) as u32
}
