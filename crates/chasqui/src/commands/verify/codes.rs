//! The texts of the QRs in a picture, dark on light or light on dark.

use image::{GrayImage, imageops};
use rxing::{
    BinaryBitmap, DecodeHints, Luma8LuminanceSource, common::HybridBinarizer, multi::MultipleBarcodeReader,
    qrcode::cpp_port::QrReader,
};

/// All that can be read. A picture without a permit's code is looked at inverted as well: a screen in its night colours shows it so.
pub(crate) fn texts(mut picture: GrayImage) -> Vec<String> {
    let mut texts = read(&picture);
    if !texts.iter().any(|text| is_like_ours(text)) {
        imageops::invert(&mut picture);
        texts.extend(read(&picture));
    }
    texts
}

/// Whether a text looks like a permit's, whoever issued it.
pub(crate) fn is_like_ours(text: &str) -> bool {
    text.contains("/v#")
}

fn read(picture: &GrayImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    let Ok(source) = Luma8LuminanceSource::new(picture.as_raw().clone(), width, height) else {
        return Vec::new();
    };
    let mut picture = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let found = QrReader.decode_multiple_with_hints(&mut picture, &hints);
    // No code at all is an error to it.
    let texts = found.into_iter().flatten();
    texts.map(|code| code.getText().to_owned()).collect()
}
