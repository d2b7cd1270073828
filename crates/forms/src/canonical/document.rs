//! Identity documents: the number alone. Which kind it is of is not always known to who types it, and not always told
//! rightly by who applies.

use super::{Canonical, CanonicalKind, letters_and_digits};
use crate::DocumentKind;
use crate::answers::{IdentityDocument, dni, foreigner_card};

/// A document whose kind was given.
pub fn document(document: &IdentityDocument) -> Option<Canonical> {
    let typed = letters_and_digits(&document.number);
    let number = match document.kind {
        DocumentKind::Dni => dni(&typed).ok(),
        DocumentKind::ForeignerCard => foreigner_card(&typed).ok(),
        DocumentKind::Passport => None,
    };
    Canonical::new(CanonicalKind::Document, number.unwrap_or(typed))
}

/// Each document that may be meant by who writes so, the likeliest first: nine digits may be a DNI with its check digit, or
/// all of them another document's number; `CE` may stand before a foreigner's card, or begin a passport's number.
pub fn documents(text: &str) -> Vec<Canonical> {
    let whole = letters_and_digits(text);
    let part = dni(&whole).or_else(|_| foreigner_card(&whole)).ok();
    let mut numbers: Vec<String> = part.into_iter().collect();
    if !numbers.contains(&whole) {
        numbers.push(whole);
    }
    let documents = numbers.into_iter();
    documents
        .filter_map(|number| Canonical::new(CanonicalKind::Document, number))
        .collect()
}
