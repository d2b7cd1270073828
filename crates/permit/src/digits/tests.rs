use proptest::prelude::*;

use super::*;

#[test]
fn every_length_of_group_has_its_width() {
    let table: [(&[u8], &str); 12] = [
        (&[], ""),
        (&[0], "000"),
        (&[255], "255"),
        (&[1, 0], "00256"),
        (&[255; 2], "65535"),
        (&[255; 3], "16777215"),
        (&[255; 4], "4294967295"),
        (&[255; 5], "1099511627775"),
        (&[255; 6], "281474976710655"),
        (&[255; 7], "72057594037927935"),
        (&[0, 0, 0, 0, 0, 0, 1, 2], "00000000000000001002"),
        (&[0xd2, 0x84, 0x4d, 0xa2, 0x01, 0x26, 0x04], "59255214074570244"),
    ];
    for (bytes, digits) in table {
        assert_eq!(encode(bytes), digits);
        assert_eq!(count(bytes.len()), digits.len());
        assert_eq!(decode(digits).unwrap(), bytes);
    }
}

#[test]
fn a_group_that_its_bytes_cannot_hold_is_refused() {
    let over = [
        "256",
        "65536",
        "16777216",
        "4294967296",
        "1099511627776",
        "281474976710656",
    ];
    for digits in over {
        assert_eq!(decode(digits), Err(DigitsError::TooLarge { at: 0 }), "{digits}");
    }
    assert_eq!(decode("72057594037927936"), Err(DigitsError::TooLarge { at: 0 }));
    assert_eq!(decode("99999999999999999"), Err(DigitsError::TooLarge { at: 0 }));
    assert_eq!(
        decode("00000000000000000999"),
        Err(DigitsError::TooLarge { at: 17 })
    );
}

#[test]
fn lengths_that_no_bytes_have_are_refused() {
    let possible = [0, 3, 5, 8, 10, 13, 15];
    for length in 0..=68_usize {
        let digits = "0".repeat(length);
        let expected = possible.contains(&(length % 17));
        assert_eq!(decode(&digits).is_ok(), expected, "{length}");
        if !expected {
            assert_eq!(decode(&digits), Err(DigitsError::WrongLength { digits: length }));
        }
    }
}

#[test]
fn more_digits_than_a_qr_holds_are_refused() {
    assert!(decode(&"0".repeat(417 * 17)).is_ok());
    let digits = 417 * 17 + 3;
    assert_eq!(decode(&"0".repeat(digits)), Err(DigitsError::TooMany { digits }));
}

#[test]
fn other_characters_are_refused_where_they_stand() {
    for (text, at) in [
        ("00a", 2),
        ("-01", 0),
        ("+12", 0),
        ("1 2", 1),
        ("٣٣٣", 0),
        ("12\n", 2),
        ("0.1", 1),
    ] {
        assert_eq!(decode(text), Err(DigitsError::NotADigit { at }), "{text:?}");
    }
}

proptest! {
    #[test]
    fn bytes_come_back(bytes: Vec<u8>) {
        prop_assert_eq!(decode(&encode(&bytes)).unwrap(), bytes);
    }

    #[test]
    fn there_is_one_spelling(digits in "[0-7][0-9]{0,60}") {
        if let Ok(bytes) = decode(&digits) {
            prop_assert_eq!(encode(&bytes), digits);
        }
    }
}
