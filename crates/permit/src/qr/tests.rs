use super::*;

/// What a phone reads out of the picture, four light modules around it.
fn read(matrix: &Matrix) -> String {
    let scale = 4;
    let side = (matrix.width() + 8) * scale;
    let dark = |x: usize, y: usize| match ((x / scale).checked_sub(4), (y / scale).checked_sub(4)) {
        (Some(x), Some(y)) => matrix.is_dark(x, y),
        _ => false,
    };
    let mut picture =
        rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if dark(x, y) { 0 } else { 255 });
    picture.detect_grids()[0].decode().unwrap().1
}

#[test]
fn readers_read_what_was_drawn() {
    for text in [
        format!("https://permisos.gob.pe/v#{}", "0123456789".repeat(44)),
        "https://permisos.gob.pe/v#".to_owned(),
        "12345".to_owned(),
        "http://127.0.0.1:8080".to_owned(),
    ] {
        assert_eq!(read(&encode(&text).unwrap()), text);
    }
}

#[test]
fn digits_cost_ten_bits_for_three() {
    // 26 bytes and 413 digits are 4+16+208 + 4+12+1377 bits: version 10-M holds 1728, 9-M holds 1456.
    let matrix = encode(&format!("https://permisos.gob.pe/v#{}", "7".repeat(413))).unwrap();
    assert_eq!((matrix.version(), matrix.width()), (10, 57));
    assert_eq!(encode("1").unwrap().version(), 1);
}

#[test]
fn outside_all_is_light() {
    let matrix = encode("1").unwrap();
    assert!(matrix.is_dark(0, 0));
    assert!(!matrix.is_dark(21, 0) && !matrix.is_dark(0, 21) && !matrix.is_dark(usize::MAX, usize::MAX));
}

#[test]
fn too_much_is_refused() {
    assert_eq!(encode(&"x".repeat(2332)), Err(QrError::TooLong { bytes: 2332 }));
    assert_eq!(encode(&"x".repeat(2331)).unwrap().version(), 40);
}
