//! Whether somebody is party to a case.

use forms::canonical;
use store::{Case, Person};

/// Whether the case is this person's own application. Nobody decides on themselves.
pub(crate) fn is_own(person: &Person, case: &Case) -> bool {
    let email = case.contact.email.as_deref();
    email.is_some_and(|email| is_same_mailbox(email, &person.email))
}

/// Whether mail to both arrives in the same place: tags, dots and capitals make no other person.
fn is_same_mailbox(one: &str, other: &str) -> bool {
    match (canonical::email(one), canonical::email(other)) {
        (Some(one), Some(other)) => one == other,
        // What is no address, an account may still have been given as its name.
        _ => one.to_lowercase() == other.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_same_mailbox;

    #[test]
    fn an_address_is_its_mailboxs() {
        for (one, other, same) in [
            ("rosa@example.org", "Rosa@Example.org", true),
            ("rosa+permiso@example.org", "rosa@example.org", true),
            ("r.osa@gmail.com", "rosa+x@googlemail.com", true),
            ("r.osa@example.org", "rosa@example.org", false),
            ("rosa@example.org", "rosa@example.com", false),
            ("Rosa", "rosa", true),
            ("Rosa", "rosa@example.org", false),
        ] {
            assert_eq!(is_same_mailbox(one, other), same, "{one} {other}");
        }
    }
}
