//! ECDSA signatures come in pairs: with (r, s) also (r, n − s) verifies. Only the one with the lower s is ours, so that a
//! signed thing has one spelling.

/// The order n of P-256 (FIPS 186-4, D.1.2.3).
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, //
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];
/// n ÷ 2 rounded down: the largest s of a pair's lower half.
const HALF: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, //
    0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
];

/// Whether the signature (r ‖ s) is its pair's lower half.
pub(super) fn is_low(signature: &[u8; 64]) -> bool {
    signature[32..] <= HALF[..]
}

/// The lower half of the signature's pair; signers and tokens hand out either.
pub(super) fn lower(mut signature: [u8; 64]) -> [u8; 64] {
    if is_low(&signature) {
        return signature;
    }
    let mut borrow = false;
    for (digit, order) in signature[32..].iter_mut().zip(ORDER).rev() {
        let (difference, first) = order.overflowing_sub(*digit);
        let (difference, second) = difference.overflowing_sub(u8::from(borrow));
        *digit = difference;
        borrow = first || second;
    }
    signature
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_s(s: &str) -> [u8; 64] {
        hex::decode(format!("{}{s}", "11".repeat(32)))
            .unwrap()
            .try_into()
            .unwrap()
    }

    #[test]
    fn only_the_upper_half_is_turned_over() {
        for (s, lower_s) in [
            (
                "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8",
                "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8",
            ),
            (
                "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9",
                "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8",
            ),
            (
                "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550",
                "0000000000000000000000000000000000000000000000000000000000000001",
            ),
        ] {
            assert_eq!(lower(with_s(s)), with_s(lower_s), "{s}");
            assert_eq!(is_low(&with_s(s)), s == lower_s, "{s}");
        }
    }
}
