//! Digits of every script.

/// Where each script's ten decimal digits begin (Unicode's general category Nd). Those of mathematics are left out:
/// compatibility makes them ASCII.
const ZEROS: [u32; 60] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
    0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50,
    0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The ASCII digit that a digit of another script stands for; any other character as it is.
pub(super) fn ascii_digit(c: char) -> char {
    let code = u32::from(c);
    let begun = ZEROS.partition_point(|zero| *zero <= code);
    let value = begun.checked_sub(1).map(|at| code - ZEROS[at]);
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::{ZEROS, ascii_digit};

    #[test]
    fn digits_of_every_script_are_digits() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS {
            for value in 0..10 {
                let digit = char::from_u32(zero + value).unwrap();
                assert!(digit.is_numeric(), "{digit}");
                assert_eq!(
                    ascii_digit(digit),
                    char::from_digit(value, 10).unwrap(),
                    "{digit}"
                );
            }
            for beside in [zero - 1, zero + 10] {
                let other = char::from_u32(beside).unwrap();
                assert_eq!(ascii_digit(other), other);
            }
        }
        for other in ['0', '9', 'A', 'ñ', '½', '\u{10ffff}'] {
            assert_eq!(ascii_digit(other), other);
        }
    }
}
