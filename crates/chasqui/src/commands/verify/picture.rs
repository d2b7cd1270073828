//! A PNG or JPEG in shades of grey.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageReader, ImageResult};

/// How many pixels a picture may have; phones' have a hundred million at most.
const MOST_PIXELS: u64 = 150_000_000;

/// None where it has more pixels than a picture of a permit. What is transparent shows white paper.
pub(super) fn grey(bytes: &[u8]) -> ImageResult<Option<GrayImage>> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let (width, height) = reader()?.into_dimensions()?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Ok(None);
    }
    Ok(Some(on_white(reader()?.decode()?)))
}

fn on_white(picture: DynamicImage) -> GrayImage {
    if !picture.color().has_alpha() {
        return picture.into_luma8();
    }
    let picture = picture.into_luma_alpha8();
    let (width, height) = picture.dimensions();
    let shade = |[light, cover]: [u8; 2]| {
        let (light, cover) = (u16::from(light), u16::from(cover));
        // Between white and the pixel's own shade, which are 255 at most.
        u8::try_from((light * cover + 255 * (255 - cover)) / 255).unwrap_or(u8::MAX)
    };
    let shades = picture.pixels().map(|pixel| shade(pixel.0)).collect();
    GrayImage::from_raw(width, height, shades).expect("one shade a pixel")
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Luma, LumaA};

    use super::*;

    #[test]
    fn a_picture_of_more_pixels_than_any_is_not_unpacked() {
        let jpeg = |side: Option<u16>| {
            let mut bytes = Vec::new();
            GrayImage::from_pixel(4, 4, Luma([255]))
                .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
                .unwrap();
            let frame = bytes
                .windows(2)
                .position(|marker| marker == [0xff, 0xc0])
                .unwrap();
            if let Some(side) = side {
                bytes[frame + 5..frame + 7].copy_from_slice(&side.to_be_bytes());
                bytes[frame + 7..frame + 9].copy_from_slice(&side.to_be_bytes());
            }
            bytes
        };
        assert!(matches!(grey(&jpeg(None)), Ok(Some(_))));
        assert!(matches!(grey(&jpeg(Some(20_000))), Ok(None)));
    }

    #[test]
    fn what_is_transparent_is_white() {
        for (light, cover, shown) in [
            (0, 0, 255),
            (0, 255, 0),
            (255, 0, 255),
            (0, 51, 204),
            (100, 255, 100),
        ] {
            let mut bytes = Vec::new();
            image::GrayAlphaImage::from_pixel(2, 2, LumaA([light, cover]))
                .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
                .unwrap();
            let picture = grey(&bytes).unwrap().unwrap();
            assert_eq!(picture.as_raw(), &[shown; 4], "{light} {cover}");
        }
    }
}
