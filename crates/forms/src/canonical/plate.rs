//! Vehicles' plates.

use super::{Canonical, CanonicalKind, letters_and_digits};

/// A plate: letters and digits. An O stays an O: plates have both it and the zero.
pub fn plate(text: &str) -> Option<Canonical> {
    Canonical::new(CanonicalKind::Plate, letters_and_digits(text))
}
