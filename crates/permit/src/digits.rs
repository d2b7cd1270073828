//! Bytes as decimal digits, which a QR packs three to ten bits.
//!
//! Groups of 7 bytes, each a big-endian integer in exactly 17 digits; a last group of 1 to 6 bytes in
//! 3, 5, 8, 10, 13 or 15. There is one spelling of any bytes.

use thiserror::Error;

const GROUP_BYTES: usize = 7;
const GROUP_DIGITS: usize = 17;
/// Digits of a group by its number of bytes.
const DIGITS: [usize; 8] = [0, 3, 5, 8, 10, 13, 15, GROUP_DIGITS];
/// What the largest QR holds (version 40-L, numeric): nothing longer was ever scanned.
const MOST_DIGITS: usize = 7089;

/// Why digits spell no bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DigitsError {
    /// Another character than 0 to 9, at this byte.
    #[error("the character at {at} is not a digit")]
    NotADigit {
        /// Offset in bytes.
        at: usize,
    },
    /// No bytes have so many digits: something was cut off or added.
    #[error("{digits} digits spell no whole number of bytes")]
    WrongLength {
        /// Number of digits.
        digits: usize,
    },
    /// More digits than any QR holds.
    #[error("{digits} digits are more than any QR holds")]
    TooMany {
        /// Number of digits.
        digits: usize,
    },
    /// A group stands for more than its bytes can hold.
    #[error("the group of digits at {at} is too large")]
    TooLarge {
        /// Offset of the group in digits.
        at: usize,
    },
}

/// Spells bytes.
pub fn encode(bytes: &[u8]) -> String {
    bytes.chunks(GROUP_BYTES).map(spell).collect()
}

/// How many digits [`encode`] writes for so many bytes.
pub fn count(bytes: usize) -> usize {
    let (groups, rest) = (bytes / GROUP_BYTES, bytes % GROUP_BYTES);
    groups.saturating_mul(GROUP_DIGITS).saturating_add(DIGITS[rest])
}

fn spell(group: &[u8]) -> String {
    let value = group
        .iter()
        .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    let width = DIGITS[group.len()];
    format!("{value:0width$}")
}

/// Reads what [`encode`] writes, and nothing else.
pub fn decode(digits: &str) -> Result<Vec<u8>, DigitsError> {
    if let Some(at) = digits.bytes().position(|byte| !byte.is_ascii_digit()) {
        return Err(DigitsError::NotADigit { at });
    }
    if digits.len() > MOST_DIGITS {
        return Err(DigitsError::TooMany { digits: digits.len() });
    }
    let mut bytes = Vec::with_capacity(digits.len() * GROUP_BYTES / GROUP_DIGITS);
    for (number, group) in digits.as_bytes().chunks(GROUP_DIGITS).enumerate() {
        let size = DIGITS.iter().position(|digits| *digits == group.len());
        let size = size.ok_or(DigitsError::WrongLength { digits: digits.len() })?;
        let value = group
            .iter()
            .fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'));
        if value >> (8 * size) != 0 {
            return Err(DigitsError::TooLarge {
                at: number * GROUP_DIGITS,
            });
        }
        bytes.extend_from_slice(&value.to_be_bytes()[8 - size..]);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
