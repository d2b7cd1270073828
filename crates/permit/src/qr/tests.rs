use proptest::prelude::*;
use qrcode::bits::Bits;
use qrcode::canvas::Canvas;
use qrcode::{Version, ec};

use super::template::{LARGEST_VERSION, LEVEL, MASKS};
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

/// The canvas of the crate `qrcode`, data and all, before it is masked.
fn oracle(text: &str, version: u8) -> Canvas {
    let version = Version::Normal(version.into());
    let (bytes, digits) = text.split_at(text.trim_end_matches(|one: char| one.is_ascii_digit()).len());
    let mut bits = Bits::new(version);
    if !bytes.is_empty() {
        bits.push_byte_data(bytes.as_bytes()).unwrap();
    }
    if !digits.is_empty() {
        bits.push_numeric_data(digits.as_bytes()).unwrap();
    }
    bits.push_terminator(LEVEL).unwrap();
    let data = bits.into_bytes();
    let (codewords, correction) = ec::construct_codewords(&data, version, LEVEL).unwrap();
    let mut canvas = Canvas::new(version, LEVEL);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&codewords, &correction);
    canvas
}

fn masked(canvas: &Canvas) -> [Vec<u128>; 8] {
    MASKS.map(|mask| {
        let mut canvas = canvas.clone();
        canvas.apply_mask(mask);
        rows(canvas)
    })
}

fn rows(canvas: Canvas) -> Vec<u128> {
    let dark: Vec<bool> = canvas
        .into_colors()
        .iter()
        .map(|color| *color == qrcode::Color::Dark)
        .collect();
    let row = |row: &[bool]| {
        row.iter()
            .rev()
            .fold(0, |bits, dark| bits << 1 | u128::from(*dark))
    };
    dark.chunks(dark.len().isqrt()).map(row).collect()
}

/// The rules of ISO/IEC 18004, 7.8.3, module by module, without the fourth; and how many modules are dark.
fn points_by_modules(rows: &[u128]) -> (u32, usize) {
    let side = rows.len();
    let dark = |x: usize, y: usize| rows[y] >> x & 1 == 1;
    let mut points = 0;
    for line in 0..side {
        for turned in [false, true] {
            let line: Vec<bool> = (0..side)
                .map(|at| if turned { dark(line, at) } else { dark(at, line) })
                .collect();
            for run in line.chunk_by(|one, next| one == next) {
                points += if run.len() >= 5 { run.len() - 2 } else { 0 };
            }
            let with_quiet_zone = [&[false; 4], line.as_slice(), &[false; 4]].concat();
            for around in with_quiet_zone.windows(15) {
                let finder = around[4..11] == [true, false, true, true, true, false, true];
                let beside = !around[..4].contains(&true) || !around[11..].contains(&true);
                points += if finder && beside { 40 } else { 0 };
            }
        }
    }
    for (x, y) in (1..side).flat_map(|y| (1..side).map(move |x| (x, y))) {
        let square = [dark(x, y), dark(x - 1, y), dark(x, y - 1), dark(x - 1, y - 1)];
        points += if square == [dark(x, y); 4] { 3 } else { 0 };
    }
    let dark = (0..side * side).filter(|at| dark(at % side, at / side)).count();
    (u32::try_from(points).unwrap(), dark)
}

/// Rule 4 as the standard says it: 10 points for each whole 5 % away from a half.
fn balance(dark: usize, all: usize) -> u32 {
    let share = 100.0 * f64::from(u32::try_from(dark).unwrap()) / f64::from(u32::try_from(all).unwrap());
    10 * (1..=10)
        .filter(|steps| (share - 50.0).abs() >= f64::from(*steps) * 5.0)
        .max()
        .unwrap_or(0_u32)
}

/// Rule 4 as the crate says it, in half per cents.
fn unrounded_balance(dark: usize, all: usize) -> u32 {
    u32::try_from((dark * 200 / all).abs_diff(100)).unwrap()
}

/// Module for module, whatever the mask.
fn agree_on_modules(text: &str) {
    let matrix = encode(text).unwrap();
    let masked = masked(&oracle(text, matrix.version()));
    let template = Template::of_version(matrix.version()).unwrap();
    let bits = template.place(&Segments::of_text(text).codewords(matrix.version()).unwrap());
    for (blank, expected) in template.blank.iter().zip(&masked) {
        assert_eq!(&combine(blank, &bits), expected, "{text}");
    }
    assert!(masked.contains(&matrix.rows), "{text}");
}

/// The mask with the fewest points; and the crate's choice, which differs from the standard in rule 4 alone, as it says.
fn agree_on_the_mask(text: &str) {
    let matrix = encode(text).unwrap();
    let canvas = oracle(text, matrix.version());
    let masked = masked(&canvas);
    let all = matrix.width() * matrix.width();
    let weighed = masked.each_ref().map(|rows| points_by_modules(rows));
    for (rows, (points, dark)) in masked.iter().zip(weighed) {
        assert_eq!(penalty(rows), points + balance(dark, all), "{text}");
    }
    let least = |rule: fn(usize, usize) -> u32| {
        let points = |mask: &usize| weighed[*mask].0 + rule(weighed[*mask].1, all);
        &masked[(0..8).min_by_key(points).unwrap()]
    };
    assert_eq!(&matrix.rows, least(balance), "{text}");
    assert_eq!(
        &rows(canvas.apply_best_mask()),
        least(unrounded_balance),
        "{text}"
    );
}

/// The most digits after an address that a version holds.
fn most_digits(bytes: usize, version: u8) -> usize {
    let fits = |digits: &usize| version_of(bytes, *digits).is_ok_and(|needed| needed <= version);
    (1..=4000).take_while(fits).count()
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
    assert_eq!(encode(&"x".repeat(1126)), Err(QrError::TooLong { bytes: 1126 }));
    assert_eq!(encode(&"x".repeat(1125)).unwrap().version(), LARGEST_VERSION);
    assert_eq!(
        version_of(usize::MAX, usize::MAX),
        Err(QrError::TooLong { bytes: usize::MAX })
    );
}

/// Every version, as full as it gets and a digit above: what `qrcode` draws of the same segments, and phones read.
#[test]
fn every_version_agrees_with_the_crate_to_the_last_digit() {
    for version in 1..=LARGEST_VERSION {
        let most = most_digits(2, version);
        let text = format!("v#{}", &"31415926535897932384626433832795".repeat(100)[..most]);
        assert_eq!(encode(&text).unwrap().version(), version);
        agree_on_modules(&text);
        agree_on_the_mask(&text);
        assert_eq!(read(&encode(&text).unwrap()), text);
        assert!(encode(&format!("{text}0")).ok().map(|matrix| matrix.version()) != Some(version));
    }
}

/// The smallest version by the crate itself, which refuses what a version cannot hold.
#[test]
fn the_version_is_the_smallest_that_the_crate_accepts() {
    let accepts = |version: u8, bytes: usize, digits: usize| {
        let mut bits = Bits::new(Version::Normal(version.into()));
        let pushed = bits.push_byte_data(&vec![b'x'; bytes]);
        let pushed = pushed.and_then(|()| bits.push_numeric_data(&vec![b'7'; digits]));
        pushed.and_then(|()| bits.push_terminator(LEVEL)).is_ok()
    };
    for bytes in [1, 26, 59, 160, 400] {
        for digits in (1..2400).step_by(if bytes == 26 { 1 } else { 7 }) {
            let smallest = (1..=LARGEST_VERSION).find(|version| accepts(*version, bytes, digits));
            assert_eq!(version_of(bytes, digits).ok(), smallest, "{bytes} and {digits}");
        }
    }
}

fn payload() -> impl Strategy<Value = String> {
    (1..=15_u8, "https://[a-z.]{1,40}/v#", "[0-9]{1200}").prop_map(|(version, address, digits)| {
        // Too short an address for the version leaves it half empty: some are.
        let most = most_digits(address.len(), version);
        format!("{address}{}", &digits[..most.min(digits.len())])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn payloads_of_every_version_are_drawn_as_the_crate_draws_them(text in payload()) {
        agree_on_modules(&text);
    }

    #[test]
    fn whether_it_fits_is_told_without_drawing(address in "\\PC{0,400}", digits in "[0-9]{0,2500}") {
        let address = format!("{address}#");
        let drawn = encode(&format!("{address}{digits}")).map(|matrix| matrix.version());
        prop_assert_eq!(version_of(address.len(), digits.len()), drawn);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_text_is_drawn_as_the_crate_draws_it(text in "\\PC{0,100}") {
        agree_on_modules(&text);
        agree_on_the_mask(&text);
    }

    #[test]
    fn the_mask_has_the_fewest_points_by_the_standard(text in payload()) {
        agree_on_the_mask(&text);
    }

    #[test]
    fn phones_read_every_payload(text in payload()) {
        prop_assert_eq!(read(&encode(&text).unwrap()), text);
    }
}
