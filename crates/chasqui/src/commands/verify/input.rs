//! The QRs' texts out of what was given: the text itself, a picture or a PDF.

use std::{
    collections::BTreeSet,
    io::ErrorKind,
    panic::{self, AssertUnwindSafe},
    path::Path,
};

use image::GrayImage;
use permit::claims::Field;

use super::{
    codes,
    items::Content,
    kind::{self, Kind},
    outcome::Problem,
    pdf, picture,
};
use crate::regular_file;

/// Larger files hold no permit: ours have 30 kB, a phone's picture has a few megabytes.
pub(super) const MOST_BYTES: u64 = 100 << 20;

/// The texts of all QRs in it, at least one.
pub(super) fn texts(content: Content) -> Result<BTreeSet<String>, Problem> {
    match content {
        Content::Text(text) => Ok(BTreeSet::from([text])),
        Content::Nothing(problem) => Err(problem),
        // The reader of pictures is others' work: what makes it fail must not stop all that follows.
        Content::File(path) => panic::catch_unwind(AssertUnwindSafe(|| file(&path)))
            .unwrap_or_else(|_| Err(problem("cannot be read: its reader failed"))),
    }
}

fn problem(sentence: impl Into<String>) -> Problem {
    Problem(sentence.into())
}

fn file(path: &Path) -> Result<BTreeSet<String>, Problem> {
    let bytes = regular_file::read(path, MOST_BYTES).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => problem("is larger than 100 MB: that is no permit"),
        _ => problem(format!("cannot be read: {error}")),
    })?;
    if bytes.is_empty() {
        return Err(problem("is an empty file"));
    }
    let (texts, next) = if bytes.starts_with(b"%PDF-") {
        let next = "scan it again at 200 dpi or more, or give a picture of its QR";
        (pdf::texts(&bytes)?, next)
    } else {
        let next = "take the picture nearer, in focus and in good light";
        (BTreeSet::from_iter(codes::texts(grey(&bytes)?)), next)
    };
    if texts.is_empty() {
        return Err(problem(format!("holds no QR that can be read: {next}")));
    }
    Ok(texts)
}

fn grey(bytes: &[u8]) -> Result<GrayImage, Problem> {
    match image::guess_format(bytes) {
        Ok(image::ImageFormat::Png | image::ImageFormat::Jpeg) => picture::grey(bytes)
            .map_err(|_| problem("is a picture that is damaged or cut off"))?
            .ok_or_else(|| problem("is a picture of too many pixels: cut out the permit's QR")),
        _ if kind::of(bytes) == Kind::OtherPicture => Err(problem(kind::OTHER_PICTURE)),
        _ => Err(problem("is neither a PDF nor a PNG or JPEG picture")),
    }
}

/// A field as it stands in the permit; none where it was not answered.
pub(super) fn show(field: &Field) -> Option<String> {
    match field {
        Field::Text(text) => Some(text.clone()),
        Field::Integer(number) => Some(number.to_string()),
        Field::Absent => None,
    }
}
