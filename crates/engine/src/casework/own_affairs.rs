//! Whether somebody is party to a case.

use store::{Case, Person};

/// Whether the case is this person's own application. Nobody decides on themselves.
pub(crate) fn is_own(person: &Person, case: &Case) -> bool {
    let email = case.contact.email.as_deref().map(str::to_lowercase);
    email.is_some_and(|email| email == person.email.to_lowercase())
}
