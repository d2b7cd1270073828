//! The QR's text out of what was given: the text itself, a picture or a PDF.

use std::{
    collections::BTreeSet,
    io::ErrorKind,
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use image::GrayImage;
use permit::claims::Field;

use super::{
    items::Content,
    kind::{self, Kind},
    outcome::Problem,
    painted,
};
use crate::regular_file;

/// Larger files hold no permit: ours have 30 kB, a phone's picture has a few megabytes.
pub(super) const MOST_BYTES: u64 = 100 << 20;

/// The text of the one QR in it.
pub(super) fn text(content: Content) -> Result<String, Problem> {
    match content {
        Content::Text(text) => Ok(text),
        Content::Nothing(problem) => Err(problem),
        // The readers of PDFs and pictures are others' work: what makes one of them fail must not stop all that follows.
        Content::File(path) => panic::catch_unwind(AssertUnwindSafe(|| file(&path)))
            .unwrap_or_else(|_| Err(problem("cannot be read: its reader failed"))),
    }
}

fn problem(sentence: impl Into<String>) -> Problem {
    Problem(sentence.into())
}

fn file(path: &Path) -> Result<String, Problem> {
    let bytes = regular_file::read(path, MOST_BYTES).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => problem("is larger than 100 MB: that is no permit"),
        _ => problem(format!("cannot be read: {error}")),
    })?;
    if bytes.is_empty() {
        return Err(problem("is an empty file"));
    }
    let mut found = BTreeSet::new();
    let mut look = |picture: &GrayImage| {
        found.extend(codes(picture));
        // Whatever else is in it, somebody has to choose.
        if found.len() > 1 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    if bytes.starts_with(b"%PDF-") {
        painted::each(&bytes, look)?;
    } else {
        let _ = look(&picture(&bytes)?);
    }
    one_of(found)
}

fn picture(bytes: &[u8]) -> Result<GrayImage, Problem> {
    match image::guess_format(bytes) {
        Ok(image::ImageFormat::Png | image::ImageFormat::Jpeg) => painted::picture(bytes)
            .map_err(|_| problem("is a picture that is damaged or cut off"))?
            .ok_or_else(|| problem("is a picture of too many pixels: cut out the permit's QR")),
        _ if kind::of(bytes) == Kind::OtherPicture => Err(problem(kind::OTHER_PICTURE)),
        _ => Err(problem("is neither a PDF nor a PNG or JPEG picture")),
    }
}

fn one_of(mut texts: BTreeSet<String>) -> Result<String, Problem> {
    match (texts.pop_first(), texts.len()) {
        (Some(text), 0) => Ok(text),
        (Some(_), others) => Err(problem(format!(
            "holds at least {} different QRs: cut out the one to check",
            others + 1
        ))),
        (None, _) => Err(problem(
            "holds no QR that can be read: take the picture nearer, in focus and in good light",
        )),
    }
}

fn codes(picture: &GrayImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let side = |pixels: u32| usize::try_from(pixels).unwrap_or_default();
    let light = |x: usize, y: usize| {
        let pixel = u32::try_from(x).ok().zip(u32::try_from(y).ok());
        pixel
            .and_then(|(x, y)| picture.get_pixel_checked(x, y))
            .map_or(u8::MAX, |pixel| pixel.0[0])
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(side(width), side(height), light);
    prepared
        .detect_grids()
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect()
}

/// A field as it stands in the permit; none where it was not answered.
pub(super) fn show(field: &Field) -> Option<String> {
    match field {
        Field::Text(text) => Some(text.clone()),
        Field::Integer(number) => Some(number.to_string()),
        Field::Absent => None,
    }
}
