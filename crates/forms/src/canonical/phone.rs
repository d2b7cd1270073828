//! Telephone numbers.

use super::{Canonical, CanonicalKind};
use crate::answers::e164;

/// A telephone number as the form reads it: one of Peru in any of its writings, or another country's with its `+`.
pub fn phone(text: &str) -> Option<Canonical> {
    Canonical::new(CanonicalKind::Phone, e164(text)?)
}
