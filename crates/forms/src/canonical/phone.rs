//! Telephone numbers.

use unicode_normalization::UnicodeNormalization;

use super::{Canonical, CanonicalKind};
use crate::answers::{e164, tidy};

/// A telephone number as the form reads it: one of Peru in any of its writings, or another country's with its `+`.
pub fn phone(text: &str) -> Option<Canonical> {
    let plain: String = text.nfkc().collect();
    let number = e164(&tidy::number(&plain))?;
    Canonical::new(CanonicalKind::Phone, number)
}
