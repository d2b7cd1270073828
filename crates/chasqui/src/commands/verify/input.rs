//! The QR's text out of what was given: the text itself, a picture or a PDF.

use std::path::Path;

use anyhow::{Context, Result, bail};
use image::GrayImage;
use permit::claims::Field;

use super::painted;

/// The text of the one QR in it.
pub(super) fn text(given: &str) -> Result<String> {
    let path = Path::new(given);
    if given.contains("/v#") || !path.exists() {
        return Ok(given.trim().to_owned());
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {given}"))?;
    let pictures = if bytes.starts_with(b"%PDF-") {
        painted::pictures(&bytes).with_context(|| format!("{given} is not a PDF that can be read"))?
    } else {
        let picture = image::load_from_memory(&bytes)
            .with_context(|| format!("{given} is neither a PDF nor a PNG or JPEG picture"))?;
        vec![picture.into_luma8()]
    };
    let mut texts: Vec<String> = pictures.iter().flat_map(codes).collect();
    texts.dedup();
    match texts.as_slice() {
        [text] => Ok(text.clone()),
        [] => bail!("there is no QR in {given} that can be read"),
        several => bail!(
            "there are {} QRs in {given}: give the one to check",
            several.len()
        ),
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

/// A field as a line.
pub(super) fn show(field: &Field) -> String {
    match field {
        Field::Text(text) => text.clone(),
        Field::Integer(number) => number.to_string(),
        Field::Absent => "-".to_owned(),
    }
}
