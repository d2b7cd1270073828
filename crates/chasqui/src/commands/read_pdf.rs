//! `chasqui read-pdf`: what `verify` starts for each PDF. It draws the pages and tells the texts of the QRs on them.

use std::{
    collections::BTreeSet,
    io::{Read, stdin, stdout},
};

use anyhow::Result;
use hayro::{
    PixmapSettings, RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::{LoadPdfError, Pdf, page::Page},
    render,
    vello_cpu::color::palette::css::WHITE,
};
use image::GrayImage;
use rlimit::Resource;
use serde::{Deserialize, Serialize};

use super::verify::codes;

/// How many pages a file may have: ours have one, and a scan of a bundle some more.
pub(crate) const MOST_PAGES: usize = 50;
/// How much memory it may take, in bytes: a page as it is drawn takes some forty million, a scan on it as much again. The allocator
/// sets half of this aside at its start.
const MOST_MEMORY: u64 = 2 << 30;
/// The pixels of a page's longer side. On A4 a module of a permit's code then has three, which is the quickest; or six, for codes that
/// are printed smaller, and for scans, whose edges lie anywhere.
const SIDES: [f32; 2] = [1700.0, 3400.0];

/// What became of a PDF.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reading {
    /// Of all QRs on all pages.
    Texts(BTreeSet<String>),
    /// It opens only with a password.
    Locked,
    /// It has more than [`MOST_PAGES`].
    Long,
    /// No PDF, or what is left of one.
    Damaged,
}

/// Reads the PDF on standard input and writes a [`Reading`] as JSON. The system ends it where it takes more than so many seconds.
pub(crate) fn run(seconds: u64) -> Result<()> {
    Resource::CPU.set(seconds, seconds)?;
    Resource::DATA.set(MOST_MEMORY, MOST_MEMORY)?;
    let mut pdf = Vec::new();
    stdin().lock().read_to_end(&mut pdf)?;
    serde_json::to_writer(stdout().lock(), &reading(pdf))?;
    Ok(())
}

fn reading(pdf: Vec<u8>) -> Reading {
    let pdf = match Pdf::new(pdf) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return Reading::Locked,
        Err(LoadPdfError::Invalid) => return Reading::Damaged,
    };
    match pdf.pages().len() {
        0 => Reading::Damaged,
        1..=MOST_PAGES => Reading::Texts(pdf.pages().iter().flat_map(texts).collect()),
        _ => Reading::Long,
    }
}

/// Drawn larger only where no permit was seen.
fn texts(page: &Page<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    for side in SIDES {
        texts.extend(codes::texts(drawn(page, side)));
        if texts.iter().any(|text| codes::is_like_ours(text)) {
            break;
        }
    }
    texts
}

/// On white paper. Letters of fonts that the file does not bring are left out: no code is made of them.
fn drawn(page: &Page<'_>, side: f32) -> GrayImage {
    let (width, height) = page.render_dimensions();
    let scale = side / width.max(height).max(1.0);
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let (interpreter, renderer) = (InterpreterSettings::default(), RenderSettings::default());
    let picture = render(page, &RenderCache::new(), &interpreter, &renderer, &settings);
    let light =
        |[red, green, blue]: [u8; 3]| (u16::from(red) * 2 + u16::from(green) * 5 + u16::from(blue)) / 8;
    let shades = picture
        .data()
        .iter()
        .map(|pixel| u8::try_from(light([pixel.r, pixel.g, pixel.b])).unwrap_or(u8::MAX))
        .collect();
    GrayImage::from_raw(picture.width().into(), picture.height().into(), shades).expect("one shade a pixel")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(pages: usize) -> Vec<u8> {
        let numbers = 3..pages + 3;
        let kids: Vec<_> = numbers.clone().map(|number| format!("{number} 0 R")).collect();
        let page = "0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 10 10]>> endobj";
        let objects: Vec<_> = numbers.map(|number| format!("{number} {page}")).collect();
        format!(
            "%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [{}] /Count {pages}>> endobj\n{}\n\
             trailer <</Root 1 0 R>>\n%%EOF",
            kids.join(" "),
            objects.join("\n")
        )
        .into_bytes()
    }

    #[test]
    fn a_bundle_has_an_end() {
        assert!(matches!(reading(blank(1)), Reading::Texts(texts) if texts.is_empty()));
        assert!(matches!(reading(blank(MOST_PAGES + 1)), Reading::Long));
    }

    #[test]
    fn what_is_no_pdf_is_said_to_be_none() {
        for bytes in [&b"%PDF-1.7 nothing"[..], b"", &blank(0)] {
            assert!(matches!(reading(bytes.to_vec()), Reading::Damaged));
        }
    }
}
