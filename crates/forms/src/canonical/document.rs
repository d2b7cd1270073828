//! Identity documents: the number alone. Which kind it is of is not always known to who types it, and not always told
//! rightly by who applies.

use super::{Canonical, CanonicalKind, letters_and_digits};
use crate::DocumentKind;
use crate::answers::IdentityDocument;
use crate::country_rules;

/// A document whose kind was given.
pub fn document(document: &IdentityDocument) -> Option<Canonical> {
    let typed = letters_and_digits(&document.number);
    let identifier = document.kind.identifier();
    let number = identifier.and_then(|identifier| identifier.read(&typed).ok());
    let number = number.map(|number| letters_and_digits(&number));
    Canonical::new(CanonicalKind::Document, number.unwrap_or(typed))
}

/// Each document that may be meant by who writes so, the likeliest first: nine digits may be a DNI with its check digit, or
/// all of them another document's number; `CE` may stand before a foreigner's card, or begin a passport's number.
pub fn documents(text: &str) -> Vec<Canonical> {
    let whole = letters_and_digits(text);
    let read = country_rules::documents().filter_map(|identifier| identifier.read(&whole).ok());
    let mut numbers: Vec<String> = Vec::new();
    for number in read
        .map(|number| letters_and_digits(&number))
        .chain([whole.clone()])
    {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    let documents = numbers.into_iter();
    documents
        .filter_map(|number| Canonical::new(CanonicalKind::Document, number))
        .collect()
}

/// The document that is kept of somebody, however it was typed: the likeliest that may be meant. Nothing where it looks like
/// no document's number.
pub fn document_of_person(text: &str) -> Option<Canonical> {
    let document = documents(text).into_iter().next()?;
    // What begins so and is longer than a DNI was meant as one.
    let typed = letters_and_digits(text);
    let is_dni = DocumentKind::DNI.identifier()?.read(&typed).is_ok();
    let mut kinds = country_rules::documents();
    let is_number = kinds.any(|identifier| identifier.read(&document.text).is_ok())
        && (is_dni || !typed.starts_with("DNI"));
    is_number.then_some(document)
}

/// Each form in which the document that is kept of somebody may stand in answers. Who applies may give it as a document of
/// another kind, whose number keeps the DNI's check character or the `CE` of a foreigner's card: see `Identifier::other_writings`.
pub fn documents_of_person(kept: &str) -> Vec<Canonical> {
    let others = country_rules::documents().flat_map(|identifier| identifier.other_writings(kept));
    let numbers = [kept.to_owned()].into_iter().chain(others);
    numbers
        .filter_map(|number| Canonical::new(CanonicalKind::Document, number))
        .collect()
}
