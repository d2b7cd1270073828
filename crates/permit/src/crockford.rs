//! Short codes that people read aloud: Crockford's base 32 with his check symbol (modulo 37).
//!
//! The check finds every single wrong character and every swap of neighbours.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// 32 symbols, then the five that only a check can be; of those only `U` is ever handed out.
const SYMBOLS: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/// `N` symbols (5 bits each, at most 12) and a check symbol, shown in halves: `7K2QM-X9T4B-H`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code<const N: usize>(u64);

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CodeError {
    /// Too few or too many symbols.
    #[error("{found} characters, where there should be {expected}")]
    WrongLength {
        /// Symbols with the check.
        expected: usize,
        /// Symbols found.
        found: usize,
    },
    /// A character that no code has.
    #[error("{0:?} is in no code")]
    UnknownSymbol(char),
    /// The check symbol says that something was mistyped.
    #[error("one of the characters is wrong")]
    Mistyped,
}

impl<const N: usize> Code<N> {
    const RANDOM_BYTES: usize = (N * 5).div_ceil(8);

    /// Draws a code from random bytes, or none if they run out: hand in 56 and that is one time in 10⁷.
    ///
    /// A draw whose check would be `*`, `~`, `$` or `=` (one in nine) is passed over: nobody can say those
    /// on the telephone.
    pub fn draw(random: &[u8]) -> Option<Self> {
        random
            .chunks_exact(Self::RANDOM_BYTES)
            .map(Self::from_random)
            .find(|code| code.has_plain_check())
    }

    fn from_random(bytes: &[u8]) -> Self {
        let value = bytes
            .iter()
            .fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        Self(value & ((1 << (5 * N)) - 1))
    }

    fn check(self) -> u8 {
        u8::try_from(self.0 % 37).unwrap_or_default()
    }

    fn has_plain_check(self) -> bool {
        SYMBOLS[usize::from(self.check())].is_ascii_alphanumeric()
    }

    fn symbol(self, at: usize) -> char {
        let digit = self.0 >> (5 * (N - 1 - at)) & 31;
        char::from(SYMBOLS[usize::try_from(digit).unwrap_or_default()])
    }
}

impl<const N: usize> fmt::Display for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for at in 0..N {
            if at == N / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", self.symbol(at))?;
        }
        write!(f, "-{}", char::from(SYMBOLS[usize::from(self.check())]))
    }
}

impl<const N: usize> fmt::Debug for Code<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

/// Lenient as people type: any case, spaces and dashes anywhere, O for 0, I and L for 1.
impl<const N: usize> FromStr for Code<N> {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        let digits = text
            .chars()
            .filter(|c| !is_separator(*c))
            .map(digit)
            .collect::<Result<Vec<u8>, _>>()?;
        let [symbols @ .., check] = digits.as_slice() else {
            return Err(CodeError::WrongLength {
                expected: N + 1,
                found: 0,
            });
        };
        if symbols.len() != N {
            return Err(CodeError::WrongLength {
                expected: N + 1,
                found: digits.len(),
            });
        }
        if symbols.iter().any(|digit| *digit >= 32) {
            return Err(CodeError::Mistyped);
        }
        let code = Self(
            symbols
                .iter()
                .fold(0, |value, digit| value << 5 | u64::from(*digit)),
        );
        if code.check() == *check && code.has_plain_check() {
            Ok(code)
        } else {
            Err(CodeError::Mistyped)
        }
    }
}

impl<const N: usize> Serialize for Code<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Code<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// A PDF's own hyphens come along when a code is copied from it.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn digit(c: char) -> Result<u8, CodeError> {
    let symbol = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = SYMBOLS.iter().position(|known| char::from(*known) == symbol);
    at.and_then(|at| u8::try_from(at).ok())
        .ok_or(CodeError::UnknownSymbol(c))
}

#[cfg(test)]
mod tests;
